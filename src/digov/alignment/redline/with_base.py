"""A redline with its base: every character of either text accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digov.alignment.redline.base_check import percent, share_in_order, why_no_base
from digov.alignment.redline.decide import Struck, struck_words
from digov.alignment.redline.edits import WORD, Aligned, align_texts, deletion_first, edits_of, joints
from digov.alignment.redline.facts import closing_tag, is_fact
from digov.alignment.redline.fluency import Fluency
from digov.alignment.redline.marks import ARTEFACT, KEPT, Mark, Sheet, reading
from digov.alignment.redline.numbers import lineage, running, split_number
from digov.alignment.redline.pairs import unit_pairs
from digov.alignment.redline.paragraphs import signs_of, struck_units
from digov.alignment.redline.printed import Printed
from digov.alignment.redline.units import PrintedUnit, printed_units
from digov.alignment.redline.vocabulary import Vocabulary
from digov.model.redline import NotABase, NotARedline, NumberLineage, Recovery, Redline, Status, Tier
from digov.model.span import Span

CERTAIN, SURE, LIKELY = 0.97, 0.85, 0.5
"""Chances from which on a deletion is tier A, B and C; below the last the words are kept or contested."""
OPEN, OPEN_FACT = 0.1, 0.001
"""Chances from which on words, and facts, are contested."""
OPEN_UNIT, MOST_UNIT = 0.1, 0.96
"""The chance from which on a whole unit is contested, and the highest that is believed: no whole unit is tier A."""
OPEN_CAREFUL = 0.01
"""The chance of a whole unit from which on its facts are contested where a careful reading is asked for."""
MOVED = 6
"""Words of an insertion that stand in the base in the same order from which on they may be its own words, moved."""
_ALNUM = re.compile(r"[^\W_]+")


def recover_with_base(redline: Printed, base: Printed, *, careful: bool = False) -> Recovery:
    """Return the redline with a status for every character, or the answer that it is none or that the base is not its own.

    ``careful`` contests the facts of whole units, too, that were hardly struck but may have been.
    """
    share = share_in_order(base, redline)
    if share is not None:
        return _not_a_base(redline, base, share, f"not a base: {percent(share)} of its words are in order")
    aligned = align_texts(base, redline)
    why = why_no_base(aligned)
    if why is not None:
        return _not_a_base(redline, base, aligned.coverage, why)
    units = printed_units(aligned)
    numbers = _lineages(aligned, units)
    if not aligned.inserted and all(one is None or one.old == one.new for one in numbers):
        message = "no redline found: no word of it is new against the base"
        return NotARedline(document=redline.slug, reason="no edits", message=message)
    order = deletion_first(aligned)
    vocabulary = Vocabulary(WORD.findall(base.text))
    words = struck_words(
        redline.text,
        edits_of(aligned),
        aligned.misread,
        Fluency(base.text),
        vocabulary,
        joints=joints(aligned),
    )
    wholes = _whole_units(aligned, units, numbers, words, deletion_first=order is not False)
    sheet = _sheet(aligned, numbers, words, wholes, open_unit=OPEN_CAREFUL if careful else OPEN_UNIT)
    spans = sheet.spans()
    certain = [span for span in spans if span.status == "deleted" and span.tier == "A"]
    deleted = [span for span in spans if span.status == "deleted"]
    return Redline(
        document=redline.slug,
        base=base.slug,
        spans=spans,
        coverage=aligned.coverage,
        direction="unknown" if order is None else "deletion-first" if order else "insertion-first",
        fewest_deletions=reading(redline.source, spans, certain),
        best_guess=reading(redline.source, spans, deleted),
        pairs=unit_pairs(aligned, units, [chance for chance, _ in wholes]),
        numbers=tuple(one for one in numbers if one is not None),
        lost=_lost(aligned),
    )


def _not_a_base(redline: Printed, base: Printed, coverage: float, message: str) -> NotABase:
    return NotABase(document=redline.slug, base=base.slug, coverage=coverage, message=message)


def _lineages(aligned: Aligned, units: tuple[PrintedUnit, ...]) -> list[NumberLineage | None]:
    """Return what became of the number of each printed unit; a base unit's number goes to the first unit that holds it."""
    out = []
    given: set[int] = set()
    for unit, printed in zip(units, aligned.redline.units, strict=True):
        number: str | None = None
        if unit.bases and unit.bases[0] not in given:
            number = aligned.base.units[unit.bases[0]].number
        given.update(unit.bases)
        out.append(lineage(printed.id, printed.number, number))
    return out


def _whole_units(
    aligned: Aligned,
    units: tuple[PrintedUnit, ...],
    numbers: Sequence[NumberLineage | None],
    words: Sequence[Struck],
    *,
    deletion_first: bool,
) -> list[tuple[float, tuple[str, ...]]]:
    """Return for each printed unit how likely it was struck whole, and what speaks for it."""
    gone = {index for one in words if one.chance >= LIKELY for index in range(one.start, one.end)}
    openings: list[list[str]] = []
    for unit in aligned.redline.units:
        if unit.number and not unit.number[0].isdigit():
            openings.append([])
            continue
        head = range(unit.start, min(unit.end, unit.start + 120))
        text = "".join(" " if index in gone else aligned.redline.text[index] for index in head)
        openings.append(_ALNUM.findall(text)[:4])
    printed = [one.new if one and one.printed[:1].isdigit() else None for one in numbers]
    now = running(printed, [unit.kind != "same" for unit in units])
    runs = any(number is not None for number in now)
    unmarked = [_lost_mark(numbers, place, runs=runs) for place in range(len(numbers))]
    chances = struck_units(units, openings, now, unmarked, _steady(numbers), deletion_first=deletion_first)
    return [
        (chance, signs_of(units, place, now, unmarked) if chance >= OPEN_UNIT else ())
        for place, chance in enumerate(chances)
    ]


def _lost_mark(numbers: Sequence[NumberLineage | None], place: int, *, runs: bool) -> bool:
    """Return whether a unit lost its number where numbers run on, or its letter where the item before it has one."""
    one = numbers[place]
    if one is None or one.printed or not one.old:
        return False
    if one.old.isdigit():
        return runs
    before = numbers[place - 1] if place else None
    return before is not None and _is_lettered(before.printed)


def _is_lettered(printed: str) -> bool:
    return any(char.isalpha() for char in printed)


def _steady(numbers: Sequence[NumberLineage | None]) -> list[bool]:
    """Return for each unit whether it is an item that kept its letter, and so did the item after it."""
    kept = [
        one is not None and one.old is not None and one.old == one.new and not one.printed[:1].isdigit()
        for one in numbers
    ]
    return [here and after for here, after in zip(kept, [*kept[1:], False], strict=True)]


def _sheet(
    aligned: Aligned,
    numbers: Sequence[NumberLineage | None],
    words: Sequence[Struck],
    wholes: Sequence[tuple[float, tuple[str, ...]]],
    *,
    open_unit: float,
) -> Sheet:
    redline = aligned.redline
    sheet = Sheet(redline.source)
    at = redline.at
    sheet.set(redline.marks, ARTEFACT)
    sheet.set((at[index] for index, place in enumerate(aligned.kept) if place >= 0), KEPT)
    _mark_insertions(sheet, aligned)
    for one in words:
        _mark_words(sheet, aligned, one.start, one.end, one.chance, one.evidence)
    for unit in redline.units:
        tag = closing_tag(redline.text[unit.start : unit.end])
        if tag is not None:
            sheet.settle((at[unit.start + index] for index in range(*tag)), KEPT)
    for unit, (chance, signs) in zip(redline.units, wholes, strict=True):
        if chance >= open_unit:
            _mark_words(sheet, aligned, unit.start, unit.end, min(chance, MOST_UNIT), signs or ("unmarked",))
    for unit, number in zip(redline.units, numbers, strict=True):
        if number is not None and unit.number_at:
            _mark_number(sheet, unit.number, unit.number_at, number)
    return sheet


def _mark_insertions(sheet: Sheet, aligned: Aligned) -> None:
    """Mark what was inserted; tier B where the same letters could be said to be inserted at another place."""
    redline = aligned.redline
    grams = set(_grams(aligned.base.text))
    held = {redline.unit_at(index) for index, place in enumerate(aligned.kept) if place >= 0}
    for start, end in aligned.inserted:
        if redline.unit_at(start) not in held:
            mark = Mark("inserted", "A", ("aligned", "whole-unit"))
        elif grams & set(_grams(redline.text[start:end])):
            mark = Mark("inserted", "B", ("aligned", "repeats"))
        else:
            mark = Mark("inserted", "B" if _could_slide(aligned, start, end) else "A", ("aligned",))
        sheet.set((redline.at[index] for index in range(start, end)), mark)


def _grams(text: str) -> Iterator[tuple[str, ...]]:
    """Return the runs of words of a text that are long enough to be the same words moved."""
    words = WORD.findall(text)
    return zip(*(words[start:] for start in range(MOVED)), strict=False)


def _could_slide(aligned: Aligned, start: int, end: int) -> bool:
    """Return whether the insertion ``start .. end`` could as well be said to stand some letters further on or back."""
    text = aligned.redline.text
    before, after = start - 1, end
    while before >= 0 and text[before].isspace():
        before -= 1
    while after < len(text) and text[after].isspace():
        after += 1
    return (before >= 0 and text[before] == text[end - 1]) or (after < len(text) and text[after] == text[start])


def _mark_words(sheet: Sheet, aligned: Aligned, start: int, end: int, chance: float, evidence: tuple[str, ...]) -> None:
    """Mark the base letters in ``start .. end`` by how likely they were struck."""
    text = aligned.redline.text
    for match in WORD.finditer(text, start, end):
        mark = _mark_of(chance, evidence, fact=is_fact(match.group()))
        if mark is not None:
            inside = range(match.start(), match.end())
            sheet.set((aligned.redline.at[index] for index in inside if aligned.kept[index] >= 0), mark)


def _mark_of(chance: float, evidence: tuple[str, ...], *, fact: bool) -> Mark | None:
    status: Status = "deleted" if chance >= LIKELY else "contested"
    if chance < (OPEN_FACT if fact else OPEN):
        return None
    tier: Tier = "A" if chance >= CERTAIN else "B" if chance >= SURE else "C"
    return Mark(status, tier if status == "deleted" else "C", evidence)


def _mark_number(sheet: Sheet, printed: str, offsets: tuple[int, ...], number: NumberLineage) -> None:
    """Mark the characters of a printed number: those of the old one, of the new one, and the marks that both have."""
    parts = split_number(printed, number)
    fused = ("fused-numbers",) if True in parts and False in parts else ("aligned",)
    for offset, old in zip(offsets, parts, strict=True):
        mark = KEPT if old is None else Mark("deleted" if old else "inserted", "A", fused)
        sheet.set((offset,), mark)


def _lost(aligned: Aligned) -> tuple[Span, ...]:
    """Return the characters of the base that were not found, as spans of its source."""
    out: list[Span] = []
    for index, place in enumerate(aligned.found):
        if place < 0 and not aligned.base.text[index].isspace():
            offset = aligned.base.at[index]
            if out and out[-1].end == offset:
                out[-1] = Span(out[-1].start, offset + 1)
            else:
                out.append(Span(offset, offset + 1))
    return tuple(out)
