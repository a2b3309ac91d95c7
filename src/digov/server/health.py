"""Health: whether the server answers, and what it serves."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from digov.server.metrics import Metrics
from digov.server.service import Services

_NOT_KEPT: Final = {"Cache-Control": "no-store"}


def router(services: Services, metrics: Metrics) -> APIRouter:
    """Return the routes of the health and the metrics of the server."""
    routes = APIRouter()

    async def health(response: Response) -> dict[str, Any]:
        response.headers.update(_NOT_KEPT)
        service = services.current
        refused = services.refused
        return {
            "status": "ok",
            "release": service.release.id,
            "quads": len(service.store),
            "refused": None if refused is None else {"release": refused.release, "message": refused.message},
        }

    async def measured() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST, headers=_NOT_KEPT)

    summary = "Whether the server answers, and what it serves"
    routes.add_api_route("/health", health, methods=["GET", "HEAD"], summary=summary)
    summary = "Metrics in the text format of Prometheus"
    routes.add_api_route("/metrics", measured, methods=["GET", "HEAD"], response_class=Response, summary=summary)
    return routes
