"""The graph: what stands in it, in which named graph, and that it survives writing and reading."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from digov.graph import VocabularyFile, build_graph, producers_of, provenance_quads, read_vocabulary, vocabulary_quads
from digov.graph.structure import write_instrument
from digov.model.errors import ConfigError
from digov.model.evidence import Producer
from digov.model.source import Instrument
from digov.model.statement import DocumentStatements, Ref
from digov.rdf.base import PREFIXES
from digov.rdf.serialize import write_graph
from digov.rdf.terms import QuadWriter, count_by_graph

BASE = "https://w3id.org/digov/"


def ask(quads: tuple[Quad, ...], pattern: str) -> bool:
    store = Store()
    store.extend(quads)
    found = store.query(
        f"ASK {{ {pattern} }}",
        base_iri=BASE,
        prefixes={**PREFIXES, "dc": "http://purl.org/dc/elements/1.1/"},
        use_default_graph_as_union=True,
    )
    return bool(found)


@pytest.fixture(scope="module")
def graph(stated: DocumentStatements, vocabulary_file: VocabularyFile) -> tuple[Quad, ...]:
    return build_graph([stated], [vocabulary_file])


@pytest.mark.parametrize(
    "pattern",
    [
        # the work, the document, the source
        "<id/example> a dg:Instrument , undo:Resolution ; dcterms:title 'An example'@en ; eli:id_local 'EX/RES/2002/3'",
        "<id/example> eli:number '2002/3' ; eli:date_document '2002-05-31'^^xsd:date ; dg:speaker <id/body/example-council>",
        "<id/example> eli:passed_by <id/body/example-council> ; dg:draftStatus 'final'",
        "<id/example/eng> a dg:Document , undo:DocumentVersion ; eli:realizes <id/example> ; dg:source <id/source/example>",
        "<id/source/example> a dg:Source ; dc:rights 'none claimed' ; dg:text ?text ; dg:length ?n . FILTER(STRLEN(?text) = ?n)",
        # segments
        "<id/example/para_1> a dg:Paragraph ; dg:inDocument <id/example/eng> ; dg:inInstrument <id/example> ; eli:number '1'",
        "<id/example/para_2__point_a> a dg:Item ; eli:is_part_of <id/example/para_2> ; dg:order 5 ; dg:part 'main'",
        "<id/example/para_2> eli:is_part_of <id/example>",
        # the question of an analyst is as short as it sounds
        "?act a dg:Commitment ; dg:statedIn ?s ; dcterms:subject sdg:4.b ; dg:dueYear 2031 . ?s eli:number '2(a)'",
        # the statement behind a direct link, and its words
        """<id/example/para_1#act-1> dg:addressee <id/body/registrar> .
           ?st a dg:Statement ; rdf:subject <id/example/para_1#act-1> ; rdf:predicate dg:addressee ;
               rdf:object <id/body/registrar> ; dg:evidence ?e .
           ?e a oa:SpecificResource ; oa:hasSource <id/source/example> ; dg:producer <id/producer/acts/1> ; oa:hasSelector ?p , ?q .
           ?p a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end . ?q a oa:TextQuoteSelector ; oa:exact 'Registrar' .
           <id/source/example> dg:text ?text . FILTER(SUBSTR(?text, ?start + 1, ?end - ?start) = 'Registrar')""",
        "?st rdf:predicate dg:coversAllGoals ; rdf:object true ; rdf:subject <id/example/para_2__point_b>",
        # values
        "<id/deadline/year/2031> a dg:Deadline ; time:inXSDgYear '2031'^^xsd:gYear ; dg:dueYear 2031",
        "<id/example/para_2__point_a#quantity-1> dg:value 40.0 ; dg:unit 'percent'",
        "?issue a dg:Issue ; dg:issueCode 'page-break' ; dg:severity 'info' ; dg:statedIn <id/example/para_2__point_b> ; dg:start ?s ; dg:end ?e",
    ],
)
def test_the_graph_holds(graph: tuple[Quad, ...], pattern: str) -> None:
    assert ask(graph, pattern)


def test_every_direct_link_has_a_statement_and_every_statement_a_direct_link(
    graph: tuple[Quad, ...], stated: DocumentStatements
) -> None:
    links = {(s.subject.iri(BASE), s.predicate.iri(BASE)) for s in stated.statements}
    store = Store()
    store.extend(graph)
    found = store.query(
        """SELECT ?s ?p WHERE { ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dg:evidence ?e . ?s ?p ?o }""",
        prefixes=dict(PREFIXES),
        use_default_graph_as_union=True,
    )
    assert {(row["s"].value, row["p"].value) for row in found} == links


def test_no_superclass_is_stated(graph: tuple[Quad, ...]) -> None:
    assert not ask(graph, "?x a dg:Act")
    assert not ask(graph, "?x a dg:Segment")


def test_there_is_no_blank_node_and_no_default_graph(graph: tuple[Quad, ...]) -> None:
    assert not any(isinstance(term, BlankNode) for quad in graph for term in quad)
    assert {quad.graph_name for quad in graph} == {
        NamedNode(f"{BASE}graph/example"),
        NamedNode(f"{BASE}graph/provenance"),
        NamedNode(f"{BASE}graph/vocabulary"),
    }


def test_a_document_says_everything_in_its_own_graph(
    graph: tuple[Quad, ...], stated_as: Callable[[str], DocumentStatements]
) -> None:
    both = build_graph([stated_as("second"), stated_as("example")], [])
    assert {quad for quad in graph if "vocabulary" not in str(quad.graph_name)} < set(both)
    alone = [quad for quad in both if quad.graph_name == NamedNode(f"{BASE}graph/second")]
    assert not [quad for quad in alone if quad.subject.value.startswith(f"{BASE}id/example")]


def test_the_graph_survives_writing_and_reading(graph: tuple[Quad, ...]) -> None:
    data = write_graph(graph, "nquads")
    store = Store()
    store.bulk_load(data, format=RdfFormat.N_QUADS)
    assert set(store) == set(graph)
    assert write_graph(store, "nquads") == data


def test_any_order_gives_the_same_bytes(
    graph: tuple[Quad, ...], stated_as: Callable[[str], DocumentStatements], vocabulary_file: VocabularyFile
) -> None:
    shuffled = [*graph, *graph[:50]]
    random.Random(3).shuffle(shuffled)
    assert write_graph(shuffled, "nquads") == write_graph(graph, "nquads")
    other = VocabularyFile("a.ttl", b"<http://x.org/s> <http://x.org/p> 'o' .")
    one = build_graph([stated_as("a"), stated_as("b")], [other, vocabulary_file])
    two = build_graph([stated_as("b"), stated_as("a")], [vocabulary_file, other])
    assert one == two


def test_a_line_for_each_quad_sorted_whatever_stands_in_a_literal() -> None:
    node = NamedNode("http://x.org/")
    words = ["b\na", "a\r\nb", "\x85", " ", "\x00", 'a"b', "a\\b", "é"]
    data = write_graph((Quad(node, node, Literal(word), node) for word in words), "nquads")
    lines = data.split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(lines)
    assert len(lines) == len(words)
    assert write_graph([], "nquads") == b""


def test_two_documents_of_one_instrument_are_refused(stated_as: Callable[[str], DocumentStatements]) -> None:
    with pytest.raises(ConfigError, match="two documents of one instrument"):
        build_graph([stated_as("a"), stated_as("a")], [])


@pytest.mark.parametrize(
    ("changes", "present", "absent"),
    [
        (
            {"draft": True, "draft_basis": "its cover"},
            "dg:draftStatus 'draft' ; dg:draftBasis 'its cover'",
            "eli:passed_by ?x",
        ),
        ({"organ": "group/member-states"}, "dg:speaker <id/group/member-states>", "eli:passed_by ?x"),
        ({"kind": "report"}, "a undo:ProgressReport", "a undo:Resolution"),
        ({"kind": "draft"}, "a undo:Document", "a undo:Resolution"),
        ({"date": "2002"}, "a dg:Instrument", "eli:date_document ?x"),
        ({"symbols": ("A/80/62", "E/2025/12")}, "eli:id_local 'A/80/62' , 'E/2025/12'", "eli:number ?x"),
        (
            {"member_of": "gdc", "revision_of": "gdc-base"},
            "eli:is_member_of <id/gdc> ; prov:wasRevisionOf <id/gdc-base>",
            "dcterms:identifier ?x",
        ),
        (
            {"akn_path": "/akn/un/x", "short_title": "X"},
            "dcterms:identifier '/akn/un/x' ; dcterms:alternative 'X'@en",
            "dg:draftBasis ?x",
        ),
    ],
)
def test_an_instrument_says_what_its_description_says(changes: dict[str, object], present: str, absent: str) -> None:
    plain = Instrument(slug="x", title="X", kind="resolution", organ="body/y", date="2002-05-31")
    writer = QuadWriter(Ref("graph/x"))
    write_instrument(msgspec.structs.replace(plain, **changes), writer)
    assert ask(writer.quads(), f"<id/x> {present}")
    assert not ask(writer.quads(), f"<id/x> {absent}")


def test_a_vocabulary_is_written_in_the_forms_that_the_store_keeps() -> None:
    turtle = b"""@prefix x: <http://x.org/> . x:a x:p 1.50 , "word"@EN , "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ."""
    quads = vocabulary_quads([VocabularyFile("a.ttl", turtle)])
    assert sorted(str(quad.object) for quad in quads) == [
        '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"word"@en',
    ]


def test_malformed_turtle_names_file_and_line() -> None:
    with pytest.raises(ConfigError) as caught:
        vocabulary_quads([VocabularyFile("concepts/x.ttl", b"<a> <b> <c> .\n<a> <b> .\n")])
    assert caught.value.where == "concepts/x.ttl:2"
    assert caught.value.remedy


def test_a_blank_node_in_a_vocabulary_is_refused() -> None:
    with pytest.raises(ConfigError, match="blank node"):
        vocabulary_quads([VocabularyFile("x.ttl", b"<a> <b> [] .")])


def test_the_vocabulary_is_the_turtle_of_the_ontologys_folder(tmp_path: Path) -> None:
    (tmp_path / "concepts").mkdir()
    for name in ("core.ttl", "concepts/b.ttl", "concepts/a.ttl", "notes.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [file.name for file in read_vocabulary(tmp_path)] == ["concepts/a.ttl", "concepts/b.ttl", "core.ttl"]
    with pytest.raises(ConfigError, match="no Turtle"):
        read_vocabulary(tmp_path / "elsewhere")


def test_the_projects_own_vocabulary_can_be_read() -> None:
    quads = vocabulary_quads(read_vocabulary(Path(__file__).parents[2] / "ontology"))
    assert len(quads) > 500


def test_provenance_counts_the_triples_and_names_sources_and_producers(
    graph: tuple[Quad, ...], stated: DocumentStatements
) -> None:
    source = stated.document.source
    quads = provenance_quads(graph, sources=[source], producers=producers_of([stated]), version="9.9.9")
    counts = count_by_graph({*graph, *quads})
    for name, count in counts.items():
        assert ask(quads, f"<dataset> void:subset <{name}> . <{name}> void:triples {count}")
    assert f"{BASE}graph/provenance" in counts
    total = sum(counts.values())
    assert ask(quads, f"<dataset> a dcat:Dataset , void:Dataset ; void:triples {total} ; owl:versionInfo '9.9.9'")
    assert ask(
        quads,
        f"""?build a prov:Activity ; prov:used <id/source/example> ; prov:generated <dataset> ;
              prov:wasAssociatedWith <id/producer/sdg-tags/1> ; prov:qualifiedAssociation ?a .
            ?a prov:agent <id/producer/sdg-tags/1> ; prov:hadPlan <id/plan/sdg-tags/1> .
            <id/source/example> spdx:checksum ?c . ?c spdx:checksumValue '{source.sha256}'""",
    )
    assert ask(
        quads,
        "?l a void:Linkset ; void:linkPredicate dcterms:subject ; void:triples 4 ; void:objectsTarget <linkset/sdg>",
    )


def test_provenance_depends_on_the_inputs_and_on_nothing_else(
    graph: tuple[Quad, ...], stated_as: Callable[[str], DocumentStatements]
) -> None:
    sources = [stated_as(slug).document.source for slug in ("a", "b")]
    one, two = Producer("x", "1"), Producer("y", "1")
    first = provenance_quads(graph, sources=sources, producers=[one, two], version="1")
    again = provenance_quads(reversed(graph), sources=sources[::-1], producers=[two, one, two], version="1")
    assert write_graph(first, "nquads") == write_graph(again, "nquads")
    other = provenance_quads(graph, sources=sources, producers=[one, Producer("y", "2")], version="1")
    builds = [{q.subject for q in quads if "/activity/build/" in q.subject.value} for quads in (first, other)]
    assert not builds[0] & builds[1]
