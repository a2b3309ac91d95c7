"""Whose session it is: the organ that a session is named with, or the one that "its" and "the" stand for.

The organ is the one named with the session, else for "its" the last organ named before it, else the speaker; when the calendar of that
organ cannot hold the number, and another's can, it is the other's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from digov.mentions.timing.tenses import clause_before
from digov.model.lexicon import Calendar
from digov.model.mention import BodyMention
from digov.model.span import Span

_OF: Final = re.compile(r",? of (?:the )?")
_ORGAN_WORDS: Final = re.compile(
    r"Assembly|Council|Commission|Committee|Conference|Forum|Board|Working Group|Subcommittee|Congress"
    r"|Meeting of|Parties|Group of Experts|Authority"
)
_NO_ORGAN: Final = re.compile(
    r"^(?:Secretary-General|Office|Department|.* (?:Programme|Fund|Office|Secretariat|Centre))\b|High Commissioner"
)
_NAME: Final = re.compile(r"[A-Z][\w’-]*(?:(?:,? (?:of|on|for|the|and|to|in|against|as))* [A-Z][\w’-]*)*")
_SMALL_WORDS: Final = frozenset("of on for the and to in against as de la with".split())
_ASSEMBLY: Final = "General Assembly"
_TO_IT: Final = re.compile(r"\b(?:report|submit|present|brief|transmit)\b[^;:]{0,90} to it,? $")
_DECIDES: Final = re.compile(r"\b(?:[Dd]ecides|[Ww]e decide)\b")
_OTHERS_ACT: Final = re.compile(r"\b(?:[Rr]equests?|[Ii]nvites?|[Ee]ncourages?|[Uu]rges?|[Cc]alls? upon)\b")
_OLDEST: Final = 70
"""Session number from which a session with no organ of known calendar in play is taken for the Assembly's."""
_SOON: Final = 3
"""Years ahead of a document within which a number is taken for the Assembly's when the calendar of the organ that is named has no numbers."""
_FARTHEST: Final = 12
"""Years ahead of a document within which a session that it names is taken to fall."""


class Organ(msgspec.Struct, frozen=True):
    """The organ of a session: its body id when known, its code in values (empty when open) and its calendar's origin."""

    id: str | None
    prefix: str
    origin: int | None

    def year_of(self, number: int) -> int | None:
        """Return the year in which session ``number`` opens, or ``None`` when no calendar says."""
        return None if self.origin is None else self.origin + number


OPEN_ORGAN: Final = Organ(id=None, prefix="", origin=None)


class SessionContext(msgspec.Struct, frozen=True, kw_only=True):
    """What settles the organ of a session: the organs named in the segment, the calendars, who speaks and when."""

    bodies: Sequence[BodyMention]
    calendars: Mapping[str, Calendar]
    speaker: str | None
    year: int | None


class SessionWords(msgspec.Struct, frozen=True, kw_only=True):
    """One printed session: where its words begin and end, what governs it, its number or printed year."""

    start: int
    end: int
    preposition: str
    determiner: str
    """``its``, ``the`` … or a possessive ("the Commission’s")."""
    determiner_end: int
    named: Span | None = None
    """The organ between number and session, if one is printed there: "the 81st UNGA session"."""
    number: int | None = None
    printed_year: int | None = None


def explicit_organ(text: str, words: SessionWords, context: SessionContext) -> tuple[Organ | None, int]:
    """Return the organ that is printed with the session ("of the Commission", "the Commission’s"), and where the expression ends."""
    if words.named is not None:
        return _by_span(text, words.named, context), words.end
    if of := _OF.match(text, words.end):
        for body in context.bodies:
            if of.start() < body.start <= of.end() < body.end:
                return _as_organ(body.id, body.name, context), body.end
        name = _NAME.match(text, of.end())
        if name and _ORGAN_WORDS.search(name.group()):
            return _by_name(name.group(), words.end, context), name.end()
    if words.determiner.endswith(("’s", "'s", "’", "'")):
        stop = words.determiner_end
        for body in reversed(context.bodies):
            if stop - 2 <= body.end <= stop and body.start >= words.start:
                return _as_organ(body.id, body.name, context), words.end
        printed = words.determiner.removeprefix("the ").rstrip("s’'")
        if _ORGAN_WORDS.search(printed):
            return _as_organ(None, printed, context), words.end
    return None, words.end


def shared_organ(words: SessionWords, index: int, count: int, context: SessionContext) -> Organ | None:
    """Return the organ in its turn: "the Assembly and the Council at their eightieth and sixtieth sessions, respectively"."""
    if words.determiner != "their" or count < 2:
        return None
    named = _named(words, context)
    if len(named) < count:
        return None
    body = named[len(named) - count + index]
    return _as_organ(body.id, body.name, context)


def organ_before(text: str, words: SessionWords, context: SessionContext) -> Organ:
    """Return the organ of "its" or "the" session by what was named before it, by the calendars, by the speaker."""
    organs = _candidates(text, words, context)
    number, printed_year = words.number, words.printed_year
    if number is None and printed_year is not None:
        organs = [organ for organ in organs if organ.prefix != "GA"]
    elif number is not None and printed_year is not None:
        organs = [organ for organ in organs if abs((organ.year_of(number) or printed_year) - printed_year) <= 1]
    first = organs[0] if organs else OPEN_ORGAN
    if number is None or context.year is None:
        return first
    assembly = _assembly(context)
    unknown = first.id not in context.calendars
    if assembly and first.origin is None and not unknown and _soon(assembly, number, context.year):
        return assembly
    if assembly and unknown and number >= _OLDEST and (organs or words.determiner == "the"):
        opens = assembly.year_of(number) or context.year
        if abs(opens - context.year) <= _FARTHEST:
            return assembly
    if organs and (first.year_of(number) or context.year) <= context.year + _FARTHEST:
        return first
    return _holding(organs if assembly is None else [*organs, assembly], number, printed_year, context.year) or first


def _soon(assembly: Organ, number: int, year: int) -> bool:
    """Tell whether the number is that of one of the next sessions of the Assembly.

    Organs whose sessions go by the year have no such numbers, and those that meet more often are at others when the Assembly is at
    this one.
    """
    opens = assembly.year_of(number)
    return number >= _OLDEST and opens is not None and year <= opens <= year + _SOON


def _holding(organs: Sequence[Organ], number: int, printed_year: int | None, year: int) -> Organ | None:
    """Return the first organ whose calendar puts the session near the document and on the printed year.

    The General Assembly is tried last even when nobody named it, as "the 81st session" alone is the Assembly's.
    """
    for organ in organs:
        opens = organ.year_of(number)
        if opens is None or not year - 1 <= opens <= year + _FARTHEST:
            continue
        if printed_year is None or abs(opens - printed_year) <= 1:
            return organ
    return None


def _candidates(text: str, words: SessionWords, context: SessionContext) -> list[Organ]:
    """Return the organs in play, the likeliest first: the speaker where it decides, then the last named, then the speaker."""
    named = _named(words, context)
    organs = [_as_organ(body.id, body.name, context) for body in reversed(named)]
    form = _named_by_form(text, words.start)
    if form and not any(form[1] <= body.end <= words.start for body in context.bodies):
        organs.insert(0, _as_organ(None, form[0], context))
    if context.speaker in context.calendars:
        speaker = _as_organ(context.speaker, "", context)
        organs.insert(0 if _speaks(text, words, named) else len(organs), speaker)
    return organs


def _speaks(text: str, words: SessionWords, named: Sequence[BodyMention]) -> bool:
    """Tell whether "its" is the speaker's own: "report to it at its …", "Decides to consider, at its …", "the agenda of its …"."""
    clause = clause_before(text, words.start)
    if _TO_IT.search(clause):
        return True
    decisions = list(_DECIDES.finditer(clause))
    if not decisions or _OTHERS_ACT.search(clause, decisions[-1].end()):
        return False
    after = words.start - len(clause) + decisions[-1].end()
    return words.preposition == "of" or not any(body.start >= after for body in named)


def _named(words: SessionWords, context: SessionContext) -> list[BodyMention]:
    return [body for body in context.bodies if body.end <= words.start and _holds_sessions(body, context)]


def _holds_sessions(body: BodyMention, context: SessionContext) -> bool:
    if body.id in context.calendars or _is_assembly(body.name):
        return True
    return bool(_ORGAN_WORDS.search(body.name)) and not _NO_ORGAN.search(body.name)


def _named_by_form(text: str, start: int) -> tuple[str, int] | None:
    """Return the last capitalised name of an organ in the clause before ``start``, and where it ends."""
    clause = clause_before(text, start)
    found = [name for name in _NAME.finditer(clause) if " " in name.group() and _ORGAN_WORDS.search(name.group())]
    if not found or _NO_ORGAN.search(found[-1].group()):
        return None
    return found[-1].group(), start - len(clause) + found[-1].end()


def _by_span(text: str, span: Span, context: SessionContext) -> Organ:
    """Return the organ whose name or code is printed at ``span``; "UN" before a code is no part of it."""
    name = span.slice(text)
    for body in context.bodies:
        if span.start <= body.start and body.end <= span.end:
            return _as_organ(body.id, body.name, context)
    for calendar in context.calendars.values():
        if calendar.prefix in (name, name.removeprefix("UN")):
            return Organ(id=calendar.organ, prefix=calendar.prefix, origin=calendar.origin)
    return _by_name(name, span.start, context)


def _by_name(name: str, start: int, context: SessionContext) -> Organ:
    """Return the organ of a printed name that is no body mention; one word ("Commission") is the last body with it in its name."""
    if " " not in name:
        for body in reversed([body for body in context.bodies if body.end <= start]):
            if name in body.name.split():
                return _as_organ(body.id, body.name, context)
    return _as_organ(None, name, context)


def _as_organ(body_id: str | None, name: str, context: SessionContext) -> Organ:
    """Return the body as an organ; the President of the General Assembly stands for the Assembly."""
    calendar = context.calendars.get(body_id) if body_id else None
    if calendar is not None:
        return Organ(id=calendar.organ, prefix=calendar.prefix, origin=calendar.origin)
    if _is_assembly(name) and (assembly := _assembly(context)):
        return assembly
    return Organ(id=body_id, prefix=acronym_of(name), origin=None)


def _is_assembly(name: str) -> bool:
    return name == _ASSEMBLY or name.endswith(f"of the {_ASSEMBLY}")


def _assembly(context: SessionContext) -> Organ | None:
    for calendar in context.calendars.values():
        if calendar.prefix == "GA":
            return Organ(id=calendar.organ, prefix=calendar.prefix, origin=calendar.origin)
    return None


def acronym_of(name: str) -> str:
    """Return the initials of a name in capitals, or nothing for a name of one word, which could be anybody's.

    >>> acronym_of("Committee on the Peaceful Uses of Outer Space")
    'CPUOS'
    """
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", name) if word not in _SMALL_WORDS]
    initials = "".join(word[0] for word in words if word[0].isupper())
    return initials if len(initials) > 1 else ""
