"""Durations and recurrences as times: "within six months", "for a further period of three years", "every two years", "annually".

Values are ISO 8601: ``P6M``, ``P3Y``, ``R/P2Y``; ``R`` alone repeats at no stated interval ("periodically", "on a regular basis").
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
_COUNT: Final = verbose(rf"(?:\d{{1,3}}|{CARDINAL}|an?)")
_LETTERS: Final = {"hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y", "decade": "Y"}

_DURATION: Final = re.compile(
    rf"""\b(?:
      (?P<within>within)[ ](?:the[ ](?:next|coming|following|subsequent|first)[ ]|a[ ](?:maximum[ ])?(?:period|term
        |time[ ]frame)[ ]of[ ]|(?:a[ ])?maximum[ ](?:period[ ])?of[ ])?(?P<n1>{_COUNT})[ ](?P<u1>{_UNIT})
    | (?P<next>over|during|in|for|throughout)[ ]the[ ](?:next|coming|following
      |ensuing)[ ](?P<n2>{_COUNT})?[ ]?(?P<u2>{_UNIT})
    | (?P<for>for)[ ](?:an?[ ]|one[ ])?(?:further|additional|new|initial|single|renewable|total|maximum|another
      |second|final)?[ ]?
        (?:(?:period|term|duration|total|maximum)[ ]of[ ])?(?:an?[ ](?:further|additional|initial)[ ]|another[ ]
          |up[ ]to[ ])?(?P<n3>{_COUNT})[ ](?:more[ ]|further[ ]|additional[ ]|full[ ])?(?P<u3>{_UNIT})
    | (?P<term>for|of)[ ](?:an?[ ]|the[ ])?(?:further[ ]|additional[ ]|new[ ]|initial[ ]
      |renewable[ ])*(?P<n4>{_COUNT}){HYPHEN}(?P<u4>(?:day|week|month|year))[ ](?:period|term|mandate|extension
      |phase|cycle)
    | (?P<edge>no[ ]later[ ]than|not[ ]later[ ]than|at[ ]least|no[ ]less[ ]than|not[ ]less[ ]than
      |up[ ]to)[ ](?P<n5>{_COUNT})[ ](?P<u5>{_UNIT})[ ](?P<side>before|prior[ ]to|in[ ]advance[ ]of|ahead[ ]of|after
      |following|from)
    | (?P<n6>{_COUNT})[ ](?P<u6>(?:working[ ])?(?:day|week|month)s?)[ ](?P<side2>before|prior[ ]to|in[ ]advance[ ]of
      |after|following)
    )\b(?![ ](?:of[ ]age|old|ago)\b)""",
    re.VERBOSE,
)  # fmt: skip
_RECURRENCE: Final = re.compile(
    rf"""\b(?:
      (?:at[ ]least[ ])?(?P<once>once|twice|three[ ]times|four[ ]times)[ ](?:(?:a|per|every|each|in[ ](?:a
        |every))[ ](?:calendar[ ])?)(?:(?P<n1>{_COUNT})[ ])?(?P<u1>year|month|week|quarter|decade|biennium|years
        |months|weeks)
    | (?P<every>every|each)[ ](?:(?P<other>other|second)[ ]|(?P<n2>\d{{1,2}}|{verbose(CARDINAL)})[ ])?(?P<u2>year
      |month|week|day|quarter|decade|biennium|years|months|weeks)
    | on[ ]an?[ ](?P<n3>\d{{1,2}}|{verbose(CARDINAL)}){HYPHEN}(?P<u3>year|month|week)(?:ly)?[ ]basis
    | on[ ]an?[ ](?P<basis>annual|yearly|biennial|triennial|quadrennial|quarterly|monthly|weekly|daily|biannual
      |semi{HYPHEN}?annual|regular|periodic|recurring|rolling|regular[ ]and[ ]\w+|\w+[ ]and[ ]regular)[ ]basis
    | (?:(?P<times>twice|three[ ]times)[ ])?(?P<adverb>annually|yearly|biennially|triennially|quadrennially
      |quarterly|biannually|semi{HYPHEN}?annually)
    | (?P<open>periodically|regularly|at[ ]regular[ ]intervals|at[ ]periodic[ ]intervals|at[ ]intervals)
    )\b""",
    re.VERBOSE,
)  # fmt: skip
_NOUNS: Final = (
    "report|reports|reporting|review|reviews|meeting|meetings|session|sessions|forum|forums"
    "|conference|conferences|dialogue|"
    "dialogues|briefing|briefings|update|updates|event|events|discussion|discussions|debate|debates|panel|panels|track|"
    "assessment|assessments|survey|surveys|consultation|consultations|observance|commemoration"
    "|workshop|workshops|seminar|"
    "seminars|statement|publication|stocktaking|segment|overview|summit|programmes?|exercise"
    "|compilation|information|accounts"
)
_ADJECTIVE: Final = re.compile(
    rf"\b(?P<det>an?|one|its|their|his|her|the|regular|early|two|further|and"
    rf"|or)?\s?(?<![-–])\b(?P<adjective>annual|yearly|biennial|triennial|quadrennial|quarterly|monthly"
    rf"|biannual|semi{HYPHEN}?annual)"
    rf"(?P<words>(?: [a-z][a-z-]*,?){{0,3}}?) (?:{_NOUNS})\b"
)
_PERIODS: Final = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "biennial": "P2Y", "biennially": "P2Y", "triennial": "P3Y",
    "triennially": "P3Y", "quadrennial": "P4Y", "quadrennially": "P4Y", "quarterly": "P3M", "monthly": "P1M", "weekly": "P1W",
    "daily": "P1D", "biannual": "P6M", "biannually": "P6M", "semi-annual": "P6M", "semi-annually": "P6M", "semiannual": "P6M",
    "semiannually": "P6M",
}  # fmt: skip
_NEXT: Final[Mapping[str, DeadlineRelation]] = {
    "over": "during", "throughout": "during", "during": "during", "in": "within", "for": "for",
}  # fmt: skip
_REPEATING: Final = (
    "annual",
    "ennial",
    "early",
    "quarter",
    "every",
    "each",
    "regular",
    "periodic",
    "month",
    "week",
    "daily",
    "once",
    "twice",
    "interval",
    "times a",
    " basis",
)
_EACH: Final = {
    "year": "P1Y",
    "month": "P1M",
    "week": "P1W",
    "day": "P1D",
    "quarter": "P3M",
    "decade": "P10Y",
    "biennium": "P2Y",
}
_OFTEN: Final = {"twice": 2, "three times": 3, "four times": 4}
_STATISTIC: Final = re.compile(
    r"(?:\d[\d,.]*|\b(?:one|two|half|third|quarter|hundreds|thousands|millions|billions|trillions)\b)[^;:.]{0,90}$"
)
_MEASURED: Final = re.compile(
    r"per cent|percent|dollars?|\$|million|billion|trillion|deaths|died?\b|dies|cases|infections|tons"
    r"|people|persons|lives|lost|third|half|saves?"
)
_REGULAR_TIME: Final = re.compile(r"\b(?:past|last|previous|recent)\b")
_GOVERNED: Final = re.compile(
    r"\b(?:to|shall|will|should|would|and|of|or)\b(?: [a-z-]+){0,2}? (?:submit|present|issue|hold"
    r"|convene|organize|prepare|publish|produce|provide|"
    r"continue|deliver|conduct|undertake|establish|initiate|launch|undergo|consider|make|have|include"
    r"|transmit|circulate|carry out|host|arrange|design)"
    r"(?: to)?(?: [^;:.]{0,80})?\s?$"
)
_DATE_AFTER: Final = re.compile(
    r",? (?:on|in|from|by|during|between|no later than|before) (?:the \w+ (?:week|day) (?:of|in) )?$"
)
_DATE_BEFORE: Final = re.compile(r",? ?(?:of )?$")
_DATE_PREP: Final = re.compile(
    r"\b(?:on|in|from|by|during|no later than|not later than|before|between|until) (?:the (?:month"
    r"|period) (?:of|from) )?$"
)


def find_durations(text: str, dates: Sequence[CalendarDate], year: int | None) -> list[DeadlineMention]:
    """Return the coming durations of ``text``: how long an act or mandate lasts, or the time within which it is due.

    "for the past six years", "vacant for 24 months" and "more than 60 years after" measure the past and are none.
    """
    found: list[DeadlineMention] = []
    if not any(word in text for word in _LETTERS):
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
        value = _iso(count or "a", unit)
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


def _iso(count: str, unit: str) -> str:
    number = 1 if count in ("a", "an") else int(count) if count.isdigit() else parse_cardinal(count)
    if not number:
        return ""
    word = unit.split()[-1].rstrip("s")
    number *= 10 if word == "decade" else 1
    return f"P{'T' if word == 'hour' else ''}{number}{_LETTERS[word]}"


def find_recurrences(text: str, dates: Sequence[CalendarDate]) -> list[DeadlineMention]:
    """Return the recurrences of ``text``; a day or month named with one is part of it ("annually on 3 May").

    Statistics ("12.6 million deaths each year") and "annual" in names or descriptions ("its annual report") are none.
    """
    found: list[DeadlineMention] = []
    if not any(word in text for word in _REPEATING):
        return found
    for match in _RECURRENCE.finditer(text):
        value = _recurrence(match)
        if value and not _is_statistic(text, match):
            start, end = _with_date(text, match.start(), match.end(), dates)
            found.append(DeadlineMention(start=start, end=end, kind="recurrence", value=value, relation="every"))
    for match in _ADJECTIVE.finditer(text):
        if _times_an_act(text, match):
            value = "R/" + _PERIODS[_plain(match["adjective"])]
            start = match.start("adjective") if match["det"] in ("and", "or", "the", None) else match.start("det")
            found.append(
                DeadlineMention(start=start, end=match.end(), kind="recurrence", value=value, relation="every")
            )
    return found


def _recurrence(match: re.Match[str]) -> str:
    if match["open"]:
        return "R"
    if match["basis"]:
        period = _PERIODS.get(_plain(match["basis"]))
        return f"R/{period}" if period else "R"
    if match["adverb"]:
        return "R/" + _often(_PERIODS[_plain(match["adverb"])], match["times"] or "once")
    unit = (match["u1"] or match["u2"] or match["u3"]).rstrip("s")
    count = match["n1"] or match["n2"] or match["n3"] or ("two" if match["other"] else None)
    period = _iso(count, unit) if count and unit in _LETTERS else _EACH[unit] if not count else ""
    return f"R/{_often(period, match['once'] or 'once')}" if period else ""


def _often(period: str, times: str) -> str:
    """Return the period divided by how often it is met within it: twice a year is every six months."""
    share = _OFTEN.get(times, 1)
    if share == 1:
        return period
    months = {"P1Y": 12, "P2Y": 24}.get(period)
    return f"P{months // share}M" if months and months % share == 0 else period


def _plain(word: str) -> str:
    return re.sub(HYPHEN, "-", word).replace(" ", "")


def _is_statistic(text: str, match: re.Match[str]) -> bool:
    before = clause_before(text, match.start())[-130:]
    if match["open"] or match["basis"]:
        return False
    tail = _STATISTIC.search(before)
    after = text[match.end() : match.end() + 70]
    if (
        tail
        and _MEASURED.search(tail.group())
        and not re.search(r"\b(?:report|submit|convened?|held|brief)\b", tail.group())
    ):
        return True
    return bool(
        re.match(
            r",? (?:(?:some|about|nearly|almost|over|more than|an estimated|up to|at least) )*\$?\d[\d,.]* ", after
        )
    ) and bool(_MEASURED.search(after))


def _times_an_act(text: str, match: re.Match[str]) -> bool:
    """Tell "to issue an annual report" from "its annual report" and "the annual meeting", which only describe."""
    if re.search(
        r"\b(?:rates?|growth|income|cost|budget|deaths?|contributions?|theme|overview report)\b", match["words"]
    ):
        return False
    before = clause_before(text, match.start())
    det = match["det"]
    if det in ("its", "their", "his", "her", "the"):
        return bool(
            re.search(
                r"\b(?:to|shall|will) (?:continue to )?(?:submit|present|issue|hold|convene"
                r"|publish)(?: to [^;:.,]{3,70},?)?\s?$",
                before,
            )
        )
    return sense_of(text, match.start(), match.end()) == "ahead" and bool(
        _GOVERNED.search(before) or det in ("a", "an", "one")
    )


def _with_date(text: str, start: int, end: int, dates: Sequence[CalendarDate]) -> tuple[int, int]:
    """Return the span widened over the day or month that the recurrence names before or after it."""
    for date in dates:
        if date.kind != "no-year":
            continue
        if date.start > end and _DATE_AFTER.fullmatch(text[end : date.start]):
            return start, date.end
        if date.end <= start and _DATE_BEFORE.fullmatch(text[date.end : start]):
            prep = _DATE_PREP.search(text[max(0, date.start - 40) : date.start])
            return (max(0, date.start - 40) + prep.start() if prep else date.start), end
    return start, end
