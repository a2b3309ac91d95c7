"""The server follows the current release, and ends in good order; started as a user starts it, asked over the wire."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from digov.model.release import Release
from digov.release import ReleaseContent, open_release, write_release
from digov.server import follow
from digov.server.follow import Follower
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = {"DIGOV_FOLLOW_SECONDS": "0.1", "DIGOV_WORKERS": "2", "DIGOV_QUERY_SECONDS": "2"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) > STR(?l)) }"


class Served:
    """A server of a folder of releases, with what it wrote to its log."""

    def __init__(self, releases: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGOV_")}
        environ = {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **SETTINGS}
        command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--releases", str(releases)]
        self._log = (releases.parent / "log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        assert self.process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", self.process.stdout.readline())
        assert address
        self.address = address.group()
        self.client = httpx.Client(base_url=self.address, timeout=30)

    def health(self) -> dict[str, object]:
        found: dict[str, object] = self.client.get("/health").json()
        return found

    def wait(self, holds: Callable[[dict[str, object]], bool]) -> dict[str, object]:
        """Return what the server says of itself once it is so."""
        end = time.monotonic() + 20
        while not holds(health := self.health()):
            assert time.monotonic() < end, health
            time.sleep(0.05)
        return health

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def logs(self, words: str) -> bool:
        """Return whether ``words`` come to stand in the log; what is told over HTTP may be logged a moment later."""
        end = time.monotonic() + 10
        while words not in self.log():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def stop(self) -> int:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@pytest.fixture
def served(tmp_path: Path, content_of: Callable[..., ReleaseContent]) -> Iterator[Served]:
    write_release(tmp_path / "releases", content_of("example"))
    server = Served(tmp_path / "releases")
    yield server
    if server.process.poll() is None:
        assert server.stop() == 0


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def point(releases: Path, name: str) -> None:
    aside = releases / "current.new"
    aside.write_text(name + "\n", encoding="utf-8")
    aside.replace(releases / "current")


def test_a_new_release_takes_over_and_no_request_is_dropped(
    served: Served, releases: Path, content_of: Callable[..., ReleaseContent]
) -> None:
    first = served.health()["release"]
    stopped = threading.Event()
    outcomes: list[tuple[int, str]] = []

    def ask(path: str) -> None:
        with httpx.Client(base_url=served.address, timeout=30, headers={"Accept": "text/csv"}) as client:
            number = 0
            while not stopped.is_set():
                number += 1
                answer = client.get(path.format(number), headers={"Accept": "*/*"} if "doc" in path else {})
                outcomes.append((answer.status_code, answer.text))

    query = "/sparql?query=SELECT (COUNT(DISTINCT ?i) AS ?n) WHERE {{ ?s dg:inInstrument ?i }} %23 {}"
    paths = (query, query, "/doc/example?{}", "/?{}")
    threads = [threading.Thread(target=ask, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    try:
        release = write_release(releases, content_of("example", "second"))
        health = served.wait(lambda health: health["release"] == release.id)
        time.sleep(0.5)
    finally:
        stopped.set()
        for thread in threads:
            thread.join(30)
    assert release.id != first
    assert health["refused"] is None
    assert {status for status, _ in outcomes} == {200}
    assert {text.split()[1] for _, text in outcomes if text.startswith("n\r\n")} == {"1", "2"}
    assert served.client.get("/doc/second").status_code == 200
    assert served.logs("takes over from")


def test_a_damaged_release_is_refused_until_it_is_whole(
    served: Served, releases: Path, content_of: Callable[..., ReleaseContent]
) -> None:
    first = str(served.health()["release"])
    aside = releases.parent / "aside"
    second = write_release(aside, content_of("example", "second"))
    (aside / second.id).rename(releases / second.id)
    graph = releases / second.id / "graph.nq"
    whole = graph.read_bytes()
    graph.write_bytes(whole[:-20])
    point(releases, second.id)
    health = served.wait(lambda health: health["refused"] is not None)
    assert health["release"] == first
    assert health["status"] == "ok"
    assert health["refused"]["release"] == second.id
    assert "checksum" in health["refused"]["message"]
    assert str(releases) not in json.dumps(health)
    assert served.client.get("/doc/example").status_code == 200
    assert served.logs("is refused")
    graph.write_bytes(whole)
    assert served.wait(lambda health: health["release"] == second.id)["refused"] is None


def test_a_pointer_to_nothing_changes_nothing(served: Served, releases: Path) -> None:
    first = (releases / "current").read_text(encoding="utf-8").strip()
    for name in ("..", "nothing", "../releases", "x/y", "z" * 5000):
        point(releases, name)
        assert served.wait(lambda health: health["refused"] is not None)["release"] == first
        point(releases, first)
        served.wait(lambda health: health["refused"] is None)
    point(releases, "")
    time.sleep(0.4)
    assert served.health()["refused"] is None
    (releases / "current").unlink()
    time.sleep(0.4)
    assert served.health()["release"] == first


def test_a_release_under_another_name_is_opened_once(
    releases: Path, content_of: Callable[..., ReleaseContent], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_release(releases, content_of("example"))
    services = Services(open_service(open_release(releases), ROOT / "queries", Settings(workers=1)))
    opened: list[str] = []

    def counted(path: Path) -> Release:
        opened.append(open_release(path).id)
        return open_release(path)

    async def run() -> None:
        follower = Follower(services, releases, ROOT / "queries")
        link = releases / "latest"
        link.symlink_to(first.id)
        point(releases, "latest")
        assert [await follower.look() for _ in range(3)] == [False] * 3
        assert opened == [first.id]
        assert services.refused is None
        second = write_release(releases, content_of("example", "second"))
        point(releases, "latest")
        link.unlink()
        link.symlink_to(second.id)
        try:
            assert [await follower.look() for _ in range(3)] == [True, False, False]
            assert opened == [first.id, second.id]
            assert services.current.release.id == second.id
        finally:
            await follower.close()
            await services.current.pool.close()

    monkeypatch.setattr(follow, "open_release", counted)
    asyncio.run(run())


def test_when_told_to_stop_it_answers_what_it_is_answering_and_takes_nothing_new(served: Served) -> None:
    outcomes: list[int] = []

    def ask() -> None:
        with httpx.Client(base_url=served.address, timeout=30) as client:
            outcomes.append(client.get("/sparql", params={"query": RUNAWAY}).status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.7)
    below = children(served.process.pid)
    assert below
    served.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.address}/health", timeout=5)
    thread.join(30)
    assert outcomes == [504]
    assert served.process.wait(15) == 0
    end = time.monotonic() + 5
    while (left := [pid for pid in below if lives(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left


def lives(pid: int) -> bool:
    """Return whether a process is there that has not ended; one that nobody has asked after is listed, but has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Return all processes below one."""
    found = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]
    return [*found, *(one for child in found for one in children(child))]
