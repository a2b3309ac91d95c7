"""The alignment of two documents unit by unit, or the answer that there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from rapidfuzz.distance import LCSseq

from digov.alignment.struck import Marks
from digov.alignment.units.likeness import Likeness
from digov.alignment.units.pairing import Pair, longest_chain, pair_units
from digov.alignment.units.parts import find_parts
from digov.alignment.wording import Unit, units_of
from digov.model.alignment import Alignment, NotAligned, UnitAlignment, UnitLink, UnitRelation
from digov.model.document import Document
from digov.model.redline import RedlineSpan

LEAST_COVERAGE = 0.2
"""Two texts that share less than this of their words in paired units are not versions of one text."""
LEAST_OTHER_TITLE = 0.45
"""The same where their titles say that they are about other things: two resolutions of one field share a good deal."""
TITLE = 0.5
"""Share of the words of two titles that the other has in the same order, for the two to be one title."""
STUB = 0.8
"""Share of the words of a stub that stand in the full paragraph."""
_COUNTED = re.compile(r"pp\d")


def align_units(a: Document, b: Document, *, redline: Sequence[RedlineSpan] = ()) -> Alignment:
    """Return which units of ``a`` and ``b`` belong together, or :class:`NotAligned` where that question has no answer.

    Units are titles, headings, preambular clauses, paragraphs and items that hold words. The same two documents give the
    same alignment. ``redline`` are the spans of ``b`` where it is a redline: struck words are none of its words.
    """
    slugs = (a.source.instrument.slug, b.source.instrument.slug)
    units_a, units_b = units_of(a), units_of(b, marks=Marks(redline))
    if not units_a or not units_b:
        side = slugs[0] if not units_a else slugs[1]
        return NotAligned(
            a=slugs[0],
            b=slugs[1],
            reason="empty",
            coverage=0.0,
            message=f"nothing to align: {side} has no unit with words",
        )
    likeness = Likeness(units_a, units_b)
    pairs = pair_units(likeness.scores, len(units_b))
    pairs = _with_stubs(units_a, units_b, likeness, pairs)
    coverage = _coverage(likeness, pairs)
    if coverage < (LEAST_COVERAGE if _may_be_versions(a, b, units_a, units_b) else LEAST_OTHER_TITLE):
        message = (
            f"not versions of one text: {coverage:.0%} of the words of the shorter stand in units that can be paired; "
            "passages that the two share are another question"
        )
        return NotAligned(a=slugs[0], b=slugs[1], reason="unrelated", coverage=coverage, message=message)
    links = _Linker(units_a, units_b, likeness, pairs).links()
    return UnitAlignment(a=slugs[0], b=slugs[1], links=links, coverage=coverage)


def _may_be_versions(a: Document, b: Document, units_a: Sequence[Unit], units_b: Sequence[Unit]) -> bool:
    """Return whether one is said to revise the other, or their titles are alike, or one has none."""
    one, other = a.source.instrument, b.source.instrument
    if one.slug == other.revision_of or other.slug == one.revision_of:
        return True
    titles = [
        next((unit.words.keys for unit in units if unit.segment.kind == "title"), ()) for units in (units_a, units_b)
    ]
    common = LCSseq.similarity(titles[0], titles[1])
    return not all(titles) or 2 * common >= TITLE * sum(map(len, titles))


def _coverage(likeness: Likeness, pairs: Sequence[Pair]) -> float:
    shorter = min(sum(map(len, likeness.a)), sum(map(len, likeness.b)))
    return round(min(sum(likeness.common(i, j) for i, j in pairs) / shorter, 1.0), 4)


def _with_stubs(a: Sequence[Unit], b: Sequence[Unit], likeness: Likeness, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with those added of which one is a mere beginning of the other under the same number.

    A draft often has only the title of a paragraph where the next one has its words.
    """
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    free_b = {b[j].segment.id: j for j in range(len(b)) if j not in taken_b}
    found = list(pairs)
    for i, unit in enumerate(a):
        j = free_b.get(unit.segment.id)
        if j is None or i in taken_a or _number(unit) is None:
            continue
        shorter = min(len(likeness.a[i]), len(likeness.b[j]))
        fits = all((x < i) == (y < j) for x, y in pairs)
        if fits and likeness.common(i, j) >= STUB * shorter:
            found.append((i, j))
    return sorted(found)


class _Group(msgspec.Struct):
    """Units that belong together, by their places in the two documents."""

    a: list[int]
    b: list[int]


class _Linker:
    """Names the relation of the paired units and brings in those without a partner."""

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit], likeness: Likeness, pairs: Sequence[Pair]) -> None:
        self._a, self._b, self._likeness = a, b, likeness
        self._chain = set(longest_chain(pairs, likeness.scores))
        self._groups = [_Group([i], [j]) for i, j in pairs]
        self._add_parts(pairs)

    def _add_parts(self, pairs: Sequence[Pair]) -> None:
        by_a, by_b = dict(pairs), {j: i for i, j in pairs}
        group_of_a = {group.a[0]: group for group in self._groups}
        group_of_b = {group.b[0]: group for group in self._groups}
        free_a = [i for i in range(len(self._a)) if i not in by_a]
        free_b = [j for j in range(len(self._b)) if j not in by_b]
        for whole, part in find_parts(self._likeness.a, self._likeness.b, by_a, free_b):
            group_of_a[whole].b = sorted((*group_of_a[whole].b, part))
        for whole, part in find_parts(self._likeness.b, self._likeness.a, by_b, free_a):
            group_of_b[whole].a = sorted((*group_of_b[whole].a, part))

    def links(self) -> tuple[UnitLink, ...]:
        """Return all links in the order of the second document, dropped units after the unit they followed."""
        placed: list[tuple[tuple[int, int, int], UnitLink]] = []
        after: dict[int, int] = {}
        for group in self._groups:
            placed.append(((group.b[0], 0, 0), self._link(group)))
            after.update((i, group.b[-1]) for i in group.a)
        used_b = {j for group in self._groups for j in group.b}
        for j, unit in enumerate(self._b):
            if j not in used_b:
                placed.append(((j, 0, 0), _lone("added", b=unit)))
        last = -1
        for i, unit in enumerate(self._a):
            if i in after:
                last = after[i]
            else:
                placed.append(((last, 1, i), _lone("dropped", a=unit)))
        return tuple(link for _, link in sorted(placed, key=lambda entry: entry[0]))

    def _link(self, group: _Group) -> UnitLink:
        evidence = set()
        i, j = group.a[0], group.b[0]
        split, merged = len(group.b) > 1, len(group.a) > 1
        alike = [(x, y) for x in group.a for y in group.b]
        score = self._likeness.share(i, j) if len(alike) == 1 else self._joint_share(group)
        identical = score == 1.0
        evidence.add("contained" if split or merged else "identical-words" if identical else "shared-words")
        moved = not any(pair in self._chain for pair in alike)
        evidence.add("out-of-order" if moved else "in-order")
        numbers = _number(self._a[i]), _number(self._b[j])
        renumbered = None not in numbers and numbers[0] != numbers[1]
        if None not in numbers:
            evidence.add("number-differs" if renumbered else "number-same")
        return UnitLink(
            a=tuple(self._a[x].segment.id for x in group.a),
            b=tuple(self._b[y].segment.id for y in group.b),
            relation=_relation(split=split, merged=merged, moved=moved, edited=not identical, renumbered=renumbered),
            score=round(score, 4),
            evidence=tuple(sorted(evidence)),
        )

    def _joint_share(self, group: _Group) -> float:
        """Return the share of words in common of all units of a group, counted part by part."""
        common = sum(self._likeness.common(x, y) for x in group.a for y in group.b)
        total = sum(len(self._likeness.a[x]) for x in group.a) + sum(len(self._likeness.b[y]) for y in group.b)
        return min(2 * common / total, 1.0)


def _lone(relation: UnitRelation, *, a: Unit | None = None, b: Unit | None = None) -> UnitLink:
    return UnitLink(
        a=(a.segment.id,) if a else (),
        b=(b.segment.id,) if b else (),
        relation=relation,
        score=0.0,
        evidence=("unpaired",),
    )


def _number(unit: Unit) -> str | None:
    """Return the printed number of a unit; the place of an unlettered preambular clause is none."""
    label = unit.segment.label
    return None if label is None or _COUNTED.match(label) else label


def _relation(*, split: bool, merged: bool, moved: bool, edited: bool, renumbered: bool) -> UnitRelation:
    if split:
        return "split"
    if merged:
        return "merged"
    if moved:
        return "moved"
    if edited:
        return "edited"
    return "renumbered" if renumbered else "same"
