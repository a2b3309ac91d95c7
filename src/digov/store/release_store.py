"""The store of a release: its graph in memory, read-only, behind SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from digov.model.errors import QueryError, ReleaseError
from digov.model.release import Release
from digov.rdf.base import BASE_IRI, PREFIXES
from digov.store.guard import check_query
from digov.store.malformed import syntax_error
from digov.store.results import AskResult, GraphResult, Result, SelectResult

GRAPH_FILE: Final = "graph.nq"


class ReleaseStore:
    """A release that answers queries; nothing can be changed through it, and nothing leaves the machine.

    The default graph is the union of all named graphs. The usual prefixes (``dg:``, ``sdg:``, ``eli:`` …) need not be
    declared, and relative IRIs are below the base: ``<id/body/itu>``.
    """

    def __init__(self, release: Release) -> None:
        """Load the graph of ``release``, which was checked when it was opened; one that is gone since is an error."""
        path = Path(release.folder) / GRAPH_FILE
        self._release = release
        self._store = Store()
        try:
            # The checksum has shown that these are the bytes that digov wrote, so IRIs are not looked at again.
            self._store.bulk_load(path=path, format=RdfFormat.N_QUADS, lenient=True)
        except (OSError, SyntaxError) as error:
            remedy = "Build the release again with: digov build."
            raise ReleaseError(f"the graph cannot be loaded: {error}", where=str(path), remedy=remedy) from error

    @property
    def release(self) -> Release:
        """Return the release behind the store."""
        return self._release

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def query(self, text: str, *, limit: int | None = None) -> Result:
        """Return what the SPARQL 1.1 query ``text`` gives, at most ``limit`` rows or triples of it.

        Rows come in the order of the query; without ORDER BY in any. Raises :class:`QueryError`, with line and column
        where there are any, for a query that is malformed, that updates, or that calls another server.
        """
        union = not check_query(text, self._release.manifest.graphs)
        try:
            found = self._store.query(
                text, base_iri=BASE_IRI, prefixes=dict(PREFIXES), use_default_graph_as_union=union
            )
            return _result(found, limit)
        except SyntaxError as error:
            raise syntax_error(text, error, PREFIXES) from error
        except (RuntimeError, ValueError, OSError) as error:
            reason = " ".join(str(error).split())
            raise QueryError(f"the query cannot be answered: {reason}", remedy="Change that part of it.") from error

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Return the quads that fit, in any order; ``None`` fits everything."""
        return self._store.quads_for_pattern(subject, predicate, value, graph)


def _result(found: QuerySolutions | QueryBoolean | QueryTriples, limit: int | None) -> Result:
    """Return the result with all its rows read, so that what goes wrong goes wrong here."""
    if isinstance(found, QueryBoolean):
        return AskResult(bool(found))
    most = None if limit is None else limit + 1
    if isinstance(found, QuerySolutions):
        variables = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(solution) for solution in islice(found, most))
        return SelectResult(variables, rows[:limit], limit is not None and len(rows) > limit)
    triples = sorted(set(islice(found, most)), key=str)
    return GraphResult(tuple(triples[:limit]), limit is not None and len(triples) > limit)
