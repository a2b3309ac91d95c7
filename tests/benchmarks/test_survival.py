"""The benchmarks of survival, in short: what is killed comes back whole, and a mix of requests is answered right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digov.model.release import Release
from digov.release import ReleaseContent, open_release, write_release

ROOT = Path(__file__).parents[2]

WRITES = """
import pickle, sys
from pathlib import Path
from digov.release import write_release
first, second = pickle.loads(Path(sys.argv[2]).read_bytes())
print("begun", flush=True)
while True:
    for content in (second, first):
        write_release(Path(sys.argv[1]), content)
"""


def run(script: str, *arguments: str) -> str:
    """Return what a benchmark prints; one that found something wrong fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGOV_")}
    command = [sys.executable, "-W", "ignore", str(ROOT / "benchmarks" / script), *arguments]
    environment = {**kept, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_killed_server_and_killed_query_processes_come_back(example_release: Release) -> None:
    folder = str(Path(example_release.folder).parent)
    shown = run("survival.py", "--releases", folder, "--moments", "3", "--kinds", "server,worker")
    assert "| the server | 3 | 0 |" in shown
    assert "| a query process | 3 | 0 |" in shown
    assert "Nothing was lost." in shown


@pytest.mark.slow
def test_a_mix_of_requests_is_answered_right(releases: Path) -> None:
    shown = run("soak.py", "--releases", str(releases), "--minutes", "0.3", "--clients", "4")
    assert "| light query | 200 ×" in shown
    assert "| heavy query |" in shown
    assert "No wrong answer." in shown


def test_writing_can_be_killed_at_any_moment(tmp_path: Path, content_of: Callable[..., ReleaseContent]) -> None:
    """A process that writes two releases in turn, without end, is killed 15 times; there is always a whole one."""
    import pickle

    contents = (content_of("example"), content_of("example", "second"))
    releases, pickled = tmp_path / "releases", tmp_path / "contents"
    pickled.write_bytes(pickle.dumps(contents))
    known = {content.manifest.id for content in contents}
    chance = random.Random(7)
    write_release(releases, contents[0])
    for _ in range(15):
        # Every other time the one that is not current is away, so that all of it is written again.
        current = open_release(releases).manifest.id
        for other in known - {current}:
            shutil.rmtree(releases / other, ignore_errors=True)
        command = [sys.executable, "-c", WRITES, str(releases), str(pickled)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(chance.uniform(0.0, 0.06))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert open_release(releases).manifest.id in known
    for content in contents:
        assert open_release(Path(write_release(releases, content).folder)).manifest == content.manifest
    assert not list(releases.glob(".staging-*"))
