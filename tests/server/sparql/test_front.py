"""What holds for every answer: headers, conditional requests, the cache, CORS, and the limits of a connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from digov.server.cache import AnswerCache, CachedAnswer

SELECT = "SELECT ?s WHERE { ?s a dg:Item } ORDER BY ?s"


def test_every_answer_has_the_headers(site: httpx.Client) -> None:
    for path in ("/", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=no", "/nothing", "/health"):
        headers = site.get(path).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Accept" in headers["Vary"]
        assert "Server" not in headers


def test_a_tag_is_known_again(site: httpx.Client) -> None:
    first = site.get("/sparql", params={"query": SELECT})
    tag = first.headers["ETag"]
    for known in (tag, f'"x", {tag}', "*", tag.removeprefix("W/")):
        again = site.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == tag
    assert site.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": '"other"'}).status_code == 200
    fresh = site.get("/sparql", params={"query": SELECT + " # new"}, headers={"If-None-Match": "*"})
    assert fresh.status_code == 304


def test_tags_differ_where_answers_do(site: httpx.Client) -> None:
    graph = "https://w3id.org/digov/graph/second"
    requests = [
        {"query": SELECT},
        {"query": SELECT, "format": "xml"},
        {"query": SELECT, "default-graph-uri": graph},
        {"query": SELECT, "named-graph-uri": graph},
        {"query": SELECT + " LIMIT 1"},
    ]
    assert len({site.get("/sparql", params=request).headers["ETag"] for request in requests}) == len(requests)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_is_given_again_byte_for_byte(
    site: httpx.Client, method: str, cached: Callable[[httpx.Client], float]
) -> None:
    def ask(accept: str) -> httpx.Response:
        query = f"{SELECT} # {method}"
        if method == "GET":
            return site.get("/sparql", params={"query": query}, headers={"Accept": accept})
        return site.post("/sparql", data={"query": query}, headers={"Accept": accept})

    before = cached(site)
    first, again, other = ask("*/*"), ask("*/*"), ask("text/csv")
    assert cached(site) - before == 1
    assert again.content == first.content
    assert {**again.headers, "date": ""} == {**first.headers, "date": ""}
    assert other.headers["Content-Type"].startswith("text/csv")


def test_what_changes_is_not_given_again(site: httpx.Client) -> None:
    for call in ("UUID()", "STRUUID()", "rand()", "NOW()"):
        answers = []
        for _ in range(2):
            answer = site.get("/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}"})
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
            answers.append(answer.text)
            time.sleep(0.002)
        assert answers[0] != answers[1]


def test_errors_are_not_kept(site: httpx.Client, cached: Callable[[httpx.Client], float]) -> None:
    before = cached(site)
    for _ in range(2):
        answer = site.get("/sparql", params={"query": "SELECT nonsense"})
        assert answer.status_code == 400
        assert answer.headers["Cache-Control"] == "no-store"
    assert cached(site) == before


def test_head_is_get_without_its_body(site: httpx.Client) -> None:
    for number in range(2):
        query = {"query": f"{SELECT} # head {number}"}
        head = site.head("/sparql", params=query, headers={"Accept-Encoding": "identity"})
        get = site.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
        head_again = site.head("/sparql", params=query, headers={"Accept-Encoding": "identity"})
        assert head.content == head_again.content == b""
        for name in ("content-type", "content-length", "etag", "vary", "cache-control"):
            assert head.headers[name] == get.headers[name] == head_again.headers[name]
    assert site.head("/sparql").status_code == 200
    assert site.head("/sparql?query=no").status_code == 400


def test_options_and_preflight(site: httpx.Client) -> None:
    for path, methods in (("/sparql", "GET, HEAD, OPTIONS, POST"), ("/health", "GET, HEAD, OPTIONS")):
        answer = site.options(path, headers={"Origin": "http://x.org", "Access-Control-Request-Method": "POST"})
        assert answer.status_code == 204
        assert answer.headers["Allow"] == methods
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_a_forged_host_is_never_repeated(site: httpx.Client) -> None:
    for path in ("/", "/sparql", "/sparql/", "/nothing/", "/sparql?query=no", "/health/"):
        for accept in ("*/*", "text/html"):
            answer = site.get(
                path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Accept": accept}
            )
            assert "evil.example" not in answer.text
            assert "evil.example" not in str(answer.headers)


def raw(site: httpx.Client, data: bytes, seconds: float = 10) -> bytes:
    """Return what the server says to ``data`` before it closes the connection."""
    with socket.create_connection(("127.0.0.1", site.base_url.port or 0), timeout=seconds) as connection:
        connection.sendall(data)
        found = b""
        while part := connection.recv(65536):
            found += part
            if found.startswith(b"HTTP/1.1 4"):
                break
    return found


def test_a_head_that_is_too_long_is_refused(site: httpx.Client) -> None:
    long = b"GET /sparql?query=" + b"x" * 10_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    assert raw(site, long)[:12] in (b"HTTP/1.1 414", b"HTTP/1.1 431")
    many = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n"
    assert raw(site, many).startswith(b"HTTP/1.1 431")
    assert site.get("/health").status_code == 200


def test_a_long_query_fits_into_an_address(site: httpx.Client) -> None:
    line = b"GET /sparql?query=ASK%7B%7D%23" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(site, line).startswith(b"HTTP/1.1 200")
    assert raw(site, line.replace(b"%23", b"%23" + b"x" * 5_000)).startswith(b"HTTP/1.1 414")


@pytest.mark.parametrize("size", [100_001, 10_000_000])
def test_a_body_that_is_too_long_is_refused(site: httpx.Client, size: int) -> None:
    answer = site.post("/sparql", content=b" " * size, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413
    assert "100,000 bytes" in answer.json()["message"]


@pytest.mark.parametrize(
    "lines",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET \x00 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
)
def test_what_is_no_request_is_refused(site: httpx.Client, lines: bytes) -> None:
    assert raw(site, lines).startswith(b"HTTP/1.1 400")
    assert site.get("/health").status_code == 200


def test_header_injection_has_no_effect(site: httpx.Client) -> None:
    for path in (
        "/sparql?query=%0d%0aX-Evil:%201",
        "/%0d%0aX-Evil:%201",
        "/queries/a%0d%0aX-Evil:1",
        "/sparql?format=%0aX-Evil:1",
    ):
        answer = site.get(path)
        assert answer.status_code in (400, 404, 406)
        assert "X-Evil" not in answer.headers


def test_slow_clients_are_let_go(start: Callable[..., Any]) -> None:
    """One that does not send its head, one that does not send its body: the others are not held up."""
    with start(body_seconds="0.5") as (client, _, _):
        port = client.base_url.port
        slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(20)]
        late = socket.create_connection(("127.0.0.1", port), timeout=5)
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
        late.sendall(head)
        for connection in slow:
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHost:")
        started = time.monotonic()
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert time.monotonic() - started < 1
        assert late.recv(65536).startswith(b"HTTP/1.1 408")
        assert all(connection.recv(100) == b"" for connection in slow)
        for connection in (*slow, late):
            connection.close()


def test_the_cache_keeps_within_its_bytes() -> None:
    cache = AnswerCache(80_000)
    for number in range(100):
        cache.put(number, CachedAnswer([], bytes(1000), b"x"), 10)
    assert cache.bytes <= 80_000
    assert cache.get(0) is None
    assert cache.get(99) is not None
    cache.put("large", CachedAnswer([], bytes(20_000), b"x"), 10)
    assert cache.get("large") is None
    oldest = next(number for number in range(100) if cache.get(number))
    for number in range(200, 240):
        cache.put(number, CachedAnswer([], bytes(1000), b"x"), 10)
        cache.get(oldest)
    assert cache.get(oldest) is not None
    assert AnswerCache(0).keeps(0) is False
