"""Settings of the server: one frozen value, made in the command line and passed in."""

from __future__ import annotations

import msgspec

from digov.model.errors import ConfigError
from digov.rdf.base import BASE_IRI


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What can be set of the server; each field says its unit, and its default is the one that is documented."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8000
    """Port to listen on; 0 takes a free one."""
    public_base: str = BASE_IRI
    """Address under which the public reaches the server, ending in a slash; links that must be absolute begin with it."""
    workers: int = 4
    """Processes that evaluate queries, each one query at a time."""
    query_seconds: float = 10.0
    """Seconds that a query may take, from its first byte of evaluation to its last byte of answer."""
    query_memory: int = 96
    """Mebibytes that a query may take beside the release, which all workers share."""
    query_bytes: int = 100_000
    """Bytes of a query; a longer one is refused with 413."""
    answer_triples: int = 100_000
    """Triples of an answer; an answer that would have more is refused, never cut."""
    answer_bytes: int = 16_000_000
    """Bytes of an answer; an answer that would be longer is refused, never cut."""
    queue_length: int = 256
    """Queries that may wait for a worker; one more is refused with 503."""
    queue_seconds: float = 1.5
    """Seconds that a query may wait for a worker; then it is refused with 503."""
    client_queries: int = 8
    """Slow queries of one client that may run or wait; one more is refused with 429."""
    connections: int = 1_000
    """Connections at a time; one more is closed."""
    body_seconds: float = 10.0
    """Seconds within which the head of a request must come, and then its body; a body that is late is refused with 408."""
    send_seconds: float = 30.0
    """Seconds within which a client must take the next 64 kB of an answer; then the connection is closed."""
    grace_seconds: float = 10.0
    """Seconds that requests being answered are given to end when the server is told to stop."""
    follow_seconds: float = 2.0
    """Seconds between two looks at which release is current; another one takes over without a restart. 0 never looks."""
    page_rows: int = 500
    """Rows of an answer that a page shows, which says so; the formats for programs give all."""
    cache_bytes: int = 32_000_000
    """Bytes of answers that are kept to be given again; 0 keeps none."""
    log_requests: bool = True
    """Whether each request is logged: its method, path and status, never who asked."""
    log_queries: bool = False
    """Whether the log holds the text of queries that are asked by GET."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies, whose ``X-Forwarded-For`` says which client asks; nobody else's is read."""

    @property
    def address(self) -> str:
        """Return where users of this server reach it, ending in a slash: the public base where one was set, else the port here."""
        if self.public_base != BASE_IRI:
            return self.public_base
        return f"http://[{self.host}]:{self.port}/" if ":" in self.host else f"http://{self.host}:{self.port}/"

    def __post_init__(self) -> None:
        if not self.public_base.startswith(("http://", "https://")) or not self.public_base.endswith("/"):
            raise ConfigError(
                f"no address that ends in a slash: {self.public_base!r}",
                where="public_base",
                remedy="Give an address like https://example.org/digov/.",
            )
        for field in (
            "workers",
            "query_memory",
            "query_bytes",
            "answer_triples",
            "answer_bytes",
            "client_queries",
            "connections",
        ):
            if getattr(self, field) < 1:
                raise ConfigError(f"must be at least 1, not {getattr(self, field)}", where=field, remedy="Raise it.")
        for field in ("query_seconds", "queue_seconds", "body_seconds", "send_seconds"):
            if not 0.1 <= getattr(self, field) <= 3600:
                raise ConfigError("must lie between 0.1 and 3600", where=field, remedy="Give a number of seconds.")
        if not 0 <= self.port <= 65535:
            raise ConfigError(f"no port: {self.port}", where="port", remedy="Give a number from 0 to 65535.")
        for field in ("grace_seconds", "follow_seconds", "queue_length", "cache_bytes", "page_rows"):
            if getattr(self, field) < 0:
                raise ConfigError(f"must not be negative: {getattr(self, field)}", where=field, remedy="Raise it.")
