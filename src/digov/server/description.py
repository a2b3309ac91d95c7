"""The service description: what the endpoint is and can do, as SPARQL 1.1 Service Description has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from fastapi import Response
from pyoxigraph import Literal, NamedNode, Triple

from digov.rdf.about import LICENSE
from digov.rdf.base import DCTERMS, PREFIXES, RDF, RDFS, VOID, XSD
from digov.rdf.serialize import Syntax, write_graph
from digov.server.negotiate import GRAPH_TYPES, MEDIA_TYPES
from digov.server.problems import Problem
from digov.server.service import Service
from digov.server.tags import tag_of

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
)


def describe_service(service: Service, form: str | None) -> Response:
    """Return the description of the service in the syntax that ``form`` names; a :class:`Problem` (406) when it names none."""
    syntax: Syntax | None = next((syntax for syntax in get_args(Syntax) if syntax == form), None)
    if syntax is None:
        remedy = f"The description of the service can be had as {', '.join(GRAPH_TYPES)}."
        raise Problem(406, "no format that was asked for fits the description of the service", remedy)
    triples = tuple(service_triples(service))
    body = write_graph(triples, syntax, prefixes={**PREFIXES, "sd": _SD, "formats": _FORMATS})
    headers = {
        "ETag": tag_of(body),
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept, Accept-Encoding",
        "Content-Type": MEDIA_TYPES[syntax],
    }
    return Response(body, headers=headers)


def service_triples(service: Service) -> Iterator[Triple]:
    """Yield the triples of the description: languages, formats, the limits in words, and the graphs with their sizes."""
    endpoint = service.settings.public_base + "sparql"
    me, dataset, union = NamedNode(endpoint), NamedNode(endpoint + "#dataset"), NamedNode(endpoint + "#default-graph")
    a = NamedNode(RDF + "type")
    yield Triple(me, a, _sd("Service"))
    yield Triple(me, _sd("endpoint"), me)
    yield Triple(me, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(me, _sd("feature"), _sd("UnionDefaultGraph"))
    yield Triple(me, _sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple"))
    yield Triple(me, NamedNode(RDFS + "comment"), Literal(_limits(service), language="en"))
    yield Triple(me, NamedNode(DCTERMS + "license"), NamedNode(LICENSE))
    for name in _RESULTS:
        yield Triple(me, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(me, _sd("defaultDataset"), dataset)
    yield Triple(dataset, a, _sd("Dataset"))
    yield Triple(dataset, NamedNode(DCTERMS + "hasVersion"), Literal(service.release.id))
    yield Triple(dataset, _sd("defaultGraph"), union)
    yield Triple(union, a, _sd("Graph"))
    yield Triple(union, NamedNode(RDFS + "comment"), Literal("The union of all named graphs.", language="en"))
    for name, count in sorted(service.release.manifest.graphs.items()):
        graph = NamedNode(name)
        named = NamedNode(f"{endpoint}#{name.rpartition('/')[2]}")
        yield Triple(dataset, _sd("namedGraph"), named)
        yield Triple(named, a, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), graph)
        yield Triple(named, _sd("graph"), graph)
        yield Triple(graph, a, _sd("Graph"))
        yield Triple(graph, NamedNode(VOID + "triples"), Literal(str(count), datatype=NamedNode(XSD + "integer")))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _limits(service: Service) -> str:
    settings = service.settings
    return (
        f"Read-only. A query may take {settings.query_seconds:g} seconds and {settings.query_memory} MiB, be "
        f"{settings.query_bytes:,} bytes long, and have an answer of {settings.answer_bytes:,} bytes or "
        f"{settings.answer_triples:,} triples. Nothing is fetched: no SERVICE, no FROM from elsewhere."
    )
