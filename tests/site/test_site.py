"""The static site: every link inside it leads somewhere, the RDF is that of the release, nothing foreign is overwritten."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from pyoxigraph import parse

from digov.competency import CompetencyQuery
from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.pages import Library
from digov.pages.links import SITE_SUFFIXES
from digov.release import open_release
from digov.site import write_site
from digov.site.documents import documents_of, write_documents
from digov.store import ReleaseStore

_LINK = re.compile(r'(?:href|src)="([^"]*)"')
QUERIES = (
    CompetencyQuery(
        name="acts",
        group="Acts",
        title="Acts <and> more",
        question="Which acts?",
        text="SELECT ?act ?text WHERE { ?act a dg:Request ; dg:statedIn/dg:text ?text } ORDER BY ?act",
    ),
    CompetencyQuery(name="any", group="Acts", title="Any", question="Any act?", text="ASK { ?act a dg:Request }"),
    CompetencyQuery(
        name="types", group="Acts", title="Types", question="Which types?", text="CONSTRUCT WHERE { ?act a dg:Request }"
    ),
)


@pytest.fixture(scope="module")
def release(example_release: Release) -> Release:
    return example_release


@pytest.fixture(scope="module")
def site(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("sites")) / "site"
    summary = write_site(release, QUERIES, folder, address="https://example.org/graph")
    assert summary.folder == str(folder)
    assert summary.files == sum(path.is_file() for path in folder.rglob("*"))
    return folder


@pytest.fixture
def own_site(site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site, tmp_path / "site"))


_SCHEMES = {"doc/body.html", "doc/sdg.html", "doc/topic.html", "ns.html"}
"""Pages in the head of every page that only a release with the whole vocabulary has."""


def _broken(site: Path) -> list[str]:
    found = []
    for page in sorted(site.rglob("*.html")):
        if page.name == "404.html":
            continue
        for link in set(map(html.unescape, _LINK.findall(page.read_text("utf-8")))):
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            if not target.is_relative_to(site.resolve()) or not (
                target.is_file() or str(target.relative_to(site.resolve())) in _SCHEMES
            ):
                found.append(f"{page.relative_to(site)} -> {link}")
    return found


def test_every_link_leads_to_a_file(site: Path):
    assert len(list(site.rglob("*.html"))) > 20
    assert _broken(site) == []


def test_no_page_loads_anything_from_elsewhere(site: Path):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8").replace('href="https://example.org/graph/', 'href="/')
        assert "<script" not in text.replace('<script type="application/ld+json">', "")
        assert not re.search(r"<(?:img|iframe|link rel=\"stylesheet\")[^>]+(?:src|href)=\"(?:https?:)?//", text)


def test_the_data_of_a_page_are_those_of_the_release(site: Path, release: Release):
    graph = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in parse(path=Path(release.folder) / "graph.nq")
    }
    turtle = rdflib.Graph().parse(site / "doc/body/data-forum.ttl")
    linked = rdflib.Dataset().parse(site / "doc/body/data-forum.jsonld", format="json-ld")
    assert len(turtle) > 3
    assert set(turtle) == {quad[:3] for quad in linked.quads()}
    assert {(s.n3(), p.n3(), o.n3()) for s, p, o in turtle} <= graph


def test_answers_and_what_files_cannot_do(site: Path):
    answer = (site / "queries/acts.html").read_text("utf-8")
    assert "Acts &lt;and&gt; more" in answer
    rows = (site / "queries/acts.csv").read_text("utf-8").splitlines()
    assert len(rows) > 2
    assert (site / "queries/types.ttl").is_file()
    assert "yes" in (site / "queries/any.html").read_text("utf-8") or "true" in (site / "queries/any.html").read_text(
        "utf-8"
    )
    assert "needs a server" in (site / "sparql.html").read_text("utf-8")


def test_the_map_names_pages_that_are_there(site: Path):
    addresses = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert "https://example.org/graph/doc/body/data-forum.html" in addresses
    for address in addresses:
        path = unquote(address.removeprefix("https://example.org/graph/"))
        assert (site / (path or "index.html")).is_file(), address
    assert "https://example.org/graph/sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    assert 'href="https://example.org/graph/style.css"' in (site / "404.html").read_text("utf-8")


def test_the_same_release_gives_the_same_files_however_many_write(site: Path, release: Release, tmp_path: Path):
    write_site(release, QUERIES, tmp_path / "again", address="https://example.org/graph/", jobs=2)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    other = tmp_path / "again"
    assert first == {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}


def test_a_site_is_replaced_whole_and_nothing_else_is(own_site: Path, release: Release, tmp_path: Path):
    (own_site / "doc/body/left-over.html").write_text("old", "utf-8")
    write_site(release, QUERIES, own_site)
    assert not (own_site / "doc/body/left-over.html").exists()
    assert not (own_site / "sitemap.xml").exists()
    assert json.loads((own_site / "digov-site.json").read_bytes())["release"] == release.id
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(ReleaseError, match="no site of digov"):
        write_site(release, QUERIES, foreign)
    assert [path.name for path in foreign.iterdir()] == ["thesis.txt"]
    with pytest.raises(ReleaseError, match="not a folder"):
        write_site(release, QUERIES, foreign / "thesis.txt")


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org/", "https://", "https://example.org/?a=b"])
def test_an_address_that_is_none_is_refused(release: Release, tmp_path: Path, address: str):
    with pytest.raises(ReleaseError, match="not the address of a site"):
        write_site(release, QUERIES, tmp_path / "site", address=address)
    assert not (tmp_path / "site").exists()


def test_a_failure_leaves_the_old_site(own_site: Path, release: Release, monkeypatch: pytest.MonkeyPatch):
    before = (own_site / "index.html").read_bytes()
    broken = (CompetencyQuery(name="bad", group="Acts", title="Bad", question="?", text="SELECT"),)
    with pytest.raises(Exception, match="malformed"):
        write_site(release, broken, own_site)
    assert (own_site / "index.html").read_bytes() == before
    assert sorted(path.name for path in own_site.parent.iterdir()) == ["site"]


def test_the_command(digov: Callable[..., Any], release: Release, tmp_path: Path):
    done = digov("site", tmp_path / "site", "--releases", release.folder, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert b"documents in" in done.stdout
    assert _broken(tmp_path / "site") == []
    again = digov("site", tmp_path, "--releases", release.folder)
    assert again.returncode != 0
    assert b"no site of digov" in again.stderr
    assert b"Traceback" not in again.stderr


def test_links_between_pages_of_the_five_documents(releases: Path, tmp_path: Path):
    release = open_release(releases)
    names = documents_of(Library(ReleaseStore(release)))
    pages = {f"{name}.html" for name in names} | {f"{name}{suffix}" for name in names for suffix in SITE_SUFFIXES}
    files = {f"dumps/{file.path.removeprefix('dumps/')}" for file in (*release.manifest.dumps, *release.manifest.files)}
    fixed = {"index.html", "sparql.html", "style.css"}
    sample = (*names[:: max(1, len(names) // 120)], "ns", "doc/gdc-base", "doc/body/itu", "doc/sdg/9")
    written = list(write_documents(release, "https://example.org/", sample, tmp_path, jobs=1))
    assert sum(part.documents for part in written) == len(sample)
    seen = 0
    for page in sorted(tmp_path.rglob("*.html")):
        for link in set(map(html.unescape, _LINK.findall(page.read_text("utf-8")))):
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve().relative_to(tmp_path.resolve())
            assert str(target) in pages | files | fixed, f"{page} -> {link}"
            seen += 1
    assert seen > 1000
