"""From statements to the graph: one named graph per document, one for the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Quad

from digov.graph.alignment import comparison_producers, comparison_quads
from digov.graph.document import document_quads
from digov.graph.provenance import producer_quads
from digov.graph.redline import REDLINES
from digov.graph.vocabulary import VocabularyFile, vocabulary_quads
from digov.model.alignment import Comparison
from digov.model.errors import ConfigError
from digov.model.evidence import Producer
from digov.model.statement import DocumentStatements


def build_graph(
    documents: Iterable[DocumentStatements],
    vocabulary: Iterable[VocabularyFile],
    comparisons: Sequence[Comparison] = (),
) -> tuple[Quad, ...]:
    """Return the stated graph: the documents by slug, what comparing them gave, the vocabularies, the producers.

    No quad stands twice, and no node is blank.

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
    quads = [
        quad for slug in sorted(by_slug) for quad in document_quads(by_slug[slug], _base_of(by_slug[slug], by_slug))
    ]
    producers = producers_of(by_slug.values(), comparisons)
    others = (*comparison_quads(comparisons), *vocabulary_quads(vocabulary), *producer_quads(producers))
    return tuple(dict.fromkeys((*quads, *others)))


def producers_of(
    documents: Iterable[DocumentStatements], comparisons: Iterable[Comparison] = ()
) -> tuple[Producer, ...]:
    """Return the producers that the documents, their redlines and the comparisons name, sorted, each once."""
    held = tuple(documents)
    found = {evidence.producer for stated in held for s in stated.statements for evidence in s.evidence}
    found |= {REDLINES for stated in held if stated.redline is not None}
    return tuple(sorted({*found, *comparison_producers(comparisons)}))


def _base_of(stated: DocumentStatements, held: Mapping[str, DocumentStatements]) -> DocumentStatements | None:
    """Return what the base of a redline states, if it is held."""
    base = None if stated.redline is None else stated.redline.base
    return None if base is None else held.get(base)
