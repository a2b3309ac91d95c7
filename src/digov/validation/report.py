"""The report of a validation as values, with its forms for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from digov.rdf.base import BASE_IRI, PREFIXES, RDF, XSD, curie_of
from digov.rdf.serialize import write_graph

ShapeSeverity = Literal["violation", "warning", "info"]
"""How much a result matters; only a violation stops a release."""

SHACL: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = BASE_IRI + "shapes#"
_ORDER: Final[tuple[ShapeSeverity, ...]] = ("violation", "warning", "info")
_REPORT: Final = BASE_IRI + "report/validation"


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that does not hold.

    ``focus`` is the node that a shape looked at, ``value`` the value or node that is wrong, where that is another one;
    both as IRI or, for literals, as their words. ``where`` says the place in terms of the project: an entity or segment
    (``gdc-base/para_11``) rather than a node of bookkeeping.
    """

    severity: ShapeSeverity
    shape: str
    """IRI of the shape, https://w3id.org/digov/shapes#…"""
    focus: str
    path: str | None = None
    """IRI of the property at fault; a path that is no single property is left out."""
    value: str | None = None
    message: str
    """What is wrong and what mends it."""
    where: str = ""

    def line(self) -> str:
        """Return the result as one line for people."""
        name = self.shape.removeprefix(SHAPES)
        path = "" if self.path is None else f" {curie_of(self.path)}"
        value = "" if self.value in (None, self.focus) else f" → {self.value}"
        return f"{self.severity}: {self.where or self.focus}:{path}{value}: {self.message} [{name}]"


class ValidationReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a validation found: results sorted by severity, place, shape, path and value."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """Return whether there is no violation; warnings and infos may be there."""
        return all(result.severity != "violation" for result in self.results)

    def counts(self) -> dict[ShapeSeverity, int]:
        """Return the number of results by severity, all three named."""
        return {name: sum(result.severity == name for result in self.results) for name in _ORDER}

    def lines(self) -> tuple[str, ...]:
        """Return one line for each result."""
        return tuple(result.line() for result in self.results)

    def to_json(self) -> bytes:
        """Return the report as a JSON object: ``conforms``, ``counts``, ``results``; same report, same bytes."""
        found = {"conforms": self.conforms, "counts": self.counts(), "results": self.results}
        return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"

    def to_turtle(self) -> bytes:
        """Return the report as a ``sh:ValidationReport`` in Turtle, every result with an IRI; same bytes each time."""
        report = NamedNode(_REPORT)
        triples = [
            Triple(report, NamedNode(RDF + "type"), _sh("ValidationReport")),
            Triple(
                report, _sh("conforms"), RdfLiteral(str(self.conforms).lower(), datatype=NamedNode(XSD + "boolean"))
            ),
        ]
        for number, result in enumerate(self.results, start=1):
            node = NamedNode(f"{_REPORT}#result-{number}")
            triples.append(Triple(report, _sh("result"), node))
            triples.extend(_result_triples(node, result))
        prefixes = {**PREFIXES, "sh": SHACL, "dgs": SHAPES}
        return write_graph(triples, "turtle", prefixes=prefixes)


def sort_results(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return the results without repeats, worst first, then by place, shape, path and value."""

    def key(result: Result) -> tuple[int, str, str, str, str, str, str]:
        words = (result.where, result.shape, result.path or "", result.focus, result.value or "", result.message)
        return (_ORDER.index(result.severity), *words)

    return tuple(sorted(set(results), key=key))


def _result_triples(node: NamedNode, result: Result) -> Iterable[Triple]:
    yield Triple(node, NamedNode(RDF + "type"), _sh("ValidationResult"))
    yield Triple(node, _sh("resultSeverity"), _sh(result.severity.capitalize()))
    yield Triple(node, _sh("sourceShape"), NamedNode(result.shape))
    yield Triple(node, _sh("focusNode"), _term(result.focus))
    if result.path is not None:
        yield Triple(node, _sh("resultPath"), NamedNode(result.path))
    if result.value is not None:
        yield Triple(node, _sh("value"), _term(result.value))
    yield Triple(node, _sh("resultMessage"), RdfLiteral(result.message))


def _sh(name: str) -> NamedNode:
    return NamedNode(SHACL + name)


def _term(text: str) -> NamedNode | BlankNode | RdfLiteral:
    """Return an IRI for what reads as one, else the words."""
    if text.startswith(("http://", "https://", "urn:")) and not any(c.isspace() or c in '<>"{}|\\^`' for c in text):
        return NamedNode(text)
    return RdfLiteral(text)
