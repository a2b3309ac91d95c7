"""Changes, pairs of units and shared passages as a reader sees them: both sides, with their words."""

from __future__ import annotations

from typing import Final

import msgspec

from digov.pages.library import Library
from digov.pages.marks import Mark, Piece
from digov.pages.said import Named, Quote, read_quote, status_of
from digov.pages.segment_view import changes_of, text_pieces
from digov.rdf.base import DG

KINDS: Final = {DG + "Change": "Change", DG + "SharedPassage": "Shared passage", DG + "UnitLink": "Pair of units"}
"""What a comparison can be, by its class."""
MAX_SHOWN: Final = 80
"""Most comparisons of one kind that the page of a segment shows; it says so."""


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison: where it stands, its value, its words."""

    segment: Named
    instrument: Named
    value: str | None
    quotes: tuple[Quote, ...]


class Compared(msgspec.Struct, frozen=True):
    """A comparison: what it is, what it says, its two sides of which one may be missing."""

    iri: str
    kind: str
    says: Named | None
    before: tuple[Side, ...]
    after: tuple[Side, ...]
    verb: Named | None
    by: str | None
    score: str | None
    tier: str | None
    status: str | None


class Passage(msgspec.Struct, frozen=True):
    """The words of one side in their segment."""

    side: Side
    pieces: tuple[Piece, ...]


class ComparisonPage(msgspec.Struct, frozen=True):
    """A comparison with the segments of both sides in full."""

    title: str
    compared: Compared
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    parts: tuple[Compared, ...]
    """The changes that a pair of units comes to."""


class Comparisons(msgspec.Struct, frozen=True):
    """What other drafts and instruments make of a segment; ``more`` is whether there is more than is shown."""

    units: tuple[Compared, ...]
    changes: tuple[Compared, ...]
    passages: tuple[Compared, ...]
    more: bool


def is_comparison(library: Library, iri: str) -> bool:
    """Return whether ``iri`` is a change, a pair of units or a shared passage."""
    return bool(library.reader.types(iri) & KINDS.keys())


def read_comparison(library: Library, iri: str) -> Compared:
    """Return the comparison ``iri``."""
    reader = library.reader
    kind = next((words for name, words in KINDS.items() if name in reader.types(iri)), "Comparison")
    says = next(
        (one for name in ("changeKind", "passageRelation", "unitRelation") for one in reader.iris(iri, DG + name)), None
    )
    verb, tier = reader.iri(iri, DG + "verb"), reader.iri(iri, DG + "tier")
    return Compared(
        iri,
        kind,
        None if says is None else Named(says, reader.label(says)),
        _sides(library, iri, "before"),
        _sides(library, iri, "after"),
        None if verb is None else Named(verb, reader.label(verb)),
        reader.word(iri, DG + "by"),
        reader.word(iri, DG + "score"),
        None if tier is None else reader.label(tier),
        status_of(library, iri),
    )


def view_comparison(library: Library, iri: str) -> ComparisonPage:
    """Return the view of the page of the comparison ``iri``."""
    compared = read_comparison(library, iri)
    parts = tuple(read_comparison(library, one) for one in library.reader.subjects(DG + "changeOf", iri))
    says = f": {compared.says.words}" if compared.says else ""
    return ComparisonPage(
        f"{compared.kind}{says}",
        compared,
        tuple(_passage(library, side) for side in compared.before),
        tuple(_passage(library, side) for side in compared.after),
        parts,
    )


def comparisons_of(library: Library, segment: str) -> Comparisons:
    """Return what the release compares a segment with."""
    found: dict[str, list[Compared]] = {words: [] for words in KINDS.values()}
    iris = {one for name in ("before", "after") for one in library.reader.subjects(DG + f"{name}Segment", segment)}
    for iri in sorted(iris):
        compared = read_comparison(library, iri)
        found.setdefault(compared.kind, []).append(compared)
    for group in found.values():
        group.sort(key=_place)
    return Comparisons(
        tuple(found["Pair of units"][:MAX_SHOWN]),
        tuple(found["Change"][:MAX_SHOWN]),
        tuple(found["Shared passage"][:MAX_SHOWN]),
        any(len(group) > MAX_SHOWN for group in found.values()),
    )


def _sides(library: Library, iri: str, name: str) -> tuple[Side, ...]:
    """Return the segments on one side; the words of a comparison belong to the first of them that holds them."""
    reader = library.reader
    quotes = [read_quote(library, one) for one in reader.iris(iri, f"{DG}{name}Evidence")]
    kept = sorted((one for one in quotes if one is not None), key=lambda one: (one.start, one.end, one.iri))
    sides: list[Side] = []
    for segment in reader.iris(iri, f"{DG}{name}Segment"):
        instrument = reader.iri(segment, DG + "inInstrument") or ""
        inside = tuple(one for one in kept if one.segment is None or one.segment.iri == segment)
        sides.append(
            Side(
                Named(segment, library.place_label(segment)),
                Named(instrument, reader.label(instrument)),
                reader.word(iri, f"{DG}{name}Value"),
                inside or (tuple(kept) if not sides else ()),
            )
        )
    return tuple(sides)


def _passage(library: Library, side: Side) -> Passage:
    outline = library.outline(side.instrument.iri)
    entry = next((one for one in outline.entries if one.iri == side.segment.iri), None)
    if entry is None:
        return Passage(side, tuple(Piece(quote.exact, "other") for quote in side.quotes))
    marks = [Mark(one.start, one.end, "act", f"evidence-{one.key}", one.exact) for one in side.quotes]
    return Passage(side, text_pieces(outline, entry, [*marks, *changes_of(library, entry.iri)]))


def _place(compared: Compared) -> tuple[int, int, str]:
    """Return where the first words of a comparison stand."""
    quotes = [quote for side in (*compared.after, *compared.before) for quote in side.quotes]
    return quotes[0].start if quotes else 0, quotes[0].end if quotes else 0, compared.iri
