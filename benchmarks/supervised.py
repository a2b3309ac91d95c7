"""A server that is started again whenever it ends, and what can be seen of its processes; for survival.py and soak.py. Linux only."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "digov.cli")


def environment(**settings: str) -> dict[str, str]:
    """Return an environment in which the digov of this checkout runs, without settings of the caller's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGOV_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **settings}


class Supervisor:
    """Keeps ``digov serve`` running on one port, as systemd would with Restart=always."""

    def __init__(self, releases: Path, log: Path, **settings: str) -> None:
        self._releases = releases
        self._settings = {"DIGOV_PORT": "0", **settings}
        self._log = log.open("ab")
        self._stopped = threading.Event()
        self.process: subprocess.Popen[str]
        self.port = 0
        self.starts = 0
        self._start()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _start(self) -> None:
        command = [*COMMAND, "serve", "--releases", str(self._releases)]
        self.process = subprocess.Popen(
            command,
            env=environment(**self._settings),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            start_new_session=True,
        )
        self.starts += 1
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if found := re.search(r"http://[^ ]+:(\d+)", line):
            self.port = int(found[1])
            self._settings["DIGOV_PORT"] = found[1]

    def _watch(self) -> None:
        while not self._stopped.is_set():
            self.process.wait()
            if not self._stopped.is_set():
                self._start()

    def stop(self, seconds: float = 20) -> int:
        """End the server in good order; return its exit status."""
        self._stopped.set()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()
        finally:
            self._log.close()

    def ask(self, path: str, *, timeout: float = 30, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return status and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def health(self) -> dict[str, object] | None:
        """Return what the server says of itself; ``None`` when it does not answer."""
        try:
            status, body = self.ask("/health", timeout=2)
        except (OSError, http.client.HTTPException):
            return None
        return json.loads(body) if status == 200 else None

    def wait(self, seconds: float = 30) -> float:
        """Return after how many seconds the server answers a query again."""
        start = time.monotonic()
        path = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a dg:Body }} # {start}"})
        while time.monotonic() < start + seconds:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask(path, timeout=5, headers={"Accept": "text/csv"})[0] == 200:
                    return time.monotonic() - start
            time.sleep(0.02)
        last = Path(self._log.name).read_text(errors="replace")[-2000:]
        raise TimeoutError(f"the server did not answer within {seconds} s; its log ends with\n{last}")


def descendants(pid: int) -> list[int]:
    """Return the processes below ``pid``."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        for file in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += [int(child) for child in file.read_text().split()]
        if one != pid:
            found.append(one)
    return found


def in_session(leader: int) -> list[int]:
    """Return the living processes of the session that ``leader`` began, itself left out."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != leader:
            with contextlib.suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader and fields[0] != "Z":
                    found.append(int(folder.name))
    return found


def memory_of(pids: Iterator[int] | list[int]) -> float:
    """Return the memory of processes in MiB, what they share counted once (proportional set size)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            if match := re.search(r"(?m)^Pss:\s+(\d+) kB", text):
                total += int(match[1])
    return total / 1024
