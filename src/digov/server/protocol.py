"""The SPARQL 1.1 Protocol: which query a request asks, on which dataset, in which forms; and what is wrong with it."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import unquote_to_bytes

import msgspec
from fastapi import Request
from starlette.requests import ClientDisconnect

from digov.server.negotiate import Forms, forms_for, forms_named
from digov.server.problems import Problem

QUERY_TYPE: Final = "application/sparql-query"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
UPDATE_TYPE: Final = "application/sparql-update"
_MOST_FIELDS: Final = 100
_MOST_GRAPHS: Final = 64
_FILE: Final = "file:"
_DISCARDED: Final = 32_000_000
"""Bytes of a body that is too long that are still read, so that its sender comes to read why."""
_READ_ONLY: Final = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, change its sources and build."

Fields = list[tuple[str, str]]


class ProtocolQuery(msgspec.Struct, frozen=True):
    """A query as a request gives it."""

    query: str | None
    """``None`` when the request has none: it asks about the service."""
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    forms: Forms
    named_form: str | None = None
    """The form that the address names, against which the Accept header does not count."""


def read_get(request: Request, most: int) -> ProtocolQuery:
    """Return the query of a GET request, of ``most`` bytes at the most; a :class:`Problem` when it breaks the protocol."""
    fields = _fields(request.scope["query_string"], "address")
    return _query(request, fields, [value for name, value in fields if name == "query"], most)


async def read_post(request: Request, most: int, seconds: float) -> ProtocolQuery:
    """Return the query of a POST request, whose body must come within ``seconds``; else as :func:`read_get`."""
    header = request.headers.get("content-type", "")
    kind, _, parameters = header.partition(";")
    kind = kind.strip().lower()
    if kind == UPDATE_TYPE:
        raise Problem(403, "a release is read-only: no updates", _READ_ONLY)
    if kind not in (QUERY_TYPE, FORM_TYPE):
        remedy = f"Send the query as {QUERY_TYPE}, or in a form as {FORM_TYPE}."
        raise Problem(
            415,
            f"queries cannot be sent as {kind[:80] or 'nothing'}",
            remedy,
            headers={"Accept-Post": f"{QUERY_TYPE}, {FORM_TYPE}"},
        )
    charset = dict(_parameters(parameters)).get("charset", "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"queries cannot be sent in {charset[:40]}", "Send the query in UTF-8.")
    # A form writes a byte in up to three.
    longest = most if kind == QUERY_TYPE else 3 * most + 10_000
    body = await read_body(request, longest, seconds, published=most)
    fields = _fields(request.scope["query_string"], "address")
    queries = [value for name, value in fields if name == "query"]
    if kind == FORM_TYPE:
        posted = _fields(body, "form")
        fields += posted
        queries += [value for name, value in posted if name == "query"]
    else:
        try:
            queries.append(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Problem(400, "the query is not UTF-8", "Send it in UTF-8.") from error
    asked = _query(request, fields, queries, most)
    if asked.query is None:
        raise Problem(400, "no query was given", "Give one in the field 'query'.")
    return asked


def _query(request: Request, fields: Fields, queries: list[str], most: int) -> ProtocolQuery:
    if any(name == "update" for name, _ in fields):
        raise Problem(403, "a release is read-only: no updates", _READ_ONLY)
    if len(queries) > 1:
        raise Problem(400, f"{len(queries)} queries were given", "Give exactly one 'query'.")
    query = queries[0] if queries else None
    if query is not None and len(query.encode("utf-8", "replace")) > most:
        raise _too_long("query", most, "Shorten it.")
    default_graphs = _graphs(fields, "default-graph-uri")
    named_graphs = _graphs(fields, "named-graph-uri")
    named = [value for name, value in fields if name == "format"]
    if len(named) > 1:
        raise Problem(400, "more than one 'format' was given", "Give at most one.", query=query)
    forms = forms_named(named[0]) if named else forms_for(request.headers.get("accept"))
    return ProtocolQuery(query, default_graphs, named_graphs, forms, named[0] if named else None)


def _graphs(fields: Fields, wanted: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(value for name, value in fields if name == wanted))
    if len(graphs) > _MOST_GRAPHS:
        raise Problem(400, f"more than {_MOST_GRAPHS} graphs were given", "Name fewer.")
    if any(graph.lower().startswith(_FILE) for graph in graphs):
        raise Problem(400, "nothing is fetched: files are no graphs of this release", "Name graphs of the release.")
    return graphs


def _fields(data: bytes | bytearray, where: str) -> Fields:
    """Return the fields of an address or a form."""
    if data.count(b"&") >= _MOST_FIELDS:
        raise Problem(400, f"the {where} has more than {_MOST_FIELDS} fields", "Give fewer.")
    pairs = (part.partition(b"=") for part in data.split(b"&") if part)
    try:
        return [(_decoded(name), _decoded(value)) for name, _, value in pairs]
    except UnicodeDecodeError as error:
        raise Problem(400, f"the {where} is not UTF-8", "Send it in UTF-8.") from error


def _decoded(data: bytes | bytearray) -> str:
    """Return what a part of a form stands for."""
    return unquote_to_bytes(bytes(data.replace(b"+", b" "))).decode("utf-8")


async def read_body(
    request: Request,
    most: int,
    seconds: float,
    *,
    what: str = "query",
    published: int | None = None,
    remedy: str = "Shorten it.",
) -> bytearray:
    """Return the body of a request, which must be there within ``seconds`` and have ``most`` bytes at the most.

    One that is too long is read and forgotten as long as that is bearable. What is wrong is a :class:`Problem`, which calls the body
    ``what``, and the most bytes that it may have ``published``, where that is another number.
    """
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size <= most:
                    body += part
                elif size > _DISCARDED:
                    break
    except TimeoutError as error:
        message = f"the {what} did not come within {seconds:g} seconds"
        raise Problem(408, message, "Send it at once.", headers={"Connection": "close"}) from error
    except ClientDisconnect as error:
        raise Problem(400, "the request ended before its body", "Send it whole.") from error
    if size > most:
        raise _too_long(what, published or most, remedy, close=size > _DISCARDED)
    return body


def _too_long(what: str, most: int, remedy: str, *, close: bool = False) -> Problem:
    headers = {"Connection": "close"} if close else {}
    return Problem(413, f"the {what} is longer than {most:,} bytes", remedy, headers=headers)


def _parameters(text: str) -> Fields:
    pairs = (part.partition("=") for part in text.split(";"))
    return [(name.strip().lower(), value.strip().strip('"').lower()) for name, _, value in pairs]
