"""Printed texts: the characters of a document as the alignment compares them, each with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from digov.model.document import Document

_SAME = {
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u201c": '"', "\u201d": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
}  # fmt: skip
"""Characters that differ between two prints of the same words."""
_MARKUP = re.compile(r"</?[a-z]{1,6}>|\*+|\\(?=[^\w\s])|(?:(?<=\n)|\A)[ \t]*[-\u2022\u2013][ \t]+(?=\S)")
"""Marks of a layout that no reader counts as words: italics, underlining, escapes, bullets of a list."""
_BLOCK_END = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LINE_END = re.compile(r"\n+")
TOKEN = re.compile(r"[^\W_]+|\S")
"""The smallest pieces that are aligned: a run of letters and digits, or a single other mark."""
BLANK, UNIT_END = " ", "\n"


LABEL = re.compile(
    r"(?:\d{1,4}[.:]\d{1,3}[.:]|\d{1,4}[.:]|\(?(?:[a-z]{1,2}|[ivx]{2,7}|\d{1,2})\)|[A-Z]\.)(?:[ ]?\((?:[a-z]|[ivx]{2,5})\))?(?=[ -]|\Z)"
)
"""The printed number or letter at the head of a unit, old and new together where both are printed."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of a printed text (a segment, or a block of a plain text) and where it stands in ``Printed.text``.

    The printed number or letter, ``number``, is no part of the text that is aligned: numbers are compared as numbers.
    """

    id: str
    number: str
    number_at: tuple[int, ...]
    """Offsets in the source of the characters of ``number``."""
    start: int
    end: int


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """The characters of a document in reading order, one unit after the other, layout marks left out.

    ``text`` has one blank for each white-space character inside a unit and one ``\\n`` after each unit; quotes and dashes are
    plain. ``at[i]`` is the offset in ``source`` of ``text[i]`` (-1 for the end of a unit). ``marks`` are the source offsets of
    characters that were left out though they are not blank.
    """

    slug: str
    source: str
    text: str
    at: tuple[int, ...]
    units: tuple[Unit, ...]
    marks: tuple[int, ...]

    def unit_at(self, index: int) -> int:
        """Return the number of the unit that holds ``text[index]``."""
        return max(bisect_right(self.units, index, key=lambda unit: unit.start) - 1, 0)


def printed_of(document: Document | str) -> Printed:
    """Return the printed text of a document by its segments, or of a plain text by its blocks.

    The blocks of a plain text are parted by blank lines or, where it has none, by line ends.
    """
    if isinstance(document, Document):
        source, slug = document.source.text, document.source.instrument.slug
        places = [(segment.id, [(span.start, span.end) for span in segment.pieces]) for segment in document.segments]
    else:
        source, slug = document, ""
        places = [(f"block_{n}", [place]) for n, place in enumerate(_blocks(document), start=1)]
    return _print(slug, source, places)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return the spans of the blocks of a plain text that hold words."""
    parting = _BLOCK_END if _BLOCK_END.search(text.strip()) else _LINE_END
    borders = [0, *(place for found in parting.finditer(text) for place in found.span()), len(text)]
    pairs = zip(borders[::2], borders[1::2], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]


def _print(slug: str, source: str, places: list[tuple[str, list[tuple[int, int]]]]) -> Printed:
    hidden = {index for found in _MARKUP.finditer(source) for index in range(found.start(), found.end())}
    chars: list[str] = []
    at: list[int] = []
    units = []
    for identifier, pieces in places:
        words, offsets = _words(source, pieces, hidden)
        found = LABEL.match(words)
        cut = found.end() if found else 0
        cut += len(words) - cut - len(words[cut:].lstrip())
        begin = len(chars)
        chars += words[cut:]
        at += offsets[cut:]
        units.append(
            Unit(
                id=identifier,
                number=found.group() if found else "",
                number_at=tuple(offsets[: found.end()]) if found else (),
                start=begin,
                end=len(chars),
            )
        )
        chars.append(UNIT_END)
        at.append(-1)
    shown = set(at).union(*(unit.number_at for unit in units)) if units else set(at)
    marks = tuple(index for index, char in enumerate(source) if index not in shown and not char.isspace())
    return Printed(slug=slug, source=source, text="".join(chars), at=tuple(at), units=tuple(units), marks=marks)


def _words(source: str, pieces: list[tuple[int, int]], hidden: set[int]) -> tuple[str, list[int]]:
    """Return the characters of one unit in a plain form, leading blanks left out, with their offsets."""
    chars: list[str] = []
    at: list[int] = []
    for start, end in pieces:
        if chars:
            chars.append(BLANK)
            at.append(start)
        for index in range(start, end):
            char = source[index]
            if index not in hidden and (chars or not char.isspace()):
                chars.append(BLANK if char.isspace() else _SAME.get(char, char))
                at.append(index)
    return "".join(chars), at
