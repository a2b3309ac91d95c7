"""Notes: which blocks are footnotes, and which mark in the text belongs to which of them."""

from __future__ import annotations

import re

from digov.segments.blocks import Block
from digov.segments.draft import Draft, Sheet
from digov.segments.markers import SUPERSCRIPTS

_SUPERSCRIPT_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}")
_BRACKET_MARK = re.compile(r"\[\^?(\d{1,4})\](?!\()|<sup>\s*(\d{1,4})\s*</sup>")
_SLASH_MARK = re.compile(r"(?<=\s)\d{1,3}/(?=[\s,.;]|$)")
_DIGIT_MARK = re.compile(r"(?<=[a-z,.;:)”\"’])(\d{1,3})(?=[\s,.;:)]|$)|(?<=[.,;:] )\d{1,3}(?= {2})")
_STAR_MARK = re.compile(r"(?<=[\w)”\"])\\?(\*{1,4}|†{1,3})(?=[\s,.;]|$)")
_UNIT = re.compile(r"(?:\b|\d)(?:k|c|m|d)?m$|\bCO$|\bPM$")
_NOTE_START = re.compile(
    r"(?:See|Ibid|Available|Official Records|United Nations|General Assembly|Security Council|Economic and Social Council|Resolutions?|"
    r"Report|Decision|For |In |As |The |Adopted|Including|Also|[A-Z]{1,4}/|<?https?:|Supported|Ref|Sales|World|International)\b|<?https?:"
)
_WINDOW = 20_000
"""How far before a note, in code points, its anchor is looked for."""
_PLAIN_NOTE = re.compile(r"(\d{1,3})[ \t\u00a0]+(?=\S)")


def find_notes(text: str, blocks: list[Block]) -> list[bool]:
    """Return for each block whether it is a numbered footnote.

    Superscripts, ``[1]``, ``<sup>1</sup>`` and ``1/`` tell a footnote by themselves; a bare digit ("1 See A/60/687.") only in a run that
    counts up from 1, with the words of a note after it.
    """
    found = [block.marker is not None and block.marker.form == "note" for block in blocks]
    if not any(found):
        for index in _plain_notes(text, blocks):
            found[index] = True
    return found


def _plain_notes(text: str, blocks: list[Block]) -> list[int]:
    indexes: list[int] = []
    expected, after = 1, 0
    for index, block in enumerate(blocks):
        if block.marker is not None:
            continue
        match = _PLAIN_NOTE.match(text, block.body, block.tail)
        if match and int(match[1]) == expected and _is_plain_note(text, block, match, after):
            indexes.append(index)
            expected, after = expected + 1, block.tail
    return indexes


def _is_plain_note(text: str, block: Block, match: re.Match[str], after: int) -> bool:
    """Return whether a block that begins with a bare number is a note: by its words, or by its anchor since the note before it."""
    if _NOTE_START.match(text, match.end(), block.tail):
        return True
    anchor = re.compile(rf"(?<=[a-z,.;:)”\"’])[ ]?{match[1]}(?=[\s,.;:)])")
    return anchor.search(text, max(after, block.start - _WINDOW), block.start) is not None


def note_number(text: str, block: Block) -> int:
    """Return the number of a footnote block."""
    if block.marker is not None:
        return block.marker.number
    match = _PLAIN_NOTE.match(text, block.body, block.tail)
    return int(match[1]) if match else 0


def link_notes(sheet: Sheet, notes: list[tuple[int, Draft]], texts: list[tuple[int, int, Draft]]) -> None:
    """Enter every anchor in the segment where it stands, and report notes without anchor and anchors without note.

    ``notes`` are (number, segment) in order, ``texts`` the (start, end, segment) of every piece that is not a note. Where numbers
    begin again (notes of an annex), anchors and notes are counted in runs, the first run of the one to the first of the other.
    """
    by_number: dict[int, list[tuple[int, Draft]]] = {}
    for (number, note), run in zip(notes, _runs([number for number, _ in notes]), strict=True):
        by_number.setdefault(number, []).append((run, note))
    marks = _find_marks(sheet.text, notes, texts)
    anchored: set[str] = set()
    mark_runs = _runs([number for number, _, _, _ in marks])
    for (number, start, end, draft), run in zip(marks, mark_runs, strict=True):
        found = _note_for(by_number.get(number, []), run)
        if found is None:
            sheet.report("missing-footnote", f"The mark {number} has no footnote.", start, end, draft)
        else:
            draft.anchors.append((start, found.id))
            anchored.add(found.id)
    for number, note in notes:
        if note.id not in anchored and number:
            place = note.pieces[0]
            sheet.report(
                "unanchored-footnote", f"Footnote {number} has no anchor in the text.", place.start, place.end, note
            )


def _runs(numbers: list[int]) -> list[int]:
    """Return for each number the run it stands in; a run ends where counting begins again at 1."""
    run, last, found = 0, 0, []
    for number in numbers:
        if number == 1 and last > 1:
            run += 1
        found.append(run)
        last = number
    return found


def _note_for(same: list[tuple[int, Draft]], run: int) -> Draft | None:
    """Return the note of this number in the same run, or the last one of this number, or ``None``."""
    for found, note in same:
        if found == run:
            return note
    return same[-1][1] if same else None


def _find_marks(
    text: str, notes: list[tuple[int, Draft]], texts: list[tuple[int, int, Draft]]
) -> list[tuple[int, int, int, Draft]]:
    """Return the anchors as (number, start, end, segment) in the order of the text."""
    known = {number for number, _ in notes}
    form = _mark_form(text, notes)
    marks: list[tuple[int, int, int, Draft]] = []
    for start, end, draft in texts:
        for match in form.finditer(text, start, end):
            digits = match.group().translate(SUPERSCRIPTS).strip("[]^<>sup/ ")
            if form is _SUPERSCRIPT_MARK and _UNIT.search(text[max(start, match.start() - 4) : match.start()]):
                continue
            if form is not _SUPERSCRIPT_MARK and int(digits) not in known:
                continue
            marks.extend(
                (number, match.start() + at, match.start() + at + size, draft)
                for number, at, size in _split(digits, known)
            )
    marks.sort(key=lambda mark: mark[1])
    return marks


def _mark_form(text: str, notes: list[tuple[int, Draft]]) -> re.Pattern[str]:
    """Return the form that anchors have when the footnotes look as they do."""
    if not notes:
        return _SUPERSCRIPT_MARK
    first = text[notes[0][1].pieces[0].start]
    if first in "[<":
        return _BRACKET_MARK
    if not (first.isascii() and first.isdigit()):
        return _SUPERSCRIPT_MARK
    return _SLASH_MARK if "/" in _first_token(text, notes[0][1]) else _DIGIT_MARK


def _first_token(text: str, note: Draft) -> str:
    start = note.pieces[0].start
    return (text[start : start + 6].split() or [""])[0]


def _split(digits: str, known: set[int]) -> list[tuple[int, int, int]]:
    """Return the numbers in a run of superscripts as (number, offset, length): ``12`` is twelve when there is a note 12, else one and two."""
    if int(digits) in known or len(digits) == 1 or any(int(digit) not in known for digit in digits):
        return [(int(digits), 0, len(digits))]
    return [(int(digit), at, 1) for at, digit in enumerate(digits)]


def link_star_notes(sheet: Sheet, notes: dict[str, Draft], texts: list[tuple[int, int, Draft]]) -> None:
    """Enter the anchors of star notes ("annotated agenda**") in the front matter and headings where they stand; report those without one.

    A star that closes an emphasis is none: it counts only where the stars of the piece do not come in pairs.
    """
    anchored: set[str] = set()
    for start, end, draft in texts if notes else ():
        if draft.kind not in ("front", "title", "heading"):
            continue
        for match in _STAR_MARK.finditer(sheet.text, start, end):
            note = notes.get(match[1])
            if note is not None and sheet.text.count(match[1], start, end) % 2:
                draft.anchors.append((match.start(1), note.id))
                anchored.add(note.id)
    for mark, note in notes.items():
        if note.id not in anchored:
            place = note.pieces[0]
            sheet.report(
                "unanchored-footnote", f"The note {mark} has no anchor in the text.", place.start, place.end, note
            )
