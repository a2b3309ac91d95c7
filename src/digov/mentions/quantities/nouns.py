"""The noun that a number counts: "over 155 national and regional Internet Governance Forum initiatives" counts initiatives.

No tagger: the words after a number are read up to the first plural, which heads the phrase; function words, verbs and punctuation before one
mean that the number counts nothing.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

_TOKEN: Final = re.compile(r"(?P<gap>,? |)(?P<word>[A-Za-z][\w’'/\u2010\u2011-]*)")
_STOP: Final = frozenset(
    "of in to for from on at by with without who whom that which were was are is be been being have has had will would could should can may "
    "might must shall or as than per each every this these those the a an its their his her our if when while where whether but not no nor "
    "between among over under above below after before during until since through against into about also only less most least "
    "out up off so such".split()
)
_NOT_PLURAL: Final = frozenset(
    "across towards various previous "
    "plus thus perhaps besides always whereas does lacks suffers lives dies uses makes access process progress business address congress "
    "less across".split()
)
_PLURALS: Final = frozenset(
    "people women men children persons youth personnel staff media species fish livestock indigenous police troops refugees".split()
) - {"indigenous"}
_MODIFIERS: Final = frozenset(
    "arms goals rights affairs operations services sports systems communications women children men youth media staff police people".split()
)
"""Plurals that often stand before another plural, which is then the head: "women entrepreneurs", "youth forums"."""
_COMPOUNDS: Final = frozenset({"member states", "states parties", "states members", "member countries", "action lines"})
_LONGEST: Final = 10
"""Words that a counted noun may stand away from its number."""


class Counted(msgspec.Struct, frozen=True):
    """The counted noun: its head as unit (lower case), where the phrase begins and ends."""

    unit: str
    start: int
    end: int


def counted_noun(text: str, start: int) -> Counted | None:
    """Return the plural noun that heads the phrase at ``start``, or ``None`` when a function word or a mark comes first.

    >>> counted_noun("40 other United Nations entities to convene", 3).unit
    'entities'
    """
    at = start
    words: list[re.Match[str]] = []
    while len(words) < _LONGEST and (token := _TOKEN.match(text, at)):
        word = token["word"]
        if not words and word == "and":
            return None
        function_word = word.lower() in _STOP and not (word.isupper() and len(word) > 1)
        if function_word or (token["gap"].startswith(",") and not _lists(words)):
            return None
        words.append(token)
        at = token.end()
        if word != "and" and _is_plural(word) and not _modifies(text, token):
            return _phrase(text, words)
    return None


def _phrase(text: str, words: list[re.Match[str]]) -> Counted:
    head = words[-1]
    end = head.end()
    unit = head["word"].lower()
    following = _TOKEN.match(text, end)
    if following and f"{unit} {following['word'].lower()}" in _COMPOUNDS:
        unit, end = f"{unit} {following['word'].lower()}", following.end()
    elif len(words) > 1 and f"{words[-2]['word']} {head['word']}".lower() in _COMPOUNDS:
        unit = f"{words[-2]['word']} {head['word']}".lower()
    return Counted(unit=unit, start=words[0].start("word"), end=end)


def _lists(words: list[re.Match[str]]) -> bool:
    """Tell whether a comma may join modifiers here ("national, regional and youth forums")."""
    return bool(words) and words[-1]["word"] != "and"


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in _PLURALS:
        return True
    if "’" in word or "'" in word or len(word) < 4 or lower in _NOT_PLURAL:
        return False
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous"))


def _modifies(text: str, token: re.Match[str]) -> bool:
    """Tell a plural that belongs to a name or stands before another plural ("United Nations entities") from the head."""
    word = token["word"]
    if word == "Nations":
        return True
    following = _TOKEN.match(text, token.end())
    if following is None or following["gap"] != " ":
        return False
    if word == "States":
        return following["word"].lower() == "dollars"
    return word.lower() in _MODIFIERS and (_is_plural(following["word"]) or word.lower() in ("arms", "rights"))
