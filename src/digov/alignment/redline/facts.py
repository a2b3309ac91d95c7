"""Facts: words that a reader would take for a deadline, a quantity, an SDG link or a name."""

from __future__ import annotations

import re

from digov.alignment.redline.words import class_of

_KINDS = frozenset(("num", "year", "ord", "month"))
_TIMES = frozenset(
    "annual annually yearly biennial biennially triennial quadrennial periodic periodically regularly monthly quarterly daily"
    " weekly per cent percent half third quarter million billion hundred thousand dozen zero session sessions decade"
    " year years month months week weeks day days".split()
)
_TAG = re.compile(r"\((?:All SDGs|SDGs?\s\d[\d,&\s]*)\)?", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:and|or)\b")


def is_fact(word: str) -> bool:
    """Return whether a word is part of what can be asserted as a fact: a number, a date, a period, a share.

    >>> [is_fact(word) for word in ("2030", "80th", "Annual", "eightieth", "percent", "equitable")]
    [True, True, True, True, True, False]
    """
    return class_of(word) in _KINDS or word.lower() in _TIMES


def closing_tag(unit: str) -> tuple[int, int] | None:
    """Return where the only SDG tag in the closing words of a unit stands, without its last bracket, else ``None``.

    A tag closes its unit, so that an edit which brings no other tag leaves it: what goes with it is the mark after it.

    >>> closing_tag("build capacity (SDG 17));. and"), closing_tag("for the Fund (SDG 17). Assembly (SDG 17).")
    ((15, 22), None)
    """
    found = list(_TAG.finditer(unit))
    if len(found) != 1 or any(map(str.isalpha, _CONJUNCTION.sub("", unit[found[0].end() :]))):
        return None
    words = found[0].group().rstrip(") ")
    return found[0].start(), found[0].start() + len(words)
