"""A real server on the five documents, and the release that it serves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from digov.pages import Library
from digov.release import open_release
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="package")
def site(releases: Path) -> Iterator[httpx.Client]:
    """Start ``digov serve`` on a free port, and stop that process afterwards."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--out", str(releases)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert address, line
    with httpx.Client(base_url=address.group(), timeout=30, follow_redirects=False) as client:
        yield client
    process.send_signal(signal.SIGINT)
    assert process.wait(20) is not None


@pytest.fixture(scope="package")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


@pytest.fixture(scope="package")
def library(store: ReleaseStore) -> Library:
    return Library(store)
