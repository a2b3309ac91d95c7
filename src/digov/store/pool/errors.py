"""Why the pool did not answer: each error says whose fault it is, and whether to ask again."""

from __future__ import annotations

import signal
from typing import Literal

from digov.model.errors import QueryError

Reason = Literal["busy", "share", "time", "memory", "depth", "crash", "closed"]


class PoolError(QueryError):
    """A query that was not answered.

    ``reason`` is ``busy`` (all workers and places in the queue are taken), ``share`` (the client has its share of them),
    ``time``, ``memory`` or ``depth`` (the query went over that limit), ``crash`` (it ended its worker otherwise), or
    ``closed`` (the pool is closed). ``retry_after`` is the number of seconds after which asking again makes sense;
    ``None`` when it makes none.
    """

    def __init__(self, reason: Reason, message: str, remedy: str, retry_after: int | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.reason = reason
        self.retry_after = retry_after


def over_time(seconds: float) -> PoolError:
    """Return the error of a query that took longer than ``seconds``."""
    message = f"the query takes longer than {seconds:g} seconds"
    return PoolError("time", message, "Ask for less: name classes or instruments, or add a LIMIT to a part.")


def over_memory(memory: int) -> PoolError:
    """Return the error of a query that needs more than ``memory`` bytes."""
    message = f"the query needs more memory than {memory >> 20} MiB"
    return PoolError("memory", message, "Ask for less: fewer rows to sort, group or join.")


def ended_by(number: int, seconds: float, memory: int) -> PoolError:
    """Return the error of a query whose worker was ended by the signal ``number`` (0: it ended itself)."""
    if number in (signal.SIGABRT, signal.SIGBUS):
        return over_memory(memory)
    if number == signal.SIGSEGV:
        return PoolError("depth", "the query is nested too deeply", "Use fewer brackets inside one another.")
    if number == signal.SIGXCPU:
        return over_time(seconds)
    return PoolError("crash", "the query could not be evaluated", "Ask in another way; tell the operator.", 1)
