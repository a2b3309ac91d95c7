"""Durations as times: "within six months", "for a further period of three years", "at least six weeks before".

Values are ISO 8601: ``P6M``, ``P3Y``. How often something comes again is in :mod:`digov.mentions.timing.recurrences`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from digov.mentions.numbers import CARDINAL, HYPHEN, parse_cardinal, verbose
from digov.mentions.timing.dates import CalendarDate
from digov.mentions.timing.tenses import clause_before, sense_of
from digov.model.mention import DeadlineMention, DeadlineRelation

_UNIT: Final = verbose(r"(?:working |calendar |consecutive )?(?:hour|day|week|month|year|decade)s?")
COUNT: Final = verbose(rf"(?:\d{{1,3}}|{CARDINAL}|an?)")
"""Pattern of how many units of time: digits, words, or "a"."""
LETTERS: Final = {"hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y", "decade": "Y"}
"""The letters of the units of time in ISO 8601; ten years are a decade."""

_DURATION: Final = re.compile(
    rf"""\b(?:
      (?P<within>within)[ ](?:the[ ](?:next|coming|following|subsequent|first)[ ]|a[ ](?:maximum[ ])?(?:period|term
        |time[ ]frame)[ ]of[ ]|(?:a[ ])?maximum[ ](?:period[ ])?of[ ])?(?P<n1>{COUNT})[ ](?P<u1>{_UNIT})
    | (?P<next>over|during|in|for|throughout)[ ]the[ ](?:next|coming|following
      |ensuing)[ ](?P<n2>{COUNT})?[ ]?(?P<u2>{_UNIT})
    | (?P<for>for)[ ](?:an?[ ]|one[ ])?(?:further|additional|new|initial|single|renewable|total|maximum|another
      |second|final)?[ ]?
        (?:(?:period|term|duration|total|maximum)[ ]of[ ])?(?:an?[ ](?:further|additional|initial)[ ]|another[ ]
          |up[ ]to[ ])?(?P<n3>{COUNT})[ ](?:more[ ]|further[ ]|additional[ ]|full[ ])?(?P<u3>{_UNIT})
    | (?P<term>for|of)[ ](?:an?[ ]|the[ ])?(?:further[ ]|additional[ ]|new[ ]|initial[ ]
      |renewable[ ])*(?P<n4>{COUNT}){HYPHEN}(?P<u4>(?:day|week|month|year))[ ](?:period|term|mandate|extension
      |phase|cycle)
    | (?P<edge>no[ ]later[ ]than|not[ ]later[ ]than|at[ ]least|no[ ]less[ ]than|not[ ]less[ ]than
      |up[ ]to)[ ](?P<n5>{COUNT})[ ](?P<u5>{_UNIT})[ ](?P<side>before|prior[ ]to|in[ ]advance[ ]of|ahead[ ]of|after
      |following|from)
    | (?P<n6>{COUNT})[ ](?P<u6>(?:working[ ])?(?:day|week|month)s?)[ ](?P<side2>before|prior[ ]to|in[ ]advance[ ]of
      |after|following)
    )\b(?![ ](?:of[ ]age|old|ago)\b)""",
    re.VERBOSE,
)  # fmt: skip
_NEXT: Final[Mapping[str, DeadlineRelation]] = {
    "over": "during", "throughout": "during", "during": "during", "in": "within", "for": "for",
}  # fmt: skip


def find_durations(text: str, dates: Sequence[CalendarDate], year: int | None) -> list[DeadlineMention]:
    """Return the coming durations of ``text``: how long an act or mandate lasts, or the time within which it is due.

    "for the past six years", "vacant for 24 months" and "more than 60 years after" measure the past and are none.
    """
    found: list[DeadlineMention] = []
    if not any(word in text for word in LETTERS):
        return found
    for match in _DURATION.finditer(text):
        which = next(index for index in range(1, 7) if match[f"u{index}"])
        count, unit = match[f"n{which}"], match[f"u{which}"]
        if count is None and unit.endswith("s"):
            continue
        relation = _relation(match)
        sense = sense_of(text, match.start(), match.end())
        strict = bool(match["for"] or match["term"] or match["n6"])
        past = sense == "behind" and not (match["edge"] or match["within"])
        if past or (strict and sense != "ahead"):
            continue
        before = clause_before(text, match.start())
        if match["n6"] and re.search(r"\b(?:more than|over|nearly|almost|some)\s$", before):
            continue
        end = match.end(f"u{which}") if match["side"] == "from" or match["n6"] else match.end()
        value = iso_of(count or "a", unit)
        if (
            strict
            and year
            and any(d.last_year and d.last_year < year and 0 <= match.start() - d.end < 4 for d in dates)
        ):
            continue
        if value and not re.search(r"\b(?:more than|over|vacant)\s$", before):
            found.append(DeadlineMention(start=match.start(), end=end, kind="duration", value=value, relation=relation))
    return found


def _relation(match: re.Match[str]) -> DeadlineRelation:
    side = match["side"] or match["side2"]
    if side:
        return (
            "before"
            if side in ("before", "prior to", "in advance of", "ahead of")
            else "after"
            if match["n6"]
            else "within"
        )
    if match["within"]:
        return "within"
    if match["next"]:
        return _NEXT[match["next"]]
    return "for"


def iso_of(count: str, unit: str) -> str:
    """Return so many units of time in ISO 8601, nothing where the count is no number.

    >>> iso_of("two", "years"), iso_of("a", "decade"), iso_of("48", "hours")
    ('P2Y', 'P10Y', 'PT48H')
    """
    number = 1 if count in ("a", "an") else int(count) if count.isdigit() else parse_cardinal(count)
    if not number:
        return ""
    word = unit.split()[-1].rstrip("s")
    number *= 10 if word == "decade" else 1
    return f"P{'T' if word == 'hour' else ''}{number}{LETTERS[word]}"
