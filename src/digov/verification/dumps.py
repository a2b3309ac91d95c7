"""Reading dumps back: the statements that a dump holds, in the form of N-Quads, whatever its own form is."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from digov.model.errors import InputError
from digov.release.forms import form_of
from digov.release.tables import read_table

MAX_CONTENT: Final = 2_000_000_000
"""Bytes that a compressed dump may grow to; one that would be larger is refused."""
_CHUNK: Final = 1 << 20


def content_of(path: str, data: bytes) -> bytes:
    """Return the content of the dump ``path`` with the bytes ``data``, uncompressed.

    A dump that is cut or no gzip file, and one that would be larger than :data:`MAX_CONTENT`, are an :class:`InputError`.
    """
    if not form_of(path).gzip:
        return data
    found = bytearray()
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while part := stream.read(_CHUNK):
                found += part
                if len(found) > MAX_CONTENT:
                    raise InputError(f"more than {MAX_CONTENT:,} bytes", where=path, remedy="Look at it by hand.")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"no gzip file: {error}", where=path, remedy="Get the file again.") from error
    return bytes(found)


def quads_in(path: str, content: bytes) -> list[Quad]:
    """Return the quads in the ``content`` of the dump ``path``; what cannot be read is an :class:`InputError`."""
    media_type = form_of(path).media_type
    try:
        if media_type.endswith("parquet"):
            return _rows(content)
        return list(parse(content, format=RdfFormat.from_media_type(media_type)))
    except (SyntaxError, ValueError, KeyError, OSError) as error:
        raise InputError(f"malformed: {error}", where=path, remedy="Get the file again.") from error


def _rows(content: bytes) -> list[Quad]:
    """Return the quads in the table of quads."""
    table = read_table(content)
    names = ("graph", "subject", "predicate", "object", "object_kind", "datatype", "language")
    columns = [table.column(name).to_pylist() for name in names]
    quads: list[Quad] = []
    for graph, subject, predicate, value, kind, datatype, language in zip(*columns, strict=True):
        term: NamedNode | BlankNode | Literal
        if kind == "literal":
            term = Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype))
        else:
            term = _node(value)
        name = DefaultGraph() if graph is None else _node(graph)
        quads.append(Quad(_node(subject), NamedNode(predicate), term, name))
    return quads


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
