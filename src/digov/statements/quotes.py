"""From a mention in a segment to quotes of the source: one for each contiguous run of words."""

from __future__ import annotations

from typing import Final

from digov.model.document import Document, Segment
from digov.model.evidence import Evidence, Producer, quote
from digov.model.span import Span

_OPENING_LENGTH: Final = 80
"""Code points of an item that stand for its place under a chapeau, at most."""


class Quoter:
    """The maker of evidence for one document; segments are named by id."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        self._segments = document.by_id()

    def words(self, segment_id: str, start: int, end: int, producer: Producer) -> tuple[Evidence, ...]:
        """Return the evidence for ``text[start:end]`` of a segment, in text order, never empty.

        A mention that runs over a page break or a footnote gives a piece before and one after it, none with the strange
        words in it. A mention without words of its own (an empty range, or blanks) is evidenced by the segment's
        opening.
        """
        segment = self._segments[segment_id]
        spans = source_spans(segment, start, end, self._source.text)
        if not spans:
            return self.opening(segment_id, producer)
        return tuple(quote(self._source, span, producer) for span in spans)

    def opening(self, segment_id: str, producer: Producer) -> tuple[Evidence, ...]:
        """Return the evidence for the first words of a segment: its marker and up to 80 characters, to a word's end."""
        segment = self._segments[segment_id]
        end = min(len(segment.text), _OPENING_LENGTH)
        if end < len(segment.text) and " " in segment.text[1:end].strip():
            end = segment.text.rindex(" ", 0, end)
        spans = source_spans(segment, 0, end, self._source.text) or (_first_word(segment, self._source.text),)
        return (quote(self._source, spans[0], producer),)

    def inherited(self, words: tuple[Evidence, ...], item_id: str, producer: Producer) -> tuple[Evidence, ...]:
        """Return ``words`` of a chapeau together with the opening of the item that takes them over."""
        return words + self.opening(item_id, producer)


def source_spans(segment: Segment, start: int, end: int, source: str) -> tuple[Span, ...]:
    """Return the spans of ``source`` that hold ``segment.text[start:end]``, in order, without blanks at their ends.

    Pieces with nothing but blanks between them in the source are one span; a range of blanks alone has none.
    """
    spans: list[Span] = []
    for piece, offset in zip(segment.pieces, segment.starts, strict=True):
        low, high = max(start - offset, 0), min(end - offset, len(piece))
        if low >= high:
            continue
        words = source[piece.start + low : piece.start + high]
        first = piece.start + low + len(words) - len(words.lstrip())
        last = piece.start + low + len(words.rstrip())
        if first >= last:
            continue
        if spans and not source[spans[-1].end : first].strip():
            spans[-1] = Span(spans[-1].start, last)
        else:
            spans.append(Span(first, last))
    return tuple(spans)


def _first_word(segment: Segment, source: str) -> Span:
    """Return the first word of a segment whose opening is blank, else its first character."""
    words = segment.span.slice(source)
    first = segment.span.start + len(words) - len(words.lstrip())
    first = first if first < segment.span.end else segment.span.start
    return Span(first, max(first + 1, min(segment.span.end, first + _OPENING_LENGTH)))
