"""Words of segments: what is compared when two texts are aligned, with the place of every word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from digov.alignment.struck import NOTHING_STRUCK, Marks
from digov.model.document import Document, Segment

_WORD = re.compile(
    r"""(?P<skip>(?<=[\w,.;)’'"])\[\d{1,3}\]            # a footnote mark
        | </?[a-z]{1,3}>                               # a tag left by a converter
        | \(\*?(?:all[ ])?sdgs?\b[^()]*\))             # a tag with SDGs: a field of its own, no words of the text
      | (?P<word>(?:(?:multi|non|co|re|inter|e|socio|anti|micro|cyber|pre|post|sub|macro)[-‐‑])*
        [^\W_⁰¹²³⁴-⁹]+(?:[’'][^\W_⁰¹²³⁴-⁹]+)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKER = re.compile(
    r"\s*(?:[-•*]\s+)?(?:\(?(?:\d{1,6}|[A-Za-z]{1,5})\)|\d{1,6}[.:](?:\s?\d{1,4}[.:])?|[A-Z]\.)(?=[\s*])(?:\s*\([a-z]\)(?=\s))?"
)
_NUMBERED_TITLE = re.compile(r"\s*(?:[AES]/RES/)?\d{1,4}/\d{1,4}(?:[ ]?[A-Z](?=[.\s]))?\.?[ \t]+(?=\S)")
"""The number of a resolution before its title: every version has another one."""
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)\Z)")
_DOUBLED = re.compile(r"([a-z]{4,})\1")
UNIT_KINDS = frozenset(("title", "heading", "preamble", "paragraph", "item"))
"""The segments that alignments pair."""
_FIRST = 0x100
_SURROGATES, _AFTER = 0xD800, 0x800


class Words(msgspec.Struct, frozen=True):
    """The words of a text in order: a key by which equal words are known, and where each stands in the text."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)


class Unit(msgspec.Struct, frozen=True):
    """A segment with its words: what alignments pair."""

    segment: Segment
    words: Words


@lru_cache(maxsize=1 << 11)
def words_of(text: str, start: int = 0) -> Words:
    """Return the words of ``text`` from ``start`` on: no punctuation, footnote marks, tags or SDG tags.

    Case, hyphens after a prefix (``multi-stakeholder``), curly quotes, ``-ise`` for ``-ize`` and a word printed
    twice without a blank (as redlines do when only its case changed) make no difference between keys.

    >>> words_of("Multi-stakeholder bodies utilise it,[3] (SDGs 4 & 9)").keys
    ('multistakeholder', 'bodies', 'utilize', 'it')
    """
    found = [match for match in _WORD.finditer(text, start) if match.lastgroup == "word"]
    return Words(
        tuple(_key(match.group()) for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    plain = word.casefold().replace("’", "'").translate({0x2D: None, 0x2010: None, 0x2011: None})
    doubled = _DOUBLED.fullmatch(plain)
    return _ISE.sub("iz", doubled[1] if doubled else plain)


def body_start(segment: Segment) -> int:
    """Return where the words of a segment begin after its printed number or letter, those of a title after its resolution's."""
    if segment.kind == "title":
        number = _NUMBERED_TITLE.match(segment.text)
        return number.end() if number else 0
    if segment.label is None or segment.kind == "heading":
        return 0
    marker = _MARKER.match(segment.text)
    return marker.end() if marker else 0


def units_of(
    document: Document, *, kinds: frozenset[str] = UNIT_KINDS, marks: Marks = NOTHING_STRUCK
) -> tuple[Unit, ...]:
    """Return the segments of the given kinds that hold words, in document order, each with its own words.

    Words that ``marks`` gives as struck do not count.
    """
    found = (
        Unit(segment, words_of(marks.standing(segment), body_start(segment)))
        for segment in document.segments
        if segment.kind in kinds
    )
    return tuple(unit for unit in found if unit.words.keys)


class Alphabet:
    """Letters for words: equal words get one letter, so that texts are compared as strings of letters."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def encode(self, keys: Iterable[str]) -> str:
        """Return one letter per key; a key that is new gets the next letter."""
        return "".join([self._letter(key) for key in keys])

    def _letter(self, key: str) -> str:
        letter = self._letters.get(key)
        if letter is None:
            number = len(self._letters) + _FIRST
            letter = chr(number if number < _SURROGATES else number + _AFTER)
            self._letters[key] = letter
        return letter
