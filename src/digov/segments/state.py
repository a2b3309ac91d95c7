"""The state of reading: part, zone, open paragraph, and the few ways in which a block becomes or extends a segment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from digov.model.document import SegmentKind
from digov.segments.blocks import Block
from digov.segments.draft import Draft, Sheet, slug
from digov.segments.forms import ends_with_colon, is_closed, is_standard_heading
from digov.segments.headings import Outline
from digov.segments.lists import ListStack
from digov.segments.plan import Plan
from digov.segments.sequence import Sequence

Zone = Literal["front", "preamble", "body", "closed"]
_CONTAINERS = ("article", "rule", "principle", "guideline", "regulation")
"""Headings under which the paragraphs count from 1 each time, so that their ids need them."""


@dataclass(slots=True)
class State:
    """What has been read so far."""

    plan: Plan
    sheet: Sheet
    part: str = "main"
    prefix: str = ""
    container: str = ""
    """Prefix of the article, rule or principle in which this place lies: ``article_4__``; empty outside."""
    zone: Zone = "front"
    owner: Draft | None = None
    """The paragraph or preambular clause to which items and further pieces belong; none after a heading."""
    last: Draft | None = None
    """The segment whose words were read last and may go on; none after a heading."""
    lists: ListStack = field(default_factory=ListStack)
    sequence: Sequence = field(default_factory=Sequence)
    outline: Outline = field(default_factory=Outline)
    in_summary: bool = False
    recitals: int = 0
    sublist: int = 0
    """The last number of the numbered list inside a paragraph that is being read; 0 when there is none."""
    notes: list[tuple[int, Draft]] = field(default_factory=list)
    stars: dict[str, Draft] = field(default_factory=dict)
    texts: list[tuple[int, int, Draft]] = field(default_factory=list)
    """(start, end, segment) of every piece that is not a note, in order: where anchors are looked for."""
    after_heading: Draft | None = None
    """The heading that is the block before this one."""
    after_note: bool = False
    """True when the block before this one is a footnote."""

    def add(self, block: Block, kind: SegmentKind, stem: str, *, ordinal: bool = False, level: int = 0) -> Draft:
        """Return a new segment of the words of ``block`` that stands by itself: front matter, title, heading, closing line."""
        draft = Draft(self.sheet.new_id(self.prefix + stem, ordinal=ordinal), kind, self.part, level=level)
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        return draft

    def open(self, block: Block, stem: str, kind: SegmentKind, label: str | None, inferred: str | None = None) -> Draft:
        """Return a new paragraph or clause of the words of ``block``; items and further pieces go to it from now on."""
        name = self.sheet.new_id(self.prefix + self.container + stem, ordinal=stem.endswith("nn"))
        draft = Draft(name, kind, self.part, label=label, inferred=inferred)
        self.sheet.add(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        self.owner = self.last = draft
        self.lists.levels.clear()
        return draft

    def extend(self, block: Block, draft: Draft) -> None:
        """Give ``draft`` the words of ``block`` as its next piece."""
        self.sheet.extend(draft, block.start, block.body, block.tail)
        self.texts.append((block.body, block.tail, draft))
        self.last = draft
        if draft is self.owner:
            self.lists.levels.clear()

    def heading(self, block: Block, series: str = "", token: str = "") -> Draft:
        """Return a new heading; what follows belongs to no paragraph before it."""
        words = self.sheet.text[block.body : block.tail].strip(" *_")
        if not series:
            series = (
                "standard" if is_standard_heading(words) else {"**": "bold", "*": "italic"}.get(block.emphasis, "plain")
            )
        bare = block.marker is not None and block.marker.end >= block.tail
        titles_last = self.outline.titles(series, block.rank)
        level = self.outline.enter(series, token, hashes=block.rank, bare=bare)
        if series in _CONTAINERS and token:
            self.container = f"{series}_{slug(token)}__"
        elif not titles_last:
            self.container = ""
        draft = self.add(block, "heading", "heading", ordinal=True, level=level)
        if self.outline.gap:
            message = f"{self.outline.gap} missing before this heading."
            self.sheet.report("missing-paragraphs", message, block.body, block.tail, draft)
        self.outline.in_preamble = words.lower() == "preamble"
        if self.outline.in_preamble:
            self.zone = "preamble"
        elif self.zone == "closed":
            self.zone = "body"
        self.owner = self.last = None
        self.after_heading = draft
        self.lists.levels.clear()
        self.sequence.may_restart = True
        return draft

    def announces(self, draft: Draft) -> bool:
        """Return whether the last words of ``draft`` announce a list."""
        return ends_with_colon(self.sheet.text, draft.pieces[-1].start, draft.end)

    def last_is_closed(self) -> bool:
        """Return whether the words read last end as a sentence, clause or item does; true when there are none."""
        if self.last is None:
            return True
        comma = self.last.kind in ("preamble", "item")
        return is_closed(self.sheet.text, self.last.pieces[-1].start, self.last.end, comma=comma)
