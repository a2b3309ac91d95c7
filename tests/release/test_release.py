"""Releases: written whole or not at all, checked when opened, named by what is in them."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from digov.model.errors import ReleaseError
from digov.model.release import Release, ReleaseFile
from digov.release import CURRENT_FILE, GRAPH_FILE, MANIFEST_FILE, ReleaseContent, open_release, write_release

Maker = Callable[..., ReleaseContent]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its bytes, the lock aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture
def first(tmp_path: Path, content_of: Maker) -> Release:
    """Return a release that has been written to ``tmp_path``."""
    return write_release(tmp_path, content_of("example"))


def test_a_release_is_a_folder_of_files_under_a_manifest(tmp_path: Path, first: Release) -> None:
    folder = tmp_path / first.id
    assert Path(first.folder) == folder.resolve()
    files = tree(folder)
    dumps = {name for name in files if name.startswith("dumps/")}
    assert sorted(files.keys() - dumps) == [
        "graph.nq",
        "issues.jsonl",
        "manifest.json",
        "records.jsonl",
        "report.json",
        "vocabulary/concepts/bodies.ttl",
    ]
    manifest = json.loads(files[MANIFEST_FILE])
    assert manifest["digov"] == "9.9.9"
    assert manifest["id"] == first.id
    assert first.id.startswith("9.9.9-")
    listed = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()}
    assert {f["path"]: (f["bytes"], f["sha256"]) for f in (*manifest["files"], *manifest["dumps"])} == {
        name: found for name, found in listed.items() if name != MANIFEST_FILE
    }
    assert {f["path"] for f in manifest["dumps"]} == dumps
    assert manifest["rdfc10"] == listed[GRAPH_FILE][1]
    assert sum(manifest["graphs"].values()) == files[GRAPH_FILE].count(b"\n")
    assert set(manifest["graphs"]) == {
        f"https://w3id.org/digov/graph/{name}" for name in ("example", "provenance", "vocabulary")
    }
    assert (tmp_path / CURRENT_FILE).read_text(encoding="utf-8") == f"{first.id}\n"


def test_two_builds_give_the_same_bytes_whatever_the_order(tmp_path: Path, content_of: Maker) -> None:
    write_release(tmp_path / "a", content_of("example", "second"))
    write_release(tmp_path / "b", content_of("second", "example"))
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_other_content_has_another_name_and_takes_over(tmp_path: Path, first: Release, content_of: Maker) -> None:
    second = write_release(tmp_path, content_of("second"))
    assert second.id != first.id
    assert open_release(tmp_path).id == second.id
    assert open_release(first.folder) == first


def test_the_same_content_is_not_written_again(tmp_path: Path, first: Release, content_of: Maker) -> None:
    before = (Path(first.folder) / GRAPH_FILE).stat().st_ino
    assert write_release(tmp_path, content_of("example")) == first
    assert (Path(first.folder) / GRAPH_FILE).stat().st_ino == before


def test_a_damaged_copy_is_replaced(tmp_path: Path, first: Release, content_of: Maker) -> None:
    (Path(first.folder) / GRAPH_FILE).write_bytes(b"damaged")
    assert write_release(tmp_path, content_of("example")) == first
    assert open_release(tmp_path) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", first.id, CURRENT_FILE]


def test_the_report_counts_by_instrument(first: Release) -> None:
    report = json.loads((Path(first.folder) / "report.json").read_bytes())
    example = report["instruments"]["example"]
    assert example["segments"] == {"front": 1, "item": 2, "paragraph": 2, "preamble": 1}
    assert example["acts"] == {"call": 1, "commit": 3, "recall": 1, "request": 1}
    assert (example["inherited_acts"], example["reported_acts"]) == (2, 1)
    assert (example["sdg_links"], example["all_sdgs"]) == (2, 1)
    assert (example["bodies"], example["body_mentions"], example["groups"]) == (2, 2, 1)
    assert example["deadlines"] == {"session": 1, "year": 2}
    assert (example["references"], example["works_cited"], example["quantities"], example["topics"]) == (2, 1, 1, 1)
    assert (example["open_questions"], example["issues"]) == (0, {"page-break": 1})
    assert report["issues"] == {"page-break": 1}


def test_an_issue_is_a_line_with_its_place(first: Release) -> None:
    [line] = (Path(first.folder) / "issues.jsonl").read_bytes().splitlines()
    assert json.loads(line) | {"start": 0, "end": 0} == {
        "document": "example",
        "segment": "para_2__point_b",
        "label": "2(b)",
        "code": "page-break",
        "severity": "info",
        "message": "a page break was closed",
        "start": 0,
        "end": 0,
        "line": 13,
        "column": 1,
    }


# --- opening -----------------------------------------------------------------------------------------------------


def test_there_must_be_a_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release here") as caught:
        open_release(tmp_path)
    assert "digov build" in str(caught.value)
    with pytest.raises(ReleaseError, match="no release here"):
        open_release(tmp_path / "missing")


@pytest.mark.parametrize("name", ["", "gone", "..", "../other", "\udcff"])
def test_a_pointer_to_nothing_is_an_error(tmp_path: Path, first: Release, name: str) -> None:
    (tmp_path / CURRENT_FILE).write_bytes(name.encode("utf-8", "surrogateescape"))
    with pytest.raises(ReleaseError, match="names no release"):
        open_release(tmp_path)


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "folder"])
@pytest.mark.parametrize("name", [GRAPH_FILE, "report.json", "vocabulary/concepts/bodies.ttl", "dumps/acts.parquet"])
def test_a_damaged_file_is_found_and_named(first: Release, name: str, damage: str) -> None:
    path = Path(first.folder) / name
    data = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        path.write_bytes(data[:-1] if damage == "cut" else data[:-2] + b"x\n")
    with pytest.raises(ReleaseError) as caught:
        open_release(first.folder)
    assert caught.value.where == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"digov": "9.9.9"', b'"digov": "9.9.8"', "id does not fit"),
        (b'"format": 2', b'"format": 3', "has form 3"),
        (b'"graphs": {', b'"graphs": [', "malformed"),
        (b'"path": "graph.nq"', b'"path": "../graph.nq"', "malformed"),
        (b'"base"', b'"bass"', "malformed"),
    ],
)
def test_a_changed_manifest_is_refused(first: Release, old: bytes, new: bytes, message: str) -> None:
    path = Path(first.folder) / MANIFEST_FILE
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    with pytest.raises(ReleaseError, match=message):
        open_release(first.folder)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "a/../b", "..", "a//b", "a\\b", "./a"])
def test_a_manifest_names_no_file_outside_its_folder(path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside"):
        ReleaseFile(path, 1, "0" * 64)


# --- what goes wrong while writing -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Free space"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Check the folder"),
    ],
)
@pytest.mark.parametrize("after", [0, 3])
def test_a_full_disk_leaves_the_release_before_untouched(
    tmp_path: Path,
    first: Release,
    content_of: Maker,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    remedy: str,
    after: int,
) -> None:
    before = tree(tmp_path)
    calls = [0]
    real = os.fsync

    def failing(handle: int) -> None:
        calls[0] += 1
        if calls[0] > after:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(ReleaseError, match=remedy):
        write_release(tmp_path, content_of("second"))
    monkeypatch.undo()
    assert tree(tmp_path) == before
    assert open_release(tmp_path) == first


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_file_that_may_not_grow_is_an_error_with_a_remedy(tmp_path: Path, first: Release) -> None:
    """The limit of the system itself, not a stand-in for it."""
    before = tree(tmp_path)
    done = run_python(
        """
        import resource, sys
        from pathlib import Path
        from conftest import make_content
        from digov.model.errors import ReleaseError
        from digov.release import write_release
        content = make_content("second")
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
        try:
            write_release(Path(sys.argv[1]), content)
        except ReleaseError as error:
            sys.exit("ulimit -f" in str(error) and 42)
        """,
        str(tmp_path),
    )
    assert done.returncode == 42, done.stderr.decode()
    assert tree(tmp_path) == before


@pytest.mark.parametrize("place", ["fsync 1", "fsync 4", "rename 1", "replace 1"])
def test_a_build_that_is_killed_leaves_the_release_before_and_nothing_after_the_next(
    tmp_path: Path, first: Release, content_of: Maker, place: str
) -> None:
    done = run_python(
        """
        import os, signal, sys
        from pathlib import Path
        from conftest import make_content
        from digov.release import write_release
        name, count = sys.argv[2].split()
        left = [int(count)]
        def killing(real):
            def call(*arguments):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments)
            return call
        owner = os if name == "fsync" else Path
        setattr(owner, name, killing(getattr(owner, name)))
        write_release(Path(sys.argv[1]), make_content("second"))
        """,
        str(tmp_path),
        place,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert open_release(tmp_path) == first
    second = write_release(tmp_path, content_of("second"))
    assert open_release(tmp_path) == second
    left = {path.name for path in tmp_path.iterdir()} - {".lock"}
    assert left == {first.id, second.id, CURRENT_FILE}


def test_the_bytes_on_the_disk_are_read_back_before_they_are_served(
    tmp_path: Path, first: Release, content_of: Maker
) -> None:
    content = content_of("second")
    wrong = msgspec.structs.replace(content, files={**content.files, GRAPH_FILE: b"other bytes"})
    with pytest.raises(ReleaseError, match="wrong checksum"):
        write_release(tmp_path, wrong)
    assert open_release(tmp_path) == first
    assert {path.name for path in tmp_path.iterdir()} == {".lock", first.id, CURRENT_FILE}


def test_two_builds_do_not_write_at_once(tmp_path: Path, first: Release, content_of: Maker) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another build"):
            write_release(tmp_path, content_of("second"))
    assert open_release(tmp_path) == first


def test_a_place_that_is_no_folder_is_an_error(tmp_path: Path, content_of: Maker) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReleaseError, match="cannot write the release"):
        write_release(tmp_path / "file", content_of("example"))
