"""Bodies and groups: every named organ, entity, forum, fund, officer and stakeholder group of a document.

Full names, variants and acronyms come from the lexicon; acronyms defined in the text and names that only the grammar knows are added; then
short forms are resolved in reading order. What counts as a body is the annotation guideline's: no events, no countries, no
bodies inside the title of a cited document, and "United Nations" only where it is the Organization.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from digov.mentions.bodies.acronyms import defined_acronyms, defined_shorts, with_acronyms
from digov.mentions.bodies.context import EVENT, Context, Reading
from digov.mentions.bodies.find import has_own_organs
from digov.mentions.bodies.grammar import SHARED_ORGANS
from digov.mentions.bodies.named import Event, Named, Page, composed, printed, read_page, unknown_shorts
from digov.mentions.bodies.names import OFFICER_HEADS, ORGAN_HEADS, Names, Short, compile_names
from digov.mentions.bodies.shorts import ShortForm, has_determiner, short_forms, with_preposition
from digov.model.document import Document
from digov.model.issue import Issue
from digov.model.lexicon import Lexicon
from digov.model.mention import BodyMention, GroupMention
from digov.model.span import Span

OPEN: Final = "!"
"""Before its words, the key of a short form that stays open."""

_SPEAKERS: Final = (
    "body/general-assembly",
    "body/economic-and-social-council",
    "body/security-council",
    "body/human-rights-council",
)
_ORGANS_OF: Final = frozenset(
    "assembly board bureau commission committee conference council directorate office secretariat".split()
)
_LEFT_OPEN: Final = ORGAN_HEADS | frozenset(
    "chair chairperson president rapporteur commissioner director expert".split()
)


class BodyFindings(msgspec.Struct, frozen=True):
    """The bodies and groups of one segment in text order, and what stayed open; offsets index the segment's text."""

    bodies: tuple[BodyMention, ...] = ()
    groups: tuple[GroupMention, ...] = ()
    issues: tuple[Issue, ...] = ()


class BodyFinder:
    """Finds the bodies and groups of one document."""

    def __init__(self, lexicon: Lexicon, document: Document) -> None:
        self._names = compile_names(lexicon)
        self._document = document

    def find_all(self, masks: Mapping[str, Sequence[Span]]) -> dict[str, BodyFindings]:
        """Return the findings of every segment by its id.

        ``masks`` are spans of the segments' texts, by segment id, that hold cited titles and symbols: nothing inside them is a
        body. A body that the lexicon lacks has id ``None`` and its printed name (``unknown-body``); a short form without a
        settled reading has id ``None`` and itself as name (``open-body``).
        """
        pages = [read_page(segment, masks.get(segment.id, ()), self._names) for segment in self._document.segments]
        unknown = {named.key: unknown_shorts(named.name) for page in pages for named in page.named if named.id is None}
        known = set(self._names.bearers).union(*unknown.values(), defined_shorts(pages))
        pages = [_without_shorts(page, known) for page in pages]
        acronyms = defined_acronyms(pages)
        pages = [with_acronyms(page, acronyms) for page in pages]
        title = [named.key for page in pages if page.segment.kind == "title" for named in page.named]
        context = Context(self._names, self._speaker(pages), title, unknown, defined_shorts(pages))
        phrases = with_preposition(known)
        reported: set[str] = set()
        findings: dict[str, BodyFindings] = {}
        for index, page in enumerate(pages):
            items: list[Named | Event | ShortForm] = [*page.named, *page.events, *short_forms(page, known, phrases)]
            named = _Reader(page, index, context, self._names).read(sorted(items, key=lambda item: item[0]))
            if page.segment.kind == "heading":
                context.heading(page.segment.level, [body.key for body in named])
            findings[page.segment.id] = _findings(page, named, reported)
        return findings

    def _speaker(self, pages: Sequence[Page]) -> str | None:
        """Return the organ that speaks: the instrument's, or the principal organ that a clause of its own names."""
        organ = self._document.source.instrument.organ
        if organ is not None:
            return organ
        for page in pages:
            if page.segment.kind in ("front", "preamble") and len(page.named) == 1:
                named = page.named[0]
                if named.key in _SPEAKERS and named.last + 2 >= len(page.words.key):
                    return named.key
        return None


class _Reader:
    """Reads one page in text order: notes what is named and resolves short forms."""

    def __init__(self, page: Page, index: int, context: Context, names: Names) -> None:
        self._page = page
        self._index = index
        self._context = context
        self._names = names
        self._notes = page.segment.kind != "footnote"

    def read(self, items: Sequence[Named | Event | ShortForm]) -> list[Named]:
        """Return the bodies of the page; a short form that stays open has its own words as name and key."""
        by_first = {item.first: item for item in items if isinstance(item, ShortForm)}
        found: list[Named] = []
        beyond = 0
        for item in items:
            if item.first < beyond:
                continue
            if isinstance(item, Event):
                for short in item.shorts:
                    self._context.event(self._index, short)
                continue
            if isinstance(item, Named) and item.hidden:
                self._note(item.key)
                continue
            body = self._joined(item, by_first) or (item if isinstance(item, Named) else self._resolved(item))
            if body is None:
                continue
            found.append(body)
            beyond = body.last
            self._note(body.key)
        return found

    def _note(self, key: str) -> None:
        if self._notes:
            self._context.name(self._index, key)

    def _joined(self, item: Named | ShortForm, by_first: Mapping[int, ShortForm]) -> Named | None:
        """Return "Chair of the Commission" as one body, where ``item`` is its head and a short form follows."""
        key = self._page.words.key_at
        if key(item.last) != "of":
            return None
        inner = by_first.get(item.last + 1 + (key(item.last + 1) == "the"))
        if inner is None or not self._heads(item):
            return None
        reading = self._context.resolve(inner.short, self._index)
        if reading is None or reading.key == EVENT or not self._may_own(reading.key, item):
            return None
        body = self._organ(item, inner, reading)
        if body is not None:
            self._note(reading.key)
        return body

    def _heads(self, item: Named | ShortForm) -> bool:
        """Return whether ``item`` may be the head of "… of the Commission": an officer or an organ."""
        head = self._page.words.key[item.last - 1]
        if isinstance(item, Named):
            composable = head in OFFICER_HEADS or head in _ORGANS_OF
            return item.key in SHARED_ORGANS or (item.bare is not None and composable)
        return head in OFFICER_HEADS or head in _ORGANS_OF or "of" in item.short

    def _may_own(self, key: str, item: Named | ShortForm) -> bool:
        """Return whether the body ``key`` has a Secretary-General or General Assembly of its own, where ``item`` is one."""
        body = self._names.bodies.get(key)
        shared = isinstance(item, Named) and item.key in SHARED_ORGANS
        return not shared or (body is not None and has_own_organs(body))

    def _organ(self, item: Named | ShortForm, inner: ShortForm, reading: Reading) -> Named | None:
        """Return the organ or officer ``item`` of the body that ``inner`` means; ``None`` when ``item`` is another's by itself."""
        officer = self._page.words.key[item.last - 1] in OFFICER_HEADS
        own = self._context.resolve(item.short, self._index) if isinstance(item, ShortForm) and not officer else None
        if own is not None and own.key != EVENT:
            body = self._names.bodies.get(own.key)
            if body is None or body.parent != reading.key:
                return None
            return Named(item.first, inner.last, body.id, body.name, "short", own.basis)
        head = printed(self._page.segment.text, self._page.words, item.first, item.last)
        named = composed(self._names, item.first, inner.last, head, self._name(reading.key))
        return named._replace(form="short", basis=reading.basis)

    def _resolved(self, form: ShortForm) -> Named | None:
        if not form.known and len(form.short) > 1:
            return None
        pointed = self._page.words.key_at(form.first - 1) in ("that", "this", "said")
        reading = self._context.resolve(form.short, self._index, pointed=pointed)
        if reading is not None:
            if reading.key == EVENT:
                return None
            return Named(form.first, form.last, reading.key, self._name(reading.key), "short", reading.basis)
        if not form.article or (form.short[-1] not in _LEFT_OPEN and "of" not in form.short):
            return None
        surface = printed(self._page.segment.text, self._page.words, form.first, form.last)
        return Named(form.first, form.last, OPEN + surface, surface, "short")

    def _name(self, key: str) -> str:
        body = self._names.bodies.get(key)
        return body.name if body is not None else key[1:]


def _without_shorts(page: Page, known: set[Short]) -> Page:
    """Return ``page`` without the names that are short forms of another ("the Advisory Committee")."""
    named = [
        body
        for body in page.named
        if body.bare is None or body.bare not in known or not has_determiner(page, body.first)
    ]
    return page._replace(named=named)


def _findings(page: Page, named: Sequence[Named], reported: set[str]) -> BodyFindings:
    words, segment = page.words, page.segment
    bodies: list[BodyMention] = []
    issues: list[Issue] = []
    for body in named:
        start, end = words.start[body.first], words.end[body.last - 1]
        is_open = body.key.startswith(OPEN)
        mention = BodyMention(
            start=start, end=end, id=None if is_open else body.id, name=body.name, form=body.form, basis=body.basis
        )
        bodies.append(mention)
        if is_open:
            message = f"“{body.name}” has no settled reading here"
            issues.append(Issue("open-body", message, start, end, segment.id))
        elif body.id is None and body.key not in reported:
            reported.add(body.key)
            issues.append(Issue("unknown-body", f"“{body.name}” is not in the lexicon", start, end, segment.id))
    ends = [body.end for body in bodies]
    starts = [body.start for body in bodies]
    groups = tuple(g for g in page.groups if bisect_right(ends, g.start) == bisect_left(starts, g.end))
    return BodyFindings(tuple(bodies), groups, tuple(issues))
