"""Hostile clients, in a short form: ``benchmarks/abuse.py`` has all of them, on a whole release and with more clients at once."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from digov.model.release import Release

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
SECONDS = 1.0
SLOWEST = (
    "product of four, rows",
    "order by over a product",
    "group_concat over a product",
    "path of everything",
    "regex over a product",
    "strings that double",
    "values product",
    "construct of new nodes",
    "parser: nodes in nodes",
)
"""The runaways of the short form; the others differ from them in little."""


@pytest.fixture(scope="module")
def abuse() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("abuse")


def test_hostile_clients_harm_nobody(abuse: ModuleType, start: Callable[..., Any]) -> None:
    """After each case a light query is answered; each runaway gets an error in time; nobody is called; memory stays small."""
    with abuse.nobody_calls() as (call_port, calls), start(query_seconds=str(SECONDS)) as (client, process, log):
        target = abuse.Target(client.base_url.port, process.pid, SECONDS, call_port)
        left_out = set(abuse.RUNAWAYS) - set(SLOWEST)
        chosen = [case for case in abuse.cases(call_port) if case.name not in left_out]
        assert set(SLOWEST) <= {case.name for case in chosen}
        with abuse.memory_watched(target) as memory:
            outcomes = [target.run(case) for case in chosen]
            outcomes += [abuse.slow_clients(target, 20), abuse.many_clients(target, 30, 3)]
        assert not [(outcome.name, outcome.wrong) for outcome in outcomes if outcome.wrong]
        ended = [outcome.status for outcome in outcomes if outcome.name in SLOWEST and outcome.status >= 400]
        assert len(ended) >= 6
        assert {504, 507} <= set(ended)
        assert not calls
        assert max(memory) < abuse.MOST_MEMORY
        assert process.poll() is None
        time.sleep(0.5)
        lines = log.read_text().splitlines()
    assert len(lines) > len(outcomes)
    assert not [line for line in lines if not abuse.is_json(line)]
    assert "127.0.0.1" not in log.read_text()
    assert "GROUP_CONCAT" not in log.read_text()


def test_a_runaway_is_ended_at_its_limit(site: httpx.Client) -> None:
    """The published limit is true within a tenth."""
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    begun = time.perf_counter()
    answer = site.get("/sparql", params={"query": runaway})
    seconds = time.perf_counter() - begun
    assert answer.status_code == 504
    assert "1.5 seconds" in answer.json()["message"]
    assert 1.5 * 0.9 <= seconds <= 1.5 * 1.1 + 0.1


def test_a_light_query_does_not_wait_for_runaways(site: httpx.Client) -> None:
    runaway = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY "
    light = "SELECT ?s { ?s a dg:Item }"
    with ThreadPoolExecutor(4) as threads:
        running = [
            threads.submit(site.get, "/sparql", params={"query": runaway + name}) for name in ("?c", "?f", "?i", "?a")
        ]
        times = []
        for number in range(40):
            begun = time.perf_counter()
            assert site.get("/sparql", params={"query": f"{light} # {number}"}).status_code == 200
            times.append(time.perf_counter() - begun)
            time.sleep(0.02)
        assert sorted(times)[36] < 0.25
        assert {answer.result().status_code for answer in running} <= {503, 504, 507}


def test_memory_is_limited(site: httpx.Client) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    answer = site.get("/sparql", params={"query": f"SELECT ?x40 {{ BIND('0123456789' AS ?x0) {doubled} }}"})
    assert answer.status_code == 507
    assert "96 MiB" in answer.json()["message"]
    # A string of 40 MB is within it, but for an answer too long.
    fits = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20))
    answer = site.get(
        "/sparql", params={"query": f"SELECT (STRLEN(?x20) AS ?n) {{ BIND('0123456789' AS ?x0) {fits} }}"}
    )
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(10 * 2**20)
    answer = site.get(
        "/sparql", params={"query": f"SELECT ?x21 {{ BIND('01234567890123456789' AS ?x0) {fits} BIND(?x20 AS ?x21) }}"}
    )
    assert answer.status_code == 400
    assert "16,000,000 bytes" in answer.json()["message"]


def test_depth_is_limited(site: httpx.Client) -> None:
    def ask(depth: int) -> httpx.Response:
        query = f"ASK {{ FILTER({'(' * depth}true{')' * depth}) }}"
        return site.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})

    assert ask(5_000).json()["boolean"] is True
    deep = ask(45_000)
    assert deep.status_code == 400
    assert "nested too deeply" in deep.json()["message"]
    assert ask(60_000).status_code == 413


def test_a_client_has_its_share(site: httpx.Client) -> None:
    runaways = [f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != {n}) }}" for n in range(24)]
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda query: site.get("/sparql", params={"query": query}), runaways))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {429, 503, 504}
    assert 429 in statuses
    assert 504 in statuses
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in answers if answer.status_code != 504)


def test_who_goes_away_ends_his_query(site: httpx.Client, example_release: Release) -> None:
    def running() -> float:
        lines = site.get("/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith('digov_queries_running{lane="slow"}'))

    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != 'away') }"
    with httpx.Client(base_url=site.base_url, timeout=0.6) as client, pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": runaway})
    begun = time.perf_counter()
    while running():
        assert time.perf_counter() - begun < 0.5
