"""Tables: the rows of an answer as cells to show, with where they lead and how wide they want to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, Protocol

import msgspec
import pyoxigraph

from digov.store import AskResult, GraphResult, Result, short_form
from digov.store.results import Term

MAX_CELL: Final = 4_000
"""Most characters of a cell that a page shows, which says so; the formats for programs give all."""

_BREAK: Final = re.compile(r"(?<=/)(?=[^/])|(?=__|#)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_SHORT, _LONG = 26, 110

Width = Literal["number", "short", "middle", "long"]


class Linker(Protocol):
    """Knows where a cell leads."""

    def of_iri(self, iri: str) -> str | None:
        """Return the link to what is said about ``iri``, if any."""

    def of_paragraph(self, instrument: str, number: str) -> str | None:
        """Return the link to the segment of the instrument with the printed ``number``, if any."""


class Cell(msgspec.Struct, frozen=True):
    """A cell of a result table: its words, and where it leads."""

    words: str
    href: str | None = None


class Column(msgspec.Struct, frozen=True):
    """A column of a result table: its name, and how wide its cells want to be."""

    name: str
    width: Width


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
