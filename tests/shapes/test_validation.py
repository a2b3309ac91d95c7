"""The report says what is wrong where, in forms for people and programs, and broken shapes are refused with their place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI, DG, ID, RDF
from digov.validation import Result, Shapes, ValidationReport, load_shapes, validate

ROOT = Path(__file__).parents[2]
BAD = Path(__file__).parent / "examples" / "bad"
PREFIXES = ROOT / "ontology" / "prefixes.ttl"
HEADER = """@prefix dg: <https://w3id.org/digov/ns#> .
@prefix dgs: <https://w3id.org/digov/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
Reader = Callable[[Path], tuple[Quad, ...]]


@pytest.fixture
def broken(context: tuple[Quad, ...], read_example: Reader) -> tuple[Quad, ...]:
    """Return a graph with two violations, a warning and an info."""
    names = ("act-addressee", "evidence-quote", "deadline-session", "item-is-part-of")
    return (*context, *(quad for name in names for quad in read_example(BAD / f"{name}.ttl")))


def test_only_a_violation_makes_a_graph_fail(shapes: Shapes, context: tuple[Quad, ...], read_example: Reader) -> None:
    for name, conforms, counts in (
        ("act-force", False, {"violation": 1, "warning": 0, "info": 0}),
        ("deadline-session", True, {"violation": 0, "warning": 1, "info": 0}),
        ("item-is-part-of", True, {"violation": 0, "warning": 0, "info": 1}),
    ):
        report = validate((*context, *read_example(BAD / f"{name}.ttl")), shapes)
        assert (report.conforms, report.counts()) == (conforms, counts), name


def test_results_say_what_is_wrong_where(shapes: Shapes, broken: tuple[Quad, ...]) -> None:
    report = validate(broken, shapes)
    assert [(result.severity, result.where) for result in report.results] == [
        ("violation", "example/para_1"),
        ("violation", "example/para_1__point_a"),
        ("warning", "deadline/session/council-55"),
        ("info", "example/para_9"),
    ]
    quote, addressee, session, item = report.lines()
    assert quote.startswith(
        "violation: example/para_1: oa:exact → https://w3id.org/digov/id/evidence/second: The quote"
    )
    assert quote.endswith("at 82 to 92: the office [EvidenceQuote]")
    assert addressee == (
        "violation: example/para_1__point_a: dg:addressee → https://w3id.org/digov/id/topic/data: "
        "dg:addressee leads to a body or group of the lexicon. [Act-addressee]"
    )
    assert "dg:session" in session
    assert "eli:is_part_of" in item


def test_the_order_of_the_quads_does_not_matter(shapes: Shapes, broken: tuple[Quad, ...]) -> None:
    shuffled = list(broken)
    random.Random(11).shuffle(shuffled)
    assert validate(shuffled, shapes) == validate(broken, shapes)


def test_the_report_as_json(shapes: Shapes, broken: tuple[Quad, ...]) -> None:
    report = validate(broken, shapes)
    found = json.loads(report.to_json())
    assert found["conforms"] is False
    assert found["counts"] == {"violation": 2, "warning": 1, "info": 1}
    assert [result["where"] for result in found["results"]] == [result.where for result in report.results]
    assert report.to_json() == validate(broken, shapes).to_json()


def test_the_report_as_turtle(shapes: Shapes, broken: tuple[Quad, ...]) -> None:
    report = validate(broken, shapes)
    graph = rdflib.Graph().parse(data=report.to_turtle(), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    [node] = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(node, sh.conforms) == rdflib.Literal(False)
    results = list(graph.objects(node, sh.result))
    assert {str(graph.value(result, sh.sourceShape)) for result in results} == {r.shape for r in report.results}
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    assert validate(broken, shapes).to_turtle() == report.to_turtle()


def test_an_empty_report_conforms() -> None:
    report = ValidationReport()
    assert report.conforms
    assert report.lines() == ()
    assert b"sh:conforms true" in report.to_turtle()


def test_a_value_that_is_no_iri_stays_a_literal_in_turtle() -> None:
    result = Result(severity="violation", shape=f"{BASE_IRI}shapes#X", focus=f"{ID}x", value='a "b" <c>', message="m")
    graph = rdflib.Graph().parse(data=ValidationReport(results=(result,)).to_turtle(), format="turtle")
    [value] = graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#value"))
    assert value == rdflib.Literal('a "b" <c>')


def test_a_type_that_only_follows_from_a_link_describes_nothing(shapes: Shapes, context: tuple[Quad, ...]) -> None:
    """A node that nobody described stays undescribed, whatever range its link has."""
    stray = NamedNode(f"{ID}body/stray")
    graph, inferred = (NamedNode(f"{BASE_IRI}graph/{name}") for name in ("example", "inferred"))
    link = Quad(
        NamedNode(f"{ID}example/para_1"), NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"), stray, graph
    )
    entailed = Quad(stray, NamedNode(f"{RDF}type"), NamedNode(f"{DG}Body"), inferred)
    found = {result.shape.partition("#")[2] for result in validate((*context, link, entailed), shapes).results}
    assert found == {"Described"}


def test_many_results_are_all_there(shapes: Shapes, context: tuple[Quad, ...]) -> None:
    graph = NamedNode(f"{BASE_IRI}graph/example")
    issues = [
        Quad(NamedNode(f"{ID}example/eng#issue-{number}"), NamedNode(f"{RDF}type"), NamedNode(f"{DG}Issue"), graph)
        for number in range(300)
    ]
    report = validate((*context, *issues), shapes)
    assert report.counts()["violation"] == 300 * 4
    assert {result.where for result in report.results} == {"example/eng"}


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("dgs:X a sh:NodeShape ;\n  sh:targetClass dg:X ; .\n .", r"x\.ttl:\d+: malformed Turtle"),
        ("dgs:X a sh:NodeShape ; sh:targetClass dg:X ; sh:nodeKind sh:IRI ; sh:message 'm' .", "has no sh:severity"),
        (
            "dgs:X a sh:NodeShape ; sh:targetClass dg:X ; sh:nodeKind sh:IRI ; sh:severity sh:Info .",
            "has no sh:message",
        ),
        ("dgs:X a sh:NodeShape ; sh:property dgs:Y . dgs:Y sh:path dg:y ; sh:minCount 1 .", "but no target"),
    ],
)
def test_a_broken_shape_is_refused(tmp_path: Path, turtle: str, message: str) -> None:
    (tmp_path / "x.ttl").write_text(HEADER + turtle)
    with pytest.raises(ConfigError, match=message):
        load_shapes(tmp_path, PREFIXES)


def test_a_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no shapes here"):
        load_shapes(tmp_path, PREFIXES)
    (tmp_path / "x.ttl").write_text("")
    with pytest.raises(ConfigError, match=r"prefixes\.ttl: cannot be read"):
        load_shapes(tmp_path, tmp_path / "prefixes.ttl")


@pytest.mark.parametrize("query", ["SELECT $this WHERE { ?x ?y }", "SELECT $this WHERE { ?x ?y ?z MINUS { ?x a ?z } }"])
def test_a_rule_that_cannot_be_run_is_refused(tmp_path: Path, context: tuple[Quad, ...], query: str) -> None:
    (tmp_path / "x.ttl").write_text(
        f"{HEADER} dgs:X a sh:NodeShape ; sh:targetNode dgs:Y ; sh:severity sh:Violation ; sh:sparql dgs:Q ."
        f" dgs:Q sh:message 'm' ; sh:select '{query}' ."
    )
    with pytest.raises(ConfigError, match="cannot be run"):
        validate(context, load_shapes(tmp_path, PREFIXES))


def test_a_property_shape_of_two_node_shapes_looks_at_the_targets_of_both(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(
        f"""{HEADER} dgs:A a sh:NodeShape ; sh:targetClass dg:A ; sh:property dgs:P .
        dgs:B a sh:NodeShape ; sh:targetClass dg:B ; sh:property dgs:P .
        dgs:P a sh:PropertyShape ; sh:path dg:p ; sh:minCount 1 ; sh:severity sh:Info ; sh:message 'm' ."""
    )
    graph = NamedNode(f"{BASE_IRI}graph/x")
    quads = [
        Quad(NamedNode(f"{ID}{name}"), NamedNode(f"{RDF}type"), NamedNode(f"{DG}{name}"), graph)
        for name in ("A", "B", "C")
    ]
    quads.append(Quad(NamedNode(f"{ID}A2"), NamedNode(f"{RDF}type"), NamedNode(f"{DG}A"), graph))
    quads.append(Quad(NamedNode(f"{ID}A2"), NamedNode(f"{DG}p"), Literal("there"), graph))
    report = validate(quads, load_shapes(tmp_path, PREFIXES))
    assert [result.where for result in report.results] == ["A", "B"]


def test_what_was_found_by_comparing_is_looked_up_at_its_segments(
    shapes: Shapes, context: tuple[Quad, ...], read_example: Reader
) -> None:
    files = (
        "change-kind",
        "unit-link-direct-added",
        "shared-passage-score",
        "shared-passage-word-run-place",
        "unit-link-compared-dropped",
    )
    found = {
        name: [result.where for result in validate((*context, *read_example(BAD / f"{name}.ttl")), shapes).results]
        for name in files
    }
    assert found == {
        "change-kind": ["example/para_1"],
        "unit-link-direct-added": ["later/para_2"],
        "shared-passage-score": ["example/para_1"],
        "shared-passage-word-run-place": ["example/para_1"],
        "unit-link-compared-dropped": ["example/preamble__recital_1"],
    }
