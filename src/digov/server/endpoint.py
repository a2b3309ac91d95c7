"""The endpoint: from a request with a query to its answer, by way of the pool."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from math import ceil
from typing import Final, NoReturn

import msgspec
from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from digov.competency import CompetencyQuery
from digov.server.assets import Assets
from digov.server.description import describe_service
from digov.server.negotiate import GRAPH_TYPES, MEDIA_TYPES, ROW_TYPES, accepts_gzip, wants_html
from digov.server.problems import Problem, answer_problem, busy, failed
from digov.server.protocol import ProtocolQuery, read_get, read_post
from digov.server.query_page import query_page
from digov.server.result_page import ResultPages
from digov.server.service import Service, Services
from digov.store.pool import Job, PoolError, QueryReply, QueryRequest

_LOG: Final = logging.getLogger("digov.server")
_STATUS: Final = {"busy": 503, "closed": 503, "share": 429, "time": 504, "memory": 507, "depth": 400, "crash": 500}
_LOOK: Final = 0.05
"""Seconds of a query after which it is watched whether the client still waits."""
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions that give another value each time: an answer that may have one is given only once."""
_FRESH: Final = b"public, max-age=60"
_LARGE: Final = 256_000
_MOST_UNDER_WAY: Final = 64_000_000
"""Bytes of large answers that may be under way to clients at a time."""
_PAUSE: Final = 5
"""Seconds after which one that found too many under way may ask again."""


class Endpoint:
    """Answers requests with queries with the current service."""

    def __init__(self, services: Services, assets: Assets) -> None:
        self._services = services
        self._assets = assets
        self._pages = ResultPages()
        self._under_way = _UnderWay()

    async def get(self, request: Request) -> Response:
        """Return the answer to a query asked by GET; without one, the page of the endpoint or its description."""
        service = self._services.current
        asked = read_get(request, service.settings.query_bytes)
        if asked.query is not None:
            return await self._answer(service, request, asked)
        accept = request.headers.get("accept")
        if asked.named_form == "html" or (asked.named_form is None and wants_html(accept)):
            return query_page(service, self._assets)
        return describe_service(service, asked.forms.graph)

    async def post(self, request: Request) -> Response:
        """Return the answer to a query asked by POST."""
        service = self._services.current
        asked = await read_post(request, service.settings.query_bytes, service.settings.body_seconds)
        return await self._answer(service, request, asked)

    async def named(self, request: Request, name: str) -> Response:
        """Return the answer to the competency question called ``name``."""
        service = self._services.current
        query = next((query for query in service.queries if query.name == name), None)
        if query is None:
            raise Problem(404, f"no competency question is called {name[:100]!r}", "The start page lists them.")
        asked = read_get(request, service.settings.query_bytes)
        if asked.query is not None:
            raise Problem(400, "a competency question has its query", "Leave the parameter 'query' out.")
        asked = ProtocolQuery(query.text, asked.default_graphs, asked.named_graphs, asked.forms, asked.named_form)
        return await self._answer(service, request, asked, query)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by GET, HEAD or POST without the routing of the application, which takes longer than many a query."""
        request = Request(scope, receive)
        try:
            response = await (self.post(request) if scope["method"] == "POST" else self.get(request))
        except Problem as problem:
            response = answer_problem(self._services, request, problem)
        except ClientDisconnect:
            return
        except Exception:  # noqa: BLE001 - the edge of the process
            _LOG.exception("a query failed")
            response = answer_problem(self._services, request, failed())
        await response(scope, receive, send)

    async def _answer(
        self, service: Service, request: Request, asked: ProtocolQuery, named: CompetencyQuery | None = None
    ) -> Response:
        """Return the answer to a query, from a worker."""
        query = asked.query or ""
        wanted = QueryRequest(
            query,
            rows=asked.forms.rows,
            graph=asked.forms.graph,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            gzip=accepts_gzip(request.headers.get("accept-encoding")),
        )
        try:
            reply = await _ask(service, request, wanted)
        except PoolError as error:
            after = {} if error.retry_after is None else {"Retry-After": str(ceil(error.retry_after))}
            raise Problem(_STATUS[error.reason], error.message, error.remedy, headers=after, query=query) from error
        head = reply.head
        if head.outcome not in ("rows", "boolean", "graph"):
            _refuse(reply, query)
        body = reply.body
        if head.form == "page":
            body = await self._pages.render(service, reply, query, named)
        headers = [
            (b"content-type", MEDIA_TYPES[head.form].encode()),
            (b"content-length", str(len(body)).encode()),
            (b"vary", b"Accept, Accept-Encoding"),
        ]
        if head.gzip:
            headers.append((b"content-encoding", b"gzip"))
        if _CHANGING.search(query):
            headers.append((b"cache-control", b"no-store"))
        else:
            headers += [(b"cache-control", _FRESH), (b"etag", _tag(service, wanted, head.form))]
        return _Answer(body, headers) if len(body) <= _LARGE else _LargeAnswer(body, headers, self._under_way)


async def _ask(service: Service, request: Request, wanted: QueryRequest) -> QueryReply:
    """Return the reply of the pool; a client that goes away ends its query."""
    address = request.scope.get("client")
    job = service.pool.submit(wanted, client=address[0] if address else "")
    watch = _Watch(request, service, job)
    timer = asyncio.get_running_loop().call_later(_LOOK, watch.begin)
    try:
        return await job.future
    except asyncio.CancelledError as error:
        service.pool.abandon(job)
        if watch.gone:
            raise ClientDisconnect from error
        raise
    finally:
        timer.cancel()
        watch.end()


class _Watch:
    """Watches whether the client still waits, and ends its query when it does not."""

    def __init__(self, request: Request, service: Service, job: Job) -> None:
        self.gone = False
        self._request = request
        self._pool = service.pool
        self._job = job
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._watch())

    def end(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._pool.abandon(self._job)


def _refuse(reply: QueryReply, query: str) -> NoReturn:
    """Raise the problem that a worker found."""
    head = reply.head
    if head.outcome == "not-acceptable":
        kinds = ROW_TYPES if head.form == "rows" else GRAPH_TYPES
        remedy = f"This answer can be had as {', '.join(kinds)}."
        raise Problem(406, "no format that was asked for fits this answer", remedy, query=query)
    message = head.message if head.where is None else f"{head.where}: {head.message}"
    raise Problem(400, message, head.remedy, query=query)


def _tag(service: Service, wanted: QueryRequest, form: str) -> bytes:
    """Return the tag of an answer: of the release, and of everything that was asked."""
    parts = (service.release.id, form, wanted.query, wanted.default_graphs, wanted.named_graphs)
    digest = hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=16)
    return b'W/"%s"' % digest.hexdigest().encode()


class _UnderWay:
    """Counts the bytes of large answers that are under way."""

    def __init__(self) -> None:
        self.bytes = 0


class _Answer(Response):
    """An answer whose headers are ready to be sent."""

    def __init__(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        self.status_code = 200
        self.background = None
        self.body = body
        self.raw_headers = headers


class _LargeAnswer(_Answer):
    """A large answer, which is sent only while there are not too many others under way."""

    def __init__(self, body: bytes, headers: list[tuple[bytes, bytes]], under_way: _UnderWay) -> None:
        if under_way.bytes + len(body) > _MOST_UNDER_WAY:
            raise busy("too many large answers are under way", "Ask again in a moment, or for less.", _PAUSE)
        super().__init__(body, headers)
        self._under_way = under_way
        under_way.bytes += len(body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._under_way.bytes -= len(self.body)
