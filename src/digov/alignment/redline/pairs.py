"""Pairs: which units of the base and of the redline belong together."""

from __future__ import annotations

from collections.abc import Sequence

from digov.alignment.redline.edits import Aligned
from digov.alignment.redline.units import PrintedUnit
from digov.model.redline import Tier, UnitPair, UnitRelation

_STRUCK, _SURE = 0.5, 0.85


def unit_pairs(aligned: Aligned, units: Sequence[PrintedUnit], wholes: Sequence[float]) -> tuple[UnitPair, ...]:
    """Return the pairs in the order of the redline; each unit of either text stands in exactly one.

    ``wholes`` says how likely each printed unit was struck whole. A base unit that is in no printed one comes last.
    """
    out = []
    number = 0
    given: set[int] = set()
    while number < len(units):
        printed, bases = [number], set(units[number].bases)
        while bases and printed[-1] + 1 < len(units) and bases & set(units[printed[-1] + 1].bases):
            printed.append(printed[-1] + 1)
            bases |= set(units[printed[-1]].bases)
        given |= bases
        out.append(_pair(aligned, units, printed, sorted(bases), min(wholes[place] for place in printed)))
        number = printed[-1] + 1
    for place in sorted(set(range(len(aligned.base.units))) - given):
        out.append(
            UnitPair(
                base=(aligned.base.units[place].id,), printed=(), relation="dropped", share=_share(aligned, [place])
            )
        )
    return tuple(out)


def _pair(
    aligned: Aligned, units: Sequence[PrintedUnit], printed: list[int], bases: list[int], struck: float
) -> UnitPair:
    relation: UnitRelation = "edited"
    tier: Tier = "A"
    if not bases:
        relation = "added"
    elif struck >= _STRUCK:
        relation, tier = "dropped", "B" if struck >= _SURE else "C"
    elif len(printed) > 1:
        relation = "split" if len(bases) == 1 else "edited"
    elif len(bases) > 1:
        relation = "merged"
    elif units[printed[0]].kind == "same":
        relation, tier = "same", "B"
    return UnitPair(
        base=tuple(aligned.base.units[place].id for place in bases),
        printed=tuple(aligned.redline.units[place].id for place in printed),
        relation=relation,
        share=_share(aligned, bases),
        tier=tier,
    )


def _share(aligned: Aligned, bases: list[int]) -> float:
    """Return the share of the characters of base units that stand in the redline, rounded to four places; 1 for none."""
    letters = found = 0
    for place in bases:
        unit = aligned.base.units[place]
        for index in range(unit.start, unit.end):
            if not aligned.base.text[index].isspace():
                letters += 1
                found += aligned.found[index] >= 0
    return round(found / letters, 4) if letters else 1.0
