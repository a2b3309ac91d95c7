"""Marked text: runs give the text back, and mark what came and went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.diffing.marked import UNIT_END, Run, SpanIndex, joined, split_units, word_diff
from digov.model.document import Segment, close_text
from digov.model.redline import RedlineSpan
from digov.model.span import Span

WORDS = st.lists(st.sampled_from(["the", "cable", "of", "harbours", ",", "(SDG 9)", "*", "shall", "\u2019s", UNIT_END]))


def marked(runs: tuple[Run, ...]) -> list[tuple[str, str]]:
    return [(run.text, run.status) for run in runs if run.is_marked]


def test_words_of_one_side_alone_are_marked() -> None:
    left, right = word_diff("Requests the Registrar to report by 2027", "Invites the Registrar to report by 2029")
    assert marked(left) == [("Requests", "deleted"), ("2027", "deleted")]
    assert marked(right) == [("Invites", "inserted"), ("2029", "inserted")]


def test_quotes_and_marks_of_a_layout_are_no_difference() -> None:
    left, right = word_diff('the "old" register\'s *map*', "the \u201cold\u201d register\u2019s map")
    assert marked(left) == marked(right) == []


def test_marks_of_footnotes_are_no_difference() -> None:
    left, right = word_diff("of the Summit,¹ held in 2015;²", "of the Summit,³ held in 2015;")
    assert marked(left) == marked(right) == []


def test_a_short_word_between_two_edits_belongs_to_them() -> None:
    left, right = word_diff(
        "paint all the blue buoys of every small harbour", "count some red lights of any tall tower"
    )
    assert marked(left) == [("paint all the blue buoys of every small harbour", "deleted")]
    assert marked(right) == [("count some red lights of any tall tower", "inserted")]


@given(WORDS, WORDS)
def test_the_runs_of_a_side_give_its_text_back(a: list[str], b: list[str]) -> None:
    first, second = " ".join(a), " ".join(b)
    left, right = word_diff(first, second)
    assert ("".join(run.text for run in left), "".join(run.text for run in right)) == (first, second)
    assert {run.status for run in left} <= {"kept", "deleted"}
    assert {run.status for run in right} <= {"kept", "inserted"}
    assert len(split_units(left)) == first.count(UNIT_END) + 1


@given(WORDS)
def test_nothing_is_marked_between_equal_texts(words: list[str]) -> None:
    left, right = word_diff(" ".join(words), " ".join(words))
    assert marked(left) == marked(right) == []


def test_a_mark_over_two_units_is_cut_between_them() -> None:
    runs = (Run("kept "), Run("one\ntwo", "deleted"))
    assert split_units(runs) == ((Run("kept "), Run("one", "deleted")), (Run("two", "deleted"),))


SOURCE = "1. Paint theall buoys\n\f\nand count them;"


@pytest.fixture
def segment() -> Segment:
    pieces = (Span(0, 21), Span(24, len(SOURCE)))
    text, starts = close_text(SOURCE, pieces)
    return Segment(id="para_1", part="main", kind="paragraph", label="1", pieces=pieces, text=text, starts=starts)


def test_spans_of_a_redline_are_shown_in_the_text_of_a_segment(segment: Segment) -> None:
    index = SpanIndex(
        [
            RedlineSpan(0, 9, "kept", "B"),
            RedlineSpan(9, 12, "deleted", "A", ("fused-letters",)),
            RedlineSpan(12, 15, "inserted", "A", ("aligned",)),
            RedlineSpan(15, len(SOURCE), "kept", "C", ("unmarked",)),
        ]
    )
    runs = index.runs(segment)
    assert "".join(run.text for run in runs) == segment.text == "1. Paint theall buoys and count them;"
    assert [(run.text, run.status, run.tier, run.evidence) for run in runs[1:3]] == [
        ("the", "deleted", "A", ("fused-letters",)),
        ("all", "inserted", "A", ("aligned",)),
    ]
    assert [run.status for run in runs] == ["kept", "deleted", "inserted", "kept"]


def test_a_span_over_the_gap_between_two_pieces_is_one_run(segment: Segment) -> None:
    runs = SpanIndex([RedlineSpan(0, 16, "kept", "B"), RedlineSpan(16, 27, "contested", "C")]).runs(segment)
    assert [(run.text, run.status) for run in runs] == [("1. Paint theall ", "kept"), ("buoys and", "contested")]


def test_neighbours_that_differ_in_tier_stay_apart() -> None:
    runs = [Run("a", "deleted", "A"), Run("b", "deleted", "C"), Run("c", "kept", "B"), Run("d", "kept", "C")]
    assert [run.text for run in joined(runs)] == ["a", "b", "cd"]
