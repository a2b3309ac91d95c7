"""The pages: where cells lead, how wide they are, and that nothing in them is taken for markup."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.pages.tables import MAX_CELL, table
from digov.rdf.base import ID, PREFIXES
from digov.server.links import Linker
from digov.server.pages import Pages
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


def page(pages: Pages, result: Result, query: str = "SELECT") -> str:
    return pages.result(result, query=query, total=len(getattr(result, "rows", ())))


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{ID}example", "/doc/example"),
        (f"{ID}example/para_2__point_a#act-1", "/doc/example/para_2__point_a#act-1"),
        (f"{ID}body/registrar", "/doc/body/registrar"),
        ("http://metadata.un.org/sdg/9", "/doc/sdg/9"),
        ("https://w3id.org/digov/ns#Commitment", "/ns#Commitment"),
        ("https://w3id.org/digov/graph/inferred", "/graph/inferred"),
    ],
)
def test_what_is_ours_leads_to_its_document(linker: Linker, iri: str, address: str) -> None:
    assert linker.of_iri(iri) == address


@pytest.mark.parametrize(
    "iri",
    ["http://www.wikidata.org/entity/Q1065", "https://example.org/a(b)'c", "javascript:alert(1)", "data:text/html,x"],
)
def test_everything_else_leads_to_what_the_release_says_of_it(
    linker: Linker, example_store: ReleaseStore, iri: str
) -> None:
    query = query_of(linker.of_iri(iri))
    assert query == f"DESCRIBE <{iri}>"
    assert isinstance(example_store.query(query), GraphResult)


@given(
    rest=st.text(max_size=30),
    base=st.sampled_from(["https://w3id.org/digov/", ID, "http://metadata.un.org/sdg/", "x:"]),
)
def test_no_link_leaves_the_server(rest: str, base: str) -> None:
    """Nor is one read as a script, or as the name of another server."""
    try:
        iri = pyoxigraph.NamedNode(base + rest).value
    except ValueError:
        return
    address = Linker(SLUGS).of_iri(iri)
    assert re.match(r"/(?![/\\])", address)
    assert not set(address) & set("\"'<> \t\n\r")


def test_a_printed_number_beside_an_instrument_leads_to_its_segment(
    linker: Linker, example_store: ReleaseStore
) -> None:
    query = "SELECT ?instrument ?paragraph WHERE { ?s dg:inInstrument ?instrument ; eli:number ?paragraph } ORDER BY ?s"
    _, rows = table(example_store.query(query), linker)
    assert len(rows) == 10
    found = {row[1].words: row[1].href for row in rows if row[0].words == "id/second"}
    assert found["2(a)"] == "/resolve?instrument=second&para=2%28a%29"


def test_a_number_beside_another_thing_leads_nowhere(linker: Linker, example_store: ReleaseStore) -> None:
    query = 'SELECT ?instrument ?paragraph WHERE { VALUES (?instrument ?paragraph) { (<id/a-res-70-125> "3") (7 "3") (<id/example> UNDEF) } }'
    _, rows = table(example_store.query(query), linker)
    assert [row[1].href for row in rows] == [None, None, None]


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
    for html in (page(pages, example_store.query("ASK {}")), pages.error(400, "m", None, "SELECT")):
        listed = dict(re.findall(r"<li><strong>(\w+):</strong> (\S+)</li>", unescape(html)))
        assert listed == dict(PREFIXES)


def test_a_title_is_found_in_the_time_it_takes_to_read_it(pages: Pages, example_store: ReleaseStore) -> None:
    """Blanks without end in the title of somebody's query: the pattern must not go over them again and again."""
    result = example_store.query("ASK {}")
    slow = "# title: a" + " " * 60_000 + "b\nASK {}"
    assert "a" in pages.result(result, query=slow, total=1)
    assert "<h1>Two words</h1>" in pages.result(result, query="\n # title: Two words \nASK {}", total=1)
    assert "<h1>Answer</h1>" in pages.result(result, query="# note: none\nASK {}", total=1)
