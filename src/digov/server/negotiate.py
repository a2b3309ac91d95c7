"""Content negotiation: which of the media types that are offered a client prefers, and in which forms an answer can be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")
_LONGEST: Final = 2_000
"""Most characters of an Accept header that are looked at."""

ROW_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "application/sparql-results+json": "json",
        "application/json": "json",
        "application/sparql-results+xml": "xml",
        "application/xml": "xml",
        "text/xml": "xml",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "text/html": "page",
    }
)
"""The media types that rows, and a yes or no, are given in, best first, and the forms that they mean."""
GRAPH_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "ntriples",
        "application/ld+json": "jsonld",
        "application/rdf+xml": "rdfxml",
        "application/n-quads": "nquads",
        "application/trig": "trig",
        "application/json": "jsonld",
        "application/xml": "rdfxml",
        "application/x-turtle": "turtle",
        "text/plain": "ntriples",
        "text/html": "page",
    }
)
"""The media types that triples are given in, best first, and the forms that they mean."""
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "turtle": "text/turtle; charset=utf-8",
        "ntriples": "application/n-triples",
        "nquads": "application/n-quads",
        "trig": "application/trig",
        "jsonld": "application/ld+json",
        "rdfxml": "application/rdf+xml",
        "page": "text/html; charset=utf-8",
    }
)
"""The media type that an answer in a form is sent with."""
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"html": "page", "ttl": "turtle", "nt": "ntriples", "nq": "nquads", "json-ld": "jsonld", "rdf": "rdfxml"}
)
_JSON_NAMES: Final = ("json", "xml")


class Forms(msgspec.Struct, frozen=True):
    """The forms in which an answer is wanted, by its kind; ``None`` where none of those that there are is acceptable."""

    rows: str | None
    graph: str | None


def _remembered(function: Callable[..., T]) -> Callable[..., T]:
    """Return ``function`` of a header with its last answers kept; a header is cut first, so that what is kept stays small."""
    kept = lru_cache(maxsize=512)(function)

    @wraps(function)
    def cut(header: str | None, *others: tuple[str, ...]) -> T:
        return kept(header if header is None else header[:_LONGEST], *others)

    return cut


@_remembered
def choose(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the media type of ``offered`` that ``accept`` prefers, by quality, then by their order; ``None`` when none fits.

    The most specific range counts for a type, as RFC 9110 has it. Without an Accept header the first fits.

    >>> choose("text/*;q=0.5, application/ld+json;q=0.4", ("application/ld+json", "text/turtle"))
    'text/turtle'
    """
    best = 0.0
    chosen = None
    ranges = _ranges(accept)
    for media_type in offered:
        quality = _quality(ranges, media_type)
        if quality > best:
            best, chosen = quality, media_type
    return chosen


@_remembered
def forms_for(accept: str | None) -> Forms:
    """Return the forms that ``accept`` prefers: without one, or with ``*/*``, JSON for rows and Turtle for triples."""
    rows = choose(accept, tuple(ROW_TYPES))
    graph = choose(accept, tuple(GRAPH_TYPES))
    return Forms(ROW_TYPES[rows] if rows else None, GRAPH_TYPES[graph] if graph else None)


def forms_named(name: str) -> Forms:
    """Return the forms that ``name`` means in an address (``format=…``): of the media types or of the usual endings.

    >>> forms_named("ttl"), forms_named("json"), forms_named("docx")
    (Forms(rows=None, graph='turtle'), Forms(rows='json', graph='jsonld'), Forms(rows=None, graph=None))
    """
    form = _NAMES.get(name.lower(), name.lower())
    rows = form if form in ROW_TYPES.values() else ROW_TYPES.get(form)
    graph = form if form in GRAPH_TYPES.values() else GRAPH_TYPES.get(form)
    if form in _JSON_NAMES:
        graph = "jsonld" if form == "json" else "rdfxml"
    return Forms(rows, graph)


@_remembered
def wants_html(accept: str | None) -> bool:
    """Return whether the client prefers a page: a browser, not a tool that takes anything."""
    ranges = _ranges(accept)
    return bool(accept) and _quality(ranges, "text/html") > _quality(ranges, "application/sparql-results+json")


@_remembered
def accepts_gzip(accept_encoding: str | None) -> bool:
    """Return whether an answer compressed with gzip is welcome; without a header it is not sent.

    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0, *"), accepts_gzip(None)
    (True, False, False)
    """
    if not accept_encoding:
        return False
    qualities = dict(_ranges(accept_encoding))
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0))) > 0


Ranges = Sequence[tuple[str, float]]


def _ranges(header: str | None) -> Ranges:
    """Return what a header lists, each with its quality; one without a header lists everything."""
    if not header or not header.strip():
        return (("*/*", 1.0),)
    found = []
    for part in header[:_LONGEST].split(","):
        name, *parameters = part.split(";")
        if name.strip():
            found.append((name.strip().lower(), _q(parameters)))
    return tuple(found)


def _quality(ranges: Ranges, media_type: str) -> float:
    """Return the quality of ``media_type`` by the most specific range that holds it, the first of several."""
    best, quality = 0, 0.0
    for name, q in ranges:
        specific = (
            3 if name == media_type else 2 if name == f"{media_type.split('/')[0]}/*" else 1 if name == "*/*" else 0
        )
        if specific > best:
            best, quality = specific, q
    return quality


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
