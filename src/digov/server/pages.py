"""Pages: the start page, a query's rows, an error; every value escaped by the template engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec
import pyoxigraph
from jinja2 import Environment, PackageLoader, StrictUndefined

from digov.competency import CompetencyQuery
from digov.rdf.base import BASE_IRI, ID, PREFIXES
from digov.server.links import Linker
from digov.store import AskResult, GraphResult, Result, short_form
from digov.store.results import Term

MAX_CELL: Final = 4_000
"""Most characters of a cell that a page shows, which says so; the formats for programs give all."""

EXAMPLE: Final = """SELECT ?instrument ?paragraph ?words WHERE {
  ?act a dg:Commitment ; dg:statedIn ?segment ; dcterms:subject sdg:17 ; dg:dueYear 2030 .
  ?segment dg:inInstrument ?instrument ; eli:number ?paragraph ; dg:text ?words .
}"""

_TITLE: Final = re.compile(r"\A\s*#\s*title:\s*(\S.*?)\s*$", re.MULTILINE)
_BREAK: Final = re.compile(r"(?<=/)(?=[^/])|(?=__|#)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_SHORT, _LONG = 26, 110

Width = Literal["number", "short", "middle", "long"]


class Cell(msgspec.Struct, frozen=True):
    """A cell of a result table: its words, and where it leads."""

    words: str
    href: str | None = None


class Column(msgspec.Struct, frozen=True):
    """A column of a result table: its name, and how wide its cells want to be."""

    name: str
    width: Width


class Pages:
    """Renders pages; made once, with the templates of the package and the slugs of the instruments of the release."""

    def __init__(self, instruments: Collection[str]) -> None:
        self._linker = Linker(instruments)
        self._environment = Environment(
            loader=PackageLoader("digov.server"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(base=BASE_IRI, prefixes=sorted(PREFIXES.items()))
        self._environment.filters["pieces"] = pieces

    def start(
        self, release: dict[str, Any], instruments: Sequence[dict[str, Any]], queries: Sequence[CompetencyQuery]
    ) -> str:
        """Return the start page: what the release holds, a query form, the competency questions."""
        groups = [(group, list(found)) for group, found in groupby(queries, key=lambda query: query.group)]
        held = [{**values, "href": self._linker.of_iri(ID + values["slug"])} for values in instruments]
        return self._render("start.html", release=release, instruments=held, groups=groups, query=EXAMPLE)

    def form(self) -> str:
        """Return the page of the endpoint without a query."""
        return self._render("form.html", query=EXAMPLE)

    def result(self, result: Result, *, query: str, total: int, named: CompetencyQuery | None = None) -> str:
        """Return the page of a result: its rows with links, the query to change, and the same rows in other formats.

        ``total`` is the number of rows that the query has, of which ``result`` may hold the first.
        """
        columns, rows = table(result, self._linker)
        formats = ("turtle", "ntriples") if isinstance(result, GraphResult) else ("csv", "tsv", "json")
        address = f"/queries/{named.name}?" if named else f"/sparql?query={quote(query)}&"
        head = _TITLE.match(query)
        return self._render(
            "result.html",
            title=named.title if named else head[1] if head else "Answer",
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
        return self._render("error.html", status=status, reason=reason, message=message, remedy=remedy, query=query)

    def _render(self, name: str, **values: object) -> str:
        return self._environment.get_template(name).render(**values)


def table(result: Result, linker: Linker) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return header and cells of ``result``.

    Where a row has an instrument and a printed number under the names that the competency questions use, ``?instrument`` and
    ``?paragraph``, the number leads to that segment.
    """
    if isinstance(result, AskResult):
        return (Column("answer", "short"),), ((Cell("yes" if result.answer else "no"),),)
    names: tuple[str, ...] = ("subject", "predicate", "object")
    found: Sequence[Sequence[Term | None]]
    if isinstance(result, GraphResult):
        found = [(triple.subject, triple.predicate, triple.object) for triple in result.triples]
    else:
        names, found = result.variables, result.rows
    rows = tuple(tuple(_cell(term, linker) for term in row) for row in found)
    if "instrument" in names and "paragraph" in names:
        places = names.index("instrument"), names.index("paragraph")
        rows = tuple(_with_segment(row, terms, *places, linker) for row, terms in zip(rows, found, strict=True))
    return tuple(Column(name, _width([row[i].words for row in rows])) for i, name in enumerate(names)), rows


def pieces(name: str) -> list[str]:
    """Return ``name`` cut where a long one may be broken over two lines.

    >>> pieces("id/gdc-base/para_44__point_a#act-1")
    ['id/', 'gdc-base/', 'para_44', '__point_a', '#act-1']
    """
    return _BREAK.split(name)


def _cell(term: Term | None, linker: Linker) -> Cell:
    if isinstance(term, pyoxigraph.NamedNode):
        return Cell(short_form(term), linker.of_iri(term.value))
    words = short_form(term)
    if len(words) > MAX_CELL:
        words = f"{words[:MAX_CELL]} … ({len(words):,} characters in all)"
    return Cell(words)


def _with_segment(
    row: tuple[Cell, ...], terms: Sequence[Term | None], instrument: int, paragraph: int, linker: Linker
) -> tuple[Cell, ...]:
    """Return the row with the printed number leading to the segment of the instrument."""
    work, number = terms[instrument], terms[paragraph]
    if not isinstance(work, pyoxigraph.NamedNode) or not isinstance(number, pyoxigraph.Literal):
        return row
    linked = Cell(number.value, linker.of_paragraph(work.value, number.value))
    return (*row[:paragraph], linked, *row[paragraph + 1 :])


def _width(words: Sequence[str]) -> Width:
    """Return how wide the cells of a column want to be."""
    longest = max(map(len, words), default=0)
    if longest and all(_NUMBER.fullmatch(word) for word in words if word):
        return "number"
    return "short" if longest <= _SHORT else "middle" if longest <= _LONG else "long"
