"""Acts of a document: who acts, who is asked, what items take over from their chapeau.

Rules follow the annotation guideline: items inherit the act of their chapeau unless they open with an act of their own; an
act addressed to somebody inside a commitment is kept as an inner act; reported acts are marked and never inherited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from digov.mentions.acts.addressees import find_addressees, find_subject
from digov.mentions.acts.context import body_start
from digov.mentions.acts.find import DIRECTIVE, FoundAct, Setting, find_acts, plain_words
from digov.mentions.acts.repeated import asked_again
from digov.mentions.acts.verb_forms import VerbForm, index_verbs
from digov.model.document import Document, Segment
from digov.model.issue import Issue
from digov.model.lexicon import Lexicon
from digov.model.mention import Act, BodyMention, EntityRef, GroupMention

MEMBER_STATES = EntityRef(id="group/member-states", name="Member States")
_ACTING_KINDS = {"preamble", "paragraph", "item"}
_SENTENCE_END = re.compile(r"[.;](?:\s|$)(?!\s*\(?(?:SDG|All SDG))|\.”")
_ASKING = DIRECTIVE - {"recommend"}


class Entities(msgspec.Struct, frozen=True):
    """The bodies and groups that a segment names, in text order."""

    bodies: tuple[BodyMention, ...] = ()
    groups: tuple[GroupMention, ...] = ()


class ActFindings(msgspec.Struct, frozen=True):
    """Acts by segment id, and the issues met."""

    acts: Mapping[str, tuple[Act, ...]]
    issues: tuple[Issue, ...]


class ActFinder:
    """Finds the acts of one document; built with the lexicon, fed with the entities of every segment."""

    def __init__(self, lexicon: Lexicon, document: Document) -> None:
        self._index: Mapping[str, tuple[VerbForm, ...]] = index_verbs(lexicon.verbs)
        self._document = document
        self._speaker = _speaker(lexicon, document)
        self._first_person = _speaks_in_first_person(document)
        self._by_id = document.by_id()

    def find_all(self, entities: Mapping[str, Entities]) -> ActFindings:
        """Return the acts of every segment in text order, inherited ones first."""
        acts: dict[str, tuple[Act, ...]] = {}
        issues: list[Issue] = []
        for segment in self._document.segments:
            if segment.kind not in _ACTING_KINDS:
                continue
            own = self._own_acts(segment, entities.get(segment.id, Entities()), acts)
            inherited = self._inherited(segment, own, acts, entities.get(segment.id, Entities()))
            found = (*inherited, *own)
            if not any(not act.reported for act in found) and segment.kind == "paragraph" and self._states():
                found = (*found, *self._statement(segment))
            acts[segment.id] = found
            if self._speaker is None and any(not act.reported and act.actor is None for act in found):
                issues.append(
                    Issue(code="open-actor", message="nobody could be named who acts here", segment=segment.id)
                )
        return ActFindings(acts, tuple(issues))

    def _states(self) -> bool:
        return self._document.source.instrument.kind != "report"

    def _setting(self, segment: Segment) -> Setting:
        kind = self._document.source.instrument.kind
        if kind == "report":
            return Setting(third=False)
        return Setting(
            participle=segment.kind == "preamble",
            third=segment.kind != "preamble",
            base_head=segment.kind in {"paragraph", "item"},
            past_organ=kind == "decision",
        )

    def _own_acts(self, segment: Segment, entities: Entities, before: Mapping[str, tuple[Act, ...]]) -> tuple[Act, ...]:
        text = plain_words(segment.text)
        found = find_acts(text, self._index, self._setting(segment))
        chapeau = self._chapeau_acts(segment, before)
        acts: list[Act] = []
        for position, act in enumerate(found):
            if act.border == "head" and act.form.form == "base" and not act.reported:
                if not self._opens_with_own(act, segment, chapeau):
                    continue
                act = msgspec.structs.replace(act, border="own-head")
            inner = bool(chapeau) and act.border == "own-head"
            clause_end = _clause_end(text, found, position)
            previous = max((other.start for other in acts if not other.reported), default=0)
            acts.append(self._act(act, text, entities, clause_end, previous, inner=inner))
        return tuple(acts)

    def _opens_with_own(self, act: FoundAct, segment: Segment, chapeau: tuple[Act, ...]) -> bool:
        """Return whether a base form at the head is an act of its own and not what the chapeau asks for.

        "Call on companies to …", "Encourage partnerships" and "Aim to ensure …" are; "Recognize …" after "We commit to:" is what
        is committed to.
        """
        if not chapeau:
            return self._first_person or segment.kind == "item" or segment.part != "main"
        return act.form.verb.type == "aim" or act.form.verb.type in _ASKING

    def _act(
        self, found: FoundAct, text: str, entities: Entities, clause_end: int, previous: int, *, inner: bool
    ) -> Act:
        verb = found.form.verb
        addressees: tuple[EntityRef, ...] = ()
        if found.border == "passive":
            addressees = find_subject(text, found.start, entities.bodies, entities.groups)
        else:
            asks_from = found.verb_end if verb.type in _ASKING and not found.reported else None
            if verb.type == "reaffirm" and not found.reported:
                asks_from = asked_again(text, found.verb_end)
            if asks_from is not None:
                addressees = find_addressees(
                    text, asks_from, clause_end, entities.bodies, entities.groups, for_phrase=verb.lemma == "call for"
                ) or _pronoun(text, found, clause_end, entities, previous)
        return Act(
            start=found.start,
            end=found.end,
            type=verb.type,
            verb=verb.lemma,
            force=verb.force,
            actor=None if found.reported else self._actor(found, text),
            addressees=addressees,
            modifiers=found.modifiers,
            reported=found.reported,
            inner=inner,
        )

    def _actor(self, found: FoundAct, text: str) -> EntityRef | None:
        if found.border in {"we", "i"}:
            speaker = self._speaker or MEMBER_STATES
            if found.border == "we" and (speaker.id or "").startswith("body/"):
                speaker = MEMBER_STATES  # "we" in a declaration that a resolution carries are the States, not the organ
            width = 2 if found.border == "we" else 1
            if text[found.start : found.start + 3].lower() == "our":
                width = 3
            return EntityRef(id=speaker.id, name=speaker.name, start=found.start, end=found.start + width)
        return self._speaker

    def _chapeau_acts(self, segment: Segment, acts: Mapping[str, tuple[Act, ...]]) -> tuple[Act, ...]:
        if segment.kind != "item" or segment.parent is None:
            return ()
        parent = self._by_id.get(segment.parent)
        if parent is None or parent.kind not in _ACTING_KINDS:
            return ()
        border = parent.starts[1] if len(parent.starts) > 1 else len(parent.text)
        performed = [act for act in acts.get(parent.id, ()) if not act.reported and act.verb != "state"]
        own = [act for act in performed if act.inherited_from is None and act.end <= border]
        chosen = own[-1:] or [act for act in performed if act.inherited_from is not None][-1:]
        return tuple(
            act if act.inherited_from else msgspec.structs.replace(act, inherited_from=parent.id) for act in chosen
        )

    def _inherited(
        self, segment: Segment, own: tuple[Act, ...], acts: Mapping[str, tuple[Act, ...]], entities: Entities
    ) -> tuple[Act, ...]:
        chapeau = self._chapeau_acts(segment, acts)
        opening = next((act for act in own if not act.reported), None)
        if opening is not None and _opens(segment.text, opening) and (opening.addressees or not opening.inner):
            return ()
        return tuple(self._asked_in_item(act, segment, entities) for act in chapeau)

    def _asked_in_item(self, act: Act, segment: Segment, entities: Entities) -> Act:
        """Return the chapeau's act with the item's addressees when the chapeau names nobody ("We call on:")."""
        if act.addressees or act.type not in _ASKING:
            return act
        text = plain_words(segment.text)
        clause_end = _clause_end(text, (), -1)
        asked = find_addressees(text, body_start(text), clause_end, entities.bodies, entities.groups)
        placed = tuple(msgspec.structs.replace(entity, in_item=True) for entity in asked)
        return msgspec.structs.replace(act, addressees=placed) if placed else act

    def _statement(self, segment: Segment) -> tuple[Act, ...]:
        """Return the plain statement that a paragraph without operative verb makes."""
        form = next((f for f in self._index.get("state", ()) if f.form == "base"), None)
        if form is None or not segment.text.strip() or self._document.source.instrument.kind == "unknown":
            return ()
        end = _clause_end(segment.text, (), -1)
        return (Act(start=0, end=end, type="other", verb="state", force=form.verb.force, actor=self._speaker),)


def _opens(text: str, act: Act) -> bool:
    return bool(re.fullmatch(r"\W*(?:\(?[A-Za-z0-9]{1,4}[.)])?[\W_]*", text[: act.start]))


def _clause_end(text: str, found: Sequence[FoundAct], position: int) -> int:
    """Return where the clause of the act at ``position`` ends: the next performed act, or the end of its sentence."""
    start = found[position].verb_end if position >= 0 else 0
    end = len(text)
    for later in found[position + 1 :]:
        if not later.reported:
            end = later.start
            break
    stop = _SENTENCE_END.search(text, max(start, 6))
    return min(end, stop.start() if stop else end)


def _pronoun(text: str, found: FoundAct, clause_end: int, entities: Entities, previous: int) -> tuple[EntityRef, ...]:
    """Return whom "request it to" and "request them to" ask.

    "It" is the first body of the segment, whose role the words before speak of; "them" is everybody named since ``previous``, where the
    act before begins.
    """
    match = re.match(r"\s+(it|them|him|her)\s+(?:also\s+|further\s+)?to\b", text[found.verb_end : clause_end])
    if not match:
        return ()
    named: tuple[BodyMention | GroupMention, ...] = (*entities.bodies, *entities.groups)
    earlier = sorted((m for m in named if m.end <= found.start), key=lambda m: (m.start, -m.end))
    if not earlier:
        return ()
    if match.group(1) == "them":
        clause = [mention for mention in earlier if mention.start >= previous]
        chosen = clause or earlier[-1:]
    else:
        first_body = next((mention for mention in earlier if isinstance(mention, BodyMention)), earlier[-1])
        chosen = [first_body]
    start = found.verb_end + match.start(1)
    end = found.verb_end + match.end(1)
    return tuple(EntityRef(id=mention.id, name=mention.name, start=start, end=end) for mention in chosen)


def _speaker(lexicon: Lexicon, document: Document) -> EntityRef | None:
    organ = document.source.instrument.organ
    if organ is None:
        return None
    for entity in (*lexicon.bodies, *lexicon.groups):
        if entity.id == organ:
            return EntityRef(id=entity.id, name=entity.name)
    if organ == MEMBER_STATES.id:
        return MEMBER_STATES
    return EntityRef(id=organ, name=organ.rpartition("/")[2].replace("-", " ").title())


def _speaks_in_first_person(document: Document) -> bool:
    return bool(re.search(r"(?:^|\n)[\W\d]*We,?\s", document.source.text[:20000]))
