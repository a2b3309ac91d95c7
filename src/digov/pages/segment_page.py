"""The page of one segment: the segment, where it stands, what is below it, what was changed in it."""

from __future__ import annotations

from typing import Final

import msgspec

from digov.pages.comparison_view import Comparisons, comparisons_of
from digov.pages.entity_view import EntityView, Property, links_to, properties_of, view_entity
from digov.pages.library import Library, Outline
from digov.pages.said import Named
from digov.pages.segment_view import SegmentView, view_segment
from digov.pages.words import plain
from digov.rdf.base import DG, ELI, RDF, RDFS

_SHOWN: Final = frozenset(
    {
        *(DG + name for name in ("text", "states", "inInstrument", "inDocument", "order", "start", "end", "part")),
        *(DG + name for name in ("mentionsBody", "mentionsGroup", "hasDeadline", "hasQuantity", "underHeading")),
        *(ELI + name for name in ("number", "is_about", "cites", "refers_to", "is_part_of", "has_part")),
        "http://purl.org/dc/terms/subject",
        RDF + "type",
    }
)
_AROUND: Final = 40


class SegmentPage(msgspec.Struct, frozen=True):
    """A segment with its neighbours: what stands above, before, after and below it, and everything stated in it."""

    title: str
    instrument: Named
    segment: SegmentView
    text: str
    heading: Named | None
    parent: SegmentView | None
    children: tuple[SegmentView, ...]
    before: Named | None
    after: Named | None
    stated: tuple[tuple[str, EntityView], ...]
    """What the segment states, by the anchor of each."""
    comparisons: Comparisons
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]


def view_one(library: Library, iri: str) -> SegmentPage:
    """Return the view of the page of the segment ``iri``."""
    reader = library.reader
    instrument = reader.iri(iri, DG + "inInstrument") or ""
    outline = library.outline(instrument)
    place = next(index for index, entry in enumerate(outline.entries) if entry.iri == iri)
    entry = outline.entries[place]
    segment = view_segment(library, outline, entry)
    heading = reader.iri(iri, DG + "underHeading")
    parent = next((view_segment(library, outline, one) for one in outline.entries if one.iri == entry.parent), None)
    children = [one for one in outline.entries if one.parent == iri][:_AROUND]
    fragments = library.catalogue.fragments("doc/" + iri.partition("/id/")[2])
    work = library.short_title(instrument)
    return SegmentPage(
        f"{library.place_label(iri)} · {work}",
        Named(instrument, reader.label(instrument)),
        segment,
        entry.text,
        None if heading is None else Named(heading, plain(reader.word(heading, DG + "text") or reader.label(heading))),
        parent,
        tuple(view_segment(library, outline, one, depth=1) for one in children),
        _neighbour(library, outline, place - 1),
        _neighbour(library, outline, place + 1),
        tuple((one.partition("#")[2], view_entity(library, one)) for one in fragments),
        comparisons_of(library, iri),
        properties_of(library, reader.outgoing(iri), _SHOWN),
        tuple(one for one in links_to(library, iri) if one.name.iri not in _HIDDEN_LINKS),
    )


_HIDDEN_LINKS: Final = frozenset(
    {
        *(DG + name for name in ("statedIn", "printedIn", "beforeSegment", "afterSegment")),
        *(ELI + name for name in ("is_part_of", "has_part")),
        RDFS + "isDefinedBy",
    }
)


def _neighbour(library: Library, outline: Outline, place: int) -> Named | None:
    """Return the segment at ``place`` of the outline, ``None`` beyond its ends."""
    if not 0 <= place < len(outline.entries):
        return None
    iri = outline.entries[place].iri
    return Named(iri, library.place_label(iri))
