"""An instrument as a reader sees it: what it is, and its segments in order, under their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from digov.pages.library import Entry, Library
from digov.pages.places import place_of
from digov.pages.said import Named
from digov.pages.segment_view import SegmentView, act_kind, view_segment
from digov.rdf.base import DCTERMS, DG, ELI, PROV, SDG


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
        Named(documents[0], "Source and open questions") if documents else None,
        tuple(segment for segment in segments if segment.kind == "Heading"),
        tuple(segment for segment in segments if segment.kind != "Footnote"),
        tuple(segment for segment in segments if segment.kind == "Footnote"),
        _counts(library, segments, documents[0] if documents else None),
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


def _counts(library: Library, segments: list[SegmentView], document: str | None) -> tuple[Count, ...]:
    """Return how much an instrument holds, counted as the report of the release and the start page count it.

    An act that is only reported is none of the instrument's own, and an issue is an open question unless it is a mere remark.
    """
    reader = library.reader
    acts = Counter(kind for segment in segments for kind in _acts(library, segment.iri))
    dated = sum(bool(reader.iris(segment.iri, DG + "hasDeadline")) for segment in segments)
    goals = [goal for segment in segments for goal in reader.iris(segment.iri, DCTERMS + "subject")]
    issues = () if document is None else reader.subjects(DG + "inDocument", document)
    severities = [reader.word(issue, DG + "severity") for issue in issues]
    return tuple(
        Count(words, number)
        for words, number in (
            ("segments", len(segments)),
            ("acts that bind", acts["binding"]),
            ("acts that ask", acts["asking"]),
            ("other acts", acts["other"]),
            ("reported acts", acts["reported"]),
            ("segments with a deadline", dated),
            ("SDG links", sum(goal.startswith(SDG) for goal in goals)),
            ("open questions", sum(severity not in (None, "info") for severity in severities)),
        )
        if number
    )


def _acts(library: Library, segment: str) -> Iterator[str]:
    """Yield what each act of a segment does, or that it is only reported."""
    reader = library.reader
    for one in reader.subjects(DG + "statedIn", segment):
        if reader.iri(one, DG + "actType") is None:
            continue
        types = reader.types(one)
        kinds = {act_kind(library, kind) for kind in types}
        strongest = next((kind for kind in ("binding", "asking") if kind in kinds), "other")
        yield "reported" if DG + "ReportedAct" in types else strongest


def anchor_of(iri: str) -> str:
    """Return the name by which a segment is anchored in the page of its instrument."""
    place = place_of(iri)
    return "" if place is None else place.document.rpartition("/")[2]
