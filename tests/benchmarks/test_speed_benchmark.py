"""The benchmark of speed: it runs, and its tables say what was measured. No time is asserted."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module of the benchmarks, which find each other as scripts do."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def run_case(name: str, releases: Path, repeats: int) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", str(BENCHMARKS / "cases.py"), name, str(releases), str(repeats)]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def test_the_cases_that_run_names_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    named = [case for cases, _ in module("run", monkeypatch).GROUPS.values() for case in cases]
    assert sorted(named) == sorted(module("cases", monkeypatch).CASES)


def test_a_case_tells_times_memory_and_what_it_did(releases: Path) -> None:
    figures = run_case("digov-load", releases, 2)
    assert figures.keys() == {"ready", "times", "memory", "result"}
    assert [len(times) for times in figures["times"]] == [2, 2]
    assert figures["memory"] > 10
    assert figures["result"]["quads"] > 100_000


@pytest.mark.slow
def test_the_whole_build_is_timed_by_stage(releases: Path) -> None:
    result = run_case("digov-build", releases, 1)["result"]
    assert result["stages"].keys() >= {"sources", "validation", "release"}
    assert result["stages"]["validation"] > 0
    assert result["quads"] > 100_000


def test_every_question_is_answered(releases: Path) -> None:
    answers = run_case("digov-queries", releases, 1)["result"]["queries"]
    assert len(answers) >= 25
    assert [name for name, (_, rows) in answers.items() if rows is None] == []


def run(seconds: float, memory: float, **result: Any) -> dict[str, Any]:
    return {"ready": 0.5, "times": [[seconds, 9.0], [seconds / 2, 9.0]], "memory": memory, "result": result}


def test_tables_hold_medians_and_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    table = module("table", monkeypatch)
    monkeypatch.setattr(table, "machine", lambda runs: f"{runs} runs.")
    ours = {"a": [0.001, 3], "b": [0.002, 4]}
    theirs = {"a": [0.1, 3], "b": [0.1, None]}
    text = table.markdown(
        {
            "digov-extraction": [run(seconds, 100, characters=1000, acts=1) for seconds in (1.0, 3.0, 2.0)],
            "spacy-pipeline": [run(20.0, 900, characters=1000, entities=1)],
            "spacy-entities": [run(5.0, 800, characters=1000, entities=1)],
            "digov-build": [run(8.0, 300, quads=1234, stages={"sources": 1.0, "release": 7.0})],
            "digov-queries": [run(0.003, 100, queries=ours)],
            "rdflib-queries": [run(0.2, 150, queries=theirs)],
            "digov --help": [{"times": [[0.2, 0.3]]}],
            "python -c pass": [{"times": [[0.1, 0.1]]}],
        },
        3,
    )
    assert text.startswith("3 runs.\n\n| extraction | digov |")
    assert "| the five documents (1,000 characters), first time | 2.00 s | 20.0 s (10.0 ×) | 5.00 s (2.5 ×) |" in text
    assert "| again in the same process | 1.00 s | 10.0 s (10.0 ×) | 2.50 s (2.5 ×) |" in text
    assert "| build (1,234 quads) | digov |" in text
    assert "| **whole build** | **8.00 s** |" in text
    assert "| 0.003 s | 0.20 s | 67 × |" in text
    assert "Of 2 questions RDFLib answers 1 with as many rows; on these it takes 100 to 100 times as long" in text
    assert "another number of rows: `b`." in text
    assert "| `digov --help` | 0.20 s | 2.0 × |" in text
    assert "validation" not in text
