"""Recurrences as times: "every two years", "annually on 3 May", "an annual report", "at least one mission a year".

Values are ISO 8601: ``R/P2Y``; ``R`` alone repeats at no stated interval ("periodically", "on a regular basis").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from digov.mentions.numbers import CARDINAL, HYPHEN, verbose
from digov.mentions.timing.dates import CalendarDate
from digov.mentions.timing.durations import COUNT, LETTERS, iso_of
from digov.mentions.timing.tenses import act_before, clause_before, sense_of
from digov.model.mention import DeadlineMention

_RECURRENCE: Final = re.compile(
    rf"""\b(?:
      (?:at[ ]least[ ])?(?P<once>once|twice|three[ ]times|four[ ]times)[ ](?:(?:a|per|every|each|in[ ](?:a
        |every))[ ](?:calendar[ ])?)(?:(?P<n1>{COUNT})[ ])?(?P<u1>year|month|week|quarter|decade|biennium|years
        |months|weeks)
    | (?P<every>every|each)[ ](?:(?P<other>other|second)[ ]|(?P<n2>\d{{1,2}}|{verbose(CARDINAL)})[ ])?(?P<u2>year
      |month|week|day|quarter|decade|biennium|years|months|weeks)
    | on[ ]an?[ ](?P<n3>\d{{1,2}}|{verbose(CARDINAL)}){HYPHEN}(?P<u3>year|month|week)(?:ly)?[ ]basis
    | on[ ]an?[ ](?P<basis>annual|yearly|biennial|triennial|quadrennial|quarterly|monthly|weekly|daily|biannual
      |semi{HYPHEN}?annual|regular|periodic|recurring|rolling|regular[ ]and[ ]\w+|\w+[ ]and[ ]regular)[ ]basis
    | (?:(?P<times>twice|three[ ]times)[ ])?(?P<adverb>[Aa]nnually|yearly|[Bb]iennially|triennially|quadrennially
      |quarterly|biannually|semi{HYPHEN}?annually)
    | (?P<open>periodically|regularly|at[ ]regular[ ]intervals|at[ ]periodic[ ]intervals|at[ ]intervals)
    )\b""",
    re.VERBOSE,
)  # fmt: skip
_NOUNS: Final = (
    r"reports?|reporting|reviews?|meetings?|sessions?|forums?|conferences?|dialogues?|briefings?|updates?|events?|discussions?|debates?"
    r"|panels?|track|assessments?|surveys?|consultations?|observance|commemoration|workshops?|seminars?|statement|publications?"
    r"|stocktaking|segment|overview|summits?|programmes?|exercises?|compilation|information|accounts|round[ -]tables?|exchanges?"
    r"|exhibits?|exhibitions?|hearings?|retreats?|missions?|notes? verbales?|gatherings?|audits?|evaluations?|courses?|trainings?|ceremony|lectures?"
)
"""What is done, held or issued again and again."""
_ADJECTIVE: Final = re.compile(
    rf"\b(?P<det>[Aa]n?|one|its|their|his|her|the|regular|early|two|further|and"
    rf"|or)?\s?(?<![-–])\b(?P<adjective>[Aa]nnual|[Yy]early|[Bb]iennial|[Tt]riennial|[Qq]uadrennial|[Qq]uarterly|[Mm]onthly"
    rf"|[Bb]iannual|[Ss]emi{HYPHEN}?annual)"
    rf"(?P<words>(?: [a-z][a-z-]*,?){{0,3}}?) (?:{_NOUNS})\b"
)
_A_YEAR: Final = re.compile(
    rf"\b(?:(?:at least|up to|no more than) )?(?P<count>one|two|three|four)(?P<words>(?: [a-z][a-z-]*){{0,2}}?) (?:{_NOUNS}) (?:a|per) year\b"
)
_BIENNIALIZE: Final = re.compile(r"\b(?P<period>bi|tri)ennialize\b")
_PERIODS: Final = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "biennial": "P2Y", "biennially": "P2Y", "triennial": "P3Y",
    "triennially": "P3Y", "quadrennial": "P4Y", "quadrennially": "P4Y", "quarterly": "P3M", "monthly": "P1M", "weekly": "P1W",
    "daily": "P1D", "biannual": "P6M", "biannually": "P6M", "semi-annual": "P6M", "semi-annually": "P6M", "semiannual": "P6M",
    "semiannually": "P6M",
}  # fmt: skip
_REPEATING: Final = (
    "nnual",
    "ennial",
    " year",
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
_OFTEN: Final = {"twice": 2, "three times": 3, "four times": 4, "two": 2, "three": 3, "four": 4}
_STATISTIC: Final = re.compile(
    r"(?:\d[\d,.]*|\b(?:one|two|half|third|quarter|hundreds|thousands|millions|billions|trillions)\b)[^;:.]{0,90}$"
)
_MEASURED: Final = re.compile(
    r"per cent|percent|dollars?|\$|million|billion|trillion|deaths|died?\b|dies|cases|infections|tons"
    r"|people|persons|lives|lost|third|half|saves?"
)
_GOVERNED: Final = re.compile(
    r"\b(?:to|shall|will|should|would|and|of|or)\b(?: [a-z-]+){0,2}? (?:submit|present|issue|hold"
    r"|convene|organize|prepare|publish|produce|provide|"
    r"continue|deliver|conduct|undertake|establish|initiate|launch|undergo|consider|make|have|include"
    r"|transmit|circulate|carry out|host|arrange|design)"
    r"(?: to)?(?: [^;:.]{0,80})?\s?$"
)
_OWN: Final = re.compile(
    r"\b(?:to|shall|will) (?:continue to )?(?:submit|present|issue|hold|convene|publish)(?: to [^;:.,]{3,70},?)?\s?$"
)
_CALLED_FOR: Final = re.compile(
    r"\b[Cc]all(?:s|ing)? for(?: (?:the )?(?:convening|holding|establishment|organization|preparation|issuance|submission) of)?\s?$"
)
_KEPT: Final = re.compile(r"\bcontinuation of(?: the)?\s?$")
_UNDER: Final = re.compile(r"\bunder\s?$")
_OPENING: Final = re.compile(r"\s*(?:\(?[a-z0-9]{1,4}[).])?\s*")
_MEETS: Final = re.compile(r"(?:[Aa]t|[Dd]uring|in|on the occasion of) (?P<whose>its|their|his|her|the|each) $")
_TIMES: Final = re.compile(
    r"(?:meetings?|sessions?|forums?|conferences?|summits?|assembly|dialogues?|debates?|segment)$"
)
_NO_RHYTHM: Final = re.compile(
    r"\b(?:rates?|growth|income|cost|budget|deaths?|contributions?|theme|overview report|new|emissions?|funding|investments?)\b"
)
"""Words after "annual" that make a measure, a name or a document of it."""
_DATE_AFTER: Final = re.compile(
    r",? (?:on|in|from|by|during|between|no later than|before) (?:the \w+ (?:week|day) (?:of|in) )?$"
)
_DATE_BEFORE: Final = re.compile(r",? ?(?:of )?$")
_DATE_PREP: Final = re.compile(
    r"\b(?:on|in|from|by|during|no later than|not later than|before|between|until) (?:the (?:month"
    r"|period) (?:of|from) )?$"
)


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
            found.append(_mention(start, end, value))
    for match in _ADJECTIVE.finditer(text):
        first = _start_of_rhythm(text, match)
        if first is not None:
            found.append(_mention(first, match.end(), "R/" + _PERIODS[_plain(match["adjective"])]))
    for match in _A_YEAR.finditer(text):
        if sense_of(text, match.start(), match.end()) == "ahead" and not _is_statistic(text, match):
            found.append(_mention(match.start(), match.end(), "R/" + _often("P1Y", match["count"])))
    for match in _BIENNIALIZE.finditer(text):
        found.append(_mention(match.start(), match.end(), "R/P2Y" if match["period"] == "bi" else "R/P3Y"))
    return found


def _mention(start: int, end: int, value: str) -> DeadlineMention:
    return DeadlineMention(start=start, end=end, kind="recurrence", value=value, relation="every")


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
    period = iso_of(count, unit) if count and unit in LETTERS else _EACH[unit] if not count else ""
    return f"R/{_often(period, match['once'] or 'once')}" if period else ""


def _often(period: str, times: str) -> str:
    """Return the period divided by how often it is met within it: twice a year is every six months."""
    share = _OFTEN.get(times, 1)
    if share == 1:
        return period
    months = {"P1Y": 12, "P2Y": 24}.get(period)
    return f"P{months // share}M" if months and months % share == 0 else period


def _plain(word: str) -> str:
    return re.sub(HYPHEN, "-", word).replace(" ", "").lower()


def _is_statistic(text: str, match: re.Match[str]) -> bool:
    before = clause_before(text, match.start())[-130:]
    if match.re is _RECURRENCE and (match["open"] or match["basis"]):
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
            r",? (?:(?:some|about|nearly|almost|approximately|around|over|more than|an estimated|up to|at least) )*\$?\d[\d,.]* ",
            after,
        )
    ) and bool(_MEASURED.search(after))


def _start_of_rhythm(text: str, match: re.Match[str]) -> int | None:
    """Return where the time begins in words such as "an annual report", ``None`` where "annual" only describes.

    "To issue an annual report", "annual reports will be issued" and "at its annual meeting" time an act; "its annual report", "the annual
    meeting held in Bonn" and "the annual rate" do not.
    """
    if _NO_RHYTHM.search(match["words"]):
        return None
    start = match.start("adjective")
    det = match["det"]
    if det not in ("and", "or", "the", None):
        start = match.start("det")
    before = clause_before(text, match.start())
    left = clause_before(text, match.start("adjective"))
    if _KEPT.search(left) or (_UNDER.search(left) and match.group().endswith("review")):
        return start
    meets = _MEETS.search(left)
    sense = sense_of(text, match.start(), match.end())
    if meets and _TIMES.search(match.group()):
        fits = sense == "ahead" and act_before(text, match.start()) != "behind"
        return match.start("adjective") - len(meets.group()) if fits else None
    if det in ("its", "their", "his", "her", "the"):
        return start if _OWN.search(before) else None
    if _OPENING.fullmatch(before):
        return start if sense != "behind" else None
    governed = det in ("a", "an", "one") or bool(_GOVERNED.search(before) or _CALLED_FOR.search(before))
    return start if governed and sense == "ahead" else None


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
