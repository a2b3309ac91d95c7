"""The page of an answer: made of what a worker sent, in a thread, and few long ones at a time."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import islice
from typing import Final

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from digov.competency import CompetencyQuery
from digov.server.service import Service
from digov.server.turns import Turns
from digov.store import AskResult, GraphResult, Result, SelectResult
from digov.store.pool import QueryReply

MAX_CELLS: Final = 20_000
"""Most cells of a page, empty ones too: with many columns it shows fewer rows, which it says."""
AT_A_TIME: Final = 2
"""Long pages that are made at a time; the others wait for their turn."""
_SHORT: Final = 16_000
"""Bytes of an answer whose page is made without waiting for a turn."""


class ResultPages:
    """Makes the pages of answers, within limits; one for the whole server."""

    def __init__(self) -> None:
        remedy = "Ask again in a moment, or for the rows in another format, such as text/csv."
        self._turns = Turns(AT_A_TIME, "too many long pages are being made", remedy)

    async def render(self, service: Service, reply: QueryReply, query: str, named: CompetencyQuery | None) -> bytes:
        """Return the page of the answer to ``query``; a :class:`Problem` (503) when it would have to wait too long."""
        made = partial(_page, service, reply, query, named)
        if len(reply.body) <= _SHORT:
            return await asyncio.to_thread(made)
        async with self._turns.one(service.settings.queue_seconds):
            return await asyncio.to_thread(made)


def _page(service: Service, reply: QueryReply, query: str, named: CompetencyQuery | None) -> bytes:
    return service.pages.result(_result(reply), query=query, total=reply.head.total, named=named).encode()


def _result(reply: QueryReply) -> Result:
    """Return what a page shows of the answer."""
    if reply.head.outcome == "boolean":
        return AskResult(reply.body == b"true")
    if reply.head.outcome == "graph":
        return GraphResult(tuple(quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES)))
    return _select(parse_query_results(reply.body, format=QueryResultsFormat.JSON))


def _select(found: QuerySolutions | QueryBoolean) -> SelectResult:
    if isinstance(found, QueryBoolean):
        return SelectResult((), ())
    variables = tuple(variable.value for variable in found.variables)
    rows = islice(found, max(1, MAX_CELLS // max(1, len(variables))))
    return SelectResult(variables, tuple(tuple(solution) for solution in rows))
