"""The one writer of RDF: the same triples give the same bytes, and reading them back gives the same triples.

Everything is sorted by its N-Triples form, so that neither the order in which triples come nor the hash seed shows.
Terms are written as they stand: no literal is brought to another form, no blank node is renamed. Abbreviated is only
what every reader expands to the same term: prefixed names, and in Turtle and TriG ``a``, whole numbers and booleans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from pyoxigraph import Quad, Triple

from digov.rdf.base import PREFIXES
from digov.rdf.jsonld import jsonld_document
from digov.rdf.rdfxml import rdfxml_document
from digov.rdf.rows import rows_by_graph, rows_of
from digov.rdf.turtle import turtle_body, turtle_document

Syntax = Literal["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]

MEDIA_TYPES: Final[Mapping[Syntax, str]] = MappingProxyType(
    {
        "turtle": "text/turtle",
        "ntriples": "application/n-triples",
        "nquads": "application/n-quads",
        "trig": "application/trig",
        "jsonld": "application/ld+json",
        "rdfxml": "application/rdf+xml",
    }
)
"""The media type of each syntax; all are written in UTF-8."""
EXTENSIONS: Final[Mapping[Syntax, str]] = MappingProxyType(
    {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "trig": "trig", "jsonld": "jsonld", "rdfxml": "rdf"}
)
"""The file extension of each syntax, without the dot."""
DATASET_SYNTAXES: Final[frozenset[Syntax]] = frozenset({"nquads", "trig", "jsonld"})
"""The syntaxes that keep named graphs apart; in the others the triples of all graphs are one set."""


def write_graph(
    statements: Iterable[Triple | Quad], syntax: Syntax, *, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """Return ``statements`` in ``syntax``, as UTF-8 ending in a line feed; each once, in one order.

    In Turtle, N-Triples and RDF/XML, which have no named graphs, the triples of all graphs are written as one set. A
    prefix is declared when it is used. Raises :class:`ValueError` for what a syntax cannot hold: in RDF/XML a predicate
    without a local name, a control character, and in RDF/XML and JSON-LD a triple as a term.
    """
    if syntax == "nquads":
        return _lines(map(str, statements))
    if syntax == "trig":
        graphs = rows_by_graph(statements)
        return turtle_document({name: turtle_body(rows, prefixes) for name, rows in graphs.items()}, prefixes)
    if syntax == "jsonld":
        return jsonld_document(rows_by_graph(statements), prefixes)
    rows = rows_of(statements)
    if syntax == "ntriples":
        return _lines(map(" ".join, rows))
    if syntax == "turtle":
        return turtle_document({"": turtle_body(rows, prefixes)}, prefixes)
    return rdfxml_document(rows, prefixes)


def _lines(statements: Iterable[str]) -> bytes:
    """Return one line per statement, in the order of code points, which is that of the bytes of UTF-8."""
    return "".join([f"{line} .\n" for line in sorted(set(statements))]).encode()
