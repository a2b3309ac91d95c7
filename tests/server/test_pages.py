"""The pages: where cells lead, how wide they are, and that nothing in them is taken for markup."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.rdf.base import ID, PREFIXES
from digov.server.links import Linker
from digov.server.pages import MAX_CELL, Pages, table
from digov.store import GraphResult, ReleaseStore, Result, SelectResult

SLUGS = ("example", "second")


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(SLUGS)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(SLUGS)


def query_of(address: str | None) -> str:
    """Return the query of a link."""
    assert address is not None
    parts = urlsplit(address)
    assert parts.path == "/sparql"
    values = parse_qs(parts.query)
    assert values["format"] == ["html"]
    return values["query"][0]


def rows_of(store: ReleaseStore, address: str | None) -> list[dict[str, str]]:
    """Return the rows that a reader finds behind a link."""
    result = store.query(query_of(address))
    assert isinstance(result, SelectResult)
    return [
        {name: getattr(term, "value", "") for name, term in zip(result.variables, row, strict=True)}
        for row in result.rows
    ]


def page(pages: Pages, result: Result, query: str = "SELECT") -> str:
    return pages.result(result, query=query, total=len(getattr(result, "rows", ())))


def test_a_segment_leads_to_its_text_and_to_the_words_behind_each_link(
    linker: Linker, example_store: ReleaseStore
) -> None:
    rows = rows_of(example_store, linker.of_iri(f"{ID}example/para_1"))
    assert rows[0]["what"].endswith("#text")
    assert rows[0]["words"].startswith("1. Requests the Registrar")
    said = {(row["what"].rpartition("#")[2], row["words"]) for row in rows[1:]}
    assert {("addressee", "Registrar"), ("type", "Requests"), ("hasDeadline", "by 2030")} <= said
    assert {row["of"] for row in rows} == {f"{ID}example/para_1", f"{ID}example/para_1#act-1"}


def test_a_printed_number_beside_an_instrument_leads_to_the_same_segment(
    linker: Linker, example_store: ReleaseStore
) -> None:
    query = "SELECT ?instrument ?paragraph WHERE { ?s dg:inInstrument ?instrument ; eli:number ?paragraph } ORDER BY ?s"
    _, rows = table(example_store.query(query), linker)
    assert len(rows) == 10
    found = {row[1].words: row[1].href for row in rows if row[0].words == "id/second"}
    assert rows_of(example_store, found["2(a)"]) == rows_of(example_store, linker.of_iri(f"{ID}second/para_2__point_a"))


def test_a_number_beside_another_thing_leads_nowhere(linker: Linker, example_store: ReleaseStore) -> None:
    query = 'SELECT ?instrument ?paragraph WHERE { VALUES (?instrument ?paragraph) { (<id/a-res-70-125> "3") (7 "3") (<id/example> UNDEF) } }'
    _, rows = table(example_store.query(query), linker)
    assert [row[1].href for row in rows] == [None, None, None]


def test_an_instrument_leads_to_its_segments_in_order(linker: Linker, example_store: ReleaseStore) -> None:
    rows = rows_of(example_store, linker.of_iri(f"{ID}example"))
    assert [row["number"] for row in rows] == ["", "pp1", "1", "2", "2(a)", "2(b)"]


@pytest.mark.parametrize(
    ("iri", "named"),
    [
        (f"{ID}body/registrar", {("example", "1", "Registrar"), ("second", "1", "Registrar")}),
        ("http://metadata.un.org/sdg/9", {("example", "1", "(SDG 9)"), ("second", "1", "(SDG 9)")}),
        (f"{ID}example-2001-9", {("example", "pp1", "resolution 2001/9"), ("second", "pp1", "resolution 2001/9")}),
    ],
)
def test_an_entity_leads_to_its_labels_and_to_where_it_is_named(
    linker: Linker, example_store: ReleaseStore, iri: str, named: set[tuple[str, str, str]]
) -> None:
    rows = rows_of(example_store, linker.of_iri(iri))
    assert any(row["what"].endswith("prefLabel") and not row["instrument"] for row in rows)
    found = {(row["instrument"].removeprefix(ID), row["paragraph"], row["words"]) for row in rows if row["instrument"]}
    assert found == named


@pytest.mark.parametrize(
    "iri",
    [
        f"{ID}example/para_1#act-1",
        f"{ID}example/eng",
        f"{ID}source/example",
        "https://w3id.org/digov/ns#Commitment",
        "http://www.wikidata.org/entity/Q1065",
        "https://example.org/a(b)'c",
    ],
)
def test_everything_else_leads_to_its_triples(linker: Linker, example_store: ReleaseStore, iri: str) -> None:
    query = query_of(linker.of_iri(iri))
    assert query.startswith("DESCRIBE ")
    assert isinstance(example_store.query(query), GraphResult)


@given(number=st.text(max_size=20))
def test_no_printed_number_breaks_the_query(example_store: ReleaseStore, number: str) -> None:
    address = Linker(SLUGS).of_paragraph(f"{ID}example", number)
    assert query_of(address).startswith("# title: What example says in ")
    labels = {"pp1", "1", "2", "2(a)", "2(b)"}
    assert bool(rows_of(example_store, address)) == (number in labels)


@pytest.mark.parametrize(
    ("values", "width"),
    [
        (("1", "-2.5", ""), "number"),
        (("CSTD-29", "2030"), "short"),
        (("x" * 60,), "middle"),
        (("x" * 200, "x"), "long"),
        (("",), "short"),
        ((), "short"),
    ],
)
def test_columns_are_as_wide_as_what_stands_in_them(
    linker: Linker, example_store: ReleaseStore, values: tuple[str, ...], width: str
) -> None:
    words = " ".join(f'"{value}"' for value in values)
    columns, _ = table(example_store.query(f"SELECT ?x WHERE {{ VALUES ?x {{ {words} }} }}"), linker)
    assert [(column.name, column.width) for column in columns] == [("x", width)]


def test_a_very_long_cell_is_cut_and_says_so(linker: Linker, example_store: ReleaseStore) -> None:
    _, [[cell]] = table(example_store.query(f'SELECT ?x WHERE {{ BIND("{"y" * 5000}" AS ?x) }}'), linker)
    assert cell.words == "y" * MAX_CELL + " … (5,000 characters in all)"


def test_a_page_is_titled_by_its_query(pages: Pages, example_store: ReleaseStore) -> None:
    query = "# title: Who & <what>\nSELECT ?x WHERE { VALUES ?x { 1 } }"
    html = page(pages, example_store.query(query), query)
    assert "<title>Who &amp; &lt;what&gt; · digov</title>" in html
    assert "<h1>Who &amp; &lt;what&gt;</h1>" in html
    assert "<title>Answer · digov</title>" in page(pages, example_store.query("SELECT ?x WHERE { VALUES ?x { 1 } }"))


def test_an_empty_answer_says_so_and_has_no_table(pages: Pages, example_store: ReleaseStore) -> None:
    html = page(pages, example_store.query("SELECT ?x WHERE { ?x a dg:Nothing }"))
    assert "Nothing in this release answers the query" in html
    assert "<table" not in html
    assert "<table" in pages.result(example_store.query("ASK { ?s ?p ?o }"), query="ASK", total=1)


def test_cells_are_escaped_and_break_between_their_pieces(pages: Pages, example_store: ReleaseStore) -> None:
    query = 'SELECT ?x ?y WHERE { VALUES (?x ?y) { ("<b>&" <id/example/para_2__point_a#act-1>) } }'
    html = page(pages, example_store.query(query))
    assert "&lt;b&gt;&amp;" in html
    assert "<b>" not in html
    [linked] = re.findall(r'<td[^>]*><a href="[^"]+">(.*?)</a>', html)
    assert linked == "id/<wbr>example/<wbr>para_2<wbr>__point_a<wbr>#act-1"


def test_rows_beyond_those_shown_are_counted(pages: Pages) -> None:
    assert "12,345 rows, of which the first 0 are shown" in pages.result(
        SelectResult(("x",), ()), query="", total=12345
    )


def test_pages_with_a_form_list_the_prefixes(pages: Pages, example_store: ReleaseStore) -> None:
    for html in (pages.form(), page(pages, example_store.query("ASK {}")), pages.error(400, "m", None, "SELECT")):
        listed = dict(re.findall(r"<li><strong>(\w+):</strong> (\S+)</li>", unescape(html)))
        assert listed == dict(PREFIXES)
