"""Entity tags: the one that a body has, and whether a client says that it has what a tag names."""

from __future__ import annotations

import hashlib
from typing import Final

from fastapi import Request

_LONGEST: Final = 4_000
"""Most characters of an If-None-Match header that are looked at."""


def tag_of(body: bytes) -> str:
    """Return the tag of an answer with ``body``: weak, since it may also be sent compressed.

    >>> tag_of(b"words")
    'W/"3be147d0936baf6d1beb65ca7654472b"'
    """
    return f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def has_tag(request: Request, tag: str) -> bool:
    """Return whether the client has what ``tag`` names, so that there is no need to make or open it."""
    return is_named(request.headers.get("if-none-match", ""), tag)


def is_named(asked: str, tag: str) -> bool:
    """Return whether ``asked``, the value of If-None-Match, names ``tag``, by the weak comparison of RFC 9110.

    >>> is_named('"a", W/"b"', '"b"'), is_named("*", '"b"'), is_named('"a"', '"b"'), is_named("", '"b"')
    (True, True, False, False)
    """
    bare = tag.removeprefix("W/")
    return asked.strip() == "*" or any(bare == one.strip().removeprefix("W/") for one in asked[:_LONGEST].split(","))
