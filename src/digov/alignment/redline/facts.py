"""Facts: words that a reader would take for a deadline, a quantity, an SDG link or a name."""

from __future__ import annotations

from digov.alignment.redline.words import class_of

_KINDS = frozenset(("num", "year", "ord", "month"))
_TIMES = frozenset(
    "annual annually yearly biennial biennially triennial quadrennial periodic periodically regularly monthly quarterly daily"
    " weekly per cent percent half third quarter million billion hundred thousand dozen zero session sessions decade"
    " year years month months week weeks day days".split()
)


def is_fact(word: str) -> bool:
    """Return whether a word is part of what can be asserted as a fact: a number, a date, a period, a share.

    >>> [is_fact(word) for word in ("2030", "80th", "Annual", "eightieth", "percent", "equitable")]
    [True, True, True, True, True, False]
    """
    return class_of(word) in _KINDS or word.lower() in _TIMES
