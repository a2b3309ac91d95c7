"""The competency questions: each gives the expected result on the five documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from digov.competency import CompetencyQuery, find_query, load_queries
from digov.model.errors import ConfigError, QueryError
from digov.release import open_release
from digov.store import ReleaseStore, write_result

ROOT = Path(__file__).parents[2]

QUERIES = ROOT / "queries"


@pytest.fixture(scope="module")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


def test_the_store_gives_every_term_as_the_release_has_it(store: ReleaseStore) -> None:
    """The engine brings some literals to another form when it stores them: none such may be in a release."""
    with (Path(store.release.folder) / "graph.nq").open(encoding="utf-8") as lines:
        written = {line.rstrip("\n") for line in lines}
    assert {f"{quad} ." for quad in store.quads()} == written


def test_there_are_enough_questions_in_groups() -> None:
    queries = load_queries(QUERIES)
    assert len(queries) >= 25
    assert len({query.group for query in queries}) >= 5
    assert {file.stem for file in (QUERIES / "expected").glob("*.csv")} == {query.name for query in queries}


@pytest.mark.parametrize("query", load_queries(QUERIES), ids=lambda query: query.name)
def test_expected_result(query: CompetencyQuery, store: ReleaseStore) -> None:
    """Written anew by scripts/expected-results when a change is meant; the difference is then read in the review."""
    expected = (QUERIES / "expected" / f"{query.name}.csv").read_text("utf-8")
    assert write_result(store.query(query.text), "csv").replace("\r\n", "\n") == expected


def test_a_file_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(ConfigError, match="title"):
        load_queries(tmp_path)


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        find_query(QUERIES, "reporting-calender")
    assert "reporting-calendar" in str(caught.value)
