"""Files as they stand on the disk: whole or a range of them, with the checksum as entity tag."""

from __future__ import annotations

import errno
import os
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from digov.server.problems import Problem, busy
from digov.server.tags import has_tag

_CHUNK: Final = 1 << 16
_PAUSE: Final = 1
"""Seconds after which there may be room for another open file."""
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For addresses that name the release: what stands there never changes."""
FOR_NOW: Final = "public, max-age=300"
"""For addresses that lead to the current release."""
ASK_AGAIN: Final = "public, no-cache"
"""For what is said of other releases than the current one: they come and go while that stays, so no cache may give it again unasked."""


def send_file(request: Request, path: Path, *, tag: str, size: int, headers: Mapping[str, str]) -> Response:
    """Return the answer that gives the file ``path`` of ``size`` bytes, or the one range of it that is asked for.

    ``tag`` is the entity tag without quotes, made from the content. Several ranges, and a range that cannot be read,
    are answered with the whole file, as RFC 9110 allows; a range beyond the end is a :class:`Problem` (416). A file
    that is gone is a 404.
    """
    quoted = f'"{tag}"'
    found = {"ETag": quoted, "Accept-Ranges": "bytes", **headers}
    if has_tag(request, quoted):
        return Response(status_code=304, headers=found)
    span = _span(request, quoted, size)
    start, end = span or (0, size)
    file = _open(path)
    file.seek(start)
    found["Content-Length"] = str(end - start)
    if span is not None:
        found["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 200 if span is None else 206
    if request.method == "HEAD":
        file.close()
        return Response(status_code=status, headers=found)
    return StreamingResponse(_parts(file, end - start), status_code=status, headers=found)


def send_unpacked(request: Request, path: Path, *, tag: str, headers: Mapping[str, str], packed: bool) -> Response:
    """Return the answer that gives the content of the gzip file ``path``: as it stands when ``packed``, else unpacked.

    A client that takes gzip unpacks it by itself. Ranges are not served, since the size of the content is not known.
    """
    found = {"ETag": f'"{tag}-{"gzip" if packed else "plain"}"', "Accept-Ranges": "none", **headers}
    found["Vary"] = "Accept-Encoding"
    if has_tag(request, found["ETag"]):
        return Response(status_code=304, headers=found)
    file = _open(path)
    if packed:
        found |= {"Content-Encoding": "gzip", "Content-Length": str(os.fstat(file.fileno()).st_size)}
    if request.method == "HEAD":
        file.close()
        response = Response(headers=found)
        if not packed:
            # The length of what is unpacked on the way is not known; that it is 0 would be wrong.
            del response.headers["content-length"]
        return response
    parts = _parts(file, None)
    return StreamingResponse(parts if packed else _unpacked(parts), headers=found)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise busy("too many files are open", "Ask again in a moment.", _PAUSE) from error
        raise Problem(404, "this file is no longer there", "Take one of the current release: /dumps/.") from error


def _span(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """Return first byte and end of the range that is asked for; ``None`` asks for the whole file."""
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != tag:
        return None
    match = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if request.method != "GET" or match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        # The last bytes: as many as there are, when fewer.
        start, end = max(0, size - int(match[2])), size
    else:
        start = int(match[1])
        if match[2] and int(match[2]) < start:
            return None
        end = min(size, int(match[2]) + 1) if match[2] else size
    if start >= end:
        headers = {"Content-Range": f"bytes */{size}"}
        raise Problem(416, f"the file has {size} bytes", "Ask for a range within it.", headers=headers)
    return start, end


async def _parts(file: BinaryIO, size: int | None) -> AsyncIterator[bytes]:
    """Yield the next ``size`` bytes of ``file``, or all, and close it."""
    left = size
    try:
        while left is None or left > 0:
            part = await run_in_threadpool(file.read, _CHUNK if left is None else min(_CHUNK, left))
            if not part:
                return
            left = None if left is None else left - len(part)
            yield part
    finally:
        file.close()


async def _unpacked(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the content of a gzip file, piece by piece, never more than a piece at once."""
    machine = zlib.decompressobj(wbits=31)
    async for part in parts:
        data = part
        while data:
            found = machine.decompress(data, _CHUNK)
            data = machine.unconsumed_tail
            if found:
                yield found
    rest = machine.flush()
    if rest:
        yield rest
