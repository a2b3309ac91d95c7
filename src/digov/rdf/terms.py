"""From identifiers and values to RDF terms and quads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad

from digov.model.statement import Literal, Ref
from digov.rdf.base import BASE_IRI, XSD

VOCABULARY_GRAPH: Final = Ref("graph/vocabulary")
INFERRED_GRAPH: Final = Ref("graph/inferred")
PROVENANCE_GRAPH: Final = Ref("graph/provenance")
ALIGNMENT_GRAPH: Final = Ref("graph/alignment")


def document_graph(slug: str) -> Ref:
    """Return the name of the graph that holds what the document of an instrument says."""
    return Ref(f"graph/{slug}")


def node_of(ref: Ref) -> NamedNode:
    """Return the IRI of an identifier as a term.

    >>> node_of(Ref("id/body/itu")).value
    'https://w3id.org/digov/id/body/itu'
    """
    return NamedNode(ref.iri(BASE_IRI))


def term_of(value: Ref | Literal) -> NamedNode | RdfLiteral:
    """Return the term of an identifier or a literal.

    >>> str(term_of(Literal.decimal(1.50)))
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if isinstance(value, Ref):
        return node_of(value)
    if value.language is not None:
        return RdfLiteral(value.value, language=value.language)
    return RdfLiteral(value.value, datatype=NamedNode(XSD + value.datatype))


class QuadWriter:
    """Collects the quads of one named graph, each once."""

    def __init__(self, graph: Ref) -> None:
        self._graph = node_of(graph)
        self._quads: dict[Quad, None] = {}
        self._nodes: dict[str, NamedNode] = {}

    def add(self, subject: Ref, predicate: Ref, *values: Ref | Literal | None) -> None:
        """Add a quad for each value that is not ``None``."""
        for value in values:
            if value is not None:
                term = self._node(value) if isinstance(value, Ref) else term_of(value)
                self._quads[Quad(self._node(subject), self._node(predicate), term, self._graph)] = None

    def _node(self, ref: Ref) -> NamedNode:
        """Return the term of an identifier; each is made once, since most come many times."""
        node = self._nodes.get(ref.name)
        if node is None:
            node = self._nodes[ref.name] = node_of(ref)
        return node

    def quads(self) -> tuple[Quad, ...]:
        """Return the quads in the order in which they came."""
        return tuple(self._quads)


def count_by_graph(quads: Iterable[Quad]) -> dict[str, int]:
    """Return the number of triples by the IRI of their graph, sorted by it."""
    counts: dict[str, int] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
