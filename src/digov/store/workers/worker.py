"""A worker: a process that evaluates one request after the other, confined to what that needs."""

from __future__ import annotations

import os
import resource
import socket
from typing import NoReturn

from digov.store.workers.evaluate import Evaluator
from digov.store.workers.limits import ProcessorLimit, confine
from digov.store.workers.wire import LENGTH, pack_reply, unpack_request

_MOST_GROWN = 24 << 10
"""Kibibytes that a worker may have grown; one that grew more ends after its reply, and gives its memory back."""
_PART = 1 << 18


def serve(connection: socket.socket, evaluator: Evaluator, *, seconds: int, memory: int) -> NoReturn:
    """Answer requests from ``connection`` until it is closed, then end the process; it is confined before the first."""
    confine(memory)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = usage.ru_maxrss + _MOST_GROWN
    processor = ProcessorLimit(seconds)
    while True:
        data = _receive(connection)
        if data is None:
            os._exit(0)
        processor.renew(usage.ru_utime + usage.ru_stime)
        head, body = evaluator.answer(unpack_request(data))
        usage = resource.getrusage(resource.RUSAGE_SELF)
        head.used = usage.ru_utime + usage.ru_stime
        head.last = usage.ru_maxrss > most
        _send(connection, pack_reply(head, body), body)
        if head.last:
            os._exit(0)


def _receive(connection: socket.socket) -> memoryview | None:
    """Return the bytes of the next frame; ``None`` when the connection ends before it does. One frame comes at a time."""
    data = bytearray()
    size = LENGTH.size
    while len(data) < size:
        part = connection.recv(_PART)
        if not part:
            return None
        data += part
        if size == LENGTH.size and len(data) >= size:
            size += LENGTH.unpack_from(data)[0]
    return memoryview(data)[LENGTH.size :]


def _send(connection: socket.socket, head: bytes, body: bytes) -> None:
    parts = (memoryview(head), memoryview(body))
    sent = connection.sendmsg(parts)
    # A large answer goes bit by bit; it is not copied, since there may be no memory left for that.
    for part in parts:
        if sent < len(part):
            connection.sendall(part[sent:])
        sent = max(0, sent - len(part))
