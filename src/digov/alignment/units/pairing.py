"""Pairing: one unit to one, first the pairs beyond doubt, then what stands between them, then what has moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec

Pair = tuple[int, int]
Scores = Sequence[Sequence[float]]


class Limits(msgspec.Struct, frozen=True):
    """From which likeness on two units are paired; developed on three pairs of yearly resolutions."""

    certain: float = 0.7
    """Wherever they stand, when each is the other's best by ``margin``."""
    margin: float = 0.1
    between: float = 0.42
    """Between the same two pairs, in order."""
    alone: float = 0.34
    """The same, and nothing else that stands there on either side is like one of the two."""
    moved: float = 0.55
    """Anywhere, when nothing better is left for either."""


LIMITS = Limits()


def pair_units(scores: Scores, width: int, limits: Limits = LIMITS) -> list[Pair]:
    """Return the pairs (unit of the first, unit of the second document), each unit at most once, sorted."""
    pairs = _certain(scores, width, limits)
    for first, last in pairwise([(-1, -1), *longest_chain(pairs, scores), (len(scores), width)]):
        taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
        rows = [i for i in range(first[0] + 1, last[0]) if i not in taken_a]
        columns = [j for j in range(first[1] + 1, last[1]) if j not in taken_b]
        if rows and columns:
            pairs += _in_order(scores, rows, columns, limits)
    return sorted(pairs + _left_over(scores, width, pairs, limits))


def _certain(scores: Scores, width: int, limits: Limits) -> list[Pair]:
    """Return the pairs in which each is the other's best beyond doubt."""
    best_of_row = [max(range(width), key=lambda j: (row[j], -j)) for row in scores]
    columns = [[row[j] for row in scores] for j in range(width)]
    best_of_column = [max(range(len(scores)), key=lambda i: (column[i], -i)) for column in columns]
    found = []
    for i, j in enumerate(best_of_row):
        score = scores[i][j]
        if best_of_column[j] != i or score < limits.certain:
            continue
        rivals = [*scores[i][:j], *scores[i][j + 1 :], *columns[j][:i], *columns[j][i + 1 :]]
        if score - max(rivals, default=0.0) >= limits.margin:
            found.append((i, j))
    return found


def longest_chain(pairs: Sequence[Pair], scores: Scores) -> list[Pair]:
    """Return the pairs of greatest total likeness that stand in the same order on both sides."""
    ends: list[int] = []
    totals: list[float] = []
    last: list[Pair] = []
    before: dict[Pair, Pair | None] = {}
    for pair in sorted(pairs):
        # ends and totals both rise: of the chains that end before a unit, the last one kept is the best
        place = bisect_left(ends, pair[1])
        total = scores[pair[0]][pair[1]] + (totals[place - 1] if place else 0.0)
        before[pair] = last[place - 1] if place else None
        cut = place
        while cut < len(ends) and totals[cut] <= total:
            cut += 1
        ends[place:cut], totals[place:cut], last[place:cut] = [pair[1]], [total], [pair]
    chain: list[Pair] = []
    link = last[-1] if last else None
    while link is not None:
        chain.append(link)
        link = before[link]
    return chain[::-1]


def _in_order(scores: Scores, rows: list[int], columns: list[int], limits: Limits) -> list[Pair]:
    """Return the best pairs of ``rows`` and ``columns`` that keep the order: monotone dynamic programming."""
    width = len(columns)
    only_row = [sum(scores[i][j] > 0 for j in columns) == 1 for i in rows]
    only_column = [sum(scores[i][j] > 0 for i in rows) == 1 for j in columns]
    totals = [[0.0] * (width + 1)]
    for i, only in zip(rows, only_row, strict=True):
        above, line, left = totals[-1], [0.0], 0.0
        row = scores[i]
        for place, j in enumerate(columns):
            here = max(above[place + 1], left)
            if row[j] >= (limits.alone if only and only_column[place] else limits.between):
                here = max(here, above[place] + row[j] - limits.alone / 2)
            line.append(here)
            left = here
        totals.append(line)
    found: list[Pair] = []
    i, j = len(rows), width
    while i and j:
        if totals[i][j] == totals[i - 1][j]:
            i -= 1
        elif totals[i][j] == totals[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((rows[i], columns[j]))
    return found


def _left_over(scores: Scores, width: int, pairs: Sequence[Pair], limits: Limits) -> list[Pair]:
    """Return the pairs of units that nothing was found for, the most alike first, wherever they stand."""
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    rest = [
        (-row[j], i, j)
        for i, row in enumerate(scores)
        if i not in taken_a
        for j in range(width)
        if j not in taken_b and row[j] >= limits.moved
    ]
    found: list[Pair] = []
    for _, i, j in sorted(rest):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            found.append((i, j))
    return found
