"""The records of ``digov annotate``: one value per segment, the contract that files and graph share.

Offsets index the stored source text in code points; ``surface`` is always exactly the source text between them. The fields and their
meaning are the contract in ``docs/reference/annotate.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from digov.model.document import Document, Segment
from digov.model.issue import Issue
from digov.model.mention import (
    Act,
    BodyMention,
    DeadlineMention,
    EntityRef,
    GroupMention,
    Mention,
    QuantityMention,
    ReferenceMention,
    SegmentMentions,
    TopicMention,
)

_T = TypeVar("_T")


class FoundRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every record of something found may carry in a document that is a redline; left out elsewhere."""

    status: str | None = None
    """``asserted``, ``contested`` or ``dropped``."""
    tier: str | None = None
    """``A``, ``B`` or ``C``: how sure the status is."""


class EntityRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or addressee: id relative to the base (or null), canonical name, exact words (or null)."""

    id: str | None
    name: str
    surface: str | None


class ActRecord(FoundRecord, frozen=True, kw_only=True):
    """One act of a segment; offsets of an inherited act are those of the chapeau's words."""

    type: str
    verb: str
    surface: str
    start: int
    end: int
    actor: EntityRecord | None
    addressees: tuple[EntityRecord, ...]
    inherited_from: str | None
    reported: bool
    inner: bool
    modifiers: tuple[str, ...]
    force: int


class SdgRecord(FoundRecord, frozen=True, kw_only=True):
    """An explicit goal; ``goal`` is null and ``all`` true for "All SDGs"."""

    goal: int | None
    all: bool
    surface: str
    start: int
    end: int


class TargetRecord(FoundRecord, frozen=True, kw_only=True):
    """An explicit SDG target (``9.c``)."""

    target: str
    surface: str
    start: int
    end: int


class NamedRecord(FoundRecord, frozen=True, kw_only=True):
    """A body, group or topic named in the segment."""

    id: str | None
    name: str
    surface: str
    start: int
    end: int


class DeadlineRecord(FoundRecord, frozen=True, kw_only=True):
    """A deadline with its normalised value; an expression without one is an issue of the record instead."""

    surface: str
    start: int
    end: int
    kind: str
    value: str
    relation: str | None
    organ: str | None
    session: int | None
    year: int | None
    inherited_from: str | None


class ReferenceRecord(FoundRecord, frozen=True, kw_only=True):
    """A cited document: symbol or canonical title, our slug for the work, pinpoint, footnote number."""

    surface: str
    start: int
    end: int
    target: str
    instrument: str | None
    pinpoint: str | None
    footnote: str | None
    internal: bool


class QuantityRecord(FoundRecord, frozen=True, kw_only=True):
    """A measured or counted value."""

    surface: str
    start: int
    end: int
    value: float
    unit: str
    comparator: str
    measures: str | None


class IssueRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An issue at its place."""

    code: str
    message: str
    start: int | None
    end: int | None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One segment with everything found in it."""

    document: str
    part: str
    segment: str
    label: str | None
    inferred_label: str | None
    kind: str
    parent: str | None
    start: int
    end: int
    text: str
    acts: tuple[ActRecord, ...]
    sdgs: tuple[SdgRecord, ...]
    sdg_targets: tuple[TargetRecord, ...]
    bodies: tuple[NamedRecord, ...]
    groups: tuple[NamedRecord, ...]
    deadlines: tuple[DeadlineRecord, ...]
    references: tuple[ReferenceRecord, ...]
    quantities: tuple[QuantityRecord, ...]
    topics: tuple[NamedRecord, ...]
    issues: tuple[IssueRecord, ...]


class Fate(Protocol):
    """What became of something found in a redline."""

    @property
    def status(self) -> str:
        """Return ``asserted``, ``contested`` or ``dropped``."""

    @property
    def tier(self) -> str | None:
        """Return how sure that is."""


FateOf = Callable[[str, Mention, str | None], Fate]
"""From a segment's id, something found, and the id of the segment that it was taken over from, to its fate."""


def make_records(
    document: Document,
    mentions: Sequence[SegmentMentions],
    issues: Iterable[Issue] = (),
    *,
    fate_of: FateOf | None = None,
) -> tuple[Record, ...]:
    """Return one record per segment in document order; ``fate_of`` tells the status of what is found in a redline.

    Issues of the document and ``issues`` go to the record of their segment; those without one to the segment in which their place
    lies, else to the first record, so that none is lost.
    """
    maker = _Maker(document, fate_of)
    by_segment = maker.place(tuple(dict.fromkeys((*document.issues, *issues))))
    return tuple(
        maker.record(segment, found, by_segment.get(segment.id, ()))
        for segment, found in zip(document.segments, mentions, strict=True)
    )


def encode_records(records: Iterable[Record]) -> bytes:
    """Return ``records`` as JSON lines in UTF-8."""
    encoder = msgspec.json.Encoder()
    return b"".join(encoder.encode(record) + b"\n" for record in records)


class _Maker:
    def __init__(self, document: Document, fate_of: FateOf | None) -> None:
        self._document = document
        self._fate_of = fate_of
        self._text = document.source.text
        self._segments = document.by_id()

    def place(self, issues: Sequence[Issue]) -> Mapping[str, tuple[Issue, ...]]:
        placed: dict[str, list[Issue]] = {}
        if not self._document.segments:
            return {}
        for issue in issues:
            owner = issue.segment if issue.segment in self._segments else self._owner(issue)
            placed.setdefault(owner, []).append(issue)
        return {key: tuple(value) for key, value in placed.items()}

    def _owner(self, issue: Issue) -> str:
        if issue.start is not None:
            for span, segment_id in self._document.leaves:
                if span.start <= issue.start < span.end:
                    return segment_id
        return self._document.segments[0].id

    def record(self, segment: Segment, found: SegmentMentions, issues: Sequence[Issue]) -> Record:
        span = segment.span
        return Record(
            document=self._document.source.instrument.slug,
            part=segment.part,
            segment=segment.id,
            label=segment.label,
            inferred_label=segment.inferred_label,
            kind=segment.kind,
            parent=segment.parent,
            start=span.start,
            end=span.end,
            text=segment.text,
            acts=tuple(self._act(act, segment) for act in found.acts),
            sdgs=tuple(
                self._made(SdgRecord, m, segment, goal=None if m.all else m.goal, all=m.all) for m in found.sdgs
            ),
            sdg_targets=tuple(self._made(TargetRecord, m, segment, target=m.target) for m in found.targets),
            bodies=self._named(found.bodies, segment),
            groups=self._named(found.groups, segment),
            deadlines=(
                *(self._deadline(m, segment, o) for o, m in found.inherited_deadlines if m.value),
                *(self._deadline(m, segment, None) for m in found.deadlines if m.value),
            ),
            references=tuple(self._reference(m, segment) for m in found.references),
            quantities=tuple(self._quantity(m, segment) for m in found.quantities),
            topics=self._named(found.topics, segment),
            issues=tuple(IssueRecord(code=i.code, message=i.message, start=i.start, end=i.end) for i in issues),
        )

    def _named(
        self, found: Iterable[BodyMention | GroupMention | TopicMention], segment: Segment
    ) -> tuple[NamedRecord, ...]:
        return tuple(self._made(NamedRecord, m, segment, id=m.id, name=m.name) for m in found)

    def _reference(self, found: ReferenceMention, segment: Segment) -> ReferenceRecord:
        return self._made(
            ReferenceRecord,
            found,
            segment,
            target=found.target,
            instrument=found.instrument,
            pinpoint=found.pinpoint,
            footnote=found.footnote,
            internal=found.internal,
        )

    def _quantity(self, found: QuantityMention, segment: Segment) -> QuantityRecord:
        return self._made(
            QuantityRecord,
            found,
            segment,
            value=found.value,
            unit=found.unit,
            comparator=found.comparator,
            measures=found.measures,
        )

    def _deadline(self, found: DeadlineMention, segment: Segment, origin: str | None) -> DeadlineRecord:
        return self._made(
            DeadlineRecord,
            found,
            segment,
            kind=found.kind,
            value=found.value,
            relation=found.relation,
            organ=found.organ,
            session=found.session,
            year=found.year,
            inherited_from=origin,
            origin=origin,
        )

    def _act(self, act: Act, segment: Segment) -> ActRecord:
        home = self._segments[act.inherited_from] if act.inherited_from else segment
        return self._made(
            ActRecord,
            act,
            segment,
            origin=act.inherited_from,
            type=act.type,
            verb=act.verb,
            actor=None if act.actor is None else self._entity(act.actor, home),
            addressees=tuple(self._addressee(entity, home, segment) for entity in act.addressees),
            inherited_from=act.inherited_from,
            reported=act.reported,
            inner=act.inner,
            modifiers=act.modifiers,
            force=act.force,
        )

    def _addressee(self, entity: EntityRef, home: Segment, segment: Segment) -> EntityRecord:
        return self._entity(entity, segment if entity.in_item else home)

    def _entity(self, entity: EntityRef, segment: Segment) -> EntityRecord:
        surface = None
        if entity.start is not None and entity.end is not None and entity.end > entity.start:
            surface = segment.to_source(entity.start, entity.end).slice(self._text)
        return EntityRecord(id=entity.id, name=entity.name, surface=surface)

    def _made(
        self,
        make: Callable[..., _T],
        mention: Mention,
        segment: Segment,
        *,
        origin: str | None = None,
        **fields: object,
    ) -> _T:
        """Return the record that ``make`` makes at the place of ``mention``.

        Its offsets index the text of ``segment``, or of the segment ``origin`` that it is taken over from.
        """
        home = segment if origin is None else self._segments[origin]
        span = home.to_source(mention.start, max(mention.end, mention.start + 1))
        if self._fate_of is not None:
            fate = self._fate_of(segment.id, mention, origin)
            fields |= {"status": fate.status, "tier": fate.tier}
        return make(surface=span.slice(self._text), start=span.start, end=span.end, **fields)
