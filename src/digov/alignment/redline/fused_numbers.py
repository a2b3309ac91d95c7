"""Fused numbers: digits, and letters of items, in which an old and a new number stand side by side without a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"(?:[12]?\d|3[01])"
_BEFORE_MONTH = rf"(?= (?:(?:to|and) \d{{1,2}} )?(?:{_MONTHS})\b)"
_NO_SYMBOL = r"(?<!\w/)(?<![\d,.-])(?<!No\. )(?<!vol\. )(?<!resolution )(?<!resolutions )"
_YEAR = r"(?:19|20)\d\d"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d/])(?P<head>\d{2}/\d{1,3})\d{2}/\d{1,3}(?![\d/])",
        r"(?<![\d/.])(?!19|20)(?P<head>\d{1,3})[4-9]\d/\d{1,3}(?![\d/])",
        rf"(?<![\d/.])(?P<head>{_YEAR})[4-9]\d/\d{{1,3}}(?![\d/])",
        r"(?<![\d/.])(?P<head>[4-9]\d/\d{1,3})20\d\d(?![\d/])",
        rf"(?<![\d/.])(?P<head>{_YEAR}|\d{{1,2}})20\d\d(?=/\d{{1,3}}(?![\d/]))",
        r"(?<![\d.])(?P<head>\d{1,3}\.[2-9])\d\.\d(?![\d.]\d)",
        r"(?<![\d.])(?P<head>\d{1,3}\.\d)\d{2,3}\.\d(?![\d.]\d)",
        r"(?<![\d.])(?P<head>\d{1,3}\.\d\d)\d{1,3}\.\d\d(?![\d.]\d)",
        rf"(?<![\d/,.-])(?!{_DAY} |{_YEAR} )(?P<head>{_DAY}){_DAY}{_BEFORE_MONTH}",
        rf"(?:(?<=\bon )|(?<=\bfrom ))(?P<head>{_DAY}){_DAY}(?<=\d{{3}}){_BEFORE_MONTH}",
        rf"(?<![\d/,.-])(?<!No\. )(?!{_YEAR})(?P<head>[1-9]\d{{1,2}})\d{{3}}(?![\d/,-])",
        r"(?<![\d,.])(?P<head>\d{1,3}(?:,\d{3})+)\d{1,4}(?:,\d{3})*(?![\d,])",
        rf"(?<![\d/,.])(?P<head>\d{{1,4}}){_YEAR}(?![\d/])",
        rf"(?<![\d/,.])(?P<head>{_YEAR})\d{{2,4}}(?![\d/])",
        rf"{_NO_SYMBOL}(?P<head>(?!18|19|20)[1-9]\d)\d\d(?![\d/,-]|(?:st|nd|rd|th)[ ](?:plenary[ ])?meeting|[ ](?:[A-Z] )?\(|[ ]to [12])",
    )
)
"""Numbers with another run into them: no such number is."""
_ITEM = re.compile(r"(?<=\()(?P<run>[a-z]{2,8})(?=\)[ ])")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


def fused_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, joint and end of each pair of numbers, and of letters of items ("(df)", "(bbcc)"), that run together."""
    for form in _FORMS:
        for match in form.finditer(text):
            yield match.start(), match.end("head"), match.end()
    for match in _ITEM.finditer(text):
        cut = letters_apart(match["run"])
        if cut is not None:
            yield match.start(), match.start() + cut, match.end()


def letters_apart(run: str) -> int | None:
    """Return where the second of two letters or Roman numbers of items begins in ``run``, ``None`` for one alone.

    >>> letters_apart("df"), letters_apart("bbcc"), letters_apart("iiiiv"), letters_apart("bb"), letters_apart("iv")
    (1, 2, 3, None, None)
    """
    if _ROMAN.fullmatch(run):
        return None
    if len(run) == 2 and run[0] != run[1]:
        return 1
    if len(run) == 4 and run[0] == run[1] and run[2] == run[3]:
        return 2
    if run == "zaa":
        return 1
    for cut in range(1, len(run)):
        if run[:cut] != run[cut:] and _ROMAN.fullmatch(run[:cut]) and _ROMAN.fullmatch(run[cut:]):
            return cut
    return None
