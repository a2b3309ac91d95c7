"""Where a cell of a result leads: to the page about the thing that it names; never to another server."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

from pyoxigraph import NamedNode

from digov.pages.places import place_of
from digov.rdf.base import id_of


class Linker:
    """Knows what an IRI names, from its form and the slugs of the instruments that the release holds."""

    def __init__(self, instruments: Collection[str]) -> None:
        self._instruments = frozenset(instruments)

    def of_iri(self, iri: str) -> str:
        """Return the address of the page about ``iri``: its document when it is ours or a goal, else what the release says of it.

        >>> Linker(()).of_iri("https://w3id.org/digov/id/body/itu")
        '/doc/body/itu'
        """
        place = place_of(iri)
        # A path that begins with a second slash would name another server.
        if place is not None and not place.address.startswith("/"):
            return f"/{place.address}"
        return f"/sparql?query={quote(f'DESCRIBE {NamedNode(iri)}')}&format=html"

    def of_paragraph(self, instrument: str, number: str) -> str | None:
        """Return the address of the segment with the printed ``number``; ``None`` when the instrument is not held."""
        name = id_of(instrument)
        if name not in self._instruments:
            return None
        return f"/resolve?instrument={quote(name)}&para={quote(number)}"
