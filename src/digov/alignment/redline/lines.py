"""The spans of a redline as ``digov redline`` writes them, each with the label of the segment that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from digov.model.document import Document
from digov.model.redline import ChangeKind, RedlineSpan, Status, Tier, TrackedChange


class TrackedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One tracked change that a span stands in, as the file says it."""

    kind: ChangeKind
    author: str | None
    date: str | None
    move: str | None
    """Name of the move that a moved passage belongs to."""


class SpanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``digov redline --format jsonl``; the lines of a document tile its text."""

    document: str
    label: str | None
    """Printed label of the segment, null where it has none."""
    segment: str
    start: int
    """Offset in the decoded text of the source."""
    end: int
    text: str
    """Exactly the text between the offsets, line breaks and all."""
    status: Status
    tier: Tier
    evidence: tuple[str, ...]


class TrackedSpanLine(SpanLine, frozen=True, kw_only=True):
    """A line for a file with tracked changes: who made the change that decides what the words are, and when."""

    author: str | None
    date: str | None
    changes: tuple[TrackedLine, ...]
    """Every change that the words stand in, the deciding one last: a deletion after the insertion that it takes back."""


def span_lines(document: Document, spans: Sequence[RedlineSpan]) -> Iterator[SpanLine]:
    """Yield ``spans`` in order, each cut where a segment ends; spans that tile the text give lines that tile it."""
    labels = {segment.id: segment.label for segment in document.segments}
    slug, text = document.source.instrument.slug, document.source.text
    for span, segment in _cut(document, spans):
        yield SpanLine(
            document=slug,
            label=labels[segment],
            segment=segment,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            status=span.status,
            tier=span.tier,
            evidence=span.evidence,
        )


def tracked_lines(
    document: Document, spans: Sequence[RedlineSpan], changes: Sequence[TrackedChange]
) -> Iterator[TrackedSpanLine]:
    """Yield the lines of :func:`span_lines` with the tracked changes that each stands in, cut where a change begins or ends."""
    borders = sorted({offset for change in changes for offset in (change.start, change.end)})
    pieces = tuple(_split(spans, borders))
    active = _ChangesAt(changes)
    for line in span_lines(document, pieces):
        found = active.at(line.start)
        last = found[-1] if found else None
        yield TrackedSpanLine(
            **msgspec.structs.asdict(line),
            author=last.author if last else None,
            date=last.date if last else None,
            changes=tuple(TrackedLine(kind=one.kind, author=one.author, date=one.date, move=one.move) for one in found),
        )


class _ChangesAt:
    """The changes in force at a place; places are asked for in rising order."""

    def __init__(self, changes: Sequence[TrackedChange]) -> None:
        self._coming = sorted(changes, reverse=True)
        self._open: list[TrackedChange] = []

    def at(self, offset: int) -> list[TrackedChange]:
        """Return the changes around the character at ``offset``, those that take words away last."""
        while self._coming and self._coming[-1].start <= offset:
            self._open.append(self._coming.pop())
        self._open = [change for change in self._open if change.end > offset]
        return sorted(self._open, key=lambda one: (one.kind in ("deleted", "moved-from"), one.kind, one.author or ""))


def _cut(document: Document, spans: Iterable[RedlineSpan]) -> Iterator[tuple[RedlineSpan, str]]:
    """Yield the parts of ``spans`` that lie in one leaf of the document, with the id of its segment."""
    leaves = iter(document.leaves)
    leaf = next(leaves, None)
    for span in spans:
        start = span.start
        while leaf is not None and start < span.end:
            place, segment = leaf
            end = min(span.end, place.end)
            if start < end:
                yield msgspec.structs.replace(span, start=start, end=end), segment
                start = end
            if start < span.end:
                leaf = next(leaves, None)


def _split(spans: Iterable[RedlineSpan], borders: Sequence[int]) -> Iterator[RedlineSpan]:
    """Yield ``spans`` cut at ``borders``, which rise."""
    index = 0
    for span in spans:
        start = span.start
        while index < len(borders) and borders[index] < span.end:
            if borders[index] > start:
                yield msgspec.structs.replace(span, start=start, end=borders[index])
                start = borders[index]
            index += 1
        yield msgspec.structs.replace(span, start=start)
