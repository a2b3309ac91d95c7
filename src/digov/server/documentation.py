"""The documentation of the routes: the OpenAPI document, and a page that shows it without any other server.

The page lists all routes by itself; where the OpenAPI viewer was built in (see :mod:`digov.server.assets`), that takes the list's place.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Response
from starlette.responses import HTMLResponse

from digov.server.assets import Assets
from digov.server.openapi import describe
from digov.server.pages import page_response
from digov.server.query_page import POLICY
from digov.server.service import Services


class Operation(msgspec.Struct, frozen=True):
    """One way to ask a route, as the page lists it."""

    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    """Name and description of each."""


def router(app: FastAPI, services: Services, assets: Assets) -> APIRouter:
    """Return the routes of the documentation of ``app``."""
    routes = APIRouter()

    @cache
    def described(version: str) -> dict[str, Any]:
        return describe(app.routes, title=app.title, version=version, statement=app.description)

    def description() -> dict[str, Any]:
        return described(services.current.release.manifest.digov)

    async def document() -> Response:
        return Response(msgspec.json.encode(description()), media_type="application/json")

    async def page() -> Response:
        viewer = {"script": assets.address("swagger-ui.js"), "style": assets.address("swagger-ui.css")}
        html = services.current.pages.render(
            "docs.html",
            operations=operations_of(description()),
            viewer=viewer,
            script=assets.address("docs.js"),
            style=assets.address("docs.css"),
        )
        return page_response(html, policy=POLICY)

    summary = "This description of all routes, in OpenAPI"
    routes.add_api_route("/openapi.json", document, methods=["GET", "HEAD"], summary=summary)
    routes.add_api_route(
        "/docs", page, methods=["GET", "HEAD"], response_class=HTMLResponse, summary="All routes as a page"
    )
    return routes


def operations_of(document: dict[str, Any]) -> tuple[Operation, ...]:
    """Return the operations of an OpenAPI document in the order of their paths."""
    return tuple(
        Operation(
            method.upper(),
            path,
            operation.get("summary", ""),
            tuple((one["name"], one.get("description", "")) for one in operation.get("parameters", ())),
        )
        for path, methods in sorted(document["paths"].items())
        for method, operation in sorted(methods.items())
    )
