"""What changed from one graph to another: the quads that came and went, and how many of which kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec

from digov.rdf.base import BASE_IRI, RDF, curie_of
from digov.rdf.rows import literal_of, split_statement
from digov.release.facts import KINDS, value_of

ChangeFormat = Literal["text", "nquads", "jsonl"]
_TYPE: Final = f"<{RDF}type>"
_LARGEST: Final = 25
"""Most rows of a table in the summary."""


class GraphChanges(msgspec.Struct, frozen=True):
    """The lines of canonical N-Quads that only the newer graph has, and those that only the older had; each sorted."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    types: dict[str, tuple[str, ...]]
    """Classes (N-Triples) of each subject of a changed line, in either graph."""


class Tally(msgspec.Struct, frozen=True):
    """How many quads came and went by graph, by class of the subject, and by predicate; names short."""

    graphs: dict[str, tuple[int, int]]
    classes: dict[str, tuple[int, int]]
    predicates: dict[str, tuple[int, int]]


def changes_between(old: bytes, new: bytes) -> GraphChanges:
    """Return the changes from ``old`` to ``new``, both canonical N-Quads without blank nodes."""
    before, after = _lines(old), _lines(new)
    added, removed = sorted(after - before), sorted(before - after)
    changed = {line.partition(" ")[0] for line in (*added, *removed)}
    kinds: dict[str, set[str]] = {}
    for line in before | after:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _TYPE and subject in changed:
            kinds.setdefault(subject, set()).add(rest.partition(" ")[0])
    types = {subject: tuple(sorted(found)) for subject, found in sorted(kinds.items())}
    return GraphChanges(tuple(added), tuple(removed), types)


def tally(changes: GraphChanges) -> Tally:
    """Return the numbers of ``changes``; a subject of several classes counts for each."""
    graphs: Counter[tuple[str, bool]] = Counter()
    classes: Counter[tuple[str, bool]] = Counter()
    predicates: Counter[tuple[str, bool]] = Counter()
    for is_new, lines in ((True, changes.added), (False, changes.removed)):
        for line in lines:
            graph, (subject, predicate, _) = split_statement(line.removesuffix(" ."))
            graphs[_short(graph) if graph else "(default)", is_new] += 1
            predicates[_short(predicate), is_new] += 1
            for kind in changes.types.get(subject, ("(none)",)):
                classes[_short(kind), is_new] += 1
    return Tally(_pairs(graphs), _pairs(classes), _pairs(predicates))


def change_lines(changes: GraphChanges, form: ChangeFormat) -> Iterator[str]:
    """Yield ``changes`` line by line: ``text`` is a summary in tables, the others hold every quad.

    In ``nquads`` the removed quads stand after the comment ``# removed``, the added ones after ``# added``. In ``jsonl`` each quad
    is an object with ``change``, ``graph``, ``subject``, ``predicate``, ``object``, ``object_kind`` (``iri``,
    ``literal``, ``blank``) and, for literals, ``datatype`` or ``language``.
    """
    if form == "nquads":
        yield from ("# removed", *changes.removed, "# added", *changes.added)
    elif form == "jsonl":
        for change, lines in (("removed", changes.removed), ("added", changes.added)):
            for line in lines:
                yield msgspec.json.encode({"change": change, **_object(line)}).decode()
    else:
        yield from _summary(changes)


def _summary(changes: GraphChanges) -> Iterator[str]:
    yield f"{len(changes.added):,} quads added, {len(changes.removed):,} removed"
    counts = tally(changes)
    for title, rows in (("graph", counts.graphs), ("class", counts.classes), ("predicate", counts.predicates)):
        if rows:
            yield ""
            yield f"{'added':>9} {'removed':>9}  by {title}"
            largest = sorted(rows.items(), key=lambda row: (-sum(row[1]), row[0]))
            for name, (added, removed) in largest[:_LARGEST]:
                yield f"{added:>9,} {removed:>9,}  {name}"
            if len(largest) > _LARGEST:
                yield f"{'':>20} … and {len(largest) - _LARGEST} more"


def _lines(nquads: bytes) -> set[str]:
    return {line for line in nquads.decode().split("\n") if line}


def _object(line: str) -> dict[str, Any]:
    graph, (subject, predicate, value) = split_statement(line.removesuffix(" ."))
    found: dict[str, Any] = {
        "graph": value_of(graph) if graph else None,
        "subject": value_of(subject),
        "predicate": value_of(predicate),
        "object": value_of(value),
        "object_kind": KINDS[value[0]],
    }
    if value.startswith('"'):
        literal = literal_of(value)
        found |= {"datatype": literal.datatype} if literal.datatype else {}
        found |= {"language": literal.language} if literal.language else {}
    return found


def _short(term: str) -> str:
    iri = value_of(term)
    short = curie_of(iri)
    return iri.removeprefix(BASE_IRI) if short == iri else short


def _pairs(counts: Counter[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    names: Iterable[str] = sorted({name for name, _ in counts})
    return {name: (counts[name, True], counts[name, False]) for name in names}
