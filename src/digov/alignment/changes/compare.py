"""Comparison of the facts of two sides: which stayed, which took another's place, which came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from digov.alignment.changes.difference import Difference
from digov.alignment.changes.facts import Aspect, Fact
from digov.model.alignment import ChangeKind

NEAR = 8
"""Words between the places of two facts of which one can have taken the other's place."""

NAME_WORDS = 4
"""Words from which on a name is long enough to be known by when more is put before or after it."""

_SHIFTING: frozenset[Aspect] = frozenset(("deadline", "quantity"))
_REPLACED: dict[Aspect, ChangeKind] = {
    "deadline": "deadline-replaced",
    "quantity": "quantity-replaced",
    "reference": "reference-replaced",
    "body": "body-replaced",
}
_DROPPED: dict[Aspect, ChangeKind] = {
    "deadline": "deadline-dropped",
    "quantity": "quantity-dropped",
    "sdg": "sdg-dropped",
    "reference": "reference-dropped",
    "body": "body-dropped",
}
_ADDED: dict[Aspect, ChangeKind] = {
    "deadline": "deadline-added",
    "quantity": "quantity-added",
    "sdg": "sdg-added",
    "reference": "reference-added",
    "body": "body-added",
}


class FactEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a fact: it went, came, or another took its place."""

    kind: ChangeKind
    before: Fact | None
    after: Fact | None
    by: float | None = None
    undecided: bool = False
    """The fact stands on the second side in words that may have been struck: whether it went is open."""


def compare_facts(
    aspect: Aspect, before: Sequence[Fact], after: Sequence[Fact], difference: Difference
) -> list[FactEdit]:
    """Return what happened to the facts of one aspect, in the order of the words; a fact that stayed gives nothing.

    One that stands in words which may have been struck gives an undecided edit: perhaps it was dropped.
    """
    keys_before, keys_after = {fact.key for fact in before}, {fact.key for fact in after}
    lost = [fact for fact in before if fact.key not in keys_after]
    gained = [fact for fact in after if fact.key not in keys_before]
    for old, new in _shortened(lost, gained):
        lost.remove(old)
        gained.remove(new)
    contested = {fact.key: fact for fact in after if fact.contested}
    edits = [
        FactEdit(kind=_DROPPED[aspect], before=fact, after=contested[fact.key], undecided=True)
        for fact in before
        if fact.key in contested and not fact.contested
    ]
    if aspect in _REPLACED:
        for old, new in _successors(aspect, lost, gained, difference):
            lost.remove(old)
            gained.remove(new)
            edits.append(_succession(aspect, old, new))
    edits += [FactEdit(kind=_DROPPED[aspect], before=fact, after=None) for fact in lost]
    edits += [FactEdit(kind=_ADDED[aspect], before=None, after=fact) for fact in gained]
    return sorted(edits, key=lambda edit: _place(edit, difference))


def _shortened(lost: Sequence[Fact], gained: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Return the bodies whose name begins or ends as a longer one: the same body, more or less of its name being printed."""
    found: list[tuple[Fact, Fact]] = []
    for old in lost:
        for new in gained:
            short, long = sorted((old.key, new.key), key=len)
            part = long.startswith(f"{short} ") or long.endswith(f" {short}")
            fresh = all(old is not one and new is not other for one, other in found)
            if old.aspect == "body" and part and fresh and len(short.split()) >= NAME_WORDS:
                found.append((old, new))
    return found


def _place(edit: FactEdit, difference: Difference) -> tuple[int, int]:
    if edit.after is not None:
        return edit.after.low, 1
    return (difference.after(edit.before.low) if edit.before else 0), 0


def _successors(
    aspect: Aspect, lost: Sequence[Fact], gained: Sequence[Fact], difference: Difference
) -> Iterator[tuple[Fact, Fact]]:
    """Yield the pairs of a fact that went and the one that took its place, the nearest first."""
    options = []
    for old in lost:
        for new in gained:
            distance = abs(difference.after(old.low) - new.low)
            together = distance == 0 or _share_region(old, new, difference)
            if together or (aspect in _SHIFTING and old.kin == new.kin and distance <= NEAR):
                options.append((old.kin != new.kin, not together, distance, old.low, new.low, old, new))
    used: set[tuple[str, str]] = set()
    for *_, old, new in sorted(options, key=lambda option: option[:5]):
        if ("old", old.key) not in used and ("new", new.key) not in used:
            used |= {("old", old.key), ("new", new.key)}
            yield old, new


def _share_region(old: Fact, new: Fact, difference: Difference) -> bool:
    mine = {difference.region_at(a=token) for token in _held(old)}
    theirs = {difference.region_at(b=token) for token in _held(new)}
    return bool((mine & theirs) - {None})


def _held(fact: Fact) -> range:
    """Return the words of a fact; of a footnote, which has none in the text, the word that it hangs on."""
    return range(fact.low, fact.high) if fact.low < fact.high else range(max(fact.low - 1, 0), fact.low)


def _succession(aspect: Aspect, old: Fact, new: Fact) -> FactEdit:
    if aspect in _SHIFTING and old.kin == new.kin and old.amount is not None and new.amount is not None:
        kind: ChangeKind = "deadline-shifted" if aspect == "deadline" else "quantity-shifted"
        if old.amount != new.amount:
            return FactEdit(kind=kind, before=old, after=new, by=round(new.amount - old.amount, 6))
    return FactEdit(kind=_REPLACED[aspect], before=old, after=new)
