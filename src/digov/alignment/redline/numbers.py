"""Numbers: the printed number of a unit told apart into the one before and the one now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digov.model.redline import NumberLineage

_DIGITS = re.compile(r"\d+")
_FEW = 0.75
"""Share of numbers that have to rise for the numbers of a text to be used as evidence."""


def digits_of(number: str) -> str:
    """Return the digits or letters of a printed number without its marks: ``8.9.`` gives ``8.9``, ``(a)`` gives ``a``."""
    return ".".join(re.findall(r"[0-9]+|[A-Za-z]+", number))


def lineage(unit: str, printed: str, base: str | None) -> NumberLineage | None:
    """Return what became of the number of a unit, ``None`` where neither text prints one.

    ``base`` is the printed number of its base unit, empty where that has none, ``None`` for a new unit. Old and new may
    stand together with a mark between (``8.9.``) or without (``5455.``, ``(ef)``).
    """
    if not printed and not base:
        return None
    now = digits_of(printed)
    if base is None:
        return NumberLineage(unit=unit, printed=printed, old=None, new=now)
    old = digits_of(base)
    if not printed:
        return NumberLineage(unit=unit, printed="", old=old, new=None, tier="B")
    return NumberLineage(unit=unit, printed=printed, old=old or None, new=_new_part(now, old))


def _new_part(now: str, old: str) -> str:
    """Return the new number where ``now`` may be the old and the new one run together, else ``now``."""
    if old and now != old:
        if now.startswith(old) and now[len(old) :].lstrip("."):
            return now[len(old) :].lstrip(".")
        if now.endswith(old) and now[: -len(old)].rstrip("."):
            return now[: -len(old)].rstrip(".")
    return now.split(".")[-1]


def split_number(printed: str, number: NumberLineage) -> list[bool | None]:
    """Return for each character of the printed number whether it is the old one's, the new one's, or (``None``) of both."""
    old, new = number.old or "", number.new or ""
    if not new:
        return [True] * len(printed)
    if not old or old == new:
        return [False if not old else None] * len(printed)
    if old + new in digits_of(printed).replace(".", ""):
        first, parts = True, (old, new)
    elif new + old in digits_of(printed).replace(".", ""):
        first, parts = False, (new, old)
    else:
        return [False] * len(printed)
    out: list[bool | None] = []
    left = len(parts[0])
    for char in printed:
        if not char.isalnum():
            out.append(None if left in (len(parts[0]), -len(parts[1])) else first)
            continue
        out.append(first if left > 0 else not first)
        left -= 1
    return out


def running(numbers: Sequence[str | None], sure: Sequence[bool]) -> list[int | None]:
    """Return the numbers that run through the text as integers, all ``None`` where those that are ``sure`` do not rise.

    Letters and bracketed numbers are no running numbers. ``sure`` says of which units it is certain that they stand in
    the new text.
    """
    found = [int(number) if number is not None and _DIGITS.fullmatch(number) else None for number in numbers]
    row = [number for number, certain in zip(found, sure, strict=True) if number is not None and certain]
    if len(row) < 2:
        row = [number for number in found if number is not None]
    rising = sum(a < b for a, b in pairwise(row))
    return found if row and rising >= _FEW * (len(row) - 1) else [None] * len(found)
