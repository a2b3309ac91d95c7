"""What the RDF document about a thing holds: a part of the release, never a triple that is not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec
from pyoxigraph import NamedNode, Quad

from digov.pages.catalogue import Catalogue
from digov.pages.places import is_hash_document, topic_of
from digov.pages.reader import Reader, text_of
from digov.rdf.base import DCTERMS, DG, ID, OA, RDF, RDFS, SKOS
from digov.rdf.terms import INFERRED_GRAPH, node_of

MAX_OWN: Final = 10_000
"""Most triples of the things that a document describes; stated ones come before inferred ones."""
MAX_INCOMING: Final = 500
"""Most links to the things that a document describes; direct links come before those of statements."""
MAX_STATEMENTS: Final = 400
"""Most statements that the document about a segment holds with their evidence."""
_READ: Final = 50_000

SUBJECT: Final = RDF + "subject"
OBJECT: Final = RDF + "object"
EVIDENCE: Final = DG + "evidence"
SELECTOR: Final = OA + "hasSelector"
_LABELS: Final = frozenset({SKOS + "prefLabel", RDFS + "label", DCTERMS + "title"})
_INFERRED: Final = node_of(INFERRED_GRAPH)
_WITH_PARTS: Final = tuple(f"{ID}{kind}/" for kind in ("evidence", "source", "activity", "passage"))
"""Things whose parts, named below them, are described with them."""


class Description(msgspec.Struct, frozen=True):
    """The quads of a document, sorted, each once, and how much of the release was left out of it."""

    document: str
    topic: str
    quads: tuple[Quad, ...]
    left_out: int
    """Links from or to the things described that were left out because there are too many."""


def describe(reader: Reader, catalogue: Catalogue, document: str) -> Description:
    """Return what the RDF document ``document`` holds.

    That is: every triple of the thing, of its fragments and of its parts (selectors of evidence, checksums); for a
    statement its evidence, for a segment the statements about it with their evidence; the labels of what these lead
    to; and links to the thing. The bounds are those of this module.
    """
    topic = topic_of(document)
    own = [topic, *catalogue.fragments(document)]
    found: dict[Quad, None] = {}
    for subject in own:
        _add(found, reader, subject)
    kept, left_out = _first(found, MAX_OWN, _stated_first)
    result = dict.fromkeys(kept)
    if not is_hash_document(document):
        links = [quad for iri in own for quad in islice(reader.incoming(iri), _READ)]
        statements = _statements(links) if DG + "text" in {quad.predicate.value for quad in kept} else []
        for statement in (*statements, *_named(kept, EVIDENCE)):
            _add(result, reader, statement)
            for evidence in reader.iris(statement, EVIDENCE):
                _add(result, reader, evidence)
        incoming, more = _first(dict.fromkeys(links), MAX_INCOMING, _direct_first)
        result.update(dict.fromkeys(incoming))
        left_out += more
    result.update(dict.fromkeys(_labels(reader, result)))
    return Description(document, topic, tuple(sorted(result, key=str)), left_out)


def _add(found: dict[Quad, None], reader: Reader, subject: str) -> None:
    """Add the quads of ``subject`` and of its parts to ``found``."""
    for quad in reader.outgoing(subject):
        found[quad] = None
        value = quad.object
        if isinstance(value, NamedNode) and subject.startswith(_WITH_PARTS) and value.value.startswith(f"{subject}/"):
            _add(found, reader, value.value)


def _statements(links: Iterable[Quad]) -> list[str]:
    """Return the first statements among the subjects of ``links`` that are about what these lead to."""
    about = {text_of(quad.subject) for quad in links if quad.predicate.value == SUBJECT}
    return sorted(about)[:MAX_STATEMENTS]


def _named(quads: Iterable[Quad], predicate: str) -> list[str]:
    """Return the IRIs that ``predicate`` leads to."""
    return sorted({q.object.value for q in quads if q.predicate.value == predicate and isinstance(q.object, NamedNode)})


def _stated_first(quad: Quad) -> tuple[bool, str]:
    return quad.graph_name == _INFERRED, str(quad)


def _direct_first(quad: Quad) -> tuple[bool, str]:
    return quad.predicate.value.startswith(RDF), str(quad)


def _first(quads: dict[Quad, None], most: int, order: Callable[[Quad], tuple[bool, str]]) -> tuple[list[Quad], int]:
    """Return the first ``most`` of ``quads`` in ``order``, and how many come after them."""
    if len(quads) <= most:
        return list(quads), 0
    return sorted(quads, key=order)[:most], len(quads) - most


def _labels(reader: Reader, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the labels of what ``quads`` lead to."""
    known = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    values = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    for value in sorted(values - known):
        yield from (quad for quad in reader.outgoing(value) if quad.predicate.value in _LABELS)
