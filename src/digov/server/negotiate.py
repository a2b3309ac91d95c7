"""Content negotiation: which of the formats that fit a result the client asked for."""

from __future__ import annotations

from typing import Literal

from digov.store import AskResult, Format, GraphResult, Result

Answer = Format | Literal["html"]

_ROWS: dict[str, Answer] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "html",
}
_GRAPHS: dict[str, Answer] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "text/html": "html",
}
MEDIA_TYPES: dict[Answer, str] = {
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def choose(accept: str | None, result: Result) -> Answer | None:
    """Return the format for ``result`` that ``accept`` prefers, by quality and then by our order; ``None`` when none fits.

    Without an Accept header, or with ``*/*``, rows go out as JSON and graphs as Turtle.
    """
    offered = _GRAPHS if isinstance(result, GraphResult) else _ROWS
    best: tuple[float, int] | None = None
    chosen: Answer | None = None
    for place, (media_type, answer) in enumerate(offered.items()):
        quality = _quality(accept, media_type)
        if quality > 0 and (best is None or (quality, -place) > best):
            best, chosen = (quality, -place), answer
    return chosen


def by_name(name: str, result: Result) -> Answer | None:
    """Return the format called ``name`` in a query string, if it fits ``result``."""
    fitting = set((_GRAPHS if isinstance(result, GraphResult) else _ROWS).values())
    if isinstance(result, AskResult):
        fitting.discard("turtle")
    return next((answer for answer in fitting if answer == name), None)


def wants_html(accept: str | None) -> bool:
    """Return whether the client prefers a page: a browser, not a tool that takes anything."""
    return accept is not None and _quality(accept, "text/html") > _quality(accept, "application/sparql-results+json")


def _quality(accept: str | None, media_type: str) -> float:
    if not accept or not accept.strip():
        return 1.0
    kind = media_type.split("/")[0]
    best = (-1, 0.0)
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        specific = {media_type: 2, f"{kind}/*": 1, "*/*": 0}.get(name.lower(), -1)
        if specific > best[0]:
            best = (specific, _q(parameters))
    return best[1] if best[0] >= 0 else 0.0


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
