"""Speed and memory of digov beside named alternatives, measured in the same run: ``make bench``.

Every figure is the median over processes of its own, one core each, digov and its peers in turn, so that a machine that becomes
slower meanwhile slows all of them. Prints the tables and writes them to benchmarks/results/speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from table import markdown

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}
GROUPS: dict[str, tuple[tuple[str, ...], int]] = {
    "extraction": (("digov-extraction", "spacy-pipeline", "spacy-entities"), 3),
    "build": (("digov-build",), 1),
    "validation": (("digov-validation", "pyshacl-validation"), 1),
    "load": (("digov-load", "rdflib-load"), 1),
    "queries": (("digov-queries", "rdflib-queries"), 1),
}
"""The cases of each group, which take turns, and how often a process repeats its work."""
COMMANDS = {"digov --help": ["-m", "digov.cli", "--help"], "python -c pass": ["-c", "pass"]}

Runs = dict[str, list[dict[str, Any]]]


def environment() -> dict[str, str]:
    """Return the environment of what is measured: one thread, and digov from this checkout."""
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT / "src")}


def run_case(name: str, releases: Path, repeats: int) -> dict[str, Any]:
    """Return the figures of one process of the case."""
    command = [sys.executable, "-W", "ignore", str(HERE / "cases.py"), name, str(releases), str(repeats)]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_command(arguments: list[str]) -> dict[str, Any]:
    """Return the seconds of a command, of the processor and of the clock, from start to end."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment(), stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"times": [[after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall]]}


def measure(groups: list[str], runs: int) -> Runs:
    """Return the figures of all processes by case."""
    found: Runs = {}
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        build = [sys.executable, "-m", "digov.cli", "build", "--quiet", "--out", str(releases)]
        subprocess.run(build, env=environment(), check=True)
        for group in groups:
            cases, repeats = GROUPS[group]
            for number in range(runs):
                for name in cases:
                    say(f"{name}, run {number + 1} of {runs}")
                    found.setdefault(name, []).append(run_case(name, releases, repeats))
    say("commands")
    for _ in range(2 * runs + 1):
        for name, arguments in COMMANDS.items():
            found.setdefault(name, []).append(run_command(arguments))
    return found


def say(words: str) -> None:
    """Tell on the terminal what is being measured."""
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes of each case (default: 5)")
    parser.add_argument(
        "--only", action="append", choices=GROUPS, help="measure only this; repeat for more; writes no file"
    )
    parser.add_argument(
        "--output", type=Path, default=HERE / "results" / "speed.md", help="file to write the tables to"
    )
    options = parser.parse_args()
    text = markdown(measure(options.only or list(GROUPS), options.runs), options.runs)
    print(text)
    if not options.only:
        options.output.write_text(text, "utf-8")
        say(f"written to {options.output}")


if __name__ == "__main__":
    main()
