"""Running the server: one process, one release, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import resource
import socket
import sys
from collections.abc import Callable
from math import ceil
from pathlib import Path

import msgspec
import uvicorn
import uvloop

from digov.model.errors import ReleaseError
from digov.release import MANIFEST_FILE, open_release
from digov.server.app import create_app
from digov.server.connection import protocol_for
from digov.server.follow import Follower
from digov.server.journal import Journal, JournalHandler
from digov.server.service import Services, open_service
from digov.server.settings import Settings

_BACKLOG = 1_024
"""Connections that may wait to be accepted."""
_OTHER_FILES = 200
"""Files that may be open beside those of the connections."""


def run(releases: Path, queries: Path, settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve the current one of ``releases`` as ``settings`` say until told to stop; ``announce`` is told the address when it listens.

    Another release that becomes current takes over; ``releases`` may also be one release, which stays. A port that is taken raises
    :class:`ReleaseError`; port 0 takes a free one.
    """
    _allow_files(2 * settings.connections + _OTHER_FILES)
    release = open_release(releases)
    host = settings.host
    listener = _listen(host, settings.port)
    settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
    address = f"http://{host}:{settings.port}"
    services = Services(open_service(release, queries, settings))
    follows = settings.follow_seconds > 0 and not (releases / MANIFEST_FILE).is_file()
    journal = Journal()
    app = create_app(services, Follower(services, releases, queries) if follows else None, journal)
    announce(f"digov serves release {release.id} at {address} (SPARQL at {address}/sparql); stop with Ctrl-C")
    _log_to(journal)
    config = uvicorn.Config(
        app,
        http=protocol_for(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=ceil(settings.grace_seconds),
    )
    # Ctrl-C ends the server in good order; uvicorn then raises the signal again, which is no error to report.
    try:
        with (
            listener,
            contextlib.suppress(KeyboardInterrupt),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            runner.run(_Server(config, journal).serve(sockets=[listener]))
    finally:
        # A server that could not start has said why in the journal.
        journal.stop()


def _allow_files(number: int) -> None:
    """Have this process open ``number`` files at a time, or as many as the system lets it; never fewer than before."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(hard, number)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        # A system may allow less than it says; the server then runs with what it has.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _log_to(journal: Journal) -> None:
    """Put what the libraries of the server log into ``journal``, and nowhere else."""
    for name in ("asyncio", "uvicorn", "digov.server"):
        logger = logging.getLogger(name)
        logger.handlers = [JournalHandler(journal)]
        logger.propagate = False
    journal.start()


class _Server(uvicorn.Server):
    """A server that ends with its process: a query that still runs cannot be cancelled, and would hold it back."""

    def __init__(self, config: uvicorn.Config, journal: Journal) -> None:
        super().__init__(config)
        self._journal = journal

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is being answered, for the grace period at most, then end the process."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
        self._journal.stop()
        sys.stdout.flush()
        os._exit(0)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ReleaseError(
            f"cannot listen ({error.strerror})",
            where=f"{host}:{port}",
            remedy="stop what uses the port, or give another with --port",
        ) from error
    listener.listen(_BACKLOG)
    return listener
