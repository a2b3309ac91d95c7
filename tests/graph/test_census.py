"""The counts of the description of the dataset: what VoID says is what SPARQL counts on the release."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from digov.graph.census import LINKSETS, Census
from digov.graph.provenance import settle
from digov.rdf.base import BASE_IRI, ID, RDF, SDG, VOID, XSD
from digov.release import open_release
from digov.store import ReleaseStore, SelectResult

GRAPH = NamedNode(BASE_IRI + "graph/provenance")
DATASET = NamedNode(BASE_IRI + "dataset")
INTEGER = NamedNode(XSD + "integer")


@pytest.fixture(scope="module")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


def rows(store: ReleaseStore, query: str) -> dict[str, str]:
    """Return what the two columns of an answer say: the second by the first."""
    found = store.query(query)
    assert isinstance(found, SelectResult)
    return {getattr(one, "value", ""): getattr(other, "value", "") for one, other in found.rows}


def said(store: ReleaseStore, name: str) -> str:
    """Return what the description of the dataset says of itself."""
    (value,) = rows(store, f"SELECT ?d ?n WHERE {{ VALUES ?d {{ {DATASET} }} ?d void:{name} ?n }}").values()
    return value


@pytest.mark.parametrize(
    ("name", "count", "pattern"),
    [
        ("triples", "*", "?s ?p ?o"),
        ("distinctSubjects", "DISTINCT ?s", "?s ?p ?o"),
        ("distinctObjects", "DISTINCT ?o", "?s ?p ?o"),
        ("entities", "DISTINCT ?s", "?s ?p ?o FILTER(isIRI(?s))"),
        ("classes", "DISTINCT ?c", "?s a ?c"),
        ("properties", "DISTINCT ?p", "?s ?p ?o"),
    ],
)
def test_totals_are_what_the_endpoint_counts(store: ReleaseStore, name: str, count: str, pattern: str) -> None:
    counted = rows(store, f"SELECT ('all' AS ?all) (COUNT({count}) AS ?n) WHERE {{ {pattern} }}")
    assert said(store, name) == counted["all"]
    assert int(counted["all"]) > 50


@pytest.mark.parametrize(
    ("described", "counted"),
    [
        (
            "SELECT ?g ?n WHERE { <dataset> void:subset ?g . ?g void:triples ?n FILTER NOT EXISTS { ?g a void:Linkset } }",
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        ),
        (
            "SELECT ?c ?n WHERE { <dataset> void:classPartition ?part . ?part void:class ?c ; void:entities ?n }",
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c",
        ),
        (
            "SELECT ?p ?n WHERE { <dataset> void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }",
            "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p",
        ),
    ],
    ids=["graphs", "classes", "properties"],
)
def test_parts_are_what_the_endpoint_counts(store: ReleaseStore, described: str, counted: str) -> None:
    found = rows(store, counted)
    assert rows(store, described) == found
    assert len(found) >= 9


@pytest.mark.parametrize(("name", "space"), LINKSETS)
def test_linksets_are_what_the_endpoint_counts(store: ReleaseStore, name: str, space: str) -> None:
    described = rows(
        store,
        f"SELECT ?p ?n WHERE {{ ?set a void:Linkset ; void:objectsTarget <linkset/{name}> ; void:linkPredicate ?p ; void:triples ?n }}",
    )
    assert described == rows(
        store,
        f"""SELECT ?p (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o
            FILTER(isIRI(?o) && STRSTARTS(STR(?o), "{space}") && !STRSTARTS(STR(?s), "{space}"))
            FILTER(!STRSTARTS(STR(?p), "{VOID}")) }} GROUP BY ?p""",
    )
    assert described


def test_what_is_counted_is_said_in_the_description(store: ReleaseStore) -> None:
    (words,) = rows(store, "SELECT ?d ?w WHERE { VALUES ?d { <dataset> } ?d rdfs:comment ?w }").values()
    assert "this description" in words
    assert "two graphs" in words


def test_links_lead_out_and_statements_about_terms_are_none() -> None:
    goal, other = NamedNode(SDG + "9"), NamedNode(SDG + "9.c")
    link = NamedNode("http://purl.org/dc/terms/subject")
    act = NamedNode(ID + "example/para_1#act-1")
    census = Census().including(
        [
            Quad(act, link, goal, GRAPH),
            Quad(other, link, goal, GRAPH),
            Quad(DATASET, NamedNode(VOID + "class"), goal, GRAPH),
            Quad(goal, NamedNode(RDF + "type"), DATASET, GRAPH),
        ]
    )
    assert census.links == {("sdg", link.value): 1}
    assert census.members == {DATASET.value: {goal.value}}
    assert (census.triples, len(census.subjects), len(census.values)) == (4, 4, 2)


def _number(name: str, value: int) -> Quad:
    return Quad(DATASET, NamedNode(VOID + name), Literal(str(value), datatype=INTEGER), GRAPH)


def test_a_count_of_objects_that_cannot_be_true_is_left_out() -> None:
    # Of two other objects: where "3" is one and "2" is none, saying 2 makes it 3, and saying 3 leaves 2.
    def describe(census: Census, *, objects: bool) -> tuple[Quad, ...]:
        return (_number("distinctObjects", len(census.values)),) if objects else (_number("triples", census.triples),)

    held = frozenset({_number("a", 3), _number("b", 7)})
    assert settle(held, describe) == (_number("triples", 3),)
    held = frozenset({_number("a", 2), _number("b", 7)})
    assert settle(held, describe) == (_number("distinctObjects", 2),)
    held = frozenset({_number("a", 5), _number("b", 7)})
    assert settle(held, describe) == (_number("distinctObjects", 3),)
