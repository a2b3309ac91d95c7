"""The index of names: what every body, instrument, goal and target is called, and what a name is most like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from rapidfuzz import fuzz, process

from digov.pages.library import Library
from digov.pages.places import place_of
from digov.pages.reader import RDF_TYPE
from digov.rdf.base import DCTERMS, DG, ELI, SDG, SDGO, SKOS

MAX_NAME: Final = 200
"""Most characters of a name or value that are compared by likeness; what is longer is cut."""
TYPES: Final = {
    "Body": (DG + "Body", "Body"),
    "Instrument": (DG + "Instrument", "Instrument"),
    "Goal": (SDGO + "Goal", "Sustainable Development Goal"),
    "Target": (SDGO + "Target", "SDG target"),
}
"""The types of what can be found: their ids, their classes, their names."""
_FULL: Final = (
    SKOS + "prefLabel",
    SKOS + "altLabel",
    DCTERMS + "title",
    DCTERMS + "alternative",
    DG + "acronym",
    ELI + "id_local",
    DCTERMS + "identifier",
)
_WEAK: Final = {DG + "shortForm": 80.0}
_DEFINITION: Final = 0.97
_SHORTEST: Final = 5
"""Names shorter than this are found exactly or not at all: "ITU" is not nearly "ITC"."""
_SOME, _REST = 0.6, 0.3
"""What words in common count: some for being there, the rest by how much of the longer name they are."""
_CUTOFF: Final = 60.0
_NOT_WORD: Final = re.compile(r"[^0-9a-z]+")


def plain_name(name: str) -> str:
    """Return a name in the form in which names are compared: small letters and digits, no accents, no leading article.

    >>> plain_name("The Office of the High Commissioner (OHCHR)"), plain_name("Côte d’Ivoire & Co.")
    ('office of the high commissioner ohchr', 'cote d ivoire and co')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() if not name.isascii() else name
    if not bare.isascii() or (len(bare) < len(name) and "’" in name):
        bare = unicodedata.normalize("NFKD", name.replace("’", " ")).encode("ascii", "ignore").decode()
    words = _NOT_WORD.sub(" ", bare.lower().replace("&", " and ")).strip()
    return words.removeprefix("the ") if words != "the" else words


class Entity(msgspec.Struct, frozen=True):
    """What can be found: its id (the path of its document below ``doc/``), its label, its types, what it is."""

    id: str
    iri: str
    label: str
    types: tuple[str, ...]
    description: str | None


class Found(msgspec.Struct, frozen=True):
    """An entity with the likeness of its name: 0 to 100, and whether one of its names is the very name."""

    entity: Entity
    score: float
    exact: bool


class Index:
    """The names of one release."""

    def __init__(self, library: Library) -> None:
        """Read all names once."""
        self._library = library
        self.entities: dict[str, Entity] = {}
        self._exact: dict[str, dict[str, float]] = {}
        names: dict[str, set[tuple[str, float]]] = {}
        for entity in _entities(library):
            self.entities[entity.id] = entity
            for name, best, weight in _names(library, entity):
                key = plain_name(name)
                if not key:
                    continue
                known = self._exact.setdefault(key, {})
                known[entity.id] = max(best, known.get(entity.id, 0.0))
                if len(key) >= _SHORTEST:
                    names.setdefault(key, set()).add((entity.id, weight))
        self._names = {key: tuple(sorted(found)) for key, found in sorted(names.items())}
        self._keys = tuple(self._names)

    def find(self, name: str, types: Iterable[str] = (), limit: int = 5) -> list[Found]:
        """Return the entities of ``types`` (all, if none is given) that ``name`` is most like, the likest first."""
        wanted = frozenset(types)
        key = plain_name(name)
        scores: dict[str, float] = dict(self._exact.get(key, {}))
        exact = {one for one, score in scores.items() if score == 100.0}
        if len(key) >= _SHORTEST:
            for entity, score in self._alike(key[:MAX_NAME]):
                scores[entity] = max(scores.get(entity, 0.0), min(score, 99.0))
        fitting = [
            Found(self.entities[one], round(score, 2), one in exact)
            for one, score in scores.items()
            if not wanted or wanted & set(self.entities[one].types)
        ]
        return sorted(fitting, key=lambda found: (-found.score, found.entity.label, found.entity.id))[:limit]

    def beginning(self, prefix: str, limit: int) -> list[Entity]:
        """Return the entities with a name that begins with ``prefix``, those with the shortest such names first."""
        key = plain_name(prefix)
        if not key:
            return []
        found: dict[str, int] = {}
        for name, entities in self._exact.items():
            if name.startswith(key):
                for entity in entities:
                    found[entity] = min(len(name), found.get(entity, 10_000))
        return [self.entities[one] for one in sorted(found, key=lambda one: (found[one], one))[:limit]]

    def _alike(self, key: str) -> Iterator[tuple[str, float]]:
        """Yield entities with the likeness of their names: by letters, by words in any order, by words in common."""
        for scorer, factor in ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.97), (fuzz.token_set_ratio, 0.0)):
            for name, score, _ in process.extract(key, self._keys, scorer=scorer, limit=25, score_cutoff=_CUTOFF):
                shared = factor or _SOME + _REST * min(len(name), len(key)) / max(len(name), len(key))
                for entity, weight in self._names[name]:
                    yield entity, score * shared * weight


def _entities(library: Library) -> Iterator[Entity]:
    reader = library.reader
    types: dict[str, list[str]] = {}
    for name, (kind, _) in TYPES.items():
        for iri in reader.subjects(RDF_TYPE, kind):
            types.setdefault(iri, []).append(name)
    for iri in sorted(types):
        place = place_of(iri)
        if place is not None and place.document.startswith("doc/") and not place.fragment:
            words = reader.word(iri, SKOS + "definition")
            yield Entity(place.document[4:], iri, reader.label(iri), tuple(types[iri]), words)


def _names(library: Library, entity: Entity) -> Iterator[tuple[str, float, float]]:
    """Yield the names of an entity: the name, its score when it is the very name, its weight when it is like it."""
    reader = library.reader
    yield entity.iri, 100.0, 1.0
    for predicate in _FULL:
        for name in reader.words(entity.iri, predicate):
            yield name, 100.0, 1.0
            acronyms = reader.words(entity.iri, DG + "acronym") if predicate == SKOS + "prefLabel" else ()
            for acronym in acronyms:
                yield f"{name} ({acronym})", 100.0, 1.0
                yield f"{acronym} {name}", 100.0, 1.0
    for predicate, best in _WEAK.items():
        for name in reader.words(entity.iri, predicate):
            yield name, best, 0.7
    if entity.iri.startswith(SDG):
        number = entity.iri[len(SDG) :]
        kind = "Target" if "Target" in entity.types else "Goal"
        for name in (number, f"SDG {number}", f"SDG{number}", f"{kind} {number}", f"SDG {kind} {number}"):
            yield name, 100.0, 1.0
        for text in reader.words(entity.iri, SKOS + "definition"):
            yield text, 100.0, _DEFINITION
            yield f"{number} {text}", 100.0, _DEFINITION
        yield f"Goal {number} {entity.label}", 100.0, 1.0
        yield f"SDG {number} {entity.label}", 100.0, 1.0
        yield f"{number} {entity.label}", 100.0, 1.0
