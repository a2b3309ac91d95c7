"""What a redline no longer says or leaves undecided, and where its base says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digov.graph.redline import status_ref
from digov.model.redline import Redline
from digov.model.statement import DocumentStatements, Ref, Statement, entity, term
from digov.rdf.terms import QuadWriter

_Link = tuple[str, str, str]


class BaseStatements:
    """The statements of a base, by the place of their subject, their predicate, and their words or object."""

    def __init__(self, base: DocumentStatements) -> None:
        self._slug = base.document.source.instrument.slug
        self._by_words: dict[_Link, Statement] = {}
        self._by_object: dict[_Link, Statement] = {}
        for statement in base.statements:
            place, predicate = _place(statement.subject), statement.predicate.name
            self._by_words.setdefault((place, predicate, _words(statement)), statement)
            self._by_object.setdefault((place, predicate, _object(statement)), statement)

    def find(self, statement: Statement, units: Iterable[str]) -> Statement | None:
        """Return the statement that says the same of one of the base's ``units``: in the same words, else of the same object."""
        links = [(f"{self._slug}/{unit}{_part(statement.subject)}", statement.predicate.name) for unit in units]
        for place, predicate in links:
            found = self._by_words.get((place, predicate, _words(statement)))
            if found is not None and _kind(found) == _kind(statement):
                return found
        found_by_object = (self._by_object.get((*link, _object(statement))) for link in links)
        return next((found for found in found_by_object if found is not None), None)


def write_unsaid(stated: DocumentStatements, base: DocumentStatements | None, writer: QuadWriter) -> None:
    """Write of each statement that ``stated`` does not assert what became of it, and which statement of ``base`` said it."""
    redline = stated.redline
    if redline is None:
        return
    slug = stated.document.source.instrument.slug
    units = _units(redline)
    before = None if base is None else BaseStatements(base)
    for statement in stated.statements:
        if statement.status == "asserted":
            continue
        ref = entity(f"statement/{statement.key}")
        writer.add(ref, term("status"), status_ref(statement.status))
        if statement.status == "dropped":
            writer.add(ref, term("droppedIn"), entity(slug))
            writer.add(ref, term("ofBase"), None if redline.base is None else entity(redline.base))
        if before is not None:
            unit = _place(statement.subject).removeprefix(f"{slug}/").partition("#")[0]
            found = before.find(statement, units.get(unit, ()))
            writer.add(ref, term("saidBefore"), None if found is None else entity(f"statement/{found.key}"))


def _units(redline: Redline) -> Mapping[str, tuple[str, ...]]:
    """Return the units of the base that each printed unit holds the words of."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in redline.pairs:
        for unit in pair.printed:
            found[unit] = (*found.get(unit, ()), *pair.base)
    return found


def _place(subject: Ref) -> str:
    """Return the segment of a subject, and for an act that it is one: ``gdc-base/para_2``, ``gdc-base/para_2#act``."""
    name, _, part = subject.name.removeprefix("id/").partition("#")
    return f"{name}#{part.partition('-')[0]}" if part else name


def _part(subject: Ref) -> str:
    return _place(subject).removeprefix(subject.name.removeprefix("id/").partition("#")[0])


def _words(statement: Statement) -> str:
    return " ".join(" ".join(piece.exact for piece in statement.evidence).split())


def _object(statement: Statement) -> str:
    value = statement.object
    return value.name if isinstance(value, Ref) else value.value


def _kind(statement: Statement) -> str:
    """Return what the object is: the value itself, but for one that is numbered within its segment."""
    name = _object(statement)
    return name.partition("#")[2].partition("-")[0] if "#" in name and name.startswith("id/") else name
