"""Clients that ask in strange ways, or hold on to what they were given: the others see nothing of them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from digov.server.front import _Asked, _joined

SELECT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 200"


def connect(site: httpx.Client, seconds: float = 10) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.base_url.port or 0), timeout=seconds)


def until_closed(connection: socket.socket) -> bytes:
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize("encodings", [("gzip", "identity"), ("identity", "gzip")])
def test_repeated_headers_do_not_change_the_answers_of_others(site: httpx.Client, encodings: tuple[str, str]) -> None:
    query = {"query": f"{SELECT} # {encodings}"}
    twice = [("Accept-Encoding", one) for one in encodings]
    for _ in range(2):
        assert site.get("/sparql", params=query, headers=twice).headers["Content-Encoding"] == "gzip"
    for encoding, meant in (("identity", None), ("gzip", "gzip")):
        answer = site.get("/sparql", params=query, headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding") == meant
    accepted = site.get("/sparql", params=query, headers=[("Accept", "text/csv;q=0.1"), ("Accept", "application/json")])
    assert "json" in accepted.headers["Content-Type"]


def test_repeated_headers_become_one() -> None:
    found = _joined([(b"accept", b"a"), (b"x", b"1"), (b"accept", b"b"), (b"x", b"2")])
    assert found == [(b"accept", b"a, b"), (b"x", b"1"), (b"x", b"2")]
    kinds = [(b"content-type", b"a/a"), (b"content-type", b"b/b")]
    assert _Asked(kinds).personal
    assert not _Asked([kinds[0], kinds[0]]).personal


def test_head_has_the_headers_of_a_compressed_answer(site: httpx.Client) -> None:
    for path in (f"/sparql?query={SELECT.replace(' ', '+').replace('?', '%3F')}+%23head", "/openapi.json", "/"):
        head = site.head(path, headers={"Accept-Encoding": "gzip"})
        get = site.get(path, headers={"Accept-Encoding": "gzip"})
        assert head.content == b""
        for name in ("content-type", "content-encoding", "content-length", "etag", "vary", "cache-control"):
            assert head.headers.get(name) == get.headers.get(name), (path, name)
        assert get.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("more", [b"\r", b"\n", b"G"])
def test_a_byte_after_an_answer_does_not_hold_a_connection(start: Callable[..., Any], more: bytes) -> None:
    with start(body_seconds="0.5") as (client, _, _), connect(client) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(more)
        started = time.monotonic()
        until_closed(connection)
        assert time.monotonic() - started < 3


def test_a_body_that_is_not_read_ends_the_connection(site: httpx.Client) -> None:
    with connect(site) as connection:
        connection.sendall(b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx")
        started = time.monotonic()
        assert until_closed(connection).startswith(b"HTTP/1.1 405")
        assert time.monotonic() - started < 3


def test_one_that_does_not_read_is_let_go(start: Callable[..., Any], cached: Callable[[httpx.Client], float]) -> None:
    """Also when it is given again what was kept: the server closes its end while the client has yet to read anything."""
    query = {"query": f"{SELECT} # slow"}
    with start(send_seconds="0.5") as (client, process, _):
        size = len(client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"}).content)
        address = client.build_request("GET", "/sparql", params=query).url.raw_path
        asked = b"GET " + address + b" HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
        open_files = Path(f"/proc/{process.pid}/fd")
        for last in (b"", b"Connection: close\r\n"):
            before, again = len(list(open_files.iterdir())), cached(client)
            with socket.socket() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.settimeout(10)
                connection.connect(("127.0.0.1", client.base_url.port))
                number = 20_000_000 // size
                connection.sendall((asked + b"\r\n") * (number - 1) + asked + last + b"\r\n")
                end = time.monotonic() + 20
                while cached(client) == again or len(list(open_files.iterdir())) > before:
                    assert time.monotonic() < end
                    time.sleep(0.05)
                assert len(until_closed(connection)) < size * number
