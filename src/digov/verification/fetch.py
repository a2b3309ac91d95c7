"""Getting files from a server within limits: how large, how long, how often sent on, and over HTTP alone."""

from __future__ import annotations

import http.client
import time
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

import msgspec

from digov.model.errors import InputError

REDIRECTS: Final = 5
"""How often one request may be sent on."""
_SCHEMES: Final = ("http", "https")
_CHUNK: Final = 1 << 16
_REMEDY: Final = "Check the address, and whether the server answers there."


class FetchLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on what is got from a server."""

    bytes: int = 500_000_000
    """Of one answer."""
    seconds: float = 120.0
    """For one answer, from the request to its last byte."""


class Fetcher:
    """Asks servers over http and https; every failure is an :class:`InputError` that names the address."""

    def __init__(self, limits: FetchLimits | None = None) -> None:
        self._limits = limits or FetchLimits()
        self._opener = OpenerDirector()
        for handler in (HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
            self._opener.add_handler(handler)
        self._opener.add_handler(_Redirects())

    def get(self, address: str, *, most: int | None = None, accept: str = "*/*") -> bytes:
        """Return the answer to a GET of ``address``, at most ``most`` bytes."""
        return self._ask(Request(checked(address), headers=_headers(accept)), most)  # noqa: S310 - the scheme was checked

    def query(self, address: str, query: str, *, accept: str) -> bytes:
        """Return the answer of the SPARQL endpoint at ``address`` to ``query``."""
        headers = {**_headers(accept), "Content-Type": "application/sparql-query"}
        return self._ask(Request(checked(address), data=query.encode(), headers=headers, method="POST"), None)  # noqa: S310

    def _ask(self, request: Request, most: int | None) -> bytes:
        limit = min(self._limits.bytes, most if most is not None else self._limits.bytes)
        deadline = time.monotonic() + self._limits.seconds
        found = bytearray()
        try:
            with self._opener.open(request, timeout=self._limits.seconds) as answer:
                while part := answer.read1(_CHUNK):
                    found += part
                    if len(found) > limit:
                        raise _failure(request, f"the answer is longer than {limit:,} bytes")
                    if time.monotonic() > deadline:
                        raise _failure(request, f"no whole answer within {self._limits.seconds:g} s")
                # A connection that breaks ends the answer early; only the length that was promised shows it.
                if answer.length:
                    raise _failure(request, "the answer was cut")
        except HTTPError as error:
            with error:
                raise _failure(request, f"answered with {error.code} {error.reason}") from error
        except URLError as error:
            raise _failure(request, f"cannot be reached: {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise _failure(request, f"cannot be read: {type(error).__name__}") from error
        return bytes(found)


class _Redirects(HTTPRedirectHandler):
    """Follows redirects over http and https, and no more than :data:`REDIRECTS`."""

    max_redirections = REDIRECTS
    max_repeats = REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the request to the new address, which must be one of http or https."""
        return super().redirect_request(req, fp, code, msg, headers, checked(newurl))


def checked(address: str) -> str:
    """Return ``address`` when it is one of http or https with a host; else raise :class:`InputError`."""
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_fits = urlsplit(""), False
    if parts.scheme not in _SCHEMES or not parts.hostname or not port_fits or parts.username is not None:
        raise InputError("not an address of http or https", where=address[:200], remedy="Give http://… or https://….")
    return address


def _headers(accept: str) -> dict[str, str]:
    return {"Accept": accept, "User-Agent": "digov-verify", "Accept-Encoding": "identity"}


def _failure(request: Request, message: str) -> InputError:
    return InputError(message, where=request.full_url[:200], remedy=_REMEDY)
