"""Resolutions and decisions cited in prose: "General Assembly resolution 70/125 of 16 December 2015", "resolutions 70/1 and 70/125".

Every number is a citation of its own; numbers after the first of a list stand bare. Link shells (``[70/125](#)``) and escaped brackets
(``217 A \\(III\\)``) belong to the number. The canonical targets are those of :mod:`digov.mentions.references.symbols`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from digov.mentions.references.model import Citation
from digov.mentions.references.organs import (
    DATE,
    DeedKind,
    Number,
    fits,
    named_after,
    named_before,
    named_in_clause,
    possessive,
    symbol_of,
)

_SPECIAL: Final = r"(?:ES|S)-"
_NUMBER: Final = re.compile(
    rf"(?P<open>\[)?(?:"
    rf"(?P<old>[0-9]{{1,4}})(?:\s(?P<oldletter>[A-Z]))?\s?\\?\((?P<roman>(?:{_SPECIAL})?[IVXLC]+)\\?\)(?:\s(?P<after>[A-Z](?![\w'/-])))?"
    rf"|(?P<sc>[0-9]{{1,4}})\s?\\?\((?P<year>(?:19[4-9]|20[0-9])[0-9])\\?\)"
    rf"|(?P<slash>(?:{_SPECIAL})?[0-9]{{1,4}}/[0-9]{{1,4}})(?![\w/.]*[A-Za-z/])(?:\s(?P<letters>[A-Z](?:-[A-Z]|\sto\s[A-Z](?![\w'/-]))?(?:(?:,\s|\sand\s)[A-Z](?![\w'/-]))*)(?![\w'/-]))?"
    rf"|(?P<other>WHA[0-9]+\.[0-9]+|[0-9]+/(?:CP|CMP|CMA|COP)\.[0-9]+|[IVX]+/[0-9]+|[A-Z]{{1,4}}\.[0-9]+\([0-9]+\)|Conf\.\s?[0-9]+\.[0-9]+|[0-9]{{1,3}}(?:\.[0-9]+|\([0-9]+\))?(?![\w/]))"
    rf")(?(open)\](?:\([^)\s]*\))?)"
)
_HEAD: Final = re.compile(
    r"(?<![\w-])(?P<deed>[Rr]esolution|[Dd]ecision)(?P<plural>s?)\s(?:Nos?\.\s)?(?=\[?(?:[0-9IVX]|E?S-[0-9]|WHA|Conf\.|[A-Z]{1,4}\.[0-9]))"
)
_DATED: Final = re.compile(rf"(?:,?\s(?:adopted\s)?(?:of|on)\s{DATE})")
_LATER_DATE: Final = re.compile(rf"[^;.“”\"]{{0,60}}?\sof\s{DATE}")
_NEXT: Final = re.compile(
    rf"(?:,\^*\s(?:and\s|or\s)?|\^*\s(?:and|or|to|as\swell\sas)\s|-)(?=\[?(?:{_SPECIAL})?[0-9]{{1,4}}(?:/[0-9]|\s(?:[A-Z]\s)?\\?\())"
)
_STOP: Final = re.compile(r";|(?<=[a-z0-9”\"])\.\s+(?=[A-Z])|[“\"]")
_QUOTE: Final = re.compile(r"“[^”]*”|\"[^\"]*\"")
_WHA: Final = re.compile(r"(?:WHA)?[0-9]{2}(?:\.[0-9]+|\([0-9]+\))")
_CARRIED: Final = 65
"""A bare number of a higher session is the General Assembly's even after one of the Human Rights Council (55 sessions by 2024)."""


class Deeds(msgspec.Struct):
    """What a segment and the ones before it have said of organs: the speaker, and the organ last named outright."""

    speaker: str
    last: str | None = None


def find_deeds(text: str, speaker: str) -> list[Citation]:
    """Return the resolutions and decisions cited by number in ``text`` (folded), in order.

    ``speaker`` is the code of the organ that speaks (:func:`digov.mentions.references_organs.speaker_of`).
    """
    if "esolution" not in text and "ecision" not in text:
        return []
    state = Deeds(speaker)
    heads = list(_HEAD.finditer(text))
    found: list[Citation] = []
    for index, head in enumerate(heads):
        limit = heads[index + 1].start() if index + 1 < len(heads) else len(text)
        found.extend(_of_head(text, head, limit, state))
    return found


def _of_head(text: str, head: re.Match[str], limit: int, state: Deeds) -> Iterator[Citation]:
    """Yield the citations of one "resolution(s)" or "decision(s)": its number and, for a list, those after it."""
    kind: DeedKind = "resolution" if head["deed"].lower() == "resolution" else "decision"
    before = named_before(text, head.start())
    match = _NUMBER.match(text, head.end())
    start = head.start() if before is None else before[1]
    code: str | None = None
    while match is not None:
        numbers = _numbers(match)
        year, mask_end = _date(text, match.end(), several=bool(head["plural"]))
        for number in numbers:
            code = (
                code
                if code is not None and fits(code, number, None)
                else _organ(text, head, match.end(), number, year, state)
            )
            if code is None:
                return
            yield Citation(
                start=start,
                end=match.end(),
                mask_end=mask_end,
                target=symbol_of(code, number, kind),
                kind="resolution",
                head=kind,
            )
        position = _next_number(text, max(mask_end, match.end()), limit, plural=bool(head["plural"]))
        match = None if position is None else _NUMBER.match(text, position)
        start = position if position is not None else start


def _numbers(match: re.Match[str]) -> list[Number]:
    """Return the numbers that a match prints; "53/243 A and B" are two."""
    if match["old"]:
        return [Number("old", match["old"], match["oldletter"] or match["after"], match["roman"])]
    if match["sc"]:
        return [Number("year", match["sc"], None, match["year"])]
    if match["slash"]:
        letters = re.split(r",\s|\sand\s", match["letters"]) if match["letters"] else [None]
        return [Number("slash", match["slash"], letter and letter.replace(" to ", "-")) for letter in letters]
    return [Number("other", match["other"])]


def _date(text: str, position: int, *, several: bool) -> tuple[int | None, int]:
    """Return the year printed with a number and where its date ends; in a list the date may stand after a later number."""
    match = _DATED.match(text, position)
    if match is not None:
        return int(match["year"]), match.end()
    later = _LATER_DATE.match(text, position) if several else None
    return (int(later["year"]) if later is not None else None), position


def _organ(text: str, head: re.Match[str], end: int, number: Number, year: int | None, state: Deeds) -> str | None:
    """Return the organ of a number by the order of evidence that the module of organs describes; ``None`` when none is settled."""
    before = named_before(text, head.start())
    if before is not None and (fits(before[0], number, None) or number.form == "other" or len(before[0]) > 7):
        state.last = before[0]
        return before[0]
    after = named_after(text, end)
    if (
        after is not None
        and (fits(after[0], number, year) or number.form == "other")
        and not (after[1] and not possessive(text, head.start()))
    ):
        state.last = after[0] if after[0] != "COUNCIL" else state.last
        return after[0]
    if number.form == "other":
        return (
            "WHA"
            if "World Health Assembly" in text[: head.start()] and _WHA.fullmatch(number.serial)
            else _unnumbered(number)
        )
    own = possessive(text, head.start())
    back = named_in_clause(text, head.start()) if own else None
    rights = state.last in ("HRC", "CHR", "UNEA")
    carried = rights and not own and (year is not None or (number.session or 0) < _CARRIED)
    others = ["GA", state.last] if own or rights else [state.last, "GA"]
    candidates = [back, state.last if carried else None, state.speaker, *others, "ECOSOC", "SC", "HRC", "CHR"]
    for code in candidates:
        if code is not None and fits(code, number, year):
            return code
    for code in candidates:
        if code is not None and fits(code, number, None):
            return code
    return None


def _unnumbered(number: Number) -> str | None:
    """Return an empty organ for a number that names its own series ("1/CP.21"), ``None`` for a bare one ("resolution 1")."""
    return (
        ""
        if "/" in number.serial or "WHA" in number.serial or "(" in number.serial or "Conf" in number.serial
        else None
    )


def _next_number(text: str, position: int, limit: int, *, plural: bool) -> int | None:
    """Return where the next bare number of the list stands.

    A plural head governs the numbers up to the next head or the end of the sentence, whatever is told of each in between; a
    singular one only a number that follows at once.
    """
    direct = _NEXT.match(text, position)
    if direct is not None and direct.end() < limit:
        return direct.end()
    if not plural:
        return None
    quoted = [match.span() for match in _QUOTE.finditer(text, position, limit)]
    stops = (match.start() for match in _STOP.finditer(text, position, limit) if not _inside(match.start(), quoted))
    stop = next((place for place in stops if text[place] in ";."), limit)
    for match in _NEXT.finditer(text, position, stop):
        if not _inside(match.end(), quoted):
            return match.end()
    return None


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(low <= position < high for low, high in spans)
