"""Verb, actor and addressees of an act that stands on both sides, in its own words or taken over from a chapeau."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from digov.alignment.changes.view import View
from digov.alignment.quoting import quotes_of
from digov.model.alignment import CHANGES, Change, ChangeKind
from digov.model.document import Segment
from digov.model.mention import Act, EntityRef, SegmentMentions

Units = Mapping[str, tuple[Segment, SegmentMentions]]
Span = tuple[int, int]


class PartyEdit(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or addressee that came, went or was replaced; the spans are in the text of the act's segment."""

    kind: ChangeKind
    before: str | None
    after: str | None
    before_span: Span | None
    after_span: Span | None


def verb_kind(before: Act, after: Act) -> ChangeKind | None:
    """Return what happened to the verb of an act on the force scale; ``None`` when it is the same verb."""
    if before.force != after.force:
        return "verb-strengthened" if after.force > before.force else "verb-weakened"
    return None if _plain(before.verb) == _plain(after.verb) else "verb-replaced"


def _plain(verb: str) -> str:
    """Return a verb with its freedom of print taken away: to call upon and to call on are one."""
    return verb.replace(" upon", " on")


def party_edits(before: Act, after: Act) -> Iterator[PartyEdit]:
    """Yield what happened to the actor and to the addressees of an act."""
    actors = ([before.actor] if before.actor else [], [after.actor] if after.actor else [])
    yield from _edits(("actor-dropped", "actor-replaced", "actor-added"), *actors)
    yield from _edits(
        ("addressee-dropped", "addressee-replaced", "addressee-added"), before.addressees, after.addressees
    )


def _edits(
    kinds: tuple[ChangeKind, ChangeKind, ChangeKind], before: Sequence[EntityRef], after: Sequence[EntityRef]
) -> Iterator[PartyEdit]:
    names_before, names_after = {_name(entity) for entity in before}, {_name(entity) for entity in after}
    lost = [entity for entity in before if _name(entity) not in names_after]
    gained = [entity for entity in after if _name(entity) not in names_before]
    if len(lost) == len(gained) == 1:
        yield _edit(kinds[1], lost[0], gained[0])
        return
    for entity in lost:
        yield _edit(kinds[0], entity, None)
    for entity in gained:
        yield _edit(kinds[2], None, entity)


def _edit(kind: ChangeKind, before: EntityRef | None, after: EntityRef | None) -> PartyEdit:
    return PartyEdit(
        kind=kind,
        before=_name(before) if before else None,
        after=_name(after) if after else None,
        before_span=_span(before),
        after_span=_span(after),
    )


def _name(entity: EntityRef) -> str:
    return entity.id or entity.name


def _span(entity: EntityRef | None) -> Span | None:
    if entity is None or entity.start is None or entity.end is None or entity.start >= entity.end:
        return None
    return entity.start, entity.end


def inherited_changes(
    a: View, b: View, units: tuple[Units, ...], partners: Mapping[str, frozenset[str]]
) -> Iterator[Change]:
    """Yield what became of the acts that an item takes over, where its chapeau is not paired with the new one.

    A change in paired chapeaux is told there, once, and not again for every item.
    """
    before, after = _inherited(a), _inherited(b)
    for one, other in zip(before, after, strict=False):
        home, new_home = str(one.inherited_from), str(other.inherited_from)
        kind = verb_kind(one, other)
        if kind is None or new_home in partners.get(home, frozenset()):
            continue
        segment, new_segment = units[0][home][0], units[1][new_home][0]
        yield Change(
            kind=kind,
            before=one.verb,
            after=other.verb,
            before_evidence=quotes_of(a.source, segment, one.start, one.end, CHANGES),
            after_evidence=quotes_of(b.source, new_segment, other.start, other.end, CHANGES),
            before_segment=home,
            after_segment=new_home,
            act=other.verb,
            by=float(other.force - one.force) or None,
        )


def _inherited(view: View) -> list[Act]:
    return [act for found in view.mentions for act in found.acts if act.inherited_from is not None and not act.reported]


def inherited_verb(view: View) -> str | None:
    """Return the verb that the first item of a view takes over from its chapeau."""
    acts = _inherited(view)
    return acts[0].verb if acts else None
