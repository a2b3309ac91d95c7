"""The ontology as a reader sees it: every class and property with its definition, its place among the others, an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from digov.pages.library import Library
from digov.pages.reader import RDF_TYPE
from digov.pages.said import Named
from digov.rdf.base import DCTERMS, DG, OWL, RDF, RDFS, SKOS

MAX_COUNTED: Final = 200_000
"""Up to this number uses of a term are counted; a page says "or more" beyond it."""
_PROPERTIES: Final = frozenset(
    {OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty", RDF + "Property"}
)

TermKind = Literal["class", "property", "individual"]


class Term(msgspec.Struct, frozen=True):
    """A term of the ontology."""

    iri: str
    name: str
    """Its local name, by which it is anchored."""
    kind: TermKind
    label: str
    definition: str | None
    example: str | None
    basis: str | None
    """``stated`` for properties that stand for what words say, ``inferred`` for those that follow from them."""
    above: tuple[Named, ...]
    below: tuple[Named, ...]
    domain: tuple[Named, ...]
    range: tuple[Named, ...]
    inverse: tuple[Named, ...]
    alike: tuple[Named, ...]
    sources: tuple[str, ...]
    uses: int
    """How often the release uses it: triples of a property, things of a class; at most :data:`MAX_COUNTED`."""

    @property
    def is_counted(self) -> bool:
        """Return whether all uses were counted."""
        return self.uses < MAX_COUNTED


class OntologyView(msgspec.Struct, frozen=True):
    """The ontology: what it is, its classes, its properties, its individuals, each sorted by name."""

    iri: str
    title: str
    description: str | None
    version: str | None
    license: str | None
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    individuals: tuple[Term, ...]


def view_ontology(library: Library) -> OntologyView:
    """Return the view of the ontology of the release."""
    reader = library.reader
    terms = [_term(library, iri) for iri in library.catalogue.fragments("ns") if next(reader.outgoing(iri), None)]
    return OntologyView(
        DG,
        reader.label(DG),
        reader.word(DG, DCTERMS + "description"),
        reader.word(DG, OWL + "versionInfo"),
        reader.iri(DG, DCTERMS + "license"),
        tuple(term for term in terms if term.kind == "class"),
        tuple(term for term in terms if term.kind == "property"),
        tuple(term for term in terms if term.kind == "individual"),
    )


def _term(library: Library, iri: str) -> Term:
    reader = library.reader
    types = reader.types(iri)
    kind: TermKind = "property" if types & _PROPERTIES else "class" if OWL + "Class" in types else "individual"
    sub = RDFS + ("subPropertyOf" if kind == "property" else "subClassOf")
    basis = "stated" if DG + "StatedProperty" in types else "inferred" if DG + "InferredProperty" in types else None
    alike = [other for name in ("closeMatch", "exactMatch") for other in reader.iris(iri, SKOS + name)]
    alike += [*reader.iris(iri, OWL + "equivalentClass"), *reader.iris(iri, OWL + "equivalentProperty")]
    return Term(
        iri,
        iri[len(DG) :],
        kind,
        reader.label(iri),
        reader.word(iri, SKOS + "definition") or reader.word(iri, RDFS + "comment"),
        reader.word(iri, SKOS + "example"),
        basis,
        _named(library, reader.iris(iri, sub)),
        _named(library, reader.subjects(sub, iri)),
        _named(library, reader.iris(iri, RDFS + "domain")),
        _named(library, reader.iris(iri, RDFS + "range")),
        _named(library, (*reader.iris(iri, OWL + "inverseOf"), *reader.subjects(OWL + "inverseOf", iri))),
        _named(library, alike),
        reader.iris(iri, DCTERMS + "source"),
        reader.using(iri, MAX_COUNTED) if kind == "property" else len(reader.subjects(RDF_TYPE, iri, MAX_COUNTED)),
    )


def _named(library: Library, iris: Iterable[str]) -> tuple[Named, ...]:
    return tuple(Named(iri, library.reader.label(iri)) for iri in iris)
