"""Releases that are not what they should be: refused with the name of the file, and never the end of the follower or of its log."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from digov.model.errors import ReleaseError
from digov.model.release import Release, ReleaseFile
from digov.pages.reader import RDF_TYPE
from digov.release import ReleaseContent, open_release, write_release
from digov.server import follow
from digov.server.follow import Follower, following
from digov.server.journal import Journal, JournalHandler
from digov.server.linked.desk import Desks
from digov.server.service import Service, Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
ODD_REPORTS = {
    "list": b"[1]",
    "without instruments": b'{"issues": {}}',
    "instruments in a list": b'{"instruments": [], "issues": {}}',
    "an instrument without counts": b'{"instruments": {"example": {}}, "issues": {}}',
    "brackets": b"[" * 100_000,
    "not UTF-8": b'{"instruments": {"\xff": {}}, "issues": {}}',
    "nothing": b"",
    "gone": None,
}


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def point(releases: Path, name: str) -> None:
    (releases / "current").write_text(name + "\n", encoding="utf-8")


@pytest.fixture
def changed(releases: Path, content_of: Callable[..., ReleaseContent]) -> Callable[[str, bytes | None], str]:
    """Return what makes a release current of which one file holds something else, as its manifest says."""

    def change(name: str, data: bytes | None) -> str:
        release = write_release(releases, content_of("example", "second"))
        folder = Path(release.folder)
        kept = [file for file in release.manifest.files if file.path != name]
        if data is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(data)
            kept.append(ReleaseFile(name, len(data), hashlib.sha256(data).hexdigest()))
        manifest = msgspec.structs.replace(release.manifest, files=tuple(sorted(kept)))
        manifest = msgspec.structs.replace(manifest, id=manifest.expected_id())
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
        folder.rename(releases / manifest.id)
        point(releases, manifest.id)
        return manifest.id

    return change


@pytest.mark.parametrize("report", ODD_REPORTS.values(), ids=ODD_REPORTS)
def test_a_release_with_an_odd_report_is_refused(
    releases: Path, changed: Callable[[str, bytes | None], str], report: bytes | None
) -> None:
    release = open_release(releases / changed("report.json", report))
    with pytest.raises(ReleaseError, match="the report cannot be read: ") as raised:
        open_service(release, ROOT / "queries", Settings())
    assert raised.value.where == str(Path(release.folder) / "report.json")
    assert raised.value.remedy == "Build the release again with: digov build."
    assert str(releases) not in raised.value.message


@pytest.fixture
def follower(releases: Path, content_of: Callable[..., ReleaseContent]) -> tuple[Follower, Services]:
    write_release(releases, content_of("example"))
    settings = Settings(workers=1, follow_seconds=0.01)
    services = Services(open_service(open_release(releases), ROOT / "queries", settings))
    Desks(services)
    return Follower(services, releases, ROOT / "queries"), services


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("report.json", b"[1]", "report.json: the report cannot be read: Expected `object`, got `array`"),
        ("report.json", b"{}", "report.json: the report cannot be read: Object missing required field `instruments`"),
        (
            "graph.nq",
            b"<https://w3id.org/digov/id/body/a b> <" + RDF_TYPE.encode() + b"> <https://w3id.org/digov/ns#Body> .\n",
            "graph.nq: the graph holds what is no IRI: Invalid IRI code point ' '",
        ),
    ],
)
def test_an_odd_release_is_refused_and_named_by_its_file(
    follower: tuple[Follower, Services],
    changed: Callable[[str, bytes | None], str],
    caplog: pytest.LogCaptureFixture,
    file: str,
    data: bytes,
    words: str,
) -> None:
    follows, services = follower
    first = services.current.release.id
    odd = changed(file, data)
    assert asyncio.run(follows.look()) is False
    assert services.current.release.id == first
    assert services.refused is not None
    assert (services.refused.release, services.refused.message) == (odd, words)
    assert "remedy: Build the release again" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


def test_a_manifest_of_wrong_types_is_refused(
    follower: tuple[Follower, Services], releases: Path, changed: Callable[[str, bytes | None], str]
) -> None:
    follows, services = follower
    odd = changed("report.json", b"[1]")
    file = releases / odd / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "graphs": {"a": "b"}}), "utf-8")
    assert asyncio.run(follows.look()) is False
    assert services.refused is not None
    assert (
        services.refused.message
        == "manifest.json: the manifest is malformed: Expected `int`, got `str` - at `$.graphs[...]`"
    )


def test_what_nobody_foresaw_is_logged_with_its_trace_and_ends_nothing(
    follower: tuple[Follower, Services],
    releases: Path,
    content_of: Callable[..., ReleaseContent],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither while a release is opened, nor while the pointer is read: the one before stays, and the next look comes."""
    follows, services = follower
    first = services.current.release.id
    second = write_release(releases, content_of("example", "second"))
    failures = [OSError("odd")]
    read = follow._pointer

    def odd(release: Release, queries: Path, settings: Settings) -> Service:
        raise AttributeError("'str' object has no attribute 'get'")

    def fails_once(folder: Path) -> str | None:
        if failures:
            raise failures.pop()
        return read(folder)

    async def run() -> None:
        async with following(follows):
            await until(lambda: services.refused is not None)
            refused = services.refused
            assert refused is not None
            assert (refused.release, refused.message) == (second.id, "cannot be opened (AttributeError)")
            assert services.current.release.id == first
            point(releases, first)
            await until(lambda: services.refused is None)
            monkeypatch.undo()
            point(releases, second.id)
            await until(lambda: services.current.release.id == second.id)
            await services.current.pool.close()

    monkeypatch.setattr(follow, "_pointer", fails_once)
    monkeypatch.setattr(follow, "open_service", odd)
    asyncio.run(run())
    raised = [record.exc_info[0] for record in caplog.records if record.exc_info]
    assert raised == [OSError, AttributeError]
    assert "in odd" in caplog.text


def test_the_journal_says_where_an_exception_passed_but_not_its_words() -> None:
    out = io.StringIO()
    journal = Journal(out)
    log = logging.Logger("digov.server")
    log.addHandler(JournalHandler(journal))

    def inner() -> None:
        raise ValueError("private")

    try:
        inner()
    except ValueError:
        log.exception("it failed")
    journal.start()
    journal.stop()
    [entry] = map(json.loads, out.getvalue().splitlines())
    assert (entry["message"], entry["exception"]) == ("it failed", "ValueError")
    name = "test_the_journal_says_where_an_exception_passed_but_not_its_words"
    assert [place.rpartition(":")[0] for place in entry["trace"]] == [name, f"{name}.<locals>.inner"]
    assert "private" not in out.getvalue()
