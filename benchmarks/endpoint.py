"""Speed of the SPARQL endpoint beside two others, in one run on the same data: how many queries a second eight clients get answered.

    python benchmarks/endpoint.py --releases releases

The others: ``oxigraph serve``, the engine's own server, written in Rust, which is the limit of what can be reached; and ``rdflib-endpoint``,
which is what is usually taken in Python. Needs both in the environment of this interpreter, and ``wrk``, which asks: eight connections,
one thread, each server in turn, several rounds, medians. Writes the tables to benchmarks/results/endpoint.md.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from abuse_cases import RUNAWAYS
from supervised import Supervisor
from table import table

from digov.competency import load_queries
from digov.rdf.base import BASE_IRI
from digov.release import open_release
from digov.server.query_page import complete

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "endpoint.md"
CLIENTS = 8
AGAIN = 500
SCRIPT = """
local paths = {}
for line in io.lines("%(file)s") do paths[#paths + 1] = line end
local salt, n = "%(salt)s", 0
request = function()
  n = n + 1
  local path = paths[(n - 1) %% #paths + 1]
  if salt ~= "" then path = path .. "%%20%%23" .. salt .. n end
  return wrk.format("GET", path, {Accept = "%(accept)s"})
end
"""
ROWS = "application/sparql-results+json"


class Server(NamedTuple):
    """A server that runs: its name, its port, the path of its endpoint."""

    name: str
    port: int
    path: str


class Speed(NamedTuple):
    """What wrk saw: answers a second, the middle and the slowest hundredth of the times in milliseconds, and the answers that were errors."""

    rate: float
    p50: float
    p99: float
    errors: int


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def program(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing: it is needed to compare with")
    return found


def wait(server: Server, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", f"{server.path}?query={quote('ASK {}')}", headers={"Accept": ROWS})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit(f"{server.name} does not answer")


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def running(releases: Path, graph: Path, folder: Path) -> Iterator[tuple[list[Server], Supervisor]]:
    """Start the three servers on the same data, and end them."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    oxigraph, endpoint = program("oxigraph"), program("rdflib-endpoint")
    subprocess.run([oxigraph, "load", "-l", str(folder / "store"), "-f", str(graph)], check=True, **quiet)
    subprocess.run([oxigraph, "optimize", "-l", str(folder / "store")], check=True, **quiet)
    rust = Server("oxigraph serve", free_port(), "/query")
    python = Server("rdflib-endpoint", free_port(), "/")
    serve = [
        oxigraph,
        "serve-read-only",
        "-l",
        str(folder / "store"),
        "--bind",
        f"127.0.0.1:{rust.port}",
        "--union-default-graph",
    ]
    with contextlib.ExitStack() as stack:
        stack.enter_context(ended(subprocess.Popen(serve, **quiet)))
        serve = [endpoint, "serve", "--host", "127.0.0.1", "--port", str(python.port), str(graph)]
        stack.enter_context(ended(subprocess.Popen(serve, **quiet)))
        supervisor = Supervisor(releases, folder / "log")
        stack.callback(supervisor.stop)
        servers = [rust, Server("digov serve", supervisor.port, "/sparql"), python]
        for server in servers:
            wait(server)
        yield servers, supervisor


def ask(
    server: Server,
    paths: list[str],
    *,
    salted: bool,
    seconds: float,
    folder: Path,
    accept: str = ROWS,
    clients: int = CLIENTS,
) -> Speed:
    """Return the speed of ``server`` when it is asked for ``paths`` in turn; ``salted``: no two requests are the same."""
    file = folder / "paths"
    file.write_text("\n".join(paths), encoding="ascii")
    script = folder / "script.lua"
    salt = str(random.randrange(10**9)) + "x" if salted else ""
    script.write_text(SCRIPT % {"file": file, "salt": salt, "accept": accept}, encoding="ascii")
    command = [
        program("wrk"),
        "-t1",
        f"-c{clients}",
        f"-d{seconds:g}s",
        "--timeout",
        "30s",
        "--latency",
        "-s",
        str(script),
    ]
    done = subprocess.run([*command, f"http://127.0.0.1:{server.port}"], capture_output=True, text=True, check=True)
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0])
    times = {name: milliseconds(value) for name, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", done.stdout)}
    errors = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", done.stdout))
    return Speed(rate, times["50"], times["99"], errors)


def milliseconds(words: str) -> float:
    number, unit = re.findall(r"([\d.]+)(\w+)", words)[0]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def lookups(server: Server, graph: Path) -> list[str]:
    """Return the paths of one query for each of many subjects: all that is said of it."""
    with graph.open(encoding="utf-8") as lines:
        subjects = sorted({line.split(" ", 1)[0] for line in lines if "/id/" in line[:60]})
    random.Random(1).shuffle(subjects)
    return [f"{server.path}?query={quote(f'SELECT ?p ?o WHERE {{ {subject} ?p ?o }}')}" for subject in subjects[:5000]]


def page_paths(graph: Path) -> list[str]:
    """Return the paths of the pages of many things, none of them twice."""
    with graph.open(encoding="utf-8") as lines:
        subjects = {line.split(" ", 1)[0].strip("<>").partition("#")[0] for line in lines if "/id/" in line[:60]}
    found = sorted(f"/doc/{subject.partition('/id/')[2]}.html" for subject in subjects if subject.startswith(BASE_IRI))
    random.Random(2).shuffle(found)
    return found


def questions(server: Server) -> list[str]:
    """Return the paths of the competency questions, which join and aggregate, with their prefixes declared."""
    return [f"{server.path}?query={quote(complete(query.text))}" for query in load_queries(ROOT / "queries")]


def measured(servers: list[Server], rounds: int, once: Callable[[Server], Speed]) -> dict[str, Speed]:
    """Return the median of the rounds for each server, which take turns."""
    found: dict[str, list[Speed]] = {server.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            found[server.name].append(once(server))
    return {
        name: Speed(*(statistics.median(getattr(speed, field) for speed in speeds) for field in Speed._fields))  # type: ignore[arg-type]
        for name, speeds in found.items()
    }


def light_beside_runaways(server: Server, number: int) -> tuple[float, float]:
    """Return middle and slowest hundredth, in milliseconds, of light queries while runaways run and are ended all the time."""
    stop = threading.Event()

    def run_away(place: int) -> None:
        chosen = random.Random(place)
        while not stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
                query = f"{chosen.choice(list(RUNAWAYS.values()))} # {chosen.random()}"
                connection.request("POST", server.path, query.encode(), {"Content-Type": "application/sparql-query"})
                connection.getresponse().read()

    threads = [threading.Thread(target=run_away, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for place in range(number):
        begun = time.perf_counter()
        query = f"SELECT ?p ?o WHERE {{ <https://w3id.org/digov/id/body/itu> ?p ?o }} # {place}"
        connection.request("GET", f"{server.path}?query={quote(query)}")
        connection.getresponse().read()
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


def row(what: str, found: dict[str, Speed], target: str) -> list[str]:
    """Return a row of the table: answers a second of each, and how digov stands to the Rust server."""
    rates = [
        f"{found[name].rate:,.0f}" if name in found else "–"
        for name in ("oxigraph serve", "digov serve", "rdflib-endpoint")
    ]
    ours, rust = found["digov serve"], found["oxigraph serve"]
    return [what, *rates, f"{ours.rate / rust.rate:.2f}", f"{ours.p50:.1f} ms", f"{ours.p99:.1f} ms", target]


def report(servers: list[Server], graph: Path, folder: Path, *, seconds: float, rounds: int, load: float) -> str:
    by_name = {server.name: server for server in servers}
    ours = by_name["digov serve"]
    both = [by_name["oxigraph serve"], ours]

    def first(server: Server) -> Speed:
        return ask(server, lookups(server, graph), salted=True, seconds=seconds, folder=folder)

    def again(server: Server) -> Speed:
        return ask(server, lookups(server, graph)[:AGAIN], salted=False, seconds=seconds, folder=folder)

    def joins(server: Server) -> Speed:
        return ask(server, questions(server), salted=True, seconds=2 * seconds, folder=folder)

    rows = [
        row("lookups, first asked", measured(servers, rounds, first), "≥ 0.15, ≥ 10 × rdflib-endpoint"),
        row("lookups, asked again", measured(servers, rounds, again), "≥ 0.4"),
        row("competency questions, first asked", measured(both, rounds, joins), "≥ 0.83"),
    ]
    pages = ask(ours, page_paths(graph), salted=False, seconds=seconds, folder=folder, accept="text/html", clients=1)
    head = (
        "what",
        "oxigraph serve",
        "digov serve",
        "rdflib-endpoint",
        "digov to oxigraph",
        "digov p50",
        "digov p99",
        "aim",
    )
    middle, slowest = light_beside_runaways(ours, 500)
    return (
        f"Answers a second, {CLIENTS} clients, median of {rounds} rounds of {seconds:g} s, {os.cpu_count()} cores for servers and clients"
        f" ({load:.1f} other processes wanted them before the run).\n\n"
        + table(head, rows)
        + f"\n\nLight queries while two runaways run and are ended all the time: p50 {middle:.1f} ms, p99 {slowest:.1f} ms (aim: under 50 ms).\n\n"
        f"Pages, first asked, one client: {pages.rate:,.0f} a second, p50 {pages.p50:.1f} ms, p99 {pages.p99:.1f} ms (aim: p50 under 20 ms).\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, default=Path("releases"))
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    graph = Path(open_release(arguments.releases).folder) / "graph.nq"
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(arguments.releases, graph, folder) as (servers, _):
            text = report(servers, graph, folder, seconds=arguments.seconds, rounds=arguments.rounds, load=load)
    arguments.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
