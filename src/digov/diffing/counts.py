"""Counts: how many units, changes and spans of each kind there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from digov.diffing.rows import Row
from digov.model.alignment import ChangeKind, PassageRelation, UnitRelation
from digov.model.redline import RedlineSpan, Status, Tier

RELATIONS: tuple[str, ...] = (*get_args(UnitRelation), *get_args(PassageRelation))
STATUSES: tuple[str, ...] = get_args(Status)
TIERS: tuple[str, ...] = get_args(Tier)


class Count(msgspec.Struct, frozen=True):
    """How often something stands."""

    name: str
    count: int


class Effects(msgspec.Struct, frozen=True):
    """How many changes of each effect touch one aspect: acts, deadlines, bodies …"""

    aspect: str
    counts: tuple[int, ...]
    """One for each column of the table."""


class SpanCount(msgspec.Struct, frozen=True):
    """How many spans have a status, by tier, and how many characters they hold."""

    status: str
    tiers: tuple[int, ...]
    """In the order of :data:`TIERS`."""
    characters: int


EFFECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("added", ("added",)),
    ("dropped", ("dropped",)),
    ("moved", ("moved",)),
    ("changed", ("replaced", "shifted")),
    ("stronger, wider", ("strengthened", "widened")),
    ("weaker, narrower", ("weakened", "narrowed")),
)
"""The columns of the table of changes, and the ends of the kinds that each counts."""


def relations_of(rows: Iterable[Row]) -> tuple[Count, ...]:
    """Return how many rows there are of each relation that occurs."""
    found = Counter(row.relation for row in rows)
    return tuple(Count(name, found[name]) for name in RELATIONS if found[name])


def kinds_of(rows: Iterable[Row]) -> tuple[Count, ...]:
    """Return how many changes there are of each kind, the most frequent first."""
    found = Counter(change.kind for row in rows for change in row.changes)
    return tuple(Count(name, count) for name, count in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def effects_of(kinds: Iterable[Count]) -> tuple[tuple[str, ...], tuple[Effects, ...]]:
    """Return the kinds that have an effect as a table: its columns, and a row for each aspect, in the order of the model.

    Columns and rows without a count are left out.
    """
    found = {one.name: one.count for one in kinds}
    aspects = dict.fromkeys(kind.partition("-")[0] for kind in get_args(ChangeKind) if "-" in kind)
    columns = [
        (name, {aspect: sum(found.get(f"{aspect} {end}", 0) for end in ends) for aspect in aspects})
        for name, ends in EFFECTS
    ]
    shown = [(name, counts) for name, counts in columns if any(counts.values())]
    rows = (Effects(aspect, tuple(counts[aspect] for _, counts in shown)) for aspect in aspects)
    return tuple(name for name, _ in shown), tuple(row for row in rows if any(row.counts))


def spans_of(spans: Sequence[RedlineSpan]) -> tuple[SpanCount, ...]:
    """Return how many spans there are of each status and tier."""
    found: Counter[tuple[str, str]] = Counter((span.status, span.tier) for span in spans)
    lengths: Counter[str] = Counter()
    for span in spans:
        lengths[span.status] += span.end - span.start
    return tuple(
        SpanCount(status, tuple(found[status, tier] for tier in TIERS), lengths[status])
        for status in STATUSES
        if lengths[status]
    )
