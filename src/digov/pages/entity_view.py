"""Everything that segments speak of, as a reader sees it: a body, a goal, a topic, a deadline, a work that is cited."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

import msgspec
from pyoxigraph import Literal, NamedNode, Quad

from digov.pages.describe import OBJECT
from digov.pages.library import Library
from digov.pages.partitions import LED_BACK, TABLED, Partition, partitions_of
from digov.pages.reader import spelt, text_of
from digov.pages.said import Named
from digov.pages.whereabouts import ORDER, Group, groups_of
from digov.rdf.base import DCTERMS, DG, ELI, RDF, RDFS, SDG, SKOS, UNBIS, WD, curie_of

MAX_READ: Final = 2_000
"""Most statements about an entity that a page looks at."""
MAX_VALUES: Final = 40
"""Most values of one property that a page shows; the page says how many there are."""
_HIDDEN: Final = frozenset(
    {
        *(DG + name for name in ("isAddressedBy", "isMentionedIn", "performs", "isDueFor", "states", "text")),
        SKOS + "prefLabel",
        SKOS + "definition",
        SKOS + "exactMatch",
        SKOS + "closeMatch",
        ELI + "cited_by",
        RDF + "type",
        DCTERMS + "description",
        *TABLED,
    }
)
_OUTSIDE: Final = (
    (WD, "Wikidata"),
    (UNBIS, "UNBIS Thesaurus"),
    ("https://ror.org/", "ROR"),
    ("http://metadata.un.org/sdg", "UN SDG"),
)


class Property(msgspec.Struct, frozen=True):
    """A property with its values, the first of them, and how many there are."""

    name: Named
    values: tuple[Named | str, ...]
    total: int


class EntityView(msgspec.Struct, frozen=True):
    """An entity: its names, what it is, where it is spoken of, what it is known as elsewhere."""

    iri: str
    title: str
    kinds: tuple[Named, ...]
    acronym: str | None
    notation: str | None
    goal: str | None
    """The number of the goal that it is, or is a target of."""
    others: tuple[str, ...]
    definition: str | None
    groups: tuple[Group, ...]
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    outside: tuple[tuple[str, Named], ...]
    partitions: tuple[Partition, ...]
    more: bool
    """Whether there are more statements than the page looked at."""


def view_entity(library: Library, iri: str) -> EntityView:
    """Return the view of anything that is neither an instrument that is held nor a segment."""
    reader = library.reader
    # A type of acts is stated as the class of an act, so that is where its words are.
    objects = (iri, *reader.iris(iri, DG + "actClass"))
    found = list(islice((quad for one in objects for quad in reader.incoming(one, OBJECT)), MAX_READ + 1))
    others = (*reader.words(iri, SKOS + "altLabel"), *reader.words(iri, DG + "shortForm"))
    return EntityView(
        iri,
        reader.label(iri),
        _kinds(library, iri),
        reader.word(iri, DG + "acronym"),
        reader.word(iri, SKOS + "notation"),
        iri[len(SDG) :].partition(".")[0] if iri.startswith(SDG) and "#" not in iri else None,
        tuple(dict.fromkeys(others)),
        reader.word(iri, SKOS + "definition") or reader.word(iri, DCTERMS + "description"),
        groups_of(library, [text_of(quad.subject) for quad in found[:MAX_READ]]),
        properties_of(library, reader.outgoing(iri)),
        links_to(library, iri),
        _outside(library, iri),
        partitions_of(library, iri),
        len(found) > MAX_READ,
    )


def _kinds(library: Library, iri: str) -> tuple[Named, ...]:
    """Return the most special classes of ours that a thing is in; of one that is in none, all others."""
    reader = library.reader
    types = sorted(reader.types(iri))
    ours = [kind for kind in types if kind.startswith(DG)]
    above = {other for kind in ours for other in reader.iris(kind, RDFS + "subClassOf")}
    kinds = [kind for kind in ours if kind not in above] or types
    named = {spelt(reader.label(kind)): kind for kind in reversed(kinds)}
    return tuple(sorted(Named(kind, words) for words, kind in named.items()))


def properties_of(library: Library, quads: Iterable[Quad], hidden: frozenset[str] = _HIDDEN) -> tuple[Property, ...]:
    """Return the properties in ``quads`` that are not hidden, by name, each value once."""
    values: dict[str, dict[NamedNode | Literal, None]] = {}
    for quad in quads:
        if quad.predicate.value not in hidden and isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate.value, {})[quad.object] = None
    return tuple(_property(library, name, found) for name, found in sorted(values.items()))


def links_to(library: Library, iri: str) -> tuple[Property, ...]:
    """Return the properties by which other things lead to ``iri``, but for those of statements."""
    values: dict[str, dict[NamedNode | Literal, None]] = {}
    for quad in islice(library.reader.incoming(iri), MAX_READ):
        name = quad.predicate.value
        if not name.startswith(RDF) and name not in (*ORDER, *LED_BACK) and isinstance(quad.subject, NamedNode):
            values.setdefault(name, {})[quad.subject] = None
    return tuple(_property(library, name, found) for name, found in sorted(values.items()))


def _property(library: Library, name: str, values: Iterable[NamedNode | Literal]) -> Property:
    ordered = sorted(values, key=str)
    shown = tuple(
        one.value if isinstance(one, Literal) else Named(one.value, library.full_title_of(one.value))
        for one in ordered[:MAX_VALUES]
    )
    label = library.reader.label(name)
    words = spelt(curie_of(name) if label == name else label)
    return Property(Named(name, words), shown, len(ordered))


def _outside(library: Library, iri: str) -> tuple[tuple[str, Named], ...]:
    """Return what an entity is known as elsewhere: who says so, and its IRI there."""
    reader = library.reader
    matches = (*reader.iris(iri, SKOS + "exactMatch"), *reader.iris(iri, SKOS + "closeMatch"))
    found = [iri, *matches] if not iri.startswith("https://w3id.org/digov/") else list(matches)
    symbols = library.symbols_of(iri)
    links = [(_publisher(one), Named(one, one.rpartition("/")[2])) for one in found]
    links += [("UN documents", Named(f"https://docs.un.org/en/{one.replace(' ', '')}", one)) for one in symbols]
    return tuple(links)


def _publisher(iri: str) -> str:
    return next((name for space, name in _OUTSIDE if iri.startswith(space)), "elsewhere")
