"""The bridge between two RDF libraries: Oxigraph, whose terms digov speaks, and RDFLib, which pySHACL and owlrl know."""

from __future__ import annotations

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from digov.rdf.base import XSD

Term = NamedNode | BlankNode | Literal | Triple
"""What a triple may hold; a triple inside a triple has no counterpart in RDFLib."""


def to_rdflib(term: Term) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return the RDFLib term; lexical forms are kept as they are. A triple as a term is a :class:`TypeError`."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"RDFLib has no term for a triple: {term}")


def to_rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return an RDFLib graph in memory with ``triples``; equal terms are converted once."""
    graph = rdflib.Graph()
    known: dict[Term, rdflib.URIRef | rdflib.BNode | rdflib.Literal] = {}
    for triple in triples:
        nodes = []
        for term in (triple.subject, triple.predicate, triple.object):
            node = known.get(term)
            if node is None:
                node = known[term] = to_rdflib(term)
            nodes.append(node)
        graph.add((nodes[0], nodes[1], nodes[2]))
    return graph


def from_rdflib(node: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    """Return the Oxigraph term of an RDFLib node; a literal without datatype is an ``xsd:string``."""
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype or XSD + "string")))
    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else NamedNode(str(node))


def triple_from_rdflib(
    subject: rdflib.term.Node, predicate: rdflib.term.Node, value: rdflib.term.Node
) -> Triple | None:
    """Return the Oxigraph triple, or ``None`` for a literal as subject or another predicate than an IRI."""
    first, second = from_rdflib(subject), from_rdflib(predicate)
    if isinstance(first, Literal) or not isinstance(second, NamedNode):
        return None
    return Triple(first, second, from_rdflib(value))
