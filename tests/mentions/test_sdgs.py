"""Explicit SDG links: every spelling of the tags, goals and targets by number, and what only looks like one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.sdgs import GOALS, find_sdgs, target_codes

CONCEPTS = Path(__file__).parents[2] / "ontology" / "concepts"


def goals(text: str) -> list[int]:
    return [mention.goal for mention in find_sdgs(text).sdgs]


def surfaces(text: str) -> list[str]:
    return sorted({text[mention.start : mention.end] for mention in find_sdgs(text).sdgs})


@pytest.mark.parametrize(
    ("text", "expected", "surface"),
    [
        ("national strategies (SDG 9);", [9], "(SDG 9)"),
        ("populations (SDGs 1 & 9);", [1, 9], "(SDGs 1 & 9)"),
        ("data (*SDG 17*);", [17], "(*SDG 17*)"),
        ("data (*SDGs 3, 5, 9, 10, 16 & 17*);", [3, 5, 9, 10, 16, 17], "(*SDGs 3, 5, 9, 10, 16 & 17*)"),
        ("by 2050 (*SDG 11, 12, 13 & 14*);", [11, 12, 13, 14], "(*SDG 11, 12, 13 & 14*)"),
        ("priorities (*SDGs 17*);", [17], "(*SDGs 17*)"),
        ("countries (*SDGs 4, 9, 10, & 17*).", [4, 9, 10, 17], "(*SDGs 4, 9, 10, & 17*)"),
        ("strategies (SDGs 10 &11);", [10, 11], "(SDGs 10 &11)"),
        ("disinformation (SDG  4);", [4], "(SDG  4)"),
        ("economy (SDG 4 &  17).", [4, 17], "(SDG 4 &  17)"),
        ("countries. (SDG 17).", [17], "(SDG 17)"),
        ("contexts; (SDG 16);  (d)", [16], "(SDG 16)"),
        ("the goals and targets of SDG4.", [4], "SDG4"),
        ("SDGs 1–5 at once", [1, 2, 3, 4, 5], "SDGs 1–5"),
        ("Goals 2 to 4 matter", [2, 3, 4], "Goals 2 to 4"),
        ("in particular Goals 3 and 5,", [3, 5], "Goals 3 and 5"),
        ("Sustainable Development Goal 5 on equality", [5], "Sustainable Development Goal 5"),
        ("Sustainable Development Goals 2, 5 and 17", [2, 5, 17], "Sustainable Development Goals 2, 5 and 17"),
        ("Sustainable Development Goals (SDGs) 3 and 4", [3, 4], "Sustainable Development Goals (SDGs) 3 and 4"),
        ("Goal 17 of the 2030 Agenda", [17], "Goal 17"),
        ("Goals 1 (no poverty), 2 (zero hunger) and 13", [1, 2, 13], "Goals 1 (no poverty), 2 (zero hunger) and 13"),
        ("under SDG 5, 10 countries reported", [5], "SDG 5"),
        ("Goals 1 and 2, 15 projects", [1, 2], "Goals 1 and 2"),
    ],
)
def test_goals_in_every_spelling(text: str, expected: list[int], surface: str) -> None:
    assert goals(text) == expected
    assert surfaces(text) == [surface]


@pytest.mark.parametrize("text", ["systems (*All SDGs*);", "law (All SDGs).", "(all Sustainable Development Goals)"])
def test_all_goals_are_one_mention(text: str) -> None:
    (mention,) = find_sdgs(text).sdgs
    assert mention.all
    assert mention.goal == 0


@pytest.mark.parametrize(
    "text",
    [
        "progress across the SDGs",
        "across all 17 Sustainable Development Goals",
        "all 17 Goals",
        "Goal 5 of the strategic plan",
        "Goals 1 to 3 of the Global Compact for Migration",
        "Strategic Goal 3",
        "Millennium Development Goal 4",
        "the Millennium Development Goals, in particular Goals 4 and 5",
        "Aichi target 11",
        "target 7 of the framework",
        "the Joint SDG Fund and the SDG Summit of 2023",
        "our goal is 5 schools",
    ],
)
def test_other_goals_and_running_text_are_no_link(text: str) -> None:
    findings = find_sdgs(text)
    assert findings.sdgs == ()
    assert findings.targets == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Target 9.c under the Goals", ["9.c"]),
        ("targets 8.7 and 16.2", ["8.7", "16.2"]),
        ("Sustainable Development Goal target 3.8", ["3.8"]),
        ("target 9c of the 2030 Agenda", ["9.c"]),
        ("SDG indicator 17.8.1", ["17.8"]),
        ("indicator 17.8.1 of the survey", []),
        ("target 2.1 of the strategic plan", []),
    ],
)
def test_targets(text: str, expected: list[str]) -> None:
    assert [mention.target for mention in find_sdgs(text).targets] == expected


def test_numbers_that_are_no_goal_or_target_are_reported() -> None:
    findings = find_sdgs("SDGs 4 and 18, and target 1.9")
    assert [mention.goal for mention in findings.sdgs] == [4]
    assert findings.targets == ()
    assert [issue.code for issue in findings.issues] == ["sdg-out-of-range", "sdg-out-of-range"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by 2050 (SDG climate change (SDGs 4, 6 & 14);", [4, 6, 14]),
        ("brain drain (SDGs 4 & 17).);", [4, 17]),
        ("frameworks (SDGs 5, 10 & 16);).", [5, 10, 16]),
        ("services (SDG 4", [4]),
    ],
)
def test_broken_tags_are_read_and_reported(text: str, expected: list[int]) -> None:
    findings = find_sdgs(text)
    assert [mention.goal for mention in findings.sdgs] == expected
    assert [issue.code for issue in findings.issues] == ["malformed-sdg-tag"]


def test_a_bracket_that_closes_an_outer_one_is_no_fault() -> None:
    assert find_sdgs("(with effect on growth (SDG 8))").issues == ()


@given(st.lists(st.integers(1, GOALS), min_size=1, max_size=8, unique=True), st.sampled_from(["&", "and", "& "]))
def test_any_list_of_goals_is_read_back(numbers: list[int], last: str) -> None:
    words = ", ".join(map(str, numbers[:-1])) + (f" {last} " if len(numbers) > 1 else "") + str(numbers[-1])
    assert goals(f"to do (SDGs {words});") == numbers


@given(st.text(max_size=120))
def test_any_text_gives_spans_inside_it_and_goals_in_range(text: str) -> None:
    findings = find_sdgs(text)
    for mention in (*findings.sdgs, *findings.targets):
        assert 0 <= mention.start < mention.end <= len(text)
    assert all(0 <= mention.goal <= GOALS for mention in findings.sdgs)


def test_codes_of_the_recognizer_and_of_the_published_file_are_the_same() -> None:
    turtle = (CONCEPTS / "sdg.ttl").read_text(encoding="utf-8")
    published = re.findall(r"^<http://metadata\.un\.org/sdg/([0-9.a-z]+)> a sdgo:Target", turtle, flags=re.MULTILINE)
    assert tuple(published) == target_codes()
    assert len(published) == 169
    assert len(re.findall(r"^sdg:\d+ a sdgo:Goal", turtle, flags=re.MULTILINE)) == GOALS
