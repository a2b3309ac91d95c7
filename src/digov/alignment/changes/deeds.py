"""Acts of a unit paired with those of its partner, each with the clause that it governs."""

from __future__ import annotations

import msgspec

from digov.alignment.changes.difference import Difference
from digov.alignment.changes.view import View
from digov.alignment.quoting import spans_of
from digov.model.mention import Act

OPENERS = frozenset(
    "we also further furthermore moreover therefore thus accordingly and to the hereby this end".split()
)
"""Words before a verb that are no part of what it does."""

PLAIN = "state"
"""The verb of what only says how things are."""
LEAST = 0.3
"""Likeness from which two acts are taken for one."""


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """An act of one side with the words it governs."""

    act: Act
    unit: int
    low: int
    """First word of the act, and one after its last."""
    high: int
    head: int
    """First word that is not "we", "also", "further" and the like."""
    clause_end: int
    """One after the last word of its clause, which ends where the next act begins."""
    contested: bool = False

    @property
    def plain(self) -> bool:
        """Return whether it is a sentence without an operative verb."""
        return self.act.verb == PLAIN


def deeds_of(view: View) -> tuple[Deed, ...]:
    """Return the acts that the units of ``view`` perform in their own words, in text order.

    Reported acts, those taken over from a chapeau and those in struck words are left out.
    """
    found: list[tuple[int, int, int, int, Act, bool]] = []
    for number, mentions in enumerate(view.mentions):
        for act in mentions.acts:
            if act.reported or act.inherited_from is not None:
                continue
            low, high = view.tokens(number, act.start, act.end)
            if low < high:
                head = next((token for token in range(low, high) if view.keys[token] not in OPENERS), low)
                spans = spans_of(view.source, view.segments[number], view.place(head)[1], act.end)
                contested = view.marks.fate(view.source.text, *spans) == "contested"
                found.append((low, high, head, number, act, contested))
    found.sort(key=lambda entry: entry[:4])
    ends = [low for low, *_ in found[1:]] + [len(view)]
    return tuple(
        Deed(act=act, unit=unit, low=low, high=high, head=head, clause_end=max(end, high), contested=contested)
        for (low, high, head, unit, act, contested), end in zip(found, ends, strict=False)
    )


def pair_deeds(
    a: tuple[Deed, ...], b: tuple[Deed, ...], difference: Difference
) -> list[tuple[Deed | None, Deed | None]]:
    """Return the acts in pairs that keep the order of both sides; an act without a partner stands alone."""
    scores = [[_likeness(one, other, difference) for other in b] for one in a]
    totals = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            score = scores[i][j]
            taken = totals[i][j] + score if score >= LEAST else 0.0
            totals[i + 1][j + 1] = max(totals[i][j + 1], totals[i + 1][j], taken)
    pairs: list[tuple[Deed | None, Deed | None]] = []
    i, j = len(a), len(b)
    while i or j:
        if i and totals[i][j] == totals[i - 1][j]:
            i -= 1
            pairs.append((a[i], None))
        elif j and totals[i][j] == totals[i][j - 1]:
            j -= 1
            pairs.append((None, b[j]))
        else:
            i, j = i - 1, j - 1
            pairs.append((a[i], b[j]))
    return pairs[::-1]


def _likeness(one: Deed, other: Deed, difference: Difference) -> float:
    """Return how far two acts are one: by the words their clauses have in common, and by their verbs."""
    common = sum(other.low <= difference.to_b[token] < other.clause_end for token in range(one.low, one.clause_end))
    shorter = min(one.clause_end - one.low, other.clause_end - other.low)
    same = 0.3 if one.act.verb == other.act.verb else 0.1 if one.act.type == other.act.type else 0.0
    return same + 0.7 * common / shorter


def deed_at(deeds: tuple[Deed, ...], token: int) -> Deed | None:
    """Return the act in whose clause a word stands: the last one that begins at or before it."""
    found = None
    for deed in deeds:
        if deed.low <= token:
            found = deed
    return found
