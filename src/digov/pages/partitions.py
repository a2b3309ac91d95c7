"""What a dataset says that it holds, as small tables: its classes, properties, graphs, links and measured quality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from digov.pages.library import Library
from digov.pages.reader import spelt
from digov.pages.said import Named
from digov.rdf.base import DQV, VOID, curie_of

_TABLES: Final = (
    ("Classes", "members", VOID + "classPartition", VOID + "class", VOID + "entities"),
    ("Properties", "triples", VOID + "propertyPartition", VOID + "property", VOID + "triples"),
    ("Links to other datasets", "links", VOID + "subset", VOID + "linkPredicate", VOID + "triples"),
    ("Graphs", "triples", VOID + "subset", None, VOID + "triples"),
    ("Measured quality", "value", DQV + "hasQualityMeasurement", None, DQV + "value"),
)
"""Title of a table, what its numbers are, what leads to its rows, to the name of a row (``None``: itself) and to its number."""
TABLED: Final = frozenset(table[2] for table in _TABLES)
"""The properties whose values stand in these tables."""
LED_BACK: Final = frozenset({VOID + "subjectsTarget", DQV + "computedOn"})
"""The properties by which lines of these tables lead back to the dataset."""


class Line(msgspec.Struct, frozen=True):
    """A line of a table: its anchor, if it is a fragment of the dataset, what is counted, and its number.

    ``term`` is the short form of a class or property, ``of`` the dataset that links lead to.
    """

    anchor: str
    named: Named
    term: str | None
    of: Named | None
    number: str


class Partition(msgspec.Struct, frozen=True):
    """A table of what a dataset holds: its title, what its numbers are, its lines, the largest first."""

    title: str
    unit: str
    lines: tuple[Line, ...]


def partitions_of(library: Library, dataset: str) -> tuple[Partition, ...]:
    """Return the tables of ``dataset``; none for what is no dataset."""
    found = []
    for title, unit, leads, name, number in _TABLES:
        lines = sorted(
            _lines(library, dataset, leads, name, number), key=lambda line: (-float(line.number), line.named)
        )
        if lines:
            found.append(Partition(title, unit, tuple(lines)))
    return tuple(found)


def _lines(library: Library, dataset: str, leads: str, name: str | None, number: str) -> Iterator[Line]:
    reader = library.reader
    for part in reader.iris(dataset, leads):
        count = reader.word(part, number)
        named = part if name is None else reader.iri(part, name)
        # A linkset is a subset, too; it has a table of its own.
        linkset = name is None and reader.iri(part, VOID + "linkPredicate") is not None
        if count is None or named is None or linkset:
            continue
        target = reader.iri(part, VOID + "objectsTarget")
        of = None if target is None else Named(target, reader.label(target))
        anchor = part.removeprefix(f"{dataset}#") if part.startswith(f"{dataset}#") else ""
        term = curie_of(named)
        yield Line(anchor, Named(named, spelt(reader.label(named))), None if term == named else term, of, count)
