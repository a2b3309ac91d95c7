"""Resolutions and decisions in prose: numbers, lists, organs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.references.prose import find_deeds
from digov.mentions.references.symbols import fold


def targets(text: str, speaker: str = "GA") -> list[str]:
    return [deed.target for deed in find_deeds(fold(text), speaker)]


@pytest.mark.parametrize(
    ("speaker", "text", "expected"),
    [
        ("GA", "its resolution 70/125 of 16 December 2015", ["A/RES/70/125"]),
        ("ECOSOC", "its resolution 2006/46 of 28 July 2006", ["E/RES/2006/46"]),
        ("ECOSOC", "as mandated in Council resolution 2007/8 of 25 July 2007", ["E/RES/2007/8"]),
        ("ECOSOC", "called for in General Assembly resolution [70/125](#)", ["A/RES/70/125"]),
        ("ECOSOC", "in its resolution 77/150, the General Assembly recognized", ["A/RES/77/150"]),
        ("ECOSOC", "as requested by the General Assembly in its resolution 70/125", ["A/RES/70/125"]),
        ("GA", "Human Rights Council resolution 47/16 of 13 July 2021", ["A/HRC/RES/47/16"]),
        ("GA", "resolution 47/16 of the Human Rights Council", ["A/HRC/RES/47/16"]),
        (
            "GA",
            "Council resolution 43/25 of 22 June 2020 and Assembly resolution 74/166",
            ["A/HRC/RES/43/25", "A/RES/74/166"],
        ),
        ("GA", "resolution 43/25 of 22 June 2020", ["A/HRC/RES/43/25"]),
        ("GA", "resolution 43/25 of 5 December 1988", ["A/RES/43/25"]),
        ("GA", "Security Council resolution 1325 (2000) on women", ["S/RES/1325 (2000)"]),
        ("ECOSOC", r"General Assembly resolution [217 A \(III\)](#).", ["A/RES/217 A (III)"]),
        ("GA", "resolutions 3201 (S-VI) and 3202 (S-VI) of 1 May 1974", ["A/RES/3201 (S-VI)", "A/RES/3202 (S-VI)"]),
        ("ECOSOC", "Economic and Social Council resolution 1503 (XLVIII)", ["E/RES/1503 (XLVIII)"]),
        ("GA", "its resolutions S-20/1 and ES-11/1", ["A/RES/S-20/1", "A/RES/ES-11/1"]),
        ("GA", "Human Rights Council resolution S-30/1", ["A/HRC/RES/S-30/1"]),
        ("GA", "its decision 74/548 of 13 April 2020", ["A/DEC/74/548"]),
        (
            "GA",
            "its resolutions 53/243 A and B and 75/254 A to C",
            ["A/RES/53/243 A", "A/RES/53/243 B", "A/RES/75/254 A-C"],
        ),
        ("GA", "its resolution 77/290 B of 30 June 2023", ["A/RES/77/290 B"]),
        ("GA", "United Nations Environment Assembly resolution 4/1 of 15 March 2019", ["UNEP/EA.4/Res.1"]),
        ("GA", "the Environment Assembly, in paragraph 2 of its resolution 4/6", ["UNEP/EA.4/Res.6"]),
        ("GA", "World Health Assembly resolutions on sleep, such as resolution 61.9 of 24 May 2008", ["WHA61.9"]),
        ("GA", "Statistical Commission decision 48/110", ["Statistical Commission decision 48/110"]),
        ("GA", "decision 2/CP.23 of the Conference of the Parties", ["decision 2/CP.23"]),
        ("GA", "Commission on Human Rights resolution 2005/80 of 21 April 2005", ["E/CN.4/RES/2005/80"]),
    ],
)
def test_the_organ_and_number_of_a_resolution(speaker: str, text: str, expected: list[str]) -> None:
    assert targets(text, speaker) == expected


def test_bare_numbers_of_a_list_are_citations_of_their_own_whatever_is_told_between() -> None:
    text = (
        "Recalling General Assembly resolutions 77/150 of 14 December 2022, in which the Assembly spoke of 5.4 billion people, and 78/132 of "
        "19 December 2023, on networks, in which it named 17/20 targets, 78/160 of 19 December 2023 on science and 78/265 of 21 March 2024,"
    )
    found = find_deeds(fold(text), "ECOSOC")
    assert [deed.target for deed in found] == ["A/RES/77/150", "A/RES/78/132", "A/RES/78/160", "A/RES/78/265"]
    assert text[found[0].start : found[0].end] == "General Assembly resolutions 77/150"
    assert text[found[3].start : found[3].end] == "78/265"


def test_the_date_of_a_resolution_is_covered() -> None:
    text = "General Assembly resolution 70/125 of 16 December 2015 on networks"
    (found,) = find_deeds(text, "GA")
    low, high = found.covered
    assert text[low:high] == "General Assembly resolution 70/125 of 16 December 2015"


def test_a_list_ends_with_the_sentence() -> None:
    assert targets("resolutions 70/1 and 70/125. In 2005, 11/12 of them met.") == ["A/RES/70/1", "A/RES/70/125"]


def test_one_resolution_governs_no_later_number() -> None:
    assert targets("its resolution 70/1, by which 60/40 shares were set") == ["A/RES/70/1"]


def test_footnote_marks_do_not_end_a_list() -> None:
    text = "Human Rights Council resolutions 27/13 of 25 September 2014,¹ 30/4 of 1 October 2015,² 33/12 and 33/13 of 29 September 2016,³"
    assert targets(text) == ["A/HRC/RES/27/13", "A/HRC/RES/30/4", "A/HRC/RES/33/12", "A/HRC/RES/33/13"]


@pytest.mark.parametrize(
    "text",
    ["the present resolution", "all its previous resolutions", "the resolution of 12 conflicts", "draft resolution I"],
)
def test_words_without_a_number_are_no_citation(text: str) -> None:
    assert targets(text) == []


@given(st.text(alphabet="resolution s/()[]0123456789,.;IVXand“”"))
def test_noise_never_fails(text: str) -> None:
    for deed in find_deeds(fold(text), "GA"):
        assert 0 <= deed.start < deed.end <= len(text)
