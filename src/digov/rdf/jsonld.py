"""JSON-LD, written: one object per subject and line, properties and types as compact IRIs, all other IRIs whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Final

import msgspec

from digov.rdf.base import RDF
from digov.rdf.rows import Row, literal_of

_TYPE: Final = f"<{RDF}type>"
_SPACE: Final = re.compile(r"<(.*[/#])([A-Za-z][A-Za-z0-9_-]*)>", re.DOTALL)


def jsonld_document(graphs: Mapping[str, Iterable[Row]], prefixes: Mapping[str, str]) -> bytes:
    """Return sorted rows by the N-Triples form of their graph's name (``""``: the default graph) as JSON-LD 1.1.

    Each named graph is a node with ``@graph``. The context declares the prefixes that are used and nothing else, so
    that no value is coerced to another type. A triple as a term is a :class:`ValueError`.
    """
    names = _Names(prefixes)
    members: list[str] = []
    for graph, rows in sorted(graphs.items()):
        nodes = _nodes(rows, names)
        if graph:
            nodes = [f'{{"@id":{names.node(graph)},"@graph":[\n' + ",\n".join(nodes) + "\n]}"]
        members += nodes
    context = ",".join(f'"{name}":{_json(prefixes[name])}' for name in sorted(names.used))
    return f'{{"@context":{{{context}}},"@graph":[\n'.encode() + ",\n".join(members).encode() + b"\n]}\n"


def _nodes(rows: Iterable[Row], names: _Names) -> list[str]:
    """Return the node objects of one graph."""
    found: list[str] = []
    for subject, of_subject in groupby(rows, itemgetter(0)):
        parts = [f'{{"@id":{names.node(subject)}']
        for predicate, of_predicate in groupby(of_subject, itemgetter(1)):
            values = [row[2] for row in of_predicate]
            if predicate == _TYPE:
                types = [names.compact(value) for value in values if value[0] != '"']
                values = [value for value in values if value[0] == '"']
                parts += [f'"@type":[{",".join(types)}]'] if types else []
            if values:
                parts.append(f"{names.compact(predicate)}:[{','.join(map(names.value, values))}]")
        found.append(",".join(parts) + "}")
    return found


def _json(text: str) -> str:
    return msgspec.json.encode(text).decode()


class _Names:
    """Writes terms as JSON, each looked at once, and keeps which prefixes that took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_of = {space: name for name, space in sorted(prefixes.items(), reverse=True)}
        self.used: set[str] = set()
        self.node = cache(_node)
        self.compact = cache(self._compact)
        self.value = cache(self._value)

    def _compact(self, term: str) -> str:
        """Return an IRI that JSON-LD expands by the context: a property, a type."""
        match = _SPACE.fullmatch(term)
        prefix = None if match is None else self._prefix_of.get(match[1])
        if match is None or prefix is None:
            return self.node(term)
        self.used.add(prefix)
        return _json(f"{prefix}:{match[2]}")

    def _value(self, term: str) -> str:
        """Return the object of a triple: words as a string, everything else as an object that says what it is."""
        if not term.startswith('"'):
            return f'{{"@id":{self.node(term)}}}'
        literal = literal_of(term)
        if literal.datatype is not None:
            return f'{{"@type":{self.compact(f"<{literal.datatype}>")},"@value":{literal.quoted}}}'
        if literal.language is None:
            return literal.quoted
        direction = f'"@direction":"{literal.direction}",' if literal.direction else ""
        return f'{{{direction}"@language":"{literal.language}","@value":{literal.quoted}}}'


def _node(term: str) -> str:
    """Return the identifier of a node: its IRI, or its label with ``_:``."""
    if term.startswith("<<"):
        raise ValueError(f"JSON-LD has no form for a triple as a term: {term}")
    return _json(term[1:-1] if term.startswith("<") else term)
