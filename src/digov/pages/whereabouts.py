"""Where an entity is spoken of: in which segments, by which acts, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from digov.pages.describe import EVIDENCE, SUBJECT
from digov.pages.library import Library
from digov.pages.marks import KINDS
from digov.pages.said import Named, Quote, read_quote, status_of
from digov.pages.segment_view import Chip, act_kind
from digov.pages.words import plain_parts
from digov.rdf.base import DCTERMS, DG, ELI, RDF, RDFS

MAX_ROWS: Final = 60
"""Most rows under one heading of a page; the page says how many there are."""
_CONTEXT: Final = 140
"""Characters that are shown on each side of the words behind a link."""
ORDER: Final = {
    DG + "addressee": "What it is asked to do",
    DG + "due": "What is due then",
    DG + "actor": "What it does",
    RDF + "type": "Where it is done",
    DCTERMS + "subject": "Where it is linked",
    ELI + "cites": "Where it is cited",
    ELI + "is_about": "Where it is the topic",
    DG + "hasDeadline": "Where the time is stated",
    DG + "mentionsBody": "Where it is named",
    DG + "mentionsGroup": "Where it is named",
}
"""The headings of the ways in which an entity is spoken of, in their order."""

Row = tuple[str, int, str, str]
"""Instrument, order and IRI of a segment, and an evidence in it."""


class Where(msgspec.Struct, frozen=True):
    """A passage that speaks of an entity: in which segment, by which acts, in which words, due when."""

    statement: str
    instrument: Named
    segment: Named
    acts: tuple[Chip, ...]
    due: tuple[Named, ...]
    kind: str
    exact: str
    before: str
    after: str
    status: str | None


class Group(msgspec.Struct, frozen=True):
    """The passages that speak of an entity in one way, the first of them, and how many there are."""

    title: str
    predicate: Named
    rows: tuple[Where, ...]
    total: int


def groups_of(library: Library, statements: Sequence[str]) -> tuple[Group, ...]:
    """Return the passages behind statements about one entity, by predicate: what it is asked first."""
    reader = library.reader
    by_predicate: dict[str, list[str]] = {}
    for statement in statements:
        for predicate in reader.iris(statement, RDF + "predicate"):
            by_predicate.setdefault(predicate, []).append(statement)
    names = list(ORDER)
    ordered = sorted(by_predicate, key=lambda name: (names.index(name) if name in ORDER else len(names), name))
    groups = []
    for predicate in ordered:
        label = reader.label(predicate)
        rows = _rows(library, by_predicate[predicate])
        shown = tuple(_where(library, row, predicate, rows[row]) for row in sorted(rows)[:MAX_ROWS])
        groups.append(
            Group(ORDER.get(predicate, f"Where it stands as: {label}"), Named(predicate, label), shown, len(rows))
        )
    return tuple(groups)


def _rows(library: Library, statements: Sequence[str]) -> dict[Row, list[tuple[str, str]]]:
    """Return the passages behind statements, each with its (subject, statement): acts of one sentence share one."""
    reader = library.reader
    rows: dict[Row, list[tuple[str, str]]] = {}
    for statement in statements:
        subject = reader.iri(statement, SUBJECT)
        segment = None if subject is None else library.segment_of(subject)
        instrument = None if segment is None else reader.iri(segment, DG + "inInstrument")
        if subject is not None and segment is not None and instrument is not None:
            order = reader.number(segment, DG + "order") or 0
            row = (instrument, order, segment, reader.iri(statement, EVIDENCE) or "")
            rows.setdefault(row, []).append((subject, statement))
    return rows


def _where(library: Library, row: Row, predicate: str, found: list[tuple[str, str]]) -> Where:
    reader = library.reader
    instrument, _, segment, evidence = row
    ordered = sorted(found)
    quote = read_quote(library, evidence) if evidence else None
    before, after = _around(library, instrument, quote)
    before, exact, after = plain_parts((before, quote.exact if quote else "", after))
    due = {one for subject, _ in ordered for name in ("due", "hasDeadline") for one in reader.iris(subject, DG + name)}
    acts = (chip for subject, _ in ordered if subject != segment for chip in _acts(library, subject))
    return Where(
        ordered[0][1],
        Named(instrument, library.short_title(instrument)),
        Named(segment, library.place_label(segment)),
        tuple(acts),
        tuple(Named(one, reader.label(one)) for one in sorted(due)),
        KINDS.get(predicate, "other"),
        exact,
        before,
        after,
        next((status for _, statement in ordered if (status := status_of(library, statement))), None),
    )


def _acts(library: Library, subject: str) -> list[Chip]:
    """Return the chips of an act: what it is."""
    reader = library.reader
    return [
        Chip(act_kind(library, kind), reader.label(kind), subject)
        for kind in sorted(reader.types(subject))
        if kind.startswith(DG) and DG + "Act" in reader.iris(kind, RDFS + "subClassOf")
    ]


def _around(library: Library, instrument: str, quote: Quote | None) -> tuple[str, str]:
    """Return the words before and after a quote in its segment, as many as a reader needs, whole words only."""
    if quote is None:
        return "", ""
    outline = library.outline(instrument)
    entry = outline.at(quote.start)
    if entry is None or quote.end > entry.end:
        return quote.prefix, quote.suffix
    start, end = max(entry.start, quote.start - _CONTEXT), min(entry.end, quote.end + _CONTEXT)
    before, after = outline.text[start : quote.start], outline.text[quote.end : end]
    if start > entry.start:
        before = "…" + before[before.find(" ") + 1 :]
    if end < entry.end:
        after = after[: after.rfind(" ") + 1] + "…"
    return before, after
