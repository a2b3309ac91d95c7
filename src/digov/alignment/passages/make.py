"""From a match of two texts to a passage with the exact words of both sources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from digov.alignment.passages.runs import Block
from digov.alignment.quoting import piece_at, quotes_of, spans_of
from digov.alignment.wording import Unit
from digov.model.alignment import PASSAGES, Passage, PassageRelation, Run
from digov.model.evidence import Evidence
from digov.model.source import SourceText
from digov.model.span import Span


class Printed(msgspec.Struct, frozen=True):
    """A unit and the source in which it is printed."""

    source: SourceText
    unit: Unit


def make_passage(
    a: Printed,
    b: Printed,
    relation: PassageRelation,
    score: float,
    words: tuple[int, int, int, int],
    blocks: tuple[Block, ...] = (),
) -> Passage:
    """Return the passage of words ``[words[0], words[1])`` of ``a`` and ``[words[2], words[3])`` of ``b``."""
    return Passage(
        a=a.unit.segment.id,
        b=b.unit.segment.id,
        relation=relation,
        score=score,
        a_evidence=_quote(a, words[0], words[1], relation),
        b_evidence=_quote(b, words[2], words[3], relation),
        runs=tuple(run for block in blocks for run in _runs(a, b, block)),
    )


def _quote(printed: Printed, low: int, high: int, relation: PassageRelation) -> tuple[Evidence, ...]:
    words = printed.unit.words
    return quotes_of(printed.source, printed.unit.segment, words.starts[low], words.ends[high - 1], PASSAGES[relation])


def _runs(a: Printed, b: Printed, block: Block) -> Iterator[Run]:
    """Yield a run of words with its places, cut where a page break or a footnote interrupts one of the texts."""
    pieces = [(_piece(a, block.a + step), _piece(b, block.b + step), step) for step in range(block.length)]
    for _, group in groupby(pieces, key=lambda entry: entry[:2]):
        steps = [step for _, _, step in group]
        low, high = steps[0], steps[-1] + 1
        yield Run(_span(a, block.a + low, block.a + high), _span(b, block.b + low, block.b + high), high - low)


def _piece(printed: Printed, word: int) -> int:
    return piece_at(printed.unit.segment, printed.unit.words.starts[word])


def _span(printed: Printed, low: int, high: int) -> Span:
    """Return the span of words that stand in one piece of their segment."""
    words = printed.unit.words
    spans = spans_of(printed.source, printed.unit.segment, words.starts[low], words.ends[high - 1])
    return Span(spans[0].start, spans[-1].end)
