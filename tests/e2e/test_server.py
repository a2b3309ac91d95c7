"""The server, started as a user starts it, asked over the wire."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(releases: Path) -> Iterator[httpx.Client]:
    """Start ``digov serve`` on a free port, and stop that process afterwards."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--out", str(releases)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert address, line
    with httpx.Client(base_url=address.group(), timeout=30) as client:
        yield client
    process.send_signal(signal.SIGINT)
    assert process.wait(10) is not None


SELECT = "SELECT ?n WHERE { <id/body/itu> skos:prefLabel ?n }"


def test_start_page(site: httpx.Client) -> None:
    page = site.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "gdc-base" in page.text
    assert "/queries/reporting-calendar" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def links_of(page: httpx.Response, words: str) -> list[str]:
    """Return the addresses of the links with these words, however they may be broken."""
    links = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', page.text)
    return [unescape(address) for address, inner in links if inner.replace("<wbr>", "") == words]


def test_every_cell_leads_on(site: httpx.Client) -> None:
    """From the start page over an instrument to a segment, its words, and what is said of a body."""
    start = site.get("/", headers={"Accept": "text/html"})
    [address] = links_of(start, "Global Digital Compact: base draft")
    browser = {"Accept": "text/html"}
    instrument = site.get(address, headers=browser)
    assert 'id="para_76"' in instrument.text
    [address] = [one for one in links_of(instrument, "¶") if one.endswith("/gdc-base/para_76")]
    segment = site.get(address, headers=browser)
    assert segment.status_code == 200
    assert "<title>para. 76 · Compact, base draft · digov</title>" in segment.text
    assert "starting in 2026" in segment.text
    body = site.get(links_of(segment, "Secretary-General")[0], headers=browser)
    assert body.status_code == 200
    assert "What it is asked to do" in body.text
    assert links_of(body, "E/RES/2024/13")


def test_a_question_leads_to_its_paragraphs_and_to_other_formats(site: httpx.Client) -> None:
    page = site.get("/queries/reporting-calendar", params={"format": "html"})
    assert site.get(links_of(page, "csv")[0]).headers["Content-Type"].startswith("text/csv")
    paragraph = site.get(links_of(page, "76")[0], headers={"Accept": "text/html"}, follow_redirects=True)
    assert "para. 76 · Compact, base draft" in paragraph.text
    assert "we request" in paragraph.text


def test_pages_for_readers(site: httpx.Client) -> None:
    """An empty form, an empty answer and an error are pages that say what to do next."""
    browser = {"Accept": "text/html"}
    form = site.get("/sparql", headers=browser)
    assert "<strong>dg:</strong> https://w3id.org/digov/ns#" in form.text
    empty = site.get("/sparql", params={"query": "SELECT ?x WHERE { ?x a dg:Nothing }"}, headers=browser)
    assert "Nothing in this release answers the query" in empty.text
    wrong = site.get("/sparql", params={"query": "SELECT ?x WHERE { ?x a foo:Thing }"}, headers=browser)
    assert wrong.status_code == 400
    assert '<p class="message" role="alert">' in wrong.text
    assert "Declare the prefix foo:" in wrong.text
    assert "?x a foo:Thing" in wrong.text
    missing = site.get("/nothing", headers=browser)
    assert missing.status_code == 404
    assert "<h1>404 Not Found</h1>" in missing.text


def test_sparql_by_get_form_and_body(site: httpx.Client) -> None:
    answers = [
        site.get("/sparql", params={"query": SELECT}),
        site.post("/sparql", data={"query": SELECT}),
        site.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/sparql-results+json"
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "International Telecommunication Union"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/xml;q=0.5, application/json;q=0.9", "application/sparql-results+json"),
        ("application/xml;q=0.9, application/json;q=0.5", "application/sparql-results+xml"),
    ],
)
def test_rows_in_the_format_asked_for(site: httpx.Client, accept: str, kind: str) -> None:
    answer = site.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["Content-Type"].split(";")[0] == kind


def test_graphs_as_turtle(site: httpx.Client) -> None:
    answer = site.get("/sparql", params={"query": "DESCRIBE <id/body/itu>"})
    assert answer.headers["Content-Type"].startswith("text/turtle")
    assert "prefLabel" in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?x WHERE {", 400),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 400),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
        ("x" * 200_000, 413),
    ],
)
def test_bad_queries_are_refused(site: httpx.Client, query: str, status: int) -> None:
    answer = site.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == status
    assert answer.json()["error"] == status


def test_errors_have_one_shape(site: httpx.Client) -> None:
    for path in ("/nothing", "/queries/nothing", "/sparql?query=SELECT"):
        answer = site.get(path)
        assert answer.status_code in (400, 404)
        assert set(answer.json()) == {"error", "message", "remedy"}
    answer = site.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})
    assert answer.status_code == 406


def test_pages_escape_what_is_echoed(site: httpx.Client) -> None:
    script = "<script>alert(1)</script>"
    for query in (script, f'SELECT ("{script}" AS ?x) WHERE {{}}'):
        page = site.get("/sparql", params={"query": query}, headers={"Accept": "text/html"})
        assert script not in page.text


def test_named_questions_and_health(site: httpx.Client) -> None:
    assert site.get("/queries/acts-by-type", params={"format": "csv"}).text.startswith("instrument,type")
    assert site.get("/health").json()["status"] == "ok"
