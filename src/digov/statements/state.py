"""From what was found in a document to what it states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from digov.model.alignment import Side
from digov.model.document import Document, Segment
from digov.model.evidence import Producers
from digov.model.issue import Issue
from digov.model.mention import DeadlineMention, Mention, QuantityMention, ReferenceMention, SegmentMentions
from digov.model.redline import Redline
from digov.model.statement import Description, DocumentStatements, Literal, Ref, Unasserted, entity, slug_of, term
from digov.statements.acts import ActStatements, sdg_links
from digov.statements.collect import Collector
from digov.statements.fates import Judge
from digov.statements.pinpoints import Labels
from digov.statements.predicates import (
    CITES,
    HAS_DEADLINE,
    HAS_QUANTITY,
    ID_LOCAL,
    IS_ABOUT,
    MENTIONS_BODY,
    MENTIONS_GROUP,
    SDG_BASE,
)
from digov.statements.quotes import Quoter
from digov.statements.values import (
    Properties,
    deadline_ref,
    deadline_years,
    describe_deadline,
    describe_quantity,
)

_SYMBOL: Final = re.compile(r"[A-Z][A-Z0-9]*(?:/[A-Z0-9.()\-]+)+", re.IGNORECASE)
_LISTS: Final = ("sdgs", "targets", "bodies", "groups", "deadlines", "references", "quantities", "topics")
_TITLE: Final = Ref("http://purl.org/dc/terms/title")


def state(
    document: Document,
    mentions: Sequence[SegmentMentions],
    *,
    producers: Producers | None = None,
    issues: Iterable[Issue] = (),
    held: Iterable[Document] = (),
    redline: Redline | None = None,
    standing: Side | None = None,
) -> DocumentStatements:
    """Return all that ``document`` states: every direct link with its evidence, and the nodes that the links join.

    ``mentions`` hold what was found, one per segment at most, in any order; ``issues`` are those of the mentions, the
    document's own are added. ``held`` are the documents whose paragraphs a citation may point to, beside this one.
    With the ``redline`` of the document, what only struck words say is dropped and what stands in undecided ones contested; neither
    is described. ``standing`` is the document without the struck words, with what is found in it then.
    The result does not depend on the order of the input. A mention of a segment that the document does not have, and
    two for one segment, are a :class:`ValueError`.
    """
    by_segment = {found.segment: found for found in mentions}
    order = {segment.id: place for place, segment in enumerate(document.segments)}
    if len(by_segment) != len(mentions) or not by_segment.keys() <= order.keys():
        raise ValueError(f"mentions do not fit the segments of {document.source.instrument.slug}")
    ordered = tuple(sorted(mentions, key=lambda found: order[found.segment]))
    judge = Judge(document, redline, standing)
    stater = _Stater(document, by_segment, producers or Producers(), Labels((document, *held)), judge)
    for found in ordered:
        stater.add(found)
    return DocumentStatements(
        document=document,
        mentions=ordered if redline is None else tuple(_asserted(found, Quoter(document, judge)) for found in ordered),
        issues=tuple(sorted({*document.issues, *issues, *stater.issues}, key=_issue_order)),
        statements=stater.collector.statements(),
        descriptions=stater.collector.descriptions(),
        unasserted=stater.collector.unasserted(),
        redline=redline,
    )


def _asserted(found: SegmentMentions, quoter: Quoter) -> SegmentMentions:
    """Return ``found`` without what a redline does not assert."""

    def stands(mention: Mention, origin: str | None = None) -> bool:
        return quoter.fate(found.segment, mention, origin).asserted

    taken = tuple((origin, one) for origin, one in found.inherited_deadlines if stands(one, origin))
    return msgspec.structs.replace(
        found,
        acts=tuple(act for act in found.acts if stands(act, act.inherited_from)),
        inherited_deadlines=taken,
        **{name: tuple(filter(stands, getattr(found, name))) for name in _LISTS},
    )


def _issue_order(issue: Issue) -> tuple[int, int, str, str, str]:
    """Return the key that puts issues in text order, those without a place last."""
    start = issue.start if issue.start is not None else 1 << 62
    return (start, issue.end or 0, issue.code, issue.segment or "", issue.message)


class _Stater:
    """Makes the statements of one document, segment by segment."""

    def __init__(
        self,
        document: Document,
        mentions: dict[str, SegmentMentions],
        producers: Producers,
        labels: Labels,
        judge: Judge,
    ) -> None:
        self.collector = Collector()
        self.issues: list[Issue] = []
        self._labels = labels
        self._slug = document.source.instrument.slug
        self._segments = document.by_id()
        self._footnotes = {(s.part, s.label): s.id for s in document.segments if s.kind == "footnote"}
        self._producers = producers
        self._quoter = Quoter(document, judge)
        self._years = deadline_years(_deadlines(mentions.values()))
        self._acts = ActStatements(document, mentions, self._quoter, producers, self._years)

    def add(self, found: SegmentMentions) -> None:
        """Add all that one segment states."""
        segment = entity(f"{self._slug}/{found.segment}")
        subjects = sdg_links(found, self._quoter, self._producers, SDG_BASE)
        for predicate, value, said in subjects:
            self.collector.state(segment, predicate, value, said)
        self._acts.add(found, segment, subjects, self.collector)
        self._entities(found, segment)
        self._deadlines(found, segment)
        for number, reference in enumerate(found.references, start=1):
            self._reference(reference, segment.fragment(f"reference-{number}"), segment, found.segment)
        for number, quantity in enumerate(found.quantities, start=1):
            self._quantity(quantity, segment.fragment(f"quantity-{number}"), segment, found.segment)

    def _quantity(self, mention: QuantityMention, ref: Ref, segment: Ref, segment_id: str) -> None:
        said = self._quoter.mention(segment_id, mention, self._producers.quantities)
        self.collector.state(segment, HAS_QUANTITY, ref, said)
        if said.fate.asserted:
            self.collector.describe(describe_quantity(ref, segment, mention))
        else:
            label = f"{mention.comparator} {mention.value:g} {mention.unit}"
            self.collector.name(Unasserted(subject=ref, kind=term("Quantity"), printed_in=segment, label=label))

    def _entities(self, found: SegmentMentions, segment: Ref) -> None:
        """Link the bodies, groups and topics that the segment names; what stayed open has no link."""
        rows = (
            *((MENTIONS_BODY, body.id, body, self._producers.bodies) for body in found.bodies),
            *((MENTIONS_GROUP, group.id, group, self._producers.bodies) for group in found.groups),
            *((IS_ABOUT, topic.id, topic, self._producers.topics) for topic in found.topics),
        )
        for predicate, entity_id, mention, producer in rows:
            if entity_id is not None:
                said = self._quoter.mention(found.segment, mention, producer)
                self.collector.state(segment, predicate, entity(entity_id), said)

    def _deadlines(self, found: SegmentMentions, segment: Ref) -> None:
        """Add a node for each timing expression, and link the segment to the values, taken over ones included."""
        producer = self._producers.deadlines
        for number, deadline in enumerate(found.deadlines, start=1):
            said = self._quoter.mention(found.segment, deadline, producer)
            if deadline.value:
                self.collector.state(segment, HAS_DEADLINE, deadline_ref(deadline), said)
                self._describe_deadline(deadline)
            timing = segment.fragment(f"timing-{number}")
            if said.fate.asserted:
                self.collector.describe(_timing(timing, segment, deadline))
            else:
                label = deadline.value or said.evidence[0].exact
                self.collector.name(
                    Unasserted(subject=timing, kind=term("TimingMention"), printed_in=segment, label=label)
                )
        for chapeau, deadline in found.inherited_deadlines:
            if deadline.value:
                said = self._quoter.mention(chapeau, deadline, producer)
                said = self._quoter.inherited(said, found.segment, producer)
                self.collector.state(segment, HAS_DEADLINE, deadline_ref(deadline), said)
                self._describe_deadline(deadline)

    def _describe_deadline(self, deadline: DeadlineMention) -> None:
        for description in describe_deadline(deadline, self._years):
            self.collector.describe(description)

    def _reference(self, mention: ReferenceMention, ref: Ref, segment: Ref, segment_id: str) -> None:
        """Add a citation: its node, and the direct links to the work and to the segment cited."""
        properties: Properties = [
            (term("statedIn"), segment),
            (term("target"), Literal(mention.target)),
            (term("isInternal"), Literal.boolean(mention.internal)),
        ]
        cited: list[Ref] = []
        work = self._slug if mention.internal else self._work(mention)
        if work is not None:
            properties.append((term("citedInstrument"), entity(work)))
            places = self._cited_segments(mention, work, segment_id)
            cited = [*([] if mention.internal else [entity(work)]), *places]
            properties.extend((term("citedSegment"), place) for place in places)
        if mention.pinpoint is not None:
            properties.append((term("pinpoint"), Literal(mention.pinpoint)))
        footnote = self._footnote(mention, self._segments[segment_id])
        if footnote is not None:
            properties.append((term("inFootnote"), entity(f"{self._slug}/{footnote}")))
        said = self._quoter.mention(segment_id, mention, self._producers.references)
        if said.fate.asserted:
            self.collector.describe(Description(subject=ref, types=(term("Reference"),), properties=tuple(properties)))
        else:
            node = Unasserted(subject=ref, kind=term("Reference"), printed_in=segment, label=mention.target)
            self.collector.name(node)
        for value in cited:
            self.collector.state(segment, CITES, value, said)

    def _cited_segments(self, mention: ReferenceMention, work: str, segment_id: str) -> tuple[Ref, ...]:
        """Return the segments of ours that a pinpoint names; one that our text does not have is an issue."""
        if mention.pinpoint is None or not self._labels.holds(work):
            return ()
        found = self._labels.find(work, mention.pinpoint)
        if found is None:
            place = self._segments[segment_id].to_source(mention.start, max(mention.end, mention.start + 1))
            message = f"no paragraph {mention.pinpoint} in {work}"
            self.issues.append(Issue("unresolved-pinpoint", message, place.start, place.end, segment_id))
        return tuple(entity(f"{work}/{name}") for name in found or ())

    def _work(self, mention: ReferenceMention) -> str | None:
        """Return the slug of the cited work; a symbol that no lexicon lists is a work under its own slug."""
        if mention.instrument is not None:
            return mention.instrument
        if not _SYMBOL.fullmatch(mention.target):
            return None
        slug = slug_of(mention.target)
        properties: Properties = [(ID_LOCAL, Literal(mention.target)), (_TITLE, Literal(mention.target))]
        self.collector.describe(
            Description(subject=entity(slug), types=(term("Instrument"),), properties=tuple(properties))
        )
        return slug

    def _footnote(self, mention: ReferenceMention, segment: Segment) -> str | None:
        """Return the id of the footnote in which the words stand: one anchored in the segment, else one of its part."""
        if mention.footnote is None:
            return None
        for _, anchored in segment.anchors:
            if anchored in self._segments and self._segments[anchored].label == mention.footnote:
                return anchored
        return self._footnotes.get((segment.part, mention.footnote))


def _timing(ref: Ref, segment: Ref, mention: DeadlineMention) -> Description:
    properties: Properties = [(term("statedIn"), segment)]
    if mention.relation is not None:
        properties.append((term("timingRelation"), Literal(mention.relation)))
    if mention.value:
        properties.append((term("deadline"), deadline_ref(mention)))
    return Description(subject=ref, types=(term("TimingMention"),), properties=tuple(properties))


def _deadlines(mentions: Iterable[SegmentMentions]) -> Iterable[DeadlineMention]:
    for found in mentions:
        yield from (deadline for deadline in found.deadlines if deadline.value)
        yield from (deadline for _, deadline in found.inherited_deadlines if deadline.value)
