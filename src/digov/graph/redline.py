"""The graph of a redline: what became of its words, which numbers it had, and how it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from digov.graph.structure import document_ref
from digov.graph.terms import LABEL, RDF_TYPE
from digov.model.document import Document
from digov.model.evidence import Producer
from digov.model.redline import Reading, Redline, RedlineSpan, Tier
from digov.model.statement import Literal, Ref, Unasserted, entity, term
from digov.rdf.terms import QuadWriter

REDLINES: Final = Producer("redlines", "1", title="What became of each character of a redline")
"""Who reads redlines back."""


def status_ref(name: str) -> Ref:
    """Return the concept of a status: ``id/status/dropped``."""
    return entity(f"status/{name}")


def tier_ref(tier: Tier) -> Ref:
    """Return the concept of a tier: ``id/tier/a``."""
    return entity(f"tier/{tier.lower()}")


def producer_ref(producer: Producer) -> Ref:
    """Return the identifier of a producer in its version."""
    return entity(f"producer/{producer.id}/{producer.version}")


def write_redline(document: Document, redline: Redline, writer: QuadWriter) -> None:
    """Write what ``redline`` says of ``document``: one node for itself, one for each run of words that is not kept, one for each
    number that it tells apart and, where it has a base, one for each reading.
    """
    home = document_ref(document.source.instrument)
    ref = home.fragment("redline")
    writer.add(ref, RDF_TYPE, term("Redline"))
    writer.add(ref, term("inDocument"), home)
    writer.add(ref, term("producer"), producer_ref(REDLINES))
    writer.add(ref, term("direction"), Literal(redline.direction))
    if redline.base is not None:
        writer.add(ref, term("base"), entity(redline.base))
    if redline.coverage is not None:
        writer.add(ref, term("coverage"), Literal.decimal(round(redline.coverage, 4)))
    for kind, reading in (("fewest-deletions", redline.fewest_deletions), ("best-guess", redline.best_guess)):
        if reading is not None:
            writer.add(ref, term("reading"), home.fragment(f"reading-{kind}"))
            _write_reading(home, kind, reading, writer)
    for span, segment in marked_spans(document, redline):
        _write_span(document, span, segment, writer)
    _write_numbers(document, redline, writer)


def write_unasserted(node: Unasserted, writer: QuadWriter) -> None:
    """Write the name of something that the document does not assert, and nothing that would assert it."""
    writer.add(node.subject, RDF_TYPE, term("Unasserted"))
    writer.add(node.subject, LABEL, Literal(node.label))
    writer.add(node.subject, term("wouldBe"), node.kind)
    writer.add(node.subject, term("printedIn"), node.printed_in)


def marked_spans(document: Document, redline: Redline) -> Iterator[tuple[RedlineSpan, str]]:
    """Yield the spans that are not kept, each cut where a segment ends and without blanks at its ends, with the segment's id."""
    text = document.source.text
    leaves = iter(document.leaves)
    leaf = next(leaves, None)
    for span in redline.spans:
        while leaf is not None and leaf[0].end <= span.start:
            leaf = next(leaves, None)
        while leaf is not None and leaf[0].start < span.end:
            place, segment = leaf
            start, end = max(span.start, place.start), min(span.end, place.end)
            words = text[start:end]
            if span.status != "kept" and words.strip():
                start += len(words) - len(words.lstrip())
                end = start + len(words.strip())
                yield msgspec.structs.replace(span, start=start, end=end), segment
            if place.end > span.end:
                break
            leaf = next(leaves, None)


def _write_span(document: Document, span: RedlineSpan, segment: str, writer: QuadWriter) -> None:
    home = document_ref(document.source.instrument)
    ref = home.fragment(f"span-{span.start}-{span.end}")
    writer.add(ref, RDF_TYPE, term("RedlineSpan"))
    writer.add(ref, term("inDocument"), home)
    writer.add(ref, term("printedIn"), entity(f"{document.source.instrument.slug}/{segment}"))
    writer.add(ref, term("start"), Literal.integer(span.start))
    writer.add(ref, term("end"), Literal.integer(span.end))
    writer.add(ref, term("words"), Literal(span.span.slice(document.source.text)))
    writer.add(ref, term("status"), status_ref(span.status))
    writer.add(ref, term("tier"), tier_ref(span.tier))
    writer.add(ref, term("sign"), *(entity(f"sign/{code}") for code in span.evidence))


def _write_reading(home: Ref, kind: str, reading: Reading, writer: QuadWriter) -> None:
    ref = home.fragment(f"reading-{kind}")
    writer.add(ref, RDF_TYPE, term("Reading"))
    writer.add(ref, term("inDocument"), home)
    writer.add(ref, term("readingKind"), Literal(kind))
    writer.add(ref, term("text"), Literal(reading.text))


def _write_numbers(document: Document, redline: Redline, writer: QuadWriter) -> None:
    """Write the numbers that are printed in two versions, or that one of the two texts lacks."""
    home = document_ref(document.source.instrument)
    for number in redline.numbers:
        if number.old == number.new:
            continue
        ref = home.fragment(f"number-{number.unit}")
        writer.add(ref, RDF_TYPE, term("NumberLineage"))
        writer.add(ref, term("inDocument"), home)
        writer.add(ref, term("printedIn"), entity(f"{document.source.instrument.slug}/{number.unit}"))
        writer.add(ref, term("printedNumber"), Literal(number.printed))
        writer.add(ref, term("oldNumber"), None if number.old is None else Literal(number.old))
        writer.add(ref, term("newNumber"), None if number.new is None else Literal(number.new))
        writer.add(ref, term("isMisread"), Literal.boolean(True) if number.misread else None)
        writer.add(ref, term("tier"), tier_ref(number.tier))
