"""The competency questions: each gives the expected result on the five documents."""

from __future__ import annotations

import csv
import io
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


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("dropped-facts", "?one dg:droppedIn ?instrument"),
        ("contested-facts", "?one dg:status <id/status/contested> ; rdf:subject ?subject"),
        ("draft-changes", ("?one a dg:Change ; dg:changeOf/a dg:UnitLink ; dg:changeKind/skos:broader ?kind . "
         "FILTER (?kind NOT IN (<id/change-kind/words>, <id/change-kind/scope>))")),
        ("deadlines-moved", "?one a dg:Change ; dg:changeOf/a dg:UnitLink ; dg:changeKind/skos:broader <id/change-kind/deadline>"),
        ("scope-changes", "?one a dg:Change ; dg:changeKind/skos:broader <id/change-kind/scope>"),
        ("verbs-changed", ("?one a dg:Change ; dg:changeKind/skos:broader ?kind . "
         "FILTER (?kind IN (<id/change-kind/verb>, <id/change-kind/modal>))")),
    ],
)  # fmt: skip
def test_one_row_for_each_fact_and_each_change(name: str, pattern: str, store: ReleaseStore) -> None:
    """However many places say it: the words of each stand in the same cell, not in rows of their own."""
    counted = write_result(store.query(f"SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE {{ {pattern} }}"), "csv").split()
    rows = list(csv.reader(io.StringIO(write_result(store.query(find_query(QUERIES, name).text), "csv"))))[1:]
    assert len(rows) == int(counted[1]) > 0
    assert len({tuple(row) for row in rows}) == len(rows)


def test_words_of_a_draft_stand_beside_those_of_its_base_in_the_same_order(store: ReleaseStore) -> None:
    rows = csv.DictReader(io.StringIO(write_result(store.query(find_query(QUERIES, "dropped-facts").text), "csv")))
    dues = {(row["fact"], row["value"]): row for row in rows if row["base_paragraph"] == "44(d)"}
    assert dues["due", "2030"]["quote"].startswith("by 2030 … Create")
    assert dues["due", "2030"]["base_quote"].startswith("by 2030 … (d) Create")


def test_a_file_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(ConfigError, match="title"):
        load_queries(tmp_path)


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        find_query(QUERIES, "reporting-calender")
    assert "reporting-calendar" in str(caught.value)
