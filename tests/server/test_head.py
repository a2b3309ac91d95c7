"""HEAD equals GET: the same status and the same headers, all of them, on every kind of route; and no body."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from httpx import Response
from starlette.testclient import TestClient

from digov.release import open_release
from digov.server.app import create_app
from digov.server.openapi import ROUTES
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
HTML, TURTLE, ANY = "text/html,*/*;q=0.5", "text/turtle", "*/*"
SELECT = "/sparql?query=" + quote("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 100")
CONSTRUCT = "/sparql?query=" + quote("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 300")
NOW = "/sparql?query=" + quote("SELECT (NOW() AS ?x) {}")
NOT_ACCEPTABLE = "not acceptable"
KINDS = {
    "pages": ("/", "/doc/body/itu", "/doc/gdc-base", "/dataset", "/ns", "/ns/0.1.0", "/prefixes", "/graph/provenance"),
    "pages of the server": ("/docs", "/sparql", "/dumps", "/dumps/", "/releases", "/releases/", "/releases/RELEASE"),
    "suffixes": tuple(f"/doc/body/itu{end}" for end in (".html", ".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")),
    "other suffixes": ("/ns.ttl", "/dataset.jsonld", "/prefixes.nt", "/dataset-series.ttl", "/ns.png"),
    "by format": (
        "/doc/body/itu?format=ttl",
        "/doc/body/itu?format=docx",
        f"{SELECT}&format=html",
        f"{SELECT}&format=x",
    ),
    "things": ("/id/body/itu", "/id/body/itu.ttl", "/id/body/nothing", "/doc/body/itu/", "/doc/body/itu%23x"),
    "dumps": ("/dumps/digov.nq.gz", "/dumps/acts.parquet", "/dumps/description.ttl", "/dumps/manifest.json"),
    "dumps unpacked": ("/dumps/digov.nq", "/dumps/digov.trig", "/releases/RELEASE/dumps/digov.nq"),
    "dumps of a release": ("/releases/RELEASE/manifest.json", "/releases/RELEASE/dumps/digov.nq.gz"),
    "assets": ("/assets/DIGEST/sparql.js", "/assets/other/sparql.js", "/assets/x/sparql.css", "/assets/x/nothing.js"),
    "style": ("/style.css",),
    "catalogue": ("/void", "/dcat", "/void.ttl", "/dcat.rdf", "/void.x", "/.well-known/void"),
    "feeds": ("/feed.atom", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-99.xml", "/sitemap-x.xml", "/robots.txt"),
    "stream": ("/changes", "/changes/x/1"),
    "reconciliation": (
        "/reconcile",
        '/reconcile?queries={"q":{"query":"ITU"}}',
        "/reconcile?queries=[",
        "/reconcile/x",
    ),
    "suggestions": ("/reconcile/suggest/entity?prefix=int", "/reconcile/suggest/type", "/reconcile/properties"),
    "previews": ("/reconcile/preview?id=body/itu", "/reconcile/preview?id=x"),
    "resolve": ("/resolve?symbol=E/RES/2024/13&para=81", "/resolve?symbol=x", "/resolve"),
    "akn": ("/akn/un/statement/deliberation/unecosoc/2024-07-23/2024-13", "/akn/x"),
    "lookup": ("/lookup?iri=http://www.wikidata.org/entity/Q376150", "/lookup?iri=http://example.org/", "/lookup"),
    "rows": (SELECT, "/sparql?query=ASK%7B%7D", f"{SELECT}&format=csv", f"{SELECT}&format=tsv", f"{SELECT}&format=xml"),
    "graphs": (CONSTRUCT, f"{CONSTRUCT}&format=ttl", f"{CONSTRUCT}&format=jsonld", f"{CONSTRUCT}&format=html"),
    "what changes": (NOW,),
    "refused queries": ("/sparql?query=no", "/sparql?update=x", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D"),
    "questions": ("/queries/reporting-calendar", "/queries/reporting-calendar?format=html", "/queries/nothing"),
    "the server": ("/health", "/metrics", "/openapi.json"),
    NOT_ACCEPTABLE: ("/doc/body/itu", "/ns", "/void", "/changes", SELECT, CONSTRUCT, "/sparql", "/queries/most-cited"),
    "nothing": ("/nothing", "/doc/body/nothing", "/graph/nothing", "/linkset/nothing", "/doc/" + "x" * 2_000),
}
DIFFERS = {"/metrics": {"content-length"}, NOW: {"content-length"}}
"""What is another thing each time, by path."""


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = open_service(open_release(releases), ROOT / "queries", Settings(workers=1))
    with TestClient(create_app(Services(service)), raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


def told(answer: Response, path: str) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in DIFFERS.get(path, ())}


@pytest.mark.parametrize("kind", KINDS)
def test_head_is_get_without_its_body(client: TestClient, kind: str) -> None:
    """Asked before GET and after it, with each encoding, in each form, and with the tag of what the client has."""
    release = client.get("/health").json()["release"]
    digest = next(
        part for part in client.get("/sparql", headers={"Accept": HTML}).text.split('"') if "/sparql.js" in part
    )
    asked = [(HTML, "gzip"), (ANY, "identity"), (TURTLE, "gzip")] if kind != NOT_ACCEPTABLE else [("image/png", "gzip")]
    wrong = []
    for template in KINDS[kind]:
        path = template.replace("RELEASE", release).replace("DIGEST", digest.split("/")[2])
        for accept, encoding in asked:
            headers = {"Accept": accept, "Accept-Encoding": encoding}
            before, get, after = (client.request(method, path, headers=headers) for method in ("HEAD", "GET", "HEAD"))
            known = {**headers, "If-None-Match": get.headers.get("ETag", '"x"')}
            still, same = client.head(path, headers=known), client.get(path, headers=known)
            for head, full in ((before, get), (after, get), (still, same)):
                assert head.content == b""
                if (head.status_code, told(head, path)) != (full.status_code, told(full, path)):
                    wrong.append((path, accept, head.status_code, told(head, path).items() ^ told(full, path).items()))
            if "ETag" in get.headers and get.status_code == 200:
                assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", get.headers["ETag"])
            if "Content-Length" in get.headers and "Content-Encoding" not in get.headers:
                assert int(get.headers["Content-Length"]) == len(get.content)
            assert (get.status_code == 406) or kind != NOT_ACCEPTABLE
    assert wrong == []


def test_every_kind_of_route_is_looked_at() -> None:
    beginnings = {
        path[1:].partition("/")[0].partition(".")[0].partition("-")[0].partition("?")[0]
        for paths in KINDS.values()
        for path in paths
    }
    routes = {path[1:].partition("/")[0].partition(".")[0].partition("-")[0] for path in ROUTES}
    assert routes <= beginnings | {"linkset"}
