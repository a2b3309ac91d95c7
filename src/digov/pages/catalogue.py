"""The catalogue: which documents a release has, and which fragments each of them describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode

from digov.pages.places import is_document, is_hash_document, place_of, topic_of
from digov.pages.reader import Reader
from digov.rdf.base import BASE_IRI

_IRI: Final = re.compile(r"[^\x00-\x20<>\"{}|\\^`\ud800-\udfff]+")
_NAMELESS: Final = ("doc/statement/", "doc/evidence/")
"""Documents that nobody asks for by a name that could be misspelt."""


class Catalogue:
    """The documents of a release, found in one pass over it; where only an object or a graph is named, that counts, too."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        fragments: dict[str, set[str]] = {}
        names: set[str] = set()
        for iri in _iris(reader):
            place = place_of(iri)
            if (
                place is None
                or not is_document(place.document)
                or (not place.fragment and is_hash_document(place.document))
            ):
                continue
            if place.fragment:
                fragments.setdefault(place.document, set()).add(iri)
            if not place.document.startswith(_NAMELESS):
                names.add(place.document)
        self._fragments = {document: tuple(sorted(found)) for document, found in fragments.items()}
        self._names = tuple(sorted(names))

    def fragments(self, document: str) -> tuple[str, ...]:
        """Return the IRIs of the fragments that ``document`` describes, sorted."""
        return self._fragments.get(document, ())

    @property
    def names(self) -> tuple[str, ...]:
        """Return the paths of the documents but for those of statements and evidence, sorted."""
        return self._names

    def holds(self, document: str) -> bool:
        """Return whether the release has ``document``; what can be no IRI is none."""
        if document in self._fragments:
            return True
        topic = topic_of(document)
        if not is_document(document) or place_of(topic) is None or _IRI.fullmatch(topic) is None:
            return False
        try:
            return self._reader.exists(topic)
        except ValueError:
            return False

    def documents(self) -> Iterator[str]:
        """Yield the paths of all documents, sorted."""
        places = {place.document for iri in _iris(self._reader) if (place := place_of(iri)) is not None}
        yield from sorted(filter(is_document, places))


def _iris(reader: Reader) -> Iterable[str]:
    """Return the IRIs in ``reader``'s graph that have a place, each once."""
    found: set[str] = set()
    for quad in reader.every():
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and (term.value.startswith(BASE_IRI) or place_of(term.value) is not None):
                found.add(term.value)
    return found
