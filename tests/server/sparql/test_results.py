"""Answers in every format, read back by other readers, are term for term what the release holds."""

from __future__ import annotations

import csv
import gzip
import io
import warnings
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.query import Result

from digov.model.release import Release

ALL = "SELECT ?s ?p ?o WHERE { GRAPH <graph/example> { ?s ?p ?o } }"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <graph/example> { ?s ?p ?o } }"
ROWS = {
    "application/sparql-results+json": (QueryResultsFormat.JSON, "json"),
    "application/sparql-results+xml": (QueryResultsFormat.XML, "xml"),
    "text/tab-separated-values": (QueryResultsFormat.TSV, "tsv"),
}
SYNTAXES = {
    "text/turtle": (RdfFormat.TURTLE, "turtle"),
    "application/n-triples": (RdfFormat.N_TRIPLES, "nt"),
    "application/n-quads": (RdfFormat.N_QUADS, "nquads"),
    "application/trig": (RdfFormat.TRIG, "trig"),
    "application/ld+json": (RdfFormat.JSON_LD, "json-ld"),
    "application/rdf+xml": (RdfFormat.RDF_XML, "xml"),
}
ODD = """SELECT ?a ?b ?none WHERE { VALUES (?a ?b) {
  ("a \\"b\\" \\\\ c\\td\\ne\\r, <&> 'f' \\u00e9\\U0001F600" "tab\\there"@en)
  (<http://example.org/%C3%A9?a=1&b=(2)> "x"^^<http://example.org/type>)
  ("" -1.5e3) (true 7) } } ORDER BY ?b"""


@pytest.fixture(scope="module")
def triples(example_release: Release) -> set[Triple]:
    """Return the triples of the graph of the example, from the file of the release."""
    path = Path(example_release.folder) / "graph.nq"
    graph = NamedNode("https://w3id.org/digov/graph/example")
    return {quad.triple for quad in parse(path=path, format=RdfFormat.N_QUADS) if quad.graph_name == graph}


def asked(site: httpx.Client, query: str, kind: str) -> httpx.Response:
    answer = site.get("/sparql", params={"query": query}, headers={"Accept": kind})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    return answer


@pytest.mark.parametrize("kind", ROWS)
def test_rows_are_those_of_the_release(site: httpx.Client, triples: set[Triple], kind: str) -> None:
    read = parse_query_results(asked(site, ALL, kind).content, format=ROWS[kind][0])
    assert isinstance(read, QuerySolutions)
    assert [variable.value for variable in read.variables] == ["s", "p", "o"]
    rows = [tuple(row) for row in read]
    assert len(rows) == len(triples) > 100
    assert set(rows) == {(triple.subject, triple.predicate, triple.object) for triple in triples}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_can_be_read_by_another_reader(site: httpx.Client, triples: set[Triple], kind: str) -> None:
    body = asked(site, ALL, kind).content
    read = Result.parse(io.BytesIO(body), format=ROWS[kind][1])
    rows = {tuple(map(parts, (triple.subject, triple.predicate, triple.object))) for triple in triples}
    assert {tuple(map(parts, row)) for row in read} == rows


def parts(term: object) -> tuple[str, str | None, str | None]:
    """Return value, language and datatype of a term of either reader; of a plain string no datatype."""
    if isinstance(term, Literal):
        kind = term.datatype.value
        return term.value, term.language, None if term.language or kind.endswith("#string") else kind
    if isinstance(term, rdflib.Literal):
        kind = str(term.datatype or "")
        return str(term), term.language, None if term.language or not kind or kind.endswith("#string") else kind
    return (term.value if isinstance(term, NamedNode) else str(term)), None, "iri"


def test_csv_has_the_values(site: httpx.Client, triples: set[Triple]) -> None:
    answer = asked(site, ALL, "text/csv")
    header, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    assert header == ["s", "p", "o"]
    assert sorted(row[2] for row in rows) == sorted(
        triple.object.value for triple in triples if isinstance(triple.object, NamedNode | Literal)
    )
    assert answer.content.count(b"\r\n") >= len(rows)


def test_odd_values_come_through(site: httpx.Client) -> None:
    found = []
    for kind, (form, _) in ROWS.items():
        read = parse_query_results(asked(site, ODD, kind).content, format=form)
        assert isinstance(read, QuerySolutions)
        found.append([tuple(row) for row in read])
    assert len(found[0]) == 4
    assert found[0] == found[1] == found[2]
    words = next(row for row in found[0] if str(row[1]).startswith('"tab'))
    assert words[0] == Literal("a \"b\" \\ c\td\ne\r, <&> 'f' é😀")
    assert words[1] == Literal("tab\there", language="en")
    assert words[2] is None
    header, *rows = csv.reader(io.StringIO(asked(site, ODD, "text/csv").text, newline=""))
    assert header == ["a", "b", "none"]
    assert sorted(row[0] for row in rows) == sorted(parts(row[0])[0] for row in found[0])


@pytest.mark.parametrize("query", ["ASK {}", "ASK { <urn:x> ?p ?o }"])
def test_a_yes_or_no_in_every_format(site: httpx.Client, query: str) -> None:
    expected = query == "ASK {}"
    for kind, (form, _) in ROWS.items():
        read = parse_query_results(asked(site, query, kind).content, format=form)
        assert isinstance(read, QueryBoolean)
        assert bool(read) is expected
    assert asked(site, query, "text/csv").text.split()[-1] == str(expected).lower()


@pytest.mark.parametrize("kind", SYNTAXES)
def test_graphs_are_those_of_the_release(site: httpx.Client, triples: set[Triple], kind: str) -> None:
    body = asked(site, GRAPH, kind).content
    assert {quad.triple for quad in parse(body, format=SYNTAXES[kind][0])} == triples
    assert asked(site, f"{GRAPH} # again", kind).content == body


@pytest.mark.parametrize("kind", SYNTAXES)
def test_graphs_can_be_read_by_another_reader(site: httpx.Client, triples: set[Triple], kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Dataset(default_union=True)
        graph.parse(data=asked(site, GRAPH, kind).text, format=SYNTAXES[kind][1])
    assert len(graph) == len(triples)


def test_new_blank_nodes_come_through(site: httpx.Client) -> None:
    query = "CONSTRUCT { _:a <urn:p> ?o . ?o <urn:q> _:a } WHERE { VALUES ?o { <urn:x> <urn:y> } }"
    for kind, (form, _) in SYNTAXES.items():
        read = list(parse(asked(site, query, kind).content, format=form))
        assert len(read) == 4
        assert len({str(quad.subject) for quad in read if "urn:p" in str(quad.predicate)}) == 2


def test_an_answer_is_compressed_when_asked_for(site: httpx.Client, triples: set[Triple]) -> None:
    plain = site.get("/sparql", params={"query": ALL}, headers={"Accept-Encoding": "identity"})
    packed = site.get("/sparql", params={"query": ALL}, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 3
    assert packed.content == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]
    with site.stream("GET", "/sparql", params={"query": ALL}, headers={"Accept-Encoding": "gzip"}) as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())) == plain.content
