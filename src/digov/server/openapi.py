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
    """What is said of a path beside its summary: its part of the server, its formats, and parameters by name."""

    part: str
    formats: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = ()
    """Name and description of what is read from the query string."""
    leads_on: bool = False
    """Whether the answer is a redirect to what is described."""


_FORMAT: Final = ("format", "Format by its name, instead of `Accept`.")
_GRAPHS: Final = (
    ("default-graph-uri", "IRI of a graph that is queried; may be repeated."),
    ("named-graph-uri", "IRI of a graph that `GRAPH` reaches; may be repeated."),
)
_QUERY: Final = (("query", "The query, in SPARQL 1.1."), *_GRAPHS, _FORMAT)
_ASK, _LINKED, _TAKE, _SERVER = "Queries", "Linked data", "Dumps and catalogue", "Server"

ROUTES: Final[Mapping[str, Route]] = MappingProxyType(
    {
        "/": Route(_SERVER, (_HTML,)),
        "/sparql": Route(_ASK, _SPARQL, _QUERY),
        "/queries/{name}": Route(_ASK, _SPARQL, (*_GRAPHS, _FORMAT)),
        "/reconcile": Route(
            _ASK, (_JSON,), (("queries", "Queries by key, as JSON."), ("extend", "Asks for properties."))
        ),
        "/reconcile/suggest/entity": Route(
            _ASK, (_JSON,), (("prefix", "How the label begins."), ("cursor", "Offset."))
        ),
        "/reconcile/suggest/type": Route(_ASK, (_JSON,), (("prefix", "How the label begins."), ("cursor", "Offset."))),
        "/reconcile/suggest/property": Route(
            _ASK, (_JSON,), (("prefix", "How the label begins."), ("cursor", "Offset."))
        ),
        "/reconcile/properties": Route(_ASK, (_JSON,), (("type", "Id of a type."), ("limit", "Most properties."))),
        "/reconcile/preview": Route(_ASK, (_HTML,), (("id", "Id of an entity."),)),
        "/id/{path}": Route(_LINKED, (), leads_on=True),
        "/doc/{path}": Route(_LINKED, _DOCUMENT),
        "/ns": Route(_LINKED, _DOCUMENT),
        "/ns.{ending}": Route(_LINKED, _DOCUMENT),
        "/ns/{version}": Route(_LINKED, _DOCUMENT),
        "/dataset": Route(_LINKED, _DOCUMENT),
        "/dataset.{ending}": Route(_LINKED, _DOCUMENT),
        "/dataset-series": Route(_LINKED, _DOCUMENT),
        "/dataset-series.{ending}": Route(_LINKED, _DOCUMENT),
        "/prefixes": Route(_LINKED, _DOCUMENT),
        "/prefixes.{ending}": Route(_LINKED, _DOCUMENT),
        "/graph/{path}": Route(_LINKED, _DOCUMENT),
        "/linkset/{path}": Route(_LINKED, _DOCUMENT),
        "/resolve": Route(
            _LINKED,
            (),
            (
                ("symbol", "Symbol as printed, such as `E/RES/2024/13`."),
                ("instrument", "Slug of an instrument, instead of the symbol."),
                ("para", "Printed number of a paragraph."),
                _FORMAT,
            ),
            leads_on=True,
        ),
        "/akn/{path}": Route(_LINKED, (), leads_on=True),
        "/lookup": Route(
            _LINKED, (), (("iri", "IRI of Wikidata, UN SDG or another publisher."), _FORMAT), leads_on=True
        ),
        "/dumps": Route(_TAKE, (_HTML, _JSON)),
        "/dumps/manifest.json": Route(_TAKE, (_JSON,)),
        "/dumps/{path}": Route(_TAKE, _DUMP),
        "/releases": Route(_TAKE, (_HTML, _JSON)),
        "/releases/{release}": Route(_TAKE, (_HTML, _JSON)),
        "/releases/{release}/manifest.json": Route(_TAKE, (_JSON,)),
        "/releases/{release}/dumps/{path}": Route(_TAKE, _DUMP),
        "/.well-known/void": Route(_TAKE, (), leads_on=True),
        "/void": Route(_TAKE, _DOCUMENT),
        "/void.{ending}": Route(_TAKE, _DOCUMENT),
        "/dcat": Route(_TAKE, _DOCUMENT),
        "/dcat.{ending}": Route(_TAKE, _DOCUMENT),
        "/feed.atom": Route(_TAKE, ("application/atom+xml",)),
        "/sitemap.xml": Route(_TAKE, ("application/xml",)),
        "/sitemap-{number}.xml": Route(_TAKE, ("application/xml",)),
        "/robots.txt": Route(_TAKE, ("text/plain",)),
        "/health": Route(_SERVER, (_JSON,)),
        "/metrics": Route(_SERVER, ("text/plain",)),
        "/openapi.json": Route(_SERVER, (_JSON,)),
        "/docs": Route(_SERVER, (_HTML,)),
        "/style.css": Route(_SERVER, ("text/css",)),
        "/assets/{digest}/{name}": Route(_SERVER, ("text/javascript", "text/css", "text/plain")),
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
        "400": "The request cannot be understood; the message says where.",
        "404": "There is no such thing in this release.",
        "406": "None of the formats that were asked for fits.",
        "4XX": "Another problem of the request: too long (413, 414), gone with this release (410), too many at once (429).",
        "503": "Too many queries are waiting, or the server stops; `Retry-After` says when to ask again.",
        "504": "The query took longer than a query may.",
        "507": "The query took more memory than a query may.",
    }
)
"""Statuses of problems and what they mean; all have one shape."""
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
    answers: dict[str, Any] = {status: _problem(words) for status, words in PROBLEMS.items()}
    if route.formats:
        content = {form: {"schema": {} if form.endswith("json") else {"type": "string"}} for form in route.formats}
        answers["200"] = {"description": "The answer.", "content": content}
        answers["304"] = {"description": "What the client has still holds."}
    if route.leads_on:
        answers["303"] = {
            "description": "The document is at `Location`.",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
        answers["300"] = _problem("The name stands for several things.")
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


def _parameter(path: str, name: str, place: str, words: str) -> dict[str, Any]:
    made = {"name": name, "in": place, "required": place == "path", "description": words, "schema": {"type": "string"}}
    example = EXAMPLES.get((path, name))
    return made if example is None else {**made, "example": example}


def _problem(words: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": words, "content": {_JSON: schema, _HTML: {"schema": {"type": "string"}}}}
