"""The benchmark of the endpoint reads what the load generator says, and asks what all servers can read."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Store

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("endpoint")


@pytest.mark.parametrize(
    ("words", "value"), [("597.14us", 0.59714), ("4.77ms", 4.77), ("1.53s", 1530), ("1.00m", 60_000)]
)
def test_times_are_read(endpoint: ModuleType, words: str, value: float) -> None:
    assert endpoint.milliseconds(words) == pytest.approx(value)


def test_a_row_compares_with_the_limit(endpoint: ModuleType) -> None:
    found = {"oxigraph serve": endpoint.Speed(2000, 1, 2, 0), "digov serve": endpoint.Speed(500, 3, 4, 0)}
    row = endpoint.row("lookups", found, "≥ 0.15")
    assert row == ["lookups", "2,000", "500", "–", "0.25", "3.0 ms", "4.0 ms", "≥ 0.15"]


def test_the_questions_declare_their_prefixes(endpoint: ModuleType) -> None:
    from urllib.parse import parse_qs, urlsplit

    paths = endpoint.questions(endpoint.Server("any", 0, "/query"))
    assert len(paths) > 20
    for path in paths:
        Store().query(parse_qs(urlsplit(path).query)["query"][0])
