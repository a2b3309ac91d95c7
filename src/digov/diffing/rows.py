"""Rows: a comparison unit by unit, with marked words on both sides, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from digov.alignment.wording import body_start
from digov.diffing.compared import BESIDE, Compared, is_telling, links_of
from digov.diffing.marked import UNIT_END, Run, SpanIndex, joined, split_units, word_diff
from digov.model.alignment import Change, Passage, UnitLink
from digov.model.document import Segment
from digov.model.evidence import Evidence
from digov.model.lexicon import Lexicon

LONGEST_QUOTE = 180
"""Characters of a quote beside a change; the whole unit stands next to it."""
UNCHANGED = frozenset(("same", "renumbered"))

Marked = tuple[Run, ...]


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change as it is shown: what it is, the values with their names, the words on both sides."""

    kind: str
    """In words: ``deadline shifted``."""
    before: str | None
    after: str | None
    before_quote: str
    after_quote: str
    by: str | None
    contested: bool
    matters: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One unit, or several that belong together, with what became of it."""

    number: int
    a: str | None
    """Labels in the first document, ``None`` for an added unit."""
    b: str | None
    relation: str
    score: float
    left: tuple[Marked, ...]
    right: tuple[Marked, ...]
    changes: tuple[ChangeRow, ...]
    matters: bool
    """Whether an act, a fact, a body, a reference or the scope changed, or a unit with an act came or went."""

    @property
    def label(self) -> str:
        """Return both labels in short: one where they agree, an arrow between them where not."""
        if self.a == self.b or self.b is None:
            return self.a or ""
        return self.b if self.a is None else f"{self.a} → {self.b}"

    @property
    def is_plain(self) -> bool:
        """Return whether no word came or went, so that the unit need be shown only once."""
        marked = any(run.is_marked for side in (self.left, self.right) for unit in side for run in unit)
        return self.relation in UNCHANGED and not marked


def rows_of(compared: Compared, lexicon: Lexicon) -> tuple[Row, ...]:
    """Return a row for each link of units, or, where the documents are no versions of one text, for each shared passage."""
    maker = _Maker(compared, lexicon)
    rows = [maker.unit_row(number, link, changes) for number, (link, changes) in enumerate(links_of(compared), 1)]
    if not rows:
        found = compared.comparison
        changes = found.departures or ((),) * len(found.passages)
        pairs = zip(found.passages, changes, strict=True)
        rows = [maker.passage_row(number, one, departures) for number, (one, departures) in enumerate(pairs, 1)]
    return tuple(rows)


class _Maker:
    def __init__(self, compared: Compared, lexicon: Lexicon) -> None:
        sides = compared.a, compared.b
        self._segments = tuple(document.by_id() for document in compared.printed)
        self._telling = tuple({found.segment for found in side.mentions if is_telling(found)} for side in sides)
        self._indexes = tuple(SpanIndex(redline.spans) if redline else None for redline in compared.redlines)
        self._names = names_of(lexicon)

    def unit_row(self, number: int, link: UnitLink, changes: Sequence[Change]) -> Row:
        """Return the row of a link."""
        left, right = self._marked(link)
        shown = tuple(self._change(change) for change in changes)
        lone = not link.a or not link.b
        telling = any(unit in self._telling[0] for unit in link.a) or any(unit in self._telling[1] for unit in link.b)
        return Row(
            number=number,
            a=self._labels(0, link.a),
            b=self._labels(1, link.b),
            relation=link.relation,
            score=link.score,
            left=left,
            right=right,
            changes=shown,
            matters=telling if lone else any(change.matters for change in shown),
        )

    def passage_row(self, number: int, passage: Passage, changes: Sequence[Change]) -> Row:
        """Return the row of two passages; what the two do not share is marked, but for other words, which share little."""
        texts = words_of(passage.a_evidence), words_of(passage.b_evidence)
        sides = word_diff(*texts) if passage.relation != "other-words" else ((Run(texts[0]),), (Run(texts[1]),))
        return Row(
            number=number,
            a=self._labels(0, (passage.a,)),
            b=self._labels(1, (passage.b,)),
            relation=passage.relation,
            score=passage.score,
            left=(sides[0],),
            right=(sides[1],),
            changes=tuple(self._change(change) for change in changes),
            matters=True,
        )

    def _labels(self, side: int, units: Sequence[str]) -> str | None:
        if not units:
            return None
        segments = self._segments[side]
        return ", ".join(label_of(segments[unit]) for unit in units)

    def _marked(self, link: UnitLink) -> tuple[tuple[Marked, ...], tuple[Marked, ...]]:
        """Return the units of both sides with marks: those of a redline on its side, else those of a comparison by words.

        Printed numbers are not compared: the labels of both sides stand above the words.
        """
        units = [[self._segments[side][unit] for unit in ids] for side, ids in enumerate((link.a, link.b))]
        texts = [UNIT_END.join(self._standing(side, one) for one in found) for side, found in enumerate(units)]
        first, second = (
            tuple(index.runs(one) for one in found) if index is not None else _numbered(found, runs)
            for index, found, runs in zip(self._indexes, units, word_diff(*texts), strict=True)
        )
        return first, second

    def _standing(self, side: int, segment: Segment) -> str:
        """Return the words of a segment after its printed number, without what was struck."""
        index, text = self._indexes[side], segment.text
        if index is not None:
            runs = index.runs(segment)
            text = "".join(" " * len(run.text) if run.status == "deleted" else run.text for run in runs)
        return text[body_start(segment) :]

    def _change(self, change: Change) -> ChangeRow:
        return ChangeRow(
            kind=change.kind.replace("-", " "),
            before=self._value(change.before),
            after=self._value(change.after),
            before_quote=shortened(words_of(change.before_evidence)),
            after_quote=shortened(words_of(change.after_evidence)),
            by=None if change.by is None else f"{change.by:+g}",
            contested=change.status == "contested",
            matters=change.kind not in BESIDE,
        )

    def _value(self, value: str | None) -> str | None:
        return None if value is None else self._names.get(value, value)


def _numbered(segments: Sequence[Segment], runs: Sequence[Run]) -> tuple[Marked, ...]:
    """Return ``runs`` unit by unit, each with the printed number of its segment before it."""
    units = split_units(runs) if segments else ()
    return tuple(
        tuple(joined((Run(segment.text[: body_start(segment)]), *unit))) if body_start(segment) else unit
        for segment, unit in zip(segments, units, strict=True)
    )


def names_of(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the canonical name of every entity of the lexicon by its id."""
    return {entity.id: entity.name for entity in (*lexicon.bodies, *lexicon.groups, *lexicon.topics)}


def label_of(segment: Segment) -> str:
    """Return how a unit is called: its printed label, or its kind where none is printed.

    A number printed twice in one part is told apart by the id.
    """
    return segment.label or segment.id.replace("_", " ")


def words_of(quote: Sequence[Evidence]) -> str:
    """Return the words of a quote on one line."""
    return " ".join(" ".join(piece.exact for piece in quote).split())


def shortened(words: str) -> str:
    """Return ``words`` cut at a blank to what is shown beside a change, with an ellipsis where they were cut."""
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def select(rows: Sequence[Row], *, relations: Sequence[str] = (), acts: bool = False) -> tuple[Row, ...]:
    """Return the rows of these relations, and with ``acts`` only those that matter; all of them by default."""
    return tuple(row for row in rows if (not relations or row.relation in relations) and (row.matters or not acts))
