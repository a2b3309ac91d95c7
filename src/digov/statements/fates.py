"""Fates: what became of the words of a redlined document that say something, and so of what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from digov.model.alignment import Side
from digov.model.document import Document, Segment
from digov.model.meaning import meaning_of
from digov.model.mention import Act, Mention, SegmentMentions
from digov.model.redline import Redline, RedlineSpan, Tier
from digov.model.span import Span
from digov.model.statement import StatementStatus

_ORDER: Final[dict[StatementStatus, int]] = {"asserted": 0, "contested": 1, "dropped": 2}
_ACT_MEANING: Final = 4
"""The parts of a meaning that do not tell from where an act was taken over."""
_MARKER: Final = re.compile(r"[-\s]*(?:\(?[A-Za-z0-9]{1,4}[.:)]+\s*)+")


class Fate(msgspec.Struct, frozen=True):
    """What became of a fact, and how sure that is."""

    status: StatementStatus = "asserted"
    tier: Tier | None = None

    @property
    def asserted(self) -> bool:
        """Return whether the document says it."""
        return self.status == "asserted"

    def under(self, other: Fate) -> Fate:
        """Return the fate of what rests on both: the worse status, the lower tier."""
        status = max(self.status, other.status, key=_ORDER.__getitem__)
        return Fate(status, max((tier for tier in (self.tier, other.tier) if tier), default=None))

    def beside(self, other: Fate) -> Fate:
        """Return the fate of what either says alone: the better status, and of two that are equal the higher tier."""
        if self.status != other.status:
            return min(self, other, key=lambda fate: _ORDER[fate.status])
        return Fate(self.status, min((tier for tier in (self.tier, other.tier) if tier), default=None))


ASSERTED: Final = Fate()
"""The fate of everything in a document that is no redline."""


class Judge:
    """Tells the fates of the words of one document by the spans of its redline; without one, everything is asserted.

    Where some letters of a mention were struck and the others stand, it counts whether the same is found at the same place
    when the struck words are left out (``standing``): "the 80th81st session" still names the eighty-first. A change of case or
    hyphens is none of content.
    """

    def __init__(self, document: Document, redline: Redline | None, standing: Side | None) -> None:
        self._text = document.source.text
        self._segments = document.by_id()
        self._spans = () if redline is None else tuple(_spelled(self._text, redline.spans))
        self._starts = [span.start for span in self._spans]
        self._left: dict[str, tuple[Segment, SegmentMentions]] = {}
        if standing is not None:
            segments = standing.document.by_id()
            self._left = {found.segment: (segments[found.segment], found) for found in standing.mentions}

    def mention(self, segment_id: str, mention: Mention, spans: Sequence[Span]) -> Fate:
        """Return the fate of what ``mention`` says in the words at ``spans`` of the source."""
        if isinstance(mention, Act) and mention.verb == "state":
            return self._place(spans)
        fate, mixed = self._words(spans)
        return Fate("asserted", fate.tier) if mixed and self._still(segment_id, mention, spans) else fate

    def words(self, spans: Sequence[Span]) -> Fate:
        """Return the fate of what the words at ``spans`` of the source say."""
        return self._words(spans)[0]

    def segment(self, segment_id: str) -> Fate:
        """Return the fate of a segment that takes something over: it is gone only when all its words are."""
        segment = self._segments[segment_id]
        marker = _MARKER.match(segment.text)
        start = marker.end() if marker and marker.end() < len(segment.text) else 0
        spans = []
        for piece, offset in zip(segment.pieces, segment.starts, strict=True):
            first = piece.start + max(start - offset, 0)
            if first < piece.end:
                spans.append(Span(first, piece.end))
        return self._place(spans)

    def _words(self, spans: Sequence[Span]) -> tuple[Fate, bool]:
        """Return the fate of words, and whether some of their letters were struck while the others stand."""
        touched = list(self._touched(spans))
        if not touched:
            return ASSERTED, False
        tier = max(span.tier for span, _ in touched)
        found = {span.status for span, _ in touched}
        gone, open_ = "deleted" in found, "contested" in found
        if gone and found <= {"deleted", "artefact"}:
            return Fate("dropped", tier), False
        if open_:
            return Fate("contested", tier), False
        return Fate("dropped" if gone else "asserted", tier), gone

    def _place(self, spans: Sequence[Span]) -> Fate:
        """Return the fate of what hangs on a place: it stands as long as a word of it does."""
        touched = [span for span, _ in self._touched(spans)]
        for statuses, status in ((("kept", "inserted"), "asserted"), (("contested",), "contested")):
            tiers = [span.tier for span in touched if span.status in statuses]
            if tiers:
                return Fate("asserted" if status == "asserted" else "contested", min(tiers))
        return Fate("dropped", max(span.tier for span in touched)) if touched else ASSERTED

    def _touched(self, spans: Sequence[Span]) -> Iterator[tuple[RedlineSpan, str]]:
        """Yield the spans of the redline that share letters or digits with ``spans``; where there are none, other marks."""
        found = list(self._over(spans))
        yield from [one for one in found if any(map(str.isalnum, one[1]))] or found

    def _over(self, spans: Iterable[Span]) -> Iterator[tuple[RedlineSpan, str]]:
        for place in spans:
            index = max(bisect_right(self._starts, place.start) - 1, 0)
            while index < len(self._spans) and self._spans[index].start < place.end:
                span = self._spans[index]
                words = self._text[max(span.start, place.start) : min(span.end, place.end)]
                if words and not words.isspace():
                    yield span, words
                index += 1

    def _still(self, segment_id: str, mention: Mention, spans: Sequence[Span]) -> bool:
        """Return whether the words that stand say the same at the same place."""
        if segment_id not in self._left:
            return False
        segment, found = self._left[segment_id]
        wanted = meaning_of(mention)[:_ACT_MEANING]
        for other in _mentions(found):
            if meaning_of(other)[:_ACT_MEANING] == wanted and other.end > other.start:
                place = segment.to_source(other.start, other.end)
                if any(place.start < span.end and span.start < place.end for span in spans):
                    return True
        return False


def _spelled(text: str, spans: Sequence[RedlineSpan]) -> Iterator[RedlineSpan]:
    """Yield the spans, with words as kept that were struck only to be put in again in another spelling ("Aimaim")."""
    letters = ["".join(filter(str.isalnum, span.span.slice(text))).casefold() for span in spans]
    for place, span in enumerate(spans):
        beside = [index for index in (place - 1, place + 1) if 0 <= index < len(spans)]
        same = any(spans[index].status == "inserted" and letters[index] == letters[place] for index in beside)
        if span.status == "deleted" and letters[place] and same:
            yield msgspec.structs.replace(span, status="kept")
        else:
            yield span


def _mentions(found: SegmentMentions) -> Iterator[Mention]:
    own_acts = (act for act in found.acts if act.inherited_from is None)
    yield from (*own_acts, *found.sdgs, *found.targets, *found.bodies, *found.groups)
    yield from (*found.deadlines, *found.references, *found.quantities, *found.topics)
