"""Problems: what a request cannot be given, in one shape, as JSON or as a page."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import msgspec
from fastapi import Request, Response
from starlette.responses import HTMLResponse

from digov.server.negotiate import wants_html
from digov.server.service import Services


class Problem(Exception):  # noqa: N818 - it is an answer
    """Raise it anywhere in a request: it is answered with ``status``, a message, a remedy, and ``headers``.

    ``query`` is the query that the page of the problem shows to be changed.
    """

    def __init__(
        self,
        status: int,
        message: str,
        remedy: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.remedy = remedy
        self.headers = dict(headers or {})
        self.query = query


def busy(message: str, remedy: str, seconds: float) -> Problem:
    """Return the problem of a server that has too much to do; asking again makes sense after ``seconds``."""
    return Problem(503, message, remedy, headers={"Retry-After": str(ceil(seconds))})


def failed() -> Problem:
    """Return the problem of a server in which something went wrong that nobody foresaw."""
    return Problem(500, "the server failed", "Ask again; if it fails again, tell the operator.")


def answer_problem(services: Services, request: Request, problem: Problem) -> Response:
    """Return the answer to ``problem``: a page for a browser, else JSON with ``error``, ``message`` and ``remedy``."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    if wants_html(request.headers.get("accept")):
        pages = services.current.pages
        page = pages.error(problem.status, problem.message, problem.remedy, problem.query)
        return HTMLResponse(page, status_code=problem.status, headers=headers)
    body = msgspec.json.encode({"error": problem.status, "message": problem.message, "remedy": problem.remedy})
    return Response(body, status_code=problem.status, media_type="application/json", headers=headers)
