"""Readings: what a redline says once its struck words are left out, and once its inserted ones are, at the places in print.

In print, words run together hide names and numbers ("starting in 2026during", "ForumIGF"). Each of the two texts read by
itself shows them; what both print and reading say is there once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from digov.alignment.struck import Marks
from digov.model.alignment import Side
from digov.model.document import Document, Segment
from digov.model.meaning import meaning_of
from digov.model.mention import Act, DeadlineMention, EntityRef, Mention, SegmentMentions
from digov.model.redline import RedlineSpan, Status
from digov.model.span import Span

_M = TypeVar("_M", bound=Mention)
_LISTS = ("sdgs", "targets", "bodies", "groups", "deadlines", "references", "quantities", "topics")
_BEFORE: dict[Status, Status] = {"inserted": "deleted", "deleted": "kept", "contested": "kept"}


def spans_before(spans: Iterable[RedlineSpan]) -> tuple[RedlineSpan, ...]:
    """Return the spans of a redline seen from its base: what was inserted is not there, all else is."""
    return tuple(msgspec.structs.replace(span, status=_BEFORE.get(span.status, span.status)) for span in spans)


def merge_readings(
    printed: Side, after: Side, before: Side, spans: Sequence[RedlineSpan]
) -> tuple[SegmentMentions, ...]:
    """Return what is found in print together with what only a reading shows, with offsets in the printed segments.

    ``after`` and ``before`` are the redline without its struck and without its inserted words, on the printed source. Of ``before``
    only what struck words say counts. An act that no operative verb makes is no find of a reading.
    """
    marks = Marks(tuple(span for span in spans if span.status == "deleted"))
    found = {one.segment: one for one in printed.mentions}
    for reading, struck in ((after, None), (before, marks)):
        places = _Places(printed.document, reading.document, struck)
        for one in reading.mentions:
            found[one.segment] = _with(found[one.segment], one, places)
    return tuple(found[one.segment] for one in printed.mentions)


class _Places:
    """From the places of a reading to those of the print."""

    def __init__(self, printed: Document, reading: Document, struck: Marks | None) -> None:
        self._printed: Mapping[str, Segment] = printed.by_id()
        self._reading: Mapping[str, Segment] = reading.by_id()
        self._text = printed.source.text
        self._struck = struck

    def moved(self, mention: _M, segment: str) -> _M | None:
        """Return ``mention`` of a reading's ``segment`` at its place in print, ``None`` where it has none or it is not wanted."""
        place = self._place(mention.start, mention.end, segment)
        if place is None:
            return None
        if self._struck is not None:
            source = self._printed[segment].to_source(place.start, place.end)
            if self._struck.fate(self._text, source) == "stands":
                return None
        return msgspec.structs.replace(mention, start=place.start, end=place.end)

    def person(self, person: EntityRef, segment: str) -> EntityRef:
        """Return a named actor or addressee at the place in print."""
        if person.start is None or person.end is None:
            return person
        place = self._place(person.start, person.end, segment)
        if place is None:
            return msgspec.structs.replace(person, start=None, end=None)
        return msgspec.structs.replace(person, start=place.start, end=place.end)

    def _place(self, start: int, end: int, segment: str) -> Span | None:
        if start >= end:
            return None
        source = self._reading[segment].to_source(start, end)
        first, last = (_index(self._printed[segment], offset) for offset in (source.start, source.end - 1))
        return None if first is None or last is None else Span(first, last + 1)


def _index(segment: Segment, offset: int) -> int | None:
    """Return where the character at ``offset`` of the source stands in the text of ``segment``."""
    number = bisect_right(segment.pieces, offset, key=lambda piece: piece.start) - 1
    if number < 0 or offset >= segment.pieces[number].end:
        return None
    return segment.starts[number] + offset - segment.pieces[number].start


def _with(found: SegmentMentions, reading: SegmentMentions, places: _Places) -> SegmentMentions:
    """Return ``found`` with what ``reading`` shows beside it."""
    fields: dict[str, tuple[Mention, ...]] = {}
    for name in _LISTS:
        own: tuple[Mention, ...] = getattr(found, name)
        theirs: tuple[Mention, ...] = getattr(reading, name)
        moved = [places.moved(mention, reading.segment) for mention in theirs]
        fields[name] = tuple(sorted((*own, *_news(own, moved)), key=_order))
    more: list[tuple[str, DeadlineMention]] = []
    for origin, deadline in reading.inherited_deadlines:
        known = [one for place, one in found.inherited_deadlines if place == origin]
        more += [(origin, new) for new in _news(known, [places.moved(deadline, origin)])]
    acts = [_moved_act(act, reading.segment, places) for act in reading.acts if act.verb != "state"]
    return msgspec.structs.replace(
        found,
        **fields,
        inherited_deadlines=(*found.inherited_deadlines, *more),
        acts=tuple(sorted((*found.acts, *_news(found.acts, acts)), key=_act_order)),
    )


def _news(own: Sequence[_M], moved: Iterable[_M | None]) -> Iterator[_M]:
    """Yield those of ``moved`` that say what none of ``own`` says at the same place."""
    for mention in moved:
        if mention is not None and not any(
            meaning_of(mention) == meaning_of(other) and mention.start < other.end and other.start < mention.end
            for other in own
        ):
            yield mention


def _moved_act(act: Act, segment: str, places: _Places) -> Act | None:
    home = act.inherited_from or segment
    moved = places.moved(act, home)
    if moved is None:
        return None
    return msgspec.structs.replace(
        moved,
        actor=None if act.actor is None else places.person(act.actor, segment if act.actor.in_item else home),
        addressees=tuple(places.person(one, segment if one.in_item else home) for one in act.addressees),
    )


def _order(mention: Mention) -> tuple[int, int]:
    return (mention.start, mention.end)


def _act_order(act: Act) -> tuple[bool, int, int]:
    """Return the key that puts acts taken over first, as the finder gives them, the rest in the order of the text."""
    return (act.inherited_from is None, act.start, act.end)
