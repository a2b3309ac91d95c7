"""A statement, or a piece of evidence, as a reader sees it: the words in their place, and what rests on them."""

from __future__ import annotations

import msgspec

from digov.pages.describe import EVIDENCE
from digov.pages.library import Library
from digov.pages.marks import Mark, Piece
from digov.pages.said import Named, Quote, Said, read_quote, read_statement
from digov.pages.segment_view import changes_of, text_pieces
from digov.rdf.base import DG


class Passage(msgspec.Struct, frozen=True):
    """The words behind a statement in the segment that holds them."""

    quote: Quote
    pieces: tuple[Piece, ...]
    instrument: Named | None
    sha256: str | None


class StatementView(msgspec.Struct, frozen=True):
    """A statement with its passages, or an evidence with the statements that rest on it."""

    iri: str
    said: tuple[Said, ...]
    passages: tuple[Passage, ...]


def view_statement(library: Library, iri: str) -> StatementView | None:
    """Return the view of the statement ``iri``; ``None`` when it is none."""
    said = read_statement(library, iri)
    if said is None:
        return None
    return StatementView(iri, (said,), tuple(_passage(library, quote, said.kind) for quote in said.quotes))


def view_evidence(library: Library, iri: str) -> StatementView | None:
    """Return the view of the evidence ``iri``; ``None`` when it is none."""
    quote = read_quote(library, iri)
    if quote is None:
        return None
    resting = [read_statement(library, one) for one in library.reader.subjects(EVIDENCE, iri, 200)]
    said = tuple(one for one in resting if one is not None)
    kind = said[0].kind if said else "other"
    return StatementView(iri, said, (_passage(library, quote, kind),))


def _passage(library: Library, quote: Quote, kind: str) -> Passage:
    instrument = None if quote.segment is None else library.instrument_of(quote.segment.iri)
    pieces: tuple[Piece, ...] = (Piece(quote.prefix), Piece(quote.exact, kind), Piece(quote.suffix))
    if quote.segment is not None and instrument is not None:
        outline = library.outline(instrument)
        entry = next((one for one in outline.entries if one.iri == quote.segment.iri), None)
        if entry is not None:
            mark = Mark(quote.start, quote.end, kind, f"evidence-{quote.key}", quote.exact)
            pieces = text_pieces(outline, entry, [mark, *changes_of(library, entry.iri)])
    return Passage(
        quote,
        pieces,
        None if instrument is None else Named(instrument, library.reader.label(instrument)),
        library.reader.word(quote.iri, DG + "sourceSha256"),
    )
