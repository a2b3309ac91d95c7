"""Fluency: how well two words stand side by side, by what the base text itself shows."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from digov.alignment.redline.edits import WORD
from digov.alignment.redline.words import CLOSED, class_of


class Fluency:
    """Counts of words, of pairs of words and of pairs of classes in the units of a text."""

    def __init__(self, text: str) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._classes: Counter[tuple[str, str]] = Counter()
        self._firsts: Counter[str] = Counter()
        self._classes_seen: Counter[str] = Counter()
        self._forms: Counter[str] = Counter()
        for line in text.split("\n"):
            words: list[str | None] = [None, *WORD.findall(line), None]
            self._forms.update(word for word in words if word)
            classes = [class_of(word) for word in words]
            self._pairs.update((_key(a), _key(b)) for a, b in pairwise(words))
            self._classes.update(pairwise(classes))
            self._firsts.update(classes[:-1])
            self._classes_seen.update(classes[1:])
        self._total = max(self._classes_seen.total(), 1)

    def seen(self, first: str | None, second: str | None) -> float:
        """Return the logarithm of one more than how often the two words stand side by side in the text."""
        return math.log1p(self._pairs[_key(first), _key(second)])

    def miscased(self, first: str | None, second: str | None) -> bool:
        """Return whether the second word has the wrong case after the first: a common word with a capital within a
        sentence, or a small letter where a sentence begins.
        """
        if second is None or not second[0].isalpha():
            return False
        starts = first is None or first == "."
        if second[0].isupper():
            small = second.lower()
            return not starts and first not in ("(", '"') and (class_of(small) in CLOSED or self._forms[small] > 0)
        return starts

    def ease(self, first: str | None, second: str | None) -> float:
        """Return how much likelier the second's class is after the first's than anywhere, as a logarithm."""
        a, b = class_of(first), class_of(second)
        usual = (self._classes_seen[b] + 1) / (self._total + 30)
        here = (self._classes[a, b] + 2 * usual) / (self._firsts[a] + 2)
        return max(math.log(here / usual), -4.0)


def _key(word: str | None) -> str:
    return "" if word is None else word.lower()
