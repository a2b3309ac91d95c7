"""Prose: blocks without a mark. They go on with a segment before them, head others, or are segments of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digov.segments.blocks import Block
from digov.segments.draft import Draft
from digov.segments.forms import (
    clean_end,
    ends_with_colon,
    is_closed,
    is_closing,
    is_date,
    is_formula,
    is_furniture,
    is_operative,
    is_recital,
    is_speakers,
    is_table_row,
    leaves_list_open,
)
from digov.segments.lists import MAX_DEPTH, Placement
from digov.segments.ordinals import readings, token_of
from digov.segments.state import State

_DISPLACED = re.compile(r"[*_]{0,2}[A-Z][^.;:()\n]{0,60}:[*_]{0,2}[ ]?\(?(?P<token>[a-z]{1,3})\)\s")
_FULL = 0.7
"""Share of the width from which on a line is full."""
_SUBHEADINGS = 8
"""How many headings may follow one another before the words below them."""
_NOTE_LINE = re.compile(r"(?:Notes?|Sources?):\s|<?https?://")


@dataclass(slots=True)
class ProseReader(State):
    """Reads the blocks that begin with words."""

    def read_words(self, index: int, block: Block) -> None:
        """Read a block that begins with words."""
        words = self.plan.full_words(index)
        if is_furniture(words):
            self.add(block, "front", "front", ordinal=True)
        elif is_closing(words) or (self.zone == "closed" and is_date(words)):
            self._closing(block)
        elif self._is_note_line(index, words):
            self._more_note(block, words)
        elif self.last is None and self.after_heading is not None and words[:1].islower():
            self.sheet.extend(self.after_heading, block.start, block.body, block.tail)
        elif block.bullet and not self.plan.bullets_decorate and self._is_bullet(block, words):
            self._bullet(block)
        elif self.last is not None and self._goes_on(index, block, words):
            self._continue(index, block, words, self.last)
        elif self._starts_speech(index, words):
            self.add(block, "front", "front", ordinal=True)
            self.zone, self.owner, self.last, self.recitals = "preamble", None, None, 0
            self.sequence.may_restart = True
        elif self.zone == "preamble" or self._is_late_recital(words):
            self._preamble(index, block, words)
        else:
            self._body(index, block, words)

    # what a block belongs to

    def _is_note_line(self, index: int, words: str) -> bool:
        """Return whether a block without a mark belongs to the footnote before it: "Note: …", or the rest of a cut address."""
        if not self.notes:
            return False
        if self.after_note and (_NOTE_LINE.match(words) or self.zone == "closed" or self._is_note_cut()):
            return True
        after = index + 1
        then_note = after < len(self.plan.blocks) and self.plan.is_note[after]
        cut = words[:1].islower() and then_note and (self.after_note or "http" in words)
        return cut and self.last_is_closed()

    def _is_note_cut(self) -> bool:
        """Return whether the last line of the footnote before is full or ends inside a word, so that its words go on."""
        end = self.notes[-1][1].end
        text = self.sheet.text
        if text[end - 1] in ".>" or not self.plan.width:
            return False
        line = end - max(text.rfind("\n", 0, end), self.notes[-1][1].pieces[-1].start - 1)
        return text[end - 1] in "-/," or line > self.plan.width * _FULL

    def _more_note(self, block: Block, words: str) -> None:
        note = self.notes[-1][1]
        if words.startswith(("Note", "Source")):
            draft = Draft(self.sheet.new_id("fn_nn", ordinal=True), "footnote", "main")
            self.sheet.add(draft, block.start, block.body, block.tail)
            return
        start = note.end
        self.sheet.extend(note, block.start, block.body, block.tail)
        if words[:1].islower():
            self.sheet.report(
                "page-break", "A footnote was cut at a page end; the rest was joined to it.", start, block.body, note
            )

    def _goes_on(self, index: int, block: Block, words: str) -> bool:
        """Return whether the words go on with the segment read last: it is open, or they begin in lower case."""
        if self.last is None or is_table_row(self.sheet.text, block.start, block.end):
            return False
        if words[:1].islower() or words[:1] in ")],;.&":
            return True
        if self.last_is_closed():
            return False
        if self.zone == "preamble" and (is_recital(words) or is_operative(words)):
            return False
        return not self.plan.heading_like(index) and not is_formula(words)

    def _continue(self, index: int, block: Block, words: str, last: Draft) -> None:
        """Give the words to the segment that they go on with; after a closed item, to the paragraph above it."""
        text = self.sheet.text
        if not self.last_is_closed() or (words[:1].islower() and not is_closed(text, last.pieces[-1].start, last.end)):
            self.sheet.report("page-break", "A break inside a sentence was closed.", last.end, block.body, last)
            self.extend(block, last)
        elif last.kind == "item" and self.owner is not None and self.owner.pieces and not self.is_inside_item(index):
            self.extend(block, self.owner)
        else:
            self.extend(block, last)

    def _starts_speech(self, index: int, words: str) -> bool:
        """Return whether a block is an enacting formula inside the text: of a draft resolution, of part B, of a declaration."""
        if is_speakers(words):
            return self.owner is None or self.owner.kind == "preamble"
        after = self.plan.following[index]
        if not is_formula(words) or after >= len(self.plan.blocks):
            return False
        return words.endswith(",") or is_recital(self.plan.full_words(after))

    def _is_late_recital(self, words: str) -> bool:
        """Return whether a clause of a preamble stands where none was announced: under the title of an annex."""
        owned = self.owner is not None and self.owner.kind != "preamble"
        return not owned and self.zone == "body" and is_recital(words) and clean_end(words, 0, len(words)).endswith(",")

    # segments of their own

    def _closing(self, block: Block) -> None:
        self.add(block, "closing", "closing", ordinal=True)
        self.zone, self.owner, self.last = "closed", None, None
        self.lists.levels.clear()
        self.sequence.may_restart = True

    def _preamble(self, index: int, block: Block, words: str) -> None:
        if self._heads_numbers(index):
            self.heading(block)
            self.zone = "body"
        elif is_recital(words) or self._is_bare_opening(index):
            self._recital(block)
        elif self.plan.heading_like(index):
            self.heading(block)
            self._leave_preamble(index)
        elif is_operative(words) or self._is_unnumbered(index, block):
            self.zone = "body"
            self._own_paragraph(block)
        else:
            self._recital(block)

    def _is_unnumbered(self, index: int, block: Block) -> bool:
        """Return whether a block after the clauses is a paragraph without a number: a sentence, or "Hereby declare:" without items."""
        colon = ends_with_colon(self.sheet.text, block.body, block.tail)
        if colon:
            return not self.plan.following_item[index]
        return is_closed(self.sheet.text, block.body, block.tail)

    def _heads_numbers(self, index: int) -> bool:
        """Return whether a phrase without a comma at its end stands before the first numbered paragraph: a heading, no last clause."""
        after = self.plan.following[index]
        return self.plan.heading_like(index) and after < len(self.plan.blocks) and bool(self.plan.number_of(after))

    def _is_bare_opening(self, index: int) -> bool:
        """Return whether a heading-like block is the first word of a clause whose rest stands in the next block."""
        after = self.plan.following[index]
        if not self.plan.heading_like(index) or after >= len(self.plan.blocks):
            return False
        return self.plan.blocks[after].marker is None and self.plan.full_words(after)[:1].islower()

    def _recital(self, block: Block) -> None:
        self.recitals += 1
        self.open(block, f"preamble__recital_{self.recitals}", "preamble", f"pp{self.recitals}")
        self.zone = "preamble"

    def _leave_preamble(self, index: int) -> None:
        """Leave the preamble at a heading unless clauses follow it."""
        after = self.plan.following[index]
        for _ in range(_SUBHEADINGS):
            if after >= len(self.plan.blocks) or self.plan.blocks[after].marker is not None:
                break
            if not self.plan.heading_like(after):
                break
            after = self.plan.following[after]
        plain = after < len(self.plan.blocks) and self.plan.blocks[after].marker is None
        if not plain or not is_recital(self.plan.full_words(after)):
            self.zone = "body"

    def _body(self, index: int, block: Block, words: str) -> None:
        text = self.sheet.text
        row = is_table_row(text, block.start, block.end)
        if self._displaced_mark(block, words):
            return
        if self.plan.heading_like(index) and not row:
            self.heading(block)
        elif self.owner is None or not self.owner.pieces or self.owner.kind == "preamble":
            self._own_paragraph(block)
        elif self.is_inside_item(index):
            self.extend(block, self.last or self.owner)
        elif self._lost_mark(block):
            return
        elif (self.owner.label is None and not self.lists.levels and not row) or (
            ends_with_colon(text, block.body, block.tail) and self._heads_others(index)
        ):
            self._own_paragraph(block)
        else:
            self.extend(block, self.owner)

    def is_inside_item(self, index: int) -> bool:
        """Return whether words between two items of a list belong to the first of them: the list goes on after them."""
        if self.last is None or self.last.kind != "item":
            return False
        following = self.plan.following_item[index]
        return bool(following) and any(
            (level.style, level.last + 1) in readings(following) for level in self.lists.levels
        )

    def _own_paragraph(self, block: Block) -> None:
        self.open(block, "para_nn", "paragraph", None)

    def _heads_others(self, index: int) -> bool:
        """Return whether a block that ends with a colon announces headings or numbered paragraphs, not items of its own."""
        after = self.plan.following[index]
        if after >= len(self.plan.blocks):
            return False
        block = self.plan.blocks[after]
        return bool(self.plan.number_of(after)) or (
            block.marker is None and not block.bullet and self.plan.heading_like(after)
        )

    def _is_bullet(self, block: Block, words: str) -> bool:
        """Return whether a bullet makes an item; a dash before lower case after an open sentence is only how a cut line was printed."""
        return block.bullet not in "-–—−*+o>" or not words[:1].islower() or self.last_is_closed()

    def _bullet(self, block: Block) -> None:
        """Read an item that has a bullet and no letter: below what announces it, beside the bullet before it."""
        last, parent = self.last, self.owner
        if last is not None and self.announces(last) and last.level < MAX_DEPTH:
            parent = last
        elif last is not None and last.kind == "item" and last.label is None:
            parent = self.sheet.by_id.get(last.parent or "")
        stem = (
            f"{parent.id}__point_nn"
            if parent is not None and parent.pieces
            else f"{self.prefix}{self.container}point_nn"
        )
        draft = Draft(self.sheet.new_id(stem, ordinal=True), "item", self.part)
        draft.parent = parent.id if parent is not None and parent.pieces else None
        draft.level = 1 if parent is None else parent.level + 1
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        self.last = draft

    # marks lost or out of place

    def _displaced_mark(self, block: Block, words: str) -> bool:
        """Read an item whose letter stands behind its first words: "Human rights:c) …"; return whether it is one."""
        match = _DISPLACED.match(words)
        if match is None or not self.lists.levels:
            return False
        level = self.lists.levels[-1]
        if (level.style, level.last + 1) not in readings(match["token"]):
            return False
        draft = self._item_of(block, match["token"], len(self.lists.levels) - 1)
        at = block.body + match.start("token")
        message = f"The mark ({match['token']}) stands behind the first words."
        self.sheet.report("displaced-marker", message, block.body, at + len(match["token"]) + 1, draft)
        return True

    def _lost_mark(self, block: Block) -> bool:
        """Read a block without a mark after an item that another must follow ("; and"); return whether it is such a one."""
        last = self.last
        if last is None or last.kind != "item" or not self.lists.levels or last is not self.lists.levels[-1].draft:
            return False
        if not leaves_list_open(self.sheet.text, last.pieces[-1].start, last.end):
            return False
        level = self.lists.levels[-1]
        expected = token_of(level.style, level.last + 1)
        draft = self._item_of(block, expected, len(self.lists.levels) - 1)
        draft.inferred, draft.label = draft.label, None
        message = (
            f"An item stands where ({expected}) is expected, without its mark; in a redline its words may be deleted."
        )
        self.sheet.report("missing-marker", message, block.body, min(block.tail, block.body + 80), draft)
        return True

    def _item_of(self, block: Block, token: str, depth: int) -> Draft:
        level = self.lists.levels[depth]
        parent = self.lists.parent_at(depth, self.owner)
        label = (parent.label or "" if parent else "") + f"({token})"
        stem = f"{parent.id}__point_{token}" if parent else f"{self.prefix}{self.container}point_{token}"
        draft = Draft(self.sheet.new_id(stem), "item", self.part, label=label, level=depth + 1)
        draft.parent = parent.id if parent is not None and parent.pieces else None
        self.lists.enter(Placement(depth, level.style, level.last + 1, "next"), draft)
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        self.last = draft
        return draft
