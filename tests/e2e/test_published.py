"""What is published is what was built: dumps, hash and endpoint hold the same statements, and a stranger can see it."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digov.model.release import Release
from digov.release import open_release

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def address(releases: Path) -> Iterator[str]:
    """Start ``digov serve`` on a free port, and stop that process afterwards."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--releases", str(releases)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    yield found.group()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) is not None


def test_the_endpoint_and_every_dump_hold_the_graph_term_for_term(address: str, releases: Path, digov: Run) -> None:
    manifest = open_release(releases).manifest
    done = digov("verify", address + "/", "--hash", manifest.rdfc10)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, "\n".join(lines) + done.stderr.decode()
    assert all(line.startswith("ok ") for line in lines)
    for dump in manifest.dumps:
        assert any(f"{dump.path}: " in line for line in lines)
    for graph, count in manifest.graphs.items():
        assert f"ok      endpoint: <{graph}>: {count:,} triples, the same term for term" in lines


def test_the_hash_can_be_made_without_digov(releases: Path) -> None:
    """As ``gunzip -c digov.nq.gz | LC_ALL=C sort | sha256sum`` does."""
    release = open_release(releases)
    packed = (Path(release.folder) / "dumps/digov.nq.gz").read_bytes()
    lines = sorted(gzip.decompress(packed).splitlines(keepends=True))
    assert hashlib.sha256(b"".join(lines)).hexdigest() == release.manifest.rdfc10


def test_a_damaged_release_is_found(example_release: Release, tmp_path: Path, digov: Run) -> None:
    folder = tmp_path / example_release.id
    shutil.copytree(example_release.folder, folder)
    assert digov("verify", folder).returncode == 0
    with (folder / "dumps/digov.trig.gz").open("ab") as file:
        file.write(b"x")
    done = digov("verify", folder)
    assert done.returncode == 5
    assert b"WRONG" in done.stdout
    assert b"1 check failed" in done.stderr


def test_a_file_of_another_origin_is_verified(tmp_path: Path, digov: Run) -> None:
    (tmp_path / "a.ttl").write_text('[] <http://example.org/p> "1" .', encoding="utf-8")
    canonical = '_:c14n0 <http://example.org/p> "1" .\n'
    expected = hashlib.sha256(canonical.encode()).hexdigest()
    assert digov("verify", tmp_path / "a.ttl", "--hash", expected).returncode == 0
    assert digov("verify", tmp_path / "a.ttl", "--hash", "0" * 64).returncode == 5
    for wrong in (tmp_path / "missing.ttl", "file:///etc/hostname", "http://127.0.0.1:9/"):
        done = digov("verify", wrong)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def test_changes_from_a_release_to_a_file(example_release: Release, tmp_path: Path, digov: Run) -> None:
    lines = (Path(example_release.folder) / "graph.nq").read_text(encoding="utf-8").splitlines()
    (tmp_path / "new.nq").write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")
    folder = str(Path(example_release.folder).parent)
    same = digov("changes", example_release.id, "--releases", folder)
    assert same.stdout.decode() == "0 quads added, 0 removed\n"
    done = digov("changes", example_release.id, tmp_path / "new.nq", "--format", "nquads", "--releases", folder)
    assert done.stdout.decode().splitlines() == ["# removed", lines[0], "# added"]
    assert digov("changes", "missing", "--releases", folder).returncode == 2
