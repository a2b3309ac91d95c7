"""Restated passages of two texts: word for word, or nearly so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from rapidfuzz.distance import LCSseq

from digov.alignment.passages.clauses import Text
from digov.alignment.passages.runs import Block, Seeds, chains, common_runs

MARGIN = 8
"""Words before and after a chain in which the rest of a clause is looked for."""


Free = tuple[Sequence[bool], Sequence[bool]]
"""For each word of both texts whether it is free: neither part of a formula nor of a cited title."""


class Limits(msgspec.Struct, frozen=True):
    """What makes a passage; developed on half of the gold pairs. Words of formulas and of cited titles are not free."""

    free_verbatim: int = 4
    """Free words of a clause that stands word for word, or nearly all of it."""
    share: float = 0.6
    """Share of the words of the longer of clause and counterpart that both have in order."""
    free_near: int = 8
    dense: float = 0.85
    """The same share from which on a long chain is a passage although it is no whole clause ..."""
    long: int = 15
    """... with so many words,"""
    free_long: int = 12
    """and so many of them free."""


LIMITS = Limits()


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of two texts: words ``[a, a_end)`` of one, ``[b, b_end)`` of the other, and the words they share."""

    relation: Literal["verbatim", "near-verbatim"]
    score: float
    a: int
    a_end: int
    b: int
    b_end: int
    blocks: tuple[Block, ...]


def restated(a: Text, b: Text, free: Free, seeds: Seeds, limits: Limits = LIMITS) -> list[Match]:
    """Return the passages that stand in both texts, in the order of the first; no word of it stands in two.

    ``seeds`` are those of ``b``.
    """
    found: list[Match] = []
    for chain in chains(common_runs(a.letters, b.letters, seeds)):
        options = [*_verbatim(a, b, chain, free, limits), *_near(a, b, chain, free, limits)]
        if not options:
            continue
        best = max(options, key=_rank)
        if all(best.a_end <= other.a or best.a >= other.a_end for other in found):
            found.append(best)
    return sorted(found, key=lambda match: match.a)


def _rank(match: Match) -> tuple[bool, int, float, int]:
    return match.relation == "verbatim", sum(block.length for block in match.blocks), match.score, -match.a


def _verbatim(a: Text, b: Text, chain: Sequence[Block], free: Free, limits: Limits) -> Iterator[Match]:
    """Yield the runs of a chain that hold a whole clause of either text."""
    for run in chain:
        if _free_words((run,), free) < limits.free_verbatim:
            continue
        whole = any(run.a <= low and high <= run.a + run.length for low, high in a.clauses) or any(
            run.b <= low and high <= run.b + run.length for low, high in b.clauses
        )
        if whole:
            yield Match(
                relation="verbatim",
                score=1.0,
                a=run.a,
                a_end=run.a + run.length,
                b=run.b,
                b_end=run.b + run.length,
                blocks=(run,),
            )


def _near(a: Text, b: Text, chain: Sequence[Block], free: Free, limits: Limits) -> Iterator[Match]:
    """Yield a chain with what stands around it, where it is most of a clause of either text or long and dense."""
    low_a, high_a = chain[0].a, chain[-1].a + chain[-1].length
    low_b, high_b = chain[0].b, chain[-1].b + chain[-1].length
    for low, high in a.clauses:
        if min(high, high_a) - max(low, low_a) >= (high - low) / 3:
            window = max(0, low_b - MARGIN), min(len(b.letters), high_b + MARGIN)
            yield from _scored(a, b, (low, high), window, high - low, free, limits)
    for low, high in b.clauses:
        if min(high, high_b) - max(low, low_b) >= (high - low) / 3:
            window = max(0, low_a - MARGIN), min(len(a.letters), high_a + MARGIN)
            yield from _scored(a, b, window, (low, high), high - low, free, limits)
    match = _aligned(a, b, (low_a, high_a), (low_b, high_b), 0)
    words = sum(block.length for block in match.blocks)
    if match.score >= limits.dense and words >= limits.long and _free_words(match.blocks, free) >= limits.free_long:
        yield match


def _scored(
    a: Text, b: Text, part_a: tuple[int, int], part_b: tuple[int, int], clause: int, free: Free, limits: Limits
) -> Iterator[Match]:
    match = _aligned(a, b, part_a, part_b, clause)
    needed = limits.free_verbatim if match.score >= limits.dense else limits.free_near
    if match.score >= limits.share and _free_words(match.blocks, free) >= needed:
        yield match


def _free_words(blocks: Sequence[Block], free: Free) -> int:
    """Return how many of the shared words are free on both sides."""
    return sum(free[0][block.a + step] and free[1][block.b + step] for block in blocks for step in range(block.length))


def _aligned(a: Text, b: Text, part_a: tuple[int, int], part_b: tuple[int, int], clause: int) -> Match:
    """Return the words in common of two stretches, from the first to the last; ``clause`` is the length to be covered."""
    blocks = [
        Block(part_a[0] + block.src_start, part_b[0] + block.dest_start, block.src_end - block.src_start)
        for block in LCSseq.opcodes(a.letters[slice(*part_a)], b.letters[slice(*part_b)])
        if block.tag == "equal"
    ]
    blocks = _without_strays(blocks)
    first, last = blocks[0], blocks[-1]
    span_a, span_b = last.a + last.length - first.a, last.b + last.length - first.b
    words = sum(block.length for block in blocks)
    return Match(
        relation="near-verbatim",
        score=round(words / max(span_a, span_b, clause), 4),
        a=first.a,
        a_end=first.a + span_a,
        b=first.b,
        b_end=first.b + span_b,
        blocks=tuple(blocks),
    )


def _without_strays(blocks: list[Block]) -> list[Block]:
    """Return the blocks without single words at the ends that stand further off than they are long."""
    while len(blocks) > 1 and _stray(blocks[0], blocks[1]):
        blocks = blocks[1:]
    while len(blocks) > 1 and _stray(blocks[-1], blocks[-2]):
        blocks = blocks[:-1]
    return blocks


def _stray(end: Block, inner: Block) -> bool:
    first, second = (end, inner) if end.a < inner.a else (inner, end)
    gap = max(second.a - first.a - first.length, second.b - first.b - first.length)
    return end.length < gap
