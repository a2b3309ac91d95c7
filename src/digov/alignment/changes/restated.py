"""What a restated passage changes: the verb that governs it, and the facts in its words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from digov.alignment.changes.deeds import PLAIN
from digov.alignment.changes.find import changes_of
from digov.alignment.changes.parties import verb_kind
from digov.alignment.changes.within import is_within
from digov.alignment.quoting import quotes_of
from digov.alignment.wording import body_start, words_of
from digov.model.alignment import CHANGES, Change, Passage, Side, UnitLink
from digov.model.document import Segment
from digov.model.evidence import Evidence
from digov.model.mention import Act, SegmentMentions
from digov.model.redline import RedlineSpan

_TOLD = ("modal-", "actor-replaced", "addressee-", "deadline-", "quantity-", "sdg-", "scope-")
"""How the kinds begin of what changes a commitment that is taken over by another instrument. Acts are told by the verb that
governs the passage; that a body or a reference came or went depends on where the passage ends."""


NEAR = 6
"""Words that may stand between the verb, or the opening of an item under it, and the passage that it governs."""


class _Governing(msgspec.Struct, frozen=True):
    """The act under which a passage stands, with the words of its verb."""

    act: Act
    evidence: tuple[Evidence, ...]
    segment: str


def changes_within(
    passages: Sequence[Passage],
    a: Side,
    b: Side,
    *,
    redline: Sequence[RedlineSpan] = (),
    redline_a: Sequence[RedlineSpan] = (),
) -> tuple[tuple[Change, ...], ...]:
    """Return for each passage how what it says is changed: another verb over it, and, where it is nearly verbatim, other facts in it.

    Passages in other words have none: it cannot be said what of theirs corresponds to what. Changes of wording are left out,
    and what changed in the two segments outside the passage.
    """
    near = [passage for passage in passages if passage.relation == "near-verbatim"]
    links = [
        UnitLink(a=(one.a,), b=(one.b,), relation="edited", score=one.score, evidence=("shared-words",)) for one in near
    ]
    made = iter(changes_of(links, a, b, redline=redline, redline_a=redline_a))
    sides = _Side(a), _Side(b)
    found: list[tuple[Change, ...]] = []
    for passage in passages:
        inside = (
            [
                one
                for one in next(made)
                if one.kind.startswith(_TOLD) and is_within(one, passage.a_evidence, passage.b_evidence)
            ]
            if passage.relation == "near-verbatim"
            else []
        )
        found.append((*_verb_change(passage, *sides), *inside) if passage.relation != "other-words" else ())
    return tuple(found)


class _Side:
    """Looks up the acts of one document."""

    def __init__(self, side: Side) -> None:
        self._source = side.document.source
        self._units: dict[str, tuple[Segment, SegmentMentions]] = {
            segment.id: (segment, found) for segment, found in zip(side.document.segments, side.mentions, strict=True)
        }

    def governing(self, segment_id: str, place: int) -> _Governing | None:
        """Return the act that governs the words from ``place`` of the source on: the last before them, else the chapeau's.

        ``None`` where it stands further off: what it asks or promises is then something else, in which the words only occur.
        """
        segment, found = self._units[segment_id]
        start = _index(segment, place)
        acts = [act for act in found.acts if not act.reported and act.verb != PLAIN]
        own = [act for act in acts if act.inherited_from is None and act.start <= start]
        taken_over = [act for act in acts if act.inherited_from is not None]
        act = max(own, key=lambda one: (one.start, one.end), default=taken_over[-1] if taken_over else None)
        if act is None:
            return None
        opening = body_start(segment) if act.inherited_from else act.end
        if opening < start and len(words_of(segment.text[opening:start])) > NEAR:
            return None
        home = self._units[act.inherited_from][0] if act.inherited_from else segment
        return _Governing(act, quotes_of(self._source, home, act.start, act.end, CHANGES), home.id)


def _index(segment: Segment, place: int) -> int:
    """Return the index in a segment's text of the character at ``place`` of the source."""
    for piece, start in zip(segment.pieces, segment.starts, strict=True):
        if place < piece.end:
            return start + max(place - piece.start, 0)
    return len(segment.text)


def _verb_change(passage: Passage, a: _Side, b: _Side) -> tuple[Change, ...]:
    before = a.governing(passage.a, passage.a_evidence[0].span.start)
    after = b.governing(passage.b, passage.b_evidence[0].span.start)
    kind = verb_kind(before.act, after.act) if before and after else None
    if before is None or after is None or kind is None:
        return ()
    return (
        Change(
            kind=kind,
            before=before.act.verb,
            after=after.act.verb,
            before_evidence=before.evidence,
            after_evidence=after.evidence,
            before_segment=before.segment,
            after_segment=after.segment,
            act=after.act.verb,
            by=float(after.act.force - before.act.force) or None,
        ),
    )
