"""Drafts: segments in the making, and the sheet on which they are collected in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from digov.model.document import Segment, SegmentKind, close_text
from digov.model.issue import Issue
from digov.model.span import Span

_BLANK = re.compile(r"\s")
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Draft:
    """A segment while its pieces are still being collected."""

    id: str
    kind: SegmentKind
    part: str
    label: str | None = None
    inferred: str | None = None
    parent: str | None = None
    level: int = 0
    pieces: list[Span] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Return where the words of the segment end so far."""
        return self.pieces[-1].end


@dataclass(slots=True)
class Sheet:
    """All drafts of a document, who owns which stretch of the text, and the issues found so far."""

    text: str
    drafts: list[Draft] = field(default_factory=list)
    by_id: dict[str, Draft] = field(default_factory=dict)
    owners: list[tuple[int, Draft]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _ids: Counter[str] = field(default_factory=Counter)

    def new_id(self, stem: str, *, ordinal: bool = False) -> str:
        """Return an id that no other segment has: ``stem``, then ``stem-2``, ``stem-3``.

        With ``ordinal`` all are counted: ``heading_1``, ``heading_2``; after ``nn`` (not numbered) with a hyphen: ``para_nn-1``.
        """
        while True:
            self._ids[stem] += 1
            count = self._ids[stem]
            joint = "-" if stem.endswith("nn") or not ordinal else "_"
            found = f"{stem}{joint}{count}" if ordinal or count > 1 else stem
            if found == stem or not self._ids[found]:
                break
        if found != stem:
            self._ids[found] += 1
        return found

    def add(self, draft: Draft, start: int, body: int, tail: int) -> Draft:
        """Return ``draft`` after entering it with its first piece; the text from ``start`` on is its own."""
        self.drafts.append(draft)
        self.by_id[draft.id] = draft
        self.extend(draft, start, body, tail)
        return draft

    def extend(self, draft: Draft, start: int, body: int, tail: int) -> None:
        """Give ``draft`` one more piece; the text from ``start`` on is its own."""
        draft.pieces.append(Span(body, max(body, tail)))
        self.owners.append((start, draft))

    def report(self, code: str, message: str, start: int, end: int, draft: Draft | None = None) -> None:
        """Note an issue at its place."""
        self.issues.append(Issue(code, message, start, end, None if draft is None else draft.id))

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments in the order in which they begin."""
        return tuple(self._finish(draft) for draft in sorted(self.drafts, key=lambda draft: draft.pieces[0].start))

    def _finish(self, draft: Draft) -> Segment:
        pieces = tuple(draft.pieces)
        # One piece needs no joining: the same as close_text, and much faster, for nearly all segments.
        if len(pieces) == 1:
            text = _BLANK.sub(" ", pieces[0].slice(self.text))
            starts: tuple[int, ...] = (0,)
        else:
            text, starts = close_text(self.text, pieces)
        return Segment(
            id=draft.id, part=draft.part, kind=draft.kind, label=draft.label, inferred_label=draft.inferred,
            parent=draft.parent, pieces=pieces, text=text, level=draft.level, anchors=tuple(draft.anchors), starts=starts,
        )  # fmt: skip

    def leaves(self) -> tuple[tuple[Span, str], ...]:
        """Return the tiling of the text: each stretch from where a segment takes over to where the next one does."""
        found: list[tuple[Span, str]] = []
        starts = [start for start, _ in self.owners]
        for index, (start, draft) in enumerate(self.owners):
            begin = 0 if index == 0 else start
            end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
            if found and found[-1][1] == draft.id:
                found[-1] = (Span(found[-1][0].start, end), draft.id)
            else:
                found.append((Span(begin, end), draft.id))
        return tuple(found)


def slug(words: str) -> str:
    """Return ``words`` for use in an id: lower case, every other run one hyphen.

    >>> slug("12 bis")
    '12-bis'
    """
    return _SLUG.sub("-", words.lower()).strip("-")
