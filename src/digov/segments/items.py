"""Items: letters and numerals below a paragraph or clause."""

from __future__ import annotations

from dataclasses import dataclass

from digov.segments.blocks import Block
from digov.segments.draft import Draft, slug
from digov.segments.lists import Placement
from digov.segments.markers import Marker, read_marker
from digov.segments.ordinals import letter_value, readings, token_of
from digov.segments.prose import ProseReader


@dataclass(slots=True)
class ItemReader(ProseReader):
    """Reads the blocks that begin with the mark of an item."""

    def read_item(self, index: int, block: Block, marker: Marker) -> None:
        """Read a block that begins with the mark of an item: an item, a heading "(a) …", or words that only look so."""
        if self._is_item_heading(index, marker):
            self.heading(block, "item", marker.token)
            return
        if not marker.regular and not self._fits(marker.token) and marker.token.lower() not in ("a", "i"):
            self.read_words(index, block)
            return
        marker = self._doubled(block, marker)
        following = self.plan.following_item[index]
        announced = self.last is not None and self.announces(self.last)
        placement = self.lists.place(marker.token, following, announced=announced)
        if placement is None:
            self.read_words(index, block)
        elif placement.fit == "back" and self._is_displaced(index):
            self._displaced(index, block, marker)
        else:
            self.place(block, marker, placement)

    def _is_item_heading(self, index: int, marker: Marker) -> bool:
        """Return whether "(a) Capacity-building" heads numbered paragraphs, as in reports, and is no item."""
        if not self.plan.heading_like(index) or self.plan.closed(index):
            return False
        if self.outline.continues_items(marker.token):
            return True
        if self.last is not None and (self.announces(self.last) or self.lists.levels):
            return False
        after = self.plan.following[index]
        return (
            after < len(self.plan.blocks)
            and bool(self.plan.number_of(after))
            and self.plan.number_of(after) == self.sequence.last + 1
            and not self.plan.heading_like(after)
            and marker.token in ("a", "i", "1")
        )

    def _fits(self, token: str) -> bool:
        return any(
            style == level.style and value == level.last + 1
            for level in self.lists.levels
            for style, value in readings(token)
        )

    def _doubled(self, block: Block, marker: Marker) -> Marker:
        """Return the mark that fits the list where two stand side by side: "(g) (f)"."""
        text = self.sheet.text
        start = marker.end
        while start < block.tail and text[start].isspace():
            start += 1
        second = read_marker(text, start, block.tail)
        if second is None or second.form != "item" or not second.regular:
            return marker
        chosen = second if self._fits(second.token) and not self._fits(marker.token) else marker
        message = f"Two marks stand side by side; ({chosen.token}) fits the list."
        self.sheet.report("malformed-marker", message, marker.start, second.end)
        return chosen

    def place(self, block: Block, marker: Marker, placement: Placement) -> Draft:
        """Return the item that ``block`` makes at its place in the lists."""
        text = self.sheet.text
        parent = self.lists.parent_at(placement.depth, self.owner)
        latin = f" {marker.latin}" if marker.latin else ""
        own = f"({marker.token}{latin})"
        stem = f"{parent.id}__point_{slug(own)}" if parent else f"{self.prefix}{self.container}point_{slug(own)}"
        label = (parent.label or "" if parent else "") + own
        draft = Draft(self.sheet.new_id(stem), "item", self.part, label=label, level=placement.depth + 1)
        draft.parent = parent.id if parent is not None and parent.pieces else None
        if parent is not None and parent.inferred:
            draft.inferred = parent.inferred + own
        self._report_fit(marker, placement, draft, parent)
        self.lists.enter(placement, draft)
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        self.last = draft
        if not marker.regular and text[marker.start - 1 : marker.start] != "(":
            self._report_irregular(marker, draft)
        return draft

    def _report_irregular(self, marker: Marker, draft: Draft) -> None:
        printed = self.sheet.text[marker.start : marker.end].strip("*_ ")
        if printed.endswith(")") and self.plan.brackets:
            self.sheet.report(
                "malformed-marker", f"The mark is printed as “{printed}”.", marker.start, marker.end, draft
            )

    def _report_fit(self, marker: Marker, placement: Placement, draft: Draft, parent: Draft | None) -> None:
        if placement.fit in ("next", "start", "restart") or (placement.fit == "gap" and marker.latin):
            return
        last = self.lists.levels[placement.depth].last if placement.depth < len(self.lists.levels) else 0
        expected = token_of(placement.style, last + 1)
        place = f" of {parent.label}" if parent is not None and parent.label else ""
        if placement.fit == "gap":
            before = token_of(placement.style, placement.value - 1)
            missing = f"({expected})" if expected == before else f"({expected}) to ({before})"
            self.sheet.report("missing-paragraphs", f"{missing}{place} missing.", marker.start, marker.end, draft)
            return
        if placement.fit == "odd":
            draft.inferred = (parent.inferred or parent.label or "" if parent else "") + f"({expected})"
        message = f"({marker.token}){place} was printed before; the place calls for ({expected})."
        self.sheet.report("repeated-number", message, marker.start, marker.end, draft)

    def _is_displaced(self, index: int) -> bool:
        """Return whether the letters go back because paragraphs are missing before the next number."""
        return self.owner is not None and self.plan.following_number[index] > self.sequence.last + 1 > 1

    def _displaced(self, index: int, block: Block, marker: Marker) -> None:
        """Read an item whose letter goes back where paragraphs are missing: it belongs to the last of the missing ones."""
        number = self.plan.following_number[index] - 1
        label = f"{number}({marker.token})"
        draft = Draft(
            self.sheet.new_id(f"{self.prefix}para_{number}__point_{slug(marker.token)}"), "item", self.part, label=label
        )
        draft.inferred, draft.level = label, 1
        message = f"({marker.token}) does not go on with the list before it; by the next number it belongs to paragraph {number}."
        self.sheet.report("displaced-item", message, marker.start, marker.end, draft)
        stub = Draft(f"{self.prefix}para_{number}", "paragraph", self.part, label=str(number), inferred=str(number))
        value = letter_value(marker.token) or 1
        self.lists.levels.clear()
        self.lists.enter(Placement(0, "letter", value, "start"), draft)
        self.owner, self.last = stub, draft
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
