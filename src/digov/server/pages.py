"""Pages: the start page, a query's rows, an error; every value escaped by the template engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby, repeat
from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.responses import HTMLResponse

from digov.competency import CompetencyQuery
from digov.pages import ServerLinks
from digov.pages.render import environment, navigation
from digov.pages.tables import MAX_CELL, Cell, Name, table
from digov.rdf.base import BASE_IRI, ID, PREFIXES
from digov.release.report import InstrumentReport
from digov.server.links import Linker
from digov.server.tags import tag_of
from digov.store import GraphResult, Result

EXAMPLE: Final = """SELECT ?instrument ?paragraph ?words WHERE {
  ?act a dg:Commitment ; dg:statedIn ?segment ; dcterms:subject sdg:17 ; dg:dueYear 2030 .
  ?segment dg:inInstrument ?instrument ; eli:number ?paragraph ; dg:text ?words .
}"""

_TITLE: Final = re.compile(r"\A[ \t\r\n]{0,20}#[ \t]{0,20}title:([^\n]{1,300})")
"""The title of a query, which may be anybody's: the pattern looks at little, and at each character once."""


MAX_PAGE: Final = 2_000_000
"""Most characters of the values of an answer that a page shows, with their links; where there are more, long values are cut."""
_SHORTEST: Final = 100
"""Characters that are left of a value in any case."""
_NOTE: Final = 40
"""Characters by which a value may be longer, so that one that was cut before keeps its note."""
_LINK: Final = 4
"""How many times as long as a value may be the address that it leads to, most of which may be escapes."""
Rows = tuple[tuple[Cell, ...], ...]


class Pages:
    """Renders pages; made once, with the templates of the package and the slugs of the instruments of the release."""

    def __init__(self, instruments: Collection[str], name: Name | None = None) -> None:
        """Make the pages; ``name`` finds what things are called, for answers to show."""
        self._linker = Linker(instruments)
        self._name = name
        links = ServerLinks()
        self._environment = environment("digov.server")
        self._environment.globals.update(base=BASE_IRI, prefixes=sorted(PREFIXES.items()))
        self._environment.globals.update(fixed=links.fixed, navigation=navigation(links))

    def start(
        self, release: dict[str, Any], instruments: Mapping[str, InstrumentReport], queries: Sequence[CompetencyQuery]
    ) -> str:
        """Return the start page: what the release holds, the competency questions, and the ways to use it."""
        groups = [(group, list(found)) for group, found in groupby(queries, key=lambda query: query.group)]
        held = [
            {**msgspec.structs.asdict(report), "slug": slug, "href": self._linker.of_iri(ID + slug)}
            for slug, report in instruments.items()
        ]
        figures = _figures(instruments.values())
        return self.render("start.html", release=release, instruments=held, groups=groups, figures=figures)

    def result(self, result: Result, *, query: str, total: int, named: CompetencyQuery | None = None) -> str:
        """Return the page of a result: its rows with links, the query to change, and the same rows in other formats.

        ``total`` is the number of rows that the query has, of which ``result`` may hold the first. Long values are cut until all fit
        on a page; it says so, and leads to the formats that have them whole.
        """
        columns, found = table(result, self._linker, self._name)
        rows, cut = _fitting(found)
        formats = ("turtle", "ntriples") if isinstance(result, GraphResult) else ("csv", "tsv", "json")
        address = f"/queries/{named.name}?" if named else f"/sparql?query={quote(query)}&"
        head = _TITLE.match(query)
        return self.render(
            "result.html",
            title=named.title if named else (head[1].strip() if head else "") or "Answer",
            question=named.question if named else None,
            note=named.note if named else None,
            query=query,
            columns=columns,
            rows=rows,
            cut=cut,
            total=total,
            links=[(name, f"{address}format={name}") for name in formats],
        )

    def error(self, status: int, message: str, remedy: str | None, query: str | None) -> str:
        """Return the page of an error."""
        reason = HTTPStatus(status).phrase
        return self.render("error.html", status=status, reason=reason, message=message, remedy=remedy, query=query)

    def render(self, name: str, **values: object) -> str:
        """Return the page that the template ``name`` makes of ``values``; every value is escaped."""
        return self._environment.get_template(name).render(**values)


def _fitting(rows: Rows) -> tuple[Rows, int | None]:
    """Return ``rows`` with long words cut until a page can hold them, and how many characters are left of these, if any was cut.

    A cell that was cut before keeps its note of how long it is: a few characters more make no difference.
    """
    words = [len(cell.words) for row in rows for cell in row]
    links = [len(cell.href) for row in rows for cell in row if cell.href is not None]
    most = MAX_CELL
    while most >= 2 * _SHORTEST and _together(words, links, most) > MAX_PAGE:
        most //= 2
    if max(words, default=0) <= most and max(links, default=0) <= _LINK * most:
        return rows, None
    return tuple(tuple(_cut(cell, most) for cell in row) for row in rows), most


def _together(words: Sequence[int], links: Sequence[int], most: int) -> int:
    """Return how many characters there are when values are cut after ``most``."""
    return sum(map(min, words, repeat(most))) + sum(length for length in links if length <= _LINK * most)


def _cut(cell: Cell, most: int) -> Cell:
    words = cell.words if len(cell.words) <= most + _NOTE else f"{cell.words[:most]} …"
    href = None if cell.href is None or len(cell.href) > _LINK * most else cell.href
    return Cell(words, href, cell.title)


def _figures(instruments: Collection[InstrumentReport]) -> list[tuple[int, str, str]]:
    """Return how much the release holds, in words, and the question that lists it."""
    counted = (
        ("acts", "acts", "acts-by-type"),
        ("deadlines", "deadlines", "reporting-calendar"),
        ("sdg_links", "links to SDGs", "commitments-per-sdg"),
        ("references", "references", "most-cited"),
        ("statements", "statements with evidence", "evidence-of-a-link"),
    )
    return [
        (sum(_count(getattr(one, field)) for one in instruments), words, f"/queries/{name}?format=html")
        for field, words, name in counted
    ]


def _count(value: int | dict[str, int]) -> int:
    return value if isinstance(value, int) else sum(value.values())


def page_response(html: str, *, cache: str = "public, max-age=60", policy: str | None = None) -> HTMLResponse:
    """Return the answer with a page, which has a tag by what stands in it.

    ``cache`` says how long it may be kept, ``policy`` is a content security policy of its own.
    """
    headers = {"Cache-Control": cache, "ETag": tag_of(html.encode()), "Vary": "Accept, Accept-Encoding"}
    return HTMLResponse(html, headers=headers if policy is None else {**headers, "Content-Security-Policy": policy})
