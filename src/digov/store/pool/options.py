"""How large a pool is and what it may take, and what it does at a moment."""

from __future__ import annotations

import msgspec


class PoolOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The size of a pool, and its limits; in bytes and seconds."""

    workers: int = 4
    seconds: float = 10.0
    memory: int = 96 << 20
    answer_bytes: int = 16_000_000
    answer_triples: int = 100_000
    page_rows: int = 500
    queue_length: int = 256
    queue_seconds: float = 1.5
    """Seconds that a slow query may wait; another one may wait as long as the longest slow one lasts, ``seconds`` more."""
    client_slow: int = 8
    """Slow queries of one client that may run or wait."""


class PoolState(msgspec.Struct, frozen=True):
    """What a pool does at a moment: workers, jobs, and what it has counted since its start."""

    workers: int
    running: int
    running_slow: int
    waiting: int
    waiting_slow: int
    killed: int
    forked: int
