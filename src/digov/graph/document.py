"""The graph of one document: its shape, what it states, and the words behind each link."""

from __future__ import annotations

from pyoxigraph import Quad

from digov.graph.dropped import write_unsaid
from digov.graph.evidence import write_evidence
from digov.graph.redline import tier_ref, write_redline, write_unasserted
from digov.graph.structure import write_document, write_instrument, write_issues, write_segments
from digov.graph.terms import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE
from digov.model.statement import DocumentStatements, Statement, entity, term
from digov.rdf.terms import VOCABULARY_GRAPH, QuadWriter, document_graph

_SHARED = ("id/deadline/", "id/session/", "id/frequency/")


def document_quads(stated: DocumentStatements, base: DocumentStatements | None = None) -> tuple[Quad, ...]:
    """Return the quads of one document, without blank nodes: in its named graph, but for the values that documents share.

    Deadlines, sessions and frequencies are the same nodes wherever they are stated; they stand in the graph of vocabularies,
    so that the union of all graphs holds each of their triples once.

    Every direct link stands beside the statement that carries its evidence; evidence that several statements share
    stands once. A statement that a redline does not assert has no direct link; it leads to the one of its ``base`` that says it.
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
    if stated.redline is not None:
        write_redline(document, stated.redline, writer)
        write_unsaid(stated, base, writer)
    for node in stated.unasserted:
        write_unasserted(node, writer)
    return (*writer.quads(), *shared.quads())


def _write_statement(statement: Statement, writer: QuadWriter, written: set[str]) -> None:
    """Write the direct link if it is asserted, the statement about it, and the evidence not in ``written`` yet."""
    if statement.status == "asserted":
        writer.add(statement.subject, statement.predicate, statement.object)
    ref = entity(f"statement/{statement.key}")
    writer.add(ref, RDF_TYPE, term("Statement"))
    writer.add(ref, RDF_SUBJECT, statement.subject)
    writer.add(ref, RDF_PREDICATE, statement.predicate)
    writer.add(ref, RDF_OBJECT, statement.object)
    writer.add(ref, term("tier"), None if statement.tier is None else tier_ref(statement.tier))
    for evidence in statement.evidence:
        key = evidence.key
        writer.add(ref, term("evidence"), entity(f"evidence/{key}"))
        if key not in written:
            written.add(key)
            write_evidence(entity(f"evidence/{key}"), evidence, writer)
