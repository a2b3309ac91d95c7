"""Evidence in the graph: the exact words of a source as a Web Annotation resource."""

from __future__ import annotations

from digov.graph.redline import producer_ref
from digov.graph.terms import RDF_TYPE, oa
from digov.model.evidence import Evidence
from digov.model.statement import Literal, Ref, entity, term
from digov.rdf.terms import QuadWriter


def write_evidence(ref: Ref, evidence: Evidence, writer: QuadWriter) -> None:
    """Write a passage of a source as a specific resource with two selectors: offsets, and words with neighbours."""
    position, quotation = ref.child("position"), ref.child("quote")
    writer.add(ref, RDF_TYPE, oa("SpecificResource"))
    writer.add(ref, oa("hasSource"), entity(f"source/{evidence.source}"))
    writer.add(ref, oa("hasSelector"), position, quotation)
    writer.add(ref, term("producer"), producer_ref(evidence.producer))
    writer.add(ref, term("sourceSha256"), Literal(evidence.sha256))
    writer.add(position, RDF_TYPE, oa("TextPositionSelector"))
    writer.add(position, oa("start"), Literal.integer(evidence.span.start))
    writer.add(position, oa("end"), Literal.integer(evidence.span.end))
    writer.add(quotation, RDF_TYPE, oa("TextQuoteSelector"))
    writer.add(quotation, oa("exact"), Literal(evidence.exact))
    writer.add(quotation, oa("prefix"), Literal(evidence.prefix))
    writer.add(quotation, oa("suffix"), Literal(evidence.suffix))
