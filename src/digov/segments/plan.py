"""The plan of a document: what must be known of the whole before its blocks can be read one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from digov.segments.blocks import Block
from digov.segments.forms import (
    is_closed,
    is_formula,
    is_front_line,
    is_furniture,
    is_heading_like,
    is_recital,
    is_speakers,
    is_standard_heading,
)
from digov.segments.notes import find_notes
from digov.segments.repair import repair_numbers

Numbering = Literal["plain", "dual", "decimal"]

_RESOLUTION_TITLE = re.compile(
    r"(?:\d{1,4}|E?S-\d{1,3})/\d{1,4}(?:\s?[A-Z](?:[–-][A-Z])?)?(?:\.\s+[\dA-Z“\"]|\s+[A-Z“\"]).*|Resolution \d+ \(\d{4}\)",
    re.DOTALL,
)
_REPORT_OF = re.compile(r"(?:Report|Note|Letter|Statement|Message) (?:of|by|from) (?:the )?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:Table of )?contents", re.IGNORECASE)
_ENTRY_NUMBER = re.compile(r"^(?:[IVXLC]+|[A-Z]|\d+)\.\s+|[\s.…]*(?:\d+[–-]?\d*)?[\s.…]*\d*$")
_HEADING_LINES = 2.5
"""How many lines a heading may fill in a text broken at a fixed width."""
_DUAL_SHARE = 0.3
_SUBLIST = 60
"""Longest numbered list inside a paragraph (an agenda)."""
_PROSE = 160
"""Shortest block, in code points, that counts as prose when it ends as a sentence does."""


@dataclass(slots=True)
class Plan:
    """What the whole document says about its blocks; every list runs parallel to ``blocks``."""

    text: str
    blocks: list[Block]
    is_note: list[bool]
    width: int = 0
    numbering: Numbering = "plain"
    bullets_decorate: bool = False
    """True when bullets stand before numbers and letters, so that a bullet alone makes no item."""
    brackets: bool = True
    """False when the letters of items have no bracket before them throughout ("a)"), so that this is their form and no misprint."""
    stops: bool = True
    """True when paragraphs are numbered "1.", so that "1)" numbers items."""
    formula: int = -1
    title: int = -1
    front: int = 0
    """Index of the first block after the front matter."""
    following_item: list[str] = field(default_factory=list)
    """Token of the next item before the next number or heading with a mark; empty when there is none."""
    following_number: list[int] = field(default_factory=list)
    """Number of the next numbered block that does not look like a heading; 0 when there is none."""
    numbers: list[int] = field(default_factory=list)
    """The numbers of all numbered blocks that do not look like headings, in order."""
    numbers_before: list[int] = field(default_factory=list)
    """How many of ``numbers`` stand before each block."""
    following: list[int] = field(default_factory=list)
    """Index of the next block that is neither a footnote nor page furniture; ``len(blocks)`` after the last."""

    def words(self, index: int) -> str:
        """Return the words of a block after its marker, without outer emphasis; at most 2,000 code points."""
        block = self.blocks[index]
        start = block.body if block.marker is None else block.marker.end
        return self.text[start : min(block.tail, start + 2000)].strip(" \t\u00a0\u200e*_")

    def full_words(self, index: int) -> str:
        """Return the words of a block with its marker; at most 2,000 code points."""
        block = self.blocks[index]
        return self.text[block.body : min(block.tail, block.body + 2000)].strip(" \t\u00a0\u200e*_")

    def heading_like(self, index: int) -> bool:
        """Return whether the words of a block after its marker have the form of a heading."""
        block = self.blocks[index]
        start = block.body if block.marker is None else block.marker.end
        if self.width and block.tail - start > _HEADING_LINES * self.width:
            return False
        return is_heading_like(self.text, start, block.tail)

    def closed(self, index: int, *, comma: bool = False) -> bool:
        """Return whether a block ends as a sentence, clause or item does."""
        block = self.blocks[index]
        return is_closed(self.text, block.body, block.tail, comma=comma)

    def sublist_length(self, index: int, last: int) -> int:
        """Return how many numbers from 1 on stand here before the numbering goes on after ``last``: a numbered list inside a paragraph.

        0 when the numbering does not go on, so that counting has begun again for good.
        """
        start = self.numbers_before[index]
        count = 0
        for number in self.numbers[start : start + _SUBLIST]:
            if number == count + 1:
                count += 1
            else:
                return count if number == last + 1 else 0
        return 0

    def number_of(self, index: int) -> int:
        """Return the paragraph number that a block bears in the numbering of the document; 0 when it bears none."""
        marker = self.blocks[index].marker
        if marker is None or self.is_note[index]:
            return 0
        if marker.form == "number" and (marker.regular or marker.misprinted or not self.stops):
            return marker.number
        if marker.form == "dual" and self.numbering == "dual":
            return marker.number
        return 0


def make_plan(text: str, blocks: list[Block], width: int) -> Plan:
    """Return the plan for ``blocks``: numbering, front matter, title, footnotes, and what follows what.

    ``width`` is the width at which the lines of the text were broken, 0 when they were not.
    """
    blocks = repair_numbers(text, blocks)
    plan = Plan(text=text, blocks=blocks, is_note=find_notes(text, blocks), width=width)
    plan.numbering = _numbering(blocks)
    plan.bullets_decorate = _bullets_decorate(blocks)
    plan.brackets = any(
        block.marker.regular for block in blocks if block.marker is not None and block.marker.form == "item"
    )
    plan.stops = any(
        block.marker.regular for block in blocks if block.marker is not None and block.marker.form == "number"
    )
    _look_ahead(plan)
    plan.formula = _find_formula(plan)
    plan.front = _front_end(plan) if plan.formula < 0 else min(plan.formula, _first_clause(plan))
    plan.title = _find_title(plan)
    return plan


def _numbering(blocks: list[Block]) -> Numbering:
    """Return how paragraphs are numbered: old numbers of a dual numbering hardly ever repeat, chapter numbers do."""
    pairs = [block.marker for block in blocks if block.marker is not None and block.marker.form == "dual"]
    plain = sum(1 for block in blocks if block.marker is not None and block.marker.form == "number")
    if len(pairs) < 3:
        return "plain"
    olds = {marker.old for marker in pairs}
    rising = sum(1 for marker in pairs if marker.number >= marker.old)
    if len(olds) > 0.8 * len(pairs) and rising > 0.7 * len(pairs) and len(pairs) > _DUAL_SHARE * plain:
        return "dual"
    return "decimal"


def _bullets_decorate(blocks: list[Block]) -> bool:
    bulleted = [block for block in blocks if block.bullet]
    marked = sum(1 for block in bulleted if block.marker is not None)
    return bool(bulleted) and marked * 2 >= len(bulleted)


def _look_ahead(plan: Plan) -> None:
    count = len(plan.blocks)
    plan.following = [count] * count
    plan.following_item = [""] * count
    plan.following_number = [0] * count
    later, item, number = count, "", 0
    for index in range(count - 1, -1, -1):
        plan.following[index], plan.following_item[index], plan.following_number[index] = later, item, number
        block = plan.blocks[index]
        if plan.is_note[index] or (block.marker is None and is_furniture(plan.words(index))):
            continue
        later = index
        found = plan.number_of(index)
        if found and not plan.heading_like(index):
            number = found
        if block.marker is not None and block.marker.form == "item":
            item = block.marker.token
        elif found or _ends_list(plan, index):
            item = ""

    before = 0
    for index in range(count):
        plan.numbers_before.append(before)
        found = plan.number_of(index)
        if found and not plan.heading_like(index):
            plan.numbers.append(found)
            before += 1


def _ends_list(plan: Plan, index: int) -> bool:
    """Return whether a block with a mark is a heading, so that no list goes on past it."""
    marker = plan.blocks[index].marker
    if marker is None or marker.form not in ("section", "word", "part"):
        return False
    return marker.form != "word" or not plan.words(index) or plan.heading_like(index)


def _find_formula(plan: Plan) -> int:
    """Return the index of the enacting formula, or -1. It stands before the first numbered paragraph."""
    for index, block in enumerate(plan.blocks):
        if block.marker is None:
            if is_formula(plan.words(index)):
                return index
        elif plan.number_of(index) and plan.closed(index):
            return -1
    return -1


def _first_clause(plan: Plan) -> int:
    """Return the index of a heading "Preamble" or of a clause that stands before the enacting formula, as in old declarations."""
    for index in range(plan.formula):
        words = plan.words(index)
        if words.lower() == "preamble" or (words.endswith(",") and is_recital(words)):
            return index
    return plan.formula


def _front_end(plan: Plan) -> int:
    """Return the index of the first block after the front matter of a text without an enacting formula."""
    index, count = _skip_contents(plan), len(plan.blocks)
    while index < count:
        block = plan.blocks[index]
        if plan.is_note[index] or (block.marker is not None and block.marker.form == "star"):
            index += 1
            continue
        if block.marker is not None and not is_front_line(plan.full_words(index)) and not _is_title_number(plan, index):
            return index
        words = plan.words(index)
        if is_standard_heading(words) or is_speakers(words) or _CONTENTS.fullmatch(words):
            return index
        if not is_front_line(words) and (_is_prose(plan, index, words) or (words.endswith(",") and is_recital(words))):
            return index
        index += 1
    return 1 if count and plan.heading_like(0) else 0


def _is_prose(plan: Plan, index: int, words: str) -> bool:
    """Return whether a block is a sentence of the text and no line of front matter."""
    return plan.closed(index) and (len(words) >= _PROSE or (len(words) >= 50 and words.rstrip(' *_”"').endswith(".")))


def _is_title_number(plan: Plan, index: int) -> bool:
    return _RESOLUTION_TITLE.fullmatch(plan.full_words(index)) is not None


def _skip_contents(plan: Plan) -> int:
    """Return the index after a table of contents that stands at the beginning, else 0.

    The table ends where its first entry comes again as a heading, or at the first block that is prose.
    """
    count = len(plan.blocks)
    start = next((i for i in range(min(count, 40)) if _CONTENTS.fullmatch(plan.words(i))), -1)
    if start < 0:
        return 0
    first = ""
    for index in range(start + 1, count):
        entry = _ENTRY_NUMBER.sub("", _ENTRY_NUMBER.sub("", plan.words(index))).lower()
        if not entry or entry in ("page", "paragraphs", "paragraphs page", "chapter"):
            continue
        if first and entry == first:
            return index
        first = first or entry
        if len(plan.words(index)) > _PROSE and plan.closed(index):
            return max(index - 1, start + 1)
    return 0


def _find_title(plan: Plan) -> int:
    """Return the index of the title among the front matter, or -1."""
    front = [index for index in range(plan.front) if not plan.is_note[index]]
    for index in front:
        if _RESOLUTION_TITLE.fullmatch(plan.full_words(index)):
            return index
    plain = [index for index in front if _may_be_title(plan, index)]
    for index in plain:
        if plan.blocks[index].rank == 1 or plan.blocks[index].emphasis == "**":
            return index
    for index in front:
        before = [other for other in plain if other < index]
        if _REPORT_OF.match(plan.words(index)) and before:
            return before[-1]
    if 0 <= plan.formula == plan.front:
        return plain[-1] if plain else -1
    return plain[0] if plain else -1


def _may_be_title(plan: Plan, index: int) -> bool:
    marker, words = plan.blocks[index].marker, plan.full_words(index)
    return not is_front_line(words) and not is_furniture(words) and (marker is None or marker.form != "star")
