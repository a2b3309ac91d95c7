"""Numbers without a base: old and new numbers of paragraphs, told apart by the two sequences that they run in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digov.alignment.redline.fused_numbers import letters_apart
from digov.alignment.redline.printed import Unit
from digov.model.redline import NumberLineage

_DUAL = re.compile(r"(\d{1,4})[.:](\d{1,4})[.:]?")
_SINGLE = re.compile(r"(\d{1,8})[.:]?")
_LETTERS = re.compile(r"\(?([a-z]{2,8})\)")
_FEW = 3
"""Dual numbers from which on a text is taken to print the old number before the new one."""
_AHEAD = 2
"""How far a number may be ahead of its sequence where units are missing."""


def sequences(units: Sequence[Unit], words: Sequence[str]) -> tuple[NumberLineage, ...]:
    """Return the lineage of each number that tells one, in order; ``words`` are the words of the units.

    Where a text prints old and new number together (``8.9.``), a single number is the new one of a new mark, or the old
    one of a struck mark where it fits the old sequence alone. A digit that was misread is given as both sequences call
    for it. Elsewhere only numbers run together (``5455.``) are told apart.
    """
    dual = sum(_DUAL.fullmatch(unit.number) is not None for unit in units) >= _FEW
    old = new = 0
    out = []
    for place, (unit, text) in enumerate(zip(units, words, strict=True)):
        one = _unchanged(units, place, old + 1) if dual and old == new else None
        if one is None:
            one = _dual(unit, text, old, new) if dual else _fused(unit, new, _next(units[place + 1 :]))
        if one is not None:
            out.append(one)
        step = one if one is not None else _plain(unit)
        if step is not None:
            old = int(step.old) if step.old is not None else old
            new = int(step.new) if step.new is not None else new
    return tuple(out)


def fused_letters(number: str) -> int | None:
    """Return where the second of two letters or Roman numbers run together begins in a printed one, ``None`` for one alone.

    >>> fused_letters("(ef)"), fused_letters("(iiiiv)"), fused_letters("(iv)"), fused_letters("(a)")
    (2, 4, None, None)
    """
    found = _LETTERS.fullmatch(number)
    cut = letters_apart(found[1]) if found else None
    return None if found is None or cut is None else found.start(1) + cut


def _plain(unit: Unit) -> NumberLineage | None:
    found = _SINGLE.fullmatch(unit.number)
    return NumberLineage(unit=unit.id, printed=unit.number, old=None, new=str(int(found[1]))) if found else None


def _unchanged(units: Sequence[Unit], place: int, number: int) -> NumberLineage | None:
    """Return the lineage of a single number that is old and new at once: no dual number after it has it as the old one."""
    found = _SINGLE.fullmatch(units[place].number)
    if found is None or int(found[1]) != number:
        return None
    later = (both for unit in units[place:] if (both := _DUAL.fullmatch(unit.number)))
    first = next(later, None)
    if first is not None and int(first[1]) <= number:
        return None
    return NumberLineage(unit=units[place].id, printed=units[place].number, old=str(number), new=str(number))


def _dual(unit: Unit, text: str, old: int, new: int) -> NumberLineage | None:
    """Return the lineage of a number in a text that prints both, after ``old`` and ``new``."""
    both = _DUAL.fullmatch(unit.number)
    if both is not None:
        before, after = int(both[1]), int(both[2])
        fits = (old < before <= old + _AHEAD, new < after <= new + _AHEAD)
        misread = not all(fits)
        if misread:
            before = before if fits[0] else old + 1
            after = after if fits[1] else new + 1
        sure = all(fits) or (any(fits) and _alike(both, before, after))
        return NumberLineage(
            unit=unit.id,
            printed=unit.number,
            old=str(before),
            new=str(after),
            misread=misread,
            tier="A" if sure else "C",
        )
    found = _SINGLE.fullmatch(unit.number)
    if found is None:
        return None
    number = int(found[1])
    struck = not any(char.isalnum() for char in text)
    if struck or (number == old + 1 and number != new + 1):
        return NumberLineage(unit=unit.id, printed=unit.number, old=str(number), new=None, tier="A" if struck else "B")
    return NumberLineage(
        unit=unit.id, printed=unit.number, old=None, new=str(number), tier="A" if number == new + 1 else "C"
    )


def _alike(printed: re.Match[str], before: int, after: int) -> bool:
    """Return whether the numbers as read differ from the ones called for in one digit of one of them."""
    differing = 0
    for shown, meant in ((printed[1], str(before)), (printed[2], str(after))):
        if len(shown) != len(meant):
            return False
        differing += sum(a != b for a, b in zip(shown, meant, strict=True))
    return differing == 1


def _next(units: Sequence[Unit]) -> int | None:
    """Return the next single number that is printed."""
    return next((int(found[1]) for unit in units if (found := _SINGLE.fullmatch(unit.number))), None)


def _fused(unit: Unit, new: int, after: int | None) -> NumberLineage | None:
    """Return the lineage of two numbers run together, of which the second comes next, and the one ``after`` goes on from it."""
    found = _SINGLE.fullmatch(unit.number)
    if found is None or after not in (None, new + 2):
        return None
    digits, following = found[1], str(new + 1)
    if len(digits) > len(following) and digits.endswith(following):
        return NumberLineage(unit=unit.id, printed=unit.number, old=digits[: -len(following)], new=following)
    return None
