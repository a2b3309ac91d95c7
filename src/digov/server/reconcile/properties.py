"""The properties by which candidates are told apart, and with which a table can be extended."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import msgspec

from digov.pages.library import Library
from digov.pages.places import place_of
from digov.rdf.base import DCTERMS, DG, ELI, ORG, SDGO, SKOS, UNBIS, WD
from digov.server.reconcile.index import TYPES, Entity

Kind = Literal["str", "date", "int", "id"]
_MOST: Final = 100


class Property(msgspec.Struct, frozen=True):
    """A property: its id and name, the predicates behind it, the kind of its values, the types that have it."""

    id: str
    name: str
    predicates: tuple[str, ...]
    kind: Kind
    types: tuple[str, ...]
    starts: str = ""
    """Only values that begin so count."""
    counted: bool = False
    """The number of values is the value."""


_ALL: Final = tuple(TYPES)
_PROPERTIES: Final = (
    Property("acronym", "acronym", (DG + "acronym",), "str", ("Body", "Instrument")),
    Property("also-called", "also called", (SKOS + "altLabel", DCTERMS + "alternative"), "str", _ALL),
    Property("asked", "acts that ask it", (DG + "isAddressedBy",), "int", ("Body",), counted=True),
    Property("cited", "segments that cite it", (ELI + "cited_by",), "int", ("Instrument",), counted=True),
    Property("date", "date", (DG + "date", ELI + "date_document"), "date", ("Instrument",)),
    Property("definition", "definition", (SKOS + "definition",), "str", _ALL),
    Property("goal", "goal", (SDGO + "isTargetOf",), "id", ("Target",)),
    Property("kind", "kind", (DG + "bodyKind", DG + "workKind"), "str", ("Body", "Instrument")),
    Property("match", "same thing elsewhere", (SKOS + "exactMatch",), "str", _ALL),
    Property("named", "segments that name it", (DG + "isMentionedIn",), "int", ("Body",), counted=True),
    Property("number", "number", (SKOS + "notation",), "str", ("Goal", "Target")),
    Property("parent", "part of", (ORG + "subOrganizationOf", ELI + "is_part_of"), "id", ("Body", "Instrument")),
    Property("passed-by", "passed by", (ELI + "passed_by",), "id", ("Instrument",)),
    Property("symbol", "symbol", (ELI + "id_local", DCTERMS + "identifier"), "str", ("Instrument",)),
    Property("unbis", "UNBIS Thesaurus", (SKOS + "exactMatch",), "str", _ALL, starts=UNBIS),
    Property("wikidata", "Wikidata", (SKOS + "exactMatch",), "str", _ALL, starts=WD),
)
PROPERTIES: Final[Mapping[str, Property]] = MappingProxyType({one.id: one for one in _PROPERTIES})
"""The properties by id."""


def values_of(library: Library, entity: Entity, known: Property) -> list[dict[str, Any]]:
    """Return the values of a property of an entity in the form of the API: ``str``, ``date``, ``int``, or ``id`` and ``name``."""
    reader = library.reader
    literals = sorted({word for predicate in known.predicates for word in reader.words(entity.iri, predicate)})
    iris = sorted({iri for predicate in known.predicates for iri in reader.iris(entity.iri, predicate)})
    if known.counted:
        return [{"int": len(iris)}]
    if known.kind == "id":
        return [_reference(library, iri) for iri in iris[:_MOST]]
    if known.kind == "date":
        return [{"date": word} for word in literals[:_MOST]]
    found = [*literals, *iris]
    return [{"str": word} for word in found if word.startswith(known.starts)][:_MOST]


def _reference(library: Library, iri: str) -> dict[str, Any]:
    place = place_of(iri)
    name = place.document.removeprefix("doc/") if place is not None else iri
    return {"id": name, "name": library.reader.label(iri)}
