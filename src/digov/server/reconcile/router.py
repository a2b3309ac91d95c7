"""The routes of reconciliation: manifest, queries, suggestions, previews, data extension."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from digov.pages import ServerLinks
from digov.rdf.base import ID
from digov.server.linked.desk import Desk, Desks
from digov.server.problems import Problem, busy
from digov.server.protocol import read_body
from digov.server.reconcile.index import TYPES, Entity
from digov.server.reconcile.properties import PROPERTIES, values_of
from digov.server.reconcile.search import answer, read_queries
from digov.server.turns import Turns

MAX_BYTES: Final = 500_000
"""Most bytes of a request; more are answered with 413."""
MAX_ROWS: Final = 1_000
"""Most entities of one data extension."""
MAX_CELLS: Final = 5_000
"""Most entities times properties of one data extension, each counted once."""
AT_A_TIME: Final = 2
"""Requests with queries or data extensions that are worked on at a time; the others wait for their turn."""
_LESS: Final = "Ask again later, with fewer queries or entities at a time."
_SUGGESTED: Final = 20
_PREVIEW: Final = (430, 300)
_METHODS: Final = ["GET", "HEAD"]
_FRAMED: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


def router(desks: Desks) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    turns = Turns(AT_A_TIME, "too many requests for reconciliation are under way", _LESS)

    async def ask(request: Request) -> Response:
        values = await _values(request, desks.current.service.settings.body_seconds)
        if "queries" not in values and "extend" not in values:
            return _json(manifest(desks.current))
        desk = desks.current
        settings = desk.service.settings
        async with turns.one(settings.queue_seconds):
            return await run_in_threadpool(_asked, desk, values, settings.query_seconds)

    def entities(request: Request) -> Response:
        prefix = _parameter(request, "prefix")
        return _json({"result": [_suggestion(one) for one in desks.current.index.beginning(prefix, _SUGGESTED)]})

    def types(request: Request) -> Response:
        prefix = _parameter(request, "prefix").lower()
        found = [{"id": name, "name": words} for name, (_, words) in TYPES.items() if _fits(prefix, name, words)]
        return _json({"result": found})

    def properties(request: Request) -> Response:
        prefix = _parameter(request, "prefix").lower()
        found = [{"id": one.id, "name": one.name} for one in PROPERTIES.values() if _fits(prefix, one.id, one.name)]
        return _json({"result": found})

    def proposed(request: Request) -> Response:
        kind = request.query_params.get("type")
        found = [{"id": one.id, "name": one.name} for one in PROPERTIES.values() if kind is None or kind in one.types]
        return _json({"type": kind, "properties": found})

    def preview(request: Request) -> Response:
        return _preview(desks.current, _parameter(request, "id"))

    summary = "Reconciliation: the manifest, or the answers to queries"
    routes.add_api_route("/reconcile", ask, methods=["GET", "HEAD", "POST"], summary=summary)
    routes.add_api_route("/reconcile/suggest/entity", entities, methods=_METHODS, summary="Entities by how they begin")
    routes.add_api_route("/reconcile/suggest/type", types, methods=_METHODS, summary="Types by how they begin")
    routes.add_api_route(
        "/reconcile/suggest/property", properties, methods=_METHODS, summary="Properties by how they begin"
    )
    routes.add_api_route("/reconcile/properties", proposed, methods=_METHODS, summary="Properties of a type")
    routes.add_api_route("/reconcile/preview", preview, methods=_METHODS, summary="A card about an entity")
    return routes


def manifest(desk: Desk) -> dict[str, Any]:
    """Return the service manifest."""
    base = desk.service.settings.public_base
    root = base.rstrip("/")
    suggest = {
        name: {"service_url": root, "service_path": f"/reconcile/suggest/{name}"}
        for name in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "digov: bodies, instruments and SDGs of digital governance",
        "identifierSpace": ID,
        "schemaSpace": ID,
        "documentation": f"{base}docs",
        "defaultTypes": [{"id": name, "name": words} for name, (_, words) in TYPES.items()],
        "view": {"url": f"{base}id/{{{{id}}}}"},
        "preview": {
            "url": f"{base}reconcile/preview?id={{{{id}}}}",
            "width": _PREVIEW[0],
            "height": _PREVIEW[1],
        },
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


class _Wanted(msgspec.Struct, frozen=True):
    id: str


class _Extension(msgspec.Struct, frozen=True):
    ids: list[str]
    properties: list[_Wanted]


class _Deadline:
    """The time by which a request must be answered."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def check(self) -> None:
        """Raise a :class:`Problem` when the time has passed."""
        if monotonic() > self._end:
            raise busy(f"the request took longer than {self._seconds:g} seconds", _LESS, self._seconds)


async def _values(request: Request, seconds: float) -> dict[str, str]:
    """Return the values of a request, of its address or its form."""
    if request.method == "POST":
        body = await read_body(request, MAX_BYTES, seconds, what="request", remedy="Send fewer queries at a time.")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise Problem(
                415, f"queries cannot be sent as {kind or 'nothing'}", "Send a form with the field 'queries'."
            )
        try:
            form = parse_qs(body.decode("utf-8"), max_num_fields=20, errors="strict")
        except ValueError as error:
            raise Problem(400, "the form is malformed", "Send UTF-8, percent-encoded.") from error
        values = {name: found[0] for name, found in form.items()}
    else:
        values = dict(request.query_params)
    if "callback" in values:
        raise Problem(400, "no answer is wrapped in a call (JSONP)", "Leave 'callback' out; CORS allows every origin.")
    return values


def _asked(desk: Desk, values: dict[str, str], seconds: float) -> Response:
    """Return the answers to queries, or the rows of a data extension, within ``seconds``."""
    deadline = _Deadline(seconds)
    try:
        if "queries" in values:
            found = {}
            for key, query in read_queries(values["queries"]).items():
                deadline.check()
                found[key] = {"result": answer(desk.library, desk.index, query)}
            return _json(found)
        return _json(_extended(desk, msgspec.json.decode(values["extend"], type=_Extension), deadline))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        remedy = 'Send JSON like {"q0": {"query": "ITU", "type": "Body"}}.'
        raise Problem(400, f"the request is malformed: {error}", remedy) from error


def _extended(desk: Desk, wanted: _Extension, deadline: _Deadline) -> dict[str, Any]:
    if len(wanted.ids) > MAX_ROWS:
        raise ValueError(f"more than {MAX_ROWS} entities in one request")
    ids = tuple(dict.fromkeys(wanted.ids))
    known = [PROPERTIES[name] for name in dict.fromkeys(one.id for one in wanted.properties) if name in PROPERTIES]
    if len(ids) * len(known) > MAX_CELLS:
        message = f"{len(ids):,} entities with {len(known)} properties are more than {MAX_CELLS:,} values"
        raise Problem(400, message, f"Ask for at most {MAX_CELLS // len(known):,} entities with as many properties.")
    rows = {}
    for name in ids:
        deadline.check()
        entity = desk.index.entities.get(name)
        rows[name] = {} if entity is None else {one.id: values_of(desk.library, entity, one) for one in known}
    return {"meta": [{"id": one.id, "name": one.name} for one in known], "rows": rows}


def _preview(desk: Desk, name: str) -> Response:
    entity = desk.index.entities.get(name)
    if entity is None:
        raise Problem(404, "no entity has this id", "Ids are those of candidates, such as body/itu.")
    page = desk.renderer.preview(entity.iri, ServerLinks())
    return HTMLResponse(page, headers={"Content-Security-Policy": _FRAMED, "Cache-Control": "public, max-age=300"})


def _suggestion(entity: Entity) -> dict[str, Any]:
    described = {"description": entity.description} if entity.description else {}
    return {
        "id": entity.id,
        "name": entity.label,
        **described,
        "notable": [{"id": t, "name": TYPES[t][1]} for t in entity.types],
    }


def _fits(prefix: str, *names: str) -> bool:
    return any(name.lower().startswith(prefix) for name in names)


def _parameter(request: Request, name: str) -> str:
    if "callback" in request.query_params:
        raise Problem(400, "no answer is wrapped in a call (JSONP)", "Leave 'callback' out; CORS allows every origin.")
    value = request.query_params.get(name)
    if value is None or len(value) > 500:
        raise Problem(
            400, f"the parameter {name!r} is missing or too long", f"Give '{name}' with at most 500 characters."
        )
    return value


def _json(value: object) -> Response:
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(msgspec.json.encode(value), media_type="application/json", headers=headers)
