"""The whole way on the five documents: built, valid, the same bytes each time, and safe when it is cut short."""

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

import msgspec
import pytest

from digov.release import open_release
from digov.store import ReleaseStore, SelectResult

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[bytes]]

SLUGS = ("a-80-62", "e-res-2024-13", "gdc-base", "gdc-redline", "wsis20-zero-unesco")


def test_release_holds_the_five_documents(releases: Path) -> None:
    release = open_release(releases)
    assert tuple(source.slug for source in release.manifest.sources) == SLUGS
    graphs = {name.rpartition("/graph/")[2] for name in release.manifest.graphs}
    assert graphs == {*SLUGS, "alignment", "vocabulary", "inferred", "provenance"}


def test_release_conforms_to_its_shapes(releases: Path, digov: Run) -> None:
    done = digov("validate", "--out", releases)
    assert done.returncode == 0, done.stdout.decode()
    assert b"0 violation" in done.stdout


def test_summary_names_every_instrument_and_count(tmp_path: Path, digov: Run) -> None:
    done = digov("build", "--out", tmp_path / "releases")
    words = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    for slug in SLUGS:
        assert slug in words
    for column in ("segments", "acts", "SDG links", "bodies", "deadlines", "references", "open"):
        assert column in words


def test_two_builds_give_the_same_bytes(releases: Path, tmp_path: Path, digov: Run) -> None:
    """Whatever the order in which the folder is read and whatever the hash seed."""
    names = list(SLUGS)
    random.Random(7).shuffle(names)
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in names:
        shutil.copytree(ROOT / "data" / "sources" / name, sources / name)
    done = digov("build", "--quiet", "--sources", sources, "--out", tmp_path / "releases", PYTHONHASHSEED="4711")
    assert done.returncode == 0, done.stderr.decode()
    first, second = open_release(releases), open_release(tmp_path / "releases")
    assert first.manifest == second.manifest
    for file in (*first.manifest.files, *first.manifest.dumps):
        assert (Path(first.folder) / file.path).read_bytes() == (Path(second.folder) / file.path).read_bytes()


def test_records_back_the_graph(releases: Path) -> None:
    """Every segment of the records is in the graph with the same text, and the other way round."""
    release = open_release(releases)
    lines = (Path(release.folder) / "records.jsonl").read_bytes().splitlines()
    records = {(r["document"], r["segment"]): r["text"] for r in map(msgspec.json.decode, lines)}
    found = ReleaseStore(release).query("SELECT ?s ?text WHERE { ?s dg:order ?o ; dg:text ?text }")
    assert isinstance(found, SelectResult)
    graph = {}
    for segment, text in found.rows:
        document, _, name = segment.value.removeprefix("https://w3id.org/digov/id/").partition("/")
        graph[document, name] = text.value
    assert graph == records


def test_a_killed_build_leaves_the_release_before(releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(releases, folder)
    before = open_release(folder)
    command = [sys.executable, "-m", "digov.cli", "build", "--quiet", "--out", str(folder)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for wait in (0.3, 1.5, 3.0):
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert open_release(folder) == before


@pytest.mark.parametrize(
    ("name", "words", "status"),
    [
        ("concepts/broken.ttl", "<id/body/x> a dg:Body ;", 3),
        (
            "concepts/twice.ttl",
            '<id/body/x> a dg:Body ; skos:prefLabel "International Telecommunication Union"@en .',
            3,
        ),
        ("concepts/bad.ttl", "<id/body/x> a dg:Body .", 3),
    ],
)
def test_a_bad_lexicon_stops_the_build(
    releases: Path, tmp_path: Path, digov: Run, name: str, words: str, status: int
) -> None:
    tree = tmp_path / "tree"
    for part in ("ontology", "shapes", "queries", "data/sources", "data/curated", "data/gold"):
        shutil.copytree(ROOT / part, tree / part)
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    head = "@base <https://w3id.org/digov/> . @prefix dg: <https://w3id.org/digov/ns#> .\n"
    head += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (tree / "ontology" / name).write_text(head + words)
    folder = tmp_path / "releases"
    shutil.copytree(releases, folder)
    before = open_release(folder)
    done = digov("build", "--quiet", "--out", folder, cwd=tree, PYTHONPATH=str(tree / "src"))
    message = done.stderr.decode()
    assert done.returncode == status, message
    assert "Traceback" not in message
    assert "remedy" in message
    assert open_release(folder) == before


def test_a_violated_shape_stops_the_release(releases: Path, tmp_path: Path, digov: Run) -> None:
    tree = tmp_path / "tree"
    for part in ("ontology", "shapes", "queries", "data/sources", "data/curated", "data/gold"):
        shutil.copytree(ROOT / part, tree / part)
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "shapes" / "extra.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dg: <https://w3id.org/digov/ns#> .\n"
        "<https://w3id.org/digov/shapes/Extra> a sh:NodeShape ; sh:targetClass dg:Source ;\n"
        "  sh:property <https://w3id.org/digov/shapes/Extra-length> .\n"
        "<https://w3id.org/digov/shapes/Extra-length> a sh:PropertyShape ; sh:path dg:length ; sh:maxInclusive 10 ;\n"
        '  sh:severity sh:Violation ; sh:message "Shorten the source."@en .\n'
    )
    folder = tmp_path / "releases"
    shutil.copytree(releases, folder)
    before = open_release(folder)
    done = digov("build", "--quiet", "--out", folder, cwd=tree, PYTHONPATH=str(tree / "src"))
    message = done.stderr.decode()
    assert done.returncode == 4, message
    assert "Shorten the source." in message
    assert "Traceback" not in message
    assert open_release(folder) == before
