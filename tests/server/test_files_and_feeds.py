"""Dumps, releases, the description of the dataset, the feed and the map of the site, asked for over HTTP."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from digov.model.release import Release
from digov.rdf.base import BASE_IRI, DCAT
from digov.release import ReleaseContent, list_releases, write_release
from digov.server import feeds
from digov.server.app import create_app
from digov.server.feeds import site_map
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PUBLIC = "https://example.org/data/"
TURTLE = {"Accept": "text/turtle"}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def past(
    tmp_path_factory: pytest.TempPathFactory, content_of: Callable[..., ReleaseContent]
) -> tuple[Release, Release]:
    """Return two releases in one folder, the older first."""
    folder = tmp_path_factory.mktemp("two-releases")
    return write_release(folder, content_of("example")), write_release(folder, content_of("example", "second"))


@pytest.fixture(scope="module")
def site(past: tuple[Release, Release]) -> TestClient:
    services = Services(open_service(past[1], ROOT / "queries", Settings(public_base=PUBLIC)))
    return TestClient(create_app(services), follow_redirects=False)


@pytest.fixture(scope="module")
def file(past: tuple[Release, Release]) -> bytes:
    return (Path(past[1].folder) / "dumps/digov.nq.gz").read_bytes()


# --- dumps -------------------------------------------------------------------------------------------------------


def test_every_dump_is_served_with_its_checksum_as_tag(site: TestClient, past: tuple[Release, Release]) -> None:
    for dump in past[1].manifest.dumps:
        answer = site.get(f"/{dump.path}", headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200
        assert hashlib.sha256(answer.content).hexdigest() == dump.sha256
        assert answer.headers["ETag"] == f'"{dump.sha256}"'
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert "Content-Encoding" not in answer.headers
        again = site.get(f"/{dump.path}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=5-5", (5, 6)),
        ("bytes=-7", (-7, None)),
        ("bytes=10-", (10, None)),
        ("bytes=3-99999999999", (3, None)),
        ("bytes=-99999999999", (0, None)),
    ],
)
def test_a_range_is_served(site: TestClient, file: bytes, asked: str, span: tuple[int, int | None]) -> None:
    answer = site.get("/dumps/digov.nq.gz", headers={"Range": asked})
    part = file[slice(*span)]
    assert (answer.status_code, answer.content) == (206, part)
    start = range(len(file))[slice(*span)].start
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(file)}"
    assert answer.headers["Content-Length"] == str(len(part))


@pytest.mark.parametrize(
    "asked", ["bytes=9-3", "bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes= 0-1", "x" * 9_000]
)
def test_a_range_that_cannot_be_read_is_passed_over(site: TestClient, file: bytes, asked: str) -> None:
    answer = site.get("/dumps/digov.nq.gz", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, file)


def test_a_range_beyond_the_end_is_refused(site: TestClient, file: bytes) -> None:
    for asked in (f"bytes={len(file)}-", "bytes=-0"):
        answer = site.get("/dumps/digov.nq.gz", headers={"Range": asked})
        assert answer.status_code == 416
        assert answer.headers["Content-Range"] == f"bytes */{len(file)}"


def test_a_download_goes_on_only_with_the_same_file(site: TestClient, file: bytes) -> None:
    tag = site.head("/dumps/digov.nq.gz").headers["ETag"]
    same = site.get("/dumps/digov.nq.gz", headers={"Range": "bytes=4-", "If-Range": tag})
    assert (same.status_code, same.content) == (206, file[4:])
    for other in ('"other"', f"W/{tag}", "Sun, 22 Nov 2026 00:00:00 GMT"):
        answer = site.get("/dumps/digov.nq.gz", headers={"Range": "bytes=4-", "If-Range": other})
        assert (answer.status_code, answer.content) == (200, file)


def test_head_tells_what_get_would_give(site: TestClient, file: bytes) -> None:
    for path in ("/dumps/digov.nq.gz", "/dumps/manifest.json", "/dumps/acts.parquet", "/dumps/digov.trig"):
        head, get = site.head(path), site.get(path)
        assert head.content == b""
        assert head.status_code == get.status_code == 200
        for name in ("ETag", "Content-Type", "Accept-Ranges", "Cache-Control"):
            assert head.headers[name] == get.headers[name]
    ranged = site.head("/dumps/digov.nq.gz", headers={"Range": "bytes=0-3"})
    assert (ranged.status_code, ranged.headers["Content-Length"]) == (200, str(len(file)))


def test_a_compressed_dump_can_be_had_without_gz(site: TestClient, file: bytes) -> None:
    plain = site.get("/dumps/digov.nq", headers={"Accept-Encoding": "identity"})
    assert plain.content == gzip.decompress(file)
    assert plain.headers["Content-Type"] == "application/n-quads"
    packed = site.get("/dumps/digov.nq", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert site.get("/dumps/digov.nq", headers={"If-None-Match": packed.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/../graph.nq",
        "/dumps/..%2Fgraph.nq",
        "/dumps/%2e%2e/graph.nq",
        "/dumps//etc/hostname",
        "/dumps/graph/../../graph.nq",
        "/dumps/digov.nq.gz%00",
        "/dumps/digov.nq.gz/",
        "/dumps/DIGOV.NQ.GZ",
        "/dumps/graph.nq",
        "/releases/../current",
        "/releases/%2e%2e/dumps/digov.nq.gz",
        "/releases/current/manifest.json",
        "/releases/x/dumps/digov.nq.gz",
    ],
)
def test_nothing_but_dumps_is_served(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"] == 404


def test_dumps_are_listed_for_people_and_for_programs(site: TestClient, past: tuple[Release, Release]) -> None:
    listed = site.get("/dumps").json()
    assert {d["path"]: d["sha256"] for d in listed["dumps"]} == {d.path: d.sha256 for d in past[1].manifest.dumps}
    assert listed["rdfc10"] == past[1].manifest.rdfc10
    page = site.get("/dumps/", headers=HTML).text
    for dump in past[1].manifest.dumps:
        assert f'href="/{dump.path}"' in page
    assert past[1].manifest.rdfc10 in page
    assert f"curl -sL {PUBLIC}dumps/digov.nq.gz" in page


def test_releases_are_listed_and_keep_their_files(site: TestClient, past: tuple[Release, Release]) -> None:
    old, new = past
    listed = site.get("/releases").json()
    assert listed["current"] == new.id
    assert [one["release"] for one in listed["releases"]] == [new.id, old.id]
    manifest = site.get(listed["releases"][1]["manifest"])
    assert manifest.json()["id"] == old.id
    assert "immutable" in manifest.headers["Cache-Control"]
    dump = old.manifest.dumps[-1]
    answer = site.get(f"/releases/{old.id}/{dump.path}")
    assert hashlib.sha256(answer.content).hexdigest() == dump.sha256
    page = site.get("/releases", headers=HTML).text
    assert f'href="/releases/{old.id}"' in page
    assert f"{new.id}</a> (current)" in page
    page = site.get(f"/releases/{old.id}", headers=HTML).text
    assert f'href="/releases/{old.id}/{dump.path}"' in page


def test_a_release_that_comes_or_goes_is_seen_while_the_current_one_stays(
    tmp_path: Path, content_of: Callable[..., ReleaseContent]
) -> None:
    old = write_release(tmp_path, content_of("example"))
    new = write_release(tmp_path, content_of("example", "second"))
    services = Services(open_service(new, ROOT / "queries", Settings(public_base=PUBLIC)))
    client = TestClient(create_app(services), follow_redirects=False)
    paths = ("/releases", "/feed.atom", f"/releases/{old.id}")
    for headers in ({}, HTML):
        for path in paths:
            assert old.id in client.get(path, headers=headers).text
    aside = tmp_path.parent / f"{tmp_path.name}-aside"
    shutil.move(old.folder, aside)
    for headers in ({}, HTML):
        for path in paths[:2]:
            assert old.id not in client.get(path, headers=headers).text
        assert client.get(paths[2], headers=headers).status_code == 404
    shutil.move(aside, old.folder)
    for path in paths:
        assert old.id in client.get(path).text


def test_a_manifest_that_is_gone_is_not_found(tmp_path: Path, content_of: Callable[..., ReleaseContent]) -> None:
    release = write_release(tmp_path, content_of("example"))
    services = Services(open_service(release, ROOT / "queries", Settings(public_base=PUBLIC)))
    client = TestClient(create_app(services), follow_redirects=False)
    (Path(release.folder) / "manifest.json").unlink()
    assert client.get("/dumps/manifest.json").status_code == 404


# --- description -------------------------------------------------------------------------------------------------


def test_the_description_is_one_graph_in_every_syntax(site: TestClient, past: tuple[Release, Release]) -> None:
    graphs = set()
    for media_type in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        answer = site.get("/void", headers={"Accept": media_type})
        assert answer.headers["Content-Type"].partition(";")[0] == media_type
        assert answer.headers["ETag"]
        found = parse(answer.content, format=RdfFormat.from_media_type(media_type))
        graphs.add(frozenset(quad.triple for quad in found))
    assert len(graphs) == 1
    [triples] = graphs
    lines = {str(triple) for triple in triples}
    old, new = (f"<{BASE_IRI}releases/{release.id}>" for release in past)
    assert f"{new} <{DCAT}previousVersion> {old}" in lines
    assert site.get("/dcat.ttl").content == site.get("/void", headers=TURTLE).content


def test_the_description_is_found_from_where_it_is_looked_for(site: TestClient) -> None:
    for path, headers, place in (
        ("/.well-known/void", {}, "/void"),
        ("/void", HTML, "/dataset"),
        ("/dcat", HTML, "/dataset"),
    ):
        answer = site.get(path, headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert site.get("/void", headers={"Accept": "image/png"}).status_code == 406
    assert site.get("/void.png").status_code == 404


# --- feeds -------------------------------------------------------------------------------------------------------


def test_the_feed_is_valid_atom(site: TestClient, past: tuple[Release, Release]) -> None:
    """By RFC 4287: id, title and updated in the feed and in each entry, an author, a self link, ids used once."""
    answer = site.get("/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
            assert element.findtext(ATOM + name)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{PUBLIC}feed.atom"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [f"{BASE_IRI}releases/{release.id}" for release in reversed(past)]
    assert "graph/second +" in (entries[0].findtext(f"{ATOM}summary") or "")
    newest = list_releases(Path(past[0].folder).parent)[-1]
    assert feed.findtext(f"{ATOM}updated") == newest.written.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_map_names_pages_under_the_public_address(site: TestClient) -> None:
    addresses = [one.text or "" for one in ET.fromstring(site.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")]
    assert PUBLIC in addresses
    assert f"{PUBLIC}doc/body/registrar" in addresses
    assert f"{PUBLIC}doc/example/para_1" in addresses
    assert len(addresses) == len(set(addresses))
    assert not [one for one in addresses if "/dumps/" in one or "/evidence/" in one or not one.startswith(PUBLIC)]
    for address in addresses[:20]:
        assert site.get("/" + address.removeprefix(PUBLIC), headers=HTML).status_code == 200


def test_a_large_map_is_split(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [one.text for one in ET.fromstring(site.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")]
    monkeypatch.setattr(feeds, "MAX_ADDRESSES", 7)
    index = ET.fromstring(site_map(["x"] * 15, PUBLIC))
    maps = [one.text for one in index.iter(f"{SITEMAP}loc")]
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert maps == [f"{PUBLIC}sitemap-{number}.xml" for number in (1, 2, 3)]
    first = ET.fromstring(site.get("/sitemap-1.xml").content)
    assert [one.text for one in first.iter(f"{SITEMAP}loc")] == whole[:7]
    for number in ("0", "-1", "9999999"):
        assert site.get(f"/sitemap-{number}.xml").status_code == 404
    assert site.get("/sitemap-a.xml").status_code in (404, 422)


def test_robots_are_led_to_the_map_and_away_from_queries(site: TestClient) -> None:
    lines = site.get("/robots.txt").text.splitlines()
    assert "Disallow: /sparql" in lines
    assert f"Sitemap: {PUBLIC}sitemap.xml" in lines


def test_a_forged_host_is_not_repeated(site: TestClient) -> None:
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt", "/void.ttl", "/dumps", "/releases", "/.well-known/void"):
        answer = site.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert b"evil.example" not in answer.content
        assert "evil.example" not in str(answer.headers)


def test_the_start_page_describes_the_dataset_for_search_engines(
    site: TestClient, past: tuple[Release, Release]
) -> None:
    page = site.get("/", headers=HTML).text
    [facts] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = json.loads(facts)
    assert (data["@type"], data["version"]) == ("Dataset", past[1].id)
    assert f"{PUBLIC}dumps/digov.nq.gz" in {item["contentUrl"] for item in data["distribution"]}
    assert 'type="application/atom+xml"' in page
