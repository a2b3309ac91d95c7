"""Statements as a reader sees them: what is said of what, in which words, and where these stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from pyoxigraph import Literal

from digov.pages.describe import EVIDENCE, OBJECT, SELECTOR, SUBJECT
from digov.pages.library import Library
from digov.pages.marks import KINDS, OPENING, Mark
from digov.pages.reader import text_of
from digov.rdf.base import DG, ID, OA, RDF, id_of

_PREDICATE: Final = RDF + "predicate"
STATUS: Final = DG + "status"
"""Whether the words of a statement were struck from a draft or are contested; without it, they stand."""


class Named(msgspec.Struct, frozen=True, order=True):
    """Something with a page: its IRI, and the words that lead to it."""

    iri: str
    words: str


class Quote(msgspec.Struct, frozen=True):
    """A passage of a source: its words with their neighbours, its offsets, the segment that holds it, who took it."""

    iri: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    source: str
    segment: Named | None
    producer: Named | None

    @property
    def key(self) -> str:
        """Return the key of the evidence, by which it is anchored in pages."""
        return self.iri.rpartition("/")[2]


class Said(msgspec.Struct, frozen=True):
    """A statement: subject, predicate, object, the words behind it, and its status if its words do not simply stand."""

    iri: str
    subject: Named
    predicate: Named
    value: Named | str
    kind: str
    quotes: tuple[Quote, ...]
    status: str | None

    @property
    def value_words(self) -> str:
        """Return the object in words."""
        return self.value.words if isinstance(self.value, Named) else self.value


def statements_about(library: Library, subjects: Iterable[str], most: int) -> tuple[Said, ...]:
    """Return the first ``most`` statements about ``subjects``, in the order of their words in the source."""
    found = [iri for subject in subjects for iri in library.reader.subjects(SUBJECT, subject, most)]
    said = [one for iri in found[:most] if (one := read_statement(library, iri)) is not None]
    return tuple(sorted(said, key=lambda one: (*_position(one), one.subject.iri, one.predicate.iri, one.iri)))


def read_statement(library: Library, iri: str) -> Said | None:
    """Return a statement with its evidence; ``None`` when ``iri`` names none."""
    reader = library.reader
    held = _held(library, iri)
    subject, predicate = held.get(SUBJECT), held.get(_PREDICATE)
    if subject is None or predicate is None:
        return None
    term = held.get(OBJECT, [Literal("")])[0]
    words = text_of(term)
    quotes = [quote for key in held.get(EVIDENCE, ()) if (quote := read_quote(library, text_of(key))) is not None]
    status = held.get(STATUS)
    return Said(
        iri,
        Named(text_of(subject[0]), library.title_of(text_of(subject[0]))),
        Named(text_of(predicate[0]), reader.label(text_of(predicate[0]))),
        words if isinstance(term, Literal) else Named(words, reader.label(words)),
        KINDS.get(text_of(predicate[0]), "other"),
        tuple(sorted(quotes, key=lambda quote: (quote.source, quote.start, quote.end, quote.iri))),
        None if status is None else reader.label(text_of(status[0])),
    )


def _held(library: Library, iri: str) -> dict[str, list[object]]:
    """Return the values of ``iri`` by predicate."""
    held: dict[str, list[object]] = {}
    for quad in library.reader.outgoing(iri):
        held.setdefault(quad.predicate.value, []).append(quad.object)
    return held


def status_of(library: Library, statement: str) -> str | None:
    """Return what became of the words of a statement of a redline; ``None`` where they simply stand."""
    return next((library.reader.label(one) for one in library.reader.iris(statement, STATUS)), None)


def read_quote(library: Library, iri: str) -> Quote | None:
    """Return the passage that an evidence names; ``None`` when it is not complete."""
    held = _held(library, iri)
    words: dict[str, str] = {}
    for selector in held.get(SELECTOR, ()):
        for quad in library.reader.outgoing(text_of(selector)):
            if isinstance(quad.object, Literal) and quad.predicate.value.startswith(OA):
                words[quad.predicate.value[len(OA) :]] = quad.object.value
    source = text_of(next(iter(held.get(OA + "hasSource", ())), None))
    if not source or not {"exact", "start", "end"} <= words.keys():
        return None
    start, end = int(words["start"]), int(words["end"])
    outline = library.outline(ID + (id_of(source) or "").removeprefix("source/"))
    entry = outline.at(start)
    producer = text_of(next(iter(held.get(DG + "producer", ())), None))
    return Quote(
        iri,
        words["exact"],
        words.get("prefix", ""),
        words.get("suffix", ""),
        start,
        end,
        source,
        None if entry is None else Named(entry.iri, library.place_label(entry.iri)),
        Named(producer, library.reader.label(producer)) if producer else None,
    )


def marks_of(said: Iterable[Said], source: str | None) -> tuple[Mark, ...]:
    """Return the marks that the evidence of statements leaves in a source, each once."""
    found = {
        Mark(quote.start, quote.end, kind, f"evidence-{quote.key}", f"{one.predicate.words}: {one.value_words}")
        for one in said
        for quote in one.quotes
        if quote.source == source
        for kind in [OPENING if len(one.quotes) > 1 and quote is not one.quotes[0] else one.kind]
    }
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.kind, mark.anchor, mark.says)))


def _position(said: Said) -> tuple[int, int]:
    """Return where the first words behind a statement stand."""
    return min(((quote.start, quote.end) for quote in said.quotes), default=(0, 0))
