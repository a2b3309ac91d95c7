"""Topics that the words of a segment state: action lines, objectives and principles of the Compact, themes of sections.

Labels are matched as printed, the longest first. A capitalised word inside a sentence belongs to a name ("Internet Governance Forum") and
states no theme; an action line's code counts in brackets or after "action line"; a principle counts as the lead of an item
("Interoperable: …"). The topics of a heading are mentions of the heading; who stands under it is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from digov.model.document import Document, Segment
from digov.model.lexicon import Entity, Lexicon
from digov.model.mention import TopicMention

_KINDS: Final = frozenset({"title", "heading", "preamble", "paragraph", "item"})
_PRINCIPLES: Final = "topic/principle-"
_HEADINGS: Final = frozenset({"title", "heading"})
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-'][A-Za-z0-9]+)*")
_PLAIN: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "’": "'", "*": " ", "_": " "})
_SENTENCE_START: Final = re.compile(
    r"(?:(?:^|[.:;!?(“\"\]]|\b[a-z0-9]{1,4}\)|[•\u2022-])\s*|\b(?:[A-Z]|[IVX]+|\d+)\. )$"
)
_LEAD: Final = re.compile(r"\s*(?:[-•]\s*)?(?:\(?[a-z0-9]{1,4}[.)]\s*)*\s*")
_CODE: Final = re.compile(r"[A-Z]\d+")
_CODE_BEFORE: Final = re.compile(r"(?:\(|\b[Aa]ction lines? (?:[A-Z]\d+(?:, |,? and | or |/))*)$")
_PROPER: Final = frozenset({"Internet", "Indigenous"})


class _Name(msgspec.Struct, frozen=True):
    """One label of a topic, in plain characters."""

    topic: str
    name: str
    text: str
    acronym: bool
    lead: bool


class TopicFinder:
    """Finds the topics of a document's segments by the labels of a lexicon."""

    def __init__(self, lexicon: Lexicon, document: Document) -> None:
        self._document = document
        self._names, self._first_words = _compiled(lexicon.topics)

    def find_all(self) -> dict[str, tuple[TopicMention, ...]]:
        """Return the topics by segment id, in text order; each topic once in a segment, at its first words."""
        found: dict[str, tuple[TopicMention, ...]] = {}
        for segment in self._document.segments:
            if segment.kind in _KINDS and (mentions := self._find(segment)):
                found[segment.id] = mentions
        return found

    def _find(self, segment: Segment) -> tuple[TopicMention, ...]:
        text = segment.text
        if not text.isascii() or "*" in text or "_" in text:
            text = text.translate(_PLAIN)
        heading = segment.kind in _HEADINGS
        found: dict[str, TopicMention] = {}
        taken = 0
        for word in self._first_words.finditer(text):
            start = word.start()
            if start < taken:
                continue
            for name in self._names[word.group().lower()]:
                end = start + len(name.text)
                if _is_printed(text, start, end, name, heading) and _stands(text, start, end, name, heading=heading):
                    found.setdefault(name.topic, TopicMention(start=start, end=end, id=name.topic, name=name.name))
                    taken = end
                    break
        return tuple(sorted(found.values(), key=lambda mention: (mention.start, mention.id)))


@lru_cache(maxsize=4)
def _compiled(topics: tuple[Entity, ...]) -> tuple[Mapping[str, tuple[_Name, ...]], re.Pattern[str]]:
    """Return the names of ``topics`` and the pattern of their first words, compiled once for all documents."""
    names = _names_of(topics)
    return names, _pattern_of(names)


def _names_of(topics: tuple[Entity, ...]) -> Mapping[str, tuple[_Name, ...]]:
    """Return the labels by their first word in lower case, the longest first; of one length those of principles, as they ask for more."""
    names: dict[str, set[_Name]] = {}
    for topic in topics:
        for label in topic.labels:
            text = label.text.translate(_PLAIN)
            name = _Name(topic.id, topic.name, text, label.form == "acronym", topic.id.startswith(_PRINCIPLES))
            if word := _WORD.match(text):
                names.setdefault(word.group().lower(), set()).add(name)
    return {
        word: tuple(
            sorted(
                found, key=lambda name: (-len(name.text), not name.lead, name.text[0].isupper(), name.text, name.topic)
            )
        )
        for word, found in sorted(names.items())
    }


def _pattern_of(names: Mapping[str, tuple[_Name, ...]]) -> re.Pattern[str]:
    """Return the pattern of the first words of all labels, as printed, in lower case and with a capital."""
    words = {spelling for group in names.values() for name in group for spelling in _spellings(name)}
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![A-Za-z0-9-]){_prefix_tree(words)}(?![A-Za-z0-9])")


def _prefix_tree(words: Iterable[str]) -> str:
    """Return a pattern that matches exactly ``words``, sharing their beginnings, so that each character is looked at once."""
    tails: dict[str, list[str]] = {}
    ends = False
    for word in sorted(words):
        if word:
            tails.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    branches = [re.escape(letter) + _prefix_tree(rest) for letter, rest in tails.items()]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{pattern}?" if ends else pattern


def _spellings(name: _Name) -> tuple[str, ...]:
    word = _WORD.match(name.text)
    first = word.group() if word else name.text
    return (first,) if name.acronym else (first, first[0].upper() + first[1:], first[0].lower() + first[1:])


def _is_printed(text: str, start: int, end: int, name: _Name, heading: bool) -> bool:
    if text.startswith(name.text[1:], start + 1):
        return True
    return heading and text[start:end].lower() == name.text.lower()


def _stands(text: str, start: int, end: int, name: _Name, *, heading: bool) -> bool:
    """Tell whether ``text[start:end]`` states the label ``name`` where it stands."""
    printed = text[start:end]
    if end < len(text) and (text[end].isalnum() or text[end] == "-") and not (heading and _doubled(text, end, name)):
        return False
    if name.acronym:
        return printed == name.text and (not _CODE.fullmatch(printed) or bool(_CODE_BEFORE.search(text, 0, start)))
    if name.lead:
        lead = _LEAD.match(text)
        return lead is not None and lead.end() == start and text[end:].lstrip()[:1] == ":"
    if printed[1:] != name.text[1:]:
        return heading and not text[:start].strip() and not text[end:].strip()
    if (
        printed[0].isupper()
        and _first(printed) not in _PROPER
        and not _SENTENCE_START.search(text, max(0, start - 12), start)
    ):
        return not _first(printed)[1:].islower()
    return True


def _doubled(text: str, end: int, name: _Name) -> bool:
    """Tell a heading whose last word stands twice, as in a flattened redline ("Internet governanceGovernance")."""
    last = name.text.rsplit(" ", 1)[-1].lower()
    return text[end:].strip().lower() in (last, last.removesuffix("s"))


def _first(words: str) -> str:
    return words.split(" ", 1)[0]
