"""Validation: pySHACL over the graph in an Oxigraph store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

import pyshacl
import rdflib
from pyoxigraph import NamedNode, Quad, Store
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import OxigraphDataGraph

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI
from digov.validation.places import Places
from digov.validation.report import Result, ShapeSeverity, ValidationReport, sort_results
from digov.validation.shapes import Shapes

_SH: Final = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_INFERRED: Final = NamedNode(BASE_IRI + "graph/inferred")
_SEVERITIES: Final[dict[str, ShapeSeverity]] = {
    str(_SH.Violation): "violation",
    str(_SH.Warning): "warning",
    str(_SH.Info): "info",
}


class _Graph(OxigraphDataGraph):
    """A store as pySHACL's data graph: its graphs as one in queries, and each under its name."""

    def __bool__(self) -> bool:
        # pySHACL asks with every result whether the graph is empty; the answer it inherits counts all triples.
        return True


def validate(quads: Iterable[Quad], shapes: Shapes) -> ValidationReport:
    """Return what does not hold in ``quads`` of what ``shapes`` demand.

    The quads are the whole graph: documents, vocabularies with the ontology, provenance and, when it is there,
    inferences. Shapes and rules see what is stated, all graphs as one; only the rules that name the graph of
    inferences see that, too, so that no type that follows from a link excuses a node that nobody described. The order
    of the quads does not matter. Raises :class:`~digov.model.errors.ConfigError` for a shape that cannot be run.
    """
    stated: list[Quad] = []
    inferred: list[Quad] = []
    for quad in quads:
        (inferred if quad.graph_name == _INFERRED else stated).append(quad)
    store = Store()
    store.bulk_extend(stated)
    places = Places(store)
    results = [*_run(store, shapes, (*shapes.nodes, *shapes.rules), places)]
    store.bulk_extend(inferred)
    results += _run(store, shapes, shapes.rules_on_inferences, places)
    return ValidationReport(results=sort_results(results))


def _run(store: Store, shapes: Shapes, start: tuple[str, ...], places: Places) -> Iterator[Result]:
    """Yield the results of the shapes in ``start``."""
    if not start:
        return
    try:
        _, report, text = pyshacl.validate(
            _Graph(store), shacl_graph=shapes.graph, use_shapes=list(start), inplace=True
        )
    except (ReportableRuntimeError, SyntaxError) as error:
        raise ConfigError(f"a shape cannot be run: {error}", where="shapes", remedy="Mend the shape.") from error
    if not isinstance(report, rdflib.Graph):
        raise ConfigError(f"a shape cannot be run: {text}", where="shapes", remedy="Mend the shape.")
    rules = {*shapes.rules, *shapes.rules_on_inferences}
    for node in report.objects(None, _SH.result):
        yield _result(report, node, places, rules)


def _result(report: rdflib.Graph, node: rdflib.term.Node, places: Places, rules: Collection[str]) -> Result:
    def first(name: str) -> rdflib.term.Node | None:
        return min(report.objects(node, _SH[name]), key=str, default=None)

    focus, value, path = first("focusNode"), first("value"), first("resultPath")
    shape = str(first("sourceShape"))
    # A rule looks at a whole graph or document and finds the node at fault as a value.
    place = value if shape in rules and value is not None else focus
    return Result(
        severity=_SEVERITIES[str(first("resultSeverity"))],
        shape=shape,
        focus=str(focus),
        path=str(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else str(value),
        message=" ".join(sorted(str(text) for text in report.objects(node, _SH.resultMessage))),
        where=places.of(str(place)),
    )
