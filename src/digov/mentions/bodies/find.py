"""Hits: where the labels of the lexicon stand in the words of one text, the longest first, and never inside a mask."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from digov.mentions.bodies.names import HEADS, NO_MODIFIER, OFFICER_HEADS, Entry, Names
from digov.mentions.bodies.words import LOWER, Words
from digov.model.lexicon import Entity, LabelForm
from digov.model.span import Span

UNITED_NATIONS: Final = "body/united-nations"

# What may follow "the United Nations" where it is the Organization; before any other word it is an adjective.
_AFTER_ORGANIZATION: Final = frozenset(
    "to in of for on at by with from and or as is are was were has have had will shall should would can could may must might that which"
    " who whose when where while whereas through throughout during under within into upon after before since until against between among"
    " amongst including also not itself alone towards toward via over about than but because if so based such both either neither regarding"
    " concerning pursuant worldwide today plays provides remains continues needs does did do issued considered faces held took made"
    " supporting including working helping acting relating calling taking serving".split()
)
_TITLE_WORDS: Final = frozenset(
    "agenda agreement agreements award awards charter code constitution consensus convention conventions covenant day decade declaration"
    " directive framework guidelines guide manifesto pathway plan pledge principles prize protocol protocols recommendation recommendations"
    " records regulations report reports resolution resolutions decision decisions roadmap rules standard standards statute strategy treaty"
    " week yearbook year compact commitment commitments model".split()
)
_RANKS: Final = frozenset("deputy assistant under vice former special executive high".split())
# "Security Council resolutions": the name stands for its documents, as in a citation with a number.
_DEEDS: Final = frozenset(("resolution", "resolutions", "decision", "decisions"))
_DOCUMENT_WORDS: Final = frozenset("resolution resolutions decision decisions document documents".split())
# Capitalized words before "of the <body>" that make it part of a title.
_TITLED: Final = frozenset(
    "agenda charter code conclusions consensus constitution convention declaration document journal outcome plan programme records"
    " regulations repertoire repertory resolutions decisions rules statute statutes supplement yearbook covenant agreement protocol protocols".split()
)
_QUOTED_TITLE: Final = re.compile(r"\b(?:entitled|titled|themes?|topics?|headed|slogan|motto)\b[,:]?\s*([“\"‘])")
_DESCRIBED: Final = re.compile(
    r"(?:the )?(?:[a-z]+ )?(?:reports?|notes?|letters?|statements?|summar(?:y|ies)|recommendations?) (?:of|by|from) "
)
_CLOSING: Final = {"“": "”", '"': '"', "‘": "’"}
_MAX_TITLE: Final = 600
_EVENTS: Final = frozenset("summit conference symposium award awards week day meeting congress".split())
_LONGEST_EVENT: Final = 3
_GROUPS_AFTER: Final = frozenset("group committee board unit office network commission".split())


class Hit(NamedTuple):
    """A label found: tokens ``[first, last)`` and what it names."""

    first: int
    last: int
    entry: Entry
    others: tuple[Entity, ...] = ()
    """Further groups that the same phrase names."""
    hidden: bool = False
    """True inside a cited title or a citation: no mention, but a short form after it may mean the body."""

    @property
    def entity(self) -> Entity:
        """Return the entity that the label names."""
        return self.entry.entity

    @property
    def form(self) -> LabelForm:
        """Return the form of the label."""
        return self.entry.form

    @property
    def is_body(self) -> bool:
        """Return whether the entity is a body (and no group)."""
        return self.entry.entity.id.startswith("body/")


class Closed(NamedTuple):
    """Which words are masked: for each, the last word of its mask, or -1."""

    until: list[int]

    def allows(self, first: int, last: int) -> bool:
        """Return whether a name may cover ``[first, last)``: it may hold a mask that begins after it, but not cut one."""
        return self.until[first] < 0 and self.until[last - 1] < last


def closed_words(text: str, words: Words, masks: Sequence[Span]) -> Closed:
    """Return which words lie in ``masks`` or in a quoted title ("entitled “…”").

    A mask that describes a document by its author ("the report of the Secretary-General") is no title: its bodies count.
    """
    until = [-1] * len(words.key)
    for span in (*(span for span in masks if not _DESCRIBED.match(text, span.start)), *_quoted_titles(text)):
        first, last = bisect_right(words.end, span.start), bisect_left(words.start, span.end)
        for at in range(first, last):
            until[at] = max(until[at], last - 1)
    return Closed(until)


def _quoted_titles(text: str) -> list[Span]:
    spans = []
    for match in _QUOTED_TITLE.finditer(text):
        opening = match.group(1)
        closing = _CLOSING[opening]
        depth, at = 1, match.end()
        while at < len(text) and depth and at - match.end() < _MAX_TITLE:
            if text[at] == closing:
                depth -= 1
            elif text[at] == opening:
                depth += 1
            at += 1
        if not depth:
            spans.append(Span(match.start(1), at))
    return spans


def find_hits(words: Words, names: Names, closed: Closed) -> list[Hit]:
    """Return the labels found, left to right without overlap, the longest at each place.

    A name in a mask or a citation is returned as hidden; an adjective ("United Nations" before "entities") is left out.
    """
    hits: list[Hit] = []
    beyond, branches = 0, names.root.next
    for at in [at for at, key in enumerate(words.key) if key in branches]:
        hit = _longest(words, names, at) if at >= beyond else None
        if hit is None:
            continue
        if _is_part(words, hit):
            continue
        beyond = hit.last
        if not closed.allows(hit.first, hit.last) or _is_cited(words, hit):
            hits.append(hit._replace(hidden=True))
        elif hit.entity.id != UNITED_NATIONS or hit.last - hit.first > 1 or is_organization(words, hit.first):
            hits.append(_with_tail(words, names, hit))
            beyond = hits[-1].last
    return hits


def _longest(words: Words, names: Names, first: int) -> Hit | None:
    node = names.root
    found: Hit | None = None
    at, count = first, len(words.key)
    while at < count:
        below = node.next.get(words.key[at])
        if below is None:
            break
        node, at = below, at + 1
        if node.entries:
            entries = [entry for entry in node.entries if _agrees(entry, words, first)]
            if entries:
                others = {entry.entity.id: entry.entity for entry in entries if entry.entity.id != entries[0].entity.id}
                found = Hit(first, at, entries[0], tuple(others.values()))
    return found


def _agrees(entry: Entry, words: Words, first: int) -> bool:
    return all(words.rank[first + at] != LOWER for at in entry.capitals) and all(
        words.raw[first + at] == raw for at, raw in entry.exact
    )


def _with_tail(words: Words, names: Names, hit: Hit) -> Hit:
    """Return the hit with "of the Secretariat", "of the United Nations" or "of the United Nations Secretariat" after it."""
    if hit.entity.id not in names.of_un or hit.entity.id == UNITED_NATIONS or words.key_at(hit.last) != "of":
        return hit
    at = hit.last + 1 + (words.key_at(hit.last + 1) == "the")
    last = at
    if words.key_at(last) == "un" and words.is_capital(last):
        last += 1
    if words.key_at(last) == "secretariat" and words.is_capital(last):
        last += 1
    if last == at or not _ends_name(words, last):
        return hit
    return hit._replace(last=last)


def _ends_name(words: Words, at: int) -> bool:
    return words.key_at(at) not in ("system", "charter") and not words.is_capital(at)


def _is_part(words: Words, hit: Hit) -> bool:
    """Return whether a name that begins with its head is the end of a longer one ("Joint Conference on Disarmament …")."""
    first, before = hit.first, words.key_at(hit.first - 1)
    if not hit.is_body or not words.is_capital(first - 1) or words.key[first] not in HEADS or first < 2:
        return False
    if words.key[first] in OFFICER_HEADS:
        return before in _RANKS
    return before != "un" and before[0].isalpha() and before not in NO_MODIFIER


def _is_cited(words: Words, hit: Hit) -> bool:
    """Return whether the name is part of a title or of a cited resolution's name."""
    if not hit.is_body or hit.entity.id == UNITED_NATIONS:
        return False
    before, after = words.key_at(hit.first - 1), words.key_at(hit.last)
    if cites_document(words, hit.last) or after in _DEEDS:
        return True
    if after in _TITLE_WORDS and words.is_capital(hit.last) and _is_title_word(words, hit):
        return True
    if after == "of" and words.is_capital(hit.last + 1) and hit.entity.id == "body/commonwealth":
        return True
    if hit.entity.kind == "initiative" and _names_event(words, hit.last):
        return True
    at = hit.first - 1 - (before == "the")
    return words.key_at(at) == "of" and words.key_at(at - 1) in _TITLED and words.is_capital(at - 1)


def _names_event(words: Words, at: int) -> bool:
    """Return whether capitalized words at ``at`` make an event of the name before them ("AI for Good Global Summit")."""
    end = at
    while words.is_capital(end) and end - at < _LONGEST_EVENT:
        if words.key[end] in _EVENTS:
            return True
        end += 1
    return False


def _is_title_word(words: Words, hit: Hit) -> bool:
    """A capitalized "Report" right after a body's name makes a title; after "Council's" or in "Standards Group" it does not."""
    return not words.owns(hit.last - 1) and words.key_at(hit.last + 1) not in _GROUPS_AFTER


def has_own_organs(body: Entity) -> bool:
    """Return whether a body has organs named like those of the United Nations: its own General Assembly or Secretary-General."""
    return body.kind in ("agency", "organization") and body.id != UNITED_NATIONS


def is_organization(words: Words, at: int) -> bool:
    """Return whether "United Nations" at ``at`` is the Organization, and not an adjective or part of the Charter's name."""
    if len(words.key) == 1:
        return True
    article = at - 1 - (words.key_at(at - 1) == "un")
    after = words.key_at(at + 1)
    if after in ("-", "\u2010", "\u2011"):
        return False
    if words.key_at(article) != "the" or words.is_capital(at + 1):
        return False
    if words.key_at(article - 1) == "of" and words.key_at(article - 2) in _TITLED and words.is_capital(article - 2):
        return False
    return not after[:1].isalpha() or after in _AFTER_ORGANIZATION or after.endswith(("ed", "ly"))


def cites_document(words: Words, at: int) -> bool:
    """Return whether "resolution 70/125" or the like stands at ``at``, so that the name before it belongs to a citation."""
    if words.key_at(at) not in _DOCUMENT_WORDS:
        return False
    number = at + 1 + (words.key_at(at + 1) == "[")
    key = words.key_at(number)
    return any(char.isdigit() for char in key) or (words.is_capital(number) and words.key_at(number + 1) in ("/", "-"))
