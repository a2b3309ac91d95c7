"""Curated decisions applied: a person's reading takes the place of the rules' at one place.

A decision that fits nothing any more is an error, not a silence: the rule or the text it was about has changed, and somebody should look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from digov.model.curated import Decision
from digov.model.document import Document
from digov.model.errors import ConfigError
from digov.model.mention import Mention, SegmentMentions

_REMEDY = "look at the segment with digov show, and mend or remove the row in data/curated"


def apply_decisions(
    document: Document, mentions: Sequence[SegmentMentions], decisions: Iterable[Decision]
) -> tuple[SegmentMentions, ...]:
    """Return ``mentions`` with the decisions about ``document`` applied in order.

    Raises :class:`ConfigError` when a decision names a segment, words or a value that are not there.
    """
    slug = document.source.instrument.slug
    texts = {segment.id: segment.text for segment in document.segments}
    found = {record.segment: record for record in mentions}
    for decision in decisions:
        if decision.document != slug:
            continue
        if decision.segment not in found:
            raise ConfigError(f"no segment {decision.segment!r}", where=_place(decision), remedy=_REMEDY)
        found[decision.segment] = _applied(found[decision.segment], texts[decision.segment], decision)
    return tuple(found[record.segment] for record in mentions)


def _applied(record: SegmentMentions, text: str, decision: Decision) -> SegmentMentions:
    held: tuple[Mention, ...] = getattr(record, decision.field)
    fitting = [m for m in held if text[m.start : m.end] == decision.surface]
    if not 1 <= decision.occurrence <= len(fitting):
        message = f"no mention {decision.occurrence} with the words {decision.surface!r}"
        raise ConfigError(message, where=_place(decision), remedy=_REMEDY)
    chosen = fitting[decision.occurrence - 1]
    changed = tuple(_changed(m, decision) if m is chosen else m for m in held)
    return msgspec.structs.replace(record, **{decision.field: tuple(m for m in changed if m is not None)})


def _changed(mention: Mention, decision: Decision) -> Mention | None:
    if decision.action == "drop":
        return None
    try:
        return msgspec.convert({**msgspec.structs.asdict(mention), **decision.values}, type(mention))
    except msgspec.ValidationError as error:
        raise ConfigError(str(error), where=_place(decision), remedy=_REMEDY) from error


def _place(decision: Decision) -> str:
    return f"{decision.document} {decision.segment} {decision.field}"
