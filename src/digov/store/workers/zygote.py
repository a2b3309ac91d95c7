"""The zygote: a process with one thread that loads the release once, and forks the workers, which share its memory.

It is told by its parent, over a socket, to fork; it answers with the process id of the worker, the socket to talk to it and a handle to
kill it, or that there was no room for one; and reports each worker that has ended.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Final

import msgspec
from pyoxigraph import RdfFormat, Store

from digov.store.workers.evaluate import Evaluator
from digov.store.workers.limits import die_with_parent, leave_network
from digov.store.workers.wire import QueryRequest, Report, ZygoteOptions
from digov.store.workers.worker import serve

_BUFFER: Final = 1 << 20
_WARM_UP: Final = (
    "SELECT * { ?s ?p ?o } LIMIT 2",
    "ASK { ?s ?p 'service from' }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2",
    "SELECT (REPLACE('a', 'a', 'b') AS ?a) (MD5('a') AS ?b) (NOW() AS ?c) (RAND() AS ?d) (UUID() AS ?e) {}",
    "SELECT {",
)
"""Asked in every form before the first fork, so that no worker has to import anything: it could not open the file."""


def main(control: socket.socket) -> None:
    """Load what the first message on ``control`` names, say so, then fork and report until the parent is gone."""
    options = msgspec.json.decode(control.recv(_BUFFER), type=ZygoteOptions)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(options.parent)
    leave_network()
    evaluator = _load(options)
    awake, wake = socket.socketpair()
    wake.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    _tell(control, Report("ready"))
    while True:
        ready, _, _ = select.select([control, awake], [], [])
        if awake in ready:
            awake.recv(_BUFFER)
            for pid, status in _ended():
                _tell(control, Report("ended", pid, status))
        if control in ready:
            command = control.recv(16)
            if not command:
                # The workers end, too, from here on, and nobody is to be woken by that.
                signal.set_wakeup_fd(-1)
                return
            _fork(control, (awake, wake), evaluator, options)


def _load(options: ZygoteOptions) -> Evaluator:
    """Return what evaluates on the release, with everything imported that it needs."""
    store = Store()
    store.bulk_load(path=options.graph, format=RdfFormat.N_QUADS, lenient=True)
    evaluator = Evaluator(
        store,
        frozenset(options.graphs),
        answer_bytes=options.answer_bytes,
        answer_triples=options.answer_triples,
        page_rows=options.page_rows,
    )
    for query in _WARM_UP:
        for rows in ("json", "xml", "csv", "tsv", "page"):
            evaluator.answer(QueryRequest(query, rows=rows))
        for graph in ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "page"):
            evaluator.answer(QueryRequest(query, graph=graph, gzip=True))
    gc.collect()
    # Objects that the collector never looks at are never written to, and stay shared.
    gc.freeze()
    return evaluator


def _fork(
    control: socket.socket, mine: tuple[socket.socket, ...], evaluator: Evaluator, options: ZygoteOptions
) -> None:
    """Fork a worker and hand it over; one that the system has no room for is reported as missed."""
    zygote = os.getpid()
    with contextlib.ExitStack() as opened:
        try:
            ours, theirs = (opened.enter_context(end) for end in socket.socketpair())
            for end in (ours, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            pid = os.fork()
        except OSError:
            _tell(control, Report("missed"))
            return
        if pid == 0:
            try:
                for other in (control, theirs, *mine):
                    other.close()
                _become_worker(zygote)
                serve(ours, evaluator, seconds=options.seconds, memory=options.memory)
            finally:
                # Whatever went wrong, it does not go on as a second zygote.
                os._exit(1)
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            os.kill(pid, signal.SIGKILL)
            _tell(control, Report("missed"))
            return
        opened.callback(os.close, handle)
        _tell(control, Report("forked", pid), theirs.fileno(), handle)


def _become_worker(zygote: int) -> None:
    """Give up what a zygote has, and what would tie this process to other workers."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Many kernels share out processor time among sessions first: in one of its own, a light query does not pay for a heavy one.
    os.setsid()
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    os.close(silent)
    die_with_parent(zygote)


def _ended() -> Iterator[tuple[int, int]]:
    """Yield the workers that have ended, each once, with the signal that ended it (0: none)."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _tell(control: socket.socket, report: Report, *descriptors: int) -> None:
    socket.send_fds(control, [msgspec.json.encode(report)], descriptors)


if __name__ == "__main__":
    # The parent may end while it is being told something: then there is nobody left to tell, and nothing to report.
    with contextlib.suppress(ConnectionError):
        main(socket.socket(fileno=sys.stdin.fileno()))
