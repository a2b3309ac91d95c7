"""All mentions of a document: the recognizers in their order.

References come first, since bodies, years and numbers inside cited titles are none of their own; bodies before deadlines, since a session
needs its organ; acts last, since they need the entities. No recognizer sees what a later one found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from digov.mentions.acts.finder import ActFinder, Entities
from digov.mentions.bodies.finder import BodyFinder, BodyFindings
from digov.mentions.quantities.finder import find_quantities
from digov.mentions.references.finder import ReferenceFinder, ReferenceFindings
from digov.mentions.sdgs import find_sdgs
from digov.mentions.timing.deadlines import find_deadlines
from digov.mentions.topics import TopicFinder
from digov.model.document import Document, Segment
from digov.model.issue import Issue
from digov.model.lexicon import Lexicon
from digov.model.mention import Act, DeadlineMention, Mention, SegmentMentions
from digov.model.span import Span

_TIMED_KINDS = {"preamble", "paragraph", "item"}


class DocumentMentions(msgspec.Struct, frozen=True):
    """What was found in one document: one record per segment in document order, and the issues in source offsets."""

    segments: tuple[SegmentMentions, ...]
    issues: tuple[Issue, ...]


def annotate(document: Document, lexicon: Lexicon) -> DocumentMentions:
    """Return every mention in ``document``; same document and lexicon, same mentions."""
    reference_finder = ReferenceFinder(lexicon.works, document)
    references = {segment.id: reference_finder.find(segment) for segment in document.segments}
    masks = {segment_id: findings.masks for segment_id, findings in references.items()}
    bodies = BodyFinder(lexicon, document).find_all(masks)
    topics = TopicFinder(lexicon, document).find_all()
    year = _year(document)
    issues: list[Issue] = []
    found: dict[str, SegmentMentions] = {}
    for segment in document.segments:
        record, own_issues = _segment(segment, references[segment.id], bodies, lexicon, document, year)
        found[segment.id] = msgspec.structs.replace(record, topics=topics.get(segment.id, ()))
        issues.extend(own_issues)
    entities = {key: Entities(value.bodies, value.groups) for key, value in found.items()}
    acts = ActFinder(lexicon, document).find_all(entities)
    issues.extend(acts.issues)
    return DocumentMentions(_with_acts(document, found, acts.acts), tuple(sorted(issues, key=_issue_order)))


def _segment(
    segment: Segment,
    references: ReferenceFindings,
    bodies: dict[str, BodyFindings],
    lexicon: Lexicon,
    document: Document,
    year: int | None,
) -> tuple[SegmentMentions, list[Issue]]:
    named = bodies.get(segment.id) or BodyFindings()
    sdgs = find_sdgs(segment.text)
    issues = [*references.issues, *named.issues, *sdgs.issues]
    record = SegmentMentions(
        segment=segment.id,
        sdgs=sdgs.sdgs,
        targets=sdgs.targets,
        bodies=named.bodies,
        groups=named.groups,
        references=references.references,
    )
    if segment.kind in _TIMED_KINDS:
        masks = tuple(references.masks)
        deadlines = find_deadlines(
            segment.text,
            bodies=named.bodies,
            masks=masks,
            calendars=lexicon.calendars,
            speaker=document.source.instrument.organ,
            year=year,
        )
        taken = (*masks, *_spans(deadlines.deadlines), *_spans(sdgs.sdgs), *_spans(sdgs.targets))
        quantities = find_quantities(segment.text, masks=taken)
        issues.extend((*deadlines.issues, *quantities.issues))
        record = msgspec.structs.replace(record, deadlines=deadlines.deadlines, quantities=quantities.quantities)
    return record, [_placed(issue, segment) for issue in issues]


def _with_acts(
    document: Document, found: Mapping[str, SegmentMentions], acts: Mapping[str, tuple[Act, ...]]
) -> tuple[SegmentMentions, ...]:
    segments = document.by_id()
    done: dict[str, SegmentMentions] = {}
    for segment in document.segments:
        record = msgspec.structs.replace(found[segment.id], acts=acts.get(segment.id, ()))
        if segment.kind == "item" and segment.parent in done and _follows(record, done[segment.parent]):
            inherited = _inherited(segments[segment.parent], done[segment.parent])
            record = msgspec.structs.replace(record, inherited_deadlines=inherited)
        done[segment.id] = record
    return tuple(done[segment.id] for segment in document.segments)


def _follows(item: SegmentMentions, chapeau: SegmentMentions) -> bool:
    """Return whether ``item`` carries on what its chapeau does; an item with an act of its own in its place goes its own way."""
    performed = [act for act in chapeau.acts if not act.reported and act.verb != "state"]
    return not performed or any(act.inherited_from for act in item.acts)


def _inherited(chapeau: Segment, record: SegmentMentions) -> tuple[tuple[str, DeadlineMention], ...]:
    """Return the deadlines of ``chapeau`` that hold for its items: those before the items, and those it inherits itself.

    A deadline in the closing words after the items times what they close, not the items.
    """
    border = chapeau.starts[1] if len(chapeau.starts) > 1 else len(chapeau.text)
    if not chapeau.text[:border].rstrip().endswith(":"):
        return record.inherited_deadlines
    own = tuple((chapeau.id, deadline) for deadline in record.deadlines if deadline.end <= border)
    return (*record.inherited_deadlines, *own)


def _placed(issue: Issue, segment: Segment) -> Issue:
    """Return ``issue`` with its place in source offsets instead of offsets of the segment's text."""
    if issue.start is None or issue.end is None or issue.end <= issue.start:
        return msgspec.structs.replace(issue, start=segment.span.start, end=segment.span.end, segment=segment.id)
    span = segment.to_source(issue.start, issue.end)
    return msgspec.structs.replace(issue, start=span.start, end=span.end, segment=segment.id)


def _spans(mentions: Sequence[Mention]) -> tuple[Span, ...]:
    return tuple(Span(mention.start, mention.end) for mention in mentions)


def _year(document: Document) -> int | None:
    date = document.source.instrument.date
    return int(date[:4]) if date else None


def _issue_order(issue: Issue) -> tuple[int, str, str]:
    return (issue.start or 0, issue.code, issue.message)
