"""Connections: how many there may be, how long the head of a request may be, and how long a client may take to send it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, ClassVar, Final, cast

import httptools
import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from digov.server.settings import Settings

LONGEST_ADDRESS: Final = 65_000
"""Bytes of an address with its query; the parser takes few more."""
LONGEST_HEAD: Final = LONGEST_ADDRESS + 32_000
"""Bytes of an address and the header of a request."""
CONNECTION: Final = "digov.connection"
"""The extension of a request's scope by which the connection can be ended at once."""
_DISCARDED: Final = 64_000_000
_LINGER: Final = 5.0
_REASONS: Final = {
    400: ("Bad Request", "this is no request of HTTP/1.1", "Ask with a client for HTTP."),
    414: ("URI Too Long", f"the address is longer than {LONGEST_ADDRESS:,} bytes", "Send a long query by POST."),
    431: (
        "Request Header Fields Too Large",
        f"the head of the request is longer than {LONGEST_HEAD:,} bytes",
        "Send a long query by POST.",
    ),
}


class _Joined(asyncio.Transport):
    """A transport that sends the head of an answer together with the first part of its body, in one call of the system.

    All else it leaves to the transport that it stands for. That one may be no subclass of :class:`asyncio.Transport`, but has its methods.
    """

    __slots__ = ("_held", "_loop", "_seconds", "_timer", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._seconds = seconds
        self._held = b""
        self._timer: asyncio.TimerHandle | None = None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send ``data``; the head of an answer waits for what follows, for this turn of the loop at most.

        What is written when the connection is closed goes nowhere: of several answers that one client waits for, the server may tell
        only the last one that he is gone.
        """
        if self._transport.is_closing():
            return
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held + data)
        elif data[:9] == b"HTTP/1.1 ":
            self._held = bytes(data)
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        """Send the parts as one; see :meth:`write`."""
        self.write(b"".join(list_of_data))

    def write_eof(self) -> None:
        """Send what was held, and that no more comes."""
        self._flush()
        self._transport.write_eof()

    def can_write_eof(self) -> bool:
        """Return whether the end of what is sent can be told while more is received."""
        return self._transport.can_write_eof()

    def close(self) -> None:
        """Send what was held, and close; what is not taken within some seconds is given up."""
        if self._transport.is_closing():
            return
        self._flush()
        self._transport.close()
        if self._transport.get_write_buffer_size() > 0:
            self._timer = self._loop.call_later(self._seconds, self._transport.abort)

    def lost(self) -> None:
        """Take note that the connection is closed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def abort(self) -> None:
        """Close at once; what was not sent is given up."""
        self._held = b""
        self._transport.abort()

    def is_closing(self) -> bool:
        """Return whether the connection is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the transport tells of itself under ``name``."""
        return self._transport.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """Return how many bytes are yet to be taken by the system."""
        return len(self._held) + self._transport.get_write_buffer_size()

    def get_write_buffer_limits(self) -> tuple[int, int]:
        """Return below how many bytes writing goes on, and above how many it pauses."""
        return self._transport.get_write_buffer_limits()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Set at how many bytes writing pauses, and at how many it goes on."""
        self._transport.set_write_buffer_limits(high, low)

    def pause_reading(self) -> None:
        """Take nothing for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take what comes again."""
        self._transport.resume_reading()

    def is_reading(self) -> bool:
        """Return whether what comes is taken."""
        return self._transport.is_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Have ``protocol`` told of what comes."""
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Return what is told of what comes."""
        return self._transport.get_protocol()

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            if not self._transport.is_closing():
                self._transport.write(held)


class LimitedProtocol(HttpToolsProtocol):
    """A connection of the server, within limits."""

    most_connections: ClassVar[int] = 1_000
    head_seconds: ClassVar[float] = 10.0
    send_seconds: ClassVar[float] = 10.0

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self._head = 0
        self._waits = True
        self._long = False
        self._discarded = -1
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a new connection, if there are not too many."""
        self._joined = _Joined(cast("asyncio.Transport", transport), self.loop, self.send_seconds)
        super().connection_made(self._joined)
        if len(self.connections) > self.most_connections:
            self.transport.close()
        else:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)
        self._joined.lost()

    def data_received(self, data: bytes) -> None:
        """Take what came; what comes after the refusal of a head that is too long is forgotten."""
        if self._discarded >= 0:
            self._discarded += len(data)
            if self._discarded > _DISCARDED:
                self.transport.close()
            return
        if self._waits:
            self._head += len(data)
            if self._head > LONGEST_HEAD and b"\r\n\r\n" not in data[:LONGEST_HEAD]:
                self._refuse(431)
                return
        super().data_received(data)
        if self._timer is None and (self._waits or self.cycle.response_complete) and not self.transport.is_closing():
            self._wait_for_head()

    def on_message_begin(self) -> None:
        """Take note that a request begins."""
        self._waits = True
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: {"abort": self.transport.abort}}

    def on_headers_complete(self) -> None:
        """Take note that the head of a request is there."""
        self._waits = False
        self._head = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Go on to the next request; there is none after a request whose body was not read to its end."""
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._end()

    def _wait_for_head(self) -> None:
        self._timer = self.loop.call_later(self.head_seconds, self._too_late)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_late(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address; one that becomes too long ends the parsing."""
        super().on_url(url)
        if len(self.url) > LONGEST_ADDRESS:
            self._long = True
            raise httptools.HttpParserError("the address is too long")

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be parsed; ``msg`` is what the parser says."""
        self._refuse(414 if self._long or "long" in msg else 400)

    def _refuse(self, status: int) -> None:
        """Say what is wrong with the head; the sender reads that only if what it still sends is taken from it."""
        reason, message, remedy = _REASONS[status]
        body = msgspec.json.encode({"error": status, "message": message, "remedy": remedy})
        head = (
            f"HTTP/1.1 {status} {reason}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            "cache-control: no-store\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self._end()

    def _end(self) -> None:
        """Say that no more comes; what the client still sends is taken for some seconds, so that it reads the answer."""
        self._discarded = 0
        self._stop_waiting()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(_LINGER, self._too_late)


def protocol_for(settings: Settings) -> type[LimitedProtocol]:
    """Return the kind of connections that ``settings`` ask for."""

    class Protocol(LimitedProtocol):
        most_connections = settings.connections
        head_seconds = settings.body_seconds
        send_seconds = settings.send_seconds

    return Protocol
