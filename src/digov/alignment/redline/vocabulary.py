"""Vocabulary: which runs of letters are English words, by a published list and by the texts themselves."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import symspellpy

_WORDS, _PAIRS = "frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt"
_FREQUENT, _RARE = 10**6, 10**5
_LONG = 6
"""Letters of a word that is believed to be one though the texts have it less often than asked for."""
_UNLISTED = 10**9
_ALL = 1e12
_LOWEST, _HIGHEST = -1.0, 4.0


@lru_cache(maxsize=1)
def listed_words() -> dict[str, int]:
    """Return the English word list with how often each word was counted, read once.

    The list is the one that the package symspellpy ships (82,765 words; Google Books counts over the SCOWL lists).
    """
    rows = (line.split(" ") for line in _lines(_WORDS))
    return {word: int(count) for word, count in rows}


@lru_cache(maxsize=1)
def listed_pairs() -> dict[str, str]:
    """Return how often two words, with a blank between, were counted side by side, as digits; read once."""
    return dict(line.rsplit(" ", 1) for line in _lines(_PAIRS))


def _lines(name: str) -> list[str]:
    return files(symspellpy).joinpath(name).read_text(encoding="utf-8-sig").splitlines()


def affinity(first: str | None, second: str | None) -> float:
    """Return how much oftener two English words stand side by side than apart, as half a logarithm between -1 and 4.

    -1 for two listed words that were hardly ever counted side by side, 0 where a word is not listed.
    """
    if not first or not second:
        return 0.0
    one, other = first.lower(), second.lower()
    count, words = listed_pairs().get(f"{one} {other}"), listed_words()
    if count is None:
        return _LOWEST if one in words and other in words else 0.0
    chance = words.get(one, _UNLISTED) * words.get(other, _UNLISTED) / _ALL
    return min(_HIGHEST, max(_LOWEST, math.log(int(count) / chance) / 2))


class Vocabulary:
    """The word list and the words that stand in given texts at least ``least`` times."""

    def __init__(self, words: Iterable[str] = (), *, least: int = 1) -> None:
        counts = Counter(word.lower() for word in words)
        self._seen = frozenset(word for word, count in counts.items() if count >= least)
        self._rare = frozenset(word for word in counts if len(word) >= _LONG) - self._seen

    def seen(self, word: str) -> bool:
        """Return whether ``word`` stands in the texts."""
        return word.lower() in self._seen

    def listed(self, word: str) -> bool:
        """Return whether ``word`` is in the list."""
        return word.lower() in listed_words()

    def knows(self, word: str) -> bool:
        """Return whether ``word`` is in the list or stands in the texts."""
        return self.seen(word) or self.listed(word)

    def common(self, word: str) -> bool:
        """Return whether ``word`` stands in the texts or is a frequent English word."""
        return self.weight(word) >= _FREQUENT

    def weight(self, word: str) -> int:
        """Return how often an English text has ``word``.

        One that only the texts have counts as a frequent one; a long one that they do not have often, as a rare one.
        """
        lower = word.lower()
        return max(
            listed_words().get(lower, 0), _FREQUENT if lower in self._seen else _RARE if lower in self._rare else 0
        )
