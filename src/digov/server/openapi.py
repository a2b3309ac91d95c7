"""The description of all routes in OpenAPI.

The framework knows paths, methods and summaries. Which formats a route answers in, which parameters it reads from the request, and how
problems look it cannot know; that stands here, one entry to a path. HEAD is left out: it answers every path as GET does, without the body.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

_HTML: Final = "text/html"
_JSON: Final = "application/json"
_RDF: Final = (
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/ld+json",
    "application/rdf+xml",
)
_ROWS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
_SPARQL: Final = (*_ROWS, *_RDF, _HTML)
_DOCUMENT: Final = (*_RDF, _HTML)
_DUMP: Final = ("application/gzip", "application/vnd.apache.parquet", "text/turtle", "application/octet-stream")
_NAME: Final = re.compile(r"\{(\w+)\}")


class Route(msgspec.Struct, frozen=True):
    """What is said of a path beside its summary: its part of the server, its formats, the statuses of GET, and parameters by name."""

    part: str
    formats: tuple[str, ...]
    statuses: tuple[int, ...] = (200, 304)
    """Beside those that every route has (``EVERYWHERE``)."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Name and description of what is read from the query string."""
    busy: str = ""
    """What a 503 means here."""


_FORMAT: Final = ("format", "Format by its name, instead of `Accept`.")
_GRAPHS: Final = (
    ("default-graph-uri", "IRI of a graph that is queried; may be repeated."),
    ("named-graph-uri", "IRI of a graph that `GRAPH` reaches; may be repeated."),
)
_QUERY: Final = (("query", "The query, in SPARQL 1.1."), *_GRAPHS, _FORMAT)
_BEGINNING: Final = (("prefix", "How the label begins."), ("cursor", "Offset."))
_ASK, _LINKED, _TAKE, _SERVER = "Queries", "Linked data", "Dumps and catalogue", "Server"

_ASKED: Final = (200, 304, 400, 403, 406, 413, 429, 503, 504, 507)
_HELD: Final = (200, 304, 404, 406, 410)
_SUFFIXED: Final = (200, 304, 308, 404, 410)
_LED: Final = (300, 303, 400, 404)
_FILE: Final = (200, 206, 304, 404, 416, 503)
_WAIT: Final = "`Retry-After` says when to ask again."
_QUEUE: Final = (
    f"Too many queries wait, too many long pages or large answers are under way, or the server stops; {_WAIT}"
)
_TURNS: Final = (
    f"Too many requests for reconciliation are under way, or this one took longer than the seconds of a query; {_WAIT}"
)
_FILES: Final = f"Too many files are open; {_WAIT}"
_CHANGES: Final = f"Changes are being worked out; {_WAIT} Or the graph of an older release is gone or damaged."
_UNREADABLE: Final = f"The description cannot be read at this moment; {_WAIT}"

ROUTES: Final[Mapping[str, Route]] = MappingProxyType(
    {
        "/": Route(_SERVER, (_HTML,)),
        "/sparql": Route(_ASK, _SPARQL, _ASKED, _QUERY, _QUEUE),
        "/queries/{name}": Route(_ASK, _SPARQL, (*_ASKED, 404), (*_GRAPHS, _FORMAT), _QUEUE),
        "/reconcile": Route(
            _ASK,
            (_JSON,),
            (200, 400, 503),
            (("queries", "Queries by key, as JSON."), ("extend", "Asks for properties.")),
            _TURNS,
        ),
        "/reconcile/suggest/entity": Route(_ASK, (_JSON,), (200, 400), _BEGINNING),
        "/reconcile/suggest/type": Route(_ASK, (_JSON,), (200, 400), _BEGINNING),
        "/reconcile/suggest/property": Route(_ASK, (_JSON,), (200, 400), _BEGINNING),
        "/reconcile/properties": Route(
            _ASK, (_JSON,), (200,), (("type", "Id of a type."), ("limit", "Most properties."))
        ),
        "/reconcile/preview": Route(_ASK, (_HTML,), (200, 400, 404), (("id", "Id of an entity."),)),
        "/id/{path}": Route(_LINKED, (), (303, 404, 410)),
        "/doc/{path}": Route(_LINKED, _DOCUMENT, (*_HELD, 308)),
        "/ns": Route(_LINKED, _DOCUMENT, _HELD),
        "/ns.{ending}": Route(_LINKED, _DOCUMENT, _SUFFIXED),
        "/ns/{version}": Route(_LINKED, _DOCUMENT, (*_HELD, 308)),
        "/dataset": Route(_LINKED, _DOCUMENT, _HELD),
        "/dataset.{ending}": Route(_LINKED, _DOCUMENT, _SUFFIXED),
        "/dataset-series": Route(_LINKED, _DOCUMENT, _HELD),
        "/dataset-series.{ending}": Route(_LINKED, _DOCUMENT, _SUFFIXED),
        "/prefixes": Route(_LINKED, _DOCUMENT, _HELD),
        "/prefixes.{ending}": Route(_LINKED, _DOCUMENT, _SUFFIXED),
        "/graph/{path}": Route(_LINKED, _DOCUMENT, (*_HELD, 303, 308)),
        "/linkset/{path}": Route(_LINKED, _DOCUMENT, (*_HELD, 308)),
        "/resolve": Route(
            _LINKED,
            (),
            _LED,
            (
                ("symbol", "Symbol as printed, such as `E/RES/2024/13`."),
                ("instrument", "Slug of an instrument, instead of the symbol."),
                ("para", "Printed number of a paragraph."),
                _FORMAT,
            ),
        ),
        "/akn/{path}": Route(_LINKED, (), _LED, (_FORMAT,)),
        "/lookup": Route(_LINKED, (), _LED, (("iri", "IRI of Wikidata, UN SDG or another publisher."), _FORMAT)),
        "/dumps": Route(_TAKE, (_HTML, _JSON)),
        "/dumps/manifest.json": Route(_TAKE, (_JSON,), _FILE, busy=_FILES),
        "/dumps/{path}": Route(_TAKE, _DUMP, _FILE, busy=_FILES),
        "/releases": Route(_TAKE, (_HTML, _JSON)),
        "/releases/{release}": Route(_TAKE, (_HTML, _JSON), (200, 304, 404)),
        "/releases/{release}/manifest.json": Route(_TAKE, (_JSON,), _FILE, busy=_FILES),
        "/releases/{release}/dumps/{path}": Route(_TAKE, _DUMP, _FILE, busy=_FILES),
        "/.well-known/void": Route(_TAKE, (), (303,)),
        "/void": Route(_TAKE, _DOCUMENT, (200, 303, 304, 406, 503), busy=_UNREADABLE),
        "/void.{ending}": Route(_TAKE, _DOCUMENT, (200, 304, 404, 503), busy=_UNREADABLE),
        "/dcat": Route(_TAKE, _DOCUMENT, (200, 303, 304, 406, 503), busy=_UNREADABLE),
        "/dcat.{ending}": Route(_TAKE, _DOCUMENT, (200, 304, 404, 503), busy=_UNREADABLE),
        "/feed.atom": Route(_TAKE, ("application/atom+xml",)),
        "/changes": Route(_TAKE, _DOCUMENT, (200, 303, 304, 404, 406)),
        "/changes/{key}/{number}": Route(_TAKE, _RDF, (200, 304, 404, 406, 503), busy=_CHANGES),
        "/sitemap.xml": Route(_TAKE, ("application/xml",)),
        "/sitemap-{number}.xml": Route(_TAKE, ("application/xml",), (200, 304, 404, 422)),
        "/robots.txt": Route(_TAKE, ("text/plain",)),
        "/health": Route(_SERVER, (_JSON,), (200,)),
        "/metrics": Route(_SERVER, ("text/plain",), (200,)),
        "/openapi.json": Route(_SERVER, (_JSON,), (200,)),
        "/docs": Route(_SERVER, (_HTML,)),
        "/style.css": Route(_SERVER, ("text/css",)),
        "/assets/{digest}/{name}": Route(_SERVER, ("text/javascript", "text/css", "text/plain"), (200, 304, 404)),
    }
)
"""What is said of each path."""

EXAMPLES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("/sparql", "query"): "SELECT ?act WHERE { ?act a dg:Commitment ; dg:dueYear 2030 } LIMIT 5",
        ("/queries/{name}", "name"): "reporting-calendar",
        ("/id/{path}", "path"): "body/itu",
        ("/doc/{path}", "path"): "body/itu",
        ("/ns.{ending}", "ending"): "ttl",
        ("/dataset.{ending}", "ending"): "ttl",
        ("/dataset-series.{ending}", "ending"): "ttl",
        ("/prefixes.{ending}", "ending"): "ttl",
        ("/void.{ending}", "ending"): "ttl",
        ("/dcat.{ending}", "ending"): "ttl",
        ("/graph/{path}", "path"): "vocabulary",
        ("/dumps/{path}", "path"): "digov.nq.gz",
        ("/resolve", "symbol"): "E/RES/2024/13",
        ("/resolve", "para"): "81",
        ("/lookup", "iri"): "http://www.wikidata.org/entity/Q376150",
        ("/reconcile/suggest/entity", "prefix"): "International",
        ("/reconcile/suggest/type", "prefix"): "B",
        ("/reconcile/suggest/property", "prefix"): "a",
        ("/reconcile/preview", "id"): "body/itu",
        ("/sitemap-{number}.xml", "number"): "1",
    }
)
"""A value that works, by path and parameter."""

PROBLEMS: Final = MappingProxyType(
    {
        300: "The name stands for several things.",
        400: "The request cannot be understood or answered; the message says where.",
        403: "An update was asked for; a release is read-only.",
        404: "There is no such thing in this release.",
        406: "None of the formats that were asked for fits.",
        408: "The body of the request did not come in time.",
        410: "It is gone: an older release held it, this one does not.",
        413: "The query, or the body of the request, is too long.",
        415: "The body of the request is of a kind that is not read.",
        416: "The range that was asked for lies beyond the end of the file.",
        422: "A part of the address is not what it should be; the message says which.",
        429: f"Too many slow queries of this client run or wait; {_WAIT}",
        504: "The query took longer than a query may.",
        507: "The query took more memory than a query may.",
    }
)
"""Statuses of problems and what they mean; all have one shape. What 503 means is said route by route."""
_BUSY: Final = 503
EVERYWHERE: Final = MappingProxyType(
    {
        "4XX": "Refused before it comes to this route: another method (405), or what is too long (414, 431).",
        "500": "The server failed; the fault is not in the request.",
    }
)
"""The same, on every route."""
POSTED: Final = frozenset((408, 413, 415))
"""Statuses of problems that a request with a body has beside those of one without."""
_LEADS: Final = MappingProxyType(
    {303: "What was asked for is described at `Location`.", 308: "It stands at `Location`."}
)
_PROBLEM: Final = {
    "type": "object",
    "required": ["error", "message", "remedy"],
    "properties": {
        "error": {"type": "integer", "description": "The status."},
        "message": {"type": "string", "description": "What is wrong."},
        "remedy": {"type": ["string", "null"], "description": "What to do about it."},
    },
}
_WORDS: Final = MappingProxyType(
    {
        "digest": "Checksum that the page names.",
        "ending": "`ttl`, `nt`, `nq`, `trig`, `jsonld`, `rdf` or `html`.",
        "key": "Key of the history up to a release, as links have it.",
        "name": "Name, as the start page lists it.",
        "number": "Number of the part, from 1.",
        "path": "Path below, as links have it.",
        "release": "Id of a release.",
        "version": "Version.",
    }
)


def describe(routes: Sequence[BaseRoute], *, title: str, version: str, statement: str) -> dict[str, Any]:
    """Return the OpenAPI document of ``routes``, with formats, parameters and problems; ``statement`` says what it is about."""
    with warnings.catch_warnings():
        # It gives HEAD and GET of a route one name, and warns of it; the names are made anew below.
        warnings.simplefilter("ignore")
        found = get_openapi(title=title, version=version, routes=routes)["paths"]
    paths = {
        path: {
            method: _operation(method, path, ROUTES.get(path, Route(_SERVER, ())), operation["summary"])
            for method, operation in sorted(methods.items())
            if method != "head"
        }
        for path, methods in sorted(found.items())
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": statement,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": name} for name in (_ASK, _LINKED, _TAKE, _SERVER)],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _operation(method: str, path: str, route: Route, summary: str) -> dict[str, Any]:
    """Return the description of one method of a path."""
    named = [_parameter(path, name, "path", _WORDS.get(name, "")) for name in _NAME.findall(path)]
    asked = [_parameter(path, name, "query", words) for name, words in route.parameters] if method == "get" else []
    statuses = (set(route.statuses) - {304}) | POSTED if method == "post" else route.statuses
    answers = {str(status): _answer(status, route) for status in statuses}
    answers |= {status: _problem(words) for status, words in EVERYWHERE.items()}
    made: dict[str, Any] = {
        "operationId": f"{method}{re.sub(r'[^a-z]+', '-', path).rstrip('-')}",
        "tags": [route.part],
        "summary": summary,
        "parameters": [*named, *asked],
        "responses": dict(sorted(answers.items())),
    }
    if method == "post":
        form = {"type": "object", "properties": {name: {"type": "string"} for name, _ in route.parameters}}
        kinds: dict[str, Any] = {"application/x-www-form-urlencoded": {"schema": form}}
        if path == "/sparql":
            kinds["application/sparql-query"] = {"schema": {"type": "string"}, "example": EXAMPLES[path, "query"]}
        made["requestBody"] = {"required": True, "content": kinds}
    return made


def _answer(status: int, route: Route) -> dict[str, Any]:
    """Return the description of what ``route`` answers with a status."""
    if status == 304:
        return {"description": "What the client has still holds."}
    if status in _LEADS:
        return {"description": _LEADS[status], "headers": {"Location": {"schema": {"type": "string"}}}}
    if status in PROBLEMS or status == _BUSY:
        return _problem(route.busy if status == _BUSY else PROBLEMS[status])
    content = {form: {"schema": {} if form.endswith("json") else {"type": "string"}} for form in route.formats}
    return {"description": "The answer." if status == 200 else "The part that was asked for.", "content": content}


def _parameter(path: str, name: str, place: str, words: str) -> dict[str, Any]:
    made = {"name": name, "in": place, "required": place == "path", "description": words, "schema": {"type": "string"}}
    example = EXAMPLES.get((path, name))
    return made if example is None else {**made, "example": example}


def _problem(words: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": words, "content": {_JSON: schema, _HTML: {"schema": {"type": "string"}}}}
