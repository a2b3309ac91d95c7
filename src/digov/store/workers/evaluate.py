"""Evaluating one request on the store of a release, as a worker does it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, get_args

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store, Triple

from digov.model.errors import QueryError
from digov.rdf.base import BASE_IRI, PREFIXES
from digov.rdf.serialize import Syntax, write_graph
from digov.store.formats import write_result
from digov.store.guard import check_query
from digov.store.malformed import syntax_error
from digov.store.results import GraphResult, SelectResult
from digov.store.workers.wire import QueryRequest, ReplyHead

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_ROW_FORMS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_SYNTAXES: Final[dict[str, Syntax]] = {syntax: syntax for syntax in get_args(Syntax)}
_WORTH_COMPRESSING: Final = 1024
_LEVEL: Final = 5

Answer = tuple[ReplyHead, bytes]


class Evaluator:
    """Evaluates requests on one store; an answer that would be longer than the limits is none."""

    def __init__(
        self, store: Store, graphs: Collection[str], *, answer_bytes: int, answer_triples: int, page_rows: int
    ) -> None:
        self._store = store
        self._graphs = graphs
        self._bytes = answer_bytes
        self._triples = answer_triples
        self._page_rows = page_rows
        self._prefixes = tuple((f"{name}:", name, space) for name, space in PREFIXES.items())

    def answer(self, request: QueryRequest) -> Answer:
        """Return head and body of the answer; what is wrong with the query is in the head."""
        try:
            head, body = self._evaluate(request)
        except _TooLargeError as error:
            return ReplyHead("too-large", message=str(error), remedy="Add a LIMIT, ask for less, or take a dump."), b""
        except QueryError as error:
            return ReplyHead("refused", message=error.message, remedy=error.remedy, where=error.where), b""
        except SyntaxError as error:
            wrong = syntax_error(request.query, error, PREFIXES)
            return ReplyHead("refused", message=wrong.message, remedy=wrong.remedy, where=wrong.where), b""
        except MemoryError:
            return ReplyHead("failed", message="memory"), b""
        except (RuntimeError, ValueError, OSError, RecursionError) as error:
            message = f"the query cannot be answered: {' '.join(str(error).split())[:300]}"
            return ReplyHead("refused", message=message, remedy="Change that part of it."), b""
        if request.gzip and head.form != "page" and len(body) >= _WORTH_COMPRESSING:
            return ReplyHead(head.outcome, form=head.form, gzip=True), gzip.compress(body, _LEVEL, mtime=0)
        return head, body

    def _evaluate(self, request: QueryRequest) -> Answer:
        given = request.default_graphs or request.named_graphs
        named = check_query(request.query, None if given else self._graphs)
        found = self._store.query(
            request.query,
            base_iri=BASE_IRI,
            # Each costs as much as a part of a small query: only those whose name stands there.
            prefixes={name: space for mark, name, space in self._prefixes if mark in request.query},
            use_default_graph_as_union=not given and not named,
            default_graph=[_graph(iri) for iri in request.default_graphs] if given else None,
            named_graphs=[_graph(iri) for iri in request.named_graphs] if given else None,
        )
        form = request.graph if isinstance(found, QueryTriples) else request.rows
        if form is None:
            return ReplyHead("not-acceptable", form="graph" if isinstance(found, QueryTriples) else "rows"), b""
        if isinstance(found, QueryTriples):
            return self._graph_answer(found, form)
        if isinstance(found, QueryBoolean):
            if form == "page":
                return ReplyHead("boolean", form=form, total=1), b"true" if found else b"false"
            return ReplyHead("boolean", form=form), found.serialize(format=_ROW_FORMS[form]) or b""
        if form == "page":
            return self._page(found)
        out = _Bounded(self._bytes)
        found.serialize(out, format=_ROW_FORMS[form])
        return ReplyHead("rows", form=form), out.getvalue()

    def _graph_answer(self, found: QueryTriples, form: str) -> Answer:
        triples = set(islice(_counted(found, 50 * self._triples), self._triples + 1))
        if len(triples) > self._triples:
            raise _TooLargeError(f"the answer has more than {self._triples:,} triples")
        if form == "page":
            first = tuple(sorted(triples, key=str)[: self._page_rows])
            return ReplyHead("graph", form=form, total=len(triples)), write_result(
                GraphResult(first), "ntriples"
            ).encode()
        data = write_graph(triples, _SYNTAXES[form])
        if len(data) > self._bytes:
            raise _TooLargeError(f"the answer is longer than {self._bytes:,} bytes")
        return ReplyHead("graph", form=form), data

    def _page(self, found: QuerySolutions) -> Answer:
        variables = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(solution) for solution in islice(found, self._page_rows))
        total = len(rows) + sum(1 for _ in found)
        body = write_result(SelectResult(variables, rows), "json").encode()
        if len(body) > self._bytes:
            raise _TooLargeError(f"the answer is longer than {self._bytes:,} bytes")
        return ReplyHead("rows", form="page", total=total), body


class _TooLargeError(Exception):
    """An answer that would be longer than the limit."""


class _Bounded(io.BytesIO):
    """A file in memory that refuses to become longer than the limit."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: ReadableBuffer) -> int:
        """Keep ``data`` and return its length."""
        written = super().write(data)
        if self.tell() > self._most:
            raise _TooLargeError(f"the answer is longer than {self._most:,} bytes")
        return written


def _counted(triples: QueryTriples, most: int) -> Iterator[Triple]:
    """Yield the triples, repeats too, until there are more than ``most``."""
    for number, triple in enumerate(triples):
        if number > most:
            raise _TooLargeError(f"the answer has more than {most:,} triples with its repeats")
        yield triple


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"no IRI of a graph: {iri[:200]!r}", remedy="Give absolute IRIs.") from error
