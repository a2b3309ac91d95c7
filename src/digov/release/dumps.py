"""The dumps of a release: its graph in every form that somebody may want to load."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from typing import Final

from digov.rdf.base import PREFIXES
from digov.rdf.jsonld import jsonld_document
from digov.rdf.rows import Row, rows_in
from digov.rdf.turtle import turtle_body, turtle_document
from digov.release.facts import Facts
from digov.release.forms import (
    ACTS_TABLE,
    JSONLD_DUMP,
    QUADS_DUMP,
    QUADS_TABLE,
    STATEMENTS_TABLE,
    TRIG_DUMP,
    graph_dump,
)
from digov.release.tables import FACTS, acts_table, quads_table, statements_table

_LEVEL: Final = 6
"""Of compression: 9 takes three times as long for one part in a hundred."""


def make_dumps(nquads: bytes) -> dict[str, bytes]:
    """Return the dumps of the graph with the canonical form ``nquads``, by path.

    Same graph, same bytes, as long as the compressor is the same.
    """
    graphs = rows_in(nquads)
    facts = Facts(graphs, FACTS)
    return {
        QUADS_DUMP: _compressed(nquads),
        JSONLD_DUMP: _compressed(jsonld_document(graphs, PREFIXES)),
        **_turtle_dumps(graphs),
        QUADS_TABLE: quads_table(graphs),
        STATEMENTS_TABLE: statements_table(facts),
        ACTS_TABLE: acts_table(facts),
    }


def _turtle_dumps(graphs: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """Return TriG of all graphs, and Turtle of each graph that has a name under the base."""
    bodies = {graph: turtle_body(rows, PREFIXES) for graph, rows in graphs.items()}
    dumps = {TRIG_DUMP: _compressed(turtle_document(bodies, PREFIXES))}
    for graph, body in bodies.items():
        path = graph_dump(graph[1:-1])
        if path is not None:
            dumps[path] = _compressed(turtle_document({"": body}, PREFIXES))
    return dumps


def _compressed(data: bytes) -> bytes:
    """Return ``data`` compressed with gzip, without a time or a name in its header."""
    return gzip.compress(data, _LEVEL, mtime=0)
