"""The store: what it answers, in which formats, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from digov.model.errors import QueryError, ReleaseError
from digov.model.release import Release
from digov.store import AskResult, GraphResult, ReleaseStore, SelectResult, short_form, table_of, write_result
from digov.store.formats import Format
from digov.store.guard import check_query

ASKED = "SELECT ?who ?n WHERE { ?act a dg:Request ; dg:addressee ?who ; dg:statedIn ?s . ?s eli:number ?n } ORDER BY ?s"


def test_rows_come_from_all_graphs_at_once_with_the_usual_prefixes(example_store: ReleaseStore) -> None:
    result = example_store.query(ASKED)
    assert isinstance(result, SelectResult)
    assert result.variables == ("who", "n")
    registrar = NamedNode("https://w3id.org/digov/id/body/registrar")
    assert result.rows == ((registrar, Literal("1")),) * 2
    # A link of a document and a label of the vocabularies meet in one pattern.
    joined = example_store.query("SELECT ?label WHERE { ?a dg:addressee ?b . ?b skos:prefLabel ?label } LIMIT 1")
    assert isinstance(joined, SelectResult)
    assert len(joined.rows) == 1


def test_a_graph_can_be_asked_alone(example_store: ReleaseStore) -> None:
    result = example_store.query("SELECT DISTINCT ?d WHERE { GRAPH <graph/second> { ?s dg:inDocument ?d } }")
    assert isinstance(result, SelectResult)
    assert result.rows == ((NamedNode("https://w3id.org/digov/id/second/eng"),),)


def test_relative_names_are_below_the_base(example_store: ReleaseStore) -> None:
    assert example_store.query("ASK { <id/example/para_1> a dg:Paragraph }") == AskResult(True)
    assert example_store.query("ASK { <id/example/para_1> a dg:Item }") == AskResult(False)


def test_an_unbound_variable_is_none(example_store: ReleaseStore) -> None:
    result = example_store.query("SELECT ?a ?b WHERE { BIND(1 AS ?a) OPTIONAL { <id/no> <id/no> ?b } }")
    assert isinstance(result, SelectResult)
    assert result.rows[0][1] is None


@pytest.mark.parametrize("form", ["SELECT * WHERE", "CONSTRUCT { ?s ?p ?o } WHERE"])
def test_a_limit_cuts_and_says_so(example_store: ReleaseStore, form: str) -> None:
    query = f"{form} {{ VALUES ?p {{ dg:order }} ?s ?p ?o }}"
    size = 12
    for limit, truncated in ((0, True), (3, True), (size, False), (size + 1, False), (None, False)):
        result = example_store.query(query, limit=limit)
        assert not isinstance(result, AskResult)
        rows = result.rows if isinstance(result, SelectResult) else result.triples
        assert (len(rows), result.truncated) == (min(size, size if limit is None else limit), truncated)


def test_a_graph_result_is_sorted_and_without_repeats(example_store: ReleaseStore) -> None:
    result = example_store.query("CONSTRUCT { ?d a dg:Document } WHERE { ?s dg:inDocument ?d }")
    assert isinstance(result, GraphResult)
    assert [str(t.subject) for t in result.triples] == [
        "<https://w3id.org/digov/id/example/eng>",
        "<https://w3id.org/digov/id/second/eng>",
    ]


def test_quads_can_be_looked_up_without_a_query(example_store: ReleaseStore) -> None:
    node = NamedNode("https://w3id.org/digov/id/example/para_1")
    found = list(example_store.quads(subject=node))
    assert {quad.graph_name for quad in found} == {NamedNode("https://w3id.org/digov/graph/example")}
    assert len(found) > 10
    assert len(list(example_store.quads())) == len(example_store)


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://x.org/>",
        "CLEAR ALL",
        "DROP GRAPH <graph/example>",
        "# a comment\nPREFIX x: <http://x.org/>\nBASE <http://x.org/>\n INSERT DATA { x:a x:b x:c }",
        "WITH <graph/example> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_and_changes_nothing(example_store: ReleaseStore, query: str) -> None:
    before = len(example_store)
    with pytest.raises(QueryError, match="read-only"):
        example_store.query(query)
    assert len(example_store) == before


CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SERVICE # why\n SILENT # not\n <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:9/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:9/> AS ?x) SERVICE $x { ?s ?p ?o } }",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICE x:sparql { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
    # No blank is needed before the word, nor after it.
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x:'SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
    # What looks like an IRI and a long string is a comparison and a comment to the engine.
    "SELECT * { ?s ?a ?b FILTER(?a<?b#>'''\n)SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }#'''\n}",
]


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_another_server_is_refused_before_it_is_made(example_store: ReleaseStore, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE") as caught:
        example_store.query(query)
    assert caught.value.where
    assert caught.value.where.startswith("line ")


@pytest.mark.parametrize("query", CALLS)
def test_those_calls_would_be_made_by_the_engine(query: str) -> None:
    """The engine accepts them all: without the refusal they would leave the machine."""
    Store().query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service a dg:Body }",
        "SELECT $service { $service a ?SERVICE }",
        "SELECT * WHERE { ?s dg:text ?text FILTER(CONTAINS(?text, 'public service delivery')) }",
        'SELECT * WHERE { ?s dg:text ?text FILTER(CONTAINS(?text, "service")) } # a service\n',
        "PREFIX x: <http://x.org/service/> SELECT * WHERE { ?s x:service ?o ; x:e-service <http://x.org/SERVICE> }",
        "SELECT * WHERE { ?s dg:text 'SERVICE <http://127.0.0.1:9/> { }' } # SERVICE ?x { }\n",
        "PREFIX SERVICE: <http://x.org/> SELECT * WHERE { ?s SERVICE:SERVICE <http://x.org/service> }",
        "SELECT * WHERE { ?s dg:text '''\nSERVICE <http://127.0.0.1:9/>\n''' }",
        "PREFIX from: <http://x.org/> PREFIX : <http://y.org/> SELECT ?from WHERE { VALUES ?from { from:x from:y } }",
        "SELECT * WHERE { ?s dg:text 'FROM <http://x.org/>', \"FROM NAMED <file:///etc/passwd>\" } # from <http://x.org/>\n",
    ],
)
def test_the_word_alone_is_no_call(example_store: ReleaseStore, query: str) -> None:
    example_store.query(query)


@pytest.mark.parametrize(
    ("clause", "graph"),
    [
        ("FROM <http://127.0.0.1:9/>", "http://127.0.0.1:9/"),
        ("FROM NAMED <file:///etc/passwd>", "file:///etc/passwd"),
        ("from # a\n named # <b>\n <FILE:///etc/passwd>", "FILE:///etc/passwd"),
        ("FROM <graph/example> FROM wd:Q1", "http://www.wikidata.org/entity/Q1"),
        ("FROM<ftp://x.org/>", "ftp://x.org/"),
    ],
)
def test_a_dataset_that_would_be_fetched_is_refused(example_store: ReleaseStore, clause: str, graph: str) -> None:
    with pytest.raises(QueryError, match="nothing is fetched") as caught:
        example_store.query(f"SELECT * {clause} WHERE {{ ?s ?p ?o }}")
    assert graph in caught.value.message
    assert str(caught.value.where).startswith("line ")


def test_a_dataset_is_that_of_the_query(example_store: ReleaseStore) -> None:
    def count(clauses: str, pattern: str = "?s ?p ?o") -> str:
        result = example_store.query(f"SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ {pattern} }}")
        assert isinstance(result, SelectResult)
        assert isinstance(result.rows[0][0], Literal)
        return result.rows[0][0].value

    graphs = example_store.release.manifest.graphs
    one, two = (f"https://w3id.org/digov/graph/{name}" for name in ("example", "second"))
    assert count("FROM <graph/example>") == str(graphs[one])
    assert count(f"FROM <graph/example> FROM <{two}>") == str(graphs[one] + graphs[two])
    assert count("FROM NAMED <graph/example>") == "0"
    assert count("FROM NAMED <graph/example>", "GRAPH ?g { ?s ?p ?o }") == str(graphs[one])
    assert count("FROM <graph/unknown> FROM <urn:x>") == "0"


def test_an_escaped_word_is_no_word(example_store: ReleaseStore) -> None:
    with pytest.raises(QueryError, match="malformed"):
        example_store.query("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@given(st.text("SERVICEservice \n#<>?:'\"\\x.1a", max_size=60))
def test_what_is_refused_never_depends_on_anything_but_the_text(words: str) -> None:
    def refused() -> bool:
        try:
            check_query(words)
        except QueryError:
            return True
        return False

    assert refused() == refused()


@given(st.text("S \n#<a>?:'\"", max_size=20), st.text("\n #x", max_size=6))
def test_whatever_stands_before_it_a_call_on_its_own_line_is_refused(before: str, gap: str) -> None:
    end = gap if "#" not in gap else gap + "\n"
    with pytest.raises(QueryError):
        check_query(f"{before}\nSERVICE {end if end.isspace() or not end else ''}<http://x.org/> {{}}")


def test_long_hostile_text_is_looked_at_quickly() -> None:
    started = time.monotonic()
    for words in ("SERVICE" + "#" * 20000, "SERVICE " * 5000, "#" * 50000, "SERVICE" + " " * 20000 + "x", "a:" * 20000):
        with suppress(QueryError):
            check_query(words, ())
        with suppress(QueryError):
            check_query(words.replace("SERVICE", "FROM"), ())
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("query", "where", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 24", "?s ?p"),
        ("SELECT *\nWHERE {\n  ?s dg:text 'open }\n", "line 3, column 14", "open"),
        ("SELECT * WHERE { ?s ex:label ?o }", "line 1, column", "ex:"),
        ("SELECT ?x ?y WHERE { ?x ?p ?y } GROUP BY ?x", "line 1, column", "GROUP BY"),
        ("", "line 1, column 1", "too early"),
        ("what is the Forum asked?", "line 1, column 1", "what is"),
    ],
)
def test_a_malformed_query_names_its_place_and_a_remedy(
    example_store: ReleaseStore, query: str, where: str, words: str
) -> None:
    with pytest.raises(QueryError, match="malformed query") as caught:
        example_store.query(query)
    assert str(caught.value.where).startswith(where.rpartition(" ")[0])
    assert words in str(caught.value)
    assert caught.value.remedy
    assert len(str(caught.value)) < 500


def test_an_unknown_prefix_is_named(example_store: ReleaseStore) -> None:
    with pytest.raises(QueryError, match="Declare the prefix ex:"):
        example_store.query("PREFIX y: <http://y.org/> SELECT * WHERE { ?s ex:label 'a:b' ; y:a <x:y> , sdg:9 }")


def test_an_unknown_function_is_an_error(example_store: ReleaseStore) -> None:
    with pytest.raises(QueryError, match="cannot be answered"):
        example_store.query("SELECT (<http://x.org/f>(?s) AS ?y) WHERE { ?s a dg:Item }")


def test_a_release_whose_graph_is_gone_is_an_error(tmp_path: Path, example_release: Release) -> None:
    with pytest.raises(ReleaseError, match="cannot be loaded"):
        ReleaseStore(Release(str(tmp_path), example_release.manifest))


# --- formats -----------------------------------------------------------------------------------------------------

ODD = """SELECT ?iri ?words ?number ?none WHERE {
  VALUES (?iri ?words ?number) { (<id/body/itu> 'a "b", c\\td\\ne'@en 1.50) (sdg:9 '' 7) } } ORDER BY ?iri"""


def test_csv_can_be_read_back(example_store: ReleaseStore) -> None:
    text = write_result(example_store.query(ODD), "csv")
    assert text.count("\r\n") == 3
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["iri", "words", "number", "none"],
        ["http://metadata.un.org/sdg/9", "", "7", ""],
        ["https://w3id.org/digov/id/body/itu", 'a "b", c\td\ne', "1.5", ""],
    ]


def test_tsv_keeps_terms_apart_by_tabs_and_lines(example_store: ReleaseStore) -> None:
    lines = write_result(example_store.query(ODD), "tsv").removesuffix("\n").split("\n")
    assert lines[0] == "?iri\t?words\t?number\t?none"
    assert lines[1] == '<http://metadata.un.org/sdg/9>\t""\t"7"^^<http://www.w3.org/2001/XMLSchema#integer>\t'
    assert lines[2].split("\t")[1] == '"a \\"b\\", c\\td\\ne"@en'
    assert len(lines) == 3


def test_json_is_that_of_sparql(example_store: ReleaseStore) -> None:
    found = json.loads(write_result(example_store.query(ODD), "json"))
    assert found["head"] == {"vars": ["iri", "words", "number", "none"]}
    assert found["results"]["bindings"][1] == {
        "iri": {"type": "uri", "value": "https://w3id.org/digov/id/body/itu"},
        "words": {"type": "literal", "value": 'a "b", c\td\ne', "xml:lang": "en"},
        "number": {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
    }
    assert "datatype" not in found["results"]["bindings"][0]["words"]


def test_json_of_our_rows_is_that_of_the_engine(example_store: ReleaseStore) -> None:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    result = example_store.query(ASKED)
    assert isinstance(result, SelectResult)
    read = parse_query_results(write_result(result, "json"), format=QueryResultsFormat.JSON)
    assert isinstance(read, QuerySolutions)
    assert tuple(tuple(row) for row in read) == result.rows


def test_an_answer_has_a_form_of_its_own(example_store: ReleaseStore) -> None:
    result = example_store.query("ASK { ?s a dg:Item }")
    assert json.loads(write_result(result, "json")) == {"head": {}, "boolean": True}
    assert write_result(result, "csv") == "answer\r\ntrue\r\n"
    assert write_result(result, "tsv") == "?answer\ntrue\n"
    assert table_of(result) == (("answer",), (("true",),))


def test_a_graph_can_be_read_back_from_turtle_and_ntriples(example_store: ReleaseStore) -> None:
    result = example_store.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <graph/example> { ?s ?p ?o } }")
    assert isinstance(result, GraphResult)
    formats: list[tuple[Format, RdfFormat]] = [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES)]
    for name, form in formats:
        text = write_result(result, name)
        assert {quad.triple for quad in parse(text, format=form)} == set(result.triples)
        assert write_result(result, name) == text
    assert "@prefix dg:" in write_result(result, "turtle")
    assert "@prefix wd:" not in write_result(result, "turtle")


def test_a_nested_triple_can_be_written(example_store: ReleaseStore) -> None:
    result = example_store.query("SELECT (<<( <id/a> dg:text 'b' )>> AS ?t) WHERE {}")
    found = json.loads(write_result(result, "json"))["results"]["bindings"][0]["t"]
    assert (found["type"], found["value"]["object"]["value"]) == ("triple", "b")
    assert "dg" not in write_result(result, "csv") or "ns#text" in write_result(result, "csv")


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_rows_are_no_graph(example_store: ReleaseStore, name: Format) -> None:
    with pytest.raises(QueryError, match="rows cannot be written"):
        write_result(example_store.query(ASKED), name)


@pytest.mark.parametrize("name", ["csv", "tsv", "json"])
def test_a_graph_is_no_table(example_store: ReleaseStore, name: Format) -> None:
    with pytest.raises(QueryError, match="a graph cannot be written"):
        write_result(example_store.query("CONSTRUCT WHERE { ?s a dg:Item }"), name)


def test_a_table_shows_short_names(example_store: ReleaseStore) -> None:
    header, rows = table_of(example_store.query("SELECT ?a ?b WHERE { ?a dg:addressee ?b } ORDER BY ?a LIMIT 1"))
    assert header == ("a", "b")
    assert rows == (("id/example/para_1#act-1", "id/body/registrar"),)
    header, rows = table_of(example_store.query("CONSTRUCT WHERE { <id/example/para_1> a ?t }"))
    assert rows == (("id/example/para_1", "rdf:type", "dg:Paragraph"),)
    assert short_form(NamedNode("http://x.org/a")) == "http://x.org/a"
    assert short_form(None) == ""
