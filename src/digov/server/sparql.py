"""The SPARQL endpoint, and the competency questions by name."""

from __future__ import annotations

from fastapi import APIRouter, Response

from digov.server.endpoint import Endpoint


def router(endpoint: Endpoint) -> APIRouter:
    """Return the routes of queries."""
    routes = APIRouter()
    routes.add_api_route(
        "/sparql", endpoint.get, methods=["GET", "HEAD"], response_class=Response, summary="SPARQL query by GET"
    )
    routes.add_api_route(
        "/sparql", endpoint.post, methods=["POST"], response_class=Response, summary="SPARQL query by POST"
    )
    routes.add_api_route(
        "/queries/{name}",
        endpoint.named,
        methods=["GET", "HEAD"],
        response_class=Response,
        summary="A competency question by name",
    )
    return routes
