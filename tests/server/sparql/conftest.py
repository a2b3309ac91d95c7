"""A server on the example release, with small limits, asked over the wire."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from digov.model.release import Release

ROOT = Path(__file__).parents[3]
SECONDS = 1.5
"""Seconds that a query may take here."""

Running = tuple[httpx.Client, subprocess.Popen[str], Path]
Start = Callable[..., AbstractContextManager[Running]]


@contextmanager
def running(releases: Path, folder: Path, **settings: str) -> Iterator[Running]:
    """Start ``digov serve`` on a free port; yield a client, the process, its log; and stop that process afterwards."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    environ |= {f"DIGOV_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--out", str(releases)]
    log = folder / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + log.read_text()
        with httpx.Client(base_url=found.group(), timeout=30) as client:
            assert client.get("/health").status_code == 200
            yield client, process, log
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) is not None
        process.stdout.close()


@pytest.fixture(scope="session")
def start(example_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Return what starts a server on the example release with the given settings."""
    releases = Path(example_release.folder).parent

    def starting(**settings: str) -> AbstractContextManager[Running]:
        return running(releases, tmp_path_factory.mktemp("server"), **settings)

    return starting


@pytest.fixture(scope="session")
def site(start: Start) -> Iterator[httpx.Client]:
    """Return a client of a server on which a query may take a second and a half."""
    with start(query_seconds=str(SECONDS)) as (client, _, _):
        yield client


@pytest.fixture(scope="session")
def cached() -> Callable[[httpx.Client], float]:
    """Return what tells how many requests a server has answered with what it kept."""

    def count(client: httpx.Client) -> float:
        lines = client.get("/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("digov_cached_answers_total"))

    return count
