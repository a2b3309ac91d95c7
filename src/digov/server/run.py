"""Running the server: one process, one release, until it is told to stop."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from digov.competency import load_queries
from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.server.app import create_app
from digov.store import ReleaseStore

_REPORT = "report.json"


def run(release: Release, queries: Path, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve ``release`` at ``host`` and ``port`` until interrupted; ``announce`` is told the address when it listens.

    A port that is taken raises :class:`ReleaseError`; port 0 takes a free one.
    """
    listener = _listen(host, port)
    address = f"http://{host}:{listener.getsockname()[1]}"
    store = ReleaseStore(release)
    app = create_app(store, (Path(release.folder) / _REPORT).read_bytes(), load_queries(queries), address=address)
    announce(f"digov serves release {release.id} at {address} (SPARQL at {address}/sparql); stop with Ctrl-C")
    settings = uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=5, lifespan="off"
    )
    # Ctrl-C ends the server in good order; uvicorn then raises the signal again, which is no error to report.
    with listener, contextlib.suppress(KeyboardInterrupt):
        _Server(settings).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that ends with its process: a query that still runs cannot be cancelled, and would hold it back."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is being answered, for the grace period at most, then end the process."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
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
    listener.listen(128)
    return listener
