"""An instrument as a reader sees it: what it is, and its segments in order, under their headings."""

from __future__ import annotations

from collections import Counter

import msgspec

from digov.pages.library import Entry, Library
from digov.pages.places import place_of
from digov.pages.said import Named
from digov.pages.segment_view import SegmentView, view_segment
from digov.rdf.base import DCTERMS, DG, ELI, PROV


class Count(msgspec.Struct, frozen=True):
    """A number of things of one kind."""

    words: str
    number: int


class InstrumentView(msgspec.Struct, frozen=True):
    """An instrument that is held: its description, its headings, its segments."""

    iri: str
    title: str
    short_title: str | None
    symbols: tuple[str, ...]
    kind: str
    date: str | None
    draft: bool
    draft_basis: str | None
    speaker: Named | None
    related: tuple[tuple[str, Named], ...]
    document: Named | None
    headings: tuple[SegmentView, ...]
    segments: tuple[SegmentView, ...]
    footnotes: tuple[SegmentView, ...]
    counts: tuple[Count, ...]

    @property
    def redlined(self) -> bool:
        """Return whether the instrument is printed as a redline."""
        return any(segment.redlined for segment in self.segments)


def view_instrument(library: Library, iri: str) -> InstrumentView:
    """Return the view of the instrument ``iri``, which the release holds with its segments."""
    reader = library.reader
    outline = library.outline(iri)
    depths = _depths(outline.entries)
    segments = [view_segment(library, outline, entry, depth=depths[entry.iri]) for entry in outline.entries]
    speaker = reader.iri(iri, DG + "speaker")
    documents = reader.subjects(ELI + "realizes", iri)
    titles = reader.words(iri, DCTERMS + "title")
    return InstrumentView(
        iri,
        max(titles, key=lambda title: (len(title), title), default=reader.label(iri)),
        reader.word(iri, DCTERMS + "alternative"),
        library.symbols_of(iri),
        reader.word(iri, DG + "workKind") or "instrument",
        reader.word(iri, ELI + "date_document"),
        reader.word(iri, DG + "draftStatus") == "draft",
        reader.word(iri, DG + "draftBasis"),
        None if speaker is None else Named(speaker, reader.label(speaker)),
        _related(library, iri),
        Named(documents[0], "source and open questions") if documents else None,
        tuple(segment for segment in segments if segment.kind == "Heading"),
        tuple(segment for segment in segments if segment.kind != "Footnote"),
        tuple(segment for segment in segments if segment.kind == "Footnote"),
        _counts(segments),
    )


def _related(library: Library, iri: str) -> tuple[tuple[str, Named], ...]:
    """Return the instruments that this one is a draft, a part or a revision of, and those that are of it."""
    reader = library.reader
    found = [
        ("draft of", reader.iris(iri, ELI + "is_member_of")),
        ("part of", reader.iris(iri, ELI + "is_part_of")),
        ("revises", reader.iris(iri, PROV + "wasRevisionOf")),
        ("revised by", reader.subjects(PROV + "wasRevisionOf", iri)),
        ("drafts", reader.subjects(ELI + "is_member_of", iri)),
    ]
    return tuple((words, Named(other, reader.label(other))) for words, others in found for other in others)


def _depths(entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return how deep each segment lies below its paragraph."""
    depths: dict[str, int] = {}
    for entry in entries:
        depths[entry.iri] = 0 if entry.parent is None else depths.get(entry.parent, 0) + 1
    return depths


def _counts(segments: list[SegmentView]) -> tuple[Count, ...]:
    kinds = Counter(chip.kind for segment in segments for chip in segment.chips if chip.status != "dropped")
    return tuple(
        Count(words, number)
        for words, number in (
            ("segments", len(segments)),
            ("acts that bind", kinds["binding"]),
            ("acts that ask", kinds["asking"]),
            ("other acts", kinds["other"]),
            ("deadlines", kinds["time"]),
            ("SDG links", kinds["goal"]),
            ("open questions", kinds["issue"]),
        )
        if number
    )


def anchor_of(iri: str) -> str:
    """Return the name by which a segment is anchored in the page of its instrument."""
    place = place_of(iri)
    return "" if place is None else place.document.rpartition("/")[2]
