"""Pages: the start page, a query's rows, an error; every value escaped by the template engine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import HTMLResponse

from digov.competency import CompetencyQuery
from digov.pages import ServerLinks
from digov.pages.render import environment, navigation
from digov.pages.tables import pieces, table
from digov.rdf.base import BASE_IRI, ID, PREFIXES
from digov.server.links import Linker
from digov.store import GraphResult, Result

EXAMPLE: Final = """SELECT ?instrument ?paragraph ?words WHERE {
  ?act a dg:Commitment ; dg:statedIn ?segment ; dcterms:subject sdg:17 ; dg:dueYear 2030 .
  ?segment dg:inInstrument ?instrument ; eli:number ?paragraph ; dg:text ?words .
}"""

_TITLE: Final = re.compile(r"\A[ \t\r\n]{0,20}#[ \t]{0,20}title:([^\n]{1,300})")
"""The title of a query, which may be anybody's: the pattern looks at little, and at each character once."""


class Pages:
    """Renders pages; made once, with the templates of the package and the slugs of the instruments of the release."""

    def __init__(self, instruments: Collection[str]) -> None:
        self._linker = Linker(instruments)
        links = ServerLinks()
        self._environment = environment("digov.server")
        self._environment.globals.update(base=BASE_IRI, prefixes=sorted(PREFIXES.items()))
        self._environment.globals.update(fixed=links.fixed, navigation=navigation(links))
        self._environment.filters["pieces"] = pieces

    def start(
        self, release: dict[str, Any], instruments: Sequence[dict[str, Any]], queries: Sequence[CompetencyQuery]
    ) -> str:
        """Return the start page: what the release holds, the competency questions, and the ways to use it."""
        groups = [(group, list(found)) for group, found in groupby(queries, key=lambda query: query.group)]
        held = [{**values, "href": self._linker.of_iri(ID + values["slug"])} for values in instruments]
        return self.render(
            "start.html", release=release, instruments=held, groups=groups, figures=_figures(instruments)
        )

    def result(self, result: Result, *, query: str, total: int, named: CompetencyQuery | None = None) -> str:
        """Return the page of a result: its rows with links, the query to change, and the same rows in other formats.

        ``total`` is the number of rows that the query has, of which ``result`` may hold the first.
        """
        columns, rows = table(result, self._linker)
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


def _figures(instruments: Sequence[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Return how much the release holds, in words, and the question that lists it."""
    counted = (
        ("acts", "acts", "acts-by-type"),
        ("deadlines", "deadlines", "reporting-calendar"),
        ("sdg_links", "links to SDGs", "commitments-per-sdg"),
        ("references", "references", "most-cited"),
        ("statements", "statements with evidence", "evidence-of-a-link"),
    )
    return [
        (sum(_count(one[field]) for one in instruments), words, f"/queries/{name}?format=html")
        for field, words, name in counted
    ]


def _count(value: int | dict[str, int]) -> int:
    return value if isinstance(value, int) else sum(value.values())


def page_response(html: str, *, policy: str | None = None) -> HTMLResponse:
    """Return the answer with a page that the release determines: it has a tag, and may be kept for a minute.

    ``policy`` is a content security policy of its own.
    """
    digest = hashlib.blake2b(html.encode(), digest_size=16).hexdigest()
    headers = {"Cache-Control": "public, max-age=60", "ETag": f'W/"{digest}"', "Vary": "Accept, Accept-Encoding"}
    return HTMLResponse(html, headers=headers if policy is None else {**headers, "Content-Security-Policy": policy})
