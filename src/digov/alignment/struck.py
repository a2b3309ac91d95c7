"""Struck words: what of a redlined document still stands when its spans say which characters were deleted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal

from digov.model.document import Segment
from digov.model.redline import RedlineSpan, Tier
from digov.model.span import Span

_GONE = frozenset(("deleted", "artefact"))


Fate = Literal["stands", "gone", "contested"]


class Marks:
    """The undecided and the struck characters of a redlined document, by their offsets in its source."""

    def __init__(self, spans: Sequence[RedlineSpan] = ()) -> None:
        self._edits = sorted(span for span in spans if span.status != "kept")
        self._edit_ends = [span.end for span in self._edits]
        self._changed = [span for span in self._edits if span.status in ("deleted", "inserted")]
        self._spans = [span for span in self._edits if span.status != "inserted"]
        self._ends = [span.end for span in self._spans]

    def __bool__(self) -> bool:
        """Return whether anything was edited."""
        return bool(self._edits)

    def tier(self, span: Span) -> Tier | None:
        """Return the lowest tier of the edits that ``span`` touches, ``None`` where it touches none."""
        found: list[Tier] = []
        for index in range(bisect_left(self._edit_ends, span.start + 1), len(self._edits)):
            if self._edits[index].start >= span.end:
                break
            found.append(self._edits[index].tier)
        return max(found, default=None)

    def over(self, start: int, end: int) -> Iterator[RedlineSpan]:
        """Yield the marked spans that overlap ``start`` to ``end``, in order."""
        for index in range(bisect_left(self._ends, start + 1), len(self._spans)):
            span = self._spans[index]
            if span.start >= end:
                return
            yield span

    def around(self, span: Span) -> Span:
        """Return ``span`` with the insertions and deletions that it touches, and those that touch these, without a gap."""
        start, end = span.start, span.end
        for one in self._changed:
            if one.start > end:
                break
            end = max(end, one.end) if one.end >= start else end
        for one in reversed(self._changed):
            if one.end < start:
                break
            start = min(start, one.start) if one.start <= end else start
        return Span(start, end)

    def fate(self, text: str, *spans: Span) -> Fate:
        """Return whether the letters and digits of ``spans`` in the source ``text`` stand, are gone, or are undecided.

        They are undecided, too, where some of them stand and others were struck: which words are left is then a guess.
        """
        letters = gone = contested = 0
        for span in spans:
            letters += sum(char.isalnum() for char in span.slice(text))
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
