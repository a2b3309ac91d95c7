"""Scores: precision, recall and F1 per field of the records against the gold annotation, and every error with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from digov.evaluation.gold import GoldSegment
from digov.records import Record

FIELDS = (
    "labels", "main act", "acts", "actor", "addressees", "sdgs", "bodies", "deadlines", "references", "quantities",
)  # fmt: skip

RANK = (
    "decide", "request", "commit", "call", "urge", "invite", "encourage", "recommend", "support", "will", "aim", "reaffirm",
    "welcome", "note", "recognize", "recall", "concern", "emphasize", "other",
)  # fmt: skip
"""Act types from strongest to weakest, as the annotation guideline ranks them for choosing a main act."""


class Score(msgspec.Struct, frozen=True):
    """Counts of one field: ``right`` found as annotated, ``missing`` not found, ``spurious`` found but not annotated."""

    right: int
    missing: int
    spurious: int

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right (1.0 when nothing was found)."""
        found = self.right + self.spurious
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the annotation that was found (1.0 when nothing was annotated)."""
        expected = self.right + self.missing
        return self.right / expected if expected else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Error(msgspec.Struct, frozen=True, order=True):
    """One difference from the gold: where, in which field, what."""

    document: str
    label: str
    field: str
    kind: Literal["missing", "spurious"]
    value: str


class Evaluation(msgspec.Struct, frozen=True):
    """Scores by field and all errors, sorted."""

    scores: dict[str, Score]
    errors: tuple[Error, ...]
    segments: int


def main_type(types: Iterable[str]) -> str | None:
    """Return the strongest of ``types`` by the guideline's rank, or ``None`` when there is none.

    >>> main_type(["recognize", "request"])
    'request'
    """
    return min(types, key=RANK.index, default=None)


def evaluate(
    gold: Sequence[GoldSegment], records: Iterable[Record], *, same_work: Callable[[str], str] = str
) -> Evaluation:
    """Return the scores of ``records`` on ``gold``; ``same_work`` maps a symbol or title to one key per work."""
    finder = _Finder(records)
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    errors: list[Error] = []
    for segment in gold:
        record = finder.find(segment)
        expected = _expected(segment, same_work)
        found = _found(record, finder, same_work) if record else {field: Counter[str]() for field in FIELDS}
        for field in FIELDS:
            if field in segment.open or (field in {"main act", "acts"} and {"acts", "main"} & set(segment.open)):
                continue
            _compare(segment, field, expected[field], found[field], counts[field], errors)
    scores = {f: Score(c["right"], c["missing"], c["spurious"]) for f, c in counts.items()}
    return Evaluation(scores, tuple(sorted(errors)), len(gold))


class _Finder:
    """Finds the record of an annotated segment: by the place of its words, or by label where no place is given."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_document: dict[str, list[Record]] = {}
        self._by_id: dict[tuple[str, str], Record] = {}
        for record in records:
            self._by_id[record.document, record.segment] = record
            if record.kind in {"paragraph", "item", "preamble"}:
                self._by_document.setdefault(record.document, []).append(record)

    def find(self, segment: GoldSegment) -> Record | None:
        """Return the record in whose words the annotated ones lie."""
        records = self._by_document.get(segment.document, [])
        if segment.start is None:
            return next((record for record in records if record.label == segment.label), None)
        holding = [record for record in records if record.start <= segment.start < record.end]
        return max(holding, key=lambda record: record.start, default=None)

    def parent_of(self, record: Record) -> Record | None:
        """Return the record of the segment above, if any."""
        return self._by_id.get((record.document, record.parent)) if record.parent else None


def _compare(
    segment: GoldSegment,
    field: str,
    expected: Counter[str],
    found: Counter[str],
    counts: Counter[str],
    errors: list[Error],
) -> None:
    counts["right"] += sum((expected & found).values())
    for value, times in (expected - found).items():
        counts["missing"] += times
        errors.extend(Error(segment.document, segment.label, field, "missing", value) for _ in range(times))
    for value, times in (found - expected).items():
        counts["spurious"] += times
        errors.extend(Error(segment.document, segment.label, field, "spurious", value) for _ in range(times))


def _expected(segment: GoldSegment, same_work: Callable[[str], str]) -> Mapping[str, Counter[str]]:
    performed = [act.type for act in segment.acts if not act.reported]
    sdgs = "all" if segment.all_sdgs else ",".join(str(goal) for goal in sorted(set(segment.sdgs)))
    return {
        "labels": Counter([f"{segment.label} {segment.kind} under {segment.parent}"]),
        "main act": Counter([segment.main or "other"]),
        "acts": Counter(kind for kind in performed if kind != "other"),
        "actor": Counter([segment.actor] if segment.actor else ()),
        "addressees": Counter(set(segment.addressees)),
        "sdgs": Counter([sdgs + "|" + ",".join(segment.sdg_targets)]) if sdgs or segment.sdg_targets else Counter(),
        "bodies": Counter(body.name for body in segment.bodies),
        "deadlines": Counter(f"{deadline.kind} {deadline.value}" for deadline in segment.deadlines),
        "references": Counter(_reference(r.target, r.pinpoint, same_work) for r in segment.references),
        "quantities": Counter(_quantity(q.value, q.unit, q.comparator) for q in segment.quantities),
    }


def _found(record: Record, finder: _Finder, same_work: Callable[[str], str]) -> Mapping[str, Counter[str]]:
    performed = [act for act in record.acts if not act.reported]
    main = main_type(act.type for act in performed)
    strongest = next((act for act in performed if act.type == main), None)
    parent = finder.parent_of(record)
    goals = (
        "all"
        if any(sdg.all for sdg in record.sdgs)
        else ",".join(str(goal) for goal in sorted({sdg.goal for sdg in record.sdgs if sdg.goal}))
    )
    targets = ",".join(target.target for target in record.sdg_targets)
    return {
        "labels": Counter([f"{record.label} {record.kind} under {parent.label if parent else None}"]),
        "main act": Counter([main or "other"]),
        "acts": Counter(act.type for act in performed if act.type != "other"),
        "actor": Counter([strongest.actor.name] if strongest and strongest.actor else ()),
        "addressees": Counter({entity.name for act in performed for entity in act.addressees}),
        "sdgs": Counter([goals + "|" + targets]) if goals or targets else Counter(),
        "bodies": Counter(body.name for body in record.bodies),
        "deadlines": Counter(f"{deadline.kind} {deadline.value}" for deadline in record.deadlines),
        "references": Counter(_reference(r.target, r.pinpoint, same_work) for r in record.references),
        "quantities": Counter(_quantity(q.value, q.unit, q.comparator) for q in record.quantities),
    }


def _reference(target: str, pinpoint: str | None, same_work: Callable[[str], str]) -> str:
    return f"{same_work(target)}#{(pinpoint or '').replace(' ', '')}"


def _quantity(value: float, unit: str, comparator: str) -> str:
    return f"{comparator}{value:g} {unit.lower()}"
