"""Edits: the insertions that the alignment finds, with the words of the base on either side."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from digov.alignment.redline.characters import align
from digov.alignment.redline.mend import mend
from digov.alignment.redline.printed import Printed
from digov.alignment.redline.slide import Letters, positions

WORD = re.compile(r"[^\W_]+(?:[-'/.][^\W_]+)*|\S")
"""A word as a drafter strikes it: letters and digits with inner hyphens, dots and strokes; or a single other mark."""
REACH = 80
"""Words on either side of an insertion that are looked at."""


class Word(msgspec.Struct, frozen=True):
    """A word of the base that stands in the redline: its letters, and their places in the printed text."""

    text: str
    start: int
    end: int
    torn: bool = False
    """Whether an insertion stands inside it."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One insertion inside a unit: ``start .. end`` of the printed text, first and last character not blank."""

    text: str
    start: int
    end: int
    unit: int
    left: tuple[Word, ...]
    """Base words before it in the unit, back to the last insertion, the nearest first."""
    right: tuple[Word, ...]
    """Base words after it in the unit, up to the next insertion, the nearest first."""
    touch_left: bool
    """Whether the letters of a base word run into it without a blank."""
    touch_right: bool
    blank_left: bool
    blank_right: bool


class Aligned(msgspec.Struct, frozen=True, kw_only=True):
    """A redline against its base: where every base character stands, and what was inserted between them."""

    base: Printed
    redline: Printed
    found: tuple[int, ...]
    """For each character of ``base.text`` its place in ``redline.text``, -1 for a blank or one that is not there."""
    kept: tuple[int, ...]
    """For each character of ``redline.text`` its place in ``base.text``, -1 for an inserted one."""
    inserted: tuple[tuple[int, int], ...]
    """Whole inserted units and insertions inside units: spans of ``redline.text``, no span over a unit's end."""
    misread: tuple[tuple[int, int], ...]
    """Words of the base that are printed with letters misread: spans of ``redline.text``."""

    @property
    def coverage(self) -> float:
        """Return the share of the base's characters that stand in the redline in order, 1 for an empty base."""
        letters = sum(not char.isspace() for char in self.base.text)
        return sum(place >= 0 for place in self.found) / letters if letters else 1.0


def align_texts(base: Printed, redline: Printed) -> Aligned:
    """Return ``redline`` aligned with ``base``; the side of the deletions is estimated first and breaks ties."""
    first = _aligned(base, redline, None)
    return _aligned(base, redline, deletion_first(first))


def _aligned(base: Printed, redline: Printed, order: bool | None) -> Aligned:
    letters = Letters(redline.text)
    matches, misread = mend(
        align(base.text, redline.text, deletion_first=order), base.text, redline.text, deletion_first=order
    )
    numbers = positions(matches, base.text, letters, len(redline.text), deletion_first=order)
    found = tuple(letters.at[number] if number >= 0 else -1 for number in numbers)
    kept = [-1] * len(redline.text)
    for index, place in enumerate(found):
        if place >= 0:
            kept[place] = index
    return Aligned(
        base=base,
        redline=redline,
        found=found,
        kept=tuple(kept),
        inserted=_gaps(redline.text, kept),
        misread=tuple((match.redline, match.redline + match.length) for match in misread),
    )


def _gaps(text: str, kept: list[int]) -> tuple[tuple[int, int], ...]:
    """Return the spans of inserted characters, blanks between them within."""
    out: list[tuple[int, int]] = []
    open_gap = False
    for index, char in enumerate(text):
        if char == "\n" or kept[index] >= 0:
            open_gap = False
        elif not char.isspace():
            out.append((out.pop()[0], index + 1) if open_gap else (index, index + 1))
            open_gap = True
    return tuple(out)


def deletion_first(aligned: Aligned) -> bool | None:
    """Return whether deleted words stand before the inserted ones in this file; ``None`` where nothing tells."""
    left, right = joints(aligned)
    return None if left == right else left > right


def joints(aligned: Aligned) -> tuple[int, int]:
    """Return how many insertions a base word runs into at their left end alone, and how many at their right end alone.

    Where letters touch the base word was struck, so more joints at the left mean that deletions come first.
    """
    text, left, right = aligned.redline.text, 0, 0
    for start, end in aligned.inserted:
        before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if before != after:
            left, right = left + before, right + after
    return left, right


def edits_of(aligned: Aligned) -> tuple[Edit, ...]:
    """Return the insertions inside units that also hold words of the base, in order."""
    words = _words(aligned)
    starts = [word.start for word in words]
    text, units = aligned.redline.text, aligned.redline.units
    out = []
    for number, (start, end) in enumerate(aligned.inserted):
        unit = aligned.redline.unit_at(start)
        low, high = units[unit].start, units[unit].end
        if number and aligned.inserted[number - 1][1] > low:
            low = aligned.inserted[number - 1][1]
        if number + 1 < len(aligned.inserted):
            high = min(high, aligned.inserted[number + 1][0])
        place = bisect_left(starts, start)
        torn = place > 0 and words[place - 1].end > end
        left = words[bisect_left(starts, low) : place][::-1][:REACH]
        right = words[place : bisect_right(starts, high - 1)][:REACH]
        if torn:
            left = [
                msgspec.structs.replace(words[place - 1], torn=True),
                *words[bisect_left(starts, low) : place - 1][::-1],
            ]
        if not left and not right:
            continue
        out.append(
            Edit(
                text=text[start:end],
                start=start,
                end=end,
                unit=unit,
                left=tuple(left[:REACH]),
                right=tuple(right),
                touch_left=_touch(text, start),
                touch_right=_touch(text, end),
                blank_left=start == 0 or text[start - 1].isspace(),
                blank_right=end == len(text) or text[end].isspace(),
            )
        )
    return tuple(out)


def _touch(text: str, border: int) -> bool:
    return 0 < border < len(text) and text[border - 1].isalnum() and text[border].isalnum()


def _words(aligned: Aligned) -> list[Word]:
    """Return the words of the base that stand in the redline, in the order of the redline."""
    out = []
    for match in WORD.finditer(aligned.base.text):
        places = [place for place in aligned.found[match.start() : match.end()] if place >= 0]
        if places:
            out.append(Word(match.group(), places[0], places[-1] + 1))
    return out
