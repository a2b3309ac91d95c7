"""What comparing the five documents gives, in the release: every unit has its place, every link opens at the words of both sides."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from digov.lineage import lineage_lines
from digov.release import open_release
from digov.show import show_segment
from digov.store import ReleaseStore, SelectResult

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


def rows(store: ReleaseStore, query: str) -> list[tuple[str, ...]]:
    result = store.query(query)
    assert isinstance(result, SelectResult)
    return [
        tuple(str(getattr(cell, "value", "")).removeprefix("https://w3id.org/digov/id/") for cell in row)
        for row in result.rows
    ]


def test_every_unit_of_the_two_drafts_stands_in_one_link(store: ReleaseStore) -> None:
    # The redline prints 195 segments; item 44(d), struck whole, is none of the new draft.
    for side, slug, count in (("before", "gdc-base", 147), ("after", "gdc-redline", 194)):
        units = [
            unit for (unit,) in rows(store, f"SELECT ?unit WHERE {{ ?link a dg:UnitLink ; dg:{side}Segment ?unit }}")
        ]
        assert len(units) == len(set(units)) == count
        assert all(unit.startswith(f"{slug}/") for unit in units)


def test_units_that_a_reader_paired_are_paired(store: ReleaseStore) -> None:
    """By the reading of the drafts: 61 and 62 became one number, 67 was split, 57 and 11(g) have new labels."""
    found = set(
        rows(
            store,
            "SELECT ?a ?p ?b WHERE { ?a ?p ?b . ?p a dg:ComparedProperty . ?a dg:inInstrument <id/gdc-base> . ?b a ?class }",
        )
    )
    ns = "https://w3id.org/digov/ns#"
    for one, name, other in (
        ("para_61", "editedInto", "para_55-2"),
        ("para_67", "splitInto", "para_67"),
        ("para_67", "splitInto", "para_63-2"),
        ("para_57", "renumberedTo", "para_58"),
        ("para_11__point_g", "renumberedTo", "para_11__point_f"),
        ("para_75", "editedInto", "para_75"),
    ):
        assert (f"gdc-base/{one}", ns + name, f"gdc-redline/{other}") in found


def test_quotes_of_changes_and_passages_are_the_words_of_the_right_source(store: ReleaseStore) -> None:
    texts = {path.parent.name: path.read_bytes().decode() for path in (ROOT / "data" / "sources").glob("*/text.txt")}
    found = rows(
        store,
        """SELECT ?kind ?source ?start ?end ?words ?segment WHERE {
             ?node a ?kind . FILTER(?kind IN (dg:Change, dg:SharedPassage))
             { ?node dg:beforeEvidence ?e ; dg:beforeSegment ?segment } UNION { ?node dg:afterEvidence ?e ; dg:afterSegment ?segment }
             ?e oa:hasSource ?source ; oa:hasSelector ?place , ?quote .
             ?place oa:start ?start ; oa:end ?end . ?quote oa:exact ?words }""",
    )
    assert Counter(kind.rpartition("#")[2] for kind, *_ in found)["Change"] > 300
    for _, source, start, end, words, segment in found:
        slug = source.removeprefix("source/")
        assert texts[slug][int(start) : int(end)] == words
        assert segment.startswith(f"{slug}/")


def test_the_deadline_that_a_draft_moved_is_told_with_both_quotes(store: ReleaseStore) -> None:
    [(unit, old, new, by, words)] = rows(
        store,
        """SELECT ?unit ?old ?new ?by ?words WHERE {
             ?change dg:changeKind <id/change-kind/deadline-shifted> ; dg:afterSegment ?unit ; dg:beforeValue ?old ; dg:afterValue ?new ;
               dg:by ?by ; dg:beforeEvidence/oa:hasSelector/oa:exact ?words . FILTER NOT EXISTS { ?change dg:status ?status } }""",
    )
    assert (unit, old, new, by, words) == ("gdc-redline/para_75", "GA-80", "GA-81", "1", "at the 80th session")


def test_no_fact_is_dropped_for_certain_that_still_holds(store: ReleaseStore) -> None:
    """By the reading of the drafts: 2.6 billion, both 50 per cent, December 2024, the 79th, 81st and 82nd sessions."""
    certain = rows(
        store,
        """SELECT ?value ?kind WHERE { ?change dg:beforeValue ?value ; dg:changeKind ?kind ; dg:changeOf/dg:afterInstrument <id/gdc-redline> .
             FILTER(STRENDS(STR(?kind), "-dropped")) FILTER NOT EXISTS { ?change dg:status ?status } }""",
    )
    holding = {"2600000000 people", "50 percent", "2024-12", "GA-79", "GA-81", "GA-82"}
    assert certain
    assert not [value for value, _ in certain if value in holding]


def test_the_later_instrument_restates_the_earlier_one(store: ReleaseStore) -> None:
    pairs = Counter(
        rows(
            store,
            "SELECT ?later ?earlier WHERE { ?a dg:restates ?b . ?a dg:inInstrument ?later . ?b dg:inInstrument ?earlier }",
        )
    )
    assert set(pairs) == {
        ("a-80-62", "e-res-2024-13"),
        ("a-80-62", "gdc-base"),
        ("a-80-62", "gdc-redline"),
        ("wsis20-zero-unesco", "a-80-62"),
        ("wsis20-zero-unesco", "e-res-2024-13"),
        ("wsis20-zero-unesco", "gdc-base"),
        ("wsis20-zero-unesco", "gdc-redline"),
    }
    assert pairs["wsis20-zero-unesco", "gdc-redline"] > pairs["wsis20-zero-unesco", "gdc-base"]


def test_a_citation_is_no_passage_and_a_passage_no_citation(store: ReleaseStore) -> None:
    producers = {
        name for (name,) in rows(store, "SELECT DISTINCT ?p WHERE { ?passage a dg:SharedPassage ; dg:producer ?p }")
    }
    assert producers == {f"producer/passages-{name}/1" for name in ("verbatim", "near-verbatim", "other-words")}
    assert not rows(store, "SELECT ?s WHERE { ?s a dg:Statement ; rdf:predicate ?p . ?p a dg:ComparedProperty }")


@pytest.mark.parametrize(
    ("name", "label", "lines"),
    [
        ("gdc-redline", "11", ["was        gdc-base 11 (same)"]),
        ("gdc-base", "75", ["became     gdc-redline 75 (edited, 95% of the words in order)", "deadline shifted GA-80 → GA-81"]),
        ("gdc-base", "67", ["became     gdc-redline 67, 63 (split"]),
        ("gdc-redline", "48", ["was        added: nothing stands in its place in gdc-base"]),
        ("wsis20-zero-unesco", "31", ["shares     restates, departs from gdc-base 11(g) (90% of the words)"]),
        ("E/RES/2024/13", "77", ["shares     restated in wsis20-zero-unesco 139 (91% of the words)"]),
    ],
)  # fmt: skip
def test_show_tells_what_became_of_a_unit(releases: Path, name: str, label: str, lines: list[str]) -> None:
    words = show_segment(open_release(releases), name, label, as_json=False)
    for line in lines:
        assert line in words


def test_documents_that_were_compared_with_none_have_no_such_lines(example_store: ReleaseStore) -> None:
    assert list(lineage_lines(example_store, "example", "para_1")) == []


def test_contested_changes_come_last_and_are_marked(store: ReleaseStore) -> None:
    [became, changes, shared] = lineage_lines(store, "gdc-base", "para_11__point_b")
    assert became.startswith("  became     gdc-redline 11(b) (edited, ")
    first, *rest = changes.removeprefix("    changes  ").split("; ")
    assert first == "body added group/member-states"
    assert all(part.endswith("[contested]") for part in rest[:2])
    assert rest[2:] == ["1 more", "one of wording alone"]
    assert shared.startswith("  shares     restated in wsis20-zero-unesco 36 (")
