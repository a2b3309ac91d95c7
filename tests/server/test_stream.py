"""The stream of changes as a client finds it, on a server and on a static site: followed, replayed, and held to TREE and LDES."""

from __future__ import annotations

import os
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pyshacl
import pytest
import rdflib
from rdflib import DCTERMS, RDF, SH, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from digov.model.release import Release
from digov.rdf.base import BASE_IRI, DCAT
from digov.release import ReleaseContent, stream, write_release
from digov.server.app import create_app
from digov.server.service import Services, open_service
from digov.server.settings import Settings
from digov.site import write_site

ROOT = Path(__file__).parents[2]
PUBLIC: Final = "https://example.org/data/"
BEGIN: Final = 1_800_000_000
"""When the first release was written, in seconds of Unix time."""
AS = Namespace("https://www.w3.org/ns/activitystreams#")
LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
DATE_TIME = URIRef("http://www.w3.org/2001/XMLSchema#dateTime")
KINDS = ("Create", "Update", "Delete")
BOUNDS: dict[Any, Callable[[Any, Any], bool]] = {
    TREE.GreaterThanOrEqualToRelation: lambda value, bound: value >= bound,
    TREE.LessThanOrEqualToRelation: lambda value, bound: value <= bound,
}
TERMS: set[Any] = {
    *(LDES[name] for name in ("EventStream", "immutable", "timestampPath", "versionOfPath")),
    *(LDES[f"version{kind}Object"] for kind in KINDS),
    *(TREE[name] for name in ("Node", "member", "node", "path", "relation", "shape", "value", "view")),
    *BOUNDS,
}
"""Those terms of the two vocabularies, as they spell them, that a page may use."""
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}

Fetch = Callable[[str], bytes]
"""Gives the Turtle at an address."""


# --- a client ----------------------------------------------------------------------------------------------------


class Member(msgspec.Struct, frozen=True):
    """A change as a client has it: what was done, to which resource, when, and by which release."""

    kind: str
    resource: str
    published: str
    release: str


class Replica(msgspec.Struct, frozen=True):
    """What a client has of a stream: its IRI, its members by IRI, and the addresses of its pages."""

    stream: str
    members: dict[str, Member]
    pages: list[str]

    def resources(self) -> set[str]:
        """Return what is there when all changes are done in the order of their times."""
        held: set[str] = set()
        for member in sorted(self.members.values(), key=lambda one: one.published):
            assert (member.resource in held) == (member.kind != "Create"), member
            (held.discard if member.kind == "Delete" else held.add)(member.resource)
        return held


def only(graph: rdflib.Graph, subject: Any, predicate: Any) -> Any:
    """Return the value of a property that has exactly one."""
    [value] = graph.objects(subject, predicate)
    return value


def read(data: bytes) -> rdflib.Graph:
    """Return the triples of a page: of IRIs and literals, with terms of LDES and TREE that there are."""
    graph = rdflib.Graph().parse(data, format="turtle")
    terms = {term for triple in graph for term in triple}
    assert not any(isinstance(term, rdflib.BNode) for term in terms)
    assert {term for term in terms if str(term).startswith((LDES, TREE))} <= TERMS
    return graph


def replicate(fetch: Fetch, entry: str) -> Replica:
    """Return what a client has that begins at ``entry`` and follows every relation; each page must keep to the rules."""
    root = read(fetch(entry))
    [name] = root.subjects(TREE.view, URIRef(entry))
    assert only(root, name, RDF.type) == LDES.EventStream
    members: dict[str, Member] = {}
    pages: list[str] = []
    waiting: list[tuple[str, list[tuple[Any, Any]]]] = [(entry, [])]
    while waiting:
        address, bounds = waiting.pop()
        assert address not in pages, "every page but the root is linked from one page"
        pages.append(address)
        graph, node = read(fetch(address)), URIRef(address)
        assert only(graph, node, RDF.type) == TREE.Node
        assert list(graph.objects(node, LDES.immutable)) == ([] if address == entry else [Literal(True)])
        found = members_of(graph, root, name, bounds)
        assert not found.keys() & members.keys()
        members |= found
        waiting += [(target, [*bounds, *own]) for target, own in relations_of(graph, root, name, node).items()]
    return Replica(str(name), members, pages)


def members_of(graph: rdflib.Graph, root: rdflib.Graph, name: Any, bounds: list[tuple[Any, Any]]) -> dict[str, Member]:
    """Return the members of a page, read as the root says; they keep to its shape and to the relations that led there."""
    shapes = rdflib.Graph() + root
    shapes.add((only(root, name, TREE.shape), SH.targetObjectsOf, TREE.member))
    conforms, _, words = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, words
    kinds = {only(root, name, LDES[f"version{kind}Object"]): kind for kind in KINDS}
    path, of = only(root, name, LDES.timestampPath), only(root, name, LDES.versionOfPath)
    assert set(graph.subjects(TREE.member)) <= {name}
    found = {}
    for member in graph.objects(name, TREE.member):
        moment = only(graph, member, path)
        assert moment.datatype == DATE_TIME
        assert all(BOUNDS[kind](moment, bound) for kind, bound in bounds)
        kind, resource = kinds[only(graph, member, RDF.type)], only(graph, member, of)
        found[str(member)] = Member(kind, str(resource), str(moment), str(only(graph, member, DCTERMS.source)))
    return found


def relations_of(graph: rdflib.Graph, root: rdflib.Graph, name: Any, node: Any) -> dict[str, list[tuple[Any, Any]]]:
    """Return the pages that ``node`` leads to, each with what its relations say: a bound below and one above, on the time."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for relation in graph.objects(node, TREE.relation):
        bound = only(graph, relation, TREE.value)
        assert bound.datatype == DATE_TIME
        assert bound.value.tzinfo is not None
        assert only(graph, relation, TREE.path) == only(root, name, LDES.timestampPath)
        found.setdefault(str(only(graph, relation, TREE.node)), []).append((only(graph, relation, RDF.type), bound))
    assert all({kind for kind, _ in own} == BOUNDS.keys() for own in found.values())
    return found


# --- releases ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, content_of: Callable[..., ReleaseContent]) -> list[Release]:
    """Return three releases of one folder, an hour between them: the second brings a document, the third drops another."""
    folder = tmp_path_factory.mktemp("three") / "releases"
    found = [write_release(folder, content_of(*slugs)) for slugs in (["example"], ["example", "second"], ["second"])]
    for number, release in enumerate(found):
        seconds = BEGIN + 3_600 * number
        os.utime(Path(release.folder) / "manifest.json", (seconds, seconds))
    return found


@pytest.fixture
def three(made: list[Release], tmp_path: Path) -> list[Release]:
    """Return a copy of the three releases that a test may change."""
    folder = Path(shutil.copytree(Path(made[0].folder).parent, tmp_path / "releases"))
    return [Release(str(folder / release.id), release.manifest) for release in made]


@pytest.fixture(scope="module", autouse=True)
def small_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "PAGE_SIZE", 20)
        yield


def resources_of(release: Release) -> set[str]:
    """Return what stands under the IRIs below our base, without their fragments, that ``release`` says something of."""
    lines = (Path(release.folder) / "graph.nq").read_text("utf-8").splitlines()
    subjects = {line.split(" ", 1)[0].strip("<>") for line in lines}
    return {subject.split("#")[0] for subject in subjects if subject.startswith(BASE_IRI)}


class Server:
    """A server of a release, which can be exchanged for another; asked by the addresses that the public has."""

    def __init__(self, release: Release) -> None:
        self._settings = Settings(public_base=PUBLIC)
        self._services = Services(open_service(release, ROOT / "queries", self._settings))
        self.client = TestClient(create_app(self._services), follow_redirects=False)

    def switch(self, release: Release) -> None:
        self._services.switch(open_service(release, ROOT / "queries", self._settings))

    def fetch(self, address: str) -> bytes:
        assert address.startswith(PUBLIC)
        answer = self.client.get("/" + address.removeprefix(PUBLIC))
        assert answer.status_code == 200, answer.text
        return bytes(answer.content)

    def replicate(self) -> Replica:
        return replicate(self.fetch, f"{PUBLIC}changes")


@pytest.fixture(scope="module")
def served(made: list[Release]) -> Server:
    return Server(made[-1])


@pytest.fixture(scope="module")
def replica(served: Server) -> Replica:
    return served.replicate()


# --- the stream, served ------------------------------------------------------------------------------------------


def test_replaying_the_stream_gives_the_resources_of_each_release(made: list[Release]) -> None:
    """Followed while releases come: what was told stays as it was, and what is new is there as soon as the release is."""
    server = Server(made[0])
    replica = Replica("", {}, [])
    streams = set()
    for number, release in enumerate(made):
        told = replica.members
        server.switch(release)
        replica = server.replicate()
        assert replica.resources() == resources_of(release)
        assert told.items() <= replica.members.items()
        new = {member for name, member in replica.members.items() if name not in told}
        assert {member.release for member in new} == {f"{BASE_IRI}releases/{release.id}"}
        assert {member.published for member in new} == {f"2027-01-15T{8 + number:02}:00:00+00:00"}
        streams.add(replica.stream)
    assert len(streams) == 1
    assert len(replica.pages) > 10
    assert all(name.startswith(f"{BASE_IRI}changes/") for name in replica.members)


def test_releases_after_the_current_one_are_not_told(made: list[Release], replica: Replica) -> None:
    """An operator went back, or the server refuses them: a client is to have what the server has."""
    server = Server(made[2])
    server.fetch(f"{PUBLIC}changes")
    server.switch(made[1])
    back = server.replicate()
    assert back.resources() == resources_of(made[1])
    assert set(back.pages) < set(replica.pages)
    server.switch(made[2])
    assert server.replicate() == replica


def test_every_syntax_gives_one_graph(served: Server, replica: Replica) -> None:
    for address in replica.pages[:3]:
        graphs = []
        for media_type, name in FORMATS.items():
            answer = served.client.get("/" + address.removeprefix(PUBLIC), headers={"Accept": media_type})
            assert answer.headers["Content-Type"].partition(";")[0] == media_type
            assert answer.headers["Vary"] == "Accept, Accept-Encoding"
            graphs.append({quad[:3] for quad in rdflib.Dataset().parse(answer.content, format=name).quads()})
        assert graphs[0]
        assert all(graph == graphs[0] for graph in graphs)


def test_pages_never_change_and_the_root_is_asked_for_again(served: Server, replica: Replica) -> None:
    root, *pages = replica.pages
    for address in (root, pages[0], pages[-1]):
        path = "/" + address.removeprefix(PUBLIC)
        get, head = served.client.get(path), served.client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
            assert head.headers[name] == get.headers[name]
        assert ("immutable" in get.headers["Cache-Control"]) == (address != root)
        for _ in range(2):
            again = served.client.get(path, headers={"If-None-Match": get.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == get.headers["ETag"]
        assert served.client.get(path, headers={"If-None-Match": '"other"'}).content == get.content
        assert served.client.get(path, headers={"Accept-Encoding": "gzip"}).content == get.content
        assert served.client.post(path).status_code == 405


@pytest.mark.parametrize("number", ["0", "-1", "01", "+1", "1.0", "x", "%31%20", "９", "9999", "9" * 30, "1/", "1.ttl"])
def test_a_page_that_is_not_there_is_not_found(served: Server, replica: Replica, number: str) -> None:
    key = replica.pages[1].removeprefix(f"{PUBLIC}changes/").split("/")[0]
    assert served.client.get(f"/changes/{key}/1").status_code == 200
    for path in (f"/changes/{key}/{number}", f"/changes/{key[:-1]}/{number}", f"/changes/../{number}"):
        answer = served.client.get(path)
        assert (answer.status_code, answer.json()["error"]) == (404, 404)
    assert served.client.get(f"/changes/{key[::-1]}/1").status_code == 404
    assert served.client.get(f"/changes/{key}").status_code == 404


def test_a_browser_is_led_on_and_what_nobody_has_is_refused(served: Server, replica: Replica) -> None:
    answer = served.client.get("/changes", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/releases")
    page = "/" + replica.pages[1].removeprefix(PUBLIC)
    assert served.client.get(page, headers={"Accept": "text/html"}).headers["Content-Type"].startswith("text/turtle")
    for path in ("/changes", page):
        assert served.client.get(path, headers={"Accept": "image/png"}).status_code == 406
        forged = served.client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert b"evil.example" not in forged.content


def test_another_history_is_another_stream(three: list[Release], replica: Replica) -> None:
    server = Server(three[2])
    server.fetch(f"{PUBLIC}changes")
    shutil.rmtree(three[0].folder)
    new = server.replicate()
    assert new.resources() == resources_of(three[2])
    assert new.stream != replica.stream
    assert not new.members.keys() & replica.members.keys()
    assert set(new.pages) & set(replica.pages) == {f"{PUBLIC}changes"}


def test_a_damaged_graph_is_told_and_gives_no_page(three: list[Release]) -> None:
    server = Server(three[2])
    with (Path(three[1].folder) / "graph.nq").open("a", encoding="utf-8") as file:
        file.write(f'<{BASE_IRI}id/zz> <http://e/p> "1" <http://e/g> .\n')
    root = read(server.fetch(f"{PUBLIC}changes"))
    answers = []
    for address in {str(node) for node in root.objects(None, TREE.node)}:
        answer = server.client.get("/" + address.removeprefix(PUBLIC))
        answers.append(answer.status_code)
        assert answer.status_code == 200 or "wrong checksum" in answer.json()["message"]
        assert str(Path(three[1].folder).parent) not in answer.text
    assert sorted(answers) == [200, 503, 503]


def test_a_release_without_a_folder_of_releases_has_no_stream(three: list[Release], tmp_path: Path) -> None:
    moved = shutil.move(three[2].folder, tmp_path / "elsewhere")
    server = Server(Release(str(moved), three[2].manifest))
    for path in ("/changes", "/changes/x/1"):
        assert server.client.get(path).status_code == 404
    assert server.client.get("/").status_code == 200


def test_the_stream_is_found_from_the_feed_and_the_description(served: Server) -> None:
    feed = ET.fromstring(served.client.get("/feed.atom").content)
    links = [link.attrib for link in feed.findall("{http://www.w3.org/2005/Atom}link")]
    assert [link["href"] for link in links if link["rel"] == "related"] == [f"{PUBLIC}changes"]
    graph = rdflib.Graph().parse(served.client.get("/void.ttl").content, format="turtle")
    [service] = graph.subjects(DCTERMS.conformsTo, URIRef("https://w3id.org/ldes/specification"))
    assert only(graph, service, URIRef(f"{DCAT}endpointURL")) == URIRef(f"{BASE_IRI}changes")
    assert only(graph, service, URIRef(f"{DCAT}servesDataset")) == URIRef(f"{BASE_IRI}dataset")


def test_the_program_on_the_page_of_releases_gets_the_resources(
    served: Server, made: list[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/reference/release.md").read_text("utf-8")
    [program] = re.findall(r"(?ms)^```python\n(.*?)^```", page)
    parse = rdflib.Graph.parse

    def parse_served(graph: rdflib.Graph, address: str, **form: str) -> rdflib.Graph:
        return parse(graph, data=served.fetch(address), **form)

    monkeypatch.setattr(rdflib.Graph, "parse", parse_served)
    names: dict[str, Any] = {}
    exec(program.replace(BASE_IRI, PUBLIC), names)
    assert {str(resource) for resource in names["held"]} == resources_of(made[-1])


# --- the stream as files -----------------------------------------------------------------------------------------


def test_a_site_has_the_stream_as_files(made: list[Release], replica: Replica, tmp_path: Path) -> None:
    summary = write_site(made[2], (), tmp_path / "site", address="https://example.org/graph")
    assert summary.files == sum(path.is_file() for path in (tmp_path / "site").rglob("*"))
    assert summary.bytes == sum(path.stat().st_size for path in (tmp_path / "site").rglob("*") if path.is_file())
    base, site = "https://example.org/graph/", tmp_path / "site"
    found = replicate(lambda address: (site / address.removeprefix(base)).read_bytes(), f"{base}changes.ttl")
    assert found.members == replica.members
    files = {path.relative_to(site).as_posix() for path in (*site.glob("changes*.ttl"), *site.glob("changes/**/*.ttl"))}
    assert files == {address.removeprefix(base) for address in found.pages}
    assert 'href="changes.ttl"' in (site / "index.html").read_text("utf-8")


def test_a_site_without_an_address_or_a_history_has_none(three: list[Release], tmp_path: Path) -> None:
    moved = Release(str(shutil.move(three[2].folder, tmp_path / "elsewhere")), three[2].manifest)
    for release, address in ((three[1], None), (moved, PUBLIC)):
        write_site(release, (), tmp_path / "site", address=address)
        assert not list((tmp_path / "site").glob("changes*"))
        assert "changes.ttl" not in (tmp_path / "site/index.html").read_text("utf-8")
