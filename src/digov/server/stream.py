"""The changes between releases as a Linked Data Event Stream: the page that it begins at, and the pages of each release."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from pyoxigraph import Triple
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from digov.model.errors import ReleaseError
from digov.rdf.serialize import MEDIA_TYPES, Syntax, write_graph
from digov.release import list_releases
from digov.release.stream import STREAM_PREFIXES, Step, changes_in, page_of, root_page, steps_to
from digov.server.files import ASK_AGAIN, FOR_NOW, IMMUTABLE
from digov.server.negotiate import choose
from digov.server.problems import Problem
from digov.server.service import Service, Services
from digov.server.tags import tag_of
from digov.server.turns import Turns

_METHODS: Final = ["GET", "HEAD"]
_TYPES: Final[dict[str, Syntax]] = {media_type: syntax for syntax, media_type in MEDIA_TYPES.items()}
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")
_KEPT: Final = 8
"""Releases of which the changes are kept: working them out reads two graphs, and a client asks for one page after the other."""


def router(services: Services) -> APIRouter:
    """Return the routes of the stream; a browser is led to the page of the releases."""
    routes = APIRouter()
    changes_of = lru_cache(_KEPT)(changes_in)
    turns = Turns(1, "the changes of a release are being worked out", "Ask again in a moment.")

    def root(request: Request) -> Response:
        current = services.current
        syntax = _syntax(request)
        if syntax is None:
            return RedirectResponse("/releases", status_code=303, headers={"Cache-Control": FOR_NOW, "Vary": "Accept"})
        return _answer(root_page(_steps(current), current.settings.public_base), syntax, ASK_AGAIN)

    async def page(request: Request, key: str, number: str) -> Response:
        current = services.current
        syntax = _syntax(request) or "turtle"
        steps = await run_in_threadpool(_steps, current)
        step = next((one for one in steps if one.key == key), None)
        triples: tuple[Triple, ...] = ()
        if step is not None and _NUMBER.fullmatch(number):
            try:
                async with turns.one(current.settings.queue_seconds):
                    changes = await run_in_threadpool(changes_of, step)
            except ReleaseError as error:
                message = f"the changes of release {step.release} cannot be told: a graph {error.message}"
                raise Problem(503, message, "Tell the operator.") from error
            triples = await run_in_threadpool(page_of, step, changes, int(number), current.settings.public_base)
        if not triples:
            raise Problem(404, "the stream of changes has no such page", "It begins at /changes.")
        return await run_in_threadpool(_answer, triples, syntax, IMMUTABLE)

    summary = "Changes between releases, as a Linked Data Event Stream"
    routes.add_api_route("/changes", root, methods=_METHODS, summary=summary)
    routes.add_api_route("/changes/{key}/{number}", page, methods=_METHODS, summary="Changes that a release made")
    return routes


def _steps(service: Service) -> tuple[Step, ...]:
    folder = Path(service.release.folder)
    steps = steps_to(list_releases(folder.parent), service.release.id)
    if not steps:
        raise Problem(404, "this release stands in no folder of releases", "There is no history to tell changes from.")
    return steps


def _syntax(request: Request) -> Syntax | None:
    """Return the syntax that the client prefers; ``None`` for a browser."""
    offered = (*_TYPES, "text/html")
    chosen = choose(request.headers.get("accept"), offered)
    if chosen is None:
        raise Problem(406, "no format that was asked for fits the stream", f"Ask for one of: {', '.join(offered)}.")
    return _TYPES.get(chosen)


def _answer(triples: tuple[Triple, ...], syntax: Syntax, cache: str) -> Response:
    body = write_graph(triples, syntax, prefixes=STREAM_PREFIXES)
    kind = "text/turtle; charset=utf-8" if syntax == "turtle" else MEDIA_TYPES[syntax]
    headers = {"Content-Type": kind, "ETag": tag_of(body), "Cache-Control": cache, "Vary": "Accept, Accept-Encoding"}
    return Response(body, headers=headers)
