"""Kill -9 at random moments: the server, its query processes, a build. After each: is the service back, and the release whole?

    python benchmarks/survival.py --releases releases --moments 50

Works on a copy of the releases, with a server of its own under a loop that starts it again. Prints a table, and exits with 1 if
anything did not come back.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from supervised import COMMAND, ROOT, Supervisor, descendants, environment, in_session

from digov.model.errors import ReleaseError
from digov.release import open_release

SOURCES = ROOT / "data" / "sources"
LEFT_OUT = "a-80-62"
BACK_WITHIN = 30.0
"""Seconds within which a killed server must answer again: it has to be started, and its release checked and loaded."""
ORPHANS_WITHIN = 10.0
"""Seconds within which the processes of a killed server must have ended."""


class Trial:
    """What one kind of killing came to."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.seconds: list[float] = []
        self.failures: list[str] = []

    def failed(self, failure: str) -> Trial:
        self.failures.append(failure)
        return self

    def row(self) -> str:
        times = sorted(self.seconds) or [0.0]
        last = times[min(len(times) - 1, int(0.99 * len(times)))]
        return f"| {self.kind} | {len(self.seconds)} | {len(self.failures)} | {statistics.median(times):.2f} s | {last:.2f} s |"


def whole(releases: Path, fingerprint: tuple[str, str]) -> str | None:
    """Return what is wrong with the current release: every file is checked, and its name and hash compared."""
    try:
        manifest = open_release(releases).manifest
    except (ReleaseError, OSError) as error:
        return f"not whole: {error}"
    found = (manifest.id, manifest.rdfc10)
    return None if found == fingerprint else f"another release: {found}"


def served(server: Supervisor, fingerprint: tuple[str, str]) -> str | None:
    """Return what is wrong with what the server says of itself."""
    health = server.health()
    if health is None:
        return "no health"
    if health["release"] != fingerprint[0] or health["refused"]:
        return f"serves {health}"
    return None


def kill_servers(
    server: Supervisor, releases: Path, fingerprint: tuple[str, str], moments: int, chance: random.Random
) -> Trial:
    trial = Trial("the server")
    for _ in range(moments):
        # From the middle of its start to some time after it: at no moment may it matter.
        time.sleep(chance.uniform(0.0, 2.0))
        killed, starts = server.process.pid, server.starts
        os.kill(killed, signal.SIGKILL)
        begin = time.monotonic()
        try:
            while server.starts == starts:
                time.sleep(0.005)
            server.wait(BACK_WITHIN)
            trial.seconds.append(time.monotonic() - begin)
        except TimeoutError as error:
            trial.failures.append(str(error))
        while (left := in_session(killed)) and time.monotonic() < begin + ORPHANS_WITHIN:
            time.sleep(0.05)
        trial.failures += [f"processes outlive their server: {left}"] if left else []
        trial.failures += filter(None, (whole(releases, fingerprint), served(server, fingerprint)))
    return trial


def kill_workers(
    server: Supervisor, releases: Path, fingerprint: tuple[str, str], moments: int, chance: random.Random
) -> Trial:
    trial = Trial("a query process")
    server.wait()
    pid = server.process.pid
    for _ in range(moments):
        time.sleep(chance.uniform(0.0, 0.3))
        below = descendants(pid)
        if not below:
            trial.failures.append("no process to kill")
            continue
        os.kill(chance.choice(sorted(below)), signal.SIGKILL)
        begin = time.monotonic()
        try:
            server.wait(BACK_WITHIN)
            trial.seconds.append(time.monotonic() - begin)
        except TimeoutError as error:
            trial.failures.append(str(error))
        trial.failures += ["the server ended with it"] if server.process.pid != pid else []
        trial.failures += filter(None, (served(server, fingerprint),))
    trial.failures += filter(None, (whole(releases, fingerprint),))
    return trial


def build(releases: Path, sources: Path) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "build", "--quiet", "--sources", str(sources), "--out", str(releases)]
    return subprocess.Popen(command, env=environment(), start_new_session=True)


def kill_builds(
    server: Supervisor, releases: Path, fingerprint: tuple[str, str], moments: int, chance: random.Random
) -> Trial:
    """Kill builds that would replace the current release by another: all sources and all but one take turns."""
    trial = Trial("a build")
    fewer = releases.parent / "sources"
    shutil.copytree(SOURCES, fewer)
    shutil.rmtree(fewer / LEFT_OUT)
    known: dict[tuple[str, str], Path] = {}
    begin = time.monotonic()
    for sources in (SOURCES, fewer):
        if build(releases, sources).wait() != 0:
            trial.failures.append("a build that nobody kills fails")
        manifest = open_release(releases).manifest
        known[manifest.id, manifest.rdfc10] = sources
    lasts = (time.monotonic() - begin) / 2
    trial.failures += ["the same sources give another release"] if fingerprint not in known else []
    for number in range(moments):
        current = open_release(releases).manifest
        others = [made for made in known if made[0] != current.id]
        shutil.rmtree(releases / others[0][0], ignore_errors=True)
        process = build(releases, known[others[0]])
        # Every second one near the end, while files are written, moved into place and pointed to.
        late = number % 2 == 1
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.75 * lasts, 1.02 * lasts) if late else chance.uniform(0.0, lasts))
        finally:
            # Also when this script is stopped: no build is left behind.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        trial.failures += after_a_build(server, releases, known, trial)
    for made, sources in known.items():
        trial.failures += ["the last build fails"] if build(releases, sources).wait() != 0 else []
        trial.failures += filter(None, (whole(releases, made),))
    left = sorted(path.name for path in releases.glob(".staging-*"))
    return trial if not left else trial.failed(f"left behind: {left}")


def after_a_build(server: Supervisor, releases: Path, known: Iterable[tuple[str, str]], trial: Trial) -> list[str]:
    """Return what is wrong after a build was killed: the current release is one of those known, and the server comes to serve it."""
    begin = time.monotonic()
    try:
        manifest = open_release(releases).manifest
    except (ReleaseError, OSError) as error:
        return [f"not whole: {error}"]
    if (manifest.id, manifest.rdfc10) not in known:
        return [f"another release: {manifest.id}"]
    problem: str | None = "never asked"
    while problem and time.monotonic() < begin + BACK_WITHIN:
        problem = served(server, (manifest.id, manifest.rdfc10))
        time.sleep(0.05)
    trial.seconds.append(time.monotonic() - begin)
    return [problem] if problem else []


KINDS = {"server": kill_servers, "worker": kill_workers, "build": kill_builds}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=Path("releases"))
    parser.add_argument("--moments", type=int, default=50, help="how often each is killed")
    parser.add_argument("--kinds", default=",".join(KINDS), help="which are killed")
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    trials = []
    with tempfile.TemporaryDirectory(prefix="survival-") as folder:
        releases = Path(folder) / "releases"
        shutil.copytree(arguments.releases, releases)
        manifest = open_release(releases).manifest
        fingerprint = (manifest.id, manifest.rdfc10)
        server = Supervisor(releases, Path(folder) / "log", DIGOV_FOLLOW_SECONDS="0.5")
        try:
            server.wait()
            for name in arguments.kinds.split(","):
                trials.append(KINDS[name](server, releases, fingerprint, arguments.moments, chance))
                print(trials[-1].row(), flush=True)
        finally:
            status = server.stop()
    failures = [f"{trial.kind}: {failure}" for trial in trials for failure in trial.failures]
    if status != 0:
        failures.append(f"the server ended with {status} when told to stop")
    print("| killed | moments | failures | back after, median | 99th |\n|---|---|---|---|---|")
    print("\n".join(trial.row() for trial in trials))
    print("\n".join(failures) or "Nothing was lost.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
