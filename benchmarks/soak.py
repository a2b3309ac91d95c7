"""A mix of light and heavy requests for half an hour: no wrong answer, and memory that does not grow.

    python benchmarks/soak.py --releases releases --minutes 30 --clients 8

Starts a server of its own. Prints what was asked and how it was answered, and memory over time; exits with 1 on a wrong answer, on a
light request that was slow, or when memory grew.
"""

from __future__ import annotations

import argparse
import http.client
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from supervised import Supervisor, descendants, memory_of

GROWTH = 1.10
"""Memory at the end may be this many times that after the first fifth of the time, and no more."""
WARM = 300.0
"""Seconds that a run must last for its memory and its slowest answers to be judged: until then caches fill."""
STEADY = 1200.0
"""Seconds that a run must last for the memory of all processes to be judged: those that run queries come and go, and with them what they take."""
MOST = 750.0
"""MiB that server and query processes may take together, at any time."""
SLOW_LIGHT = 1.0
"""Seconds within which all but one in a thousand light requests are answered, while heavy ones run."""
QUERY_SECONDS = 2.0

CSV = {"Accept": "text/csv"}
LIGHT = (
    "SELECT ?n WHERE {{ <https://w3id.org/digov/id/body/itu> skos:prefLabel ?n }} # {salt}",
    "SELECT ?s WHERE {{ ?s dg:dueYear {year} }} LIMIT 20",
    "ASK {{ ?s dcterms:subject sdg:{goal} }}",
    "SELECT ?act ?words WHERE {{ ?act a dg:Commitment ; dg:statedIn/dg:text ?words }} LIMIT {number}",
)
HEAVY = (
    "SELECT * WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} ORDER BY ?c # {salt}",
    "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) > STR(?f)) }} # {salt}",
    "SELECT (GROUP_CONCAT(?t) AS ?all) WHERE {{ ?a ?b ?t . ?c ?d ?e }} # {salt}",
)
PAGES = (
    "/",
    "/sparql?format=html",
    "/doc/gdc-base",
    "/doc/body/itu",
    "/ns",
    "/dataset",
    "/docs",
    "/queries/reporting-calendar?format=html",
)
DATA = (
    "/doc/body/itu.ttl",
    "/doc/body/itu.jsonld",
    "/id/body/itu",
    "/ns.ttl",
    "/void",
    "/health",
    "/metrics",
    "/style.css",
)


class Tally:
    """What was asked, how it was answered, and how long that took; for all clients together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: Counter[tuple[str, str]] = Counter()
        self.wrong: list[str] = []
        self.seconds: dict[str, list[float]] = {}

    def add(self, kind: str, outcome: str, seconds: float, *, right: bool, what: str) -> None:
        with self._lock:
            self.answers[kind, outcome] += 1
            self.seconds.setdefault(kind, []).append(seconds)
            if not right and len(self.wrong) < 50:
                self.wrong.append(f"{kind}: {outcome} for {what[:200]}")


class Client(threading.Thread):
    """Asks one thing after another, chosen by chance."""

    def __init__(self, server: Supervisor, tally: Tally, number: int, end: float) -> None:
        super().__init__(daemon=True)
        self._server, self._tally, self._end = server, tally, end
        self._chance = random.Random(number)

    def run(self) -> None:
        kinds: list[tuple[int, str, Callable[[], None]]] = [
            (60, "light query", lambda: self._ask("light query", self._query(LIGHT), CSV, {200})),
            (15, "page", lambda: self._ask("page", self._chance.choice(PAGES), {"Accept": "text/html"}, {200})),
            (15, "data", lambda: self._ask("data", self._chance.choice(DATA), {}, {200, 303})),
            (3, "question", lambda: self._ask("question", "/queries/reporting-calendar?format=csv", {}, {200})),
            (2, "malformed", lambda: self._ask("malformed", "/sparql?query=SELECT+%7B", CSV, {400})),
            (2, "missing", lambda: self._ask("missing", f"/doc/nothing/{self._salt()}", {}, {404})),
            (
                2,
                "heavy query",
                lambda: self._ask("heavy query", self._query(HEAVY), CSV, {400, 413, 429, 503, 504, 507}),
            ),
            (1, "gone client", self._leave),
        ]
        weights = [weight for weight, _, _ in kinds]
        while time.monotonic() < self._end:
            _, _, act = self._chance.choices(kinds, weights)[0]
            act()

    def _salt(self) -> int:
        return self._chance.randrange(10**9)

    def _query(self, forms: tuple[str, ...]) -> str:
        values = {
            "salt": self._salt(),
            "year": self._chance.randrange(2024, 2036),
            "goal": self._chance.randrange(1, 18),
        }
        text = self._chance.choice(forms).format(number=self._chance.randrange(1, 200), **values)
        return "/sparql?" + urlencode({"query": text})

    def _ask(self, kind: str, path: str, headers: dict[str, str], right: set[int]) -> None:
        start = time.monotonic()
        try:
            status, _ = self._server.ask(path, headers=headers)
            self._tally.add(kind, str(status), time.monotonic() - start, right=status in right, what=path)
        except (OSError, http.client.HTTPException) as error:
            self._tally.add(kind, type(error).__name__, time.monotonic() - start, right=False, what=path)

    def _leave(self) -> None:
        """Ask something heavy and go away before the answer."""
        with socket.create_connection(("127.0.0.1", self._server.port), timeout=10) as connection:
            query = HEAVY[0].format(salt=self._salt())
            connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(self._chance.uniform(0.0, 0.5))
        self._tally.add("gone client", "left", 0.0, right=True, what="")


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def grown(samples: list[float]) -> tuple[float, float]:
    """Return memory after the first fifth of the time, and at the end: the medians of the second and of the last fifth."""
    fifth = max(1, len(samples) // 5)
    return statistics.median(samples[fifth : 2 * fifth] or samples), statistics.median(samples[-fifth:])


class Sample(NamedTuple):
    """Memory at a moment, in MiB: of the processes that stay, the server and the zygote, and of all, with those that run queries."""

    staying: float
    all: float


def sample(pid: int) -> Sample:
    """Return the memory of the server ``pid`` and the processes below it."""
    below = descendants(pid)
    workers = {worker for zygote in below for worker in descendants(zygote)}
    return Sample(memory_of([pid, *(one for one in below if one not in workers)]), memory_of([pid, *below]))


def soak(releases: Path, seconds: float, clients: int) -> tuple[Tally, list[Sample], int]:
    """Return what was answered, memory over the time, and the exit status of the server."""
    tally, samples = Tally(), []
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        server = Supervisor(releases, Path(folder) / "log", DIGOV_QUERY_SECONDS=str(QUERY_SECONDS))
        try:
            server.wait()
            starts = server.starts
            end = time.monotonic() + seconds
            threads = [Client(server, tally, number, end) for number in range(clients)]
            for thread in threads:
                thread.start()
            while time.monotonic() < end:
                time.sleep(min(2.0, seconds / 20))
                samples.append(sample(server.process.pid))
            for thread in threads:
                thread.join(60)
            if server.starts > starts:
                tally.wrong.append(f"the server ended and was started again {server.starts - starts} times")
        finally:
            status = server.stop()
    return tally, samples, status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=Path("releases"))
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--clients", type=int, default=8)
    arguments = parser.parse_args()
    seconds = arguments.minutes * 60
    tally, samples, status = soak(arguments.releases, seconds, arguments.clients)
    print("| asked | answered with | times | median | 99th | slowest |\n|---|---|---|---|---|---|")
    for kind, times in sorted(tally.seconds.items()):
        outcomes = ", ".join(f"{outcome} × {n:,}" for (k, outcome), n in sorted(tally.answers.items()) if k == kind)
        figures = " | ".join(f"{1000 * percentile(times, share):,.0f} ms" for share in (0.5, 0.99, 1.0))
        print(f"| {kind} | {outcomes} | {len(times):,} | {figures} |")
    failures = list(tally.wrong)
    staying, everything = [one.staying for one in samples], [one.all for one in samples]
    for what, memory, judged in (("the server and the zygote", staying, WARM), ("all processes", everything, STEADY)):
        before, after = grown(memory)
        words = f"{before:.0f} MiB after the first fifth, {after:.0f} MiB at the end"
        print(f"Memory of {what}: {words}, at most {max(memory):.0f} MiB.")
        failures += [f"memory of {what} grew: {words}"] if seconds >= judged and after > GROWTH * before else []
    failures += [f"memory went up to {max(everything):.0f} MiB"] if max(everything) > MOST else []
    light = percentile(tally.seconds.get("light query", []), 0.999)
    if seconds >= WARM and light > SLOW_LIGHT:
        failures.append(f"one light query in a thousand took {light:.2f} s or more")
    failures += [f"the server ended with {status} when told to stop"] if status != 0 else []
    print("\n".join(failures) or "No wrong answer.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
