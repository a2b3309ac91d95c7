"""Quotes: from a place in a segment's text to the exact words of the source, piece by piece."""

from __future__ import annotations

from bisect import bisect_right

from digov.model.document import Segment
from digov.model.evidence import Evidence, Producer, quote
from digov.model.source import SourceText
from digov.model.span import Span


def spans_of(source: SourceText, segment: Segment, start: int, end: int) -> tuple[Span, ...]:
    """Return the spans of the source that hold ``segment.text[start:end]``, in order, without blanks at their ends.

    Words that run over a page break or a footnote give a span before and one after it, none with the strange words in it;
    pieces with nothing but blanks between them are one span. ``start < end`` and a character that is not blank are required.
    """
    spans: list[Span] = []
    for piece, offset in zip(segment.pieces, segment.starts, strict=True):
        low, high = max(start - offset, 0), min(end - offset, len(piece))
        words = source.text[piece.start + low : piece.start + high] if low < high else ""
        if not words.strip():
            continue
        first = piece.start + low + len(words) - len(words.lstrip())
        span = Span(first, first + len(words.strip()))
        if spans and not source.text[spans[-1].end : span.start].strip():
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    if not spans:
        raise ValueError(f"no words at [{start}, {end}) of {segment.id}")
    return tuple(spans)


def quotes_of(source: SourceText, segment: Segment, start: int, end: int, producer: Producer) -> tuple[Evidence, ...]:
    """Return ``segment.text[start:end]`` as evidence, one piece for each span of the source; see :func:`spans_of`."""
    return tuple(quote(source, span, producer) for span in spans_of(source, segment, start, end))


def piece_at(segment: Segment, index: int) -> int:
    """Return the number of the piece of a segment that holds the character ``index`` of its text."""
    return max(bisect_right(segment.starts, index) - 1, 0)
