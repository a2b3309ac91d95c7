"""What may and what must stand in the repository, file by file."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIMIT = 2 * 1024 * 1024


def kept_files() -> list[Path]:
    """Return the files that are in the repository or would be with the next commit."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip("not a git checkout: what belongs to the repository cannot be told")
    names = sorted({name for name in os.fsdecode(done.stdout).split("\0") if name})
    return [path for name in names if (path := ROOT / name).is_file()]


def texts_of(paths: list[Path]) -> list[tuple[str, str]]:
    """Return (name, text) of the files that are text and ours: the sources are somebody else's words."""
    found = []
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        data = path.read_bytes()
        if b"\0" not in data and not (name.startswith("data/sources/") and path.suffix == ".txt"):
            found.append((name, data.decode("utf-8")))
    return found


def lines_with(pattern: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts_of(kept_files())
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_address_of_a_package_registry() -> None:
    assert not lines_with(r"(?i)\b(pypi|pythonhosted|npmjs|yarnpkg|anaconda)[.](org|com)\b|\bdeb[.]debian[.]")


def test_no_path_of_one_machine() -> None:
    assert not lines_with(r"(^|[^A-Za-z0-9_.])/(w[o]rk|r[o]ot|f[a]rm|t[m]p|h[o]me|U[s]ers)/[A-Za-z]")


def test_no_lock_of_one_tool_and_no_large_file() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in kept_files()]
    assert not [name for name in names if re.search(r"(^|/)(uv\.lock|pylock\.toml|poetry\.lock|node_modules/)", name)]
    assert not [path for path in kept_files() if path.stat().st_size > LIMIT]


def test_no_build_result_is_kept() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in kept_files()]
    assert not [name for name in names if re.search(r"(^|/)(build|dist|releases|\.venv|__pycache__)/", name)]


def test_every_file_with_tests_is_collected() -> None:
    """A test in a file that pytest does not collect never fails: its name must begin with ``test_``."""
    uncollected, empty = [], []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        ]
        machines = [
            node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "TestCase"
        ]  # Hypothesis state machines
        collected = path.name.startswith("test_")
        if tests and not collected:
            uncollected.append(path.relative_to(ROOT).as_posix())
        if collected and not tests and not machines:
            empty.append(path.relative_to(ROOT).as_posix())
    assert not uncollected
    assert not empty


def test_every_folder_of_tests_is_searched() -> None:
    """pytest passes over folders with certain names, and over hidden ones."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    passed_over = {"build", "dist", "venv", "node_modules", "_darcs", "CVS"}
    assert folders
    assert not [f for f in folders if any(part in passed_over or part.startswith(".") for part in f.parts)]


def test_continuous_integration_calls_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    made = re.findall(r"\bmake [a-z-]+", re.sub(r"(?m)^\s*#.*$", "", script.read_text(encoding="utf-8")))
    assert made == ["make test"]


def test_sources_are_kept_byte_for_byte() -> None:
    texts = sorted((ROOT / "data" / "sources").glob("*/*.txt"))
    assert texts
    done = subprocess.run(
        ["git", "check-attr", "text", "--", *(str(path) for path in texts)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip("not a git checkout: attributes cannot be read")
    assert [line for line in done.stdout.splitlines() if not line.endswith("text: unset")] == []
