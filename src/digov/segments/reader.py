"""The reader: goes through the blocks of a document once, in order, and decides what each is."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from digov.segments.blocks import Block
from digov.segments.draft import Draft, slug
from digov.segments.forms import ends_with_colon, is_furniture
from digov.segments.items import ItemReader
from digov.segments.markers import Marker
from digov.segments.notes import note_number
from digov.segments.ordinals import word_value

_DASHES = re.compile(r"[\s—–\-_.]*")


@dataclass(slots=True)
class Reader(ItemReader):
    """Reads a whole document."""

    def read(self) -> None:
        """Read every block."""
        for index, block in enumerate(self.plan.blocks):
            note = self.plan.is_note[index]
            if note:
                self._note(block)
            elif index < self.plan.front or index == self.plan.formula:
                self._front(index, block)
            else:
                if self.zone == "front":
                    self.zone = "preamble" if self.plan.formula >= 0 else "body"
                self._block(index, block)
            self.after_note = note
            if self.after_heading is not None and self.sheet.drafts[-1] is not self.after_heading:
                self.after_heading = None

    # blocks by what stands at their beginning

    def _block(self, index: int, block: Block) -> None:
        marker = block.marker
        number = self.plan.number_of(index)
        if marker is None:
            self.read_words(index, block)
        elif number:
            self._number(index, block, marker, number)
        elif marker.form == "part" and (not self.plan.words(index) or self.plan.heading_like(index)):
            self._part(block, marker)
        elif marker.form == "star":
            self._star(block, marker)
        elif marker.form == "item":
            self.read_item(index, block, marker)
        elif marker.form == "number":
            item = msgspec.structs.replace(marker, form="item", token=str(marker.number), regular=True)
            self.read_item(index, block, item)
        elif marker.form == "clause":
            self._clause(block, marker)
        elif marker.form in ("dual", "decimal") and self._is_decimal(block, marker):
            self._decimal(index, block, marker)
        elif marker.form in ("section", "word"):
            self._section(index, block, marker)
        else:
            self.read_words(index, block)

    def _front(self, index: int, block: Block) -> None:
        words = self.plan.full_words(index)
        if index == self.plan.title:
            self.add(block, "title", "title")
        elif index == self.plan.formula:
            self.add(block, "front", "front", ordinal=True)
            self.zone = "preamble"
        elif block.marker is not None and block.marker.form == "star":
            self._star(block, block.marker)
        elif block.marker is None and words.lower() == "summary":
            self.heading(block)
            self.in_summary = True
        elif self.in_summary and block.marker is None and self.plan.closed(index) and len(words) > 60:
            self.open(block, "para_nn", "paragraph", None)
        else:
            self.add(block, "front", "front", ordinal=True)

    def _note(self, block: Block) -> None:
        number = note_number(self.sheet.text, block)
        draft = Draft(self.sheet.new_id(f"fn_{number}"), "footnote", "main", label=str(number))
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.notes.append((number, draft))

    def _star(self, block: Block, marker: Marker) -> None:
        if is_furniture(self.sheet.text[block.body : block.tail]):
            self.add(block, "front", "front", ordinal=True)
            return
        draft = Draft(self.sheet.new_id("fn_star"), "footnote", "main", label=marker.token)
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.stars.setdefault(marker.token, draft)

    def _part(self, block: Block, marker: Marker) -> None:
        count = word_value(marker.token) if marker.token else self.outline.parts.get(marker.word, 0) + 1
        self.outline.parts[marker.word] = count
        self.part = f"{marker.word} {count}"
        self.prefix, self.container = f"{marker.word}_{count}__", ""
        self.zone, self.recitals = "body", 0
        self.sequence.restart()
        self.outline.open_part(bare=marker.end >= block.tail)
        self.add(block, "heading", "heading", ordinal=True, level=1)
        self.owner = self.last = None
        self.lists.levels.clear()

    def _number(self, index: int, block: Block, marker: Marker, number: int) -> None:
        if self._is_stray_number(index, number):
            self.read_words(index, block)
            return
        if self._reads_sublist(index, block, marker):
            return
        if self.plan.heading_like(index) and self.sequence.passes_over(number, self.plan.following_number[index]):
            self.heading(block, "number", str(number))
            return
        self.zone = "body"
        if marker.form == "number" and self.plan.numbering == "dual" and self._is_deleted(block, marker):
            return
        read = self.sequence.read(marker, self.plan.following_number[index], dual=self.plan.numbering == "dual")
        label = f"{read.number}{' ' if len(marker.latin) > 1 else ''}{marker.latin}".strip()
        draft = self.open(block, f"para_{slug(label)}", "paragraph", label, read.inferred)
        if marker.misprinted:
            printed = self.sheet.text[block.body : marker.end].strip("*_ ")
            self.sheet.report(
                "malformed-marker", f"Number {number} is printed as “{printed}”.", marker.start, marker.end, draft
            )
        for code, message in read.issues:
            self.sheet.report(code, message, marker.start, marker.end, draft)

    def _reads_sublist(self, index: int, block: Block, marker: Marker) -> bool:
        """Read a number of a list inside a paragraph (an agenda that the paragraph adopts); return whether it is one."""
        number = marker.number
        if number == 1 and self.owner is not None and self.last is self.owner and self.announces(self.owner):
            self.sublist = self.plan.sublist_length(index, self.sequence.last)
        if not 1 <= number <= self.sublist:
            return False
        if number == self.sublist:
            self.sublist = 0
        item = msgspec.structs.replace(marker, form="item", token=str(number), regular=True)
        placement = self.lists.place(item.token, "", announced=number == 1)
        if placement is None:
            return False
        self.place(block, item, placement)
        return True

    def _is_stray_number(self, index: int, number: int) -> bool:
        """Return whether a number at the beginning of a block is only the end of a cut sentence: "… by" / "2030. The …"."""
        if self.last is None or self.last_is_closed() or self.plan.numbering == "dual":
            return False
        return number > self.sequence.last + 30 and number != self.plan.following_number[index] - 1

    def _is_deleted(self, block: Block, marker: Marker) -> bool:
        """Return whether only the old number of a deleted paragraph is left; enter it if so."""
        if not _DASHES.fullmatch(self.sheet.text, marker.end, block.tail) or marker.number == self.sequence.last + 1:
            return False
        draft = self.open(block, "para_nn", "paragraph", None)
        self.sequence.old = marker.number
        message = f"The old paragraph {marker.number} was deleted; it has no new number."
        self.sheet.report("deleted-paragraph", message, block.body, block.tail, draft)
        self.owner = self.last = None
        return True

    def _clause(self, block: Block, marker: Marker) -> None:
        label = f"{marker.number}{' ' if marker.latin else ''}{marker.latin}"
        if marker.word == "pp":
            self.zone = "preamble"
            self.open(block, f"preamble__recital_{slug(label)}", "preamble", f"pp{label}", None)
            return
        self.zone = "body"
        self.sequence.last = marker.number
        self.open(block, f"para_{slug(label)}", "paragraph", label, None)

    def _is_decimal(self, block: Block, marker: Marker) -> bool:
        if self.plan.numbering == "decimal" or marker.form == "decimal":
            return True
        after = self.sheet.text[marker.end : block.tail].lstrip(' .*_“"')[:1]
        return after.isupper() and (marker.old == self.sequence.last or self.last_is_closed())

    def _decimal(self, index: int, block: Block, marker: Marker) -> None:
        after = self.plan.following[index]
        deeper = self.plan.blocks[after].marker if after < len(self.plan.blocks) else None
        heads = deeper is not None and deeper.token.startswith(f"{marker.token}.")
        if self.plan.heading_like(index) and (heads or self.plan.following_number[index] == self.sequence.last + 1):
            self.heading(block, "decimal")
            return
        self.zone = "body"
        self.open(block, f"para_{marker.token}", "paragraph", marker.token, None)

    def _section(self, index: int, block: Block, marker: Marker) -> None:
        words = self.plan.words(index)
        recital = self.zone == "preamble" or self.outline.in_preamble
        if not words or self.plan.heading_like(index):
            self.heading(block, _series(marker), marker.token)
        elif marker.form == "word":
            self._word(index, block, marker)
        elif recital:
            label = marker.token
            self.open(block, f"preamble__recital_{label}", "preamble", label, None)
        else:
            self.open(block, f"para_{marker.token}", "paragraph", marker.token, None)

    def _word(self, index: int, block: Block, marker: Marker) -> None:
        """Read "Action 5. We will …": a heading before numbered paragraphs, else a paragraph of its own; without a stop, plain words."""
        if not marker.regular or self.is_inside_item(index):
            self.read_words(index, block)
            return
        after = self.plan.following[index]
        numbered = after < len(self.plan.blocks) and bool(self.plan.number_of(after))
        if numbered and not ends_with_colon(self.sheet.text, block.body, block.tail):
            self.heading(block, _series(marker), marker.token)
            return
        self.zone = "body"
        label = self.sheet.text[marker.start : marker.end].rstrip(" \t\u00a0.:–—-*_")
        self.open(block, slug(label).replace("-", "_", 1), "paragraph", " ".join(label.split()), None)


def _series(marker: Marker) -> str:
    """Return the series of a heading with a mark: its word, "section" for a letter or numeral alone."""
    return "section-heading" if marker.word == "section" else marker.word or "section"
