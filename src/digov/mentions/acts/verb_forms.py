"""Forms of operative verbs: from the lemmas of the lexicon to the word forms that stand in texts.

UN drafting uses four forms: the third person ("Requests"), the participle of preambular clauses ("Recalling", "Deeply
concerned"), the base form ("We request", "Call on …") and the past ("in which the Assembly requested"). A verb of speaking may hang on
another that only says how long or how gladly one speaks: "Continues to invite" invites.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from digov.model.lexicon import Verb

Form = Literal["third", "participle", "base", "past"]

_IRREGULAR_PAST = {
    "take": ("took", "taken"), "bear": ("bore", "borne"), "draw": ("drew", "drawn"), "pay": ("paid",), "seek": ("sought",),
    "make": ("made",), "strive": ("strove", "striven"), "understand": ("understood",), "have": ("had",),
    "hear": ("heard",), "meet": ("met",), "build": ("built",),
}  # fmt: skip
_DOUBLING = {"commit", "recommit", "regret", "refer"}
_MODALS = {"will", "shall", "must", "should", "need"}
_PRONOUN = r"(?:its|his|her|their|our|the|a|an|itself|themselves|ourselves)"
_ADVERBIAL = r"(?:,[^,;.:]{1,60},)"
_GAP = rf"(?:{_ADVERBIAL}|\s+(?:{_PRONOUN}|[a-z-]+)){{0,4}}?\s+"
_SHORT_GAP = rf"(?:{_ADVERBIAL}|\s+[a-z]+ly|\s+(?:once|again|also|further|its|his|her|their|our|special|particular|due|full|careful|out|the))*\s+"


_CARRIERS: dict[str, tuple[Form, ...]] = {
    "continue": ("third", "participle", "base", "past"),
    "wish": ("third", "base"),
}
_SPOKEN_TYPES = frozenset({"request", "commit", "call", "urge", "invite", "encourage", "recommend", "support", "reaffirm", "welcome", "note",
                           "recognize", "recall", "concern", "emphasize", "other"})  # fmt: skip
_DEEDS = frozenset({"act", "build on", "build upon", "conclude", "consider", "continue", "dedicate", "give consideration", "maintain",
                    "observe", "state", "take into account", "take into consideration", "undertake"})  # fmt: skip
"""Verbs whose act is more often done than said: to continue to consider a matter is to work on it, not to recognize it."""

_CARRIED_GAP = rf"{_SHORT_GAP}to\s+(?:(?:also|further|once\s+again|[a-z]+ly)\s+)*"


class VerbForm(msgspec.Struct, frozen=True):
    """One form of one verb: ``tail`` matches what must follow the head word; ``None`` when nothing must."""

    verb: Verb
    form: Form
    tail: re.Pattern[str] | None
    carried: bool = False
    """Whether the head word is another verb's, on which this one hangs: "continues" of "continues to invite"."""


def inflect(base: str) -> dict[Form, tuple[str, ...]]:
    """Return the forms of the verb ``base`` in British and American spelling.

    >>> inflect("recognize")["third"]
    ('recognises', 'recognizes')
    >>> inflect("commit")["participle"]
    ('committing',)
    """
    forms: dict[Form, set[str]] = {"third": set(), "participle": set(), "base": set(), "past": set()}
    for spelling in _spellings(base):
        forms["base"].add(spelling)
        if spelling in _MODALS:
            forms["third"].add(spelling)
            continue
        forms["third"].add(_third(spelling))
        forms["participle"].add(_participle(spelling))
        forms["past"].update(_IRREGULAR_PAST.get(spelling) or (_past(spelling),))
    return {form: tuple(sorted(words)) for form, words in forms.items()}


def _spellings(base: str) -> tuple[str, ...]:
    if base.endswith("ize"):
        return (base, base[:-3] + "ise")
    if base == "honour":
        return (base, "honor")
    return (base, "endeavor") if base == "endeavour" else (base,)


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _participle(base: str) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + base[-1] + "ing" if base in _DOUBLING else base + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if base in _DOUBLING else base + "ed"


@lru_cache(maxsize=4)
def index_verbs(verbs: tuple[Verb, ...]) -> dict[str, tuple[VerbForm, ...]]:
    """Return the forms of ``verbs`` by their first word in lower case; forms with a tail stand before bare ones.

    A lemma is a head word with an optional tail ("take note", "express concern"). Between head and noun determiners,
    adjectives and a parenthesis may stand; between head and particle ("call upon") only adverbs. ``be X`` gives
    the adjective alone for preambular clauses and is/are/remain(s) X elsewhere; ``have X`` gives "having" with the participle.
    """
    index: dict[str, list[VerbForm]] = {}
    for verb in verbs:
        head, _, tail = verb.lemma.partition(" ")
        if head == "be":
            _index_adjective(index, verb, tail)
        elif head == "have":
            participles = "|".join(word for spelling in _spellings(tail) for word in inflect(spelling)["past"])
            _add(
                index,
                "having",
                VerbForm(verb, "participle", re.compile(rf"{_SHORT_GAP}(?:{participles})\b", re.IGNORECASE)),
            )
        else:
            pattern = _tail_pattern(head, tail)
            for form, words in inflect(head).items():
                for word in words:
                    _add(index, word, VerbForm(verb, form, pattern))
        _index_carried(index, verb)
    return {word: tuple(sorted(forms, key=_rank)) for word, forms in index.items()}


def _index_adjective(index: dict[str, list[VerbForm]], verb: Verb, adjective: str) -> None:
    _add(index, adjective, VerbForm(verb, "participle", None))
    pattern = re.compile(rf"{_SHORT_GAP}{re.escape(adjective)}\b", re.IGNORECASE)
    forms: tuple[tuple[str, Form], ...] = (
        ("is", "third"), ("remains", "third"), ("are", "base"), ("am", "base"), ("remain", "base"),
        ("being", "participle"), ("remaining", "participle"), ("was", "past"), ("were", "past"),
    )  # fmt: skip
    for word, form in forms:
        _add(index, word, VerbForm(verb, form, pattern))


def _index_carried(index: dict[str, list[VerbForm]], verb: Verb) -> None:
    """Add ``verb`` where another carries it, "continues to strongly encourage", if to say it is to do it."""
    head, _, tail = verb.lemma.partition(" ")
    if verb.type not in _SPOKEN_TYPES or verb.lemma in _DEEDS or head == "have" or head in _MODALS:
        return
    inner = rf"be{_SHORT_GAP}{re.escape(tail)}\b" if head == "be" else rf"(?:{'|'.join(_spellings(head))})\b"
    complement = _tail_pattern(head, tail) if head != "be" else None
    pattern = re.compile(f"{_CARRIED_GAP}{inner}{complement.pattern if complement else ''}", re.IGNORECASE)
    for carrier, carrying in _CARRIERS.items():
        for form, words in inflect(carrier).items():
            for word in words if form in carrying else ():
                _add(index, word, VerbForm(verb, form, pattern, carried=True))


_PARTICLES = {"upon", "on", "for", "to", "forward", "out", "into"}


def _tail_pattern(head: str, tail: str) -> re.Pattern[str] | None:
    if not tail:
        return None
    words = r"\s+".join(re.escape(word) for word in tail.split())
    gap = _SHORT_GAP if tail.split()[0] in _PARTICLES or head in {"take", "bear", "draw", "pay"} else _GAP
    return re.compile(rf"{gap}{words}s?\b", re.IGNORECASE)


def _rank(form: VerbForm) -> tuple[int, int, str]:
    return (0 if form.tail else 1, -len(form.verb.lemma), form.verb.id)


def _add(index: dict[str, list[VerbForm]], word: str, form: VerbForm) -> None:
    index.setdefault(word, []).append(form)
