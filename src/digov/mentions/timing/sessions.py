"""Sessions of organs as times: "at its eightieth session", "by no later than the 81st session", "at its 2026 session".

Whose session it is, :mod:`digov.mentions.timing.session_organs` settles; what stays open is kept with an empty value and reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from digov.mentions.numbers import ORDINAL, parse_ordinal, verbose
from digov.mentions.timing.dates import find_dates
from digov.mentions.timing.session_organs import (
    Organ,
    SessionContext,
    SessionWords,
    explicit_organ,
    organ_before,
    shared_organ,
)
from digov.mentions.timing.tenses import act_before, sense_of
from digov.model.issue import Issue
from digov.model.mention import DeadlineMention, DeadlineRelation
from digov.model.span import Span

_YEAR: Final = r"(?:19|20)\d\d"
_KIND: Final = (
    r"(?:regular|annual|substantive|organizational|resumed|reconvened|main|plenary|ordinary|formal"
    r"|emergency special|special|thematic)"
)
_NUMBER: Final = rf"(?:{ORDINAL}|{_YEAR})"
_NOTE: Final = r"[\u00b9\u00b2\u00b3\u2070-\u2079]*"
_PART: Final = (
    r"(?:(?:very )?(?:end|beginning|start|opening|commencement|close|closing|conclusion|course|margins?|sidelines"
    r"|occasion|eve|remainder)|(?:[a-z]+ )?(?:resumed )?(?:parts?|half)"
    r"|(?:[a-z]+ )?high-level (?:week|segment|general debate|meetings?)|general debate"
    r"|(?:[a-z]+ )?weeks?|(?:[a-z]+ )?segment|(?:[a-z]+ )?days?(?: of the general debate)?|agenda)"
)
_RELATIONS: Final[Mapping[str, DeadlineRelation]] = {
    "by no later than": "by", "no later than": "by", "not later than": "by", "by": "by", "before": "before", "prior to": "before",
    "ahead of": "before", "in advance of": "before", "until": "until", "through": "until", "up to": "until", "at": "at", "to": "at",
    "during": "during", "throughout": "during", "over": "during", "in": "in", "within": "within", "from": "from", "as from": "from",
    "starting at": "from", "starting from": "from", "starting with": "from", "beginning at": "from", "beginning with": "from",
    "beginning from": "from", "effective from": "from", "as of": "from", "after": "after", "following": "after", "for": "for",
    "between": "during", "in time for": "by", "of": "at", "on": "at",
}  # fmt: skip
_PREPOSITION: Final = "|".join(sorted(_RELATIONS.keys() - {"on"}, key=lambda word: (-len(word), word)))
_BEFORE_SESSION: Final = re.compile(
    rf"""(?P<rel>(?:\b|(?<=\d))(?:on(?=[ ]the[ ](?:[a-z]+[ ])?(?:day|margins|sidelines|occasion|eve)[ ]of)|(?i:{verbose(_PREPOSITION)}))\b)[ ]
    (?P<part>(?:the[ ])?{verbose(_PART)}[ ](?:of|for)[ ])?
    (?:both[ ])?(?P<det>its|their|his|the|the[ ][^;:.()]{{3,90}}[’']s?|[A-Z][^;:.(),]{{3,90}}[’']s?)[ ]
    (?P<coming>next[ ]|forthcoming[ ]|upcoming[ ])?
    (?:(?:{verbose(_KIND)})[ ])?
    (?:\d{{1,3}}(?:st|nd|rd|th)(?=\d))?  # the number that a redline struck, fused to the new one
    (?P<numbers>{verbose(_NUMBER)}{_NOTE}
      (?:(?:,[ ]|,?[ ](?:and|or)(?:,[ ][a-z ]{{2,30}},)?[ ]|[ ]to[ ])(?:at[ ])?(?:its[ ]|the[ ])?{verbose(_NUMBER)}{_NOTE})*)?
    (?:,?[ ](?:and|or)(?:[ ]its)?[ ](?:subsequent|following|succeeding|later|future))?
    (?P<named>(?:[ ][A-Z][\w’'-]*){{1,5}})?
    [ ]?(?P<kinds>(?:{verbose(_KIND)}[ ])*)$""",
    re.VERBOSE,
)
_AGENDA: Final = re.compile(r"\b(?:agenda|programme of work|calendar)s? $")
_PREPARED: Final = re.compile(r"\b(?:preparat(?:ions?|ory)|report|work|outcomes?|results?|documents?)\b[\w ]{0,30} $")
_WRITTEN: Final = re.compile(
    r"\b(?:prepare|submit|provide|present|issue|produce|compile) (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,3}(?:report|document)s? $"
)
_TO: Final = re.compile(
    r"\b(?:report|reports|submit|present|findings|brief|transmit|convey|input|inputs|contribute"
    r"|contribution|look(?:s|ing)? forward)\b[^;:]*$"
)
_DEFER: Final = re.compile(r"\b(?:defer|postpone|carry over)\b[^;:]*$")
_IN_YEAR: Final = re.compile(
    rf",? (?:(?:in|of|for) (?:[A-Z][a-z]+ )?|\((?={_YEAR}\)))(?P<year>{_YEAR})\b(?! (?:Agenda|[A-Z]))"
)
_EACH: Final = re.compile(
    r"\b(?:at|[Dd]uring|in|after|[Bb]efore|[Pp]rior to|[Aa]head of|in advance of) (?:each|every)(?: of its| regular| annual)? $"
)
_AGAIN: Final = re.compile(
    r"\b(?:at|during|in) (?:any|all|its|their|the) (?:future|subsequent|(?P<rhythm>annual|biennial))"
    r"(?: annual| regular| substantive| ordinary)? $"
)
"""Sessions of which only the rhythm is told: "at its future sessions", "during its annual session"."""
_NUMBERS: Final = re.compile(_NUMBER)
_SESSION: Final = re.compile(r"\bsessions?\b")
_LONGEST: Final = 220
"""Characters before "session" within which its expression is looked for."""


class _Session(msgspec.Struct, frozen=True):
    """One session of an expression: its label in values, its number or the year it is named by, and where it is printed."""

    label: str
    number: int | None
    year: int | None
    start: int
    end: int


def find_sessions(text: str, context: SessionContext) -> tuple[list[DeadlineMention], list[Issue]]:
    """Return the coming sessions that ``text`` names as times, and an issue for each whose organ or number stays open.

    Sessions already held, reports *on* a session and "that session" are passed over. Several numbers give several mentions.
    """
    mentions: list[DeadlineMention] = []
    issues: list[Issue] = []
    for session in _SESSION.finditer(text):
        offset = max(0, session.start() - _LONGEST)
        left = text[offset : session.start()]
        if repeated := _repeated(text, left, offset, session):
            mentions.append(repeated)
        elif (match := _expression(left)) and _is_timing(text, match, offset + match.start()):
            found, open_issues = _read(text, match, offset, session.end(), context)
            mentions.extend(found)
            issues.extend(open_issues)
    return mentions, issues


def _repeated(text: str, left: str, offset: int, session: re.Match[str]) -> DeadlineMention | None:
    """Return the sessions that come again and again: each of them, the future ones, or the annual one."""
    each, again = _EACH.search(left), _AGAIN.search(left)
    match, value = each or again, "R"
    if match is None or _IN_YEAR.match(text, session.end()):
        return None
    start = offset + match.start()
    if again is not None:
        ahead = sense_of(text, start, session.end()) == "ahead" and act_before(text, start) != "behind"
        if not ahead or (again["rhythm"] is None and session.group() == "session"):
            return None
        value = {"annual": "R/P1Y", "biennial": "R/P2Y"}.get(again["rhythm"] or "", value)
    return DeadlineMention(start=start, end=session.end(), kind="recurrence", value=value, relation="every")


def _expression(left: str) -> re.Match[str] | None:
    """Return the expression that ends ``left``: the longest with a plain determiner, else the one nearest to the session.

    "of its" counts only when no preposition stands before it ("during the main part of its" is one expression).
    """
    found: list[re.Match[str]] = []
    at = 0
    while match := _BEFORE_SESSION.search(left, at):
        if match["rel"].lower() != "of" and match["det"] in ("its", "their", "his", "the"):
            return match
        found.append(match)
        at = match.start() + 1
    return next((match for match in reversed(found) if match["rel"].lower() != "of"), found[-1] if found else None)


def _is_timing(text: str, match: re.Match[str], start: int) -> bool:
    """Tell a time from a session that is only named: the session *of* a body, the preparations for it."""
    before = text[max(0, start - _LONGEST) : start]
    if match["rel"].lower() == "of":
        return bool(_AGENDA.search(before)) or bool(match["part"] and not match["part"].startswith("the "))
    if match["rel"].lower() == "to":
        return bool(_TO.search(before)) or bool(_DEFER.search(before) and act_before(text, start) != "behind")
    return not (match["rel"].lower() == "for" and _PREPARED.search(before)) or bool(_WRITTEN.search(before))


def _read(
    text: str, match: re.Match[str], offset: int, end: int, context: SessionContext
) -> tuple[list[DeadlineMention], list[Issue]]:
    """Return a mention for each coming session of the expression; organ and year printed once hold for all of them.

    Read from the last: one that is listed before a coming session, and opens in the document's year, is coming too.
    """
    words = SessionWords(
        start=offset + match.start(),
        end=end,
        preposition=match["rel"].lower(),
        determiner=match["det"],
        determiner_end=offset + match.end("det"),
        named=None if match["named"] is None else Span(offset + match.start("named") + 1, offset + match.end("named")),
    )
    organ, stop = explicit_organ(text, words, context)
    printed = _IN_YEAR.match(text, stop)
    printed_year = int(printed["year"]) if printed else None
    beside = printed is not None and match["numbers"] is not None
    sessions = _sessions(match, offset, stop if beside or printed is None else printed.end(), printed_year)
    mentions: list[DeadlineMention] = []
    issues: list[Issue] = []
    for index, session in reversed(list(enumerate(sessions))):
        own = msgspec.structs.replace(words, number=session.number, printed_year=printed_year or session.year)
        settled = organ or shared_organ(own, index, len(sessions), context) or organ_before(text, own, context)
        mention = _mention(text, session, own, settled, context.year, listed_ahead=bool(mentions))
        if mention is not None:
            mentions.insert(0, mention)
            if not mention.value:
                what = "organ" if session.label else "number"
                message = f"no {what} settles {text[mention.start : mention.end]!r}"
                issues.append(Issue("open-session", message, mention.start, mention.end))
    if mentions and beside and printed is not None:
        mentions.append(_printed_year(printed))
    return mentions, issues


def _printed_year(printed: re.Match[str]) -> DeadlineMention:
    """Return the year printed beside a session ("… in 2027"), a time of its own: the guideline keeps both."""
    start = printed.start() + len(printed.group()) - len(printed.group().lstrip(", ("))
    year = int(printed["year"])
    month = next((date for date in find_dates(printed.group()) if date.kind == "month"), None)
    return DeadlineMention(
        start=start,
        end=printed.end(),
        kind="year" if month is None else "date",
        value=str(year) if month is None else month.value,
        relation="in",
        year=year,
    )


def _sessions(match: re.Match[str], offset: int, stop: int, printed_year: int | None) -> list[_Session]:
    """Return the sessions of an expression in order; without a number or year, the one that is only "next", if it is.

    A range ("seventy-ninth to eighty-first") stands by its ends. The first session takes the preposition, the last what follows.
    """
    start = offset + match.start()
    if match["numbers"] is None:
        if printed_year is not None:
            return [_Session(str(printed_year), None, printed_year, start, stop)]
        return [_Session("", None, None, start, stop)] if match["coming"] else []
    special = "S-" if "special" in match["kinds"] else ""
    numbers = list(_NUMBERS.finditer(match["numbers"]))
    base = offset + match.start("numbers")
    sessions: list[_Session] = []
    for index, printed in enumerate(numbers):
        here = start if index == 0 else base + printed.start()
        there = stop if index == len(numbers) - 1 else base + printed.end()
        number = None if re.fullmatch(_YEAR, printed.group()) else parse_ordinal(printed.group())
        year = int(printed.group()) if number is None else None
        sessions.append(
            _Session(special + (printed.group() if number is None else str(number)), number, year, here, there)
        )
    return sessions


def _mention(
    text: str, session: _Session, words: SessionWords, organ: Organ, year: int | None, *, listed_ahead: bool
) -> DeadlineMention | None:
    """Return the mention of ``session``, or ``None`` when it was held before the document."""
    opens = words.printed_year
    if opens is None and session.number is not None and not session.label.startswith("S-"):
        opens = organ.year_of(session.number)
    relation = _RELATIONS[words.preposition]
    ahead = listed_ahead and opens is not None and opens == year
    if not ahead and not _is_coming(text, words.start, session.end, relation, organ, opens, year):
        return None
    return DeadlineMention(
        start=session.start,
        end=session.end,
        kind="session",
        value=f"{organ.prefix}-{session.label}" if organ.prefix and session.label else "",
        relation=relation,
        organ=organ.id,
        session=session.number,
        year=opens,
    )


def _is_coming(
    text: str, start: int, end: int, relation: DeadlineRelation, organ: Organ, opens: int | None, year: int | None
) -> bool:
    """Tell a session to come from one already held, by the calendar where it decides, else by the verbs.

    A session of the Assembly runs into the year after the one in which it opens.
    """
    sense = sense_of(text, start, end)
    if opens is None or year is None:
        if sense == "unknown":
            return relation in ("by", "before", "until")
        return sense == "ahead" and act_before(text, start) != "behind"
    if opens != year:
        running = organ.prefix == "GA" and opens == year - 1
        return opens > year or (running and sense == "ahead" and act_before(text, start) != "behind")
    return sense == "ahead" or (sense == "unknown" and organ.prefix == "GA")
