"""A segment as a reader sees it: its words with marks, the acts in it as chips, and every statement with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from digov.pages.library import Entry, Library, Outline
from digov.pages.marks import ANCHOR, CHANGES, Mark, Piece, pieces_of
from digov.pages.places import place_of
from digov.pages.said import Named, Said, marks_of, statements_about
from digov.rdf.base import DCTERMS, DG, DPV, RDF, RDFS, SDG

MAX_STATEMENTS: Final = 400
"""Most statements of a segment that a page shows; it says so."""
_SUBCLASS: Final = RDFS + "subClassOf"


class Chip(msgspec.Struct, frozen=True):
    """A short label with a link: what a segment does, whom it asks, by when, for which goal."""

    kind: str
    """``binding``, ``asking``, ``other`` for acts; ``party``, ``time``, ``goal``, ``issue``, ``status`` for the rest."""
    words: str
    iri: str
    goal: str | None = None
    """The number of the goal, for its colour."""
    status: str | None = None
    """``dropped`` or ``contested``, where the words do not simply stand."""


class SegmentView(msgspec.Struct, frozen=True):
    """A segment: its words in pieces, its chips, its statements in the order of their words."""

    iri: str
    anchor: str
    number: str | None
    kind: str
    depth: int
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...]
    said: tuple[Said, ...]
    more: int

    @property
    def redlined(self) -> bool:
        """Return whether words of the segment were struck, inserted or contested in a redline."""
        return any(piece.change is not None for piece in self.pieces)


def view_segment(library: Library, outline: Outline, entry: Entry, *, depth: int = 0) -> SegmentView:
    """Return the view of a segment of ``outline``."""
    reader = library.reader
    place = place_of(entry.iri)
    document = place.document if place else ""
    subjects = (entry.iri, *library.catalogue.fragments(document))
    said = statements_about(library, subjects, MAX_STATEMENTS + 1)
    marks = (*marks_of(said, outline.source), *changes_of(library, entry.iri))
    # Words that say something of another segment (its speaker, a change to it) are led to, too.
    known = {mark.anchor for mark in marks}
    others = library.evidence(outline.instrument).get(entry.iri, ())
    places = (Mark(one.start, one.end, ANCHOR, f"evidence-{one.key}", "") for one in others)
    marks = (*marks, *(mark for mark in places if mark.anchor not in known))
    chips = _chips(library, said)
    issues = [iri for iri in reader.subjects(DG + "statedIn", entry.iri) if "#issue-" in iri]
    chips += [Chip("issue", reader.word(iri, DG + "issueCode") or "issue", iri) for iri in issues]
    return SegmentView(
        entry.iri,
        document.rpartition("/")[2],
        entry.number,
        entry.kind,
        depth,
        text_pieces(outline, entry, marks),
        tuple(dict.fromkeys(chips)),
        said[:MAX_STATEMENTS],
        max(len(said) - MAX_STATEMENTS, 0),
    )


def text_pieces(outline: Outline, entry: Entry, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Return the words of a segment with ``marks``: as the source prints them where that is this segment alone."""
    printed = outline.text[entry.start : entry.end]
    if _letters(printed) == _letters(entry.text) or len(printed) > len(entry.text) * 0.9 > 0:
        alone = not any(
            other.iri != entry.iri and entry.start <= other.start < entry.end and other.end > other.start
            for other in outline.entries
        )
        if alone:
            return pieces_of(printed, entry.start, marks)
    moved = []
    for mark in marks:
        words = " ".join(outline.text[mark.start : mark.end].split())
        at = entry.text.find(words)
        if words and at >= 0 and entry.start <= mark.start < entry.end:
            moved.append(msgspec.structs.replace(mark, start=at, end=at + len(words)))
    return pieces_of(entry.text, 0, moved)


def changes_of(library: Library, segment: str) -> list[Mark]:
    """Return the marks of what a redline did to the words of a segment; none in what is no redline."""
    reader = library.reader
    marks = []
    for span in reader.subjects(DG + "printedIn", segment):
        start, end = reader.number(span, DG + "start"), reader.number(span, DG + "end")
        status = (reader.iri(span, DG + "status") or "").rpartition("/")[2]
        if start is not None and end is not None and status in CHANGES:
            tier = reader.iri(span, DG + "tier")
            says = f"{status}, {reader.label(tier)}" if tier else status
            marks.append(Mark(start, end, status, "", says))
    return marks


def _letters(text: str) -> str:
    return "".join(text.split())


def _chips(library: Library, said: Sequence[Said]) -> list[Chip]:
    """Return the chips of statements: acts first, then whom they ask, times, goals."""
    groups: dict[str, list[Chip]] = {"act": [], "party": [], "time": [], "goal": []}
    for one in said:
        named = one.value if isinstance(one.value, Named) else None
        if one.predicate.iri == RDF + "type" and named is not None:
            groups["act"].append(Chip(act_kind(library, named.iri), named.words, one.subject.iri, status=one.status))
        elif one.predicate.iri == DG + "addressee" and named is not None:
            groups["party"].append(Chip("party", f"to {short_name(library, named.iri)}", named.iri, status=one.status))
        elif one.predicate.iri == DG + "hasDeadline" and named is not None:
            groups["time"].append(Chip("time", named.words, named.iri, status=one.status))
        elif one.predicate.iri == DCTERMS + "subject" and named is not None and named.iri.startswith(SDG):
            number = named.iri[len(SDG) :]
            groups["goal"].append(Chip("goal", f"SDG {number}", named.iri, number.partition(".")[0], one.status))
        elif one.predicate.iri == DG + "coversAllGoals":
            groups["goal"].append(Chip("goal", "all SDGs", SDG.rstrip("/"), "all", one.status))
    return [chip for chips in groups.values() for chip in dict.fromkeys(chips)]


def act_kind(library: Library, act_class: str) -> str:
    """Return what a class of acts does: ``binding`` for the speaker, ``asking`` somebody for something, or ``other``."""
    above = library.reader.iris(act_class, _SUBCLASS)
    return "binding" if DPV + "Obligation" in above else "asking" if DPV + "Recommendation" in above else "other"


def short_name(library: Library, iri: str) -> str:
    """Return the acronym of an entity, or its label when it has none."""
    return library.reader.word(iri, DG + "acronym") or library.reader.label(iri)
