"""Every IRI answers: sampled by kind, in every syntax, over the wire. All of them are asked for in benchmarks/dereference.py."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from html import unescape
from html.parser import HTMLParser

import httpx
import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from digov.pages import Library
from digov.pages.places import SUFFIXES, topic_of
from digov.store import ReleaseStore

FORMATS = {
    ".ttl": ("text/turtle", RdfFormat.TURTLE),
    ".nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    ".nq": ("application/n-quads", RdfFormat.N_QUADS),
    ".trig": ("application/trig", RdfFormat.TRIG),
    ".jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    ".rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
EACH = 2
"""How many documents of a kind are looked at."""


def kind_of(document: str) -> str:
    """Return the first part of a document's path, and how deep it lies; the works count as one kind."""
    parts = document.split("/")
    first = parts[1] if parts[0] == "doc" and len(parts) > 2 else parts[0]
    return f"{first}/{len(parts)}"


@pytest.fixture(scope="module")
def sample(library: Library) -> list[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for document in library.catalogue.documents():
        kinds[kind_of(document)].append(document)
    assert len(kinds) > 40
    choose = random.Random(7)
    kinds["graph/2"] = ["graph/provenance"]  # the others are as long as an instrument
    return [one for _, found in sorted(kinds.items()) for one in choose.sample(found, min(EACH, len(found)))]


def triples_of(answer: httpx.Response, rdf_format: RdfFormat) -> frozenset[str]:
    return frozenset(str(quad.triple) for quad in pyoxigraph.parse(answer.content, format=rdf_format))


def test_the_catalogue_has_every_iri_of_ours(library: Library, store: ReleaseStore) -> None:
    from digov.rdf.base import BASE_IRI

    documents = set(library.catalogue.documents())
    iris = {
        term.value
        for quad in store.quads()
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode) and term.value.startswith(BASE_IRI)
    }
    assert len(iris) > 20_000
    for iri in iris:
        stem = iri.partition("#")[0].removeprefix(BASE_IRI)
        if not stem or stem == "sparql" or stem.startswith("dumps/"):
            continue  # these are what they are: the start page, the endpoint, files
        assert (stem.replace("id/", "doc/", 1) if stem.startswith("id/") else stem) in documents, iri


def test_all_syntaxes_give_one_set_of_triples_and_all_of_the_thing(
    site: httpx.Client, sample: list[str], library: Library, store: ReleaseStore
) -> None:
    held = {str(quad.triple) for quad in store.quads()}
    for document in sample:
        found = []
        for suffix, (media_type, rdf_format) in FORMATS.items():
            answer = site.get(f"/{document}{suffix}", headers={"Accept": "text/html"})
            assert answer.status_code == 200, f"{document}{suffix}"
            assert answer.headers["content-type"].startswith(media_type)
            found.append(triples_of(answer, rdf_format))
        assert len(set(found)) == 1, document
        assert found[0] <= held, f"{document} says what the release does not"
        for iri in (topic_of(document), *library.catalogue.fragments(document)):
            own = {str(quad.triple) for quad in store.quads(NamedNode(iri))}
            assert own <= found[0] or document.startswith("graph/"), iri


def test_things_lead_to_documents_and_these_have_pages_with_all_anchors(
    site: httpx.Client, sample: list[str], library: Library
) -> None:
    for document in sample:
        if document.startswith("doc/"):
            way = site.get(f"/id/{document[4:]}")
            assert (way.status_code, way.headers["location"]) == (303, f"/{document}")
        page = site.get(f"/{document}", headers={"Accept": "text/html,*/*;q=0.5"})
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        anchors = re.findall(r'\bid="([^"]+)"', page.text)
        assert len(anchors) == len(set(anchors)), f"{document} has an anchor twice"
        for iri in library.catalogue.fragments(document):
            if document != "ns" or next(library.reader.outgoing(iri), None) is not None:
                assert iri.partition("#")[2] in anchors, iri


class Links(HTMLParser):
    """Collects the links of a page, and checks that what is opened is closed."""

    VOID = frozenset({"meta", "link", "br", "input", "img", "hr", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        address = dict(attrs).get("href")
        if tag == "a" and address is not None:
            self.links.append(address)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def links_of(page: str) -> list[str]:
    parser = Links()
    parser.feed(page)
    assert parser.open == []
    return [unescape(one) for one in parser.links]


@pytest.mark.parametrize(
    "document",
    [
        "doc/gdc-redline/para_75",
        "doc/body/secretary-general",
        "doc/sdg/9",
        "doc/sdg/9.c",
        "doc/deadline/year/2030",
        "doc/gdc-base/eng",
        "dataset",
        "ns",
        "graph/gdc-base",
    ],
)
def test_links_of_pages_lead_somewhere(site: httpx.Client, document: str) -> None:
    page = site.get(f"/{document}.html")
    own = set(re.findall(r'\bid="([^"]+)"', page.text))
    links = links_of(page.text)
    assert len(links) > 12
    seen: dict[str, httpx.Response] = {}
    choose = random.Random(11)
    for link in choose.sample(links, min(25, len(links))):
        path, _, anchor = link.partition("#")
        if not path:
            assert anchor in own | {"main"}, link
        elif path.startswith("/"):
            answer = seen.setdefault(path, site.get(path, headers={"Accept": "text/html,*/*;q=0.5"}))
            assert answer.status_code == 200, link
            assert not anchor or f'id="{anchor}"' in answer.text, link
        else:
            assert path.startswith(("https://", "http://"))


def test_every_statement_of_a_segment_opens_at_its_words(site: httpx.Client) -> None:
    page = site.get("/doc/gdc-base/para_44__point_a", headers={"Accept": "text/html"}).text
    quoted = re.findall(r'<a class="quote" href="(#evidence-[0-9a-f]+|/[^"]+)">“([^<]+)”</a>', page)
    assert len(quoted) > 8
    for address, words in quoted:
        assert address.startswith("#"), "the chapeau's words are on the same page"
        marked = re.search(rf'id="{address[1:]}"', page)
        assert marked, f"{words} is not marked"
    assert re.search(r'<mark class="time"[^>]*>by 2030</mark>', page)


def test_an_instrument_shows_its_segments_in_order_with_chips(site: httpx.Client) -> None:
    page = site.get("/doc/gdc-base", headers={"Accept": "text/html"}).text
    places = [page.index(f'id="para_{number}"') for number in (1, 2, 9, 30, 76)]
    assert places == sorted(places)
    assert '<a class="chip binding" href="/doc/gdc-base/para_44#act-1">commitment</a>' in page
    assert re.search(r'<a class="chip goal g17" href="/doc/sdg/17">SDG 17</a>', page)


def test_a_redline_shows_what_was_struck_and_what_is_dropped(site: httpx.Client) -> None:
    page = site.get("/doc/gdc-redline/para_75", headers={"Accept": "text/html"}).text
    assert "<del>80th</del>" in page
    assert "<ins>81st</ins>" in page
    assert '<span class="chip status dropped">dropped</span>' in page
    assert "deadline shifted" in page


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("doc/gdc-base", "Legislation"),
        ("doc/gdc-base/para_1", "Legislation"),
        ("doc/body/itu", "Organization"),
        ("doc/sdg/9", "DefinedTerm"),
        ("dataset", "Dataset"),
        ("ns", "DefinedTermSet"),
    ],
)
def test_pages_tell_search_engines_what_they_are_about(site: httpx.Client, document: str, kind: str) -> None:
    import json

    page = site.get(f"/{document}.html").text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(block)
    assert (data["@type"], data["@id"]) == (kind, topic_of(document))
    assert "<script" not in page.replace('<script type="application/ld+json">', "")
    assert "style=" not in page


def test_the_ontology_documents_every_term_that_is_used(site: httpx.Client, store: ReleaseStore) -> None:
    from digov.rdf.base import DG

    page = site.get("/ns", headers={"Accept": "text/html"}).text
    anchors = set(re.findall(r'class="term" id="([^"]+)"', page))
    used = {quad.predicate.value for quad in store.quads() if quad.predicate.value.startswith(DG)}
    assert {one.removeprefix(DG) for one in used} <= anchors
    assert site.get("/ns/0.1.0.ttl").content == site.get("/ns.ttl").content
    assert set(SUFFIXES) == set(FORMATS)
