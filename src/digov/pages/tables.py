"""Tables: the rows of an answer as cells to show, with where they lead and how wide they want to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal, Protocol

import msgspec
import pyoxigraph

from digov.pages.words import plain, without_struck_number
from digov.rdf.base import ID
from digov.store import AskResult, GraphResult, Result, short_form
from digov.store.results import Term

MAX_CELL: Final = 4_000
"""Most characters of a cell that a page shows, which says so; the formats for programs give all."""

MAX_NAMES: Final = 500
"""Most identifiers of a table that are looked up for their labels; the others stand as they are."""
_LONGEST_NAME: Final = 80
_BREAK: Final = re.compile(r"(?<=/)(?=[^/])|(?=__|#)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_SHORT, _LONG = 26, 110

Name = Callable[[str], str | None]
"""Finds what a thing is called, if that is known."""
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
    title: str | None = None
    """The identifier, where the words are a label."""


class Column(msgspec.Struct, frozen=True):
    """A column of a result table: its name, and how wide its cells want to be."""

    name: str
    width: Width


def table(
    result: Result, linker: Linker, name: Name | None = None
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return header and cells of ``result``; what ``name`` knows stands under that name, with its identifier as title.

    Texts stand without the marks that a conversion left in them.

    Where a row has an instrument and a printed number under the names that the competency questions use, ``?instrument`` and
    ``?paragraph``, the number leads to that segment.
    """
    names_of = _Names(name)
    if isinstance(result, AskResult):
        return (Column("answer", "short"),), ((Cell("yes" if result.answer else "no"),),)
    names: tuple[str, ...] = ("subject", "predicate", "object")
    found: Sequence[Sequence[Term | None]]
    if isinstance(result, GraphResult):
        found = [(triple.subject, triple.predicate, triple.object) for triple in result.triples]
    else:
        names, found = result.variables, result.rows
    rows = tuple(tuple(_cell(term, linker, names_of) for term in row) for row in found)
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


class _Names:
    """Looks up labels, each once, and no more than :data:`MAX_NAMES`."""

    def __init__(self, name: Name | None) -> None:
        self._name = name
        self._found: dict[str, str | None] = {}

    def __call__(self, iri: str) -> str | None:
        if self._name is None or not iri.startswith(ID) or "#" in iri:
            return None
        if iri not in self._found:
            if len(self._found) >= MAX_NAMES:
                return None
            found = self._name(iri)
            self._found[iri] = found if found is not None and len(found) <= _LONGEST_NAME else None
        return self._found[iri]


def _cell(term: Term | None, linker: Linker, names: _Names) -> Cell:
    if isinstance(term, pyoxigraph.NamedNode):
        short, name = short_form(term), names(term.value)
        href = linker.of_iri(term.value)
        return Cell(short, href) if name is None or name == short else Cell(name, href, short)
    words = short_form(term)
    if len(words) > MAX_CELL:
        return Cell(f"{plain(words[:MAX_CELL])} … ({len(words):,} characters in all)")
    return Cell(plain(words))


def _with_segment(
    row: tuple[Cell, ...], terms: Sequence[Term | None], instrument: int, paragraph: int, linker: Linker
) -> tuple[Cell, ...]:
    """Return the row with the printed number leading to the segment of the instrument."""
    work, number = terms[instrument], terms[paragraph]
    if not isinstance(work, pyoxigraph.NamedNode) or not isinstance(number, pyoxigraph.Literal):
        return row
    linked = Cell(number.value, linker.of_paragraph(work.value, number.value))
    others = [one if one.href else Cell(without_struck_number(one.words, number.value)) for one in row]
    return (*others[:paragraph], linked, *others[paragraph + 1 :])


def _width(words: Sequence[str]) -> Width:
    """Return how wide the cells of a column want to be."""
    longest = max(map(len, words), default=0)
    if longest and all(_NUMBER.fullmatch(word) for word in words if word):
        return "number"
    return "short" if longest <= _SHORT else "middle" if longest <= _LONG else "long"
