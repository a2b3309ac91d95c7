"""What a site has besides its documents: start page, questions with their answers, what to do for a query, the page for a wrong address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from digov.competency import CompetencyQuery
from digov.pages import Library
from digov.pages.links import SiteLinks
from digov.pages.places import Place, place_of
from digov.pages.reader import text_of
from digov.pages.render import environment, navigation
from digov.pages.tables import table
from digov.rdf.base import BASE_IRI, DG
from digov.store import GraphResult, ReleaseStore, Result, write_result

MAX_ROWS: Final = 2_000
"""Most rows of an answer that its page shows, which says so; the CSV beside it has all."""


class Download(msgspec.Struct, frozen=True, order=True):
    """A file of the site that can be downloaded: its path below the root, its size in bytes and its SHA-256."""

    path: str
    bytes: int
    sha256: str


class _Absolute(SiteLinks, frozen=True):
    """Links with the address of the site, ``here``, before them."""

    def fixed(self, path: str) -> str:
        """Return the link to a file with a fixed path."""
        return self.here + SiteLinks("404").fixed(path)


class Front:
    """Renders the pages of a site that are no documents."""

    def __init__(
        self, store: ReleaseStore, report: dict[str, Any], queries: Sequence[CompetencyQuery], address: str | None
    ) -> None:
        self._store = store
        self._address = address
        library = Library(store)
        self._name = library.reader.name
        self._paragraphs = _paragraphs(library)
        self._report = report
        self._queries = tuple(queries)
        self._environment = environment("digov.site")
        self._environment.globals.update(base=BASE_IRI)

    def files(self, downloads: Sequence[Download], *, changes: bool) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the bytes of each file; ``downloads`` are the dumps that the start page lists.

        ``changes`` says whether there are files with the changes between releases.
        """
        yield "index.html", self._index(downloads, changes=changes)
        yield (
            "sparql.html",
            self._render("sparql.html", "sparql", queries=self._queries, release=self._store.release.id),
        )
        if self._address is not None:
            # It is shown at every wrong address, in any folder, so its links cannot be relative.
            links = _Absolute(self._address)
            page = self._environment.get_template("missing.html")
            yield "404.html", page.render(fixed=links.fixed, navigation=navigation(links)).encode()
        for query in self._queries:
            result = self._store.query(query.text)
            ending = "ttl" if isinstance(result, GraphResult) else "csv"
            data = write_result(result, "turtle" if ending == "ttl" else "csv").encode()
            yield f"queries/{query.name}.{ending}", data
            yield f"queries/{query.name}.html", self._answer(query, result, f"queries/{query.name}.{ending}")

    def _index(self, downloads: Sequence[Download], *, changes: bool) -> bytes:
        links = SiteLinks("index")
        instruments = [
            {"slug": slug, "href": links.page(Place(f"doc/{slug}")), **values}
            for slug, values in self._report["instruments"].items()
        ]
        groups = [(group, list(found)) for group, found in groupby(self._queries, key=lambda query: query.group)]
        release = {"id": self._store.release.id, "quads": len(self._store)}
        values = {"release": release, "instruments": instruments, "groups": groups, "downloads": downloads}
        return self._render("index.html", "index", **values, changes=changes)

    def _answer(self, query: CompetencyQuery, result: Result, file: str) -> bytes:
        here = f"queries/{query.name}"
        columns, rows = table(result, _Linker(SiteLinks(here), self._paragraphs), self._name)
        return self._render(
            "question.html", here, query=query, columns=columns, rows=rows[:MAX_ROWS], total=len(rows), file=file
        )

    def _render(self, template: str, here: str, **values: object) -> bytes:
        links = SiteLinks(here)
        page = self._environment.get_template(template)
        return page.render(fixed=links.fixed, navigation=navigation(links), **values).encode()


class _Linker:
    """Leads from cells to pages of the site."""

    def __init__(self, links: SiteLinks, paragraphs: Mapping[tuple[str, str], str]) -> None:
        self._links = links
        self._paragraphs = paragraphs

    def of_iri(self, iri: str) -> str | None:
        place = place_of(iri)
        if place is not None:
            return self._links.page(place)
        return iri if iri.startswith(("https://", "http://")) else None

    def of_paragraph(self, instrument: str, number: str) -> str | None:
        segment = self._paragraphs.get((instrument, number))
        return None if segment is None else self.of_iri(segment)


def _paragraphs(library: Library) -> dict[tuple[str, str], str]:
    """Return the segments by instrument and printed number; of several with one number the first."""
    found: dict[tuple[str, str], str] = {}
    for instrument in sorted({text_of(quad.object) for quad in library.reader.having(DG + "inInstrument")}):
        for entry in library.outline(instrument).entries:
            if entry.number is not None:
                found.setdefault((instrument, entry.number), entry.iri)
    return found
