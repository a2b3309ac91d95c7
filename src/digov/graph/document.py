"""The graph of one document: its shape, what it states, and the words behind each link."""

from __future__ import annotations

from pyoxigraph import Quad

from digov.graph.structure import write_document, write_instrument, write_issues, write_segments
from digov.graph.terms import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE, oa
from digov.model.evidence import Evidence, Producer
from digov.model.statement import DocumentStatements, Literal, Ref, Statement, entity, term
from digov.rdf.terms import VOCABULARY_GRAPH, QuadWriter, document_graph

_SHARED = ("id/deadline/", "id/session/", "id/frequency/")


def producer_ref(producer: Producer) -> Ref:
    """Return the identifier of a producer in its version."""
    return entity(f"producer/{producer.id}/{producer.version}")


def document_quads(stated: DocumentStatements) -> tuple[Quad, ...]:
    """Return the quads of one document, without blank nodes: in its named graph, but for the values that documents share.

    Deadlines, sessions and frequencies are the same nodes wherever they are stated; they stand in the graph of vocabularies,
    so that the union of all graphs holds each of their triples once.

    Every direct link stands beside the statement that carries its evidence; evidence that several statements share
    stands once.
    """
    document = stated.document
    writer = QuadWriter(document_graph(document.source.instrument.slug))
    write_instrument(document.source.instrument, writer)
    write_document(document.source, writer)
    write_segments(document, writer)
    write_issues(document, stated.issues, writer)
    shared = QuadWriter(VOCABULARY_GRAPH)
    for description in stated.descriptions:
        home = shared if description.subject.name.startswith(_SHARED) else writer
        home.add(description.subject, RDF_TYPE, *description.types)
        for predicate, value in description.properties:
            home.add(description.subject, predicate, value)
    written: set[str] = set()
    for statement in stated.statements:
        _write_statement(statement, writer, written)
    return (*writer.quads(), *shared.quads())


def _write_statement(statement: Statement, writer: QuadWriter, written: set[str]) -> None:
    """Write the direct link, the statement about it, and the evidence not in ``written`` yet."""
    writer.add(statement.subject, statement.predicate, statement.object)
    ref = entity(f"statement/{statement.key}")
    writer.add(ref, RDF_TYPE, term("Statement"))
    writer.add(ref, RDF_SUBJECT, statement.subject)
    writer.add(ref, RDF_PREDICATE, statement.predicate)
    writer.add(ref, RDF_OBJECT, statement.object)
    for evidence in statement.evidence:
        key = evidence.key
        writer.add(ref, term("evidence"), entity(f"evidence/{key}"))
        if key not in written:
            written.add(key)
            _write_evidence(entity(f"evidence/{key}"), evidence, writer)


def _write_evidence(ref: Ref, evidence: Evidence, writer: QuadWriter) -> None:
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
