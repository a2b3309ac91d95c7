"""The graph of a document's own shape: instrument, document, source, segments, issues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from digov.graph.terms import COMMENT, RDF_TYPE, dc, dcterms, eli, prov, undo
from digov.model.document import Document, Segment, SegmentKind
from digov.model.issue import Issue
from digov.model.issue_codes import ISSUE_CODES
from digov.model.source import Instrument, InstrumentKind, SourceText
from digov.model.statement import Literal, Ref, entity, term
from digov.rdf.terms import QuadWriter

SEGMENT_CLASSES: Final[dict[SegmentKind, Ref]] = {
    "title": term("Title"),
    "front": term("FrontMatter"),
    "heading": term("Heading"),
    "preamble": term("PreambularClause"),
    "paragraph": term("Paragraph"),
    "item": term("Item"),
    "footnote": term("Footnote"),
    "closing": term("Closing"),
}
UNDO_CLASSES: Final[dict[InstrumentKind, Ref]] = {
    "resolution": undo("Resolution"),
    "decision": undo("Decision"),
    "report": undo("ProgressReport"),
}
"""What a work is in the United Nations' document ontology; every other kind is a plain document."""
_LANGUAGES: Final = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}
_LANGUAGE_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/language/"
_WITHOUT_HEADING: Final = ("title", "front", "footnote", "closing")


def document_ref(instrument: Instrument) -> Ref:
    """Return the identifier of the document: its instrument and the three letters of its language."""
    return entity(f"{instrument.slug}/{_LANGUAGES.get(instrument.language, instrument.language)}")


def source_ref(instrument: Instrument) -> Ref:
    """Return the identifier of the source text of an instrument."""
    return entity(f"source/{instrument.slug}")


def write_instrument(instrument: Instrument, writer: QuadWriter) -> None:
    """Write the work: what it is called, who speaks in it, when, and where it stands among drafts."""
    work = entity(instrument.slug)
    language = instrument.language
    writer.add(work, RDF_TYPE, term("Instrument"), UNDO_CLASSES.get(instrument.kind, undo("Document")))
    writer.add(work, term("workKind"), Literal(instrument.kind))
    writer.add(work, dcterms("title"), Literal(instrument.title, language=language))
    if instrument.short_title is not None:
        writer.add(work, dcterms("alternative"), Literal(instrument.short_title, language=language))
    writer.add(work, eli("id_local"), *(Literal(symbol) for symbol in instrument.symbols))
    for symbol in instrument.symbols[:1]:
        _, resolution, number = symbol.partition("/RES/")
        writer.add(work, eli("number"), Literal(number) if resolution else None)
    if instrument.date is not None:
        day = Literal.date(instrument.date)
        # The property takes a day; a month or a year is in the title or symbol as printed.
        writer.add(work, eli("date_document"), day if day.datatype == "date" else None)
    if instrument.akn_path is not None:
        writer.add(work, dcterms("identifier"), Literal(instrument.akn_path))
    if instrument.organ is not None:
        writer.add(work, term("speaker"), entity(instrument.organ))
        if not instrument.draft and instrument.organ.startswith("body/"):
            writer.add(work, eli("passed_by"), entity(instrument.organ))
    if instrument.member_of is not None:
        writer.add(work, eli("is_member_of"), entity(instrument.member_of))
    if instrument.revision_of is not None:
        writer.add(work, prov("wasRevisionOf"), entity(instrument.revision_of))
    writer.add(work, term("draftStatus"), Literal("draft" if instrument.draft else "final"))
    writer.add(work, term("draftBasis"), None if instrument.draft_basis is None else Literal(instrument.draft_basis))


def write_document(source: SourceText, writer: QuadWriter) -> None:
    """Write the document and the stored text it is a copy of, with checksum, origin and rights."""
    instrument = source.instrument
    document, stored = document_ref(instrument), source_ref(instrument)
    writer.add(document, RDF_TYPE, term("Document"), undo("DocumentVersion"))
    writer.add(document, eli("realizes"), entity(instrument.slug))
    writer.add(document, eli("title"), Literal(instrument.title, language=instrument.language))
    code = _LANGUAGES.get(instrument.language)
    writer.add(document, eli("language"), Ref(_LANGUAGE_AUTHORITY + code.upper()) if code else None)
    writer.add(document, term("source"), stored)
    writer.add(stored, RDF_TYPE, term("Source"))
    writer.add(stored, term("sha256"), Literal(source.sha256))
    writer.add(stored, term("text"), Literal(source.text))
    writer.add(stored, term("length"), Literal.integer(len(source.text)))
    writer.add(stored, term("filename"), Literal(source.filename))
    writer.add(stored, dc("source"), Literal(instrument.origin) if instrument.origin else None)
    writer.add(stored, dc("rights"), Literal(instrument.rights) if instrument.rights else None)


def write_segments(document: Document, writer: QuadWriter) -> None:
    """Write the segments in their order, each with its text, place, parent and heading."""
    instrument = document.source.instrument
    headings = _headings(document.segments)
    known = document.by_id()
    for order, segment in enumerate(document.segments, start=1):
        ref = entity(f"{instrument.slug}/{segment.id}")
        writer.add(ref, RDF_TYPE, SEGMENT_CLASSES[segment.kind])
        writer.add(ref, term("inDocument"), document_ref(instrument))
        writer.add(ref, term("inInstrument"), entity(instrument.slug))
        above = instrument.slug if segment.parent is None else f"{instrument.slug}/{segment.parent}"
        writer.add(ref, eli("is_part_of"), entity(above))
        writer.add(ref, eli("number"), None if segment.label is None else Literal(segment.label))
        inferred = segment.inferred_label
        writer.add(ref, term("inferredNumber"), None if inferred is None else Literal(inferred))
        writer.add(ref, term("text"), Literal(segment.text))
        writer.add(ref, term("start"), Literal.integer(segment.span.start))
        writer.add(ref, term("end"), Literal.integer(segment.span.end))
        writer.add(ref, term("order"), Literal.integer(order))
        writer.add(ref, term("part"), Literal(segment.part))
        if segment.id in headings:
            writer.add(ref, term("underHeading"), entity(f"{instrument.slug}/{headings[segment.id]}"))
        for _, footnote in segment.anchors:
            if footnote in known:
                writer.add(ref, term("hasFootnote"), entity(f"{instrument.slug}/{footnote}"))


def _headings(segments: Sequence[Segment]) -> dict[str, str]:
    """Return the id of the heading above each segment: the nearest in its part; for a heading, one of higher rank."""
    open_headings: dict[str, list[Segment]] = {}
    found: dict[str, str] = {}
    for segment in segments:
        above = open_headings.setdefault(segment.part, [])
        if segment.kind == "heading":
            while above and above[-1].level >= segment.level:
                above.pop()
        if above and segment.kind not in _WITHOUT_HEADING:
            found[segment.id] = above[-1].id
        if segment.kind == "heading":
            above.append(segment)
    return found


def write_issues(document: Document, issues: Sequence[Issue], writer: QuadWriter) -> None:
    """Write the issues of a document, numbered in the order in which they are given."""
    instrument = document.source.instrument
    segments = document.by_id()
    for number, issue in enumerate(issues, start=1):
        ref = document_ref(instrument).fragment(f"issue-{number}")
        severity, _ = ISSUE_CODES[issue.code]
        writer.add(ref, RDF_TYPE, term("Issue"))
        writer.add(ref, term("issueCode"), Literal(issue.code))
        writer.add(ref, term("severity"), Literal(severity))
        writer.add(ref, COMMENT, Literal(issue.message))
        writer.add(ref, term("inDocument"), document_ref(instrument))
        if issue.segment in segments:
            writer.add(ref, term("statedIn"), entity(f"{instrument.slug}/{issue.segment}"))
        if issue.start is not None and issue.end is not None:
            writer.add(ref, term("start"), Literal.integer(issue.start))
            writer.add(ref, term("end"), Literal.integer(issue.end))
