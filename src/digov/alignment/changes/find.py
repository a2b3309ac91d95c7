"""The changes of a pair of units, or of all pairs of an alignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digov.alignment.changes.moved import tell_moved
from digov.alignment.changes.pair import PairComparison
from digov.alignment.struck import Marks
from digov.model.alignment import Change, Side, UnitLink
from digov.model.redline import RedlineSpan


def changes(link: UnitLink, a: Side, b: Side, *, redline: Sequence[RedlineSpan] = ()) -> tuple[Change, ...]:
    """Return what became of the units of ``link``: one change for each thing that an edit does, in the order of the text.

    Units without a partner have none: that they came or went is said by the link. ``redline`` are the spans of the second
    document where it is a redline: what stands in struck words is not there, and what stands in undecided ones is contested.
    """
    return changes_of((link,), a, b, redline=redline)[0]


def changes_of(
    links: Iterable[UnitLink],
    a: Side,
    b: Side,
    *,
    redline: Sequence[RedlineSpan] = (),
    redline_a: Sequence[RedlineSpan] = (),
) -> tuple[tuple[Change, ...], ...]:
    """Return the changes of each link, in the order of ``links``; see :func:`changes`. ``redline_a`` are the spans of ``a``.

    An act that went with its words from one of the links into another is told as moved, with the link that it left. An act that an
    item takes over from its chapeau is compared where the two chapeaux are no pair themselves. So all links of an alignment
    should be given together.
    """
    found = tuple(links)
    partners = _partners(found)
    comparison = PairComparison(a, b, (Marks(redline_a), Marks(redline)), partners)
    made = tuple(comparison.changes(link) if link.a and link.b else () for link in found)
    return tell_moved(found, made, lambda: comparison.clauses(found), comparison.changes)


def _partners(links: Sequence[UnitLink]) -> Mapping[str, frozenset[str]]:
    """Return for each unit of the first document the units it belongs with in the second."""
    return {unit: frozenset(link.b) for link in links for unit in link.a}
