"""Metrics in the form of Prometheus: requests, answers from the cache, and what the pool of queries does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric

from digov.server.service import Service

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


class Metrics:
    """Counts requests; made once per application."""

    def __init__(self, service: Callable[[], Service], cached_bytes: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "digov_requests", "Requests answered, by area and status.", ("area", "status"), registry=self._registry
        )
        self._cached = Counter("digov_cached_answers", "Requests answered from the cache.", registry=self._registry)
        self._seconds = Histogram(
            "digov_request_seconds",
            "Seconds from request to answer, without those from the cache.",
            ("area",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._counted: dict[tuple[str, int], Counter] = {}
        self._timed: dict[str, Histogram] = {}
        self._registry.register(_State(service, cached_bytes))

    def count(self, area: str, status: int, seconds: float, *, cached: bool) -> None:
        """Count a request to ``area``, which was answered with ``status`` after ``seconds``."""
        counter = self._counted.get((area, status))
        if counter is None:
            counter = self._counted[area, status] = self._requests.labels(area, str(status))
        counter.inc()
        if cached:
            self._cached.inc()
            return
        timer = self._timed.get(area)
        if timer is None:
            timer = self._timed[area] = self._seconds.labels(area)
        timer.observe(seconds)

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return generate_latest(self._registry)


class _State:
    """Reads the state of the pool when it is asked for."""

    def __init__(self, service: Callable[[], Service], cached_bytes: Callable[[], int]) -> None:
        self._service = service
        self._cached_bytes = cached_bytes

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics of this moment."""
        service = self._service()
        state = service.pool.state
        yield InfoMetricFamily("digov_release", "The release that is served.", {"id": service.release.id})
        yield GaugeMetricFamily("digov_release_quads", "Quads of the release.", len(service.store))
        yield GaugeMetricFamily("digov_workers", "Processes that evaluate queries.", state.workers)
        running = GaugeMetricFamily("digov_queries_running", "Queries that run.", labels=("lane",))
        running.add_metric(("fast",), state.running - state.running_slow)
        running.add_metric(("slow",), state.running_slow)
        yield running
        waiting = GaugeMetricFamily("digov_queries_waiting", "Queries that wait for a worker.", labels=("lane",))
        waiting.add_metric(("fast",), state.waiting)
        waiting.add_metric(("slow",), state.waiting_slow)
        yield waiting
        yield CounterMetricFamily("digov_workers_killed", "Workers ended with their query.", state.killed)
        yield CounterMetricFamily("digov_workers_started", "Workers started.", state.forked)
        yield GaugeMetricFamily("digov_cache_bytes", "Bytes of answers that are kept.", self._cached_bytes())
