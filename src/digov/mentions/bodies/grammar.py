"""The grammar of names: bodies that no lexicon lists, recognized by the way names of bodies are built.

A name is a head noun ("Committee", "Fund", "Special Rapporteur") with capitalized words before it ("Peace and Security Council"), a
complement after it ("Board on …", "Office for …"), or both. The same grammar finds events ("World Conference on …") and
programmes of action, which are no bodies but decide what "the Conference" or "the Programme" means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from digov.mentions.bodies.find import Hit, cites_document, has_own_organs
from digov.mentions.bodies.names import HEADS, LOOSE_HEADS, NO_MODIFIER, OFFICER_HEADS
from digov.mentions.bodies.words import Words

Kind = Literal["body", "officer", "event"]

EVENT_HEADS: Final = frozenset(
    "conference congress convention decade dialogue meeting session summit symposium consultation consultations event workshop seminar"
    " consensus olympiad games exhibition expo ceremony debate".split()
)
SHARED_ORGANS: Final = frozenset(
    f"body/{name}"
    for name in (
        "general-assembly",
        "secretary-general",
        "secretariat",
        "deputy-secretary-general",
        "general-committee",
        "credentials-committee",
    )
)
"""Organs and officers whose names other organizations use too ("General Assembly of the Organization of American States")."""

_ALL_HEADS: Final = HEADS | EVENT_HEADS
_INNER_HEADS: Final = LOOSE_HEADS | frozenset(
    "working general special group secretariat security council commission board committee court bank panel unit forum director general"
    " executive expert high deputy president union".split()
)
_MODIFIED_ONLY: Final = frozenset(("force", "operation"))
_SPECIAL: Final = frozenset(
    "special independent deputy under assistant high personal executive emergency resident".split()
)
_BARE: Final = frozenset(("main", "the", "said", "host"))
_ORDINALS: Final = frozenset("first second third fifth eighth ninth twelfth".split())
_ROMAN: Final = frozenset("i ii iii iv v vi vii viii ix x".split())
_REJECTED: Final = frozenset(
    tuple(pair.split())
    for pair in (
        "west bank,left bank,russian federation,soviet union,general service,field service,public service,civil service,foreign service,"
        "air force,military force,security force,permanent representative,permanent representatives,permanent mission,"
        "humanitarian coordinator,secretary general,vice president,main committee,high court,data centre,world programme"
    ).split(",")
)
_NO_BODIES: Final = frozenset(
    tuple(name.split())
    for name in (
        "global partnership",
        "global partnership for development",
        "global partnership for sustainable development",
    )
)
# What makes a programme or a platform one of action, and no body.
_OF_ACTION: Final = frozenset("action work activities assistance reform".split())

# An organ with such words alone before its head ("Executive Board") takes the body after "of" into its name.
_ORGAN_MODIFIERS: Final = frozenset(
    "executive governing general technical permanent ministerial advisory steering plenary administrative parliamentary working highlevel"
    " study expert senior".split()
)
_PREPOSITIONS: Final = frozenset("of on for against to in at".split())
_TO_HEADS: Final = frozenset("envoy mission adviser representative".split())
_IN_HEADS: Final = frozenset(
    "mission operation office force centre institute representative rapporteur adviser coordinator".split()
)
_INNER: Final = frozenset("of in for on against a an or to".split())
_NO_COMPLEMENT: Final = frozenset(
    "member states governments government territory territories power powers headquarters".split()
)
_AFTER_AND_THE: Final = frozenset(
    "pacific caribbean sahel mediterranean middle near gulf arab western eastern southern northern central americas elimination empowerment"
    " islands".split()
)
_REGIONS: Final = frozenset(
    "africa america americas arab asia asiapacific central eastern endangered europe latin mediterranean near northern outer pacific"
    " caribbean persons south southeast southern tax west western world armed small international".split()
)
_LONGEST_MANDATE: Final = 14
_NO_MANDATE: Final = frozenset("his her its their this that these those all".split())
_AFTER_MANDATE: Final = frozenset(
    "is was are were has have had will shall should may who which that whose at during regarding submitted entitled pursuant addressed in with"
    " as within under following continues requests presented its".split()
)


class Phrase(NamedTuple):
    """A name by form: tokens ``[first, last)``, its head, and the hit inside whose officer or organ it is."""

    first: int
    head: int
    last: int
    kind: Kind
    owner: Hit | None = None


class Grammar:
    """The names in the words of one text, given what the lexicon found there."""

    def __init__(self, words: Words, hits: Sequence[Hit]) -> None:
        self.words = words
        self.hit_at: dict[int, Hit] = {at: hit for hit in hits if hit.is_body for at in range(hit.first, hit.last)}

    def find(self) -> list[Phrase]:
        """Return the names by form, left to right; they may hold hits, which they then replace."""
        found: list[Phrase] = []
        beyond = 0
        for at in self.words.capitals():
            if at < beyond or self.words.key[at] not in _ALL_HEADS:
                continue
            phrase = self._phrase(at)
            if phrase is not None and (not found or phrase.first >= found[-1].last):
                found.append(phrase)
                beyond = phrase.last
        return found

    def _phrase(self, head: int) -> Phrase | None:
        hit = self.hit_at.get(head)
        if hit is not None and (head != hit.last - 1 or hit.hidden):
            return None
        key = self.words.key_at
        first = self.left(head) if hit is None else hit.first
        last, owner = self.right(first, head, hit)
        if hit is not None:
            shared = hit.entity.id in SHARED_ORGANS and owner is not None and has_own_organs(owner.entity)
            return Phrase(first, head, last, "officer", owner) if shared else None
        if (key(head - 1), key(head)) in _REJECTED or not self._stands_alone(last):
            return None
        bare = first == head or all(self.words.key[at] in _BARE for at in range(first, head))
        if ((last == head + 1 or key(head) in _MODIFIED_ONLY) and bare) or cites_document(self.words, last):
            return None
        if self._is_event(first, head) or tuple(self.words.key[first:last]) in _NO_BODIES:
            return Phrase(first, head, last, "event")
        if key(head) in OFFICER_HEADS:
            return self._officer(first, head, last, owner)
        return Phrase(first, head, last, "body", owner)

    def _stands_alone(self, last: int) -> bool:
        """A capitalized word right after makes the name part of another ("Committee Meeting"), unless it is a body's."""
        words = self.words
        return not words.is_capital(last) or words.owns(last - 1) or last in self.hit_at or words.key[last] in _ROMAN

    def _officer(self, first: int, head: int, last: int, owner: Hit | None) -> Phrase | None:
        special = (first < head and self.words.key[first] in _SPECIAL) or "general" in self.words.key[head]
        if last == head + 1 and self.words.key[head] in ("rapporteur", "expert") and special:
            last = self._mandate(last)
        known = owner is not None and owner.is_body
        body = any(self.words.key[at] in HEADS - OFFICER_HEADS for at in range(head + 1, last))
        return Phrase(first, head, last, "officer", owner) if last > head + 1 and (special or known or body) else None

    def _mandate(self, at: int) -> int:
        """Return the end of "on the right to food" after a special procedure, which runs in lower case to the next stop."""
        words = self.words
        if words.key_at(at) != "on" or words.key_at(at + 1) in _NO_MANDATE:
            return at
        last = at + 1
        while last < len(words.key) and last - at < _LONGEST_MANDATE and words.key[last][:1].isalpha():
            key = words.key[last]
            if key in _AFTER_MANDATE or (key == "and" and words.key_at(last + 1) in ("the", "to")):
                break
            if key == "to" and words.key[last - 1] not in ("right", "rights", "access"):
                break
            last += 1
        return last if last > at + 1 else at

    def _is_event(self, first: int, head: int) -> bool:
        key = self.words.key
        ordinal = any(word.endswith(("th", "eenth", "ieth")) or word in _ORDINALS for word in key[first:head])
        if key[head] == "conference":
            parties = "parties" in key[head + 1 : head + 5] and "high" not in key[head + 1 : head + 4]
            organ = key[first:head] in (["general"], ["ministerial"]) and key[head + 1 : head + 2] == ["of"]
            return not (parties or organ) or ordinal or not {"review", "extension"}.isdisjoint(key[first:head])
        if key[head] in ("assembly", "forum", "session") and (
            ordinal or (key[first] == "world" and key[head] == "assembly")
        ):
            return True
        if key[head] in ("programme", "platform"):
            at = head + 2 if head + 2 < len(key) else head
            return key[at] in _OF_ACTION
        return key[head] in EVENT_HEADS

    def left(self, head: int) -> int:
        """Return the first token of the name whose head is at ``head``: capitalized words, and a body's name, before it."""
        first, at = head, head - 1
        while at >= 0:
            hit = self.hit_at.get(at)
            if hit is not None:
                if hit.last != at + 1 or self.words.key_at(hit.last - 1) == "secretarygeneral":
                    break
                first, at = hit.first, hit.first - 1
            elif self._modifies(at):
                first, at = at, at - 1
            else:
                begin = self._coordinated(at)
                if begin < 0:
                    break
                first, at = begin, begin - 1
        return first

    def _modifies(self, at: int) -> bool:
        words = self.words
        key = words.key[at]
        if not words.is_capital(at) or key in NO_MODIFIER or not key[0].isalpha() or key.startswith("nations"):
            return False
        if key in HEADS and words.owns(at):
            return key == "secretarygeneral"
        return not (words.key[at] in HEADS and words.key[at] not in _INNER_HEADS)

    def _coordinated(self, at: int) -> int:
        """Return where "Legal and" (or "Social, Humanitarian and") begins, when "the" stands before it; else -1."""
        key = self.words.key
        if key[at] != "and" or at < 2 or not self._modifies(at - 1) or (at - 1) in self.hit_at or key[at - 1] in HEADS:
            return -1
        begin = at - 1
        while begin >= 2 and key[begin - 1] == "," and self._modifies(begin - 2) and (begin - 2) not in self.hit_at:
            begin -= 2
        while begin >= 1 and self._modifies(begin - 1) and (begin - 1) not in self.hit_at:
            begin -= 1
        return begin if key[begin] == "un" or self.words.key_at(begin - 1) in ("the", "its") else -1

    def right(self, first: int, head: int, hit: Hit | None) -> tuple[int, Hit | None]:
        """Return the end of the name that begins at ``first`` and the body in its complement, if it names one.

        A body's name belongs to the name of its officer or organ ("Governing Council of …"); after a name that stands by itself
        ("Lunar Dust Programme of …") it is another.
        """
        key = self.words.key_at
        last, owner = head + 1, None
        if key(last) in _ROMAN and self.words.is_capital(last):
            last += 1
        while key(last) in _PREPOSITIONS and self._attaches(head, last):
            end, inner = self._complement(last + 1)
            if end < 0 or (inner is not None and not self._owned(first, head, last)):
                break
            last = end
            owner = owner or inner
            if hit is not None:
                break
        return last, owner

    def _owned(self, first: int, head: int, at: int) -> bool:
        """Return whether the preposition at ``at`` joins a body to its officer or organ, whose own name says too little."""
        key = self.words.key
        if key[at] not in ("of", "to"):
            return False
        if key[head] in OFFICER_HEADS or key[head] == "conference":
            return True
        return at == head + 1 and all(word in _ORGAN_MODIFIERS for word in key[first:head])

    def _attaches(self, head: int, at: int) -> bool:
        key = self.words.key
        if key[at] == "to":
            return key[head] in _TO_HEADS or key[at - 1] == "parties" or self.words.is_capital(at + 1)
        if key[at] in ("in", "at"):
            return key[head] in _IN_HEADS
        return True

    def _complement(self, at: int) -> tuple[int, Hit | None]:
        """Return the end of the capitalized phrase that begins at ``at`` (after its article), or -1."""
        words = self.words
        if words.key_at(at) in ("the", "all", "a"):
            at += 1
        if words.key_at(at) == "situation" and words.key[at : at + 5] == ["situation", "of", "human", "rights", "in"]:
            at += 5 + (words.key_at(at + 5) == "the")
        hit = self.hit_at.get(at)
        if hit is not None and hit.first == at:
            return hit.last, hit
        parties = words.key_at(at) == "states" and words.key_at(at + 1) == "parties"
        if not self._is_name(at) or (words.key[at] in _NO_COMPLEMENT and not parties) or self._is_short(at):
            return -1, None
        last = at + 1
        while True:
            step = self._step(last)
            if step < 0:
                return (-1, None) if words.key[last - 1] == "un" else (last, None)
            last = step

    def _is_short(self, at: int) -> bool:
        """Return whether "of the Institute", "of the Working Group" ends in a head: the complement is a short form."""
        words = self.words
        if words.key_at(at - 1) != "the":
            return False
        last = at
        while words.is_capital(last + 1) and last + 1 not in self.hit_at:
            last += 1
        if words.key[last] not in HEADS:
            return False
        after = last + 2 + (words.key_at(last + 2) == "the")
        return words.key_at(last + 1) not in ("of", "on", "for") or not self._is_name(after)

    def _is_name(self, at: int) -> bool:
        """Return whether a capitalized word (no number) stands at ``at``."""
        return self.words.is_capital(at) and self.words.key[at][0].isalpha()

    def _step(self, at: int) -> int:
        """Return the token after the next capitalized word that goes on with the complement, or -1."""
        words = self.words
        if at in self.hit_at:
            return -1
        if words.is_capital(at):
            return at + 1
        key, nxt = words.key_at(at), at + 1
        if key == ",":
            listed = any(words.key_at(more) == "and" for more in range(at + 2, at + 6))
            return nxt + 1 if listed and self._goes_on(nxt) else -1
        if key == "and":
            after = words.key_at(nxt + 1)
            if words.key_at(nxt) == "the" and (after in _AFTER_AND_THE or _is_doing(after)):
                nxt += 1
            return nxt + 1 if self._goes_on(nxt) else -1
        if words.key_at(nxt) in ("the", "all"):
            nxt += 1
        if key == "in" and nxt == at + 1 and words.key_at(nxt) not in _REGIONS:
            return -1  # "held in Vienna" is no part of a name, "in the Sudan" and "in Central Africa" are
        return nxt + 1 if key in _INNER and self._goes_on(nxt) else -1

    def _goes_on(self, at: int) -> bool:
        """Return whether a complement may go on with the words at ``at``: capitalized, and no other body's name."""
        words = self.words
        if not self._is_name(at) or at in self.hit_at or words.key[at] in HEADS or words.key[at] in _NO_COMPLEMENT:
            return False
        while words.is_capital(at + 1):
            at += 1
            if words.key[at] in HEADS:
                return False
        return True


def _is_doing(key: str) -> bool:
    """Return whether a word names an activity ("Promotion", "Strengthening"), as complements join them with "and the"."""
    documents = ("convention", "declaration", "agreement", "document")
    return key.endswith(("tion", "ment", "ing", "sion")) and key not in documents
