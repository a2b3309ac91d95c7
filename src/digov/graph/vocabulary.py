"""The graph of vocabularies: the ontology and the concept schemes, as the reviewed Turtle files state them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from pyoxigraph import BlankNode, Quad, RdfFormat, Store

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI
from digov.rdf.terms import VOCABULARY_GRAPH, node_of


class VocabularyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reviewed Turtle file: its name below the ontology's folder (``concepts/bodies.ttl``) and its bytes."""

    name: str
    data: bytes


def read_vocabulary(folder: Path) -> tuple[VocabularyFile, ...]:
    """Return the Turtle files of the ontology's folder and of its ``concepts``, sorted by name.

    Raises :class:`ConfigError` when there is none, or one cannot be read.
    """
    files: list[VocabularyFile] = []
    for path in sorted((*folder.glob("*.ttl"), *folder.glob("concepts/*.ttl"))):
        try:
            files.append(VocabularyFile(path.relative_to(folder).as_posix(), path.read_bytes()))
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}", where=str(path), remedy="Check the file.") from error
    if not files:
        raise ConfigError("no Turtle file here", where=str(folder), remedy="Name the folder ontology/.")
    return tuple(sorted(files, key=lambda file: file.name))


def vocabulary_quads(files: Iterable[VocabularyFile]) -> tuple[Quad, ...]:
    """Return what the files state, in the graph of vocabularies, with literals in the forms that the store keeps.

    Malformed Turtle and blank nodes are a :class:`ConfigError` with the file and, for Turtle, the line.
    """
    store = Store()
    for file in files:
        try:
            store.load(file.data, format=RdfFormat.TURTLE, base_iri=BASE_IRI, to_graph=node_of(VOCABULARY_GRAPH))
        except SyntaxError as error:
            where = f"{file.name}:{error.lineno}" if error.lineno else file.name
            message = f"malformed Turtle: {error.msg}"
            raise ConfigError(message, where=where, remedy="Mend the Turtle at this line.") from error
        for quad in store:
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise ConfigError("a blank node", where=file.name, remedy="Give every node an IRI.")
    return tuple(sorted(store, key=str))
