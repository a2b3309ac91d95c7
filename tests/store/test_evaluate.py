"""Evaluating a request as a worker does it: answers up to their limit, and none beyond."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from digov.model.release import Release
from digov.store.workers.evaluate import Evaluator
from digov.store.workers.wire import QueryRequest

ROWS = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store(example_release: Release) -> Store:
    store = Store()
    store.bulk_load(path=Path(example_release.folder) / "graph.nq", format=RdfFormat.N_QUADS)
    return store


def evaluator(store: Store, most: int) -> Evaluator:
    return Evaluator(store, frozenset(), answer_bytes=most, answer_triples=100_000, page_rows=10)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_may_be_as_long_as_the_limit_and_no_longer(store: Store, form: str) -> None:
    head, body = evaluator(store, 10_000_000).answer(QueryRequest(ROWS, rows=form))
    assert (head.outcome, head.form) == ("rows", form)
    # It comes in several pieces.
    assert len(body) > 20_000
    assert evaluator(store, len(body)).answer(QueryRequest(ROWS, rows=form)) == (head, body)
    for most in (len(body) - 1, len(body) // 2, 0):
        head, nothing = evaluator(store, most).answer(QueryRequest(ROWS, rows=form))
        assert (head.outcome, head.message) == ("too-large", f"the answer is longer than {most:,} bytes")
        assert nothing == b""


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"])
def test_a_graph_may_be_as_long_as_the_limit_and_no_longer(store: Store, form: str) -> None:
    asked = QueryRequest("CONSTRUCT { ?s a ?o } { ?s a ?o }", graph=form)
    head, body = evaluator(store, 10_000_000).answer(asked)
    assert (head.outcome, head.form) == ("graph", form)
    assert evaluator(store, len(body)).answer(asked) == (head, body)
    assert evaluator(store, len(body) - 1).answer(asked)[0].outcome == "too-large"
