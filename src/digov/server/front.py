"""The front: what holds for every answer, around the application.

It gives again what it has given (:mod:`digov.server.cache`), answers ``OPTIONS`` and conditional requests, compresses, sets the headers
that every answer has, sends large bodies in parts that a slow client cannot hold up for long, and counts and logs each request.
"""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digov.server.cache import AnswerCache, CachedAnswer, Headers
from digov.server.connection import CONNECTION
from digov.server.journal import Journal
from digov.server.metrics import Metrics
from digov.server.negotiate import accepts_gzip
from digov.server.openapi import ROUTES
from digov.server.service import Services
from digov.server.tags import is_named

POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_DEFAULTS: Final = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"access-control-allow-origin": b"*",
    b"access-control-expose-headers": b"ETag, Link, Location, Retry-After, Content-Range, Content-Location",
    b"vary": b"Accept, Accept-Encoding",
}
_PREFLIGHT: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, Range"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]
_DIRECT: Final = ("GET", "HEAD", "POST")
_POSTED: Final = ("sparql", "reconcile")
_AREAS: Final = frozenset(area for path in ROUTES if "{" not in (area := path[1:].partition("/")[0]))
"""The parts of the server that requests are counted by: the beginnings of its paths."""
_NOT_KEPT: Final = re.compile(rb"\bno-(?:store|cache)\b")
"""What Cache-Control says of an answer that may be another one the next time, though release and request are the same."""
_NO_CACHE_HEADERS: Final = frozenset((b"range", b"if-range", b"authorization", b"cookie"))
_JOINED: Final = frozenset((b"accept", b"accept-encoding", b"accept-language"))
_COMPRESSED: Final = (b"text/", b"application/json", b"application/ld+json", b"application/xml")
_MORE_COMPRESSED: Final = (b"+json", b"+xml", b"/n-triples", b"/n-quads", b"/trig", b"/javascript")
_WORTH_COMPRESSING: Final = 1_024
_COMPRESSED_ASIDE: Final = 64_000
_PART: Final = 64_000
_LONGEST_PATH: Final = 200


class Front:
    """The outermost layer of the application; ``direct`` answers some paths without the routing of the application."""

    def __init__(
        self,
        app: FastAPI,
        direct: Mapping[str, ASGIApp],
        services: Services,
        cache: AnswerCache,
        metrics: Metrics,
        journal: Journal | None = None,
    ) -> None:
        self.app = app
        """The application without what the front adds."""
        self._direct = direct
        self._services = services
        self._cache = cache
        self._metrics = metrics
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        scope["headers"] = _joined(scope["headers"])
        headers = _Asked(scope["headers"])
        method = scope["method"]
        service = self._services.current
        way = _Way(scope, send, service.settings.send_seconds)
        if method == "OPTIONS":
            await _options(scope, way)
            self._note(scope, 204, 0, started)
            return
        key = None
        first = None
        if method == "POST" and scope["path"] in self._direct:
            first, receive = await _first_part(receive, service.settings.body_seconds)
        if not headers.personal and (method in ("GET", "HEAD") or first is not None):
            asked = (scope["raw_path"], scope["query_string"], headers.accept, headers.encoding)
            key = (service.release.id, *asked, headers.kind if first is not None else None, first)
            kept = self._cache.get(key)
            if kept is not None:
                known = method != "POST" and headers.has(kept.tag)
                try:
                    await _again(kept, way, known=known, silent=known or method == "HEAD")
                finally:
                    self._note(scope, 304 if known else 200, way.size, started, cached=True)
                return
        exchange = _Exchange(headers, method, way)
        try:
            app = self._direct.get(scope["path"]) if method in _DIRECT else None
            await (app or self.app)(scope, receive, exchange.send)
        finally:
            current = self._services.current is service
            if key is not None and current and method != "HEAD" and exchange.to_keep is not None:
                self._cache.put(key, exchange.to_keep, sum(len(part or b"") for part in key[1:]))
            self._note(scope, exchange.status, way.size, started)

    def _note(self, scope: Scope, status: int, size: int, started: float, *, cached: bool = False) -> None:
        seconds = time.perf_counter() - started
        area = scope["path"][1:].partition("/")[0]
        area = "start" if not area else area if area in _AREAS else "other"
        self._metrics.count(area, status, seconds, cached=cached)
        settings = self._services.current.settings
        if settings.log_requests and self._journal is not None:
            values: dict[str, Any] = {
                "method": scope["method"][:20],
                "path": scope["path"][:_LONGEST_PATH],
                "status": status,
                "bytes": size,
                "ms": round(seconds * 1000, 2),
                "cached": cached,
            }
            if settings.log_queries:
                values["query"] = scope["query_string"][:4000].decode("ascii", "replace")
            self._journal.add("request", **values)


def allowed(path: str) -> str:
    """Return the methods that ``path`` takes, as the header ``Allow`` lists them."""
    posted = path[1:].partition("/")[0] in _POSTED
    return "GET, HEAD, OPTIONS, POST" if posted else "GET, HEAD, OPTIONS"


class _Asked:
    """What a request asks for in its headers."""

    __slots__ = ("accept", "encoding", "kind", "personal", "tags")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.accept: bytes | None = None
        self.encoding: bytes | None = None
        self.kind: bytes | None = None
        self.tags: bytes | None = None
        self.personal = False
        for name, value in headers:
            if name == b"accept":
                self.accept = value
            elif name == b"accept-encoding":
                self.encoding = value
            elif name == b"if-none-match":
                self.tags = value
            elif name == b"content-type":
                self.personal = self.personal or self.kind not in (None, value)
                self.kind = value
            elif name in _NO_CACHE_HEADERS:
                self.personal = True

    def has(self, tag: bytes) -> bool:
        """Return whether the client has what ``tag`` names."""
        return self.tags is not None and is_named(self.tags.decode("latin-1"), tag.decode("latin-1"))


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return ``headers`` with what they say about one choice in one header, so that all who read them choose the same."""
    found: Headers = []
    places: dict[bytes, int] = {}
    for name, value in headers:
        place = places.get(name)
        if place is not None:
            found[place] = (name, found[place][1] + b", " + value)
            continue
        if name in _JOINED:
            places[name] = len(found)
        found.append((name, value))
    return found


class _Way:
    """The way to a client: what it does not take within some seconds ends its connection."""

    def __init__(self, scope: Scope, send: Send, seconds: float) -> None:
        self.size = 0
        """Bytes of the body that were sent."""
        self._abort = scope.get("extensions", {}).get(CONNECTION, {}).get("abort")
        self._send = send
        self._seconds = seconds

    async def send(self, message: Message) -> None:
        """Send ``message``."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError:
            if self._abort is not None:
                self._abort()
            raise

    async def body(self, body: bytes, *, more: bool = False) -> None:
        """Send ``body``, a large one in parts."""
        view = memoryview(body)
        for start in range(0, max(len(body), 1), _PART):
            part = bytes(view[start : start + _PART])
            more_body = more or start + _PART < len(body)
            await self.send({"type": "http.response.body", "body": part, "more_body": more_body})
            self.size += len(part)


async def _options(scope: Scope, way: _Way) -> None:
    allow = (b"allow", allowed(scope["path"]).encode())
    await way.send({"type": "http.response.start", "status": 204, "headers": [allow, *_PREFLIGHT]})
    await way.body(b"")


async def _first_part(receive: Receive, seconds: float) -> tuple[bytes | None, Receive]:
    """Return the body of a request if it came in one part, and what gives that part again and then goes on."""
    try:
        async with asyncio.timeout(seconds):
            message = await receive()
    except TimeoutError:
        return None, _too_late
    pending = [message]

    async def again() -> Message:
        return pending.pop() if pending else await receive()

    whole = message["type"] == "http.request" and not message.get("more_body", False)
    return message.get("body", b"") if whole else None, again


async def _too_late() -> Message:
    raise TimeoutError


async def _again(kept: CachedAnswer, way: _Way, *, known: bool, silent: bool) -> None:
    """Send what was kept, or that it is ``known`` to the client; without its body when ``silent``."""
    headers = _without_body(kept.headers) if known else kept.headers
    await way.send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
    await way.body(b"" if silent else kept.body)


def _without_body(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0] not in (b"content-length", b"content-type", b"content-encoding")]


class _Exchange:
    """One answer on its way: held back until its first part is there, then changed where that is needed."""

    def __init__(self, asked: _Asked, method: str, way: _Way) -> None:
        self.status = 0
        self.to_keep: CachedAnswer | None = None
        self._asked = asked
        self._method = method
        self._way = way
        self._start: Message | None = None
        self._silent = False

    async def send(self, message: Message) -> None:
        """Send ``message`` of the application on."""
        if message["type"] == "http.response.start":
            self._start = message
            self.status = message["status"]
            return
        if message["type"] != "http.response.body":
            await self._way.send(message)
            return
        body = message.get("body", b"")
        more = message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            body = await self._begin(start, body, whole=not more)
        empty = self._silent or self._method == "HEAD"
        await self._way.body(b"" if empty else body, more=more and not self._silent)

    async def _begin(self, start: Message, body: bytes, *, whole: bool) -> bytes:
        """Send status and headers; return the body, compressed where it was asked for."""
        headers: Headers = [(name.lower(), value) for name, value in start.get("headers", ())]
        there = dict(headers)
        headers += [pair for pair in _DEFAULTS.items() if pair[0] not in there]
        tag = there.get(b"etag")
        if tag is not None and self.status == 200 and self._method in ("GET", "HEAD") and self._asked.has(tag):
            self.status, self._silent = 304, True
            await self._way.send({**start, "status": 304, "headers": _without_body(headers)})
            return b""
        if whole and self._compresses(there, len(body)):
            aside = len(body) > _COMPRESSED_ASIDE
            body = await asyncio.to_thread(_compress, body) if aside else _compress(body)
            headers = [pair for pair in headers if pair[0] not in (b"content-length", b"etag")]
            headers += [(b"content-encoding", b"gzip"), (b"content-length", str(len(body)).encode())]
            if tag is not None:
                tag = tag if tag.startswith(b"W/") else b"W/" + tag
                headers.append((b"etag", tag))
        if whole and tag is not None and self.status == 200 and not _NOT_KEPT.search(there.get(b"cache-control", b"")):
            self.to_keep = CachedAnswer(headers, bytes(body), tag)
        await self._way.send({**start, "headers": headers})
        return body

    def _compresses(self, headers: dict[bytes, bytes], size: int) -> bool:
        if size < _WORTH_COMPRESSING or b"content-encoding" in headers or self.status not in (200, 404, 406, 410):
            return False
        encoding = self._asked.encoding
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip()
        fits = kind.startswith(_COMPRESSED) or kind.endswith(_MORE_COMPRESSED)
        return fits and encoding is not None and accepts_gzip(encoding.decode("latin-1"))


def _compress(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)
