"""What a document has named so far, and the short forms that this settles: "the Convention", "the Agenda", "Kampala Convention".

A short form goes to the instrument that the document calls so ("(the Convention)"); else to the one last named in full with that head
noun in the same segment; else to the one named in the title; else to the only one named so far; else to the one named just before,
unless another has been meant twice as often. "The Charter" is that of the United
Nations unless another charter was named. With none or several left the reference stays open and becomes an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from digov.mentions.references.model import Citation, WorkIndex, free
from digov.mentions.references.names import HEADS, heads_of, inside_body
from digov.model.lexicon import Work

NEAR: Final = 6
"""How many segments back a name still settles a short form that several instruments could claim."""

_HEADS: Final = "|".join(map(re.escape, sorted(HEADS, key=len, reverse=True)))
_SHORT: Final = re.compile(
    rf"(?P<head>{_HEADS})(?P<thereto>\sthereto)?(?![\w-])"
    r"(?!\s(?:on|for|against|between|relating\sto|concerning|regarding|amending|governing|containing)\s(?:the\s|its\s|an?\s)?[A-Z]"
    r"|\s(?:entitled|of\s(?:the\s)?[A-Z0-9])|(?<=(?:elines|ciples|rategy|mework|.Rules|..Code|Action))\s(?:on|for|of|to)\b)"
)
_ARTICLE: Final = re.compile(r"(?<!\()(?<![(][\"“])\b(?:[Tt]he|[Ss]aid|[Tt]hat)\s\Z")
_DEFINES: Final = re.compile(
    rf"[\^\s,]*(?:,?\sof\s[^()]{{4,40}})?\s?\((?:hereinafter\s|hereafter\s|referred\sto\sas\s)?[\"“]?the\s(?P<head>{_HEADS})[\"”]?\)"
)
_NOT_A_WORK: Final = re.compile(
    r"\A'?s?\s?(?:Organization|Committee|Secretariat|Review\sCommittee|Mechanism\b(?!\sfor)|Body|Section|Group|Team|Office|Fund|Conference)\b"
)
_PRESENT: Final = re.compile(r"\b(?:present|this|draft)\s\Z")
_ALIAS: Final = re.compile(
    r"[\^\s,]*(?:,?\s(?:of|as\samended|adopted)\s[^()]{4,50})?\s?\((?:(?:also\s)?(?:known\sas|called|hereinafter|hereafter)\s)?(?:the\s)?[\"“]?\Z"
)


_DATED: Final = re.compile(r"((?:19|20)[0-9]{2})\s([a-z ]+)")


class _Named(msgspec.Struct, frozen=True):
    place: int
    target: str
    instrument: str | None
    words: str


class Memory:
    """The instruments that a document has named, by head noun and by words; fed segment by segment, in document order."""

    def __init__(self, index: WorkIndex, own_heads: frozenset[str]) -> None:
        self._index = index
        self._own = own_heads
        self._by_head: dict[str, list[_Named]] = {}
        self._aliases: dict[str, _Named] = {}
        self._in_title: set[str] = set()
        self._defined: dict[str, _Named] = {}
        self._uses: dict[tuple[str, str], int] = {}

    def learn(self, place: int, names: Sequence[Citation], text: str, *, title: bool = False) -> None:
        """Remember the names of a segment; ``place`` is its number in the document."""
        for name in names:
            if name.kind in ("resolution", "symbol", "series") and name.instrument is not None:
                name = self._as_name(name)
            if name.kind not in ("name", "title") or not name.head:
                continue
            named = _Named(place, name.target, name.instrument, text[name.start : name.end].lower())
            self._aliases.setdefault(named.words, named)
            if (definition := _DEFINES.match(text, name.end)) is not None:
                self._defined[definition["head"].lower()] = named
            for head in self._heads(name):
                self._by_head.setdefault(head, []).append(named)
                self._uses[head, named.target] = self._uses.get((head, named.target), 0) + 1
            if title:
                self._in_title.add(name.target)

    def _as_name(self, citation: Citation) -> Citation:
        """Return a citation by number as one of the work that it stands for: resolution 70/1 is the 2030 Agenda."""
        work = self._index.work_of(citation.target)
        if work is None or citation.head == "decision":
            return citation
        return msgspec.structs.replace(citation, kind="name", target=work.title, head=heads_of(work.title))

    def _heads(self, name: Citation) -> list[str]:
        heads = [head for head in name.head.split("|") if head]
        claims = self._index.claims.get(name.instrument or "", ())
        return [*heads, *(short for short in claims if short not in heads)]

    def settle_variants(self, names: Sequence[Citation], text: str) -> list[Citation]:
        """Return ``names`` with other forms of one name brought together.

        A name in brackets after another ("… Convention of 2009 (Kampala Convention)") is the same instrument and goes; a name that is the
        beginning of one named before ("Kigali Accord" of "Kigali Accord on Data") takes its target.
        """
        kept: list[Citation] = []
        for name in names:
            words = text[name.start : name.end].lower()
            before = kept[-1] if kept else None
            if (
                before is not None
                and before.kind == "name"
                and _ALIAS.fullmatch(text, before.end, name.start)
                and text[name.end : name.end + 2].strip('”"')[:1] == ")"
            ):
                self._aliases.setdefault(words, _Named(0, before.target, before.instrument, words))
                kept[-1] = msgspec.structs.replace(
                    before, mask_end=max(before.mask_end, name.end + 1), head=f"{before.head}|{name.head}"
                )
                continue
            if name.instrument is None and name.kind == "name" and (earlier := self._longer(words)) is not None:
                name = msgspec.structs.replace(name, target=earlier.target, instrument=earlier.instrument)
            kept.append(name)
        return kept

    def _longer(self, words: str) -> _Named | None:
        if words in self._aliases:
            return self._aliases[words]
        named = {name.target: name for names in self._by_head.values() for name in names}
        claimed = [work for work in self._index.shorts.get(words, ()) if work.title in named]
        if len(claimed) == 1:
            return named[claimed[0].title]
        if (dated := _DATED.fullmatch(words)) is not None:
            year, head = dated[1], dated[2]
            same = {
                n.target: n
                for n in self._by_head.get(head, ())
                if year in n.words or (self._date(n) or "").startswith(year)
            }
            return next(iter(same.values())) if len(same) == 1 else None
        longer = {
            n.target: n for text, n in self._aliases.items() if text.startswith(words) and text[len(words)] in " ,"
        }
        return next(iter(longer.values())) if len(longer) == 1 else None

    def _date(self, named: _Named) -> str | None:
        work = self._index.work_of(named.target)
        return None if work is None else work.date

    def find_short(self, place: int, text: str, taken: Sequence[Citation]) -> Iterator[Citation]:
        """Yield the short forms in ``text`` outside ``taken``; open ones are marked so."""
        for match in _SHORT.finditer(text):
            start, end = match.span("head")
            if (
                _ARTICLE.search(text, max(0, start - 6), start) is None
                or not free(taken, start, end)
                or _NOT_A_WORK.match(text[end:])
                or inside_body(text, start, end)
            ):
                continue
            head = match["head"].lower()
            if head in self._own or _PRESENT.search(text, max(0, start - 10), start):
                continue
            settled = self._thereto(match, taken) if match["thereto"] else self._settle(head, place, start, taken)
            if settled is None:
                yield Citation(start=start, end=end, target=match["head"], kind="short", head=head, open=True)
            else:
                self._uses[head, settled.target] = self._uses.get((head, settled.target), 0) + 1
                yield Citation(start=start, end=end, target=settled.target, kind="short", instrument=settled.instrument)

    def _thereto(self, match: re.Match[str], taken: Sequence[Citation]) -> _Named | None:
        """Return "the Optional Protocol thereto": that of the instrument named right before."""
        before = [c for c in taken if c.end <= match.start() and c.kind in ("name", "short")]
        if not before or match.start() - before[-1].end > 80:
            return None
        title = f"{match['head']} to the {before[-1].target}"
        work = self._index.exact.get(title.lower())
        return _Named(0, title, None, title.lower()) if work is None else _of_work(work)

    def _settle(self, head: str, place: int, position: int, taken: Sequence[Citation]) -> _Named | None:
        if head in self._defined:
            return self._defined[head]
        numbered = (
            self._as_name(c) if c.kind == "resolution" and c.instrument is not None else c
            for c in taken
            if c.end <= position
        )
        near = [c for c in numbered if c.kind == "name" and head in self._heads(c)]
        if near:
            last = max(near, key=lambda citation: citation.end)
            return _Named(place, last.target, last.instrument, "")
        named = self._by_head.get(head, [])
        for some in ([n for n in named if n.target in self._in_title], named):
            if len({name.target for name in some}) == 1:
                return some[-1]
        charter = self._index.exact.get("charter of the united nations")
        if head == "charter" and charter is not None:
            return _of_work(charter)
        return self._likeliest(head, named, place)

    def _likeliest(self, head: str, named: Sequence[_Named], place: int) -> _Named | None:
        """Return the one of several that the head means here: the last named nearby, unless another has been meant far more often."""
        if not named:
            return None
        uses = {name.target: self._uses.get((head, name.target), 0) for name in named}
        last = next((name for name in reversed(named) if place - name.place <= NEAR), None)
        usual = max(reversed(named), key=lambda name: uses[name.target])
        others = max((count for target, count in uses.items() if target != usual.target), default=0)
        if last is None:
            return usual if uses[usual.target] >= 2 * max(others, 1) else None
        return usual if uses[usual.target] >= 2 * uses[last.target] else last


def _of_work(work: Work) -> _Named:
    return _Named(0, work.title, work.id, work.title.lower())
