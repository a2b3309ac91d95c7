"""Calendar expressions of United Nations drafting: years, months, days, and periods made of them.

``find_dates`` reads the bare calendar words ("15 to 19 December 2024", "September 2016 and January 2018", "2026–2030", "the second
quarter of 2026"); what relation they stand in, and whether they time anything, is for the caller.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from digov.mentions.numbers import DASH

MONTHS: Final = ("January February March April May June July August September October November December").split()
_MONTH: Final = "(?:" + "|".join(MONTHS) + ")"
_YEAR: Final = r"(?:19|20|21)\d\d"
_DAY: Final = r"[0-3]?\d"
_TO: Final = rf"(?:\s?{DASH}\s?|,?\ (?:to|until|through|till)\ )"

_DATE: Final = re.compile(
    rf"""(?:(?<=mid-)|(?<=mid\u2011)|(?<=end-)|(?<![A-Za-z0-9_/.,\u2010\u2011-]))(?:
      (?P<d1>{_DAY})(?:\ (?P<m1>{_MONTH})(?:,?\ (?P<y1>{_YEAR}))?)?(?P<dj>{_TO}(?:from\ )?
        |\ and\ )(?P<d2>{_DAY})\ (?P<m2>{_MONTH})(?:,?\ (?P<y2>{_YEAR}))?
    | (?P<d3>{_DAY})\ (?P<m3>{_MONTH})(?:,?\ (?P<y3>{_YEAR}))?
    | (?P<m4>{_MONTH})\ (?P<d4>{_DAY}),\ (?P<y4>{_YEAR})
    | (?P<m5>{_MONTH})(?:\ (?P<y5>{_YEAR}))?(?P<mj>{_TO}(?:from\ )?|\ and\ )(?P<m6>{_MONTH})\ (?P<y6>{_YEAR})
    | (?P<m7>{_MONTH})(?:\ of)?\ (?P<y7>{_YEAR})
    | (?P<part>first|second|third|fourth|last)\ (?P<fraction>quarter|half)\ of\ (?:the\ year\ )?(?P<y8>{_YEAR})
    | (?P<y9>{_YEAR})(?P<yj>{_TO}|\ and\ |{DASH}(?=\d\d\b))(?P<y10>{_YEAR}|(?<={DASH})\d\d)
    | (?P<y11>{_YEAR})
    | (?P<m12>{_MONTH})
    )(?![A-Za-z0-9_/]|[.,]\d|{DASH}\d)""",
    re.VERBOSE,
)

_ANY_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")

DateKind = Literal["year", "month", "day", "period", "years", "no-year"]


class CalendarDate(msgspec.Struct, frozen=True):
    """Calendar words and what they denote.

    ``value`` is ISO 8601: ``2030``, ``2024-12``, ``2024-12-15``, ``2026/2030``; empty for a day or month without a year (kind
    ``no-year``). Two years joined by "and" are kind ``years``, as only the caller can tell a span from a list.
    """

    start: int
    end: int
    kind: DateKind
    value: str
    first_year: int | None
    last_year: int | None


def find_dates(text: str) -> Iterator[CalendarDate]:
    """Yield the calendar expressions of ``text`` from left to right; impossible days ("31 June") are passed over.

    >>> [date.value for date in find_dates("from 24 February to 2 March 2025 and in July 2026")]
    ['2025-02-24/2025-03-02', '2026-07']
    """
    if not (_ANY_YEAR.search(text) or any(month in text for month in MONTHS)):
        return
    for match in _DATE.finditer(text):
        date = _read(match)
        if date is not None:
            yield date


def _read(match: re.Match[str]) -> CalendarDate | None:
    group = match.groupdict()
    if group["d1"]:
        return _days(match)
    if group["d3"]:
        return _one_day(match, group["d3"], group["m3"], group["y3"])
    if group["d4"]:
        return _one_day(match, group["d4"], group["m4"], group["y4"])
    if group["m5"]:
        last = _month(group["m6"], group["y6"])
        first = _month(group["m5"], group["y5"] or group["y6"])
        return _period(match, first, last)
    if group["m7"]:
        return _made(match, "month", _month(group["m7"], group["y7"]), group["y7"], group["y7"])
    if group["part"]:
        return _part_of_year(match)
    if group["y9"]:
        return _years(match)
    if group["y11"]:
        return _made(match, "year", group["y11"], group["y11"], group["y11"])
    return _made(match, "no-year", "", None, None)


def _days(match: re.Match[str]) -> CalendarDate | None:
    group = match.groupdict()
    month, year = group["m1"] or group["m2"], group["y1"] or group["y2"]
    if group["y2"] is None:
        valid = _valid(group["d1"], month, "2024") and _valid(group["d2"], group["m2"], "2024")
        return _made(match, "no-year", "", None, None) if valid else None
    if not (_valid(group["d1"], month, year) and _valid(group["d2"], group["m2"], group["y2"])):
        return None
    return _period(match, _day(group["d1"], month, year), _day(group["d2"], group["m2"], group["y2"]))


def _one_day(match: re.Match[str], day: str, month: str, year: str | None) -> CalendarDate | None:
    if not _valid(day, month, year or "2024"):
        return None
    if year is None:
        return _made(match, "no-year", "", None, None)
    return _made(match, "day", _day(day, month, year), year, year)


def _part_of_year(match: re.Match[str]) -> CalendarDate | None:
    year, fraction = match["y8"], match["fraction"]
    parts = 4 if fraction == "quarter" else 2
    index = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": parts}[match["part"]]
    if index > parts:
        return None
    length = 12 // parts
    return _period(match, f"{year}-{(index - 1) * length + 1:02}", f"{year}-{index * length:02}")


def _years(match: re.Match[str]) -> CalendarDate:
    first, joint, last = match["y9"], match["yj"].strip(), match["y10"]
    last = last if len(last) == 4 else first[:2] + last
    kind: DateKind = "years" if joint == "and" else "period"
    return _made(match, kind, f"{first}/{last}", first, last)


def _period(match: re.Match[str], first: str, last: str) -> CalendarDate | None:
    if first >= last:
        return None
    return _made(match, "period", f"{first}/{last}", first[:4], last[:4])


def _made(match: re.Match[str], kind: DateKind, value: str, first: str | None, last: str | None) -> CalendarDate:
    return CalendarDate(
        start=match.start(),
        end=match.end(),
        kind=kind,
        value=value,
        first_year=int(first) if first else None,
        last_year=int(last) if last else None,
    )


def _month(month: str, year: str) -> str:
    return f"{year}-{MONTHS.index(month) + 1:02}"


def _day(day: str, month: str, year: str) -> str:
    return f"{_month(month, year)}-{int(day):02}"


def _valid(day: str, month: str, year: str) -> bool:
    return 1 <= int(day) <= monthrange(int(year), MONTHS.index(month) + 1)[1]
