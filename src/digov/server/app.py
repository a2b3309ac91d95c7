"""The web application: start page, SPARQL endpoint, competency questions by name.

A release never changes, so everything is loaded once. Only reading is possible; queries that would write or call another server are
refused by the store. Every error has one shape: JSON with ``error``, ``message`` and ``remedy``, or a page for browsers.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from digov.competency import CompetencyQuery
from digov.model.errors import QueryError
from digov.server.negotiate import MEDIA_TYPES, by_name, choose, wants_html
from digov.server.pages import Pages
from digov.store import GraphResult, ReleaseStore, Result, SelectResult, write_result

MAX_QUERY_BYTES: Final = 100_000
"""Longest query taken; a longer one is answered with 413."""
MAX_ROWS: Final = 100_000
"""Most rows or triples of one answer; an answer that would be longer is refused, never cut."""
MAX_PAGE_ROWS: Final = 2_000
"""Most rows shown on a page, which says so; the formats for programs give all."""

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Vary": "Accept",
}


def create_app(store: ReleaseStore, report: bytes, queries: tuple[CompetencyQuery, ...], *, address: str) -> FastAPI:
    """Return the application that serves ``store`` at ``address``; ``report`` is the release's ``report.json``."""
    app = FastAPI(
        title="digov", description="A knowledge graph of digital-governance instruments.", docs_url=None, redoc_url=None
    )
    site = _Site(store, msgspec.json.decode(report), queries, address)
    app.add_api_route("/", site.start, methods=["GET", "HEAD"], response_class=HTMLResponse, summary="Start page")
    app.add_api_route("/sparql", site.get, methods=["GET", "HEAD"], summary="SPARQL query by GET")
    app.add_api_route("/sparql", site.post, methods=["POST"], summary="SPARQL query by POST")
    app.add_api_route("/queries/{name}", site.named, methods=["GET", "HEAD"], summary="A competency question by name")
    app.add_api_route(
        "/health", site.health, methods=["GET", "HEAD"], summary="Whether the server answers, and what it serves"
    )
    app.add_exception_handler(HTTPException, site.http_error)
    app.middleware("http")(_with_headers)
    return app


async def _with_headers(request: Request, call_next: Any) -> Response:
    response: Response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class _Site:
    def __init__(
        self, store: ReleaseStore, report: dict[str, Any], queries: tuple[CompetencyQuery, ...], address: str
    ) -> None:
        self._address = address
        self._store = store
        self._report = report
        self._queries = {query.name: query for query in queries}
        self._pages = Pages(self._report["instruments"])

    def start(self) -> HTMLResponse:
        instruments = [{"slug": slug, **values} for slug, values in self._report["instruments"].items()]
        release = {"id": self._store.release.id, "quads": len(self._store), "address": self._address}
        return HTMLResponse(self._pages.start(release, instruments, tuple(self._queries.values())))

    def health(self) -> dict[str, Any]:
        return {"status": "ok", "release": self._store.release.id, "quads": len(self._store)}

    async def get(self, request: Request) -> Response:
        query = request.query_params.get("query")
        if query is None:
            if wants_html(request.headers.get("accept")) or request.query_params.get("format") == "html":
                return HTMLResponse(self._pages.form())
            return self._refuse(request, 400, "no query was given", "Give one in the parameter 'query'.", None)
        return await self._answer(request, query)

    async def post(self, request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MAX_QUERY_BYTES:
                return self._refuse(
                    request, 413, f"the query is longer than {MAX_QUERY_BYTES} bytes", "Shorten it.", None
                )
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return self._refuse(request, 400, "the query is not UTF-8", "Send it in UTF-8.", None)
        if kind == "application/sparql-query":
            return await self._answer(request, text)
        if kind == "application/x-www-form-urlencoded":
            from urllib.parse import parse_qs

            values = parse_qs(text, max_num_fields=50).get("query", [])
            if len(values) != 1:
                return self._refuse(request, 400, "exactly one field 'query' is expected", "Send one.", None)
            return await self._answer(request, values[0])
        return self._refuse(
            request,
            415,
            f"queries cannot be sent as {kind or 'nothing'}",
            "Send application/sparql-query or a form.",
            None,
        )

    async def named(self, request: Request, name: str) -> Response:
        query = self._queries.get(name)
        if query is None:
            return self._refuse(
                request, 404, f"no competency question is called {name!r}", "The start page lists them.", None
            )
        return await self._answer(request, query.text, query)

    async def http_error(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        message = str(error.detail) if isinstance(error, HTTPException) else "the server failed"
        return self._refuse(request, status, message, "The start page / lists what there is.", None)

    async def _answer(self, request: Request, query: str, named: CompetencyQuery | None = None) -> Response:
        if len(query.encode()) > MAX_QUERY_BYTES:
            return self._refuse(request, 413, f"the query is longer than {MAX_QUERY_BYTES} bytes", "Shorten it.", None)
        try:
            result: Result = await run_in_threadpool(self._store.query, query, limit=MAX_ROWS)
        except QueryError as error:
            return self._refuse(
                request,
                400,
                error.message if error.where is None else f"{error.where}: {error.message}",
                error.remedy,
                query,
            )
        if getattr(result, "truncated", False):
            return self._refuse(
                request, 400, f"the answer has more than {MAX_ROWS} rows", "Add a LIMIT, or ask for less.", query
            )
        wanted = request.query_params.get("format")
        answer = by_name(wanted, result) if wanted else choose(request.headers.get("accept"), result)
        if answer is None:
            return self._refuse(
                request,
                406,
                "no format that was asked for fits this answer",
                "Ask for json, csv, tsv, turtle or ntriples.",
                query,
            )
        if answer == "html":
            page = self._pages.result(_first(result), query=query, total=_size(result), named=named)
            return HTMLResponse(page)
        return Response(write_result(result, answer), media_type=MEDIA_TYPES[answer])

    def _refuse(self, request: Request, status: int, message: str, remedy: str | None, query: str | None) -> Response:
        if wants_html(request.headers.get("accept")):
            return HTMLResponse(self._pages.error(status, message, remedy, query), status_code=status)
        body = msgspec.json.encode({"error": status, "message": message, "remedy": remedy})
        return Response(body, status_code=status, media_type="application/json")


def _first(result: Result) -> Result:
    """Return ``result`` with as many rows or triples as a page shows."""
    if isinstance(result, SelectResult):
        return msgspec.structs.replace(result, rows=result.rows[:MAX_PAGE_ROWS])
    if isinstance(result, GraphResult):
        return msgspec.structs.replace(result, triples=result.triples[:MAX_PAGE_ROWS])
    return result


def _size(result: Result) -> int:
    if isinstance(result, SelectResult):
        return len(result.rows)
    return len(result.triples) if isinstance(result, GraphResult) else 1
