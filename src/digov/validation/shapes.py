"""The shapes: read from their folder and put into the form in which pySHACL is quick.

Two things are rearranged, neither changes what the shapes mean. A property shape takes over the targets of its node
shape, because pySHACL builds every constraint anew for each focus node that a node shape hands on, but once for a shape
with targets of its own. And the prefixes of a SPARQL rule are written into its query, because pySHACL gathers them anew
for each rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import rdflib
from pyoxigraph import RdfFormat, Triple, parse

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI
from digov.rdf.bridge import to_rdflib_graph

_SH: Final = rdflib.Namespace("http://www.w3.org/ns/shacl#")
_TARGETS: Final = (_SH.targetClass, _SH.targetNode, _SH.targetObjectsOf, _SH.targetSubjectsOf)

_INFERRED: Final = "/graph/inferred"
_PREFIX: Final = re.compile(r"\b([a-z][a-z0-9]*):")


class Shapes(msgspec.Struct, frozen=True, kw_only=True):
    """The shapes graph with the IRIs of the shapes to start from."""

    graph: rdflib.Graph
    nodes: tuple[str, ...]
    """Shapes that look at one node and its values."""
    rules: tuple[str, ...]
    """Shapes with a SPARQL query over what is stated."""
    rules_on_inferences: tuple[str, ...]
    """Shapes whose query names the graph of inferences."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the IRIs of all of them, sorted."""
        return tuple(sorted((*self.nodes, *self.rules, *self.rules_on_inferences)))


def load_shapes(folder: Path, prefixes: Path) -> Shapes:
    """Return the shapes of the Turtle files in ``folder``; the file ``prefixes`` declares the prefixes of the rules.

    Raises :class:`ConfigError` for a folder without shapes, a file that cannot be read, malformed Turtle (with line),
    and a shape without severity or message.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ConfigError("no shapes here", where=str(folder), remedy="Name the folder shapes.")
    triples = [triple for file in (*files, prefixes) for triple in _read(file)]
    graph = to_rdflib_graph(triples)
    _hand_down_targets(graph, folder)
    _write_out_prefixes(graph)
    targeted = {shape for target in _TARGETS for shape in graph.subjects(target)}
    for shape in sorted(targeted, key=str):
        _check(graph, shape, folder)
    queries = {shape: " ".join(map(str, graph.objects(shape, _SH.sparql / _SH.select))) for shape in targeted}
    rules = {shape for shape, query in queries.items() if query}
    on_inferences = {shape for shape in rules if _INFERRED in queries[shape]}
    return Shapes(
        graph=graph,
        nodes=_names(targeted - rules),
        rules=_names(rules - on_inferences),
        rules_on_inferences=_names(on_inferences),
    )


def _read(file: Path) -> Iterable[Triple]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(file), remedy="Check the file.") from error
    try:
        quads = list(parse(data, format=RdfFormat.TURTLE, base_iri=BASE_IRI, rename_blank_nodes=True))
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else str(file)
        raise ConfigError(f"malformed Turtle: {error.msg}", where=place, remedy="Mend the Turtle there.") from error
    return [quad.triple for quad in quads]


def _hand_down_targets(graph: rdflib.Graph, folder: Path) -> None:
    """Give each property shape the targets of the node shapes that it belongs to, and cut it loose.

    A property shape that stayed tied would be passed over, because pySHACL leaves out named shapes that it is not told of.
    """
    for node, shape in sorted(graph.subject_objects(_SH.property), key=str):
        targets = [(target, value) for target in _TARGETS for value in graph.objects(node, target)]
        if not targets:
            message = f"{node} has a property shape, but no target"
            raise ConfigError(message, where=str(folder), remedy="Give the node shape a target.")
        for target, value in targets:
            graph.add((shape, target, value))
        graph.remove((node, _SH.property, shape))
    for node in sorted(graph.subjects(rdflib.RDF.type, _SH.NodeShape), key=str):
        if not _constrains(graph, node):
            for target in _TARGETS:
                graph.remove((node, target, None))


def _write_out_prefixes(graph: rdflib.Graph) -> None:
    """Put those of the declared prefixes that a query uses before its text."""
    for rule, prefixes in sorted(graph.subject_objects(_SH.prefixes), key=str):
        declared = {
            str(prefix): str(namespace)
            for declaration in graph.objects(prefixes, _SH.declare)
            for prefix in graph.objects(declaration, _SH.prefix)
            for namespace in graph.objects(declaration, _SH.namespace)
        }
        for query in list(graph.objects(rule, _SH.select)):
            used = sorted(set(_PREFIX.findall(str(query))) & declared.keys())
            lines = [f"PREFIX {prefix}: <{declared[prefix]}>" for prefix in used]
            graph.set((rule, _SH.select, rdflib.Literal("\n".join([*lines, str(query)]))))
        graph.remove((rule, _SH.prefixes, None))


def _constrains(graph: rdflib.Graph, node: rdflib.term.Node) -> bool:
    """Return whether a node shape still says something itself, beside its type, label, targets and message."""
    plain = {rdflib.RDF.type, rdflib.RDFS.label, _SH.severity, _SH.message, *_TARGETS}
    return any(predicate not in plain for predicate in graph.predicates(node))


def _check(graph: rdflib.Graph, shape: rdflib.term.Node, folder: Path) -> None:
    """Refuse a shape whose results would not say how bad they are and what mends them."""
    told = [shape, *graph.objects(shape, _SH.sparql)]
    for name in (_SH.severity, _SH.message):
        if not any((node, name, None) in graph for node in told):
            raise ConfigError(
                f"{shape} has no sh:{name.removeprefix(_SH)}",
                where=str(folder),
                remedy="Every shape says how severe its results are, and what mends them.",
            )


def _names(shapes: Iterable[rdflib.term.Node]) -> tuple[str, ...]:
    return tuple(sorted(str(shape) for shape in shapes))
