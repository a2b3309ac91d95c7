"""Deadlines: the times of acts, of reporting and of planned events, with normalised values.

Years, dates and periods are found here; sessions in :mod:`digov.mentions.timing.sessions`, durations in
:mod:`digov.mentions.timing.durations`, recurrences in :mod:`digov.mentions.timing.recurrences`. A time counts when it lies ahead of its
document; what is past, and years inside names, are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from digov.mentions.numbers import verbose
from digov.mentions.timing.dates import CalendarDate, find_dates
from digov.mentions.timing.durations import find_durations
from digov.mentions.timing.recurrences import find_recurrences
from digov.mentions.timing.session_organs import SessionContext
from digov.mentions.timing.sessions import find_sessions
from digov.mentions.timing.tenses import clause_before, sense_of
from digov.model.issue import Issue
from digov.model.lexicon import Calendar
from digov.model.mention import BodyMention, DeadlineKind, DeadlineMention, DeadlineRelation
from digov.model.span import Span


class DeadlineFindings(msgspec.Struct, frozen=True):
    """The deadlines of one segment in text order, and the issues with offsets of the segment's text."""

    deadlines: tuple[DeadlineMention, ...] = ()
    issues: tuple[Issue, ...] = ()


_RELATION_WORDS: Final[Mapping[DeadlineRelation, tuple[str, ...]]] = {
    "by": (
        r"by(?: or (?:around|before)| around| about| at the latest)?(?: no later than)?",
        r"(?:no|not) later than",
        r"on or before",
        r"at the latest by",
    ),
    "before": (r"before", r"prior to", r"ahead of", r"in advance of"),
    "until": (
        r"until",
        r"till",
        r"up until",
        r"up to(?: and including)?",
        r"through(?: to)?",
        r"(?:and )?ending (?:on|in|at)",
    ),
    "from": (
        r"with effect from",
        r"effective(?: from| as from| as of)?",
        r"as (?:from|of)",
        r"(?:starting|beginning|commencing)(?: in| from| on| with| as of| as from)?",
        r"from",
    ),
    "after": (r"after", r"beyond", r"following"),
    "during": (
        r"in the course of",
        r"during(?: the course of)?",
        r"throughout",
        r"over(?: the course of)?",
        r"between",
    ),
    "in": (
        r"in(?: or around)?",
        r"(?:early|late|later|sometime) in",
        r"(?:to )?(?:proclaim|declare|designate|observe)(?:s|ing)?",
    ),
    "within": (r"within",),
    "for": (r"for", r"covering", r"spanning"),
    "at": (r"on(?: or (?:about|around|after))?", r"at"),
}
_PATTERNS: Final = {relation: "|".join(words) for relation, words in _RELATION_WORDS.items()}
_RELATIONS: Final = tuple((re.compile(pattern), relation) for relation, pattern in _PATTERNS.items())
_LEAD: Final = re.compile(
    rf"""(?<![\w-])(?P<words>(?i:{verbose("|".join(_PATTERNS.values()))})),?[ ]
    (?:(?:the[ ])?(?:very[ ])?(?:end|close|beginning|start|middle|course|conclusion|turn)[ ]of[ ]|end{"[- ]"}
      |(?:the[ ])?(?:early|latter|first|second)[ ](?:part|months|half)[ ]of[ ])?
    (?:(?:the[ ])?(?:calendar[ ]|financial[ ]|fiscal[ ]|academic[ ]|budget[ ]|entire[ ]|whole[ ])?(?:years?|months?
      |periods?|bienni(?:um|a)|triennium|date)[ ](?:of[ ]|from[ ]|between[ ]|beginning[ ])?)?
    (?:early[ ](?:in[ ])?|late[ ](?:in[ ])?|mid[-\u2010\u2011 ]|(?:Monday|Tuesday|Wednesday|Thursday|Friday
      |Saturday|Sunday),[ ])?(?P<the>the[ ])?$""",
    re.VERBOSE,
)  # fmt: skip
_CHAIN: Final = re.compile(r"(?:,| and| or|,? and| to| as well as)(?: again)?(?: (?P<again>by|in|on|from|until))? $")
_ONWARD: Final = re.compile(r",? onwards?\b")
_PERIOD_NAME: Final = re.compile(
    r"\b(?:[Pp]lans?|[Ss]trateg(?:y|ies)|[Ff]rameworks?|[Pp]rogrammes?|[Aa]gendas?|[Bb]udgets?"
    r"|[Ee]stimates|[Oo]utlines?|[Aa]ccounts|"
    r"[Ss]tatements|[Rr]eports?|[Ss]cale of assessments|[Ss]cales|[Tt]hemes?|[Rr]oad ?map"
    r"|[Pp]riorities|[Pp]erformance|[Dd]ecades?|[Cc]ycle)"
    r"(?:\W+[\w’'-]+){0,9}\W*$"
)
_NAMED_AFTER: Final = re.compile(
    r"(?:\s(?:[Aa]gendas?|sessions?|editions?|reports?|reviews?|surveys?|targets?|goals?|levels?"
    r"|budgets?|programmes?|plans?|outcomes?|"
    r"conferences?|summits?|meetings?|substantive|organizational|high-level|baselines?|resolutions?"
    r"|strategy|framework)\b|\s(?=[A-Z])(?!(?:We|The)\b)|[’']s\b|\s?[–-]\s?[A-Za-z])"
)
_SCHEDULED: Final = re.compile(r"\b(?:scheduled|planned|foreseen|envisaged|set|postponed|due|convened)(?: [a-z]+)? $")
_FORECAST: Final = re.compile(
    r"\b(?:projected|forecast|predicted|estimat(?:ed|es?)|projections?|is likely to|are likely to)\b"
)
_OPEN_ENDED: Final = ("by", "before", "until")
_THIS_YEAR: Final = re.compile(r"\b(?:by|before) the end of (?:the|this) (?:current )?(?:calendar )?year\b(?! \d)")
_LIST: Final = re.compile(r"(?:,| and|,? and) (?:in )?(?:[A-Z][\w’-]*,? ?){0,4}(?:on |from |in )?")
_PROCLAIM: Final = re.compile(r"claim|declare|declaring|designat|observ")
_SAME_YEAR: Final = 110
"""Characters within which a verb must look ahead for a time in the document's own year to be one to come."""
_MISSED_TARGETS: Final = 5
"""Years for which a target year that has passed still counts ("by 2020", in the present tense)."""
_KINDS: Final[dict[str, DeadlineKind]] = {
    "year": "year",
    "month": "date",
    "day": "date",
    "period": "period",
    "years": "period",
}


def find_deadlines(
    text: str,
    *,
    bodies: Sequence[BodyMention],
    masks: Sequence[Span],
    calendars: Sequence[Calendar],
    speaker: str | None,
    year: int | None,
) -> DeadlineFindings:
    """Return the deadlines that ``text`` states, in text order, none overlapping another or a mask.

    ``bodies`` are the bodies named in ``text`` in text order, ``masks`` the spans in which nothing is looked for (cited titles and
    symbols), ``speaker`` the id of the organ that speaks, ``year`` the year of the document (``None`` when unknown: then verbs alone tell
    past from coming). A timing expression whose value stays open has an empty ``value`` and an issue. Follows the annotation guideline.
    """
    dates = list(find_dates(text))
    by_organ = {calendar.organ: calendar for calendar in calendars}
    context = SessionContext(bodies=bodies, calendars=by_organ, speaker=speaker, year=year)
    sessions, issues = find_sessions(text, context) if "ession" in text else ([], [])
    groups = (
        sessions,
        find_recurrences(text, dates),
        _find_calendar_times(text, dates, year),
        find_durations(text, dates, year),
    )
    taken = list(masks)
    kept: list[DeadlineMention] = []
    for group in groups:
        for mention in sorted(group, key=lambda m: (m.start, -m.end)):
            span = Span(mention.start, mention.end)
            if not any(span.overlaps(other) for other in taken):
                kept.append(mention)
                taken.append(span)
    kept.sort(key=lambda mention: mention.start)
    places = {(mention.start, mention.end) for mention in kept}
    return DeadlineFindings(tuple(kept), tuple(issue for issue in issues if (issue.start, issue.end) in places))


def _find_calendar_times(text: str, dates: Sequence[CalendarDate], year: int | None) -> list[DeadlineMention]:
    found: list[DeadlineMention] = []
    before: CalendarDate | None = None
    relation: DeadlineRelation | None = None
    for index, date in enumerate(dates):
        lead = _lead_of(text, date)
        start = date.start
        if lead is not None:
            relation = _relation(lead["words"])
            start = date.start if _proclaims(lead) else lead.start()
        elif not (before and relation and _CHAIN.fullmatch(text[before.end : date.start])):
            before = relation = None
            continue
        before = date
        if date.kind == "no-year":
            date = _with_later_year(text, date, dates[index + 1 :])
        if lead is not None and _is_name(text, lead, date):
            continue
        if date.kind == "no-year" or relation is None:
            continue
        if _counts(text, start, date, relation, year, lead) and not _lists_past(text, dates[:index], date, year):
            found.extend(_mentions(text, start, date, relation))
    if year is not None:
        for match in _THIS_YEAR.finditer(text):
            found.append(
                DeadlineMention(
                    start=match.start(), end=match.end(), kind="year", value=str(year), relation="by", year=year
                )
            )
    return found


def _lead_of(text: str, date: CalendarDate) -> re.Match[str] | None:
    """Return the preposition that governs ``date``; "in the 2025 …" governs a noun, "in the second quarter of" a time."""
    lead = _LEAD.search(text, max(0, date.start - 80), date.start)
    if lead is None or (lead["the"] and text[date.start].isdigit()):
        return None
    return lead


def _proclaims(lead: re.Match[str] | None) -> bool:
    """Tell "proclaim 2027 the International Year", where the verb governs the year and is none of its words."""
    return lead is not None and bool(_PROCLAIM.search(lead["words"]))


def _relation(words: str) -> DeadlineRelation:
    return next(relation for pattern, relation in _RELATIONS if pattern.fullmatch(words.lower()))


def _with_later_year(text: str, date: CalendarDate, later: Sequence[CalendarDate]) -> CalendarDate:
    """Return a day without a year with the year of the next date that is joined to it ("on 3 May and 4 June 2025")."""
    for other in later[:2]:
        joint = text[date.end : other.start]
        if not re.fullmatch(r",? (?:and |or |and on |and from |from |to )?", joint):
            break
        if other.first_year is not None and other.kind in ("day", "period"):
            again = list(find_dates(f"{text[date.start : date.end]} {other.first_year}"))
            if again and again[0].kind != "no-year":
                return msgspec.structs.replace(again[0], start=date.start, end=date.end)
    return date


def _is_name(text: str, lead: re.Match[str], date: CalendarDate) -> bool:
    """Tell a year that belongs to a name: "by 2030 Agenda targets", "the strategic plan for 2022–2025"."""
    after = text[date.end : date.end + 40]
    if date.kind in ("year", "years") and _NAMED_AFTER.match(after):
        return True
    relation = _relation(lead["words"])
    if lead.group() in ("for ", "for the year ", "for the years ") and date.kind in ("year", "years"):
        return not _SCHEDULED.search(text, max(0, lead.start() - 30), lead.start())
    if relation in ("for", "during") or (relation == "from" and "period" in lead.group()):
        return bool(_PERIOD_NAME.search(clause_before(text, lead.start())[-110:]))
    return False


def _counts(
    text: str, start: int, date: CalendarDate, relation: DeadlineRelation, year: int | None, lead: re.Match[str] | None
) -> bool:
    """Tell a time to come from a past one: by the document's year where it decides, else by the verbs around it."""
    if relation == "at" and text[max(0, start - 3) : start] == "as ":
        return False
    sense = sense_of(text, start, date.end)
    beyond = lead is not None and lead["words"].lower() == "beyond"
    first, last = date.first_year, date.last_year
    if year is None or first is None or last is None:
        return sense != "behind" or relation in _OPEN_ENDED
    if last > year:
        return not (_is_forecast(text, start, date.end) or (_proclaims(lead) and first < year))
    if beyond:
        return sense != "behind"
    if last == year:
        if _is_forecast(text, start, date.end):
            return False
        sense = sense_of(text, start, date.end, reach=_SAME_YEAR)
        return sense == "ahead" or (sense == "unknown" and relation in (*_OPEN_ENDED, "from", "after"))
    return relation == "by" and date.kind == "year" and sense == "ahead" and last >= year - _MISSED_TARGETS


def _lists_past(text: str, earlier: Sequence[CalendarDate], date: CalendarDate, year: int | None) -> bool:
    """Tell a date of the document's own year that ends a list of past ones ("in Quito from …, in Rome from …")."""
    if year is None or date.last_year != year or not earlier or earlier[-1].last_year is None:
        return False
    return earlier[-1].last_year < year and bool(_LIST.fullmatch(text[earlier[-1].end : date.start]))


def _is_forecast(text: str, start: int, end: int) -> bool:
    before = clause_before(text, start)[-130:].rsplit(" that ", 1)[-1]
    around = before + re.split(r"[;,]| and that ", text[end : end + 70])[0]
    return bool(_FORECAST.search(around)) and bool(re.search(r"\d|per cent|half|third", around))


def _mentions(text: str, start: int, date: CalendarDate, relation: DeadlineRelation) -> list[DeadlineMention]:
    """Return the mention of ``date``, or one for each of two years joined by "and" that are no span."""
    onward = _ONWARD.match(text, date.end)
    end = onward.end() if onward else date.end
    relation = "from" if onward else relation
    first, _, last = date.value.partition("/")
    if date.kind != "years" or text[start : start + 7] == "between":
        return [
            DeadlineMention(
                start=start, end=end, kind=_KINDS[date.kind], value=date.value, relation=relation, year=date.last_year
            )
        ]
    middle = date.start + 4
    return [
        DeadlineMention(start=start, end=middle, kind="year", value=first, relation=relation, year=int(first)),
        DeadlineMention(
            start=date.end - len(last), end=end, kind="year", value=last, relation=relation, year=int(last)
        ),
    ]
