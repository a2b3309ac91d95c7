"""The description of the dataset in the graph: what it counts is what the graph holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from digov.graph import build_graph, producers_of, provenance_quads
from digov.graph.vocabulary import VocabularyFile
from digov.model.statement import DocumentStatements
from digov.pipeline import load_scores
from digov.rdf.base import BASE_IRI, DCAT, DG, PREFIXES, RDF, VOID
from digov.release.forms import dump_forms

ROOT = Path(__file__).parents[2]
DATASET = NamedNode(BASE_IRI + "dataset")
DQV = "http://www.w3.org/ns/dqv#"
SCORES = {"dev": {"acts": 0.9966, "main act": 1.0}, "held-out": {"acts": 0.99}}


@pytest.fixture(scope="module")
def stated_graph(stated: DocumentStatements, vocabulary_file: VocabularyFile) -> tuple[Quad, ...]:
    return build_graph([stated], [vocabulary_file])


@pytest.fixture(scope="module")
def said(stated: DocumentStatements, stated_graph: tuple[Quad, ...]) -> list[Quad]:
    forms = dump_forms([BASE_IRI + "graph/example"]).items()
    found = provenance_quads(
        stated_graph,
        sources=[stated.document.source],
        producers=producers_of([stated]),
        version="9.9.9",
        dumps={path: (form.media_type, form.gzip) for path, form in forms},
        scores=SCORES,
    )
    return list(found)


def values(said: list[Quad], subject: NamedNode, name: str) -> list[str]:
    return sorted(q.object.value for q in said if q.subject == subject and q.predicate.value == name)


def test_classes_and_properties_are_counted(said: list[Quad], stated_graph: tuple[Quad, ...]) -> None:
    held = {*stated_graph, *said}
    request = NamedNode(f"{DATASET.value}#class-dg-Request")
    members = {
        q.subject for q in stated_graph if q.predicate.value == RDF + "type" and q.object == NamedNode(DG + "Request")
    }
    assert members
    assert values(said, request, VOID + "class") == [DG + "Request"]
    assert values(said, request, VOID + "entities") == [str(len(members))]
    actor = NamedNode(f"{DATASET.value}#property-dg-actor")
    uses = sum(q.predicate.value == DG + "actor" for q in held)
    assert values(said, actor, VOID + "property") == [DG + "actor"]
    assert values(said, actor, VOID + "triples") == [str(uses)]
    assert values(said, DATASET, VOID + "properties") == [str(len({q.predicate for q in held}))]
    assert values(said, DATASET, VOID + "distinctSubjects") == [str(len({q.subject for q in held}))]
    parts = [q.object for q in said if q.predicate.value == VOID + "propertyPartition"]
    counted = sum(int(values(said, part, VOID + "triples")[0]) for part in parts)
    assert counted == len(held)


def test_every_dump_is_a_distribution(said: list[Quad]) -> None:
    found = {q.object.value for q in said if q.predicate.value == DCAT + "downloadURL"}
    assert found == {BASE_IRI + path for path in dump_forms([BASE_IRI + "graph/example"])}
    packed = {q.subject.value for q in said if q.predicate.value == DCAT + "compressFormat"}
    assert all(name.endswith(".gz") for name in packed)
    rdf_dumps = values(said, DATASET, VOID + "dataDump")
    assert set(rdf_dumps) == {name for name in found if not name.endswith(".parquet")}


def test_used_vocabularies_and_the_endpoint_are_named(said: list[Quad], stated_graph: tuple[Quad, ...]) -> None:
    named = set(values(said, DATASET, VOID + "vocabulary"))
    held = {*stated_graph, *said}
    terms = {q.predicate.value for q in held} | {q.object.value for q in held if q.predicate.value == RDF + "type"}
    assert named == {space for space in PREFIXES.values() if any(term.startswith(space) for term in terms)}
    assert {PREFIXES[name] for name in ("dg", "eli", "oa", "skos", "spdx", "void")} <= named < set(PREFIXES.values())
    assert values(said, DATASET, VOID + "sparqlEndpoint") == [BASE_IRI + "sparql"]
    assert values(said, DATASET, VOID + "exampleResource") == [BASE_IRI + "id/example"]


def test_measured_quality_says_what_it_was_measured_on(said: list[Quad]) -> None:
    measured = [q.subject for q in said if q.predicate.value == DQV + "value"]
    assert len(measured) == 3
    acts = NamedNode(f"{DATASET.value}#quality-held-out-acts")
    assert values(said, acts, DQV + "value") == ["0.99"]
    assert values(said, acts, DQV + "isMeasurementOf") == [f"{DATASET.value}#metric-acts"]
    assert values(said, acts, PREFIXES["prov"] + "wasDerivedFrom") == [f"{DATASET.value}#gold-held-out"]
    assert f"{DATASET.value}#quality-dev-main-act" in values(said, DATASET, DQV + "hasQualityMeasurement")


def test_the_recorded_scores_are_the_ones_described() -> None:
    folder = ROOT / "data" / "gold"
    assert load_scores(folder) == json.loads((folder / "last-run.json").read_text(encoding="utf-8"))["f1"]
