"""Reconciliation on a server with small limits: no request takes more than its part of the server's time."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from threading import Lock
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import Request, Response

from digov.server.linked.desk import Desks
from digov.server.problems import Problem
from digov.server.reconcile.index import Found
from digov.server.reconcile.properties import PROPERTIES
from digov.server.reconcile.router import router
from digov.server.settings import Settings

NAME = "international conference of the ministers of digital affairs and of the secretaries of the economic council "


@pytest.fixture(scope="module")
def hurried(start: Callable[..., Any]) -> Iterator[httpx.Client]:
    """Return a client of a server to which a body must come at once."""
    with start(body_seconds="0.4") as (client, _, _):
        yield client


def test_a_body_that_does_not_come_is_refused(hurried: httpx.Client) -> None:
    host, port = hurried.base_url.host, hurried.base_url.port
    assert port is not None
    head = "POST /reconcile HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection((host, port), timeout=10) as connection:
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\nqueries=".encode())
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    fields, _, body = answer.partition(b"\r\n\r\n")
    assert fields.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in fields.lower()
    assert json.loads(body) == {
        "error": 408,
        "message": "the request did not come within 0.4 seconds",
        "remedy": "Send it at once.",
    }


class SlowIndex:
    """Stands for an index in which a name is looked for a tenth of a second."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self._lock = Lock()

    def find(self, *_: object) -> list[Found]:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.1)
        with self._lock:
            self.running -= 1
        return []


def post_all(index: SlowIndex, queries: int, times: int, settings: Settings) -> list[Response | Problem]:
    """Return what so many requests at once, each with so many queries, are answered or refused with."""
    desk = SimpleNamespace(service=SimpleNamespace(settings=settings), library=None, index=index)
    [ask] = [
        one.endpoint for one in router(cast("Desks", SimpleNamespace(current=desk))).routes if one.path == "/reconcile"
    ]
    asked = urlencode({"queries": json.dumps({str(n): {"query": "x"} for n in range(queries)})})

    async def one() -> Response | Problem:
        request = Request({"type": "http", "method": "GET", "query_string": asked.encode(), "headers": []})
        try:
            return await ask(request)
        except Problem as problem:
            return problem

    async def everyone() -> list[Response | Problem]:
        return list(await asyncio.gather(*(one() for _ in range(times))))

    return asyncio.run(everyone())


def test_a_request_that_takes_too_long_is_ended() -> None:
    [late] = post_all(SlowIndex(), 20, 1, Settings(query_seconds=0.3))
    assert isinstance(late, Problem)
    assert (late.status, late.message) == (503, "the request took longer than 0.3 seconds")
    assert late.headers == {"Retry-After": "1"}


def test_two_requests_are_worked_on_at_a_time() -> None:
    index = SlowIndex()
    assert [
        one.status_code for one in post_all(index, 1, 6, Settings(queue_seconds=10)) if isinstance(one, Response)
    ] == [200] * 6
    assert index.most == 2


def test_who_waits_too_long_for_a_turn_is_refused() -> None:
    answers = post_all(SlowIndex(), 6, 5, Settings(queue_seconds=0.1))
    refused = [one for one in answers if isinstance(one, Problem)]
    assert len(refused) == 3
    assert {(one.status, one.headers["Retry-After"]) for one in refused} == {(503, "1")}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"queries": {"q7": {"query": "x", "properties": [{"pid": "kind", "v": []}] * 21}}}, "'q7' has more than 20 p"),
        (
            {"queries": {"q7": {"query": "x", "properties": [{"pid": "kind", "v": [1] * 21}]}}},
            "'q7' has more than 20 v",
        ),
        (
            {"extend": {"ids": list(map(str, range(900))), "properties": [{"id": n} for n in PROPERTIES]}},
            f"900 entities with {len(PROPERTIES)} properties are more than 5,000 values",
        ),
    ],
)
def test_what_is_too_much_is_refused_with_a_remedy(hurried: httpx.Client, data: dict[str, Any], words: str) -> None:
    refused = hurried.post("/reconcile", data={name: json.dumps(value) for name, value in data.items()})
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    assert "at most" in refused.json()["remedy"]


def test_entities_and_properties_count_once(hurried: httpx.Client) -> None:
    extend = {"ids": ["x"] * 1_000, "properties": [{"id": "kind"}] * 50}
    found = hurried.post("/reconcile", data={"extend": json.dumps(extend)}).json()
    assert found == {"meta": [{"id": "kind", "name": "kind"}], "rows": {"x": {}}}


def test_long_names_are_cut(hurried: httpx.Client) -> None:
    long = NAME * 5
    asked = {"q0": {"query": long[:200]}, "q1": {"query": long[:200] + "z" * 9_000}}
    found = hurried.post("/reconcile", data={"queries": json.dumps(asked)}).json()
    assert found["q0"] == found["q1"]
