"""Reading the graph by pattern: values, links and labels of one thing at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from digov.rdf.base import BASE_IRI, DCTERMS, DG, ELI, ID, ORG, RDF, RDFS, SKOS, curie_of, id_of

RDF_TYPE: Final = RDF + "type"
_LABELS: Final = (SKOS + "prefLabel", DCTERMS + "alternative", DCTERMS + "title", RDFS + "label", ELI + "id_local")
_CACHED_LABELS: Final = 50_000
_CURIE: Final = re.compile(r"[a-z]+:[A-Za-z_]+")
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


_PLAIN: Final = {
    RDF + "type": "is",
    DCTERMS + "subject": "serves",
    ELI + "cites": "cites",
    ELI + "is_about": "is about",
    ELI + "is_part_of": "part of",
    ELI + "has_part": "parts",
    ELI + "cited_by": "cited by",
    ELI + "refers_to": "refers to",
    ELI + "id_local": "symbol",
    ELI + "number": "number",
    ORG + "subOrganizationOf": "part of",
    ORG + "hasSubOrganization": "parts",
    SKOS + "altLabel": "also called",
    SKOS + "broader": "broader",
    SKOS + "narrower": "narrower",
    SKOS + "inScheme": "scheme",
    RDFS + "label": "label",
    RDFS + "comment": "comment",
    DCTERMS + "title": "title",
    DCTERMS + "license": "licence",
    DCTERMS + "description": "description",
}
"""Words for what others have defined without words of ours."""


class Quads(Protocol):
    """Anything that can be asked for quads by pattern, such as the store of a release."""

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Return the quads that fit; ``None`` fits everything."""


class Reader:
    """Reads one graph. All answers are in the order of code points, each value once, whichever graphs it stands in."""

    def __init__(self, store: Quads) -> None:
        self._store = store
        self._label: Callable[[str], str] = lru_cache(_CACHED_LABELS)(self._find_label)

    def outgoing(self, subject: str) -> Iterator[Quad]:
        """Return the quads of ``subject``."""
        return self._store.quads(NamedNode(subject))

    def incoming(self, value: str, predicate: str | None = None) -> Iterator[Quad]:
        """Return the quads whose object is ``value``."""
        return self._store.quads(None, None if predicate is None else NamedNode(predicate), NamedNode(value))

    def graph(self, name: str) -> Iterator[Quad]:
        """Return the quads of a named graph."""
        return self._store.quads(graph=NamedNode(name))

    def every(self) -> Iterator[Quad]:
        """Return all quads."""
        return self._store.quads()

    def using(self, predicate: str, most: int) -> int:
        """Return how many quads have ``predicate``, counted up to ``most``."""
        return sum(1 for _ in islice(self._store.quads(None, NamedNode(predicate)), most))

    def having(self, predicate: str) -> Iterator[Quad]:
        """Return the quads with ``predicate``."""
        return self._store.quads(None, NamedNode(predicate))

    def exists(self, iri: str) -> bool:
        """Return whether ``iri`` is the subject, the object or the graph of a quad."""
        node = NamedNode(iri)
        return any(
            next(found, None) is not None
            for found in (self._store.quads(node), self._store.quads(None, None, node), self._store.quads(graph=node))
        )

    def words(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the literals that ``predicate`` leads to."""
        found = self._store.quads(NamedNode(subject), NamedNode(predicate))
        return tuple(sorted({quad.object.value for quad in found if isinstance(quad.object, Literal)}))

    def word(self, subject: str, predicate: str) -> str | None:
        """Return the first literal that ``predicate`` leads to."""
        return next(iter(self.words(subject, predicate)), None)

    def number(self, subject: str, predicate: str) -> int | None:
        """Return the whole number that ``predicate`` leads to; ``None`` when there is none."""
        word = self.word(subject, predicate)
        return int(word) if word is not None and word.lstrip("-").isdecimal() else None

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the IRIs that ``predicate`` leads to."""
        return _iris(quad.object for quad in self._store.quads(NamedNode(subject), NamedNode(predicate)))

    def iri(self, subject: str, predicate: str) -> str | None:
        """Return the first IRI that ``predicate`` leads to."""
        return next(iter(self.iris(subject, predicate)), None)

    def subjects(self, predicate: str, value: str, most: int | None = None) -> tuple[str, ...]:
        """Return the IRIs from which ``predicate`` leads to ``value``, at most ``most`` of them."""
        found = islice(self._store.quads(None, NamedNode(predicate), NamedNode(value)), most)
        return _iris(quad.subject for quad in found)

    def types(self, subject: str) -> frozenset[str]:
        """Return the classes of ``subject``."""
        return frozenset(self.iris(subject, RDF_TYPE))

    def name(self, iri: str) -> str | None:
        """Return the label of ``iri`` in the graph; ``None`` when it has none."""
        return next((word for predicate in _LABELS if (word := self.word(iri, predicate)) is not None), None)

    def label(self, iri: str) -> str:
        """Return what a person calls ``iri``: its label in the graph, or for what has none its short name."""
        return self._label(iri)

    def _find_label(self, iri: str) -> str:
        name = self.name(iri)
        if name is not None:
            return name
        if iri in _PLAIN:
            return _PLAIN[iri]
        number = self.word(iri, ELI + "number")
        segment = self.iri(iri, DG + "statedIn")
        if segment is not None:
            return f"{self._shown(segment)} {iri.rpartition('#')[2].replace('-', ' ')}"
        return number if number is not None else self._shown(iri)

    def _shown(self, iri: str) -> str:
        """Return the printed number of a segment, or the name of an IRI without what all share."""
        number = self.word(iri, ELI + "number") if iri.startswith(ID) else None
        own = iri.removeprefix(BASE_IRI) if iri.startswith(BASE_IRI) and not iri.startswith(DG) else None
        return number or id_of(iri) or own or curie_of(iri)


def spelt(words: str) -> str:
    """Return the words of a class or property that has no label of ours.

    >>> spelt("skos:ConceptScheme"), spelt("kind of act")
    ('concept scheme', 'kind of act')
    """
    if not _CURIE.fullmatch(words):
        return words
    return _CAPITAL.sub(" ", words.partition(":")[2]).lower()


def text_of(term: object) -> str:
    """Return the characters of a term: an IRI, or the lexical form of a literal."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _iris(terms: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted({term.value for term in terms if isinstance(term, NamedNode)}))
