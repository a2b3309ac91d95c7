"""Likeness of units: how much of the words of two units is the same and in the same order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from digov.alignment.wording import Alphabet, Unit

_HEADS = frozenset(("title", "heading"))
_LEAST = 0.24
"""A likeness below this is chance: two paragraphs of one text share as much."""


class Likeness:
    """The likeness of every unit of one document to every unit of another, between 0 and 1.

    It is the mean of two shares: of all words, by the longest common subsequence (so order counts), and of the weight
    of the words, where rare words weigh more (so that a shared formula does not make two paragraphs alike).
    """

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit]) -> None:
        alphabet = Alphabet()
        self.a = [alphabet.encode(unit.words.keys) for unit in a]
        self.b = [alphabet.encode(unit.words.keys) for unit in b]
        self._bags = [Counter(text) for text in (*self.a, *self.b)]
        spread = Counter(letter for bag in self._bags for letter in bag)
        # whole numbers, so that a sum is the same in any order
        self._weight = {letter: round(1000 * math.log(1 + len(self._bags) / count)) for letter, count in spread.items()}
        self._mass = [sum(self._weight[letter] * count for letter, count in bag.items()) for bag in self._bags]
        self._heads = [unit.segment.kind in _HEADS for unit in (*a, *b)]
        self.scores = [[self._score(i, j) for j in range(len(b))] for i in range(len(a))]

    def _score(self, i: int, j: int) -> float:
        one, other, offset = self.a[i], self.b[j], len(self.a)
        if self._heads[i] != self._heads[offset + j]:
            return 0.0
        if one == other:
            return 1.0
        total = len(one) + len(other)
        common = LCSseq.similarity(one, other, score_cutoff=int(total * _LEAST / 2))
        if not common:
            return 0.0
        mine, theirs, weight = self._bags[i], self._bags[offset + j], self._weight
        shared = 0
        for letter in mine.keys() & theirs.keys():
            shared += weight[letter] * min(mine[letter], theirs[letter])
        return common / total + shared / (self._mass[i] + self._mass[offset + j])

    def common(self, i: int, j: int) -> int:
        """Return how many words of the two units are the same and in the same order."""
        return LCSseq.similarity(self.a[i], self.b[j])

    def share(self, i: int, j: int) -> float:
        """Return the share of the words of both units that the other has in the same order."""
        return 2 * self.common(i, j) / (len(self.a[i]) + len(self.b[j]))
