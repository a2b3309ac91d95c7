"""What a verification says: one line for each thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at: what it is, whether it is right, and the figure or the reason."""

    name: str
    passed: bool
    detail: str = ""

    def line(self) -> str:
        """Return the check as a line of text.

        >>> Check("manifest", True, "form 2").line()
        'ok      manifest: form 2'
        """
        return f"{'ok' if self.passed else 'WRONG':<7} {self.name}{': ' if self.detail else ''}{self.detail}"


Checks = Iterator[Check]
"""Checks in the order in which they are made; each comes as soon as it is known."""


def compare(name: str, found: set[str], meant: set[str], what: str) -> Check:
    """Return whether two sets of statements are one, with the first that only one of them has."""
    missing, extra = meant - found, found - meant
    if not missing and not extra:
        return Check(name, True, f"{len(meant):,} {what}, the same term for term")
    example = min(missing) if missing else min(extra)
    which = "missing" if missing else "too many"
    return Check(name, False, f"{len(missing):,} {what} missing, {len(extra):,} too many; {which}: {example[:300]}")
