"""Numbers as United Nations drafting prints them: in digits, in words, as ordinals.

Digits group by commas, or in tables by blanks (``73 777 600``); words run to the hundreds of thousands ("one hundred and
twenty"); ordinals come as words ("eighty-first") or digits ("81st"). Pure functions and the patterns that find them.
"""

from __future__ import annotations

import re
from typing import Final

HYPHEN: Final = "[-\u2010\u2011]"
DASH: Final = "[-\u2010\u2011\u2012\u2013\u2014]"

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS: Final = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * index for index, word in enumerate(_TENS)
}
_ORDINAL_UNITS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINALS: Final = {word: value for value, word in enumerate(_ORDINAL_UNITS)} | {
    word[:-1] + "ieth": 20 + 10 * index for index, word in enumerate(_TENS)
}
SCALES: Final = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_SMALL: Final = "|".join(sorted(_UNITS[1:], key=len, reverse=True))
_TEN: Final = "|".join(_TENS)
_BELOW_100: Final = rf"(?:(?:{_TEN})(?:{HYPHEN}(?:{_SMALL}))?|{_SMALL})"
_BELOW_1000: Final = rf"(?:{_BELOW_100} hundred(?: and {_BELOW_100})?|{_BELOW_100})"
CARDINAL: Final = rf"\b{_BELOW_1000}(?: thousand(?:,? (?:and )?{_BELOW_1000})?)?\b"
"""Pattern of a cardinal in words, lower case, below a million."""

_ORDINAL_UNIT: Final = "|".join(sorted(_ORDINAL_UNITS[1:], key=len, reverse=True))
_ORDINAL_TEN: Final = "|".join(word[:-1] + "ieth" for word in _TENS)
_ORDINAL_WORD: Final = (
    rf"(?:(?:(?:one|two) hundred(?: and)? )?(?:(?:{_TEN}){HYPHEN}(?:{_ORDINAL_UNIT})|{_ORDINAL_TEN}|{_ORDINAL_UNIT})"
    r"|(?:one|two) hundredth)"
)
ORDINAL: Final = rf"(?:\b{_ORDINAL_WORD}|(?:\b|(?<=st|nd|rd|th))\d{{1,3}} ?(?:st|nd|rd|th))\b"
"""Pattern of an ordinal, in words to "two hundred and ninety-ninth" or in digits, lower case; in a flattened redline the new
number stands right behind the old one ("80th81st")."""

DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3}){2,}|\d+(?:\.\d+)?"
"""Pattern of a number in digits; groups by blanks need three groups, as "2023 100" is two numbers."""

_WORD: Final = re.compile(rf"{HYPHEN}|[a-z]+")


def verbose(pattern: str) -> str:
    """Return ``pattern`` for use inside a pattern compiled with ``re.VERBOSE``: its blanks are kept as blanks."""
    return pattern.replace(" ", "[ ]")


def parse_cardinal(words: str) -> int | None:
    """Return the value of a cardinal in words below a million, or ``None`` when ``words`` is none.

    >>> parse_cardinal("one hundred and twenty-five")
    125
    """
    total, current, seen = 0, 0, False
    for token in _WORD.findall(words.lower()):
        if token == "and" or not token.isalpha():
            continue
        if token in _CARDINALS:
            current += _CARDINALS[token]
        elif token == "hundred":
            current = max(current, 1) * 100
        elif token == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        else:
            return None
        seen = True
    return total + current if seen else None


def parse_ordinal(words: str) -> int | None:
    """Return the value of an ordinal in words or digits, or ``None`` when ``words`` is none.

    >>> parse_ordinal("eighty-first"), parse_ordinal("82nd"), parse_ordinal("one hundred and twentieth")
    (81, 82, 120)
    """
    digits = re.fullmatch(r"(\d+) ?(?:st|nd|rd|th)", words)
    if digits:
        return int(digits[1])
    total = 0
    tokens = [token for token in _WORD.findall(words.lower()) if token.isalpha() and token != "and"]
    if not tokens:
        return None
    for token in tokens[:-1]:
        if token == "hundred":
            total = max(total, 1) * 100
        elif token in _CARDINALS:
            total += _CARDINALS[token]
        else:
            return None
    last = tokens[-1]
    if last == "hundredth":
        return max(total, 1) * 100
    return total + _ORDINALS[last] if last in _ORDINALS else None


def parse_digits(digits: str) -> float | None:
    """Return the value of a number in digits with its commas, blanks and decimals, or ``None`` when ``digits`` is none.

    >>> parse_digits("304,439,800"), parse_digits("26.5")
    (304439800.0, 26.5)
    """
    if not re.fullmatch(DIGITS, digits):
        return None
    return float(digits.replace(",", "").replace(" ", ""))
