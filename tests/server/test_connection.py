"""Connections: the transport between the protocol and the system, and those who do not take what they asked for."""

from __future__ import annotations

import asyncio
import inspect
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import uvicorn
import uvloop
from uvicorn.server import ServerState

from digov.model.release import Release
from digov.server.app import create_app
from digov.server.connection import LimitedProtocol, _Joined
from digov.server.front import Front
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
OWN = {"write", "writelines", "write_eof", "close", "abort", "get_write_buffer_size"}
"""What the transport does in its own way; all else it leaves to the one behind it."""
METHODS = sorted(name for name, _ in inspect.getmembers(asyncio.Transport, callable) if not name.startswith("_"))


class Behind:
    """Stands for the transport of the system: takes note of every call, and returns what names the call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self.closing = False
        self.waiting = 0

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*values: object) -> object:
            self.calls.append((name, values))
            return f"{name} of the system"

        return call

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return self.waiting


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = uvloop.new_event_loop()
    yield made
    made.close()


def joined(behind: Behind, loop: asyncio.AbstractEventLoop, seconds: float = 60) -> _Joined:
    return _Joined(cast("asyncio.Transport", behind), loop, seconds)


@pytest.mark.parametrize("name", [name for name in METHODS if name not in OWN and name != "is_closing"])
def test_what_is_asked_of_a_transport_is_asked_of_the_one_behind_it(loop: asyncio.AbstractEventLoop, name: str) -> None:
    """Whatever a library asks of a transport, now or later: nothing falls back to the base class, which would refuse."""
    behind = Behind()
    transport = joined(behind, loop)
    assert isinstance(transport, asyncio.Transport)
    values = tuple(f"value {n}" for n in range(len(inspect.signature(getattr(transport, name)).parameters)))
    assert getattr(transport, name)(*values) in (f"{name} of the system", None)
    assert behind.calls == [(name, values)]


def test_a_transport_has_no_method_that_is_not_looked_at() -> None:
    assert set(METHODS) > OWN
    assert all(name in vars(_Joined) for name in METHODS)


def test_the_head_of_an_answer_goes_with_what_follows(loop: asyncio.AbstractEventLoop) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    for send in (
        lambda transport: transport.write(b"body"),
        lambda transport: transport.write(memoryview(b"body")),
        lambda transport: transport.writelines([b"bo", b"dy"]),
    ):
        behind = Behind()
        transport = joined(behind, loop)
        transport.write(head)
        assert (behind.calls, transport.get_write_buffer_size()) == ([], len(head))
        send(transport)
        assert behind.calls == [("write", (head + b"body",))]
        assert transport.get_write_buffer_size() == 0
    transport.write(head)
    transport.abort()
    transport.write(bytearray(head))
    transport.write_eof()
    assert behind.calls[1:] == [("abort", ()), ("write", (head,)), ("write_eof", ())]


@pytest.mark.parametrize("waiting", [0, 1])
def test_what_waits_when_a_transport_is_closed_is_given_up_in_time(
    loop: asyncio.AbstractEventLoop, waiting: int
) -> None:
    behind = Behind()
    behind.waiting = waiting
    transport = joined(behind, loop, 0.01)

    async def close() -> None:
        transport.close()
        await asyncio.sleep(0.1)

    loop.run_until_complete(close())
    assert behind.calls == [("close", ()), ("abort", ())][: 1 + waiting]
    behind.closing = True
    transport.close()
    transport.write(b"HTTP/1.1 200 OK")
    transport.write(b"body")
    assert len(behind.calls) == 1 + waiting


# --- clients that do not read ------------------------------------------------------------------------------------


class Noted(LimitedProtocol):
    """A connection that says when it is lost."""

    send_seconds = 0.2

    def __init__(self, lost: asyncio.Event, config: uvicorn.Config) -> None:
        super().__init__(config, ServerState(), {})
        self._is_lost = lost

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._is_lost.set()


@pytest.fixture(scope="module")
def app(example_release: Release) -> Front:
    settings = Settings(send_seconds=0.2, log_requests=False)
    return create_app(Services(open_service(example_release, ROOT / "queries", settings)))


async def ask(app: Front, query: str, *, times: int = 1, last: bytes = b"", reads: bool) -> int:
    """Return how many bytes came of the style sheet, asked for so many times: all there is to read once the server has let go.

    Who does not read takes what his few kilobytes of buffer hold.
    """
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    ours.setblocking(False)
    lost = asyncio.Event()
    config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, access_log=False)
    config.load()
    loop = asyncio.get_running_loop()
    await loop.connect_accepted_socket(lambda: Noted(lost, config), theirs)
    line = b"GET /style.css?%b HTTP/1.1\r\nHost: x\r\n%%b\r\n" % query.encode()
    found = 0
    with ours:
        await loop.sock_sendall(ours, line % b"" * (times - 1) + line % last)
        if not reads:
            await asyncio.wait_for(lost.wait(), 20)
        while part := await loop.sock_recv(ours, 65_536):
            found += len(part)
    await asyncio.wait_for(lost.wait(), 20)
    return found


def cached(app: Front) -> float:
    lines = app._metrics.text().decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("digov_cached_answers_total"))


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(("times", "last"), [(1, b"Connection: close\r\n"), (20, b"Connection: close\r\n"), (20, b"")])
def test_one_that_does_not_read_is_let_go(app: Front, kept: bool, times: int, last: bytes) -> None:
    """Whether the server still has parts to send, or gave all to the transport and closed it; also with answers that were kept."""

    async def both() -> None:
        query = f"{kept}-{times}-{len(last)}"
        close = b"Connection: close\r\n"
        whole = await ask(app, query if kept else f"{query}-other", last=close, reads=True)
        before = cached(app)
        assert 0 < await ask(app, query, times=times, last=last, reads=False) < times * whole / 2
        assert (cached(app) > before) is (kept or times > 1)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(both())
