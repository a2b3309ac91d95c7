"""Ordinals: what the letters and numerals of lists count to, and which of them can follow which."""

from __future__ import annotations

from typing import Literal

Style = Literal["letter", "roman", "digit", "upper", "upper-roman"]

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_PARTS = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROMAN_LIMIT = 89
"""Lists and sections never count further; ``(c)``, ``(d)`` and ``(m)`` alone are letters, never 100, 500 and 1000."""


def roman_of(number: int) -> str:
    """Return ``number`` as a lower-case roman numeral.

    >>> roman_of(14)
    'xiv'
    """
    parts: list[str] = []
    for value, numeral in _ROMAN_PARTS:
        count, number = divmod(number, value)
        parts.append(numeral * count)
    return "".join(parts)


def roman_value(token: str) -> int:
    """Return the value of a lower-case roman numeral, or 0 when ``token`` is none up to ``ROMAN_LIMIT``.

    >>> roman_value("xiv"), roman_value("iix"), roman_value("c")
    (14, 0, 0)
    """
    if not token or len(token) > 8 or any(char not in _ROMAN_VALUES for char in token):
        return 0
    total = 0
    for char, following in zip(token, token[1:] + "i", strict=True):
        value = _ROMAN_VALUES[char]
        total += value if value >= _ROMAN_VALUES[following] else -value
    return total if 0 < total <= ROMAN_LIMIT and roman_of(total) == token else 0


def letter_value(token: str) -> int:
    """Return the place of a lower-case list letter: ``a`` 1, ``z`` 26, ``aa`` 27; 0 when ``token`` is none.

    >>> letter_value("c"), letter_value("bb"), letter_value("ab")
    (3, 28, 0)
    """
    if not token or not token.isascii() or not token.isalpha() or len(token) > 3 or len(set(token)) > 1:
        return 0
    return 26 * (len(token) - 1) + ord(token[0]) - ord("a") + 1


def word_value(word: str) -> int:
    """Return the value of a number, a numeral or a number word in a heading (``Part two``); 0 when it is none."""
    lower = word.lower()
    if lower.isascii() and lower.isdigit():
        return int(lower)
    if lower in _WORDS:
        return _WORDS.index(lower) + 1
    return roman_value(lower) or letter_value(lower)


def readings(token: str) -> tuple[tuple[Style, int], ...]:
    """Return every reading of the token of a list mark, letters before numerals: ``i`` is the ninth letter and the first numeral.

    >>> readings("i")
    (('letter', 9), ('roman', 1))
    >>> readings("3"), readings("??")
    ((('digit', 3),), ())
    """
    if token.isascii() and token.isdigit():
        return (("digit", int(token)),)
    lower = token.lower()
    found: list[tuple[Style, int]] = []
    if token == lower:
        if letter_value(lower):
            found.append(("letter", letter_value(lower)))
        if roman_value(lower):
            found.append(("roman", roman_value(lower)))
    elif token == token.upper():
        if letter_value(lower):
            found.append(("upper", letter_value(lower)))
        if roman_value(lower):
            found.append(("upper-roman", roman_value(lower)))
    return tuple(found)


def token_of(style: Style, value: int) -> str:
    """Return the token that stands for ``value`` in ``style``: the inverse of :func:`readings`.

    >>> token_of("letter", 28), token_of("roman", 9)
    ('bb', 'ix')
    """
    if style == "digit":
        return str(value)
    letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    token = roman_of(value) if style in ("roman", "upper-roman") else letters
    return token.upper() if style in ("upper", "upper-roman") else token
