"""Reading: a source text from any file, with a description of the instrument taken from its first page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec

from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.model.source import InstrumentKind, SourceText
from digov.sources.decoding import decode
from digov.sources.detection import describe

_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much is read: the bytes of a file, and the characters of one line."""

    bytes: int = 64 * 1024 * 1024
    line: int = 4_000_000


def read_source(path: str | Path, *, kind: InstrumentKind | None = None, limits: Limits | None = None) -> SourceText:
    """Return the text of the file at ``path`` with what its first page says of the instrument: kind, organ, symbols, date, title.

    ``kind`` overrules the kind found. The text is kept as it stands, line ends and all; ``encoding`` says how it was decoded.
    Raises :class:`InputError` when the file is missing, a folder, unreadable, empty, binary, in an unknown encoding, or too large.
    """
    path = Path(path)
    limits = limits or Limits()
    return source_of(read_bytes(path, limits.bytes), str(path), kind=kind, limits=limits)


def source_of(
    data: bytes, name: str, *, kind: InstrumentKind | None = None, limits: Limits | None = None
) -> SourceText:
    """Return the text in ``data``, read from a file or stream called ``name``, as :func:`read_source` does."""
    path = Path(name)
    limits = limits or Limits()
    if kind is not None and kind not in get_args(InstrumentKind):
        raise InputError(
            f"unknown kind {kind!r}", where="kind", remedy=f"use one of {', '.join(get_args(InstrumentKind))}"
        )
    if len(data) > limits.bytes:
        raise InputError(f"too large: the limit is {limits.bytes:,} bytes", where=name, remedy="split the text")
    text, encoding = decode(data, str(path))
    if not text.strip():
        raise InputError("the file is empty", where=str(path), remedy="give the text of a document")
    _check_lines(text, limits.line, path)
    instrument = describe(text, path.stem, kind)
    return SourceText(instrument=instrument, filename=path.name, text=text, sha256=sha256_of(data), encoding=encoding)


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a file of at most ``limit`` bytes, or raise :class:`InputError` with the reason."""
    where = str(path)
    try:
        if path.is_dir():
            raise InputError("this is a folder, not a file", where=where, remedy="name the text file inside it")
        size = path.stat().st_size
        if size > limit:
            raise InputError(
                f"the file is too large: {size:,} bytes, the limit is {limit:,}",
                where=where,
                remedy="split the text, or raise the limit",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", where=where, remedy="check the path") from None
    except PermissionError:
        raise InputError("the file may not be read", where=where, remedy="grant permission to read it") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"the file cannot be read: {error}", where=where, remedy="check the path and the disk"
        ) from None


def _check_lines(text: str, limit: int, path: Path) -> None:
    start, line = 0, 1
    if len(text) <= limit:
        return
    for match in _BREAK.finditer(text):
        _check_line(match.start() - start, line, limit, path)
        start, line = match.end(), line + 1
    _check_line(len(text) - start, line, limit, path)


def _check_line(length: int, line: int, limit: int, path: Path) -> None:
    if length > limit:
        raise InputError(
            f"the line is too long for a document: {length:,} characters, the limit is {limit:,}",
            where=f"{path}, line {line}",
            remedy="give a text with one paragraph per line",
        )
