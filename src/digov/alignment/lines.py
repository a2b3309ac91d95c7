"""The comparison of two documents as a whole, and its lines as ``digov align`` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digov.alignment.changes import changes_of, changes_within
from digov.alignment.passages import find_passages
from digov.alignment.units import align_units
from digov.model.alignment import (
    AlignmentLine,
    Change,
    ChangeLine,
    Comparison,
    Side,
    UnitAlignment,
    UnitLink,
)
from digov.model.document import Document
from digov.model.evidence import Evidence
from digov.model.lexicon import Lexicon
from digov.model.redline import RedlineSpan

__all__ = ["Comparison", "alignment_lines", "compare"]


def compare(
    a: Side,
    b: Side,
    lexicon: Lexicon,
    *,
    redline: Sequence[RedlineSpan] = (),
    redline_a: Sequence[RedlineSpan] = (),
) -> Comparison:
    """Return what became of the units of ``a`` in ``b``, or, where they are no versions of one text, what they share.

    ``redline`` are the spans of ``b`` where it is a redline, ``redline_a`` those of ``a``; see
    :func:`digov.alignment.changes.changes`.
    """
    alignment = align_units(a.document, b.document, redline=redline)
    if isinstance(alignment, UnitAlignment):
        found = changes_of(alignment.links, a, b, redline=redline, redline_a=redline_a)
        return Comparison(alignment=alignment, changes=found)
    if alignment.reason != "unrelated":
        return Comparison(alignment=alignment)
    passages = find_passages(a, b, lexicon, redline_a=redline_a, redline_b=redline)
    departures = changes_within(passages, a, b, redline=redline, redline_a=redline_a)
    return Comparison(alignment=alignment, passages=passages, departures=departures)


def alignment_lines(comparison: Comparison, a: Document, b: Document) -> Iterator[AlignmentLine]:
    """Yield one line per pair of units, then per unit without a partner where it stands, then per passage.

    Units that were split or merged give a line for each of their pairs. Nothing is yielded for a side without words.
    """
    alignment, labels_a, labels_b = comparison.alignment, _labels(a), _labels(b)
    if isinstance(alignment, UnitAlignment):
        changes = comparison.changes or ((),) * len(alignment.links)
        for link, found in zip(alignment.links, changes, strict=True):
            yield from _unit_lines(link, found, labels_a, labels_b)
    for passage in comparison.passages:
        yield AlignmentLine(
            a=labels_a[passage.a],
            b=labels_b[passage.b],
            relation=passage.relation,
            score=passage.score,
            a_segment=passage.a,
            b_segment=passage.b,
            evidence=(passage.a_evidence[0].producer.id,),
            a_quote=_words(passage.a_evidence),
            b_quote=_words(passage.b_evidence),
        )


def _unit_lines(
    link: UnitLink, changes: Sequence[Change], labels_a: Mapping[str, str], labels_b: Mapping[str, str]
) -> Iterator[AlignmentLine]:
    pairs: list[tuple[str | None, str | None]] = [(x, y) for x in link.a or (None,) for y in link.b or (None,)]
    for number, (x, y) in enumerate(pairs):
        mine = [
            change
            for change in changes
            if (change.before_segment, change.after_segment) == (x, y)
            or (number == 0 and (change.before_segment, change.after_segment) not in pairs)
        ]
        yield AlignmentLine(
            a=None if x is None else labels_a[x],
            b=None if y is None else labels_b[y],
            relation=link.relation,
            score=link.score,
            changes=tuple(_change_line(change) for change in mine),
            a_segment=x,
            b_segment=y,
            evidence=link.evidence,
        )


def _change_line(change: Change) -> ChangeLine:
    before, after = change.before_evidence, change.after_evidence
    return ChangeLine(
        kind=change.kind,
        before=change.before,
        after=change.after,
        act=change.act,
        a_start=before[0].span.start,
        a_end=before[-1].span.end,
        b_start=after[0].span.start,
        b_end=after[-1].span.end,
        status=change.status,
        by=change.by,
        tier=change.tier,
    )


def _labels(document: Document) -> dict[str, str]:
    """Return the printed label of each segment by its id, the id where none is printed."""
    return {segment.id: segment.label or segment.id for segment in document.segments}


def _words(quote: Sequence[Evidence]) -> str:
    """Return the words of a quote with every run of blanks and line breaks as one blank."""
    return " ".join(" ".join(piece.exact for piece in quote).split())
