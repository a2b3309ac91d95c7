"""How documents answer: negotiation, headers, what is not there, and requests that mean harm."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from digov.release import ReleaseContent, write_release
from digov.server.app import create_app
from digov.server.linked.tombstones import tombstone_of
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[3]
ITU = "/doc/body/itu"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-quads", "application/n-quads"),
        ("application/trig, text/turtle;q=0.9", "application/trig"),
        ("text/turtle;q=0.1, application/n-triples;q=0.2", "application/n-triples"),
        ("application/*", "application/n-triples"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
    ],
)
def test_the_form_that_is_preferred_is_given(site: httpx.Client, accept: str | None, media_type: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    request = site.build_request("GET", ITU, headers=headers)
    if accept is None:
        del request.headers["accept"]
    answer = site.send(request)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert "Accept" in answer.headers["vary"]


def test_what_no_document_is_given_in_is_told_with_what_there_is(site: httpx.Client) -> None:
    answer = site.get(ITU, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert set(answer.json()) == {"error", "message", "remedy"}
    assert "text/turtle" in answer.json()["remedy"]
    assert site.get(f"{ITU}?format=docx").status_code == 406
    assert site.get(f"{ITU}?format=jsonld").headers["content-type"].startswith("application/ld+json")


def test_headers_lead_to_the_other_forms(site: httpx.Client) -> None:
    answer = site.get(ITU, headers={"Accept": "text/turtle"})
    links = dict(re.findall(r'<([^>]+)>; rel="(canonical|describes|describedby|license)"', answer.headers["link"]))
    assert links == {
        "https://w3id.org/digov/doc/body/itu": "canonical",
        "https://w3id.org/digov/id/body/itu": "describes",
        "/dataset": "describedby",
        "https://creativecommons.org/licenses/by/4.0/": "license",
    }
    others = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"]))
    assert others[f"{ITU}.jsonld"] == "application/ld+json"
    assert others[f"{ITU}.html"] == "text/html"
    assert f"{ITU}.ttl" not in others
    assert answer.headers["content-location"] == f"{ITU}.ttl"
    for address, media_type in others.items():
        assert site.get(address).headers["content-type"].startswith(media_type)


def test_what_the_client_has_is_not_sent_again(site: httpx.Client) -> None:
    first = site.get(ITU, headers={"Accept": "text/turtle"})
    page = site.get(ITU, headers={"Accept": "text/html"})
    assert first.headers["etag"] != page.headers["etag"]
    again = site.get(ITU, headers={"Accept": "text/turtle", "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = site.get(ITU, headers={"Accept": "text/html", "If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path", [ITU, f"{ITU}.rdf", "/id/body/itu", "/ns", "/doc/body/nothing", "/resolve?symbol=A/80/62"]
)
def test_head_is_get_without_a_body(site: httpx.Client, path: str) -> None:
    get, head = site.get(path), site.head(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    left_out = {"date", "server"}
    assert {k: v for k, v in head.headers.items() if k not in left_out} == {
        k: v for k, v in get.headers.items() if k not in left_out
    }


def test_what_is_misspelt_is_answered_with_what_is_alike(site: httpx.Client) -> None:
    answer = site.get("/id/body/unseco")
    assert answer.status_code == 404
    assert "/doc/body/unesco" in answer.json()["remedy"]
    page = site.get("/id/body/unseco", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert '<a href="/doc/body/unesco">' in page.text
    assert site.get("/doc/body/itu/").headers["location"] == ITU
    assert site.get("/id/sdg/9").headers["location"] == "/doc/sdg/9"
    assert site.get("/id/gdc-base/para_44%23act-1").headers["location"] == "/doc/gdc-base/para_44#act-1"


def test_what_an_older_release_held_is_gone_and_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of a subject are found in a sorted file, at its start, in its middle, at its end, and nowhere else."""
    from digov.server.linked import tombstones

    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    names = [f"https://w3id.org/digov/id/body/{name}" for name in ("a", "b", "b-c", "m", "z")]
    lines = sorted(f'<{name}> {label} "{name[-1]}" <https://w3id.org/digov/graph/v> .\n' for name in names)
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    (old / "graph.nq").write_text("".join(lines))
    (new / "graph.nq").write_text(lines[0])
    monkeypatch.setattr(tombstones, "_listed", lambda _folder, _time: (old, new))
    for name in names:
        grave = tombstone_of(name, new)
        assert grave is not None
        assert (grave.release, grave.label) == ("old", name[-1])
    for other in (
        "https://w3id.org/digov/id/body/",
        "https://w3id.org/digov/id/body/b-",
        names[0] + "#x",
        "https://zzz/",
    ):
        assert tombstone_of(other, new) is None
    assert tombstone_of(names[1], old) is None, "the oldest has none before it"


HOSTILE = [
    "/doc/../../../../etc/passwd",
    "/doc/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/doc/..%2f..%2f..%2fetc%2fpasswd",
    "/doc/%00",
    "/doc/body/itu%00.ttl",
    "/doc/body%5citu",
    "/id/%ff%fe",
    "/id/%ed%a0%80",
    "/doc/%f0%9f%92%a9",
    "/doc//evil.example/",
    "//evil.example/%2f..",
    "/doc/%0d%0aSet-Cookie:%20x=1",
    "/id/<script>alert(1)</script>",
    "/doc/%3Cscript%3Ealert(1)%3C/script%3E",
    "/doc/body/itu%22%3E%3Csvg%20onload=alert(1)%3E",
    "/doc/" + "a/" * 400,
    "/doc/" + "x" * 30_000,
    "/graph/%3E%20.%20%3Chttp://evil",
    "/linkset/%7b%7b7*7%7d%7d",
    "/ns/../id/body/itu",
    "/resolve?symbol=%3Cscript%3Ealert(1)%3C/script%3E",
    "/resolve?instrument=%00%ff&para=1",
    "/resolve?symbol=E/RES/2024/13&para=%3Cscript%3Ealert(1)%3C/script%3E",
    "/resolve?symbol=" + "A" * 5_000,
    "/resolve?symbol=E/RES/2024/13&format=../../x",
    "/akn/un/../../../etc/passwd",
    "/akn/" + "%2f" * 300,
    "/lookup?iri=javascript:alert(1)",
    "/lookup?iri=http://[::1",
    "/lookup?iri=http://evil.example/%3Cscript%3E",
    "/lookup?iri=%ff",
    "/reconcile?queries=[1",
    "/reconcile?queries=" + quote('{"q":{"query":' + '{"a":' * 200 + "1" + "}" * 200 + "}}"),
    "/reconcile?callback=alert&queries={}",
    "/reconcile/preview?id=%3Cscript%3E",
    "/reconcile/suggest/entity?prefix=%00%ff",
]


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_requests_that_mean_harm_get_a_plain_refusal(site: httpx.Client, target: str, accept: str) -> None:
    """Sent byte for byte, since clients tidy paths up."""
    request = f"GET {target} HTTP/1.1\r\nHost: evil.example\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((site.base_url.host, site.base_url.port or 80), timeout=20) as connection:
        connection.sendall(request.encode("latin-1", "replace"))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    assert status < 500, head
    assert status != 200 or target.startswith("/reconcile/suggest"), head
    is_page = b"content-type: text/html" in head.lower()
    for planted in (b"root:", b"Traceback", b"/src/digov", *([b"<script>alert", b"<svg"] if is_page else [])):
        assert planted not in body
    assert b"x-content-type-options: nosniff" in head.lower()
    assert b"set-cookie" not in head.lower()
    location = re.search(rb"(?im)^location: (\S+)", head)
    assert location is None or re.match(rb"/[^/\\]", location[1]), location
    assert b"evil.example" not in head


def test_a_release_later_the_instrument_is_gone_its_bodies_are_not(
    tmp_path: Path, content_of: Callable[..., ReleaseContent]
) -> None:
    write_release(tmp_path, content_of("example", "second"))
    release = write_release(tmp_path, content_of("second"))
    services = Services(open_service(release, ROOT / "queries", Settings()))
    client = TestClient(create_app(services), follow_redirects=False)
    gone = client.get("/id/example/para_1", headers={"Accept": "text/html"})
    assert gone.status_code == 410
    assert "is gone: release" in gone.text
    assert client.get("/doc/example.ttl").status_code == 410
    assert client.get("/doc/example/para_99").status_code == 404
    assert client.get("/doc/second/para_1").status_code == 200
    assert client.get("/doc/body/registrar").status_code == 200
