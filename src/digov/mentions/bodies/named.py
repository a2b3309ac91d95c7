"""Names as they stand: for each segment, the bodies, groups and events that its words name in full, by variant or by acronym."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from digov.mentions.bodies.find import Closed, Hit, closed_words, find_hits
from digov.mentions.bodies.grammar import Grammar, Phrase
from digov.mentions.bodies.names import Names, Short, shorts_of
from digov.mentions.bodies.plural import shared_heads
from digov.mentions.bodies.words import CAPITAL, Words, words_of
from digov.model.document import Segment
from digov.model.lexicon import Entity, LabelForm
from digov.model.mention import GroupMention
from digov.model.span import Span

UNKNOWN: Final = "?"
"""Before the name, the key of a body that is not in the lexicon."""

_BLANKS: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[*\u00b9\u00b2\u00b3\u2070-\u2079]")


class Named(NamedTuple):
    """A body named at tokens ``[first, last)``; ``key`` is its id, or :data:`UNKNOWN` and its name."""

    first: int
    last: int
    key: str
    name: str
    form: LabelForm = "full"
    basis: str | None = None
    bare: Short | None = None
    """The words of a name that is not in the lexicon ("Advisory Committee"), which may be a short form of another."""
    hidden: bool = False
    """True inside a citation: no mention, but short forms may mean it."""

    @property
    def id(self) -> str | None:
        """Return the body's id, ``None`` when it is not in the lexicon."""
        return None if self.key.startswith(UNKNOWN) else self.key


class Event(NamedTuple):
    """An event or a programme of action: where it stands and what short forms may mean it."""

    first: int
    shorts: tuple[Short, ...]


class Page(NamedTuple):
    """One segment as read: its words and what they name, each list in text order."""

    segment: Segment
    words: Words
    closed: Closed
    named: list[Named]
    groups: list[GroupMention]
    events: list[Event]


def read_page(segment: Segment, masks: Sequence[Span], names: Names) -> Page:
    """Return what the words of ``segment`` name outside ``masks``; short forms are left to the context."""
    words = words_of(segment.text)
    closed = closed_words(segment.text, words, masks)
    hits = find_hits(words, names, closed)
    shared = [hit for hit in shared_heads(words, names, hits) if closed.allows(hit.first, hit.last)]
    hits = [*_outside(hits, shared), *shared]
    phrases = Grammar(words, hits).find()
    kept = _outside(hits, [phrase for phrase in phrases if phrase.kind != "event"])
    named = [
        Named(hit.first, hit.last, hit.entity.id, hit.entity.name, hit.form, hidden=hit.hidden)
        for hit in kept
        if hit.is_body
    ]
    for phrase in phrases:
        if phrase.kind != "event":
            hidden = not closed.allows(phrase.first, phrase.last)
            named.append(_named(phrase, segment.text, words, names)._replace(hidden=hidden))
    groups = [group for hit in kept if not hit.is_body and not hit.hidden for group in _groups(hit, words)]
    events = [_event(phrase, words) for phrase in phrases if phrase.kind == "event"]
    return Page(segment, words, closed, sorted(named, key=lambda body: body.first), groups, events)


def _outside(hits: Sequence[Hit], taken: Sequence[Hit | Phrase]) -> list[Hit]:
    """Return the hits that share no word with ``taken``."""
    words = {at for item in taken for at in range(item.first, item.last)}
    return [hit for hit in hits if words.isdisjoint(range(hit.first, hit.last))]


def lookup(names: Names, name: str) -> Entity | None:
    """Return the body of the lexicon that goes by exactly this name."""
    node = names.root
    for key in words_of(name).key:
        below = node.next.get(key)
        if below is None:
            return None
        node = below
    return next((entry.entity for entry in node.entries if entry.entity.id in names.bodies), None)


def composed(names: Names, first: int, last: int, head: str, owner: str) -> Named:
    """Return the officer or organ ``head`` of the body ``owner`` as one body: the lexicon's, or one named after both."""
    name = f"{head} of the {owner}"
    entity = lookup(names, name)
    if entity is not None:
        return Named(first, last, entity.id, entity.name, "variant")
    return Named(first, last, UNKNOWN + name, name, "full")


def printed(text: str, words: Words, first: int, last: int) -> str:
    """Return the words ``[first, last)`` as printed, without marks of emphasis and footnotes, blanks and hyphens levelled."""
    name = _MARKS.sub("", text[words.start[first] : words.end[last - 1]])
    return _BLANKS.sub(" ", name.replace("\u2010", "-").replace("\u2011", "-")).strip()


def unknown_shorts(name: str) -> frozenset[Short]:
    """Return the short forms of a name that the lexicon lacks."""
    return frozenset(shorts_of(words_of(name)))


def _named(phrase: Phrase, text: str, words: Words, names: Names) -> Named:
    owner = phrase.owner
    bare = tuple(words.key[phrase.first : phrase.last])
    if owner is not None and owner.last == phrase.last and owner.first - phrase.head <= 3:
        head = printed(text, words, phrase.first, phrase.head + 1)
        body = composed(names, phrase.first, phrase.last, head, owner.entity.name)
        return body if body.id is not None else body._replace(bare=bare)
    name = printed(text, words, phrase.first, phrase.last)
    entity = lookup(names, name)
    if entity is not None:
        return Named(phrase.first, phrase.last, entity.id, entity.name, "variant")
    return Named(phrase.first, phrase.last, UNKNOWN + name, name, "full", None, bare)


def _event(phrase: Phrase, words: Words) -> Event:
    keys = words.key[phrase.first : phrase.head + 1]
    return Event(phrase.first, tuple(tuple(keys[at:]) for at in range(len(keys) - 1, -1, -1)))


def _groups(hit: Hit, words: Words) -> list[GroupMention]:
    single = hit.last - hit.first == 1
    before, after = words.key_at(hit.first - 1), words.key_at(hit.last)
    if single and words.rank[hit.first] == CAPITAL and words.key[hit.first] in ("states", "governments"):
        inside = words.is_capital(hit.first - 1) and words.key_at(hit.first - 2) not in (
            "",
            ".",
            ";",
            ":",
            ")",
            "*",
            "\u2014",
        )
        if (
            inside
            or before in ("united", "arab")
            or (after == "of" and words.is_capital(hit.last + 1 + (words.key_at(hit.last + 1) == "the")))
        ):
            return []
    start, end = words.start[hit.first], words.end[hit.last - 1]
    entities = (hit.entity, *hit.others)
    return [GroupMention(start=start, end=end, id=entity.id, name=entity.name) for entity in entities]
