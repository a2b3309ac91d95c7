"""Blocks: the runs of lines that belong together on the page, before anybody asks what they are."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from digov.segments.forms import clean_end, ends_open, is_closed, is_formula, is_heading_like, is_recital, is_table_row
from digov.segments.markers import Marker, find_joined_item, find_nested_item, read_marker, skip_decoration

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_EMPHASIS = ("***", "**", "*", "__", "_")
_MAYBE_NOTE = re.compile(r"\d{1,3}(?:[ \t]{2,}(?=[A-Z<“\"h])|[ \t]+(?=<?https?:|See\b|Ibid\b|[A-Z]{1,4}/))")
_CUT_NUMBER = re.compile(r"\d+[)\];,.%]")
_URL_LINE = re.compile(r"<?https?://")
WRAP_LIMIT = 140
"""Longest line, in code points, of a text that was broken at a fixed width."""


_FULL = 0.7
"""Share of the width from which on a line is full, so that the next one goes on with it."""
_LONGEST_MARK = 8
_SHORT = 60
"""Longest line, in code points, after which a date or number stands for itself."""


class Line(msgspec.Struct, frozen=True):
    """One printed line without its outer blanks; ``gap`` tells whether a blank line stands before it."""

    start: int
    end: int
    gap: bool


class Block(msgspec.Struct, frozen=True):
    """Lines that belong together: ``start``/``end`` hold everything printed, ``body``/``tail`` the words without bullets and outer emphasis."""

    start: int
    end: int
    body: int
    tail: int
    bullet: str
    marker: Marker | None
    gap: bool
    rank: int = 0
    """Number of ``#`` signs of a heading in Markdown; 0 when there are none."""
    emphasis: str = ""
    """The emphasis around the whole block: ``**`` or ``*``; empty when there is none."""
    joined: bool = False
    """True for an item that stands on the line of the item before it."""

    def words(self, text: str) -> str:
        """Return the words of the block after its marker."""
        return text[self.body if self.marker is None else self.marker.end : self.tail]


def cut_blocks(text: str) -> tuple[list[Block], int]:
    """Return the blocks of ``text`` in order, and the width at which its lines were broken (0 when they were not).

    Every character that is not blank lies in exactly one block.

    Works on texts with one block per line, with or without blank lines between, and on texts broken at a fixed width.
    """
    lines = _cut_lines(text)
    width = _wrap_width(lines)
    blocks: list[Block] = []
    for start, end, gap in _join_lines(text, lines, width):
        blocks.extend(_make_blocks(text, start, end, gap))
    return blocks, width


def _cut_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    previous = -1
    for match in _LINE.finditer(text):
        words = match.group()
        stripped = words.strip()
        if not stripped:
            continue
        start = match.start() + len(words) - len(words.lstrip())
        end = start + len(stripped)
        gap = previous < 0 or _has_blank_line(text, previous, start)
        lines.append(Line(start, end, gap))
        previous = end
    return lines


def _has_blank_line(text: str, start: int, end: int) -> bool:
    if end - start <= 1:
        return False
    return sum(1 for _ in _BREAK.finditer(text, start, end)) > 1


def _wrap_width(lines: list[Line]) -> int:
    """Return the width at which the lines of the text were broken, or 0 when each line is a block of its own."""
    if len(lines) < 8:
        return 0
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[len(lengths) * 9 // 10]
    if width > WRAP_LIMIT or lengths[-1] > 2 * WRAP_LIMIT:
        return 0
    runs = sum(1 for before, line in pairwise(lines) if not line.gap and before.end - before.start > width * _FULL)
    return width if runs > len(lines) * 0.4 else 0


def _join_lines(text: str, lines: list[Line], width: int) -> list[tuple[int, int, bool]]:
    joined: list[tuple[int, int, bool]] = []
    last: Line | None = None
    for line in lines:
        if last is not None and (
            _is_bare_mark(text, joined[-1][0], last.end, line)
            or (not line.gap and _continues(text, joined[-1][0], last, line, width))
        ):
            joined[-1] = (joined[-1][0], line.end, joined[-1][2])
        else:
            joined.append((line.start, line.end, line.gap))
        last = line
    return joined


def _is_bare_mark(text: str, start: int, end: int, line: Line) -> bool:
    """Return whether a block is a number or letter alone whose words begin on the next line, as tabs come out of some converters."""
    if end - start > _LONGEST_MARK or text[end - 1] not in ".)":
        return False
    marker = read_marker(text, start, end)
    if marker is None or marker.form not in ("number", "item", "section") or marker.end < end:
        return False
    return read_marker(text, line.start, line.end) is None and text[line.start].isalpha()


def _continues(text: str, start: int, last: Line, line: Line, width: int) -> bool:
    """Return whether ``line`` goes on with the block that began at ``start`` and whose last line is ``last``."""
    first_row, second_row = is_table_row(text, last.start, last.end), is_table_row(text, line.start, line.end)
    if first_row or second_row:
        return first_row and second_row
    body, bullet, hashes = skip_decoration(text, line.start, line.end)
    if hashes or text[start] == "#":
        return False
    full = bool(width) and last.end - last.start > width * _FULL
    closed = _is_closed(text, start, last.end)
    marker = read_marker(text, body, line.end)
    if marker is not None:
        after = text[marker.end : marker.end + 3].lstrip()[:1]
        cut = marker.form == "number" and (text[last.end - 1].isalnum() or text[last.end - 1] in "-/")
        looks_so = cut or (marker.form == "item" and after.islower())
        return full and looks_so and not closed and not bullet
    if bullet and (width or len(bullet) == 1):
        return False
    if is_formula(text[body : line.end]) or (
        clean_end(text, start, last.end).endswith(",") and _starts_clause(text, start, body, line.end)
    ):
        return False
    sure = _surely_continues(text, start, last, body, closed=closed)
    if sure is not None:
        return sure
    return full if width else not closed and _goes_on_in_form(text, start, last, line)


def _starts_clause(text: str, start: int, body: int, end: int) -> bool:
    """Return whether a line after a comma begins the next clause of a preamble: the block before it is one, or the enacting formula."""
    if not is_recital(text[body : min(end, body + 120)]):
        return False
    before = text[start : start + 120].split("\n", 1)[0]
    return is_recital(before) or before.startswith(("The ", "We", "Having"))


def _is_closed(text: str, start: int, end: int) -> bool:
    """Return whether a block may end at ``end``: a footnote with its stop, anything else as a sentence does."""
    marker = read_marker(text, start, end)
    if marker is not None and marker.form == "note":
        return text[end - 1] in ".>"
    return is_closed(text, start, end)


def _surely_continues(text: str, start: int, last: Line, body: int, *, closed: bool) -> bool | None:
    """Return whether a line that begins at ``body`` goes on with the block before it, where its first characters or the last words say so."""
    first = text[body : body + 1]
    if first.islower() or first in ")],;." or _open_emphasis(text, start, last.end):
        return True
    if _URL_LINE.match(text, body):
        return not closed or text[last.end - 1] in ";,"
    if _MAYBE_NOTE.match(text, body):
        return False
    if not closed and ends_open(text, start, last.end):
        return True
    if first.isdigit() and not closed:
        return last.end - last.start > _SHORT or _CUT_NUMBER.match(text, body) is not None
    return None


def _goes_on_in_form(text: str, start: int, last: Line, line: Line) -> bool:
    """Return whether a line that begins with a capital goes on with a block that is not closed: neither of them is a heading."""
    numbered = read_marker(text, skip_decoration(text, start, last.end)[0], last.end) is not None
    if numbered and text[last.end - 1] == ",":
        return True  # no numbered paragraph ends with a comma
    return not is_heading_like(text, start, last.end) and not is_heading_like(text, line.start, line.end)


def _open_emphasis(text: str, start: int, end: int) -> bool:
    """Return whether the block opens an emphasis at its first character that is not closed yet (a title over several lines)."""
    for mark in _EMPHASIS:
        if text.startswith(mark, start, end):
            inside = text[start + len(mark) : min(end, start + 400)]
            return bool(inside) and not inside[0].isspace() and mark not in inside
    return text[start] == "[" and "]" not in text[start : min(end, start + 400)]


def _make_blocks(text: str, start: int, end: int, gap: bool) -> list[Block]:
    """Return the blocks of one run of lines: one, or several where items stand one after the other on a line."""
    blocks: list[Block] = []
    while start < end:
        body, bullet, rank = skip_decoration(text, start, end)
        marker = read_marker(text, body, end)
        stop = end if marker is None else find_joined_item(text, marker, end)
        if marker is not None:
            stop = min(stop, find_nested_item(text, marker, end))
        emphasis = "" if stop < end else _outer_emphasis(text, body, end)
        size = len(emphasis)
        tail = stop - size
        while tail > body and text[tail - 1].isspace():
            tail -= 1
        if marker is None or marker.start >= body + size:
            body += size
        blocks.append(
            Block(start, stop, body, max(tail, body), bullet, marker, gap, rank, emphasis, joined=bool(blocks))
        )
        start = stop
        while start < end and text[start].isspace():
            start += 1
        gap = False
    return blocks


def _outer_emphasis(text: str, start: int, end: int) -> str:
    for mark in _EMPHASIS:
        size = len(mark)
        if end - start > 2 * size and text.startswith(mark, start) and text.endswith(mark, start, end):
            inside = text[start + size : end - size]
            if mark not in inside and not inside[0].isspace() and not inside[-1].isspace():
                return mark
    return ""
