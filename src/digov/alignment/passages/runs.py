"""Runs: words that stand in two texts in the same order without a break, and chains of runs with edits between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

SEED = 4
"""Words of a run at least; shorter ones are found between runs."""
GAP = 10
"""Words that may stand between two runs of one chain, on either side."""
_GAP_COST = 0.1


class Block(msgspec.Struct, frozen=True, order=True):
    """The same ``length`` words at ``a`` in one text and at ``b`` in the other."""

    a: int
    b: int
    length: int


Seeds = Mapping[str, Sequence[int]]


def seeds_of(letters: str) -> dict[str, list[int]]:
    """Return where each stretch of :data:`SEED` words begins in a text."""
    found: dict[str, list[int]] = {}
    for index in range(len(letters) - SEED + 1):
        found.setdefault(letters[index : index + SEED], []).append(index)
    return found


def common_runs(a: str, b: str, seeds: Seeds) -> list[Block]:
    """Return the runs that two texts have in common, as long as they go, sorted; ``seeds`` are those of ``b``."""
    runs = []
    for i in range(len(a) - SEED + 1):
        for j in seeds.get(a[i : i + SEED], ()):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = SEED
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            runs.append(Block(i, j, length))
    return runs


def chains(runs: Iterable[Block]) -> list[list[Block]]:
    """Return the runs in chains that keep the order of both texts with short gaps, the longest chain first.

    No word of the first text stands in two chains.
    """
    left = sorted(runs)
    found = []
    while left:
        chain = _best_chain(left)
        found.append(chain)
        low, high = chain[0].a, chain[-1].a + chain[-1].length
        left = [run for run in left if run.a + run.length <= low or run.a >= high]
    return found


def _best_chain(runs: Sequence[Block]) -> list[Block]:
    scores: list[float] = []
    before: list[int] = []
    for index, run in enumerate(runs):
        best, place = 0.0, -1
        for other in range(index - 1, -1, -1):
            last = runs[other]
            gap_a, gap_b = run.a - last.a - last.length, run.b - last.b - last.length
            if 0 <= gap_a <= GAP and 0 <= gap_b <= GAP:
                score = scores[other] - _GAP_COST * max(gap_a, gap_b)
                if score > best:
                    best, place = score, other
        scores.append(best + run.length)
        before.append(place)
    index = max(range(len(runs)), key=lambda number: (scores[number], -number))
    chain = []
    while index >= 0:
        chain.append(runs[index])
        index = before[index]
    return chain[::-1]
