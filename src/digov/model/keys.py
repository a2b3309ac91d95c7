"""Keys: stable short identifiers made from an unambiguous encoding of parts."""

from __future__ import annotations

import hashlib

import msgspec

KEY_LENGTH = 24
"""Hexadecimal digits of a key: 96 bits, so that 10^9 keys collide with a chance below 10^-10."""


def key_of(*parts: str | int | float | bool | None) -> str:
    """Return the key of ``parts``: the first 24 hex digits of the SHA-256 of their JSON array.

    JSON keeps the borders between parts, so ``("a", "bc")`` and ``("ab", "c")`` never share a key.

    >>> key_of("a", "bc") == key_of("ab", "c")
    False
    """
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:KEY_LENGTH]


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
