"""Moved acts: a clause that left its unit and stands in another one is no loss there and no gain here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import LCSseq, Opcode

from digov.alignment.changes.deeds import OPENERS, Deed, deeds_of
from digov.alignment.changes.difference import weighed
from digov.alignment.changes.view import Place, View
from digov.alignment.changes.within import covers, is_within
from digov.model.alignment import Change, ChangeKind, UnitLink

SHORTEST = 6
"""Words of a clause at least; a shorter one is a formula that stands in many places."""
ALIKE = 0.75
"""Share of the weighed words of two clauses, in order, from which on one is the other in a new place ..."""
OTHER_VERB = 0.85
"""... where it has another verb there, or goes on in other words ..."""
REPEATED = 0.92
"""... and where the other one stood there already, and is the partner of another act."""
LONG = 12
"""Words from which on a clause may go on in other words at its new place, or have lost its end on the way."""

_INSIDE = ("verb-", "modal-", "actor-", "addressee-", "deadline-", "quantity-", "sdg-", "reference-", "scope-")
"""Beginnings of the kinds of changes that are told of a clause at its new place."""

_LONE: tuple[ChangeKind, ...] = ("act-dropped", "act-added")

Compare = Callable[[UnitLink], tuple[Change, ...]]
"""Compares two units as if they belonged together."""


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """An act with its clause: the words as letters, each as often as it weighs, and the quote."""

    deed: Deed
    view: View
    end: int
    """One after its last word."""
    letters: str
    verb: int
    """Where the words of the act begin in the source."""

    @property
    def unit(self) -> str:
        """Return the id of the segment in which it stands."""
        return self.view.segments[self.deed.unit].id

    @property
    def words(self) -> int:
        """Return how many words it has."""
        return self.end - self.deed.head

    def place(self) -> Place:
        """Return its quote, with the id of its segment."""
        return self.view.quote(self.deed.head, self.end)

    def cut(self, letters: int) -> Clause:
        """Return the clause up to the word that so many of its letters reach."""
        last = weighed(self.view, self.deed.head, self.end)[letters - 1]
        return _clause(self.view, self.deed, last + 1, self.verb)


def clauses_of(view: View) -> Iterator[Clause]:
    """Yield the acts of ``view`` with their clauses, without the words that only lead over to the next act."""
    for deed in deeds_of(view):
        end = deed.clause_end
        while end > deed.high and view.keys[end - 1] in OPENERS:
            end -= 1
        # a clause ends with its segment; one that is cut short there is none
        if deed.plain or end - deed.head < SHORTEST:
            continue
        act, _ = view.quote_text(deed.unit, deed.act.start, deed.act.end)
        yield _clause(view, deed, end, act[0].span.start)


def _clause(view: View, deed: Deed, end: int, verb: int) -> Clause:
    letters = "".join(view.letters[token] for token in weighed(view, deed.head, end))
    return Clause(deed=deed, view=view, end=end, letters=letters, verb=verb)


def tell_moved(
    links: Sequence[UnitLink],
    found: Sequence[tuple[Change, ...]],
    clauses: Callable[[], tuple[Sequence[Clause], Sequence[Clause]]],
    compare: Compare,
) -> tuple[tuple[Change, ...], ...]:
    """Return the changes ``found`` of ``links``, an act that only moved told as such where it left, and no more where it arrived.

    What is lost and gained with its words is not told either; what changed in them on the way is. ``clauses`` gives those of both
    sides, and is asked only where an act was lost.
    """
    told = [list(changes) for changes in found]
    lost = {key: number for number, key in _acts(told, "act-dropped")}
    if not lost:
        return tuple(found)
    gained = {key: number for number, key in _acts(told, "act-added")}
    fresh = {unit for link in links if not link.a for unit in link.b}
    pairs = _pairs(*clauses(), set(lost), set(gained), fresh)
    for one, other in sorted(pairs, key=lambda pair: pair[0].verb):
        left, arrived = lost[one.unit, one.verb], gained.get((other.unit, other.verb))
        gone = [change for change in told[left] if _is_lost(change, one)]
        told[left] = [change for change in told[left] if change not in gone]
        if arrived is not None:
            come = [change for change in told[arrived] if _is_gained(change, other)]
            told[arrived] = [change for change in told[arrived] if change not in come]
            gone += come
        told[left] += _moved(one, other, [change for change in gone if change.kind in _LONE], compare)
    return tuple(tuple(changes) for changes in told)


def _acts(told: Sequence[Sequence[Change]], kind: ChangeKind) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield the link and the place (unit, offset of the act) of each act that came or went."""
    for number, changes in enumerate(told):
        for change in changes:
            if change.kind == kind:
                dropped = kind == "act-dropped"
                quote = change.before_evidence if dropped else change.after_evidence
                yield number, (change.before_segment if dropped else change.after_segment, quote[0].span.start)


def _pairs(
    mine: Sequence[Clause],
    theirs: Sequence[Clause],
    lost: set[tuple[str, int]],
    gained: set[tuple[str, int]],
    fresh: set[str],
) -> Iterator[tuple[Clause, Clause]]:
    """Yield each lost clause with the one that it became elsewhere, the most alike first; none stands in two pairs."""
    options = []
    for one in mine:
        if (one.unit, one.verb) not in lost:
            continue
        for other in theirs:
            new = (other.unit, other.verb) in gained or other.unit in fresh
            for first, second in _forms(one, other):
                score = _likeness(first, second)
                whole = first is one and one.deed.act.verb == other.deed.act.verb
                if score >= (REPEATED if not new else ALIKE if whole else OTHER_VERB):
                    options.append((not new, -first.words, -score, one.verb, other.verb, first, second))
                    break
    used_a: set[int] = set()
    used_b: set[int] = set()
    for repeated, _, _, start, place, one, other in sorted(options, key=lambda option: option[:5]):
        if start not in used_a and (repeated or place not in used_b):
            used_a.add(start)
            used_b.add(place)
            yield one, other


def _forms(one: Clause, other: Clause) -> Iterator[tuple[Clause, Clause]]:
    """Yield the two clauses as they are, then, where much of them is the same, up to the last word that they share."""
    yield one, other
    blocks = [block for block in LCSseq.opcodes(one.letters, other.letters) if block.tag == "equal"]
    while len(blocks) > 1 and _stands_apart(blocks[-2], blocks[-1]):
        blocks.pop()
    if blocks and (blocks[-1].src_end, blocks[-1].dest_end) != (len(one.letters), len(other.letters)):
        first, second = one.cut(blocks[-1].src_end), other.cut(blocks[-1].dest_end)
        if min(first.words, second.words) >= LONG:
            yield first, second


def _stands_apart(before: Opcode, last: Opcode) -> bool:
    """Return whether the last words in common stand further off than they are long."""
    gap = max(last.src_start - before.src_end, last.dest_start - before.dest_end)
    return last.src_end - last.src_start < gap


def _likeness(one: Clause, other: Clause) -> float:
    return 2 * LCSseq.similarity(one.letters, other.letters) / (len(one.letters) + len(other.letters))


def _is_lost(change: Change, clause: Clause) -> bool:
    """Return whether a change only tells that words of a clause are not there any more."""
    return (
        change.after is None
        and change.before_segment == clause.unit
        and covers(clause.place()[0], change.before_evidence)
    )


def _is_gained(change: Change, clause: Clause) -> bool:
    return (
        change.before is None
        and change.after_segment == clause.unit
        and covers(clause.place()[0], change.after_evidence)
    )


def _moved(one: Clause, other: Clause, instead: Sequence[Change], compare: Compare) -> Iterator[Change]:
    """Yield the change of a clause that moved, told ``instead`` of an act lost and one gained, then those within it."""
    link = UnitLink(a=(one.unit,), b=(other.unit,), relation="moved", score=0.0, evidence=("shared-words",))
    inside = [
        change
        for change in compare(link)
        if change.kind.startswith(_INSIDE) and is_within(change, one.place()[0], other.place()[0])
    ]
    yield Change(
        kind="act-moved",
        before=one.deed.act.verb,
        after=other.deed.act.verb,
        before_evidence=one.place()[0],
        after_evidence=other.place()[0],
        before_segment=one.unit,
        after_segment=other.unit,
        act=other.deed.act.verb,
        status="contested" if any(change.status == "contested" for change in instead) else "certain",
        tier=max((change.tier for change in instead if change.tier is not None), default=None),
    )
    yield from inside
