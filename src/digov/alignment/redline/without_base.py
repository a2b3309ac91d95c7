"""A redline without its base: words are marked only where a sign stands, and numbers are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digov.alignment.redline.marks import Mark, Sheet
from digov.alignment.redline.numbers import split_number
from digov.alignment.redline.printed import Printed, Unit
from digov.alignment.redline.sequence import fused_letters, sequences
from digov.alignment.redline.signs import Sign, signs_of, stray_marks
from digov.alignment.redline.vocabulary import Vocabulary
from digov.model.redline import NotARedline, Recovery, Redline

UNMARKED = Mark("kept", "C", ("unmarked",))
"""What stands in print without a sign: old, new or of both; nothing tells."""
_RUN = re.compile(r"[^\W_]+")
_TELLING = frozenset(("punctuation", "function-words", "repeats", "same-stem", "case"))
"""Signs that a text without edits shows now and then; a misread word or a stray mark tells nothing at all."""
_WORTH, _SPARSEST = 0.25, 10_000
"""What such a sign is worth against two words run together; a redline shows the worth of one joint for so many characters."""


def recover_without_base(printed: Printed) -> Recovery:
    """Return the printed text with marked spots and the lineage of its numbers; there is no reading of it as clean text."""
    text = printed.text
    vocabulary = Vocabulary(_RUN.findall(text), least=2)
    signs = signs_of(text, vocabulary)
    words = [text[unit.start : unit.end] for unit in printed.units]
    numbers = sequences(printed.units, words)
    telling = sum((sign.code == "joint-right") + _WORTH * (sign.code in _TELLING) for sign in signs)
    renumbered = any(number.old != number.new for number in numbers)
    if not renumbered and (telling < 1 or telling * _SPARSEST < len(text)):
        message = "no redline found: hardly any words run together, clash or repeat, and no numbers are doubled"
        return NotARedline(document=printed.slug, reason="no sign of an edit", message=message)
    sheet = Sheet(printed.source)
    sheet.set(range(len(printed.source)), UNMARKED)
    codes: dict[int, set[str]] = {}
    for sign in signs:
        _collect(codes, sign, printed.at)
    for sign in stray_marks(printed.source):
        _collect(codes, sign, None)
    for offsets, code in _letters(printed.units):
        for offset in offsets:
            codes.setdefault(offset, set()).add(code)
    for offset, found in codes.items():
        codes_here = tuple(sorted(found))
        sheet.set((offset,), Mark("artefact" if codes_here == ("stray-mark",) else "contested", "C", codes_here))
    by_unit = {number.unit: number for number in numbers}
    for unit in printed.units:
        if unit.id in by_unit:
            for offset, old in zip(unit.number_at, split_number(unit.number, by_unit[unit.id]), strict=True):
                mark = Mark("deleted" if old else "inserted", by_unit[unit.id].tier, ("fused-numbers",))
                sheet.set((offset,), UNMARKED if old is None else mark)
    return Redline(
        document=printed.slug,
        base=None,
        spans=sheet.spans(),
        coverage=None,
        direction="unknown",
        numbers=numbers,
    )


def _letters(units: tuple[Unit, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield the places of letters of items that run together, each with the codes of the first and of the second."""
    for unit in units:
        cut = fused_letters(unit.number)
        if cut is not None:
            end = len(unit.number.rstrip(")"))
            begin = len(unit.number) - len(unit.number.lstrip("("))
            yield unit.number_at[begin:end], "fused-numbers"
            yield unit.number_at[begin:cut], "joint-left"
            yield unit.number_at[cut:end], "joint-right"


def _collect(codes: dict[int, set[str]], sign: Sign, at: tuple[int, ...] | None) -> None:
    """Note the code of ``sign`` at each character of the source that it covers."""
    for index in range(sign.start, sign.end):
        offset = index if at is None else at[index]
        if offset >= 0:
            codes.setdefault(offset, set()).add(sign.code)
