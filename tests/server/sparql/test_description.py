"""The service description, the health and the metrics: what the endpoint says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from digov.model.release import Release

SD = "http://www.w3.org/ns/sparql-service-description#"
ENDPOINT = NamedNode("https://w3id.org/digov/sparql")
SYNTAXES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def described(site: httpx.Client, accept: str) -> set[Triple]:
    answer = site.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == accept
    return {quad.triple for quad in parse(answer.content, format=SYNTAXES[accept])}


def test_the_description_says_what_the_endpoint_is(site: httpx.Client, example_release: Release) -> None:
    found = described(site, "text/turtle")
    values: dict[str, set[str]] = {}
    for triple in found:
        if triple.subject == ENDPOINT and isinstance(triple.object, NamedNode | Literal):
            values.setdefault(triple.predicate.value, set()).add(triple.object.value)
    assert values[SD + "endpoint"] == {ENDPOINT.value}
    assert values[SD + "supportedLanguage"] == {SD + "SPARQL11Query"}
    assert len(values[SD + "resultFormat"]) == 10
    named = {triple.object for triple in found if triple.predicate.value == SD + "name"}
    assert named == {NamedNode(name) for name in example_release.manifest.graphs}
    counts = [triple.object for triple in found if triple.predicate.value.endswith("void#triples")]
    assert sum(int(count.value) for count in counts if isinstance(count, Literal)) == sum(
        example_release.manifest.graphs.values()
    )


def test_the_description_is_the_same_in_every_syntax(site: httpx.Client) -> None:
    assert len({frozenset(described(site, accept)) for accept in SYNTAXES}) == 1
    assert site.get("/sparql", headers={"Accept": "text/csv"}).status_code == 406


def test_a_browser_gets_the_page(site: httpx.Client) -> None:
    page = site.get("/sparql", headers={"Accept": "text/html"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<textarea" in page.text


def test_metrics_count_requests(site: httpx.Client) -> None:
    site.get("/sparql", params={"query": "ASK {}"})
    answer = site.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(
        re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+\-]+(Inf)?', line) for line in lines
    )
    assert any(line.startswith('digov_requests_total{area="sparql",status="200"}') for line in lines)
    assert "digov_workers 4.0" in lines


@pytest.mark.parametrize(
    ("path", "area"),
    [("/", "start"), ("/changes", "changes"), ("/sitemap.xml", "sitemap.xml"), ("/x/y", "other"), ("/x", "other")],
)
def test_requests_are_counted_by_the_part_of_the_server_that_they_ask(site: httpx.Client, path: str, area: str) -> None:
    def counted() -> float:
        lines = site.get("/metrics").text.splitlines()
        found = [line for line in lines if line.startswith(f'digov_requests_total{{area="{area}"')]
        return sum(float(line.rpartition(" ")[2]) for line in found)

    before = counted()
    site.get(path)
    assert counted() == before + 1


def test_the_log_has_one_line_per_request_and_no_personal_data(start: Callable[..., Any]) -> None:
    with start() as (client, _, log):
        for number in range(3):
            client.get("/sparql", params={"query": f"ASK {{ }} # private {number}"}, headers={"User-Agent": "private"})
        client.get("/nothing%0a%22%7d")
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    requests = [entry for entry in entries if entry["event"] == "request"]
    assert "private" not in log.read_text()
    assert "127.0.0.1" not in log.read_text()
    assert [entry["status"] for entry in requests] == [200, 200, 200, 200, 404]
    assert {*requests[1]} == {"time", "event", "method", "path", "status", "bytes", "ms", "cached"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", requests[1]["time"])
    assert requests[-1]["path"] == '/nothing\n"}'


def test_queries_are_logged_only_when_wanted(start: Callable[..., Any]) -> None:
    with start(log_queries="true") as (client, _, log):
        client.get("/sparql", params={"query": "ASK {} # wanted"})
    assert "wanted" in log.read_text()
