"""Alignments: which units of two documents belong together, what changed in them, and which passages two instruments share."""

from __future__ import annotations

from typing import Literal

import msgspec

from digov.model.document import Document
from digov.model.evidence import Evidence, Producer
from digov.model.mention import SegmentMentions
from digov.model.redline import Tier
from digov.model.span import Span

UnitRelation = Literal["same", "renumbered", "edited", "moved", "split", "merged", "added", "dropped"]
PassageRelation = Literal["verbatim", "near-verbatim", "other-words"]
ChangeKind = Literal[
    "act-added",
    "act-dropped",
    "act-moved",
    "verb-strengthened",
    "verb-weakened",
    "verb-replaced",
    "modal-strengthened",
    "modal-weakened",
    "actor-added",
    "actor-dropped",
    "actor-replaced",
    "addressee-added",
    "addressee-dropped",
    "addressee-replaced",
    "deadline-added",
    "deadline-dropped",
    "deadline-replaced",
    "deadline-shifted",
    "quantity-added",
    "quantity-dropped",
    "quantity-replaced",
    "quantity-shifted",
    "sdg-added",
    "sdg-dropped",
    "reference-added",
    "reference-dropped",
    "reference-replaced",
    "body-added",
    "body-dropped",
    "body-replaced",
    "scope-widened",
    "scope-narrowed",
    "wording",
    "editing",
]

UNITS = Producer("unit-alignment", "1", title="Units of two documents paired by their words and their order")
CHANGES = Producer("changes", "1", title="What an edit does to an act and to the facts it carries")
PASSAGES: dict[PassageRelation, Producer] = {
    "verbatim": Producer("passages-verbatim", "1", title="A whole clause that stands word for word in both texts"),
    "near-verbatim": Producer(
        "passages-near-verbatim", "1", title="A clause most of whose words stand in both in order"
    ),
    "other-words": Producer("passages-other-words", "1", title="Rare words and facts shared beyond chance"),
}
"""The method behind each kind of passage."""

UNIT_EVIDENCE: dict[str, str] = {
    "contained": "Most words of the shorter stand in the longer, in a place that no other unit claims.",
    "identical-words": "All words are the same, in the same order.",
    "in-order": "The pairs before and after it stand in the same order on both sides.",
    "number-differs": "The printed number or letter differs.",
    "number-same": "The printed number or letter is the same.",
    "only-between": "No other unit stands between the same two pairs on either side.",
    "out-of-order": "It stands on the other side of pairs whose order is kept.",
    "shared-words": "Many of the words are the same, in order.",
    "unpaired": "No unit of the other document shares enough of its words.",
}
"""The evidence codes of unit pairs and what they mean; a code never changes its meaning."""


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document of a comparison with what was found in it; the mentions stand in the order of the segments."""

    document: Document
    mentions: tuple[SegmentMentions, ...]


class UnitLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Units of the two documents that belong together; ``a`` is empty for an added unit and ``b`` for a dropped one."""

    a: tuple[str, ...]
    """Ids of segments of the first document, in its order."""
    b: tuple[str, ...]
    relation: UnitRelation
    """What happened above all: split or merged, else moved, else edited, else renumbered, else nothing."""
    score: float
    """Share of the words of both sides that the other holds in the same order; 0 for an unpaired unit."""
    evidence: tuple[str, ...]
    """Codes of :data:`UNIT_EVIDENCE`, sorted."""

    def __post_init__(self) -> None:
        if not self.a and not self.b:
            raise ValueError("a link without units")


class UnitAlignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Two documents unit by unit. Every unit with words stands in exactly one link, those without a partner alone.

    Links are in the order of the second document, a dropped unit after the one that it followed.
    """

    a: str
    """Slug of the first document."""
    b: str
    links: tuple[UnitLink, ...]
    coverage: float
    """Share of the words of the shorter document that stand in the other, in units paired with theirs."""

    @property
    def dropped(self) -> tuple[str, ...]:
        """Return the units of the first document that have no partner."""
        return tuple(link.a[0] for link in self.links if not link.b)

    @property
    def added(self) -> tuple[str, ...]:
        """Return the units of the second document that have no partner."""
        return tuple(link.b[0] for link in self.links if not link.a)


class NotAligned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answer where there is nothing to align: a side has no words, or the two are not versions of one text."""

    a: str
    b: str
    reason: Literal["empty", "unrelated"]
    coverage: float
    """Share of the words of the shorter document found in units that could be paired."""
    message: str


Alignment = UnitAlignment | NotAligned


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that an edit does, with the words of both sides.

    Where something was added or dropped, the quote of the side that lacks it is the place it is missing from: for words the
    words on either side of the gap, for a fact the clause of the same act, else the whole unit.
    """

    kind: ChangeKind
    before: str | None
    """The value in the first document: a verb, an id, a normalised date, the words; ``None`` where it is not there."""
    after: str | None
    before_evidence: tuple[Evidence, ...]
    """The quote of the first document; two pieces where a page break or a footnote stands between its words."""
    after_evidence: tuple[Evidence, ...]
    before_segment: str
    after_segment: str
    act: str | None = None
    """The verb of the act in whose clause it stands, as it is in the second document, else in the first."""
    by: float | None = None
    """How far: in steps of the force scale, in sessions or years, or in the unit of the quantity; positive is stronger,
    later, more."""
    status: Literal["certain", "contested"] = "certain"
    """``contested`` where it rests on words of a redline that nobody can decide, or that were struck at a guess. A fact that
    still stands in such words is a contested drop, with those words as the quote."""
    tier: Tier | None = None
    """How sure the redline is of the edits that the change rests on, by the lowest; ``None`` between texts that are none."""


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Words that stand word for word in both texts: the two places in the sources, and how many words."""

    a: Span
    b: Span
    words: int


class Passage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of two instruments that say the same; found by comparing the words, never from one citing the other."""

    a: str
    """Id of the segment of the first document."""
    b: str
    relation: PassageRelation
    score: float
    """0 to 1. Verbatim and near-verbatim: share of the words of the longer quote that the other has in order."""
    a_evidence: tuple[Evidence, ...]
    """The quote of the first document; two pieces where a page break or a footnote stands between its words."""
    b_evidence: tuple[Evidence, ...]
    runs: tuple[Run, ...] = ()
    """The runs of words in common within the two quotes, in order; empty for other words."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two documents compared: unit by unit where they are versions of one text, else by the passages they share."""

    alignment: Alignment
    changes: tuple[tuple[Change, ...], ...] = ()
    """For each link of the alignment, in its order; empty where there is no alignment."""
    passages: tuple[Passage, ...] = ()
    """Empty where the documents are versions of one text."""
    departures: tuple[tuple[Change, ...], ...] = ()
    """For each passage, in its order, what one that is nearly verbatim changes within its words; empty where there is none."""
    ordered: bool = False
    """Whether the first document is known to come before the second."""


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A change as ``digov align`` writes it."""

    kind: ChangeKind
    before: str | None
    after: str | None
    act: str | None = None
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    status: str = "certain"
    by: float | None = None
    tier: Tier | None = None


class AlignmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``digov align --format jsonl``: a pair of units or passages, or a unit that has no partner."""

    a: str | None
    """Printed label in the first document, the id of the segment where none is printed, null for an added unit."""
    b: str | None
    relation: UnitRelation | PassageRelation
    score: float
    changes: tuple[ChangeLine, ...] = ()
    a_segment: str | None
    b_segment: str | None
    evidence: tuple[str, ...] = ()
    a_quote: str | None = None
    """For passages: the words of the first document."""
    b_quote: str | None = None
