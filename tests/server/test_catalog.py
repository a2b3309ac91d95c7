"""What depends on more than the release that is served: it is never given again from what the server keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from digov.model.release import Release
from digov.release import ReleaseContent, write_release
from digov.server.app import create_app
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
ANY = {"Accept": "*/*"}
HTML = {"Accept": "text/html"}
DESCRIBED = [
    *(("/void", {"Accept": kind}) for kind in ("text/turtle", "application/ld+json", "application/rdf+xml")),
    ("/dcat", {"Accept": "application/n-triples"}),
    *((path, ANY) for path in ("/void.ttl", "/void.nq", "/dcat.trig")),
]
LISTED = [("/releases", ANY), ("/releases", HTML), ("/feed.atom", ANY)]


@pytest.fixture
def served(tmp_path: Path, content_of: Callable[..., ReleaseContent]) -> tuple[TestClient, Release, Release]:
    """Return a server of the first of two releases, and both; the second is not there yet."""
    first = write_release(tmp_path / "releases", content_of("example"))
    second = write_release(tmp_path / "aside", content_of("example", "second"))
    services = Services(open_service(first, ROOT / "queries", Settings(log_requests=False)))
    return TestClient(create_app(services), follow_redirects=False), first, second


@pytest.mark.parametrize(("path", "headers"), [*DESCRIBED, *LISTED])
def test_a_release_that_comes_or_goes_is_seen_at_once(
    served: tuple[TestClient, Release, Release], path: str, headers: dict[str, str]
) -> None:
    """While the release that is served stays the same; also by one who asks whether what it has still holds."""
    client, first, second = served
    for encoding in ("identity", "gzip"):
        asked = {**headers, "Accept-Encoding": encoding}
        alone = client.get(path, headers=asked)
        assert (alone.status_code, second.id in alone.text) == (200, False)
        beside = Path(first.folder).with_name(second.id)
        shutil.copytree(second.folder, beside)
        both = client.get(path, headers=asked)
        assert second.id in both.text
        tag = {"If-None-Match": alone.headers.get("ETag", '"none"')}
        assert client.get(path, headers={**asked, **tag}).status_code == 200
        shutil.rmtree(beside)
        again = client.get(path, headers=asked)
        assert again.content == alone.content
        assert again.headers.get("ETag") == alone.headers.get("ETag")


def test_a_list_of_dumps_is_gone_with_its_release(served: tuple[TestClient, Release, Release]) -> None:
    client, first, second = served
    beside = Path(first.folder).with_name(second.id)
    path = f"/releases/{second.id}"
    for headers in (ANY, HTML):
        assert client.get(path, headers=headers).status_code == 404
        shutil.copytree(second.folder, beside)
        for _ in range(2):
            assert client.get(path, headers=headers).status_code == 200
        shutil.rmtree(beside)
        assert client.get(path, headers=headers).status_code == 404


def test_a_tombstone_stands_as_long_as_the_release_that_held_the_thing(
    tmp_path: Path, content_of: Callable[..., ReleaseContent]
) -> None:
    old = write_release(tmp_path, content_of("example", "second"))
    new = write_release(tmp_path, content_of("second"))
    services = Services(open_service(new, ROOT / "queries", Settings(log_requests=False)))
    client = TestClient(create_app(services), follow_redirects=False)
    for _ in range(2):
        assert client.get("/doc/example", headers=HTML).status_code == 410
    shutil.rmtree(old.folder)
    assert client.get("/doc/example", headers=HTML).status_code == 404


def test_what_no_cache_may_give_again_unasked_is_known_by_its_tag(
    served: tuple[TestClient, Release, Release],
) -> None:
    client, _, _ = served
    for path, headers in (*DESCRIBED, ("/releases", ANY), ("/releases", HTML)):
        first = client.get(path, headers=headers)
        assert "no-cache" in first.headers["Cache-Control"]
        again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    tags = {client.get(path, headers=headers).headers["ETag"] for path, headers in DESCRIBED[:3]}
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_the_state_of_the_server_is_told_anew(served: tuple[TestClient, Release, Release], path: str) -> None:
    client, _, _ = served
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers
