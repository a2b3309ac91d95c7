"""Marks: a status for every character of the printed text, and the spans that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from digov.model.redline import Reading, ReadingPiece, Redline, RedlineSpan, Status, Tier
from digov.model.span import Span

_WORSE: dict[Status, int] = {"kept": 0, "inserted": 1, "artefact": 2, "contested": 3, "deleted": 4}


class Mark(msgspec.Struct, frozen=True):
    """What one character is."""

    status: Status
    tier: Tier
    evidence: tuple[str, ...] = ()


KEPT = Mark("kept", "B")
ARTEFACT = Mark("artefact", "B", ("stray-mark",))


class Sheet:
    """The marks of a printed text while they are made."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._marks: list[Mark | None] = [None] * len(source)

    def set(self, offsets: Iterable[int], mark: Mark) -> None:
        """Mark the characters at ``offsets`` of the source; negative ones are passed over."""
        for offset in offsets:
            if offset >= 0:
                self._marks[offset] = mark

    def settle(self, offsets: Iterable[int], mark: Mark) -> None:
        """Mark the characters at ``offsets`` that are contested so far."""
        for offset in offsets:
            found = self._marks[offset]
            if found is not None and found.status == "contested":
                self._marks[offset] = mark

    def spans(self) -> tuple[RedlineSpan, ...]:
        """Return the spans that tile the text. A blank takes the mark of its neighbours, a kept one where they differ."""
        marks = self._filled()
        out: list[RedlineSpan] = []
        start = 0
        for index in range(1, len(marks) + 1):
            if index == len(marks) or marks[index] != marks[start]:
                mark = self._named(start, index, marks[start])
                out.append(RedlineSpan(start, index, mark.status, mark.tier, mark.evidence))
                start = index
        return tuple(out)

    def _named(self, start: int, end: int, mark: Mark) -> Mark:
        """Return the mark of a run, with the code of a run that holds no letter or digit."""
        if mark.status in ("kept", "artefact") or any(char.isalnum() for char in self._source[start:end]):
            return mark
        return Mark(mark.status, mark.tier, tuple(sorted({*mark.evidence, "marks"})))

    def _filled(self) -> list[Mark]:
        """Return the marks with those of blanks, and of what no one marked, taken from the neighbours."""
        source = self._source
        out: list[Mark] = []
        index = 0
        while index < len(source):
            mark = self._marks[index]
            if mark is not None and not source[index].isspace():
                out.append(mark)
                index += 1
                continue
            end = index
            while end < len(source) and (self._marks[end] is None or source[end].isspace()):
                end += 1
            before = out[-1] if out else None
            after = self._marks[end] if end < len(source) else None
            out += [_between(before, after)] * (end - index)
            index = end
        return out


def _between(before: Mark | None, after: Mark | None) -> Mark:
    """Return the mark of a blank between two marks."""
    if before is None or after is None:
        return before or after or KEPT
    if before == after:
        return before
    if "kept" in (before.status, after.status):
        return KEPT
    return before if before.status == after.status else after


def reading(source: str, spans: Sequence[RedlineSpan], dropped: Iterable[RedlineSpan]) -> Reading:
    """Return the printed text without the spans ``dropped`` and without artefacts.

    Blanks that a deletion leaves doubled are printed once; a blank is put between two words that it brings together.
    """
    left_out = set(dropped)
    parts: list[str] = []
    pieces: list[ReadingPiece] = []
    length, last, cut = 0, "", False
    for span in spans:
        if span in left_out or span.status == "artefact":
            cut = True
            continue
        start = span.start
        words = source[start : span.end]
        if cut and last and last.isspace():
            start += len(words) - len(words.lstrip(" "))
        words = source[start : span.end]
        if not words:
            continue
        if cut and last.isalnum() and words[0].isalnum():
            parts.append(" ")
            length += 1
        pieces.append(ReadingPiece(length, start, len(words)))
        parts.append(words)
        length, last, cut = length + len(words), words[-1], False
    return Reading(text="".join(parts), pieces=_joined(pieces))


def _joined(pieces: list[ReadingPiece]) -> tuple[ReadingPiece, ...]:
    out: list[ReadingPiece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last and last.start + last.length == piece.start and last.source + last.length == piece.source:
            out[-1] = ReadingPiece(last.start, last.source, last.length + piece.length)
        else:
            out.append(piece)
    return tuple(out)


def status_of(redline: Redline, span: Span) -> tuple[Status, Tier]:
    """Return the worst status and the lowest tier of the spans that ``span`` touches.

    From the least to the worst: kept, inserted, artefact, contested, deleted. Spans of punctuation alone count only where
    there is no other: a full stop that became a semicolon changes no fact. A span outside the text is a
    :class:`ValueError`.
    """
    spans = redline.spans
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    touched = []
    while low < len(spans) and spans[low].start < span.end:
        touched.append(spans[low])
        low += 1
    if not touched or span.start >= span.end:
        raise ValueError(f"no characters at [{span.start}, {span.end})")
    touched = [one for one in touched if "marks" not in one.evidence] or touched
    worst = max(touched, key=lambda one: _WORSE[one.status]).status
    return worst, max(one.tier for one in touched)
