"""Mentions: what a recognizer found, as a span of a segment's text with a normalised value.

``start`` and ``end`` of every mention index the *closed text* of its segment (:attr:`digov.model.document.Segment.text`); the
pipeline turns them into source offsets with :meth:`digov.model.document.Segment.to_source`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ActType = Literal[
    "decide",
    "request",
    "commit",
    "call",
    "urge",
    "invite",
    "encourage",
    "recommend",
    "support",
    "will",
    "aim",
    "reaffirm",
    "welcome",
    "note",
    "recognize",
    "recall",
    "concern",
    "emphasize",
    "other",
]
DeadlineKind = Literal["year", "date", "period", "session", "duration", "recurrence"]
DeadlineRelation = Literal["by", "before", "at", "in", "during", "within", "from", "until", "after", "for", "every"]
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]


class Mention(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A span of a segment's closed text that says something; the subclasses add what."""

    start: int
    end: int


class EntityRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A body or group that a segment names: id relative to the base, canonical name, and where it stands (or nowhere)."""

    id: str | None
    """``body/itu``, ``group/member-states``; ``None`` when the name is a body by form but not in the lexicon, or left open."""
    name: str
    start: int | None = None
    end: int | None = None
    in_item: bool = False
    """For an inherited act: the words stand in the item itself, not in the chapeau ("We call on:" … "(a) Companies … to")."""


class SdgMention(Mention, frozen=True, kw_only=True):
    """An explicit link to one goal, or to all (``goal`` 0, ``all`` true)."""

    goal: int
    all: bool = False


class TargetMention(Mention, frozen=True, kw_only=True):
    """An explicit SDG target: ``9.c``."""

    target: str


class BodyMention(Mention, frozen=True, kw_only=True):
    """A named body. ``id`` is ``None`` when the short form stays open (an issue says why) or the body is not in the lexicon."""

    id: str | None
    name: str
    form: Literal["full", "acronym", "short", "variant"] = "full"
    basis: str | None = None
    """What a short form was resolved by: ``section heading``, ``last named``, ``defined in text``, ``speaker``."""


class GroupMention(Mention, frozen=True, kw_only=True):
    """A stakeholder group: Member States, all stakeholders, private sector …"""

    id: str
    name: str


class DeadlineMention(Mention, frozen=True, kw_only=True):
    """Timing of an act or a planned event, with its normalised value.

    ``value``: ``2030``, ``2024-12``, ``2016-09/2018-01``, ``GA-81``, ``P12M``, ``R/P1Y``. ``year`` is the calendar year it falls in when one
    follows (a session's, a date's); ``organ`` is a body id for sessions.
    """

    kind: DeadlineKind
    value: str
    relation: DeadlineRelation | None = None
    organ: str | None = None
    session: int | None = None
    year: int | None = None


class ReferenceMention(Mention, frozen=True, kw_only=True):
    """A cited document, or a place in it.

    ``target`` is a symbol (``A/RES/70/125``) or the canonical title of a named instrument; ``instrument`` the work's id when it is in
    the lexicon or one of ours (``tunis-agenda``, ``a-res-70-125``).
    """

    target: str
    instrument: str | None = None
    pinpoint: str | None = None
    footnote: str | None = None
    """Number of the footnote in which the words stand, when they do."""
    internal: bool = False
    """True when the target is the document itself (``paragraph 4 above``)."""


class QuantityMention(Mention, frozen=True, kw_only=True):
    """A measured or counted value: number, unit, comparator, and the words that say what is measured."""

    value: float
    unit: str
    comparator: Comparator = "="
    measures: str | None = None


class TopicMention(Mention, frozen=True, kw_only=True):
    """A topic: WSIS action line, Compact objective or principle, section theme. ``id`` relative to the base: ``action-line/c2``."""

    id: str
    name: str


class Act(Mention, frozen=True, kw_only=True):
    """What a segment does: one operative verb, who performs it, who is asked.

    ``start``/``end`` cover the words of the act (subject, modifiers and verb: ``We commit by 2030 to``). ``inherited_from`` is the id of the
    chapeau's segment for acts that an item takes over; then ``start``/``end`` index the chapeau's text.
    """

    type: ActType
    verb: str
    """Lemma: ``call upon``, ``take note``."""
    force: int
    actor: EntityRef | None = None
    addressees: tuple[EntityRef, ...] = ()
    modifiers: tuple[str, ...] = ()
    inherited_from: str | None = None
    reported: bool = False
    inner: bool = False
    """True for an act that stands inside another (a commitment *to* call on somebody)."""


class SegmentMentions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that the recognizers found in one segment, each list in text order."""

    segment: str
    acts: tuple[Act, ...] = ()
    sdgs: tuple[SdgMention, ...] = ()
    targets: tuple[TargetMention, ...] = ()
    bodies: tuple[BodyMention, ...] = ()
    groups: tuple[GroupMention, ...] = ()
    deadlines: tuple[DeadlineMention, ...] = ()
    inherited_deadlines: tuple[tuple[str, DeadlineMention], ...] = ()
    """Deadlines of the chapeau that hold for this item: (id of the chapeau's segment, mention in its text)."""
    references: tuple[ReferenceMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    topics: tuple[TopicMention, ...] = ()
