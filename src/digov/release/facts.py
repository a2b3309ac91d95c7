"""What the graph says of a thing, looked up by subject and property, for the tables that are made from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from digov.rdf.base import BASE_IRI, iri_of_curie
from digov.rdf.rows import Row, literal_of
from digov.rdf.terms import INFERRED_GRAPH, node_of

KINDS: Final = MappingProxyType({"<": "iri", "_": "blank", '"': "literal"})
"""What a term is, by the first character of its form in N-Triples."""
_INFERRED: Final = str(node_of(INFERRED_GRAPH))


def value_of(term: str) -> str:
    """Return the IRI, the words of a literal, or the label of a blank node, from its form in N-Triples."""
    if term.startswith('"'):
        return literal_of(term).words
    return term[1:-1] if term.startswith("<") else term


def short_name(term: str) -> str:
    """Return the last part of an IRI: ``commit`` of ``…/id/act-type/commit``."""
    return value_of(term).rpartition("/")[2]


class Facts:
    """Stated facts by subject and property, as terms in the form of N-Triples; inferred ones are left out."""

    def __init__(self, graphs: Mapping[str, Iterable[Row]], properties: Collection[str]) -> None:
        """Take from ``graphs`` (rows by the N-Triples form of the graph's name) what has one of ``properties`` (CURIEs)."""
        wanted = {f"<{iri_of_curie(name)}>": name for name in properties}
        self._values: dict[tuple[str, str], list[str]] = {}
        for graph, rows in sorted(graphs.items()):
            if graph == _INFERRED:
                continue
            for subject, predicate, value in rows:
                name = wanted.get(predicate)
                if name is not None:
                    self._values.setdefault((subject, name), []).append(value)

    def all(self, subject: str, name: str) -> list[str]:
        """Return the terms that ``subject`` has for the property, sorted, each once."""
        return sorted(set(self._values.get((subject, name), ())))

    def first(self, subject: str | None, *names: str) -> str | None:
        """Return the smallest term at the end of the path of properties, or ``None``."""
        for name in names:
            found = self.all(subject, name) if subject is not None else []
            subject = found[0] if found else None
        return subject

    def words(self, subject: str | None, *names: str) -> str | None:
        """Return the value of :meth:`first`."""
        term = self.first(subject, *names)
        return None if term is None else value_of(term)

    def number(self, subject: str | None, *names: str) -> int | None:
        """Return the value of :meth:`first` as a whole number."""
        words = self.words(subject, *names)
        return None if words is None else int(words)

    def label(self, subject: str) -> str:
        """Return the name of a thing, or its IRI below the base when it has none."""
        return self.words(subject, "skos:prefLabel") or value_of(subject).removeprefix(BASE_IRI)

    def subjects(self, name: str) -> list[str]:
        """Return the subjects that have the property, sorted."""
        return sorted({subject for subject, known in self._values if known == name})
