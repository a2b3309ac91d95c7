"""The web application: the routers of its parts, and what holds for every answer.

A release never changes; another one is another service. Only reading is possible. Every error has one shape: JSON with
``error``, ``message`` and ``remedy``, or a page for browsers.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from digov.server import assets, catalog, documentation, dumps, feeds, health, home, sparql, stream
from digov.server.assets import Assets
from digov.server.cache import AnswerCache
from digov.server.endpoint import Endpoint
from digov.server.follow import Follower, following
from digov.server.front import Front, allowed
from digov.server.journal import Journal
from digov.server.linked import documents, resolve
from digov.server.linked.desk import Desks
from digov.server.metrics import Metrics
from digov.server.problems import Problem, answer_problem, failed
from digov.server.reconcile import router as reconcile
from digov.server.service import Services

_NOT_ALLOWED = 405
_CLOSED = 499
"""Status under which a request is counted whose client went away; nobody gets it."""


def create_app(services: Services, follower: Follower | None = None, journal: Journal | None = None) -> Front:
    """Return the application that answers with the current one of ``services``, which ``follower`` exchanges.

    Requests are logged in ``journal``.
    """
    cache = AnswerCache(services.current.settings.cache_bytes)
    metrics = Metrics(lambda: services.current, lambda: cache.bytes)
    files = Assets()
    endpoint = Endpoint(services, files)
    app = _routes(services, follower, metrics, endpoint, files)
    return Front(app, {"/sparql": endpoint, "/sparql/": endpoint}, services, cache, metrics, journal)


def _routes(
    services: Services, follower: Follower | None, metrics: Metrics, endpoint: Endpoint, files: Assets
) -> FastAPI:

    async def problem(request: Request, error: Exception) -> Response:
        if isinstance(error, ClientDisconnect):
            return Response(status_code=_CLOSED)
        if isinstance(error, RequestValidationError):
            error = Problem(422, _words(error), "The page /docs says what is expected.")
        if isinstance(error, HTTPException):
            remedy = "The start page / lists what there is."
            headers = {"Allow": allowed(request.scope["path"])} if error.status_code == _NOT_ALLOWED else error.headers
            error = Problem(error.status_code, str(error.detail), remedy, headers=headers)
        if not isinstance(error, Problem):
            error = failed()
        return answer_problem(services, request, error)

    app = FastAPI(
        title="digov",
        description="A knowledge graph of digital-governance instruments.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_life(services, follower),
    )
    desks = Desks(services)
    for routes in (
        home.router(services),
        sparql.router(endpoint),
        assets.router(files),
        health.router(services, metrics),
        dumps.router(services),
        catalog.router(services),
        feeds.router(services, lambda: desks.current.library.catalogue.names),
        stream.router(services),
        documents.router(desks),
        resolve.router(desks),
        reconcile.router(desks),
        documentation.router(app, services, files),
    ):
        app.include_router(routes)
    for kind in (HTTPException, Problem, ClientDisconnect, RequestValidationError, Exception):
        app.add_exception_handler(kind, problem)
    return app


def _life(services: Services, follower: Follower | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what starts before the first request, and ends after the last."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await services.current.pool.start()
        # What a release holds lives as long as it does; the collector need not look at it while somebody waits.
        gc.collect()
        gc.freeze()
        async with following(follower):
            yield
        await services.current.pool.close()

    return lifespan


def _words(error: RequestValidationError) -> str:
    """Return what is wrong with a request, without repeating it."""
    found = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
    return "; ".join(found)[:500]
