"""From a mention in a segment to quotes of the source: one for each contiguous run of words."""

from __future__ import annotations

from typing import Final

import msgspec

from digov.model.document import Document, Segment
from digov.model.evidence import Evidence, Producer, quote
from digov.model.mention import Mention
from digov.model.span import Span
from digov.statements.fates import Fate, Judge

_OPENING_LENGTH: Final = 80
"""Code points of an item that stand for its place under a chapeau, at most."""


class Said(msgspec.Struct, frozen=True):
    """The words that say something, in text order and never none, and what became of them."""

    evidence: tuple[Evidence, ...]
    fate: Fate

    def under(self, fate: Fate) -> Said:
        """Return the same words for something that hangs on what has the ``fate``."""
        return Said(self.evidence, self.fate.under(fate))


class Quoter:
    """The maker of evidence for one document; segments are named by id."""

    def __init__(self, document: Document, judge: Judge | None = None) -> None:
        self._source = document.source
        self._segments = document.by_id()
        self._judge = judge or Judge(document, None, None)

    def mention(self, segment_id: str, mention: Mention, producer: Producer) -> Said:
        """Return the words of ``mention``, whose offsets index the text of the segment; see :meth:`words`."""
        return self.words(segment_id, mention.start, mention.end, producer, mention)

    def words(self, segment_id: str, start: int, end: int, producer: Producer, mention: Mention | None = None) -> Said:
        """Return the evidence for ``text[start:end]`` of a segment, the words of ``mention`` if one is given.

        A mention that runs over a page break or a footnote gives a piece before and one after it, none with the strange
        words in it. A mention without words of its own (an empty range, or blanks) is evidenced by the segment's
        opening.
        """
        segment = self._segments[segment_id]
        spans = source_spans(segment, start, end, self._source.text)
        if not spans:
            return self.opening(segment_id, producer)
        fate = self._judge.words(spans) if mention is None else self._judge.mention(segment_id, mention, spans)
        return Said(tuple(quote(self._source, span, producer) for span in spans), fate)

    def fate(self, segment_id: str, mention: Mention, origin: str | None = None) -> Fate:
        """Return what became of ``mention`` in a segment, or of one that the segment takes over from ``origin``."""
        home = origin or segment_id
        spans = source_spans(self._segments[home], mention.start, mention.end, self._source.text)
        fate = self._judge.mention(home, mention, spans) if spans else self._judge.segment(home)
        return fate if origin is None else fate.under(self._judge.segment(segment_id))

    def opening(self, segment_id: str, producer: Producer) -> Said:
        """Return the evidence for the first words of a segment: its marker and up to 80 characters, to a word's end.

        They stand for the place, so that their fate is that of the segment as a whole.
        """
        segment = self._segments[segment_id]
        end = min(len(segment.text), _OPENING_LENGTH)
        if end < len(segment.text) and " " in segment.text[1:end].strip():
            end = segment.text.rindex(" ", 0, end)
        spans = source_spans(segment, 0, end, self._source.text) or (_first_word(segment, self._source.text),)
        return Said((quote(self._source, spans[0], producer),), self._judge.segment(segment_id))

    def inherited(self, words: Said, item_id: str, producer: Producer) -> Said:
        """Return ``words`` of a chapeau together with the opening of the item that takes them over."""
        item = self.opening(item_id, producer)
        return Said(words.evidence + item.evidence, words.fate.under(item.fate))


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
