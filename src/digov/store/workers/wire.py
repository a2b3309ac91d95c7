"""What goes over the socket between the server and a worker: a request, and its reply.

A frame is its length (four bytes, big-endian) and that many bytes: for a request one MessagePack value, for a reply the length of a
MessagePack value, the value, and the answer as it stands.
"""

from __future__ import annotations

import struct
from typing import Final, Literal

import msgspec

LENGTH: Final = struct.Struct(">I")
Outcome = Literal["rows", "boolean", "graph", "refused", "too-large", "not-acceptable", "failed"]

FORK: Final = b"f"
"""What the zygote is told, to fork."""


class ZygoteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the zygote is started with."""

    parent: int
    """Process that starts it, with which it ends."""
    graph: str
    """Path of the graph of the release, in N-Quads."""
    graphs: tuple[str, ...]
    """Names of its graphs."""
    seconds: int
    """Seconds of processor time for a query, after which the kernel ends it."""
    memory: int
    """Bytes that a query may take beside the release."""
    answer_bytes: int
    answer_triples: int
    page_rows: int


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the zygote tells: that it is ready, that it forked ``pid``, that it could not fork, or that ``pid`` ended with ``status``."""

    event: Literal["ready", "forked", "missed", "ended"]
    pid: int = 0
    status: int = 0


class QueryRequest(msgspec.Struct, frozen=True, array_like=True):
    """A query, and in which forms its answer is wanted."""

    query: str
    rows: str | None = "json"
    """Form for rows and for a yes or no: ``json``, ``xml``, ``csv``, ``tsv``, ``page``; ``None`` when none was acceptable."""
    graph: str | None = "turtle"
    """Form for triples: a syntax of :mod:`digov.rdf.serialize`, or ``page``; ``None`` when none was acceptable."""
    default_graphs: tuple[str, ...] = ()
    """Graphs whose union is the default graph; with these or the next given, nothing else is there."""
    named_graphs: tuple[str, ...] = ()
    """Graphs that ``GRAPH`` can name."""
    gzip: bool = False
    """Whether an answer that is worth it may be compressed."""


class ReplyHead(msgspec.Struct, array_like=True, omit_defaults=True):
    """What became of a query, and what its answer is."""

    outcome: Outcome
    form: str = ""
    """The form that the answer has."""
    gzip: bool = False
    message: str = ""
    remedy: str | None = None
    where: str | None = None
    total: int = 0
    """For ``page``: the rows that there are, of which the answer has the first."""
    last: bool = False
    """Whether the worker ends after this reply."""
    used: float = 0.0
    """Seconds of processor time that the worker has used since its start."""


class QueryReply(msgspec.Struct, frozen=True):
    """What a worker answered."""

    head: ReplyHead
    body: bytes


_encode: Final = msgspec.msgpack.Encoder().encode
_decode_request: Final = msgspec.msgpack.Decoder(QueryRequest).decode
_decode_head: Final = msgspec.msgpack.Decoder(ReplyHead).decode


def pack_request(request: QueryRequest) -> bytes:
    """Return the frame of ``request``."""
    data = _encode(request)
    return LENGTH.pack(len(data)) + data


def unpack_request(data: memoryview) -> QueryRequest:
    """Return the request in the bytes of a frame, without its length."""
    return _decode_request(data)


def pack_reply(head: ReplyHead, body: bytes) -> bytes:
    """Return the head of the frame of a reply, after which ``body`` is to be sent."""
    data = _encode(head)
    return LENGTH.pack(LENGTH.size + len(data) + len(body)) + LENGTH.pack(len(data)) + data


def unpack_reply(data: memoryview) -> QueryReply:
    """Return the reply in the bytes of a frame, without its length."""
    size = LENGTH.unpack_from(data)[0]
    start = LENGTH.size + size
    return QueryReply(_decode_head(data[LENGTH.size : start]), bytes(data[start:]))
