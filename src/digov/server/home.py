"""The start page: what the release holds, a query form, the competency questions."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from digov.pages.jsonld import encode
from digov.release.schema_org import dataset_facts
from digov.server.pages import page_response
from digov.server.service import Services


def router(services: Services) -> APIRouter:
    """Return the route of the start page."""
    routes = APIRouter()

    def start() -> HTMLResponse:
        service = services.current
        release = {
            "id": service.release.id,
            "quads": len(service.store),
            "address": service.settings.address.rstrip("/"),
            "facts": encode(dataset_facts(service.release.manifest, service.settings.public_base)),
        }
        return page_response(service.pages.start(release, service.report.instruments, service.queries))

    routes.add_api_route("/", start, methods=["GET", "HEAD"], response_class=HTMLResponse, summary="Start page")
    return routes
