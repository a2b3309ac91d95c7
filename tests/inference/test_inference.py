"""The rules of the build infer what owlrl infers, nothing that is stated, and nothing trivial."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from digov.inference import infer, infer_with_owlrl
from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI, iri_of_curie
from digov.rdf.ontology import load_ontology
from digov.rdf.terms import INFERRED_GRAPH, node_of
from digov.release import open_release
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[2]
WORDS = ("skos:definition", "skos:example", "rdfs:label", "dcterms:source")
ONTOLOGY = tuple(
    triple
    for triple in load_ontology(ROOT / "ontology")
    if triple.predicate.value not in {iri_of_curie(name) for name in WORDS}
)
"""The ontology without its words, which owlrl would only carry along."""
TYPE = NamedNode(iri_of_curie("rdf:type"))
CONTEXT = ROOT / "tests" / "shapes" / "examples" / "context.ttl"
HEADER = """@base <https://w3id.org/digov/> .
@prefix dg: <https://w3id.org/digov/ns#> .
@prefix dpv: <https://w3id.org/dpv#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads(turtle: str) -> list[Quad]:
    return list(parse(HEADER + turtle, format=RdfFormat.TURTLE, base_iri=BASE_IRI))


def triples(turtle: str) -> set[Triple]:
    return {quad.triple for quad in quads(turtle)}


def synthetic(**sizes: int) -> tuple[Quad, ...]:
    spec = importlib.util.spec_from_file_location("synthetic_graph", ROOT / "benchmarks" / "synthetic_graph.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make: Callable[..., tuple[Quad, ...]] = module.synthetic_quads
    return make(ROOT / "ontology", **sizes)


CASES = (
    ("<id/x#act-1> a dg:Commitment .", "<id/x#act-1> a dg:Act , dpv:Rule , dpv:Obligation ."),
    ("<id/x#act-2> a dg:Request .", "<id/x#act-2> a dg:Act , dpv:Rule , dpv:Recommendation ."),
    ("<id/x/p-1> a dg:Item .", "<id/x/p-1> a dg:Segment , eli:LegalResourceSubdivision , eli:LegalResource ."),
    ("<id/x#act-3> dg:addressee <id/p> .", "<id/p> dg:isAddressedBy <id/x#act-3> ; a dg:Party ."),
    (
        "<id/x/p-2> eli:cites <id/y> .",
        "<id/x/p-2> eli:refers_to <id/y> . <id/y> eli:cited_by <id/x/p-2> .",
    ),
    (
        "<id/x/p-3> dg:mentionsBody <id/q> .",
        """<id/q> dg:isMentionedIn <id/x/p-3> ; a dg:Body , dg:Party , eli:Agent .
        <id/x/p-3> a dg:Segment , eli:LegalResourceSubdivision , eli:LegalResource .""",
    ),
    (
        "<id/a> org:subOrganizationOf <id/b> . <id/b> org:subOrganizationOf <id/c> .",
        """<id/a> org:transitiveSubOrganizationOf <id/b> , <id/c> . <id/b> org:transitiveSubOrganizationOf <id/c> .
        <id/b> org:hasSubOrganization <id/a> . <id/c> org:hasSubOrganization <id/b> .""",
    ),
    ("<id/d> time:inXSDgYear '2030'^^xsd:gYear .", "<id/d> a time:Instant , time:TemporalEntity ."),
)


@pytest.mark.parametrize(("stated", "entailed"), CASES)
def test_what_is_entailed(stated: str, entailed: str) -> None:
    assert set(infer(quads(stated), ONTOLOGY)) == triples(entailed)


def test_owlrl_entails_the_same() -> None:
    stated, entailed = (" ".join(parts) for parts in zip(*CASES, strict=True))
    assert set(infer_with_owlrl(quads(stated), ONTOLOGY)) == triples(entailed)


def test_what_is_stated_is_not_inferred_again() -> None:
    stated = quads("<id/x#act-1> a dg:Commitment , dg:Act . <id/y> eli:cited_by <id/x> . <id/x> eli:cites <id/y> .")
    found = set(infer(stated, ONTOLOGY))
    assert found == triples("<id/x#act-1> a dpv:Rule , dpv:Obligation . <id/x> eli:refers_to <id/y> .")


def test_trivial_entailments_are_left_out() -> None:
    """owlrl entails all of this, and nobody asks for it: see docs/adr on inference."""
    stated = quads(
        "<id/x/para_1> a dg:Paragraph ; dg:order 1 ; rdfs:label 'x' . <id/statement/1> rdf:subject <id/x/para_1> . "
        "<id/body/b> owl:versionInfo '1' ."
    )
    for found in (infer(stated, ONTOLOGY), infer_with_owlrl(stated, ONTOLOGY)):
        names = {term.value for triple in found for term in (triple.predicate, triple.object)}
        assert not {name for name in names if name.startswith(("http://www.w3.org/2002/07/owl#", iri_of_curie("xsd:")))}
        assert iri_of_curie("rdf:Statement") not in names
        subjects = {triple.subject for triple in found}
        assert not subjects & {triple.subject for triple in ONTOLOGY}


def test_the_order_of_the_quads_does_not_matter() -> None:
    found = list(synthetic(documents=2, segments=8, bodies=9))
    first = infer(found, ONTOLOGY)
    random.Random(7).shuffle(found)
    assert infer(found, ONTOLOGY) == first
    assert list(first) == sorted(first, key=str)


def test_the_rules_infer_what_owlrl_infers_on_the_example() -> None:
    example = list(parse(CONTEXT.read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE_IRI))
    found = infer(example, ONTOLOGY)
    assert found == infer_with_owlrl(example, ONTOLOGY)
    assert len(found) > 50


def test_the_rules_infer_what_owlrl_infers_on_a_made_up_graph() -> None:
    made_up = synthetic(documents=1, segments=4, bodies=5)
    found = infer(made_up, ONTOLOGY)
    assert found == infer_with_owlrl(made_up, ONTOLOGY)
    assert len(found) > 60


@pytest.mark.slow
def test_the_rules_infer_what_owlrl_infers_on_a_larger_graph() -> None:
    made_up = synthetic(segments=13)
    assert infer(made_up, ONTOLOGY) == infer_with_owlrl(made_up, ONTOLOGY)


def chain_properties() -> set[object]:
    """Return the transitive properties, and those that lead into them."""
    leads = {NamedNode(iri_of_curie(name)) for name in ("rdfs:subPropertyOf", "owl:inverseOf")}
    inverse = NamedNode(iri_of_curie("owl:inverseOf"))
    links = [(triple.subject, triple.object) for triple in ONTOLOGY if triple.predicate in leads]
    links += [(triple.object, triple.subject) for triple in ONTOLOGY if triple.predicate == inverse]
    found: set[object] = {t.subject for t in ONTOLOGY if t.object == NamedNode(iri_of_curie("owl:TransitiveProperty"))}
    while more := {subject for subject, above in links if above in found} - found:
        found |= more
    return found


class RealGraph:
    """The release of the five documents, and of its 180,000 quads those that decide whether the two reasoners agree on all.

    Every rule but that of transitive properties has one premise, of which only the predicate and the classes of its two ends count.
    So one quad of each such pattern stands for all of them, and of the hierarchies all are kept.
    """

    def __init__(self, releases: Path) -> None:
        inferred = node_of(INFERRED_GRAPH)
        quads = list(ReleaseStore(open_release(releases)).quads())
        self.inferred = {quad.triple for quad in quads if quad.graph_name == inferred}
        self.stated = [quad for quad in quads if quad.graph_name != inferred]
        self._classes: dict[object, set[str]] = {}
        for quad in self.stated:
            if quad.predicate == TYPE:
                self._classes.setdefault(quad.subject, set()).add(str(quad.object))

    def _kind(self, term: object) -> object:
        return term.datatype if isinstance(term, Literal) else frozenset(self._classes.get(term, ()))

    def pattern(self, triple: Triple) -> tuple[object, ...]:
        end = triple.object if triple.predicate == TYPE else self._kind(triple.object)
        return self._kind(triple.subject), triple.predicate, end

    def sample(self) -> list[Quad]:
        chains = chain_properties()
        links = [quad for quad in self.stated if quad.predicate != TYPE]
        first = {self.pattern(quad.triple): quad for quad in reversed(links)}
        kept = {*first.values(), *(quad for quad in links if quad.predicate in chains)}
        nodes = {term for quad in kept for term in (quad.subject, quad.object)}
        return [*kept, *(quad for quad in self.stated if quad.predicate == TYPE and quad.subject in nodes)]


@pytest.mark.slow
def test_the_rules_infer_what_owlrl_infers_on_every_pattern_of_the_real_graph(releases: Path) -> None:
    """All of it takes owlrl minutes: benchmarks/inference.py, with its result in benchmarks/results/inference.md."""
    real = RealGraph(releases)
    sample = real.sample()
    assert len(sample) < len(real.stated) / 20
    found = infer(sample, ONTOLOGY)
    assert found == infer_with_owlrl(sample, ONTOLOGY)
    # Nothing that the release infers is of a pattern that the sample does not bring up, and the sample makes nothing up.
    news = set(found) - {quad.triple for quad in real.stated}
    assert news <= real.inferred
    assert {real.pattern(triple) for triple in news} == {real.pattern(triple) for triple in real.inferred}


NAMES = [f"<id/n{number}>" for number in range(5)]
PREDICATES = sorted(
    f"<{triple.subject.value}>"
    for triple in ONTOLOGY
    if isinstance(triple.subject, NamedNode) and triple.object == NamedNode(iri_of_curie("owl:ObjectProperty"))
)
CLASSES = sorted(
    f"<{triple.subject.value}>"
    for triple in ONTOLOGY
    if isinstance(triple.subject, NamedNode) and triple.object == NamedNode(iri_of_curie("owl:Class"))
)
LINK = st.tuples(st.sampled_from(NAMES), st.sampled_from(PREDICATES), st.sampled_from(NAMES))
MEMBER = st.tuples(st.sampled_from(NAMES), st.just("a"), st.sampled_from(CLASSES))


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(st.lists(LINK | MEMBER, min_size=6, max_size=16))
def test_the_rules_infer_what_owlrl_infers_whatever_is_stated(rows: list[tuple[str, str, str]]) -> None:
    stated = quads("\n".join(f"{' '.join(row)} ." for row in rows))
    assert infer(stated, ONTOLOGY) == infer_with_owlrl(stated, ONTOLOGY)


def test_symmetric_properties_and_properties_of_literals() -> None:
    """The ontology of today has neither; the rules keep up with owlrl when it gets them."""
    axioms = [quad.triple for quad in quads(
        "<ns#near> a owl:ObjectProperty , owl:SymmetricProperty , owl:TransitiveProperty . "
        "<ns#code> a owl:DatatypeProperty ; rdfs:subPropertyOf <ns#name> ; rdfs:domain <ns#Coded> ."
    )]  # fmt: skip
    stated = quads("<id/a> <ns#near> <id/b> ; <ns#code> 'x' .")
    expected = triples("<id/a> <ns#near> <id/a> ; a <ns#Coded> ; <ns#name> 'x' . <id/b> <ns#near> <id/a> , <id/b> .")
    assert set(infer(stated, axioms)) == expected
    assert set(infer_with_owlrl(stated, axioms)) == expected


@pytest.mark.parametrize(
    "axiom",
    [
        "<ns#p> owl:propertyChainAxiom <ns#list> .",
        "<ns#p> a owl:FunctionalProperty .",
        "<ns#C> owl:equivalentClass <ns#D> .",
        "<ns#C> owl:unionOf <ns#list> .",
        "<id/a> owl:sameAs <id/b> .",
    ],
)
def test_an_axiom_that_the_rules_do_not_know_is_refused(axiom: str) -> None:
    with pytest.raises(ConfigError, match="do not know this axiom"):
        infer([], (*ONTOLOGY, *(quad.triple for quad in quads(axiom))))
