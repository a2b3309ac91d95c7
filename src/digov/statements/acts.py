"""What the acts of a segment state: their kind, who performs them, who is asked, what is due."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from digov.model.document import Document
from digov.model.evidence import Producers
from digov.model.mention import Act, BodyMention, DeadlineMention, EntityRef, SegmentMentions
from digov.model.statement import Description, Literal, Ref, Unasserted, entity, slug_of, term
from digov.statements.clauses import acts_due
from digov.statements.collect import Collector
from digov.statements.fates import Fate
from digov.statements.predicates import (
    ACT_CLASSES,
    ACTOR,
    ADDRESSEE,
    COVERS_ALL_GOALS,
    DUE,
    RDF_TYPE,
    REPORTED_ACT,
    SUBJECT,
)
from digov.statements.quotes import Quoter, Said
from digov.statements.values import Properties, deadline_ref

_FORMULA_KINDS: Final = ("title", "front", "heading", "preamble")
Subjects = Sequence[tuple[Ref, Ref | Literal, Said]]
"""What a segment's SDG tags say: predicate, object and the tag's words."""


class ActStatements:
    """The maker of act nodes and their links for one document."""

    def __init__(
        self,
        document: Document,
        mentions: Mapping[str, SegmentMentions],
        quoter: Quoter,
        producers: Producers,
        years: Mapping[Ref, int],
    ) -> None:
        self._document = document
        self._segments = document.by_id()
        self._mentions = mentions
        self._quoter = quoter
        self._producers = producers
        self._years = years
        self._formulas: dict[str, Said | None] = {}

    def add(self, found: SegmentMentions, segment: Ref, subjects: Subjects, collector: Collector) -> None:
        """Add the acts of a segment, reported acts apart, with the links that hang on them.

        Performed acts are numbered in text order, those taken over from a chapeau first; so are reported ones. Nothing that hangs on
        an act stands better than the act does.
        """
        performed = sorted((a for a in found.acts if not a.reported), key=lambda act: act.inherited_from is None)
        refs = [segment.fragment(f"act-{number}") for number in range(1, len(performed) + 1)]
        fates: dict[Ref, Fate] = {}
        for ref, act in zip(refs, performed, strict=True):
            fates[ref] = self._describe(ref, act, segment, found.segment, collector)
            self._people(ref, act, found, fates[ref], collector)
            for predicate, value, said in subjects:
                collector.state(ref, predicate, value, said.under(fates[ref]))
        self._deadlines(found, performed, fates, collector)
        for number, act in enumerate((a for a in found.acts if a.reported), start=1):
            ref = segment.fragment(f"reported-{number}")
            fate = self._describe(ref, act, segment, found.segment, collector)
            self._people(ref, act, found, fate, collector)

    def _describe(self, ref: Ref, act: Act, segment: Ref, segment_id: str, collector: Collector) -> Fate:
        """Add the node of an act and return its fate; its class is a statement, evidenced by the words of the verb."""
        act_class = REPORTED_ACT if act.reported else ACT_CLASSES[act.type]
        said = self._act_words(act, segment_id)
        collector.state(ref, RDF_TYPE, act_class, said)
        if not said.fate.asserted:
            collector.name(Unasserted(subject=ref, kind=act_class, printed_in=segment, label=act.verb))
            return said.fate
        properties: Properties = [
            (term("statedIn"), segment),
            (term("actType"), entity(f"act-type/{act.type}")),
            (term("verb"), entity(f"verb/{slug_of(act.verb)}")),
            (term("force"), Literal.integer(act.force)),
            *((term("modifier"), Literal(modifier)) for modifier in act.modifiers),
        ]
        if act.inherited_from is not None:
            properties.append((term("inheritedFrom"), entity(f"{self._slug}/{act.inherited_from}")))
        if act.inner:
            properties.append((term("isInner"), Literal.boolean(True)))
        collector.describe(Description(subject=ref, types=(act_class,), properties=tuple(properties)))
        return said.fate

    @property
    def _slug(self) -> str:
        return self._document.source.instrument.slug

    def _act_words(self, act: Act, segment_id: str) -> Said:
        producer = self._producers.acts
        words = self._quoter.mention(act.inherited_from or segment_id, act, producer)
        return words if act.inherited_from is None else self._quoter.inherited(words, segment_id, producer)

    def _people(self, ref: Ref, act: Act, found: SegmentMentions, fate: Fate, collector: Collector) -> None:
        """Add who performs the act and who is asked; one whose identity is open has no link."""
        if act.actor is not None and act.actor.id is not None:
            collector.state(ref, ACTOR, entity(act.actor.id), self._person_words(act.actor, act, found).under(fate))
        for addressee in act.addressees:
            if addressee.id is not None:
                said = self._person_words(addressee, act, found)
                collector.state(ref, ADDRESSEE, entity(addressee.id), said.under(fate))

    def _person_words(self, person: EntityRef, act: Act, found: SegmentMentions) -> Said:
        """Return the words for somebody: their name or pronoun, else the enacting formula, else the verb."""
        producer = self._producers.acts
        if person.start is None or person.end is None:
            formula = self._formula(person.name)
            return formula or self._act_words(act, found.segment)
        place = self._place(person, act, found)
        mention = BodyMention(start=person.start, end=person.end, id=person.id, name=person.name)
        words = self._quoter.mention(place, mention, producer)
        return words if place == found.segment else self._quoter.inherited(words, found.segment, producer)

    def _place(self, person: EntityRef, act: Act, found: SegmentMentions) -> str:
        """Return the id of the segment whose text the person's offsets index.

        For an act taken over that is the chapeau, or the item that names whom its chapeau asks ("We call on:"); the
        items of such an item take the name over with the act.
        """
        if act.inherited_from is None or not person.in_item:
            return act.inherited_from or found.segment
        place: str | None = found.segment
        while place is not None and place != act.inherited_from:
            if place in self._mentions and _names(self._mentions[place], person):
                return place
            place = self._segments[place].parent
        return found.segment

    def _formula(self, name: str) -> Said | None:
        """Return the words of the enacting formula ("The General Assembly,") that name the speaker, or ``None``."""
        if name not in self._formulas:
            pattern = re.compile(rf"\bthe\s+{re.escape(name)}\s*(?=[,*_])", re.IGNORECASE)
            self._formulas[name] = None
            for segment in self._document.segments:
                match = pattern.search(segment.text) if segment.kind in _FORMULA_KINDS else None
                if match is not None:
                    words = self._quoter.words(segment.id, match.start(), match.end(), self._producers.acts)
                    self._formulas[name] = words
                    break
        return self._formulas[name]

    def _deadlines(
        self, found: SegmentMentions, acts: Sequence[Act], fates: Mapping[Ref, Fate], collector: Collector
    ) -> None:
        """Link each deadline to the acts that it binds: by its clause, or taken over with the chapeau's act."""
        producer = self._producers.deadlines
        text = self._segments[found.segment].text
        in_order = [act for act in found.acts if act.inherited_from is not None] + [
            act for act in found.acts if act.inherited_from is None
        ]
        by_identity = {id(act): ref for act, ref in zip(acts, fates, strict=True)}
        for deadline in found.deadlines:
            if deadline.value:
                said = self._quoter.mention(found.segment, deadline, producer)
                for index in acts_due(text, in_order, deadline):
                    ref = by_identity[id(in_order[index])]
                    self._due(ref, deadline, said.under(fates[ref]), collector)
        for chapeau, deadline in found.inherited_deadlines:
            heirs = self._heirs(chapeau, acts, tuple(fates))
            if deadline.value and heirs:
                said = self._quoter.mention(chapeau, deadline, producer)
                said = self._quoter.inherited(said, found.segment, producer)
                for ref in heirs:
                    self._due(ref, deadline, said.under(fates[ref]), collector)

    def _heirs(self, chapeau: str, acts: Sequence[Act], refs: Sequence[Ref]) -> list[Ref]:
        """Return the acts of an item that a deadline of its chapeau binds.

        Those taken over from the chapeau, else those inside the chapeau's act ("We commit by 2030 to:", "(a) Call on …"),
        else all when the chapeau times its items and does nothing itself ("By 2030:"). An item that goes its own way
        ("(a) Welcomes …") is not bound by what its chapeau's act is.
        """
        pairs = list(zip(acts, refs, strict=True))
        taken = [ref for act, ref in pairs if act.inherited_from is not None]
        inside = [ref for act, ref in pairs if act.inner]
        above = self._mentions.get(chapeau)
        idle = above is None or all(act.reported for act in above.acts)
        return taken or inside or (list(refs) if idle else [])

    def _due(self, act: Ref, deadline: DeadlineMention, said: Said, collector: Collector) -> None:
        node = deadline_ref(deadline)
        collector.state(act, DUE, node, said)
        if said.fate.asserted and node in self._years:
            year = (term("dueYear"), Literal.integer(self._years[node]))
            collector.describe(Description(subject=act, types=(), properties=(year,)))


def _names(found: SegmentMentions, person: EntityRef) -> bool:
    """Return whether the segment has a body or group mention of that person at these offsets."""
    place = (person.id, person.start, person.end)
    bodies = ((body.id, body.start, body.end) for body in found.bodies)
    groups = ((group.id, group.start, group.end) for group in found.groups)
    return place in (*bodies, *groups)


def sdg_links(found: SegmentMentions, quoter: Quoter, producers: Producers, base: str) -> Subjects:
    """Return what the SDG tags and targets of a segment say, as predicate, object and the tag's words."""
    links: list[tuple[Ref, Ref | Literal, Said]] = []
    for goal in found.sdgs:
        words = quoter.mention(found.segment, goal, producers.sdgs)
        if goal.all:
            links.append((COVERS_ALL_GOALS, Literal.boolean(True), words))
        elif goal.goal:
            links.append((SUBJECT, Ref(f"{base}{goal.goal}"), words))
    for target in found.targets:
        words = quoter.mention(found.segment, target, producers.sdgs)
        links.append((SUBJECT, Ref(f"{base}{target.target}"), words))
    return links
