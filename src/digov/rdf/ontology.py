"""The ontology as triples: what ``ontology/core.ttl`` says, and what it takes from other vocabularies."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI

ONTOLOGY_FILES: Final = ("core.ttl", "outside.ttl")
"""The files that make up the ontology; the concept schemes beside them are data."""


def load_ontology(folder: Path) -> tuple[Triple, ...]:
    """Return the triples of the ontology files in ``folder``, sorted and without repeats.

    No triple has a blank node. Raises :class:`ConfigError` for a file that is missing, for malformed Turtle (with line)
    and for blank nodes.
    """
    triples: set[Triple] = set()
    for name in ONTOLOGY_FILES:
        triples.update(_read(folder / name))
    return tuple(sorted(triples, key=str))


def _read(file: Path) -> list[Triple]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(file), remedy="Check the file.") from error
    try:
        triples = [quad.triple for quad in parse(data, format=RdfFormat.TURTLE, base_iri=BASE_IRI)]
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else str(file)
        raise ConfigError(f"malformed Turtle: {error.msg}", where=place, remedy="Mend the Turtle there.") from error
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            message = f"a blank node in a triple with {triple.predicate}"
            raise ConfigError(message, where=str(file), remedy="Give the node an IRI.")
    return triples
