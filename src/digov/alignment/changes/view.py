"""One side of a pair of units: its words in a row over all its segments, and what was found in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from digov.alignment.quoting import quotes_of, spans_of
from digov.alignment.struck import Marks
from digov.alignment.wording import Alphabet, Words, body_start, words_of
from digov.model.alignment import CHANGES
from digov.model.document import Segment
from digov.model.evidence import Evidence
from digov.model.mention import SegmentMentions
from digov.model.source import SourceText
from digov.model.span import Span

_NO_TEXT = re.compile(r"[*_]|\(#\)|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|\(\*?(?:all )?sdgs?\b[^()]*\)|</?[a-z]{1,3}>", re.IGNORECASE)
"""Emphasis, links, footnote marks and tags: no part of what is said."""

_HYPHENS = frozenset("-\u2010\u2011")

Place = tuple[tuple[Evidence, ...], str]
"""A quote, and the id of its segment."""


class View:
    """The words of a unit, or of several that belong together, in a row; the struck words of a redline left out."""

    def __init__(
        self, source: SourceText, units: Sequence[tuple[Segment, SegmentMentions]], marks: Marks, alphabet: Alphabet
    ) -> None:
        self.source, self.marks = source, marks
        self.segments = tuple(segment for segment, _ in units)
        self.mentions = tuple(found for _, found in units)
        words = [words_of(marks.standing(segment), body_start(segment)) for segment in self.segments]
        self._words = words
        self.offsets = [sum(len(one) for one in words[:index]) for index in range(len(words) + 1)]
        self.keys = [key for one in words for key in one.keys]
        self.letters = alphabet.encode(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    def tokens(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Return the words (first, one after last) that overlap ``start`` to ``end`` of the text of segment ``unit``."""
        words, offset = self._words[unit], self.offsets[unit]
        return offset + bisect_left(words.ends, start + 1), offset + bisect_left(words.starts, end)

    def place(self, token: int) -> tuple[int, int, int]:
        """Return where a word stands: its segment, and its start and end in the segment's text."""
        unit = bisect_right(self.offsets, token) - 1
        words: Words = self._words[unit]
        return unit, words.starts[token - self.offsets[unit]], words.ends[token - self.offsets[unit]]

    def spans(self, low: int, high: int) -> Iterator[Span]:
        """Yield the places in the source of the words from ``low`` to before ``high``."""
        for unit, first, last in self._stretches(low, high):
            start, end = self.place(first)[1], self.place(last)[2]
            yield from spans_of(self.source, self.segments[unit], start, end)

    def between(self, low: int, high: int) -> Span:
        """Return the stretch of the source between the words before ``low`` and from ``high`` on, within one segment.

        Before the first word it begins where the words that were struck there do.
        """
        token = min(low, len(self) - 1)
        unit = self.place(token)[0] if low == token else len(self.segments) - 1
        segment, first, last = self.segments[unit], self.offsets[unit], self.offsets[unit + 1]
        start = segment.to_source(0, self.place(low - 1)[2]).end if low > first else self._struck_before(segment)
        end = segment.to_source(self.place(high)[1], self.place(high)[2]).start if high < last else segment.span.end
        return Span(start, max(start, end))

    def _struck_before(self, segment: Segment) -> int:
        start = segment.span.start
        for mark in self.marks.over(max(start - 1, 0), start):
            start = min(start, mark.start) if mark.status == "deleted" else start
        return start

    def marks_before(self, token: int) -> str:
        """Return what stands between the word before ``token`` and that word, or the end of its segment."""
        if not 0 < token <= len(self):
            return ""
        unit, _, end = self.place(token - 1)
        text = self.marks.standing(self.segments[unit])
        return text[end : self.place(token)[1]] if token < self.offsets[unit + 1] else text[end:]

    def is_joined(self, token: int) -> bool:
        """Return whether a hyphen alone stands between the word before ``token`` and that word."""
        return 0 < token < len(self) and token not in self.offsets and self.marks_before(token) in _HYPHENS

    def quote(self, low: int, high: int) -> Place:
        """Return the words from ``low`` to before ``high`` as evidence, with the id of their segment.

        Words that run over the end of a segment are quoted up to its end.
        """
        unit, start, _ = self.place(low)
        high = min(high, self.offsets[unit + 1])
        return self.quote_text(unit, start, self.place(high - 1)[2])

    def quote_text(self, unit: int, start: int, end: int) -> Place:
        """Return ``start`` to ``end`` of the text of segment ``unit`` as evidence, with the id of the segment."""
        segment = self.segments[unit]
        return quotes_of(self.source, segment, start, end, CHANGES), segment.id

    def whole(self) -> Place:
        """Return the first segment as evidence: what a thing is missing from when nothing nearer can be named."""
        return self.quote_text(0, 0, len(self.segments[0].text.rstrip()))

    def said(self, low: int, high: int) -> str:
        """Return the words from ``low`` to before ``high`` as they stand in the text, without struck words and runs of blanks."""
        parts = (
            self.marks.standing(self.segments[unit])[self.place(first)[1] : self.place(last)[2]]
            for unit, first, last in self._stretches(low, high)
        )
        return " ".join(" ".join(parts).split())

    def spelling(self) -> list[str]:
        """Return for each word how it is spelled, with the marks up to the next word.

        Emphasis and tags are left out, and the marks at the end of a unit, which tell only whether another one follows.
        """
        found = []
        for unit, words in enumerate(self._words):
            text = self.marks.standing(self.segments[unit])
            for start, end in zip(words.starts, (*words.starts[1:], *words.ends[-1:]), strict=True):
                found.append(" ".join(_NO_TEXT.sub("", text[start:end]).split()))
        return found

    def _stretches(self, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        for unit in range(len(self.segments)):
            first, last = max(low, self.offsets[unit]), min(high, self.offsets[unit + 1]) - 1
            if first <= last:
                yield unit, first, last
