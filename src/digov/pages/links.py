"""How links are written: to a running server, or between the files of a static site. Pages know nothing else of where they stand."""

from __future__ import annotations

from posixpath import relpath
from typing import Final, Protocol
from urllib.parse import quote

import msgspec

from digov.pages.places import PAGE_SUFFIX, SUFFIXES, Place

SITE_SUFFIXES: Final = (".ttl", ".jsonld")
"""The formats of RDF that a static site has for each document; the dumps hold the whole in more."""
_FILES: Final = "dumps/"


class Links(Protocol):
    """Writes the links of one page."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of the formats of RDF that documents can be had in here."""

    def page(self, place: Place) -> str:
        """Return the link to the page of a place."""

    def file(self, document: str, suffix: str) -> str:
        """Return the link to a document in the format of ``suffix``."""

    def fixed(self, path: str) -> str:
        """Return the link to a file with a fixed path below the root, such as ``style.css``; empty is the start page."""

    def query(self, text: str) -> str | None:
        """Return the link to the answer to a SPARQL query, or ``None`` where nothing answers queries."""


class ServerLinks(msgspec.Struct, frozen=True):
    """Links to a server at the root of its host: absolute paths without suffix, so that the format is negotiated."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of all formats."""
        return tuple(SUFFIXES)

    def page(self, place: Place) -> str:
        """Return the link to the page of a place."""
        return f"/{place.address}"

    def file(self, document: str, suffix: str) -> str:
        """Return the link to a document in the format of ``suffix``."""
        return f"/{Place(document).address}{suffix}"

    def fixed(self, path: str) -> str:
        """Return the link to a file with a fixed path."""
        return f"/{path}"

    def query(self, text: str) -> str | None:
        """Return the link to the answer to a query."""
        return f"/sparql?query={quote(text)}&format=html"


class SiteLinks(msgspec.Struct, frozen=True):
    """Relative links from the file of the document ``here`` to other files, which work under any address.

    >>> SiteLinks("doc/body/itu").page(Place("doc/gdc-base/para_1", "act-1"))
    '../gdc-base/para_1.html#act-1'
    """

    here: str

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of the formats that are written as files."""
        return SITE_SUFFIXES

    def page(self, place: Place) -> str:
        """Return the link to the page of a place."""
        path, mark, anchor = place.address.partition("#")
        # A dump is described by its release; its own address is that of the file.
        return self.fixed(path if path.startswith(_FILES) else path + PAGE_SUFFIX) + mark + anchor

    def file(self, document: str, suffix: str) -> str:
        """Return the link to a document in the format of ``suffix``."""
        return self.fixed(Place(document).address + suffix)

    def fixed(self, path: str) -> str:
        """Return the link to a file with a fixed path; the start page is ``index.html``, and a path without suffix a page."""
        folder = Place(self.here).address.rpartition("/")[0]
        name = path if "." in path.rpartition("/")[2] else (path or "index") + PAGE_SUFFIX
        return relpath(name, folder or ".")

    def query(self, text: str) -> str | None:  # noqa: ARG002 - files answer no queries
        """Return ``None``: files answer no queries."""
        return None
