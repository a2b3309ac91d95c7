"""The difference of two rows of words: which word became which, and the stretches that were edited."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from rapidfuzz.distance import LCSseq

from digov.alignment.changes.view import View

_SMALL = frozenset(
    "a an and as at by for from in into its of on or that the their these this those to with which who are is be been"
    " has have was were it".split()
)

WEIGHT = 3
"""How many small words a word with a meaning weighs."""


class Region(msgspec.Struct, frozen=True, order=True):
    """Words that only one side has, or that stand in each other's place: ``[a, a_end)`` became ``[b, b_end)``."""

    a: int
    a_end: int
    b: int
    b_end: int


class Difference:
    """How two rows of words differ, by their heaviest common subsequence.

    A small word weighs less than one with a meaning, so that "the" and "of" of another clause do not pull a stretch apart.
    """

    def __init__(self, a: View, b: View) -> None:
        self.to_b: list[int] = [-1] * len(a)
        self.to_a: list[int] = [-1] * len(b)
        for place, other in self._matched(a, b):
            self.to_b[place], self.to_a[other] = other, place
        self._loosen(a)
        self.regions = self._find_regions()

    def _matched(self, a: View, b: View) -> Iterator[tuple[int, int]]:
        """Yield the places of the words of a heaviest common subsequence, in order, each word at most once."""
        mine, theirs = weighed(a, 0, len(a)), weighed(b, 0, len(b))
        before, after = "".join(a.letters[place] for place in mine), "".join(b.letters[place] for place in theirs)
        last = (-1, -1)
        for block in LCSseq.opcodes(before, after):
            for step in range(block.src_end - block.src_start if block.tag == "equal" else 0):
                pair = mine[block.src_start + step], theirs[block.dest_start + step]
                if pair[0] > last[0] and pair[1] > last[1]:
                    yield pair
                    last = pair

    def _loosen(self, a: View) -> None:
        """Part small words and figures that are matched alone between two edits: they are the same by chance."""
        length = len(self.to_b)
        index = 0
        while index < length:
            last = index
            while (
                last < length and self.to_b[last] >= 0 and (last == index or self.to_b[last] == self.to_b[last - 1] + 1)
            ):
                last += 1
            small = index < last <= index + 2 and all(key in _SMALL or key.isdigit() for key in a.keys[index:last])
            if small and index > 0 and last < length and self._edited_around(index, last):
                for token in range(index, last):
                    self.to_a[self.to_b[token]] = -1
                    self.to_b[token] = -1
            index = max(last, index + 1)

    def _edited_around(self, first: int, last: int) -> bool:
        """Return whether words of both sides were edited before and after the matched words ``first`` to ``last``."""
        low, high = self.to_b[first] - 1, self.to_b[last - 1] + 1
        inside = low >= 0 and high < len(self.to_a)
        return (
            inside and self.to_b[first - 1] < 0 and self.to_b[last] < 0 and self.to_a[low] < 0 and self.to_a[high] < 0
        )

    def _find_regions(self) -> list[Region]:
        regions = []
        i = j = 0
        while i < len(self.to_b) or j < len(self.to_a):
            if i < len(self.to_b) and j < len(self.to_a) and self.to_b[i] == j:
                i, j = i + 1, j + 1
                continue
            start = (i, j)
            while i < len(self.to_b) and self.to_b[i] < 0:
                i += 1
            while j < len(self.to_a) and self.to_a[j] < 0:
                j += 1
            regions.append(Region(start[0], i, start[1], j))
        return regions

    def after(self, token: int) -> int:
        """Return the place among the words of the second side that corresponds to place ``token`` of the first."""
        return _across(self.to_b, token)

    def before(self, token: int) -> int:
        """Return the place among the words of the first side that corresponds to place ``token`` of the second."""
        return _across(self.to_a, token)

    def stayed(self, *, a: tuple[int, int] = (0, 0), b: tuple[int, int] = (0, 0)) -> bool:
        """Return whether all of some words, of which there is at least one, stand on the other side, too."""
        places = self.to_b[slice(*a)] + self.to_a[slice(*b)]
        return bool(places) and min(places) >= 0

    def region_at(self, *, a: int | None = None, b: int | None = None) -> int | None:
        """Return the number of the region that holds word ``a`` of the first side, or word ``b`` of the second."""
        for number, region in enumerate(self.regions):
            if (a is not None and region.a <= a < region.a_end) or (b is not None and region.b <= b < region.b_end):
                return number
        return None


def weighed(view: View, low: int, high: int) -> list[int]:
    """Return the places of the words from ``low`` to before ``high``, that of a word with a meaning :data:`WEIGHT` times."""
    return [place for place in range(low, high) for _ in range(1 if view.keys[place] in _SMALL else WEIGHT)]


def _across(partners: list[int], token: int) -> int:
    """Return the place of the partner of ``token``, or one after the partner of the last word before it that has one."""
    if token < len(partners) and partners[token] >= 0:
        return partners[token]
    token -= 1
    while token >= 0 and partners[token] < 0:
        token -= 1
    return partners[token] + 1 if token >= 0 else 0


def stretches(flags: list[bool]) -> list[tuple[int, int]]:
    """Return the runs of true ``flags``: first, and one after the last.

    >>> stretches([False, True, True, False, True])
    [(1, 3), (4, 5)]
    """
    found = []
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            found.append((start, index))
            start = None
    return found
