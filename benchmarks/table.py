"""The figures as Markdown tables: medians, and how many times a peer takes of what digov takes."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib.metadata import version
from statistics import median
from typing import Any

Runs = dict[str, list[dict[str, Any]]]

PEERS = ("spacy", "rdflib", "pyshacl", "pyoxigraph")


def markdown(found: Runs, runs: int) -> str:
    """Return the tables of everything that was measured."""
    parts = [machine(runs)]
    if "spacy-pipeline" in found:
        parts.append(extraction(found))
    if "digov-build" in found:
        parts.append(build(found))
    rows = [
        row
        for ours, peer, words in (
            (
                "digov-validation",
                "pyshacl-validation",
                "validation, rules included: pySHACL over RDFLib's memory store, without the rules",
            ),
            ("digov-load", "rdflib-load", "load of a release: RDFLib's memory store, N-Quads"),
            ("digov-queries", "rdflib-queries", "the competency questions: RDFLib's SPARQL over its memory store"),
        )
        if ours in found
        for row in against(found, ours, peer, words)
    ]
    if rows:
        parts.append(table(("what, and beside what", "digov", "peer", "ratio"), rows))
    if "digov-queries" in found:
        parts.append(queries(found))
    parts.append(commands(found))
    return "\n\n".join(parts) + "\n"


def machine(runs: int) -> str:
    """Return when, on what, and with what was measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
    return (
        f"Measured on {dt.datetime.now(dt.UTC):%-d %B %Y}: {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} cores (one used), {memory} GiB of memory, CPython {platform.python_version()}, {versions}. "
        f"Medians over {runs} processes of each kind. Seconds are those of the processor, on one core; on an idle machine the clock "
        "shows the same."
    )


def first(found: Runs, name: str) -> float:
    """Return the seconds of the work when a process does it for the first time."""
    return median(run["times"][0][0] for run in found[name])


def again(found: Runs, name: str) -> float:
    """Return the seconds of the work when a process does it again."""
    return median(seconds for run in found[name] for seconds, _ in run["times"][1:])


def ready(found: Runs, name: str) -> float:
    """Return the seconds that a process takes from its start until it has imported and loaded what the work needs."""
    return median(run["ready"] for run in found[name])


def memory(found: Runs, name: str) -> float:
    """Return the peak memory of a process in MB."""
    return median(run["memory"] for run in found[name])


def extraction(found: Runs) -> str:
    """Return the table of extraction beside spaCy."""
    characters = found["digov-extraction"][0]["result"]["characters"]
    names = ("digov-extraction", "spacy-pipeline", "spacy-entities")
    heads = ("digov", "spaCy, small English pipeline", "spaCy, its named entities only")
    rows = []
    for words, figure, unit in (
        (f"the five documents ({characters:,} characters), first time", first, "s"),
        ("again in the same process", again, "s"),
        ("getting ready: start, imports, lexicons or model", ready, "s"),
        ("peak memory", memory, "MB"),
    ):
        values = [figure(found, name) for name in names]
        cells = [number(values[0], unit)]
        cells += [f"{number(value, unit)} ({value / values[0]:.1f} ×)" for value in values[1:]]
        rows.append((words, *cells))
    return table(("extraction", *heads), rows)


def build(found: Runs) -> str:
    """Return the table of the whole build by stage."""
    stages = found["digov-build"][0]["result"]["stages"]
    rows = [
        (name, number(median(run["result"]["stages"][name] for run in found["digov-build"]), "s")) for name in stages
    ]
    rows.append(("**whole build**", f"**{number(first(found, 'digov-build'), 's')}**"))
    rows.append(("start and imports before it", number(ready(found, "digov-build"), "s")))
    rows.append(("peak memory", number(memory(found, "digov-build"), "MB")))
    quads = found["digov-build"][0]["result"]["quads"]
    return table((f"build ({quads:,} quads)", "digov"), rows)


def against(found: Runs, ours: str, peer: str, words: str) -> list[tuple[str, ...]]:
    """Return the rows of one comparison: time and memory."""
    mine, other = first(found, ours), first(found, peer)
    rows = [(words, number(mine, "s"), number(other, "s"), times(other / mine))]
    mine, other = memory(found, ours), memory(found, peer)
    rows.append((f"{words.split(':')[0]}, peak memory", number(mine, "MB"), number(other, "MB"), times(other / mine)))
    return rows


def queries(found: Runs) -> str:
    """Return what the comparison of the queries counts: those that both answer, with as many rows."""
    mine, other = (found[name][0]["result"]["queries"] for name in ("digov-queries", "rdflib-queries"))
    same = [name for name in mine if mine[name][1] == other[name][1]]
    ratios = [
        median(run["result"]["queries"][name][0] for run in found["rdflib-queries"])
        / median(run["result"]["queries"][name][0] for run in found["digov-queries"])
        for name in same
    ]
    words = (
        f"Of {len(mine)} questions RDFLib answers {len(same)} with as many rows; on these it takes {min(ratios):.0f} to "
        f"{max(ratios):.0f} times as long, the median question {median(ratios):.0f} times."
    )
    rest = ", ".join(f"`{name}`" for name in mine if name not in same)
    return f"{words} Without an answer, or with another number of rows: {rest}." if rest else words


def commands(found: Runs) -> str:
    """Return the table of the commands."""
    help_, bare = first(found, "digov --help"), first(found, "python -c pass")
    rows = [
        ("`digov --help`", number(help_, "s"), f"{help_ / bare:.1f} ×"),
        ("`python -c pass`", number(bare, "s"), "1"),
    ]
    return table(("command", "from start to end", "ratio"), rows)


def number(value: float, unit: str) -> str:
    """Return a figure with two or three digits that count."""
    if unit == "MB":
        return f"{value:.0f} MB"
    return (
        f"{value:.0f} s"
        if value >= 100
        else f"{value:.1f} s"
        if value >= 10
        else f"{value:.2f} s"
        if value >= 0.1
        else f"{value:.3f} s"
    )


def times(ratio: float) -> str:
    """Return a ratio with two or three digits that count."""
    return f"{ratio:.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table whose columns, but for the first, are aligned to the right."""
    lines = [head, ("---", *("--:" for _ in head[1:])), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
