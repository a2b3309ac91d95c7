"""Every status that the OpenAPI document names can occur, on every route that it names it for; and no other does."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from fastapi import Request
from starlette.testclient import TestClient

from digov.pages.catalogue import Catalogue
from digov.rdf.base import ID
from digov.release import open_release
from digov.server import catalog, dumps, endpoint, feeds, files, openapi, protocol, stream
from digov.server.app import create_app
from digov.server.linked import documents
from digov.server.linked.finder import Finder
from digov.server.linked.tombstones import Tombstone
from digov.server.openapi import EVERYWHERE, EXAMPLES, ROUTES
from digov.server.reconcile import router as reconcile
from digov.server.service import Service, Services, open_service
from digov.server.settings import Settings
from digov.store.pool import PoolError

ROOT = Path(__file__).parents[2]
POSTED = ("/sparql", "/reconcile")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ELSEWHERE = {("get", "/changes/{key}/{number}", status) for status in (200, 304, 503)}
"""Tested with the stream of changes, since it takes another release."""
SYMBOL, AKN = "/resolve?symbol=E/RES/2024/13", "/akn/un/statement/deliberation/unecosoc/2024-07-23/2024-13"
LOOKUP = "/lookup?iri=http://www.wikidata.org/entity/Q376150"

Prepare = Callable[[pytest.MonkeyPatch, Service], object]


class Case(msgspec.Struct, frozen=True):
    """A request that is answered with a status, and what must be so for that."""

    method: str
    route: str
    status: int
    address: str
    headers: dict[str, str] = {}
    body: bytes | None = None
    prepare: Prepare | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.route} {self.status}"


def unopenable(patch: pytest.MonkeyPatch, _: Service) -> None:
    """Have no file that is sent be opened, since too many are."""

    class Full:
        def open(self, _: str) -> object:
            raise OSError(errno.EMFILE, "Too many open files")

    def full(name: str) -> Callable[..., object]:
        sent = getattr(files, name)
        return lambda request, _path, **values: sent(request, Full(), **values)

    for name in ("send_file", "send_unpacked"):
        patch.setattr(dumps, name, full(name))


def unreadable(patch: pytest.MonkeyPatch, _: Service) -> None:
    def listed(_: Path) -> object:
        raise OSError(errno.EIO, "Input/output error")

    patch.setattr(catalog, "list_releases", listed)


def gone(patch: pytest.MonkeyPatch, _: Service) -> None:
    """Have an older release hold what the current one does not: anything."""
    nothing_held(patch, _)
    patch.setattr(documents, "tombstone_of", lambda *_: Tombstone("older", None, None))


def nothing_held(patch: pytest.MonkeyPatch, _: Service) -> None:
    patch.setattr(Catalogue, "holds", lambda *_: False)


def ambiguous(patch: pytest.MonkeyPatch, _: Service) -> None:
    for name in ("instruments", "by_path", "things"):
        patch.setattr(Finder, name, lambda *_: [ID + "gdc-base", ID + "e-res-2024-13"])


def late(patch: pytest.MonkeyPatch, _: Service) -> None:
    """Have a body come too late."""

    async def never(_: Request) -> AsyncIterator[bytes]:
        await asyncio.sleep(3_600)
        yield b""

    patch.setattr(Request, "stream", never)
    patch.setattr(protocol, "asyncio", SimpleNamespace(timeout=lambda _: asyncio.timeout(0)))


def short(patch: pytest.MonkeyPatch, _: Service) -> None:
    """Have a query be no longer than three bytes."""
    read = endpoint.read_get
    patch.setattr(endpoint, "read_get", lambda request, _: read(request, 3))


def deadline_passes(patch: pytest.MonkeyPatch, _: Service) -> None:
    patch.setattr(reconcile, "monotonic", iter(range(0, 10_000, 1_000)).__next__)


def small(patch: pytest.MonkeyPatch, _: Service) -> None:
    patch.setattr(documents, "MAX_GRAPH", 1)


def refused(reason: Any) -> Prepare:
    def prepare(patch: pytest.MonkeyPatch, service: Service) -> None:
        def submit(*_: object, **__: object) -> object:
            raise PoolError(reason, "no", "Wait.", 1)

        patch.setattr(service.pool, "submit", submit)

    return prepare


ADDRESSES = {
    "/": "/",
    "/sparql": "/sparql?query=ASK%7B%7D",
    "/ns/{version}": "/ns/0.1.0",
    "/linkset/{path}": "/linkset/ror",
    "/resolve": SYMBOL,
    "/akn/{path}": AKN,
    "/lookup": LOOKUP,
    "/dumps/{path}": "/dumps/digov.nq.gz",
    "/releases/{release}": "/releases/RELEASE",
    "/releases/{release}/manifest.json": "/releases/RELEASE/manifest.json",
    "/releases/{release}/dumps/{path}": "/releases/RELEASE/dumps/digov.nq.gz",
    "/changes/{key}/{number}": "/changes/KEY/1",
    "/assets/{digest}/{name}": "/assets/x/sparql.js",
    "/reconcile/preview": "/reconcile/preview?id=body/itu",
}
"""An address of a route that is answered well, where it does not follow from the examples of the document."""
MISSING = {
    "/queries/{name}": "/queries/x",
    "/reconcile/preview": "/reconcile/preview?id=x",
    "/resolve": "/resolve?symbol=x",
    "/akn/{path}": "/akn/x",
    "/lookup": "/lookup?iri=http://example.org/",
    "/dumps/{path}": "/dumps/x",
    "/releases/{release}": "/releases/x",
    "/releases/{release}/manifest.json": "/releases/x/manifest.json",
    "/releases/{release}/dumps/{path}": "/releases/RELEASE/dumps/x",
    "/void.{ending}": "/void.x",
    "/dcat.{ending}": "/dcat.x",
    "/changes/{key}/{number}": "/changes/x/1",
    "/sitemap-{number}.xml": "/sitemap-9.xml",
    "/assets/{digest}/{name}": "/assets/x/y.js",
}
MALFORMED = {
    "/sparql": "/sparql?query=no",
    "/queries/{name}": "/queries/reporting-calendar?query=x",
    "/reconcile": "/reconcile?queries=%5B",
    "/reconcile/preview": "/reconcile/preview",
    "/resolve": "/resolve",
    "/akn/{path}": f"{AKN}?format=x",
    "/lookup": "/lookup",
}
MOVED = {
    "/doc/{path}": "/doc/sdg/9/",
    "/ns/{version}": "/ns/0.1.0%23x",
    "/graph/{path}": "/graph/vocabulary/",
    "/linkset/{path}": "/linkset/ror/",
}


def address_of(route: str) -> str:
    if route in ADDRESSES:
        return ADDRESSES[route]
    found = route
    for (path, name), value in EXAMPLES.items():
        if path == route:
            mark = f"{{{name}}}"
            found = found.replace(mark, value) if mark in found else f"{found}?{name}={value}"
    return found


def no_manifest(patch: pytest.MonkeyPatch, _: Service) -> None:
    patch.setattr(dumps, "MANIFEST_FILE", "x")


def no_history(patch: pytest.MonkeyPatch, _: Service) -> None:
    patch.setattr(stream, "list_releases", lambda _: ())


HEADERS = {
    206: {"Range": "bytes=0-3"},
    303: {"Accept": "text/html"},
    304: {"If-None-Match": "*", "Accept": "text/turtle, application/sparql-results+json"},
    406: {"Accept": "image/png"},
    416: {"Range": "bytes=999999999999-"},
}
PREPARED: dict[int, Prepare] = {
    300: ambiguous,
    404: nothing_held,
    408: late,
    410: gone,
    413: short,
    429: refused("share"),
    503: unopenable,
    504: refused("time"),
    507: refused("memory"),
}
"""What must be so for a status, on most routes."""
PREPARED_HERE: dict[tuple[str, int], Prepare] = {
    ("/graph/{path}", 303): small,
    ("/dumps/manifest.json", 404): no_manifest,
    ("/changes", 404): no_history,
    ("/sparql", 503): refused("busy"),
    ("/queries/{name}", 503): refused("busy"),
    ("/reconcile", 503): deadline_passes,
    **{(route, 503): unreadable for route in ("/void", "/void.{ending}", "/dcat", "/dcat.{ending}")},
}


def gets(route: str, status: int) -> Case:
    """Return the request by GET that ``route`` answers with ``status``."""
    good = address_of(route)
    bare = good.partition("?")[0]
    address = {
        308: MOVED.get(route, f"{good}%23x"),
        400: MALFORMED.get(route, bare),
        403: f"{bare}?update=x",
        404: MISSING.get(route, good),
        413: f"{bare}?query=ASK%7B%7D",
        422: "/sitemap-x.xml",
        503: '/reconcile?queries={"q":{"query":"x"}}' if route == "/reconcile" else good,
    }.get(status, good)
    headers = HEADERS.get(status, {})
    if route in ("/void", "/dcat", "/changes") and status == 200:
        headers = {"Accept": "text/turtle"}
    if route == "/graph/{path}" and status == 303:
        headers = {}
    needed = PREPARED_HERE.get((route, status), PREPARED.get(status))
    prepare = None if status == 404 and route in MISSING else needed
    return Case("get", route, status, address, headers, None, prepare)


def posts(route: str, status: int) -> Case:
    """Return the request by POST that ``route`` answers with ``status``."""
    good = {"/sparql": b"query=ASK{}", "/reconcile": b'queries={"q":{"query":"x"}}'}[route]
    body = {400: good.partition(b"=")[0] + b"=%5B", 403: b"update=x", 413: b"queries=" + b"x" * 600_000}
    headers = {"Content-Type": "text/plain"} if status == 415 else {**FORM, **HEADERS.get(status, {})}
    prepare = None if status == 413 else PREPARED_HERE.get((route, status), PREPARED.get(status))
    return Case("post", route, status, route, headers, body.get(status, good), prepare)


def cases() -> Iterator[Case]:
    for route, described in ROUTES.items():
        for method in ("get", "post") if route in POSTED else ("get",):
            answers = openapi._operation(method, route, described, "")["responses"]
            for status in map(int, answers.keys() - EVERYWHERE.keys()):
                if (method, route, status) not in ELSEWHERE:
                    yield gets(route, status) if method == "get" else posts(route, status)


@pytest.fixture(scope="module")
def service(releases: Path) -> Service:
    return open_service(open_release(releases), ROOT / "queries", Settings(workers=1, cache_bytes=0))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    app = create_app(Services(service))
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


def ask(client: TestClient, service: Service, case: Case) -> Any:
    address = case.address.replace("RELEASE", service.release.id)
    return client.request(case.method, address, headers={"Accept": "*/*", **case.headers}, content=case.body)


@pytest.mark.parametrize("case", sorted(cases(), key=lambda case: case.name), ids=lambda case: case.name)
def test_what_is_documented_occurs(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    if case.prepare is not None:
        case.prepare(monkeypatch, service)
    answer = ask(client, service, case)
    assert answer.status_code == case.status, answer.text[:200]
    described = openapi._operation(case.method, case.route, ROUTES[case.route], "")["responses"][str(case.status)]
    if case.status >= 400:
        assert set(answer.json()) == {"error", "message", "remedy"}
    if case.status in (200, 206):
        assert answer.headers["Content-Type"].partition(";")[0] in described["content"]
    if case.status in (429, 503):
        assert "`Retry-After` says" in described["description"]
        assert int(answer.headers["Retry-After"]) > 0
    assert ("Location" in answer.headers) == ("headers" in described)
    assert ("ETag" in answer.headers) or case.status not in (206, 304)


def test_what_route_by_route_is_not_named_occurs_everywhere(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for method, address, status in (
        ("post", "/health", 405),
        ("put", "/sparql", 405),
        ("get", "/doc/" + "x" * 2_000, 414),
        ("get", "/nothing", 404),
    ):
        assert client.request(method, address).status_code == status

    def fails(*_: object, **__: object) -> object:
        raise RuntimeError("private")

    monkeypatch.setattr(service.pool, "submit", fails)
    monkeypatch.setattr(feeds, "robots_file", fails)
    for address in (ADDRESSES["/sparql"], "/queries/reporting-calendar", "/robots.txt?fails"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["error"]) == (500, 500)
        assert "private" not in answer.text


@pytest.mark.parametrize("reason", ["busy", "closed", "share", "time", "memory", "depth", "crash"])
@pytest.mark.parametrize("address", [ADDRESSES["/sparql"], "/queries/reporting-calendar"])
def test_whatever_the_pool_refuses_with_is_documented(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch, reason: str, address: str
) -> None:
    refused(reason)(monkeypatch, service)
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=json")
    route = "/sparql" if "sparql" in address else "/queries/{name}"
    assert answer.status_code in {*ROUTES[route].statuses, 500}


def test_the_limits_of_a_503_are_named_where_they_hold() -> None:
    assert "this one took longer than the seconds of a query" in ROUTES["/reconcile"].busy
    assert "Too many queries wait, too many long pages or large answers are under way" in ROUTES["/sparql"].busy
    assert all(bool(route.busy) == (503 in route.statuses) for route in ROUTES.values())
