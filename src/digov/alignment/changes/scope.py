"""Scope: qualifiers, words of all or some, and auxiliaries that stand on one side alone while the words around them stayed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from digov.alignment.changes.difference import Difference, Region
from digov.alignment.changes.qualifiers import ALL, LIST_OPENERS, MODALS, OPEN_LIST, QUALIFIERS, SOME
from digov.alignment.changes.view import View

Effect = Literal["narrows", "widens"]
ScopeKind = Literal["scope-widened", "scope-narrowed", "modal-strengthened", "modal-weakened"]
AROUND = 4
"""Words before and after a qualifier that are looked at ..."""
STAYED = 4
"""... and how many of these have to stand on the other side, too, for the qualifier to be what was edited."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A qualifier on one side: words ``[low, high)``."""

    id: str
    effect: Effect
    low: int
    high: int


class ScopeEdit(msgspec.Struct, frozen=True, kw_only=True):
    """A qualifier that came or went, or an auxiliary that became another one."""

    kind: ScopeKind
    before: tuple[int, int] | None
    """Words of the first side."""
    after: tuple[int, int] | None
    by: float | None = None


def scope_edits(a: View, b: View, difference: Difference) -> list[ScopeEdit]:
    """Return what an edit did to the scope of a unit, in the order of the words."""
    edits = _qualifier_edits(a, b, difference) + _quantifier_edits(a, b, difference) + _modal_edits(a, b, difference)
    return sorted(edits, key=lambda edit: (edit.before or (0, 0), edit.after or (0, 0), edit.kind))


def _qualifiers(view: View) -> list[Found]:
    """Return the qualifiers of a view in order; of two that overlap, the longer one, then the first listed."""
    found: list[Found] = []
    for number, segment in enumerate(view.segments):
        text = segment.text.lower()
        if len(text) != len(segment.text):  # a letter whose small form is longer would shift the places
            text = segment.text
        for qualifier in QUALIFIERS:
            for match in qualifier.pattern.finditer(text):
                low, high = view.tokens(number, match.start(), match.end())
                if low < high:
                    found.append(Found(id=qualifier.id, effect=qualifier.effect, low=low, high=high))
    kept: list[Found] = []
    for one in sorted(found, key=lambda entry: (entry.low - entry.high, entry.low)):
        if all(one.high <= other.low or other.high <= one.low for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda entry: entry.low)


def _qualifier_edits(a: View, b: View, difference: Difference) -> list[ScopeEdit]:
    mine, theirs = _qualifiers(a), _qualifiers(b)
    lost = [one for one in mine if not _has_partner(one, theirs, difference.to_b)]
    gained = [one for one in theirs if not _has_partner(one, mine, difference.to_a)]
    turned = [Region(region.b, region.b_end, region.a, region.a_end) for region in difference.regions]
    lost = [one for one in lost if not _is_opener(a, b, one, difference.regions)]
    gained = [one for one in gained if not _is_opener(b, a, one, turned)]
    # the same qualifier in other words or in another place is no change, nor is one with the same effect in its place
    for one in tuple(lost):
        same = next((g for g in gained if g.id == one.id), None)
        other = same or next((g for g in gained if g.effect == one.effect and _beside(one, g, difference)), None)
        if other is not None:
            lost.remove(one)
            gained.remove(other)
    edits = []
    # a qualifier whose words all stand on the other side was not edited, though it reads as none there
    for one in lost:
        if not difference.stayed(a=(one.low, one.high)) and _context_stayed(one.low, one.high, difference.to_b):
            kind: ScopeKind = "scope-widened" if one.effect == "narrows" else "scope-narrowed"
            edits.append(ScopeEdit(kind=kind, before=(one.low, one.high), after=None))
    for one in gained:
        if not difference.stayed(b=(one.low, one.high)) and _context_stayed(one.low, one.high, difference.to_a):
            kind = "scope-narrowed" if one.effect == "narrows" else "scope-widened"
            edits.append(ScopeEdit(kind=kind, before=None, after=(one.low, one.high)))
    return edits


def _is_opener(view: View, other: View, one: Found, regions: Iterable[Region]) -> bool:
    """Return whether a qualifier that opens a list stands beside, or in the place of, another word that opens one.

    "Such as including" is the old and the new word of an edit that was flattened, and "such as" for "including" is no other list.
    ``regions`` are turned so that ``view`` is their first side.
    """
    if one.id != OPEN_LIST:
        return False
    beside = view.keys[max(one.low - 1, 0) : one.low] + view.keys[one.high : one.high + 1]
    there = [
        key
        for region in regions
        if region.a < one.high and one.low < region.a_end
        for key in other.keys[region.b : region.b_end]
    ]
    return not LIST_OPENERS.isdisjoint((*beside, *there))


def _beside(one: Found, other: Found, difference: Difference) -> bool:
    """Return whether ``other`` stands on the second side where ``one`` stood on the first."""
    return abs(difference.after(one.low) - other.low) <= AROUND


def _has_partner(one: Found, others: list[Found], across: list[int]) -> bool:
    places = {across[token] for token in range(one.low, one.high)} - {-1}
    return any(other.id == one.id and any(other.low <= place < other.high for place in places) for other in others)


def _context_stayed(low: int, high: int, across: list[int]) -> bool:
    """Return whether the words around ``[low, high)`` stand on the other side, so that the qualifier alone was edited."""
    around = [*range(max(0, low - AROUND), low), *range(high, min(len(across), high + AROUND))]
    return len([token for token in around if across[token] >= 0]) >= min(STAYED, len(around))


def _quantifier_edits(a: View, b: View, difference: Difference) -> list[ScopeEdit]:
    """Return the edits of "all" and "relevant" before a noun that stayed."""
    edits: list[ScopeEdit] = []
    for region in difference.regions:
        if (
            region.a_end - region.a > 2
            or region.b_end - region.b > 2
            or region.a_end >= len(a)
            or region.b_end >= len(b)
        ):
            continue
        if a.is_joined(region.a_end) or b.is_joined(region.b_end) or a.is_joined(region.a) or b.is_joined(region.b):
            continue  # "age-appropriate" is one word
        before, after = _grade(a, region.a, region.a_end), _grade(b, region.b, region.b_end)
        if before is None or after is None or before == after:
            continue
        narrowed = after < before
        edits.append(
            ScopeEdit(
                kind="scope-narrowed" if narrowed else "scope-widened",
                before=(region.a, region.a_end) if region.a < region.a_end else None,
                after=(region.b, region.b_end) if region.b < region.b_end else None,
            )
        )
    return edits


def _grade(view: View, low: int, high: int) -> int | None:
    """Return how much the words take: 2 all, 1 no such word, 0 some; ``None`` when other words stand there."""
    words = view.keys[low:high]
    if not all(word in ALL or word in SOME or word in ("the", "and", "other") for word in words):
        return None
    if any(word in SOME for word in words):
        return 0
    return 2 if any(word in ALL for word in words) else 1


def _modal_edits(a: View, b: View, difference: Difference) -> list[ScopeEdit]:
    edits = []
    for region in difference.regions:
        before = [token for token in range(region.a, region.a_end) if a.keys[token] in MODALS]
        after = [token for token in range(region.b, region.b_end) if b.keys[token] in MODALS]
        if len(before) != 1 or len(after) != 1 or region.a_end - region.a > 3 or region.b_end - region.b > 3:
            continue
        step = MODALS[b.keys[after[0]]] - MODALS[a.keys[before[0]]]
        if step:
            kind: ScopeKind = "modal-strengthened" if step > 0 else "modal-weakened"
            edits.append(
                ScopeEdit(kind=kind, before=(before[0], before[0] + 1), after=(after[0], after[0] + 1), by=float(step))
            )
    return edits
