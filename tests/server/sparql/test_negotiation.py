"""Which format a client gets: by Accept header, by name, and what it is told when there is none."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.server.negotiate import GRAPH_TYPES, ROW_TYPES, accepts_gzip, choose, forms_for, forms_named, wants_html

SELECT, CONSTRUCT = "SELECT (1 AS ?x) {}", "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        (None, "json", "turtle"),
        ("", "json", "turtle"),
        ("*/*", "json", "turtle"),
        (BROWSER, "page", "page"),
        ("application/*", "json", "ntriples"),
        ("text/*", "xml", "turtle"),
        ("text/*, application/rdf+xml;q=0.5", "xml", "turtle"),
        (f"{JSON};q=0.1, {XML};q=0.2", "xml", None),
        (f"{JSON};q=0.5, {XML};q=0.5", "json", None),
        (f"{XML};q=0, */*", "json", "turtle"),
        ("*/*;q=0", None, None),
        ("application/json", "json", "jsonld"),
        ("application/xml", "xml", "rdfxml"),
        ("text/csv", "csv", None),
        ("TEXT/CSV; Q=0.3", "csv", None),
        ("text/tab-separated-values;charset=utf-8", "tsv", None),
        ("text/turtle, */*;q=0.1", "json", "turtle"),
        ("application/n-quads", None, "nquads"),
        ("application/trig;q=0.9, text/turtle;q=0.8", None, "trig"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', None, "jsonld"),
        ("application/rdf+xml", None, "rdfxml"),
        ("text/plain", None, "ntriples"),
        ("image/png", None, None),
        ("text/csv;q=x", None, None),
        (",;,", None, None),
    ],
)
def test_the_accept_header_decides(accept: str | None, rows: str | None, graph: str | None) -> None:
    forms = forms_for(accept)
    assert (forms.rows, forms.graph) == (rows, graph)


@pytest.mark.parametrize(
    ("name", "rows", "graph"),
    [
        ("json", "json", "jsonld"),
        ("xml", "xml", "rdfxml"),
        ("csv", "csv", None),
        ("tsv", "tsv", None),
        ("turtle", None, "turtle"),
        ("ttl", None, "turtle"),
        ("nt", None, "ntriples"),
        ("ntriples", None, "ntriples"),
        ("nq", None, "nquads"),
        ("trig", None, "trig"),
        ("jsonld", None, "jsonld"),
        ("rdf", None, "rdfxml"),
        ("html", "page", "page"),
        ("text/csv", "csv", None),
        ("application/trig", None, "trig"),
        ("pdf", None, None),
    ],
)
def test_a_name_in_the_address_decides(name: str, rows: str | None, graph: str | None) -> None:
    forms = forms_named(name)
    assert (forms.rows, forms.graph) == (rows, graph)


@given(st.text(max_size=60))
def test_no_header_breaks_it(header: str) -> None:
    assert choose(header, tuple(ROW_TYPES)) in {*ROW_TYPES, None}
    assert accepts_gzip(header) in (True, False)


@given(st.sampled_from([*ROW_TYPES, *GRAPH_TYPES]), st.sampled_from(["", ";q=1", ";q=0.001", " ; Q=0.5"]))
def test_a_type_alone_is_what_one_gets(kind: str, quality: str) -> None:
    for types in (ROW_TYPES, GRAPH_TYPES):
        assert choose(kind + quality, tuple(types)) == (kind if kind in types else None)


def test_only_browsers_want_pages() -> None:
    assert wants_html(BROWSER)
    assert not any(wants_html(accept) for accept in (None, "", "*/*", JSON, f"text/html, {JSON}"))


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT])
def test_every_type_that_is_offered_is_given(site: httpx.Client, query: str) -> None:
    for kind in ROW_TYPES if query == SELECT else GRAPH_TYPES:
        answer = site.get("/sparql", params={"query": query}, headers={"Accept": kind})
        assert answer.status_code == 200
        assert answer.text


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")])
def test_what_cannot_be_given_is_refused_with_what_can(site: httpx.Client, query: str, accept: str) -> None:
    answer = site.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert ("text/csv" if query == SELECT else "text/turtle") in answer.json()["remedy"]
    assert site.get("/sparql", params={"query": query, "format": "docx"}).status_code == 406


def test_a_page_for_a_browser(site: httpx.Client) -> None:
    for query in (SELECT, CONSTRUCT, "ASK {}"):
        page = site.get("/sparql", params={"query": query}, headers={"Accept": BROWSER})
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<table" in page.text
    wrong = site.get("/sparql", params={"query": "SELECT"}, headers={"Accept": BROWSER})
    assert wrong.status_code == 400
    assert wrong.headers["Content-Type"].startswith("text/html")


def test_a_page_says_how_many_rows_there_are(site: httpx.Client) -> None:
    page = site.get("/sparql", params={"query": "SELECT ?s WHERE { ?s ?p ?o }", "format": "html"})
    assert page.text.count("<tr>") <= 502
    total = site.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "format": "csv"})
    assert f"{int(total.text.split()[1]):,}" in page.text
