"""Marked text: the words of a unit as runs, each with what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import LCSseq, Opcode

from digov.model.document import Segment
from digov.model.redline import RedlineSpan, Status, Tier

UNIT_END = "\n"
"""What parts two units in a joined text; the closed text of a segment holds none."""
PARAGRAPH_MARK = "¶"
_TOKEN = re.compile(r"[^\W\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|[^\w\s*]")
"""Words and marks; no marks of footnotes and of a layout, which are not compared."""
_SAME = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013", "''\"\"---")
_ISLAND = 4
"""Letters of equal words that are too few to part two edits."""


class Run(msgspec.Struct, frozen=True):
    """Words with one status. ``tier`` is ``None`` where two texts were compared and no redline was read."""

    text: str
    status: Status = "kept"
    tier: Tier | None = None
    evidence: tuple[str, ...] = ()
    by: str | None = None
    """Who made the change and when, of a tracked one."""

    @property
    def is_marked(self) -> bool:
        """Return whether something became of the words."""
        return self.status != "kept"


class SpanIndex:
    """The spans of a redline, to be asked what became of the words of a segment."""

    def __init__(self, spans: Sequence[RedlineSpan]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def runs(self, segment: Segment) -> tuple[Run, ...]:
        """Return the text of ``segment`` as runs; a blank that joins two pieces takes the status of the words before it."""
        found: list[Run] = []
        for piece, start in zip(segment.pieces, segment.starts, strict=True):
            done = sum(len(run.text) for run in found)
            if found and start > done:
                found.append(msgspec.structs.replace(found[-1], text=segment.text[done:start]))
            for span in self._over(piece.start, piece.end):
                low, high = max(span.start, piece.start) - piece.start, min(span.end, piece.end) - piece.start
                found.append(
                    Run(segment.text[start + low : start + high], span.status, span.tier, shown_evidence(span))
                )
        return tuple(joined(found))

    def _over(self, start: int, end: int) -> Iterator[RedlineSpan]:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._spans) and self._spans[index].start < end:
            if self._spans[index].end > start:
                yield self._spans[index]
            index += 1


def is_paragraph_mark(run: Run) -> bool:
    """Return whether ``run`` is nothing but the end of a paragraph that was tracked as inserted or deleted."""
    return run.is_marked and "tracked" in run.evidence and not run.text.strip("\n")


def shown_evidence(span: RedlineSpan) -> tuple[str, ...]:
    """Return the evidence of a span as it is shown: kept words need none."""
    return () if span.status == "kept" else span.evidence


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield ``runs`` with neighbours that differ in nothing but their words made one; kept words of every tier are alike."""
    last: Run | None = None
    for run in runs:
        plain = msgspec.structs.replace(run, tier=None) if run.status == "kept" else run
        if last is not None and msgspec.structs.replace(last, text="") == msgspec.structs.replace(plain, text=""):
            last = msgspec.structs.replace(last, text=last.text + plain.text)
            continue
        if last is not None:
            yield last
        last = plain
    if last is not None:
        yield last


def word_diff(a: str, b: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both texts as runs: what only the first has as ``deleted``, what only the second has as ``inserted``.

    Words and marks are compared, curly quotes and dashes as plain ones; the runs of a side give its text back. A single short
    word between two edits belongs to them.
    """
    first, second = list(_TOKEN.finditer(a)), list(_TOKEN.finditer(b))
    keys = [[match.group().translate(_SAME) for match in found] for found in (first, second)]
    blocks = _without_islands(LCSseq.opcodes(*keys), keys[0])
    return (
        tuple(_runs(a, first, [(i, j) for same, i, j, _, _ in blocks if not same], "deleted")),
        tuple(_runs(b, second, [(i, j) for same, _, _, i, j in blocks if not same], "inserted")),
    )


def split_units(runs: Iterable[Run]) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of a joined text unit by unit."""
    units: list[list[Run]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split(UNIT_END)):
            if number:
                units.append([])
            if part:
                units[-1].append(msgspec.structs.replace(run, text=part))
    return tuple(tuple(unit) for unit in units)


_Block = tuple[bool, int, int, int, int]


def _without_islands(opcodes: Iterable[Opcode], keys: Sequence[str]) -> list[_Block]:
    """Return equal and edited blocks in turn, with the equal ones between two edits that hold next to nothing made edits."""
    blocks: list[_Block] = []
    for code in opcodes:
        same = code.tag == "equal"
        if blocks and not same and not blocks[-1][0]:
            blocks[-1] = (False, blocks[-1][1], code.src_end, blocks[-1][3], code.dest_end)
        else:
            blocks.append((same, code.src_start, code.src_end, code.dest_start, code.dest_end))
    out: list[_Block] = []
    for number, block in enumerate(blocks):
        inside = 0 < number < len(blocks) - 1
        small = block[0] and inside and sum(len(key) for key in keys[block[1] : block[2]]) < _ISLAND
        edited = small and all(_size(blocks[near]) > 2 * _size(block) for near in (number - 1, number + 1))
        same = block[0] and not edited
        if out and out[-1][0] == same:
            out[-1] = (same, out[-1][1], block[2], out[-1][3], block[4])
        else:
            out.append((same, *block[1:]))
    return out


def _size(block: _Block) -> int:
    return block[2] - block[1] + block[4] - block[3]


def _runs(
    text: str, tokens: Sequence[re.Match[str]], edits: Iterable[tuple[int, int]], status: Status
) -> Iterator[Run]:
    """Yield ``text`` with the tokens of ``edits`` marked."""
    done = 0
    for first, end in edits:
        if first == end:
            continue
        start, stop = tokens[first].start(), tokens[end - 1].end()
        if start > done:
            yield Run(text[done:start])
        yield Run(text[start:stop], status)
        done = stop
    if done < len(text):
        yield Run(text[done:])
