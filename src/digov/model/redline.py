"""Redlines: what a printed text with struck and inserted words run together says of each of its characters."""

from __future__ import annotations

from typing import Literal

import msgspec

from digov.model.span import Span

Status = Literal["kept", "inserted", "deleted", "contested", "artefact"]
"""What a character is: of both texts, of the new one alone, of the base alone, undecided, or of neither."""
Tier = Literal["A", "B", "C"]
"""How sure that is: certain; a rule whose measured precision is at least 0.9; a guess."""
Direction = Literal["deletion-first", "insertion-first", "unknown"]
"""On which side of the inserted words a file prints the struck ones; estimated for each document."""
UnitRelation = Literal["same", "edited", "split", "merged", "added", "dropped"]

EVIDENCE: dict[str, str] = {
    "aligned": "Every letter of the base was found in order, and these are none of them.",
    "acronym": "A long form and its acronym stand side by side.",
    "bracket": "A bracket or quotation mark is opened or closed once too often.",
    "case": "A capital letter follows a small one, or the same word stands twice in two cases.",
    "chain": 'The "also" and "further" of neighbouring paragraphs fit only without this one.',
    "function-words": "Two function words stand side by side that cannot.",
    "fused-letters": "The letters of two words run together without a blank.",
    "fused-numbers": "An old and a new number stand together.",
    "joint-left": "The first of two words that run together.",
    "joint-right": "The second of two words that run together.",
    "list-mark": "The number or letter that the place calls for is not printed.",
    "lost-hyphen": "The same word stands twice, once without its hyphen.",
    "marks": "No letter or digit stands in this run, only punctuation.",
    "misread": "Letters were misread, as they are where a line strikes them out.",
    "number-sequence": "The numbers of the new text run on only without this paragraph.",
    "ordinal": "Two ordinals or years stand side by side.",
    "parallel": "Words of the same kinds stand side by side, one set in place of the other.",
    "punctuation": "Marks stand together that cannot.",
    "repeats": "Words stand twice, close to each other.",
    "replaced-unit": "A new paragraph beside this one says much of the same.",
    "same-stem": "Two forms of one word stand side by side.",
    "stray-mark": "A mark stands where no text has one.",
    "tracked": "The file itself says so: a tracked change.",
    "unmarked": "Nothing tells that these words were struck; a deletion without an insertion beside it leaves no trace.",
    "whole-unit": "No letter of the base stands in this paragraph.",
}
"""The evidence codes and what they mean; a code never changes its meaning."""


class RedlineSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A run of characters of the printed text with one status; ``start`` and ``end`` are offsets in the source."""

    start: int
    end: int
    status: Status
    tier: Tier
    evidence: tuple[str, ...] = ()
    """Codes of :data:`EVIDENCE`, sorted."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span with characters: [{self.start}, {self.end})")

    @property
    def span(self) -> Span:
        """Return the place of the characters in the source."""
        return Span(self.start, self.end)


class ReadingPiece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Characters ``start .. start + length`` of a reading that stand at ``source`` in the printed text."""

    start: int
    source: int
    length: int


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way to read a redline as a plain text, with the way back to the printed characters.

    ``pieces`` rise in both texts. A character in no piece is a blank that joins two words which a deletion brought together.
    """

    text: str
    pieces: tuple[ReadingPiece, ...]

    def to_source(self, index: int) -> int | None:
        """Return where the character ``index`` of the reading is printed, ``None`` for a joining blank."""
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].start <= index:
                low = middle + 1
            else:
                high = middle
        if not low or index >= self.pieces[low - 1].start + self.pieces[low - 1].length:
            return None
        return self.pieces[low - 1].source + index - self.pieces[low - 1].start


class UnitPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Units of the base and the printed units that hold their words; either side is empty for an added or a dropped unit."""

    base: tuple[str, ...]
    """Ids of segments of the base, or of blocks of a plain text, in order."""
    printed: tuple[str, ...]
    relation: UnitRelation
    share: float
    """Share of the base units' characters that were found in the printed ones, in order."""
    tier: Tier = "A"
    evidence: tuple[str, ...] = ()


class NumberLineage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The printed number of a unit, told apart into the number before and the number now.

    It is the lineage of the number, not of the words: a number follows the paragraph mark, and a new mark may stand
    before or after the words that are new.
    """

    unit: str
    printed: str
    old: str | None
    """``None``: the paragraph mark is new."""
    new: str | None
    """``None``: the paragraph mark was struck."""
    misread: bool = False
    """Whether a digit was misread and is given as the sequence calls for it."""
    tier: Tier = "A"


class Redline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A redline with a status for every character that is printed.

    ``spans`` tile the printed text in order, without gap or overlap. With a base, the ``kept``, ``deleted`` and
    ``contested`` characters that are not blank are those of the base, in its order, but for the ones in ``lost`` and for the
    printed numbers of units, which are told apart in ``numbers``.
    """

    document: str
    """Slug of the redlined document; empty for a plain text."""
    base: str | None
    """Slug of its base; ``None`` when it was read without one."""
    spans: tuple[RedlineSpan, ...]
    coverage: float | None
    """Share of the base's characters that stand in the redline in order."""
    direction: Direction
    fewest_deletions: Reading | None = None
    """Only what certainly was struck is left out; ``None`` without a base."""
    best_guess: Reading | None = None
    """All that was probably struck is left out; ``None`` without a base."""
    pairs: tuple[UnitPair, ...] = ()
    numbers: tuple[NumberLineage, ...] = ()
    lost: tuple[Span, ...] = ()
    """Characters of the base that were not found, as spans of its source."""


class NotARedline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answer for a text that is no redline: there is nothing to recover."""

    document: str
    reason: Literal["empty", "no edits", "no sign of an edit", "no word boundaries", "too long"]
    message: str


class NotABase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answer where the given base is not the base of the redline."""

    document: str
    base: str
    coverage: float
    """Share of the base's characters that stand in the redline in order."""
    message: str


Recovery = Redline | NotARedline | NotABase


ChangeKind = Literal["inserted", "deleted", "moved-from", "moved-to"]


class TrackedChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """One tracked change of a document, as the file says it; ``start`` and ``end`` are offsets in the printed text."""

    start: int
    end: int
    kind: ChangeKind
    author: str | None
    date: str | None
    """As the file has it: an ISO date and time, of an unnamed time zone where it ends without one."""
    move: str | None = None
    """Name of the move that a moved passage belongs to; the same at both places."""
    paragraph_mark: bool = False
    """Whether the change is to the end of a paragraph: one inserted there, or two joined."""


class TrackedChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document with tracked changes: what is printed when all are shown, and the texts before and after them.

    ``spans`` tile ``printed``, all of tier A: a text that was inserted and then deleted is an ``artefact``, of neither text.
    """

    printed: str
    spans: tuple[RedlineSpan, ...]
    changes: tuple[TrackedChange, ...]
    """By place; a passage in two changes (inserted by one, deleted by another) stands in both."""
    base: Reading
    new: Reading
