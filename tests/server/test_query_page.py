"""The SPARQL page as it leaves the server: whole queries, the limits as they are set, no inline script, and no need of the editor."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph
import pytest

from digov.competency import CompetencyQuery, load_queries
from digov.model.release import Release
from digov.rdf.base import BASE_IRI, PREFIXES
from digov.server.assets import FOLDERS, Assets
from digov.server.query_page import POLICY, complete, query_page
from digov.server.service import Service, open_service
from digov.server.settings import Settings
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[2]
QUERIES = load_queries(ROOT / "queries")


@pytest.fixture(scope="module")
def service(example_release: Release) -> Service:
    return open_service(example_release, ROOT / "queries", Settings(query_seconds=7.5, query_memory=123))


def shown(service: Service, query: str | None = None, *, editor: bool = True) -> str:
    return bytes(query_page(service, Assets(FOLDERS if editor else FOLDERS[:1]), query).body).decode()


def data_of(page: str) -> dict[str, Any]:
    [block] = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', page)
    found: dict[str, Any] = json.loads(block)
    return found


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_question_is_whole_and_asks_the_same(query: CompetencyQuery, example_store: ReleaseStore) -> None:
    """An endpoint that knows none of our prefixes reads it, and it gives what it gave."""
    text = complete(query.text)
    elsewhere = pyoxigraph.Store()
    elsewhere.query(text)
    assert example_store.query(text) == example_store.query(query.text)
    assert complete(text) == text


@pytest.mark.parametrize(
    ("query", "head"),
    [
        ("ASK { ?s ^skos:broader/dcterms:subject ?o }", ["dcterms", "skos"]),
        ("ASK { ?s ?p 'dg:Act skos:x', \"wd:Q1\"@en-GB, '2'^^xsd:integer }", ["xsd"]),
        ("PREFIX dg: <x:>\nASK { ?s a dg:Act . ?t a <http://example.org/eli:x> } # org:y", []),
        ("ASK { ?dg ?p :x, ?a-sdg:9 }", []),
    ],
)
def test_only_prefixes_that_are_used_and_not_declared_are_added(query: str, head: list[str]) -> None:
    added = complete(query).removesuffix(query).splitlines()
    assert added == [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in head]


def test_a_base_is_declared_where_names_are_relative() -> None:
    assert complete("ASK { <id/x> ?p <ns#y> }").startswith(f"BASE <{BASE_IRI}>\n")
    assert "BASE" not in complete("ASK { ?a ?b ?c FILTER(?a < 3 && ?b > 2) . <x:y> ?d <https://example.org/> }")


def test_the_page_names_the_limits_as_they_are_set(service: Service) -> None:
    page = shown(service)
    assert "7.5 seconds" in page
    assert "123 MiB" in page


def test_the_page_has_the_terms_of_the_release_and_every_question(service: Service) -> None:
    data = data_of(shown(service))
    assert set(data["questions"]) == {query.name for query in QUERIES}
    assert data["endpoint"] == "/sparql"
    assert dict(data["prefixes"]) == dict(PREFIXES)


def test_nothing_given_to_the_page_is_markup(service: Service) -> None:
    evil = "</textarea></script><script>alert(1)</script><!--"
    question = CompetencyQuery(name="evil", group=evil, title=evil, question=evil, text=f"# {evil}\nASK {{}}")
    page = shown(msgspec.structs.replace(service, queries=(question,)), evil)
    assert "<script>alert" not in page
    assert unescape(re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)[0]) == evil
    assert data_of(page)["questions"]["evil"]["title"] == evil


def test_no_script_is_inline_and_none_comes_from_elsewhere(service: Service) -> None:
    page = shown(service)
    assert not re.findall(r"(?i)\son[a-z]+\s*=|javascript:", re.sub(r"(?s)<script type=.*?</script>", "", page))
    scripts = re.findall(r"<script(.*?)>", page)
    assert scripts
    assert all('src="/assets/' in one or 'type="application/json"' in one for one in scripts)
    [allowed] = re.findall(r"script-src ([^;]*);", POLICY)
    assert allowed == "'self'"
    assert query_page(service, Assets()).headers["Content-Security-Policy"] == POLICY


def test_without_the_editor_the_page_says_so_and_asks_all_the_same(service: Service) -> None:
    page = shown(service, editor=False)
    assert "The editor is not built in on this server" in page
    assert "yasqe" not in page
    assert re.search(r'<form id="ask" action="/sparql" method="get">', page)
    assert '<input type="hidden" name="format" value="html">' in page
