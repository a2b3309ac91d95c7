"""Qualifiers: the words of UN drafting that widen or narrow what somebody is bound or asked to do.

The phrases were collected by reading the five source documents; what each does is one reader's judgement. ``narrows`` means that
with the words less is bound: under a condition, at somebody's choice, within given means, or only in part. ``widens`` means the
reverse: nobody is left out, nothing is final, the obligation does not depend on anything.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec


class Qualifier(msgspec.Struct, frozen=True):
    """A qualifier with its forms as a regular expression over lower-case text."""

    id: str
    effect: Literal["narrows", "widens"]
    pattern: re.Pattern[str]


def _make(name: str, effect: Literal["narrows", "widens"], forms: str) -> Qualifier:
    return Qualifier(name, effect, re.compile(rf"\b(?:{forms})\b"))


OPEN_LIST = "inter-alia"
"""The qualifier that says that a list goes on."""
LIST_OPENERS = frozenset(("including", "particularly", "especially", "such", "like", "namely"))
"""Words that open a list of examples, too."""

QUALIFIERS: tuple[Qualifier, ...] = (
    # at the choice or on the judgement of those who act
    _make("as-appropriate", "narrows", r"(?:as|where|when|wherever|whenever|if) (?!(?:an?|the) )(?:\w+ )?appropriate|where relevant|as relevant"),
    _make("as-needed", "narrows", r"(?:as|where|if|when) (?:needed|necessary|required)"),
    _make("upon-request", "narrows", r"(?:up)?on (?:their |its )?request|where requested|if requested|when requested"),
    _make("voluntary", "narrows", r"voluntary|voluntarily|on a voluntary basis|non-binding"),
    _make("in-a-position", "narrows", r"in a position to do so|that are in a position to"),
    _make("mutually-agreed", "narrows", r"(?:on|as|under) mutually agreed(?: terms)?"),
    _make("consider", "narrows", r"(?:to )?consider(?=ing\b| \w+ing\b| an?\b| how\b| whether\b| the possibility)"
          r"|(?:to )?give (?:\w+ )?consideration to"),
    # under a condition
    _make("as-possible", "narrows", r"(?:as|where|when|wherever|whenever|if|to the extent|as far as) (?:possible|feasible|practicable)"),
    _make("in-principle", "narrows", r"in principle|subject to|without prejudice to"),
    _make("national-law", "narrows", r"(?:in accordance with|consistent with|subject to) (?:\w+ )?(?:national|domestic) (?:laws?|legislation)"),
    _make("national-priorities", "narrows", r"(?:in (?:line|accordance) with|consistent with|according to|taking into account|respecting)"
          r"(?: \w+){0,2} national (?:\w+ ){0,4}(?:circumstances|priorities|realities|policies|contexts|capacities)"),
    # within given means
    _make("existing-resources", "narrows", r"within (?:the )?(?:existing|available) (?:and voluntary )?(?:\w+ (?:and )?)?resources"
          r"|from within existing resources|leveraging available resources"),
    _make("existing-mandates", "narrows", r"within (?:their|its|the|his|her)? ?(?:respective |existing )*mandates?(?: and resources)?"),
    _make("respective-roles", "narrows",
          r"(?:within|in|in accordance with|according to) (?:their )?respective (?:roles|responsibilities|capacities)"),
    # in part, or as an effort instead of a result
    _make("in-domain", "narrows", r"in the (?:non-)?(?:military|civilian) domain|as relevant for development"),
    _make("effort", "narrows", r"(?:aim|aims|aiming|seek|seeks|seeking|strive|strives|striving|endeavour|endeavours|endeavouring) (?:to|for)"
          r"|work(?:ing)? towards|best efforts|explore|exploring"),
    _make("gradually", "narrows", r"progressively|gradually|step by step"),
    # open lists, and nobody left out
    _make(OPEN_LIST, "widens", r"inter alia|among others|among other things|including but not limited to|such as"),
    _make("without-condition", "widens", r"without (?:discrimination|distinction|exception|delay|preconditions?|conditions?)"
          r"|unconditional(?:ly)?|in all circumstances|regardless of"),
    _make("at-all-levels", "widens", r"at all levels|by all|in all its (?:forms|aspects|dimensions)|everyone|no one|all persons"),
    _make("full", "widens", r"in full|fully|full(?= (?:implementation|respect|enjoyment|participation))"),
)  # fmt: skip
"""All qualifiers; two forms of one qualifier are the same qualifier."""

ALL = frozenset(("all", "every", "each", "any"))
SOME = frozenset(
    (
        "relevant",
        "some",
        "certain",
        "several",
        "interested",
        "concerned",
        "willing",
        "appropriate",
        "selected",
        "many",
        "most",
    )
)
"""Words before a noun that take all of it, and words that take a part."""
MODALS = {"shall": 3, "must": 3, "will": 3, "should": 2, "can": 1, "could": 1, "may": 1, "might": 1, "would": 2}
"""How binding an auxiliary is."""
