"""The journal: one line of JSON per request and per event, on standard error, without personal data.

Lines are written by a thread of its own, so that a reader that is slow, or has stopped reading, holds up nothing; what does not fit
into the waiting line is counted and left out.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any, Final, TextIO

import msgspec

_MOST_WAITING: Final = 10_000
_PAUSE: Final = 0.2
_MOST_PLACES: Final = 20
"""Most functions that an exception passed which are written down: the last ones, where it comes from."""


class Journal:
    """Takes entries at no cost, and writes them soon after; :meth:`start` before the first, :meth:`stop` after the last."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._waiting: deque[dict[str, Any]] = deque()
        self._dropped = 0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write."""
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, and end; after a second at most, even when nobody reads."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(1.0)

    def add(self, event: str, **values: object) -> None:
        """Take an entry: what happened now, and what belongs to it."""
        if len(self._waiting) >= _MOST_WAITING:
            self._dropped += 1
            return
        self._waiting.append({"time": time.time(), "event": event, **values})

    def _write(self) -> None:
        while True:
            stopped = self._stopped.wait(_PAUSE)
            lines = []
            while self._waiting:
                lines.append(_line(self._waiting.popleft()))
            if self._dropped:
                lines.append(_line({"time": time.time(), "event": "dropped", "entries": self._dropped}))
                self._dropped = 0
            if lines:
                try:
                    self._out.write("".join(lines))
                    self._out.flush()
                except (OSError, ValueError):
                    return
            if stopped:
                return


class JournalHandler(logging.Handler):
    """Puts what other libraries log into the journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Take ``record``; of an exception only its kind and where it passed, since its words may quote a request."""
        values: dict[str, object] = {"level": record.levelname.lower(), "logger": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            values["exception"] = type(record.exc_info[1]).__name__
            values["trace"] = [
                f"{frame.f_code.co_qualname}:{line}" for frame, line in walk_tb(record.exc_info[1].__traceback__)
            ][-_MOST_PLACES:]
        self._journal.add("log", message=record.getMessage()[:1000], **values)


def _line(entry: dict[str, Any]) -> str:
    stamp = datetime.fromtimestamp(entry["time"], UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return msgspec.json.encode({**entry, "time": stamp}).decode() + "\n"
