"""References: every document that a segment cites, with its canonical target, its place and its words.

:class:`ReferenceFinder` reads a document once, in order: footnotes first (their symbols count where they are anchored), then every segment.
Targets are symbols (``A/RES/70/125``) or, for instruments named, their canonical title; ``instrument`` is the work's id when the lexicon
has it or it is the document itself. A named place in the document itself ("paragraph 4 above") is internal; "the present resolution" and a
document's own name are no references.

Forms and their source: the five sources and the 1,414 resolutions of the development corpus; the modules beside this one say which
grammar finds what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from digov.mentions.references.link import (
    Anchor,
    Places,
    attach_footnotes,
    attach_pinpoints,
    back_reference,
    report_author,
)
from digov.mentions.references.model import Citation, WorkIndex, free, index_works
from digov.mentions.references.names import find_names, heads_of
from digov.mentions.references.notes import find_notes, widened
from digov.mentions.references.organs import speaker_of
from digov.mentions.references.prose import find_deeds
from digov.mentions.references.short import Memory
from digov.mentions.references.symbols import find_symbols, fold, parse_symbol
from digov.mentions.references.titles import find_titles, quoted_masks
from digov.model.document import Document, Segment
from digov.model.issue import Issue
from digov.model.lexicon import Work
from digov.model.mention import ReferenceMention
from digov.model.span import Span

_MARK: Final = re.compile(r"\^+|\[\^*[0-9]{1,3}\]|\*{1,3}|[0-9]{1,3}")
_LABEL_RANGE: Final = re.compile(r"[0-9]+(?:\([a-z]+\))*")


class ReferenceFindings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one segment cites; spans index its text. Inside ``masks`` no body, deadline or quantity is looked for."""

    references: tuple[ReferenceMention, ...] = ()
    masks: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()


class ReferenceFinder:
    """Finds the references of one document; :meth:`find` returns those of a segment."""

    def __init__(self, works: Sequence[Work], document: Document) -> None:
        """Read ``document`` with the names of ``works``; never raises, whatever the text holds."""
        self._index = index_works(tuple(works))
        self._document = document
        self._speaker = speaker_of(document.source.instrument)
        self._own = _Own(document, self._index)
        self._memory = Memory(self._index, self._own.heads)
        self._labels = frozenset(
            label for s in document.segments for label in (s.label, s.inferred_label) if label is not None
        )
        self._notes: dict[str, tuple[Citation, ...]] = {}
        self._reported: set[str] = set()
        self._reports: dict[str, Citation] = {}
        self._numbers = {s.id: s.label or "" for s in document.segments if s.kind == "footnote"}
        self._read_footnotes()
        self._findings = {s.id: self._find(s, place) for place, s in enumerate(document.segments)}

    def find(self, segment: Segment) -> ReferenceFindings:
        """Return the references, masks and issues of ``segment``; one that is not in the document has none."""
        return self._findings.get(segment.id, ReferenceFindings())

    def _read_footnotes(self) -> None:
        last: Citation | None = None
        for segment in self._document.segments:
            if segment.kind != "footnote":
                continue
            cited = self._cited(segment, fold(segment.text), last)
            self._notes[segment.id] = tuple(cited)
            locating = [c for c in cited if c.kind in ("symbol", "resolution", "series", "title", "report")]
            last = locating[-1] if locating else last

    def _cited(self, segment: Segment, text: str, last: Citation | None) -> list[Citation]:
        """Return what a text cites by number, name or title, before pinpoints and footnotes are joined."""
        cited = [
            Citation(start=s.start, end=s.end, target=s.symbol, kind="symbol", instrument=self._slug(s.symbol))
            for s in find_symbols(text)
        ]  # fmt: skip
        if segment.kind == "footnote":
            cited = [widened(text, symbol) for symbol in cited]
        deeds = (msgspec.structs.replace(d, instrument=self._slug(d.target)) for d in find_deeds(text, self._speaker))
        cited += [deed for deed in deeds if free(cited, deed.start, deed.end)]
        if segment.kind == "footnote":
            cited += find_notes(text, cited, self._index, last)
        cited = _with_titles(text, cited)
        cited += find_titles(text, cited, self._index, segment.kind)
        quoted = quoted_masks(text, cited)
        names = [
            n
            for n in find_names(text, cited, self._index)
            if not any(low <= n.start and n.end <= high for low, high in quoted)
        ]
        names = self._memory.settle_variants(
            _with_titles(text, [_as_printed(name, segment.text) for name in names]), text
        )
        cited = [c for c in cited if c.kind != "title" or free(names, c.start, c.end)] + names
        cited = [_as_printed(c, segment.text) if c.kind == "title" else c for c in cited]
        own = self._own.target
        return attach_pinpoints(text, cited, own).citations if segment.kind == "footnote" else cited

    def _find(self, segment: Segment, place: int) -> ReferenceFindings:
        text = fold(segment.text)
        anchors = self._anchors(segment, text)
        for anchor in anchors:
            text = text[: anchor.start] + "^" * (anchor.end - anchor.start) + text[anchor.end :]
        cited = list(self._notes[segment.id]) if segment.kind == "footnote" else self._cited(segment, text, None)
        cited += self._memory.find_short(place, text, cited)
        self._memory.learn(place, cited, text, title=segment.kind == "title")
        if segment.kind in ("title", "front"):
            # The title and the agenda item name a subject; only what they print as a symbol or number is cited.
            cited = [c for c in cited if c.kind in ("symbol", "resolution")]
        cited = [c for c in cited if not self._own.is_self(c)]
        issues: list[Issue] = []
        if segment.kind != "footnote":
            cited = attach_footnotes(text, cited, anchors, self._notes, self._index)
            places = attach_pinpoints(text, cited, self._own.target)
            cited = self._with_reports(text, places)
            issues = [
                Issue("open-reference", f"the document of “{segment.text[p.start : p.end]}” could not be settled", p.start, p.end, segment.id)
                for p in places.open
            ]  # fmt: skip
        issues += self._issues(segment, cited)
        masks = _merged(
            [*(c.covered for c in cited if c.kind not in ("internal", "report")), *quoted_masks(text, cited)]
        )
        references = tuple(mention for c in cited if not c.open for mention in _each_place(self._mention(c, segment)))
        return ReferenceFindings(
            references=_unique(references), masks=masks, issues=tuple(sorted(issues, key=_issue_key))
        )

    def _with_reports(self, text: str, places: Places) -> list[Citation]:
        """Return the citations with the places in reports cited before by the same author; what stays open stays in ``places``."""
        for report in places.citations:
            author = report_author(text[report.start : report.end]) if report.kind == "report" else None
            if author is not None:
                self._reports[author] = report
        settled = {
            place: found for place in places.open if (found := back_reference(text, place, self._reports)) is not None
        }
        places.open = [place for place in places.open if place not in settled]
        return sorted([*places.citations, *settled.values()], key=lambda c: (c.start, c.end))

    def _anchors(self, segment: Segment, text: str) -> list[Anchor]:
        """Return the footnote marks of a segment as spans of its text, in order."""
        anchors: list[Anchor] = []
        for offset, footnote in segment.anchors:
            for piece, start in zip(segment.pieces, segment.starts, strict=False):
                if piece.start <= offset < piece.end:
                    begin = start + offset - piece.start
                    mark = _MARK.match(text, begin)
                    end = begin + 1 if mark is None else mark.end()
                    anchors.append(Anchor(begin, end, footnote, self._numbers.get(footnote, footnote)))
        return sorted(anchors, key=lambda anchor: anchor.start)

    def _slug(self, symbol: str) -> str | None:
        work = self._index.symbols.get(symbol)
        return work.id if work is not None else self._own.slug if symbol in self._own.symbols else None

    def _mention(self, citation: Citation, segment: Segment) -> ReferenceMention:
        footnote = citation.footnote
        if footnote is None and segment.kind == "footnote":
            footnote = segment.label
        internal = citation.kind == "internal"
        pinpoint = self._internal_place(citation, segment) if internal else citation.pinpoint
        return ReferenceMention(
            start=citation.start, end=citation.end, target=citation.target, pinpoint=pinpoint, footnote=footnote, internal=internal,
            instrument=self._own.slug if internal else citation.instrument,
        )  # fmt: skip

    def _internal_place(self, citation: Citation, segment: Segment) -> str | None:
        """Return an internal pinpoint in full: "(d)" in paragraph 17 is ``17(d)``."""
        place = citation.pinpoint or ""
        if place.startswith("(") and (stem := _LABEL_RANGE.match(segment.label or "")) is not None:
            number = stem[0].partition("(")[0]
            return ",".join(number + part if part.startswith("(") else part for part in place.split(","))
        return citation.pinpoint

    def _issues(self, segment: Segment, cited: Sequence[Citation]) -> list[Issue]:
        issues: list[Issue] = []
        for c in cited:
            if c.open:
                message = f"“the {c.target}” could be any of several instruments, or one not named in full"
                issues.append(Issue("open-reference", message, c.start, c.end, segment.id))
            elif c.kind == "internal":
                missing = self._missing(self._internal_place(c, segment) or "")
                if missing and c.head in ("paragraph", "subparagraph"):
                    message = f"this document has no paragraph {', '.join(missing)}"
                    issues.append(Issue("unresolved-pinpoint", message, c.start, c.end, segment.id))
            elif c.instrument is None and c.target not in self._reported:
                self._reported.add(c.target)
                issues.append(
                    Issue("unknown-work", f"{c.target} is not in the lexicon of works", c.start, c.end, segment.id)
                )
        return issues

    def _missing(self, place: str) -> list[str]:
        """Return the paragraphs of an internal pinpoint that the document does not have."""
        return [end for part in place.split(",") for end in part.split("-") if end.strip() not in self._labels]


class _Own:
    """How the document names itself: symbols, titles, heads of short forms; its slug and the target of internal references."""

    def __init__(self, document: Document, index: WorkIndex) -> None:
        instrument = document.source.instrument
        parsed = [(symbol, parse_symbol(symbol)) for symbol in instrument.symbols]
        symbols = {symbol if found is None else found.text for symbol, found in parsed}
        self.symbols = frozenset(symbols | {"-".join(instrument.symbols)})
        self.slug = instrument.slug
        ids = {instrument.slug, instrument.member_of}
        own_works = [work for work in index.exact.values() if work.id in ids] + [
            w for s, w in sorted(index.symbols.items()) if s in self.symbols
        ]
        named = (
            ()
            if instrument.kind in ("resolution", "decision", "report")
            else (instrument.title, instrument.short_title)
        )
        titles = {fold(title).lower() for title in named if title}
        self.names = frozenset(titles | {fold(work.title).lower() for work in own_works})
        self.ids = frozenset(work.id for work in own_works)
        self.target = instrument.symbols[0] if instrument.symbols else instrument.title
        self.heads = frozenset(
            head for name in self._namings(document, own_works) for head in heads_of(name).split("|") if head
        )

    @staticmethod
    def _namings(document: Document, works: Sequence[Work]) -> list[str]:
        instrument = document.source.instrument
        own = (
            []
            if instrument.kind in ("resolution", "decision", "report")
            else [instrument.title, instrument.short_title or ""]
        )
        return [
            *own,
            *(
                work.title
                for work in works
                if work.id == instrument.member_of or instrument.kind not in ("resolution", "report")
            ),
        ]

    def is_self(self, citation: Citation) -> bool:
        """Return whether a citation names the document itself."""
        if citation.kind == "internal":
            return False
        return (
            citation.target in self.symbols
            or citation.instrument in self.ids
            or fold(citation.target).lower() in self.names
        )


def _with_titles(text: str, cited: Sequence[Citation]) -> list[Citation]:
    """Return ``cited`` with the titles printed after resolutions ("…, entitled “…”") covered."""
    return [
        c
        if (match := _TITLE_AFTER.match(text, c.covered[1])) is None
        else msgspec.structs.replace(c, mask_end=match.end())
        for c in cited
    ]


_TITLE_AFTER: Final = re.compile(
    r",?\s(?:entitled|titled),?\s(?:“[^”]{3,400}”?|\"[^\"]{3,400}\"?|(?P<bare>[A-Z][\w'-]*(?:\s(?:[A-Z][\w'-]*|[0-9]{4}|of|the|our|and|for|on|in|to|a)|:)*))"
)


def _as_printed(citation: Citation, text: str) -> Citation:
    """Return a citation that the lexicon does not know with its target as printed: dashes and quotes of the text kept."""
    if citation.instrument is not None or citation.kind not in ("name", "title"):
        return citation
    words = _FUSED_MARK.sub("", text[citation.start : citation.end].strip('“”"* ,.;:'))
    return msgspec.structs.replace(citation, target=" ".join(words.replace("*", "").split()) or citation.target)


_FUSED_MARK: Final = re.compile(r"(?<=[a-z])[0-9]{1,2}\Z")


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the union of ``spans`` as ordered spans that do not touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(Span(start, end) for start, end in merged)


def _each_place(mention: ReferenceMention) -> tuple[ReferenceMention, ...]:
    """Return one mention for each place of a list: "paragraphs 34 to 37 and 67 to 72" cites two; a path ("section III, 9") is one."""
    if mention.pinpoint is None or "," not in mention.pinpoint or ", " in mention.pinpoint:
        return (mention,)
    return tuple(msgspec.structs.replace(mention, pinpoint=place) for place in mention.pinpoint.split(","))


def _unique(references: Sequence[ReferenceMention]) -> tuple[ReferenceMention, ...]:
    """Return the references once each, in text order."""
    ordered = sorted(references, key=lambda r: (r.start, r.end, r.target, r.pinpoint or ""))
    return tuple(dict.fromkeys(ordered))


def _issue_key(issue: Issue) -> tuple[int, str, str]:
    return (issue.start or 0, issue.code, issue.message)
