"""The library: one release as pages need it, with what is worth keeping between two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from digov.pages.catalogue import Catalogue
from digov.pages.reader import RDF_TYPE, Quads, Reader, text_of
from digov.rdf.base import DCTERMS, DG, ELI, ID, OA, id_of


class Entry(msgspec.Struct, frozen=True):
    """A segment in the outline of its instrument: offsets count in the source."""

    iri: str
    order: int
    start: int
    end: int
    number: str | None
    kind: str
    """The local name of its class: ``Paragraph``, ``Item`` …"""
    parent: str | None
    """The segment that it is part of, if any."""
    text: str


class Outline(msgspec.Struct, frozen=True):
    """The segments of an instrument in their order, and the text of its source."""

    instrument: str
    source: str | None
    text: str
    entries: tuple[Entry, ...]
    """In the order of the document."""
    placed: tuple[Entry, ...]
    """In the order of their first characters."""

    def at(self, offset: int) -> Entry | None:
        """Return the segment that holds the character at ``offset`` of the source: of several, the one that begins last."""
        place = bisect_right(self.placed, offset, key=lambda entry: entry.start)
        return next((self.placed[i] for i in range(place - 1, -1, -1) if self.placed[i].end > offset), None)


class Passage(msgspec.Struct, frozen=True, order=True):
    """Where evidence stands in a source, and its key."""

    start: int
    end: int
    key: str


class Library:
    """A release to make pages of. What it returns depends on the release alone; it may be used by several threads."""

    def __init__(self, store: Quads) -> None:
        self.reader = Reader(store)
        self.catalogue = Catalogue(self.reader)
        self.place_label: Callable[[str], str] = lru_cache(20_000)(self._place_label)
        self.outline: Callable[[str], Outline] = lru_cache(64)(self._outline)
        self.evidence: Callable[[str], Mapping[str, tuple[Passage, ...]]] = lru_cache(64)(self._evidence)

    def segment_of(self, iri: str) -> str | None:
        """Return the segment that a thing is stated in: itself when it is a segment; ``None`` when it is in none."""
        if self.reader.iri(iri, DG + "inInstrument") is not None:
            return iri
        return self.reader.iri(iri, DG + "statedIn") or self.reader.iri(iri, DG + "printedIn")

    def instrument_of(self, iri: str) -> str | None:
        """Return the instrument of a segment, or of what is stated in one."""
        segment = self.segment_of(iri)
        return None if segment is None else self.reader.iri(segment, DG + "inInstrument")

    def symbols_of(self, instrument: str) -> tuple[str, ...]:
        """Return the document symbols of an instrument, sorted; its Akoma Ntoso path is none."""
        reader = self.reader
        found = {*reader.words(instrument, ELI + "id_local"), *reader.words(instrument, DCTERMS + "identifier")}
        return tuple(sorted(one for one in found if not one.startswith("/")))

    def _place_label(self, segment: str) -> str:
        """Return how a reader finds a segment: its printed number, or for what has none its kind and number there."""
        number = self.reader.word(segment, ELI + "number") or self.reader.word(segment, DG + "inferredNumber")
        if number is not None:
            return f"para. {number}" if number[:1].isdigit() else number
        return (id_of(segment) or segment).rpartition("/")[2].replace("__", ", ").replace("_", " ")

    def title_of(self, iri: str) -> str:
        """Return how a reader finds a segment or what is stated in one; of anything else the label."""
        segment = self.segment_of(iri)
        if segment is None:
            return self.reader.label(iri)
        stated = iri.partition("#")[2].replace("-", " ")
        return f"{self.place_label(segment)}, {stated}" if stated else self.place_label(segment)

    def full_title_of(self, iri: str) -> str:
        """Return the same with the short name of the instrument before it, for what stands in one."""
        segment = self.segment_of(iri)
        instrument = None if segment is None else self.reader.iri(segment, DG + "inInstrument")
        return self.reader.label(iri) if instrument is None else f"{self.short_title(instrument)}, {self.title_of(iri)}"

    def short_title(self, instrument: str) -> str:
        """Return the symbol of an instrument, else its acronym, else its label."""
        symbols = self.symbols_of(instrument)
        return symbols[0] if symbols else self.reader.word(instrument, DG + "acronym") or self.reader.label(instrument)

    def _outline(self, instrument: str) -> Outline:
        reader = self.reader
        found = [self._entry(segment) for segment in reader.subjects(DG + "inInstrument", instrument)]
        entries = [entry for entry in found if entry is not None]
        source = f"{ID}source/{(id_of(instrument) or '')}"
        text = reader.word(source, DG + "text")
        return Outline(
            instrument,
            None if text is None else source,
            text or "",
            tuple(sorted(entries, key=lambda entry: (entry.order, entry.iri))),
            tuple(sorted(entries, key=lambda entry: (entry.start, -entry.end, entry.iri))),
        )

    def _evidence(self, instrument: str) -> dict[str, tuple[Passage, ...]]:
        """Return all evidence taken from an instrument, by the segment in which it begins, in order."""
        outline = self.outline(instrument)
        ordered = sorted(outline.entries, key=lambda entry: (entry.start, -entry.end))
        starts = [entry.start for entry in ordered]
        found: dict[str, list[Passage]] = {}
        for iri in () if outline.source is None else self.reader.subjects(OA + "hasSource", outline.source):
            start = self.reader.number(f"{iri}/position", OA + "start")
            end = self.reader.number(f"{iri}/position", OA + "end")
            if start is None or end is None:
                continue
            place = bisect_right(starts, start)
            entry = next((entry for entry in reversed(ordered[:place]) if entry.end > start), None)
            if entry is not None:
                found.setdefault(entry.iri, []).append(Passage(start, end, iri.rpartition("/")[2]))
        return {segment: tuple(sorted(passages)) for segment, passages in found.items()}

    def _entry(self, segment: str) -> Entry | None:
        """Return the segment in its outline, ``None`` when it has no text."""
        words: dict[str, str] = {}
        kinds: set[str] = set()
        parent = None
        for quad in self.reader.outgoing(segment):
            name, value = quad.predicate.value, text_of(quad.object)
            if name == RDF_TYPE and value.startswith(DG):
                kinds.add(value[len(DG) :])
            elif name == ELI + "is_part_of":
                parent = value
            else:
                words[name] = value
        text = words.get(DG + "text")
        if text is None:
            return None
        return Entry(
            segment,
            int(words.get(DG + "order", "0")),
            int(words.get(DG + "start", "0")),
            int(words.get(DG + "end", "0")),
            words.get(ELI + "number") or words.get(DG + "inferredNumber"),
            min(kinds - {"Segment"}, default="Segment"),
            parent if parent is not None and "/" in (id_of(parent) or "") else None,
            text,
        )
