"""Hostile clients against a server of its own: every case of abuse_cases.py, slow clients, and many clients at once.

    python benchmarks/abuse.py --releases releases

After each case a light query must be answered within a second, the memory of all processes together must stay below 750 MiB, and a query
over its limit must have got an error within the limit and two seconds. Prints what failed and a table; exits with 1 if anything did.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import random
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from abuse_cases import RUNAWAYS, Case, cases, posted
from supervised import Supervisor, descendants, memory_of

LIGHT_WITHIN = 1.0
ERROR_WITHIN = 2.0
MOST_MEMORY = 750.0
LIGHT = "SELECT ?n WHERE { <id/body/itu> skos:prefLabel ?n }"


class Outcome(NamedTuple):
    """What a case came to: the status that it got, after how long, and what is wrong with that."""

    name: str
    status: int
    seconds: float
    light: float
    wrong: tuple[str, ...]


class Target:
    """A server under attack: its port, its process, the seconds that a query may take."""

    def __init__(self, port: int, pid: int, seconds: float, call_port: int = 0) -> None:
        self.port = port
        self.pid = pid
        self.seconds = seconds
        self.call_port = call_port

    def memory(self) -> float:
        return memory_of([self.pid, *descendants(self.pid)])

    def send(self, case: Case, timeout: float) -> tuple[int, bytes]:
        """Return status and body of the answer to ``case``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.putrequest(case.method, case.path, skip_host="Host" in case.headers)
            for name, value in case.headers.items():
                connection.putheader(name, value)
            if case.content is not None:
                connection.putheader("Content-Length", str(len(case.content)))
            # Who is refused before he has sent all may find the connection closed; the refusal is there to be read.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.endheaders(case.content)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def light(self) -> float:
        """Return the seconds after which a light query is answered that nobody asked before."""
        begun = time.perf_counter()
        query = f"{LIGHT} # {random.random()}"
        status, _ = self.send(Case("light", path=f"/sparql?query={quote(query)}"), 30)
        return time.perf_counter() - begun if status == 200 else float("inf")

    def run(self, case: Case) -> Outcome:
        """Return what ``case`` came to."""
        begun = time.perf_counter()
        wrong = []
        try:
            status, body = self.send(case, self.seconds + 30)
        except (OSError, http.client.HTTPException) as error:
            status, body = 0, b""
            wrong.append(f"no answer: {type(error).__name__}")
        seconds = time.perf_counter() - begun
        if status and status not in case.statuses:
            wrong.append(f"status {status}")
        if seconds > self.seconds + ERROR_WITHIN:
            wrong.append(f"answered after {seconds:.1f} s")
        if case.never is not None and case.never.encode() in body:
            wrong.append(f"the answer holds {case.never!r}")
        light = self.light()
        if light > LIGHT_WITHIN:
            wrong.append(f"a light query took {light:.2f} s")
        return Outcome(case.name, status, seconds, light, tuple(wrong))


@contextlib.contextmanager
def nobody_calls() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port that must never be called; yield it, and the list of those who called."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        stopped = threading.Event()

        def listen() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, address = listener.accept()
                    calls.append(str(address))
                    connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener.getsockname()[1], calls
        finally:
            stopped.set()
            thread.join()


@contextlib.contextmanager
def memory_watched(target: Target) -> Iterator[list[float]]:
    """Look at the memory of the server all the time; yield the list of what was seen."""
    seen = [target.memory()]
    stopped = threading.Event()

    def watch() -> None:
        while not stopped.wait(0.1):
            seen.append(target.memory())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        thread.join()


def slow_clients(target: Target, number: int) -> Outcome:
    """Return what clients come to that send a line of a header now and then, or read nothing of a large answer."""
    connections = [socket.create_connection(("127.0.0.1", target.port), timeout=5) for _ in range(number)]
    large = "SELECT * { ?s ?p ?o } LIMIT 40000"
    for place, connection in enumerate(connections):
        if place % 2:
            connection.sendall(f"GET /sparql?query={quote(large)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        else:
            connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\n")
    times = []
    for _ in range(20):
        for connection in connections[::2]:
            with contextlib.suppress(OSError):
                connection.sendall(b"X-Slow: 1\r\n")
        times.append(target.light())
        time.sleep(0.1)
    for connection in connections:
        connection.close()
    wrong = (f"a light query took {max(times):.2f} s",) if max(times) > LIGHT_WITHIN else ()
    return Outcome(f"{number} slow clients", 200, max(times), target.light(), wrong)


def many_clients(target: Target, number: int, seconds: float) -> Outcome:
    """Return what many clients at once come to, half of which ask for what never ends."""
    late: list[float] = []
    statuses: list[int] = []
    stop = time.monotonic() + seconds

    def client(place: int) -> None:
        chosen = random.Random(place)
        while time.monotonic() < stop:
            query = chosen.choice(list(RUNAWAYS.values())) if chosen.random() < 0.5 else f"{LIGHT} # {chosen.random()}"
            begun = time.perf_counter()
            try:
                statuses.append(target.send(posted("one of many", query), 60)[0])
            except (OSError, http.client.HTTPException):
                statuses.append(0)
            late.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    light = target.light()
    wrong = []
    if statuses.count(0):
        wrong.append(f"{statuses.count(0)} of {len(statuses)} without an answer")
    if max(late) > target.seconds + ERROR_WITHIN:
        wrong.append(f"an answer after {max(late):.1f} s")
    if light > LIGHT_WITHIN:
        wrong.append(f"a light query took {light:.2f} s")
    return Outcome(f"{number} clients at once", 200, max(late), light, tuple(wrong))


def attack(target: Target, chosen: list[Case]) -> Iterator[Outcome]:
    """Yield what each of the cases came to."""
    for case in chosen:
        outcome = target.run(case)
        print(
            f"{'FAILED ' if outcome.wrong else ''}{outcome.name}: {outcome.status} after {outcome.seconds:.2f} s {'; '.join(outcome.wrong)}",
            file=sys.stderr,
        )
        yield outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, default=Path("releases"))
    parser.add_argument("--seconds", type=float, default=5.0, help="seconds that a query may take (5)")
    parser.add_argument("--clients", type=int, default=200, help="clients at once (200)")
    parser.add_argument("--only", help="only cases whose name holds this")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, nobody_calls() as (call_port, calls):
        server = Supervisor(arguments.releases, Path(folder) / "log", DIGOV_QUERY_SECONDS=str(arguments.seconds))
        server.wait()
        target = Target(server.port, server.process.pid, arguments.seconds, call_port)
        chosen = [case for case in cases(call_port) if not arguments.only or arguments.only in case.name]
        with memory_watched(target) as memory:
            outcomes = list(attack(target, chosen))
            if not arguments.only:
                outcomes += [slow_clients(target, 20), many_clients(target, arguments.clients, 20)]
        starts = server.starts
        server.stop()
        log = (Path(folder) / "log").read_text().splitlines()
    failures = [f"{outcome.name}: {'; '.join(outcome.wrong)}" for outcome in outcomes if outcome.wrong]
    if calls:
        failures.append(f"{len(calls)} calls to another server")
    if max(memory) > MOST_MEMORY:
        failures.append(f"{max(memory):.0f} MiB of memory")
    if starts > 1:
        failures.append("the server ended")
    failures += [f"a line of the log is no JSON: {line[:80]!r}" for line in log if not is_json(line)][:3]
    print(
        f"{len(outcomes)} cases, {len(failures)} failures; most memory {max(memory):.0f} MiB; slowest answer "
        f"{max(outcome.seconds for outcome in outcomes):.1f} s with a limit of {arguments.seconds:g} s; slowest light query after a case "
        f"{max(outcome.light for outcome in outcomes) * 1000:.0f} ms; calls to another server: {len(calls)}"
    )
    print("\n".join(failures))
    sys.exit(bool(failures))


def is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


if __name__ == "__main__":
    main()
