"""The comparison of two units, or of units that were split or merged: every change with the words of both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from digov.alignment.changes.compare import FactEdit, compare_facts
from digov.alignment.changes.deeds import Deed, deed_at, deeds_of, pair_deeds
from digov.alignment.changes.difference import Difference, Region, stretches
from digov.alignment.changes.facts import ASPECTS, Fact, facts_of, key_of_value, reference_text
from digov.alignment.changes.moved import Clause, clauses_of
from digov.alignment.changes.names import named_alike, new_labels, renumbered
from digov.alignment.changes.parties import inherited_changes, inherited_verb, party_edits, verb_kind
from digov.alignment.changes.rest import gap_around, rest_of, same_word
from digov.alignment.changes.scope import ScopeEdit, scope_edits
from digov.alignment.changes.tiers import Tiers
from digov.alignment.changes.view import Place, View
from digov.alignment.struck import Marks
from digov.alignment.wording import Alphabet
from digov.model.alignment import Change, ChangeKind, Side, UnitLink
from digov.model.document import Segment
from digov.model.mention import SegmentMentions

Words = tuple[int, int, int]
"""Number of a segment in its view, and start and end in its text."""
Stretch = tuple[int, int] | None
"""Words of one side, from the first to before the last."""

BESIDE = 2
"""Words on either side of a qualifier in which a mark of an edit leaves it open whether the qualifier is old or new."""
DATE_WORDS = 4
"""Words after a symbol that can be its date: "of 21 December 2020"."""


class PairComparison:
    """Compares the units of two documents, pair by pair."""

    def __init__(self, a: Side, b: Side, marks: tuple[Marks, Marks], partners: Mapping[str, frozenset[str]]) -> None:
        self._a, self._b, self._marks, self._partners = a, b, marks, partners
        self._units = tuple(
            {segment.id: (segment, found) for segment, found in zip(side.document.segments, side.mentions, strict=True)}
            for side in (a, b)
        )
        self._alphabet = Alphabet()
        self._labels = new_labels(a.document, b.document, partners)
        self._cited = tuple(
            frozenset(key_of_value(reference_text(one)) for found in side.mentions for one in found.references)
            for side in (a, b)
        )

    def changes(self, link: UnitLink) -> tuple[Change, ...]:
        """Return the changes of one link that has units on both sides."""
        view_a = self._view(self._a, self._units[0], link.a, self._marks[0])
        view_b = self._view(self._b, self._units[1], link.b, self._marks[1])
        found = list(inherited_changes(view_a, view_b, self._units, self._partners))
        if len(view_a) and len(view_b):
            found += _Edits(view_a, view_b, self._cited, self._labels).changes()
        return tuple(found)

    def clauses(self, links: Iterable[UnitLink]) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
        """Return the acts of both sides with their clauses, unit by unit."""
        found = tuple(links)
        first = (self._view(self._a, self._units[0], (unit,), self._marks[0]) for link in found for unit in link.a)
        second = (self._view(self._b, self._units[1], (unit,), self._marks[1]) for link in found for unit in link.b)
        return tuple(clause for view in first for clause in clauses_of(view)), tuple(
            clause for view in second for clause in clauses_of(view)
        )

    def _view(
        self, side: Side, units: Mapping[str, tuple[Segment, SegmentMentions]], ids: Sequence[str], marks: Marks
    ) -> View:
        return View(side.document.source, [units[name] for name in ids], marks, self._alphabet)


def _in_act(words: tuple[int, int] | None, deeds: Sequence[Deed]) -> bool:
    return words is not None and any(deed.low < words[1] and words[0] < deed.high for deed in deeds)


def _party_places(deeds: Iterable[Deed]) -> set[Words]:
    """Return where actors and addressees stand: a change of these is not told again as one of bodies."""
    return {
        (deed.unit, entity.start, entity.end)
        for deed in deeds
        for entity in (*deed.act.addressees, *((deed.act.actor,) if deed.act.actor else ()))
        if entity.start is not None and entity.end is not None
    }


def _words(fact: Fact | None) -> Stretch:
    return (fact.low, fact.high) if fact is not None else None


class _Edits:
    """The changes between two views. Words that a change accounts for are not told again as wording."""

    def __init__(self, a: View, b: View, cited: tuple[frozenset[str], ...], labels: Mapping[str, str]) -> None:
        self._a, self._b, self._cited, self._labels = a, b, cited, labels
        self._difference = Difference(a, b)
        self._deeds_a, self._deeds_b = deeds_of(a), deeds_of(b)
        self._pairs = pair_deeds(self._deeds_a, self._deeds_b, self._difference)
        self._partner_of_a = {one.low: other for one, other in self._pairs if one and other}
        self._partner_of_b = {other.low: one for one, other in self._pairs if one and other}
        self._tiers = Tiers(b, a.keys, self._difference)
        self._used_a: set[int] = set()
        self._used_b: set[int] = set()

    def changes(self) -> list[Change]:
        """Return all changes: of the acts, then of the facts, then of the scope, then what is left."""
        found = [*self._acts(), *self._facts(), *self._scope(), *self._rest()]
        if not found and len(self._a.segments) == len(self._b.segments) == 1:
            found += self._marks_only()
        return found

    def _acts(self) -> Iterator[Change]:
        for one, other in self._pairs:
            if one is None or other is None or one.plain != other.plain:
                yield from self._lone_act(one, other)
                continue
            before, after = one.act, other.act
            quotes = (self._act_place(self._a, one), self._act_place(self._b, other))
            words = ((one.head, one.high), (other.head, other.high))
            contested = one.contested or other.contested
            kind = verb_kind(before, after)
            if kind is not None:
                self._use((one.low, one.high), (other.low, other.high))
                step = float(after.force - before.force) or None
                yield self._change(
                    kind, before.verb, after.verb, quotes, words, act=after.verb, by=step, contested=contested
                )
            for edit in party_edits(before, after):
                where = (
                    self._party_place(self._a, one, edit.before_span) or quotes[0],
                    self._party_place(self._b, other, edit.after_span) or quotes[1],
                )
                own = (
                    self._a.tokens(one.unit, *edit.before_span) if edit.before_span else words[0],
                    self._b.tokens(other.unit, *edit.after_span) if edit.after_span else words[1],
                )
                yield self._change(edit.kind, edit.before, edit.after, where, own, act=after.verb, contested=contested)

    def _lone_act(self, one: Deed | None, other: Deed | None) -> Iterator[Change]:
        """Yield the change of an act that has no partner; where all its words stand on the other side, nobody edited it."""
        if self._is_other_form(one, other):
            return
        if one and not one.plain and not self._difference.stayed(a=(one.low, one.high)):
            quotes = (self._act_place(self._a, one), self._around(self._b, self._difference.after(one.low)))
            self._use((one.low, one.high), None)
            verb, words = one.act.verb, (one.head, one.high)
            yield self._change("act-dropped", verb, None, quotes, (words, None), act=verb, contested=one.contested)
        if other and not other.plain and not self._difference.stayed(b=(other.low, other.high)):
            quotes = (self._around(self._a, self._difference.before(other.low)), self._act_place(self._b, other))
            self._use(None, (other.low, other.high))
            verb, words = other.act.verb, (other.head, other.high)
            yield self._change("act-added", None, verb, quotes, (None, words), act=verb, contested=other.contested)

    def _is_other_form(self, one: Deed | None, other: Deed | None) -> bool:
        """Return whether the other side has the verb of a lone act in its place, in another form: "encouraging" for "encourages"."""
        if (one is None) == (other is None):
            return False
        number = self._difference.region_at(a=one.head if one else None, b=other.head if other else None)
        if number is None:
            return False
        region = self._difference.regions[number]
        verb = self._a.keys[one.head] if one else self._b.keys[other.head] if other else ""
        there = self._b.keys[region.b : region.b_end] if one else self._a.keys[region.a : region.a_end]
        return any(same_word(verb, word) for word in there)

    def _facts(self) -> Iterator[Change]:
        paired = [(one, other) for one, other in self._pairs if one and other]
        parties = _party_places(one for one, _ in paired), _party_places(other for _, other in paired)
        for aspect in ASPECTS:
            before, after = renumbered(facts_of(self._a, aspect), self._labels), facts_of(self._b, aspect)
            for edit in compare_facts(aspect, before, after, self._difference):
                self._use_facts(edit)
                if self._is_party(edit, parties) or self._is_moved_note(edit) or self._all_stayed(edit):
                    continue
                contested = any(fact is not None and fact.contested for fact in (edit.before, edit.after))
                yield self._change(
                    edit.kind,
                    edit.before.value if edit.before else None,
                    None if edit.after is None or edit.undecided else edit.after.value,
                    (
                        self._fact_place(self._a, edit.before, edit.after),
                        self._fact_place(self._b, edit.after, edit.before),
                    ),
                    (_words(edit.before), _words(edit.after)),
                    act=self._act_of(edit.before, edit.after),
                    by=edit.by,
                    contested=contested,
                )

    def _scope(self) -> Iterator[Change]:
        for edit in scope_edits(self._a, self._b, self._difference):
            before = edit.before or self._gap(edit.after, second=False)
            after = edit.after or self._gap(edit.before, second=True)
            if _in_act(edit.before, self._deeds_a) or _in_act(edit.after, self._deeds_b):
                continue  # words that are part of an act are told with the act
            if edit.before:
                self._used_a.update(range(*edit.before))
            if edit.after:
                self._used_b.update(range(*edit.after))
            yield self._change(
                edit.kind,
                self._a.said(*edit.before) if edit.before else None,
                self._b.said(*edit.after) if edit.after else None,
                (self._a.quote(*before), self._b.quote(*after)),
                (edit.before, edit.after),
                act=self._verb(after[0]),
                by=edit.by,
                contested=self._undecided(after if edit.after else None) or self._is_marked(edit, before, after),
            )

    def _rest(self) -> Iterator[Change]:
        named = named_alike(self._a, self._b, self._difference, self._labels)
        used = self._used_a, self._used_b
        for kind, before, after in rest_of(self._a, self._b, self._difference, used, named):
            region = Region(before[0], before[1], after[0], after[1])
            here = before if before[0] < before[1] else gap_around(region, self._a, second=False)
            there = after if after[0] < after[1] else gap_around(region, self._b, second=True)
            yield self._change(
                kind,
                self._a.said(*before) or None,
                self._b.said(*after) or None,
                (self._a.quote(*here), self._b.quote(*there)),
                (before, after),
                act=self._verb(there[0]),
                contested=self._undecided(after if after[0] < after[1] else None),
            )

    def _marks_only(self) -> Iterator[Change]:
        """Yield where the words are the same and their case, or the marks between them, are not."""
        if self._difference.regions:
            return
        before, after = self._a.spelling(), self._b.spelling()
        for low, high in stretches([one != other for one, other in zip(before, after, strict=True)]):
            end = min(high + 1, len(self._a))
            quotes = (self._a.quote(low, end), self._b.quote(low, end))
            said = self._a.said(low, end), self._b.said(low, end)
            yield self._change("editing", *said, quotes, (None, (low, end)), act=self._verb(low))

    def _change(
        self,
        kind: ChangeKind,
        before: str | None,
        after: str | None,
        places: tuple[Place, Place],
        words: tuple[Stretch, Stretch],
        *,
        act: str | None,
        by: float | None = None,
        contested: bool = False,
    ) -> Change:
        tier = self._tiers.of(*words)
        return Change(
            kind=kind,
            before=before,
            after=after,
            before_evidence=places[0][0],
            after_evidence=places[1][0],
            before_segment=places[0][1],
            after_segment=places[1][1],
            act=act,
            by=by,
            status="contested" if contested or tier == "C" else "certain",
            tier=tier,
        )

    def _act_place(self, view: View, deed: Deed) -> Place:
        return view.quote_text(deed.unit, deed.act.start, deed.act.end)

    def _party_place(self, view: View, deed: Deed, span: tuple[int, int] | None) -> Place | None:
        return view.quote_text(deed.unit, *span) if span else None

    def _is_party(self, edit: FactEdit, places: tuple[set[Words], set[Words]]) -> bool:
        facts = [
            (fact, known) for fact, known in zip((edit.before, edit.after), places, strict=True) if fact is not None
        ]
        return all(fact.aspect == "body" and (fact.unit, fact.start, fact.end) in known for fact, known in facts)

    def _all_stayed(self, edit: FactEdit) -> bool:
        """Return whether every word of the fact, or of both, stands on the other side: nobody edited it."""
        return not edit.undecided and all(
            self._difference.stayed(**{side: (fact.low, fact.high)})
            for side, fact in (("a", edit.before), ("b", edit.after))
            if fact is not None
        )

    def _is_moved_note(self, edit: FactEdit) -> bool:
        """Return whether only a footnote came or went, while the other document cites the work elsewhere.

        A work has its footnote where it is first named, so that the note moves when a paragraph comes before.
        """
        if edit.before is not None and edit.after is not None:
            return False
        fact, cited = (edit.before, self._cited[1]) if edit.before is not None else (edit.after, self._cited[0])
        return fact is not None and fact.aspect == "reference" and fact.low == fact.high and fact.key in cited

    def _fact_place(self, view: View, fact: Fact | None, other: Fact | None) -> Place:
        """Return where a fact stands, or the clause of the act that it is missing from."""
        if fact is not None:
            return view.quote_text(fact.unit, fact.start, fact.end)
        if other is None:
            raise ValueError("a change without a fact")
        second = view is self._b
        deed = deed_at(self._deeds_a if second else self._deeds_b, other.low)
        partner = (self._partner_of_a if second else self._partner_of_b).get(deed.low) if deed else None
        if partner is None:
            return view.whole()
        return view.quote(partner.low, partner.clause_end)

    def _act_of(self, before: Fact | None, after: Fact | None) -> str | None:
        if after is not None:
            return self._verb(after.low)
        deed = deed_at(self._deeds_a, before.low) if before else None
        return self._partner_of_a.get(deed.low, deed).act.verb if deed else inherited_verb(self._a)

    def _verb(self, token: int) -> str | None:
        """Return the verb of the act that word ``token`` of the second side belongs to, its chapeau's where it has none."""
        deed = deed_at(self._deeds_b, token)
        return deed.act.verb if deed else inherited_verb(self._b)

    def _around(self, view: View, place: int) -> Place:
        return view.quote(max(0, min(place, len(view)) - 1), min(len(view), place + 1))

    def _gap(self, words: tuple[int, int] | None, *, second: bool) -> tuple[int, int]:
        place = (
            0 if words is None else self._difference.after(words[0]) if second else self._difference.before(words[0])
        )
        view = self._b if second else self._a
        return max(0, min(place, len(view)) - 1), min(len(view), place + 1)

    def _undecided(self, words: tuple[int, int] | None) -> bool:
        if words is None:
            return False
        evidence, _ = self._b.quote(*words)
        return any(self._b.marks.fate(self._b.source.text, piece.span) == "contested" for piece in evidence)

    def _is_marked(self, edit: ScopeEdit, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """Return whether a qualifier may be part of an edit that a redline shows by a mark: an undecided word, a stray dash.

        Where the redline says itself that the words were struck or inserted, it has decided.
        """
        if self._tiers.of(edit.before, edit.after) is not None:
            return False
        for view, (low, high) in ((self._a, before), (self._b, after)):
            for span in view.spans(max(low - BESIDE, 0), min(high + BESIDE, len(view))):
                if any(mark.status != "deleted" for mark in view.marks.over(span.start, span.end)):
                    return True
        return False

    def _use(self, a: Stretch, b: Stretch) -> None:
        self._used_a.update(range(*a) if a else ())
        self._used_b.update(range(*b) if b else ())

    def _use_facts(self, edit: FactEdit) -> None:
        for fact, used in ((edit.before, self._used_a), (edit.after, self._used_b)):
            if fact is not None:
                dated = DATE_WORDS if fact.aspect == "reference" else 0
                used.update(range(fact.low, fact.high + dated))
