"""From statements to the graph: one named graph per document, one for the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from digov.graph.document import document_quads
from digov.graph.provenance import producer_quads
from digov.graph.vocabulary import VocabularyFile, vocabulary_quads
from digov.model.errors import ConfigError
from digov.model.evidence import Producer
from digov.model.statement import DocumentStatements


def build_graph(documents: Iterable[DocumentStatements], vocabulary: Iterable[VocabularyFile]) -> tuple[Quad, ...]:
    """Return the stated graph: the documents by slug, the vocabularies, the producers; no quad twice, no blank node.

    The order of the input does not matter. Two documents of one instrument, which would share a graph, and a malformed
    file are a :class:`~digov.model.errors.ConfigError`. What follows from the graph, and the
    description of the whole, are added by inference and by
    :func:`~digov.graph.provenance.provenance_quads`.
    """
    by_slug: dict[str, DocumentStatements] = {}
    for stated in documents:
        slug = stated.document.source.instrument.slug
        if by_slug.setdefault(slug, stated) is not stated:
            raise ConfigError("two documents of one instrument", where=slug, remedy="Give each its own slug.")
    quads = [quad for slug in sorted(by_slug) for quad in document_quads(by_slug[slug])]
    others = (*vocabulary_quads(vocabulary), *producer_quads(producers_of(by_slug.values())))
    return tuple(dict.fromkeys((*quads, *others)))


def producers_of(documents: Iterable[DocumentStatements]) -> tuple[Producer, ...]:
    """Return the producers that the evidence of the documents names, sorted, each once."""
    return tuple(
        sorted({evidence.producer for stated in documents for s in stated.statements for evidence in s.evidence})
    )
