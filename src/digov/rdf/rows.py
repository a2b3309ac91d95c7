"""Triples as rows of text: every term in the form of N-Triples, sorted, each row once. What all writers start from.

Text compares, sorts and hashes quickly, and the form of N-Triples holds a term exactly as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec
from pyoxigraph import Quad, Triple

Row = tuple[str, str, str]
"""Subject, predicate and object in the form of N-Triples."""

_LITERAL: Final = re.compile(
    r'(?P<words>".*")(?:\^\^<(?P<datatype>[^<>"]*)>|@(?P<language>[A-Za-z0-9-]*?)(?:--(?P<direction>ltr|rtl))?)?',
    re.DOTALL,
)


class LiteralText(msgspec.Struct, frozen=True):
    """A literal taken apart: its words in quotes as in N-Triples, and what they are; a plain string has no more."""

    quoted: str
    datatype: str | None
    language: str | None
    direction: str | None

    @property
    def words(self) -> str:
        """Return the words themselves; the escapes of N-Triples are those of JSON."""
        return msgspec.json.decode(self.quoted, type=str)


def rows_of(statements: Iterable[Triple | Quad]) -> list[Row]:
    """Return the triples of ``statements``, of all graphs together."""
    return sorted({row for _, row in map(split_statement, map(str, statements))})


def rows_by_graph(statements: Iterable[Triple | Quad]) -> dict[str, list[Row]]:
    """Return the triples of each graph by its name in the form of N-Triples; the default graph is ``""``, and first."""
    found: dict[str, set[Row]] = {}
    for graph, row in map(split_statement, map(str, statements)):
        found.setdefault(graph, set()).add(row)
    return {graph: sorted(rows) for graph, rows in sorted(found.items())}


def rows_in(nquads: bytes) -> dict[str, list[Row]]:
    """Return the triples of each graph as :func:`rows_by_graph` does, from canonical N-Quads: sorted lines, each once."""
    found: dict[str, list[Row]] = {}
    for line in nquads.decode().split("\n"):
        if line:
            graph, row = split_statement(line[:-2])
            found.setdefault(graph, []).append(row)
    return {graph: sorted(rows) for graph, rows in sorted(found.items())}


def literal_of(text: str) -> LiteralText:
    """Return the literal that ``text`` writes."""
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a literal of N-Triples: {text}")
    return LiteralText(match["words"], match["datatype"], match["language"], match["direction"])


def split_statement(text: str) -> tuple[str, Row]:
    """Return the graph (``""``: the default graph) and the row of a triple or quad in N-Quads, without the dot at its end."""
    subject, predicate, rest = text.split(" ", 2)
    value, _, graph = rest.rpartition(" ")
    # Whatever follows a blank inside a literal still has its closing quote, and the end of a triple term its brackets.
    if value and graph[0] in "<_" and '"' not in graph:
        return graph, (subject, predicate, value)
    return "", (subject, predicate, rest)
