"""Struck words: what of a redlined document still stands when its spans say which characters were deleted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal

from digov.model.document import Segment
from digov.model.redline import RedlineSpan
from digov.model.span import Span

_GONE = frozenset(("deleted", "artefact"))


Fate = Literal["stands", "gone", "contested"]


class Marks:
    """The undecided and the struck characters of a redlined document, by their offsets in its source."""

    def __init__(self, spans: Sequence[RedlineSpan] = ()) -> None:
        self._spans = sorted(span for span in spans if span.status in _GONE or span.status == "contested")
        self._ends = [span.end for span in self._spans]

    def over(self, start: int, end: int) -> Iterator[RedlineSpan]:
        """Yield the marked spans that overlap ``start`` to ``end``, in order."""
        for index in range(bisect_left(self._ends, start + 1), len(self._spans)):
            span = self._spans[index]
            if span.start >= end:
                return
            yield span

    def fate(self, text: str, span: Span) -> Fate:
        """Return whether the letters and digits of ``span`` in the source ``text`` stand, are gone, or are undecided.

        They are undecided, too, where some of them stand and others were struck: which words are left is then a guess.
        """
        letters = gone = contested = 0
        for index in range(span.start, span.end):
            letters += text[index].isalnum()
        for mark in self.over(span.start, span.end):
            inside = text[max(mark.start, span.start) : min(mark.end, span.end)]
            count = sum(char.isalnum() for char in inside)
            gone, contested = (gone, contested + count) if mark.status == "contested" else (gone + count, contested)
        if letters and gone == letters:
            return "gone"
        return "contested" if gone or contested else "stands"

    def standing(self, segment: Segment) -> str:
        """Return the text of a segment with blanks in place of the characters that were struck or are no text."""
        hull = segment.span
        struck = [span for span in self.over(hull.start, hull.end) if span.status in _GONE]
        if not struck:
            return segment.text
        chars = list(segment.text)
        for piece, start in zip(segment.pieces, segment.starts, strict=True):
            for span in struck:
                for place in range(max(piece.start, span.start), min(piece.end, span.end)):
                    chars[start + place - piece.start] = " "
        return "".join(chars)


NOTHING_STRUCK = Marks()
"""The marks of a document that is no redline."""
