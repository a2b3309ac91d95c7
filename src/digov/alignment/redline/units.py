"""Units: which paragraph of the base each printed paragraph holds, and whether anything was inserted in it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from digov.alignment.redline.edits import WORD, Aligned

UnitKind = Literal["same", "edited", "inserted"]
_PART = 0.2
"""Share of a base unit's letters, or of a printed one's, that has to lie in the other for the two to be paired."""

LONG = 8
"""Words of four letters or more from which on an inserted run may say what a paragraph said."""


class PrintedUnit(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of the redline: what it is made of."""

    kind: UnitKind
    """``same``: base words alone; ``inserted``: none; ``edited``: both."""
    bases: tuple[int, ...]
    """Numbers of the base units whose words stand in it, in order."""
    number: str
    """The printed number or letter, as printed."""
    words: frozenset[str]
    """Its words, in lower case, of four letters or more."""
    inserted: tuple[frozenset[str], ...] = ()
    """The same of each longer run of words that was inserted in an edited one."""


def printed_units(aligned: Aligned) -> tuple[PrintedUnit, ...]:
    """Return what each unit of the redline is made of, in order."""
    text, base = aligned.redline.text, aligned.base
    sizes = [sum(not char.isspace() for char in base.text[unit.start : unit.end]) for unit in base.units]
    out = []
    for unit in aligned.redline.units:
        letters = [index for index in range(unit.start, unit.end) if not text[index].isspace()]
        places = [aligned.kept[index] for index in letters if aligned.kept[index] >= 0]
        held = Counter(_unit_numbers(aligned, places))
        bases = [number for number, count in held.items() if count >= _PART * min(sizes[number], len(letters))]
        kind: UnitKind = "inserted" if not places else "same" if len(places) == len(letters) else "edited"
        runs = [
            _words_in(text, max(start, unit.start), min(end, unit.end))
            for start, end in aligned.inserted
            if kind == "edited" and start < unit.end and unit.start < end
        ]
        out.append(
            PrintedUnit(
                kind=kind,
                bases=tuple(sorted(bases)),
                number=unit.number,
                words=_words_in(text, unit.start, unit.end),
                inserted=tuple(words for words in runs if len(words) >= LONG),
            )
        )
    return tuple(out)


def _words_in(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(text[start:end]) if len(word) > 3)


def _unit_numbers(aligned: Aligned, places: list[int]) -> list[int]:
    """Return for each place in the base the number of its unit; the places rise."""
    units = aligned.base.units
    out = []
    number = aligned.base.unit_at(places[0]) if places else 0
    for place in places:
        while place >= units[number].end:
            number += 1
        out.append(number)
    return out
