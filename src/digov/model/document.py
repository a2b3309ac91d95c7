"""Documents: a source text cut into a tree of segments."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

import msgspec

from digov.model.issue import Issue
from digov.model.source import SourceText
from digov.model.span import Span

_SPACE = re.compile(r"\s")

SegmentKind = Literal["title", "front", "heading", "preamble", "paragraph", "item", "footnote", "closing"]


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One segment of a document: its place in the tree and its own words.

    ``pieces`` are the spans of the source that hold the segment's own words in order (several when a page break, a
    footnote or a list of items interrupts them); children are segments of their own. ``text`` is the closed text: the pieces
    joined, every run of line breaks and blanks inside it one blank per source character run as :func:`close_text` does it.
    """

    id: str
    """Path of element and printed number: ``para_11__point_a``, ``annex_1__para_3``, ``preamble__recital_2``, ``fn_4``."""
    part: str
    """``main``, ``annex 1`` …"""
    kind: SegmentKind
    label: str | None
    """Printed path: ``11``, ``11(a)``, ``2(b)(iii)``; ``pp1`` for the first unlettered preambular clause; a footnote's number."""
    inferred_label: str | None = None
    """The label that the place calls for, where it differs from the printed one or none is printed."""
    parent: str | None = None
    pieces: tuple[Span, ...]
    text: str
    level: int = 0
    """Depth: of a heading (1 = highest), of an item (1 = directly under its paragraph)."""
    anchors: tuple[tuple[int, str], ...] = ()
    """Footnote anchors in the segment: (source offset of the mark, id of the footnote segment)."""
    starts: tuple[int, ...] = ()
    """Index in ``text`` at which each piece begins; same length as ``pieces``."""

    @property
    def span(self) -> Span:
        """Return the hull of the segment's own words in the source."""
        return Span(self.pieces[0].start, self.pieces[-1].end)

    def to_source(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]``; a span over a gap covers the gap. ``start < end`` is required."""
        return Span(self._offset(start), self._offset(end - 1) + 1)

    def _offset(self, index: int) -> int:
        piece = max(bisect_right(self.starts, index) - 1, 0)
        span = self.pieces[piece]
        return min(span.start + index - self.starts[piece], max(span.end - 1, span.start))


def close_text(source: str, pieces: tuple[Span, ...]) -> tuple[str, tuple[int, ...]]:
    """Return the closed text of ``pieces`` and the index at which each piece begins in it.

    Every white-space character becomes one blank, so the text of a piece has the length of the piece and indices map
    back by addition; pieces are joined by one blank, except where a piece ends in a hyphen that divides a word.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for span in pieces:
        words = _SPACE.sub(" ", span.slice(source))
        if parts and not parts[-1].endswith(("-", "\u2010")):
            parts.append(" ")
            length += 1
        starts.append(length)
        parts.append(words)
        length += len(words)
    return "".join(parts), tuple(starts)


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One source text as a tree of segments, in document order, with the issues found while cutting it.

    ``leaves`` tile the source: (span, segment id) pairs in order, without gap or overlap, so that joining their words gives the
    source back to the character. Blank runs belong to the leaf before them.
    """

    source: SourceText
    segments: tuple[Segment, ...]
    leaves: tuple[tuple[Span, str], ...]
    issues: tuple[Issue, ...] = ()

    def by_id(self) -> dict[str, Segment]:
        """Return the segments by id."""
        return {segment.id: segment for segment in self.segments}
