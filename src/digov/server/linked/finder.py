"""From names that others use to documents of ours: symbols, Akoma Ntoso paths, printed numbers, IRIs of other publishers."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode

from digov.pages.library import Library
from digov.pages.places import place_of
from digov.pages.reader import text_of
from digov.rdf.base import BASE_IRI, DCTERMS, DG, ELI, SKOS

_MATCHES: Final = ("exactMatch", "closeMatch")
_HALVES: Final = re.compile(r"(?<=\d)\s*[-–]\s*(?=[A-Z]{1,2}/)")
_AKN: Final = re.compile(r"/akn/un(?:/[^/!@~]+)+")
_WIKI: Final = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)")
_SPACE: Final = re.compile(r"\s+")


def plain_symbol(symbol: str) -> str:
    """Return a document symbol in the form in which symbols are compared: capitals, no blanks.

    >>> plain_symbol(" a/res/2200 A (xxi) ")
    'A/RES/2200A(XXI)'
    """
    return _SPACE.sub("", symbol).strip("/").upper()


def plain_number(number: str) -> str:
    """Return a printed number in the form in which numbers are compared: ``para. 44 (a)`` is ``44(a)``.

    >>> plain_number("Para. 44 (a)."), plain_number("PP3"), plain_number("A")
    ('44(a)', 'pp3', 'a')
    """
    bare = re.sub(
        r"^(?:paragraphs?|paras?|pp\.?(?=\s)|op|§)\.?\s*(?=\d)",
        "",
        _SPACE.sub(" ", number.strip()),
        flags=re.IGNORECASE,
    )
    return _SPACE.sub("", bare).strip(".").lower()


class Finder:
    """Finds by exact comparison; several documents under one name are all given, never one of them guessed."""

    def __init__(self, library: Library) -> None:
        """Read the names once."""
        reader = library.reader
        self._library = library
        identifiers = self._index(DCTERMS + "identifier")
        self._paths = {path.lower(): found for path, found in identifiers.items() if path.startswith("/")}
        self._symbols: dict[str, set[str]] = {}
        for names in (self._index(ELI + "id_local"), identifiers):
            for symbol, found in names.items():
                if not symbol.startswith("/"):
                    self._symbols.setdefault(plain_symbol(symbol), set()).update(found)
        self._outside: dict[str, set[str]] = {}
        for name in _MATCHES:
            for quad in reader.having(SKOS + name):
                if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
                    self._outside.setdefault(plain_iri(quad.object.value), set()).add(quad.subject.value)

    def instruments(self, symbol: str) -> list[str]:
        """Return the instruments with ``symbol``, of a double symbol those with either half, sorted."""
        whole = plain_symbol(symbol)
        found = self._symbols.get(whole, set())
        if not found:
            halves = [self._symbols.get(half, set()) for half in _HALVES.split(whole)]
            found = set().union(*halves) if len(halves) > 1 else set()
        return sorted(found)

    def by_path(self, path: str) -> list[str]:
        """Return the instruments with the Akoma Ntoso work path at the head of ``path``, sorted."""
        match = _AKN.match(path.lower())
        parts = match[0].split("/") if match else []
        while parts:
            found = self._paths.get("/".join(parts))
            if found:
                return sorted(found)
            parts.pop()
        return []

    def segments(self, instrument: str, number: str) -> list[str]:
        """Return the segments of ``instrument`` with the printed ``number``, in their order; notes have numbers of their own."""
        wanted = plain_number(number)
        entries = [entry for entry in self._library.outline(instrument).entries if entry.kind != "Footnote"]
        exact = [entry.iri for entry in entries if entry.number == number.strip()]
        return exact or [e.iri for e in entries if e.number is not None and plain_number(e.number) == wanted]

    def numbers(self, instrument: str) -> list[str]:
        """Return the printed numbers of an instrument in their order, without those of notes."""
        entries = self._library.outline(instrument).entries
        return [entry.number for entry in entries if entry.number is not None and entry.kind != "Footnote"]

    def symbols(self) -> list[str]:
        """Return all symbols, sorted."""
        return sorted(self._symbols)

    def things(self, iri: str) -> list[str]:
        """Return what of ours stands for ``iri``: itself when it is ours, else what is matched to it, sorted."""
        place = place_of(iri) or place_of(plain_iri(iri))
        if place is not None and self._library.catalogue.holds(place.document):
            return [iri if place_of(iri) else plain_iri(iri)]
        return sorted(self._outside.get(plain_iri(iri), set()))

    def _index(self, predicate: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for quad in self._library.reader.having(predicate):
            subject = text_of(quad.subject)
            if subject.startswith(BASE_IRI) and DG + "Instrument" in self._library.reader.types(subject):
                found.setdefault(text_of(quad.object), set()).add(subject)
        return found


def plain_iri(iri: str) -> str:
    """Return an IRI in the form in which those of other publishers are compared.

    >>> plain_iri("https://www.wikidata.org/wiki/Q376150")
    'http://www.wikidata.org/entity/Q376150'
    >>> plain_iri("https://metadata.un.org/sdg/9/")
    'http://metadata.un.org/sdg/9'
    """
    wiki = _WIKI.fullmatch(iri.strip())
    if wiki:
        return f"http://www.wikidata.org/entity/{wiki[1]}"
    try:
        parts = urlsplit(unquote(iri.strip()))
    except ValueError:
        return iri
    host = parts.netloc.lower()
    scheme = "http" if host == "metadata.un.org" else "https" if host in ("ror.org", "www.ror.org") else parts.scheme
    mark = f"#{parts.fragment}" if parts.fragment else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{host.removeprefix('www.') if 'ror' in host else host}{parts.path.rstrip('/')}{query}{mark}"
