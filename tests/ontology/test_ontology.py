"""The ontology is consistent, every term says what it is, and the files beside it agree with it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import get_args

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyshacl.entrypoints import meta_validate
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from digov.inference import consistency_errors
from digov.model.errors import ConfigError
from digov.model.mention import ActType
from digov.rdf.base import BASE_IRI, DG, PREFIXES
from digov.rdf.ontology import load_ontology

FOLDER = Path(__file__).parents[2] / "ontology"
SHAPES = FOLDER.parent / "shapes"
DGN = rdflib.Namespace(DG)
CORE = rdflib.Graph().parse(FOLDER / "core.ttl")
OUTSIDE = rdflib.Graph().parse(FOLDER / "outside.ttl")
TERMS = sorted({term for term in CORE.subjects() if str(term).startswith(DG) and str(term) != DG})
PROPERTIES = [term for term in TERMS if {OWL.ObjectProperty, OWL.DatatypeProperty} & set(CORE.objects(term, RDF.type))]


BARE = [
    triple
    for triple in load_ontology(FOLDER)
    if triple.predicate.value not in {str(name) for name in (RDFS.label, SKOS.definition, SKOS.example, DCTERMS.source)}
]
"""The ontology without its words, which owlrl would only carry along."""


def member(turtle: str) -> list[Quad]:
    prefixes = (
        "@base <https://w3id.org/digov/> . @prefix dg: <ns#> . @prefix sdgo: <http://metadata.un.org/sdg/ontology#> . "
    )
    return list(parse(prefixes + turtle, format=RdfFormat.TURTLE, base_iri=BASE_IRI))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(DG))
def test_every_term_says_what_it_is(term: rdflib.URIRef) -> None:
    for name in (RDFS.label, SKOS.definition, SKOS.example):
        values = list(CORE.objects(term, name))
        assert [value.language for value in values if isinstance(value, rdflib.Literal)] == ["en"], name
    assert [type(value) for value in CORE.objects(term, DCTERMS.source)] == [rdflib.URIRef]
    assert list(CORE.objects(term, RDFS.isDefinedBy)) == [rdflib.URIRef(DG)]
    assert {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty} & set(CORE.objects(term, RDF.type))


def test_labels_are_not_shared() -> None:
    of_class = [str(CORE.value(term, RDFS.label)) for term in TERMS if term not in PROPERTIES]
    of_property = [str(CORE.value(term, RDFS.label)) for term in PROPERTIES]
    assert len(of_class) == len(set(of_class))
    assert len(of_property) == len(set(of_property))


def test_the_ontology_has_a_version_and_a_licence() -> None:
    ontology = rdflib.URIRef(DG)
    version = str(CORE.value(ontology, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert str(CORE.value(ontology, OWL.versionIRI)).endswith(f"/{version}")
    assert CORE.value(ontology, DCTERMS.license) is not None


def test_every_term_used_is_declared() -> None:
    """A class or property of ours or another's that an axiom names is declared here or in outside.ttl."""
    both = CORE + OUTSIDE
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.disjointWith):
        for subject, value in both.subject_objects(predicate):
            for term in (subject, value):
                known = str(term).startswith((str(RDF), str(rdflib.XSD), "http://www.w3.org/ns/oa#", str(SKOS)))
                assert known or (term, RDF.type, None) in both, f"{term} is not declared"


def test_stated_and_inferred_properties_are_apart_and_inferred_ones_are_entailed() -> None:
    both = CORE + OUTSIDE
    stated = set(both.subjects(RDF.type, DGN.StatedProperty))
    inferred = set(both.subjects(RDF.type, DGN.InferredProperty))
    assert not stated & inferred
    for term in inferred:
        above = (None, RDFS.subPropertyOf, term) in both
        assert above or (term, OWL.inverseOf, None) in both, f"nothing entails {term}"
    assert DGN.isAddressedBy in inferred
    assert DGN.addressee in stated


def test_the_ontology_is_consistent() -> None:
    assert consistency_errors([], load_ontology(FOLDER)) == ()


def test_contradictions_are_found() -> None:
    contradictions = {
        "a": "<id/a> a dg:Request , dg:ReportedAct .",
        "b": "<id/b> a dg:Item , dg:Heading .",
        "c": "<id/c> a dg:Instrument , dg:Document .",
        "d": "<id/d0> dg:mentionsBody <id/d> ; dg:mentionsGroup <id/d> .",
        "e": "<id/e> a dg:Deadline , dg:Session .",
        "f": "<id/f> a sdgo:Goal , sdgo:Target .",
        "g": "<id/g> dg:statedIn <id/g> ; a dg:Commitment .",
        "h": "<id/h> a dg:StatedProperty , dg:InferredProperty .",
    }
    errors = consistency_errors(member(" ".join(contradictions.values())), BARE)
    for name, turtle in contradictions.items():
        assert any(error.endswith(f"{BASE_IRI}id/{name}") for error in errors), turtle


def test_a_consistent_example_has_no_contradiction() -> None:
    turtle = "<id/x/para_1#act-1> a dg:Request ; dg:statedIn <id/x/para_1> ; dg:addressee <id/body/b> ; dg:actor <id/group/g> ."
    assert consistency_errors(member(turtle), BARE) == ()


def test_act_types_are_the_models_and_in_the_order_of_the_guideline() -> None:
    graph = rdflib.Graph().parse(FOLDER / "concepts" / "act-types.ttl")
    forces = {
        str(term).rpartition("/")[2]: int(str(graph.value(term, DGN.force)))
        for term in graph.subjects(RDF.type, DGN.ActType)
    }
    assert set(forces) == set(get_args(ActType))
    order = "decide request commit call/urge invite encourage recommend support will aim"
    order += " reaffirm welcome note recognize recall concern emphasize other"
    ranks = [{forces[name] for name in names.split("/")} for names in order.split()]
    assert all(len(rank) == 1 for rank in ranks)
    assert [max(rank) for rank in ranks] == sorted((max(rank) for rank in ranks), reverse=True)
    assert len({max(rank) for rank in ranks}) == len(ranks)
    for term in graph.subjects(RDF.type, DGN.ActType):
        assert (graph.value(term, DGN.actClass), RDFS.subClassOf, DGN.Act) in CORE
        assert graph.value(term, SKOS.inScheme) == rdflib.URIRef(f"{BASE_IRI}id/act-type")


def test_every_class_of_acts_has_an_act_type() -> None:
    graph = rdflib.Graph().parse(FOLDER / "concepts" / "act-types.ttl")
    assert set(graph.objects(None, DGN.actClass)) == set(CORE.subjects(RDFS.subClassOf, DGN.Act))


def test_the_prefixes_are_declared_once_and_the_same_everywhere() -> None:
    graph = rdflib.Graph().parse(FOLDER / "prefixes.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    declared = {
        str(graph.value(node, sh.prefix)): str(graph.value(node, sh.namespace))
        for node in graph.objects(rdflib.URIRef(f"{BASE_IRI}prefixes"), sh.declare)
    }
    assert PREFIXES.items() <= declared.items()
    for file in (*sorted(FOLDER.glob("*.ttl")), *sorted(FOLDER.glob("concepts/*.ttl")), *sorted(SHAPES.glob("*.ttl"))):
        for prefix, namespace in re.findall(r"@prefix (\w+): <([^>]+)>", file.read_text(encoding="utf-8")):
            assert declared[prefix] in (namespace, f"{BASE_IRI}{namespace}"), f"{prefix} in {file.name}"


def test_the_alignments_keep_to_sssom() -> None:
    text = (FOLDER / "alignments.sssom.tsv").read_text(encoding="utf-8")
    header = [line[1:] for line in text.splitlines() if line.startswith("#")]
    prefixes = dict(re.findall(r"^  (\w+): (\S+)$", "\n".join(header), re.MULTILINE))
    assert any(line.startswith("mapping_set_id: https://") for line in header)
    assert any(line.startswith("license: https://") for line in header)
    rows = list(csv.DictReader(io.StringIO(text[text.index("subject_id") :]), delimiter="\t"))
    assert len(rows) > 30
    assert rows == sorted(rows, key=lambda row: (row["subject_id"], row["predicate_id"], row["object_id"]))
    for row in rows:
        subject, label = rdflib.URIRef(DG + row["subject_id"].removeprefix("dg:")), row["subject_label"]
        assert str(CORE.value(subject, RDFS.label)) == label
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert all(row[name].partition(":")[0] in prefixes for name in ("subject_id", "predicate_id", "object_id"))
    aligned = {row["object_id"].partition(":")[0] for row in rows}
    assert {"lrmlmm", "odrl", "dpv", "eli", "undo"} <= aligned


def test_the_alignments_say_what_the_ontology_says() -> None:
    text = (FOLDER / "alignments.sssom.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text[text.index("subject_id") :]), delimiter="\t")
    names = CORE.namespace_manager
    mapped = {
        (names.expand_curie(row["subject_id"]), names.expand_curie(row["object_id"]))
        for row in rows
        if row["predicate_id"] == "rdfs:subClassOf"
    }
    outside = ("https://w3id.org/dpv#", "http://data.europa.eu/", "http://www.w3.org/ns/prov#")
    stated = {pair for pair in CORE.subject_objects(RDFS.subClassOf) if str(pair[1]).startswith(outside)}
    assert mapped == stated


def test_the_json_ld_context_gives_back_the_terms() -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    assert context["@context"]["@base"] == BASE_IRI
    document = {
        **context, "id": "id/x/para_1#act-1", "type": "Request", "statedIn": "id/x/para_1", "force": 17, "isInner": True,
        "addressee": ["id/body/a", "id/group/b"], "subject": "sdg:9", "value": "2.6",
    }  # fmt: skip
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    act = rdflib.URIRef(f"{BASE_IRI}id/x/para_1#act-1")
    assert (act, RDF.type, DGN.Request) in graph
    assert (act, DGN.statedIn, rdflib.URIRef(f"{BASE_IRI}id/x/para_1")) in graph
    assert set(graph.objects(act, DGN.addressee)) == {
        rdflib.URIRef(f"{BASE_IRI}id/body/a"), rdflib.URIRef(f"{BASE_IRI}id/group/b"),
    }  # fmt: skip
    assert (act, DCTERMS.subject, rdflib.URIRef("http://metadata.un.org/sdg/9")) in graph
    assert (act, DGN.force, rdflib.Literal(17)) in graph
    assert str(graph.value(act, DGN.value)) == "2.6"
    for term in TERMS:
        assert term.removeprefix(DG) in context["@context"], f"context.jsonld lacks {term}"


@pytest.mark.slow
def test_the_shapes_are_shapes() -> None:
    graph = rdflib.Graph()
    for file in sorted(SHAPES.glob("*.ttl")):
        graph.parse(file)
    graph.parse(FOLDER / "prefixes.ttl")
    conforms, _, text = meta_validate(graph)
    assert conforms, text


def test_a_broken_ontology_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"core\.ttl: cannot be read"):
        load_ontology(tmp_path)
    (tmp_path / "outside.ttl").write_text("")
    (tmp_path / "core.ttl").write_text("<a> <b>\n <c> , .")
    with pytest.raises(ConfigError, match=r"core\.ttl:\d+: malformed Turtle"):
        load_ontology(tmp_path)
    (tmp_path / "core.ttl").write_text("<http://x/a> <http://x/b> [] .")
    with pytest.raises(ConfigError, match="blank node"):
        load_ontology(tmp_path)


def test_the_ontology_has_no_blank_node() -> None:
    for triple in load_ontology(FOLDER):
        assert isinstance(triple.subject, NamedNode)
