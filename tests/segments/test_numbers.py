"""Numbers: gaps, repetitions, double and misprinted numbers, lists inside paragraphs."""

from __future__ import annotations

import pytest

from digov.segments.markers import Marker
from digov.segments.sequence import Sequence


def numbered(*numbers: object) -> str:
    return "".join(f"{number}. We measure tides again.\n\n" for number in numbers)


def test_missing_paragraphs_are_reported_as_missing(read, codes):
    document = read(numbered(1, 2, 6, 7))
    assert [(issue.code, issue.message) for issue in document.issues] == [
        ("missing-paragraphs", "Paragraphs 3 to 5 missing before 6.")
    ]
    assert codes(document) == [("missing-paragraphs", "6.")]


@pytest.mark.parametrize(
    ("numbers", "labels", "inferred"),
    [
        ((1, 2, 3, 1, 4, 5), ["1", "2", "3", "1", "4", "5"], {}),
        ((5, 6, 7, 5, 8, 9), ["5", "6", "7", "5", "8", "9"], {"para_5-2": "8"}),
        ((1, 2, 3, 3, 5, 6), ["1", "2", "3", "3", "5", "6"], {"para_3-2": "4"}),
        ((1, 2, 3, 14, 5, 6), ["1", "2", "3", "14", "5", "6"], {"para_14": "4"}),
        ((7, 8, 89, 10), ["7", "8", "89", "10"], {"para_89": "9"}),
    ],
)
def test_printed_and_inferred_numbers_are_kept_apart(read, numbers, labels, inferred):
    document = read(numbered(*numbers))
    assert [s.label for s in document.segments] == labels
    assert {s.id: s.inferred_label for s in document.segments if s.inferred_label} == inferred
    assert {"repeated-number", "misread-number", "numbering-restarts"} & {issue.code for issue in document.issues}


def test_old_and_new_number_run_together(read):
    document = read(numbered(*range(40, 54), 5354, 55))
    assert [s.label for s in document.segments][-2:] == ["54", "55"]
    assert [issue.code for issue in document.issues if issue.segment == "para_54"] == ["dual-number"]


def test_double_numbers_give_the_new_one(read, codes):
    text = "- 1. One stands.\n- 2. Two stands.\n- 3.\u200b Three stands.\n- 3.4. Four stands.\n"
    text += "- 4:5. Five stands.\n- 95.6. Six stands.\n\n6.—\n\n- 7.7. Seven.\n"
    document = read(text)
    assert [s.label for s in document.segments] == ["1", "2", "3", "4", "5", "6", None, "7"]
    assert ("malformed-marker", "4:5.") in codes(document)
    assert ("misread-number", "95.6.") in codes(document)
    assert ("deleted-paragraph", "6.—") in codes(document)
    assert document.segments[6].id == "para_nn-1"


def test_decimal_numbers_are_no_double_numbers(read, labels):
    document = read("1. Purpose.\n\n1.1. Tides rise.\n\n1.2. Tides fall.\n\n2. Scope.\n\n2.1. Seas count.\n")
    assert labels(document, "paragraph") == ["1", "1.1", "1.2", "2", "2.1"]


def test_counting_may_begin_again_under_a_heading(read, labels):
    document = read("I\n\n" + numbered(1, 2) + "II\n\n" + numbered(1, 2))
    assert labels(document, "paragraph") == ["1", "2", "1", "2"]
    assert [s.id for s in document.segments if s.kind == "paragraph"] == ["para_1", "para_2", "para_1-2", "para_2-2"]
    assert not document.issues


def test_an_agenda_inside_a_paragraph_is_a_list_of_it(read, labels):
    document = read(
        "1. Opens.\n\n2. Adopts this agenda:\n\n1. Opening.\n\n2. Credentials:\n\n(a) Chair;\n\n(b) Report.\n\n3. Closing.\n\n3. Thanks the host.\n"
    )
    assert labels(document, "paragraph") == ["1", "2", "3"]
    assert labels(document, "item") == ["2(1)", "2(2)", "2(2)(a)", "2(2)(b)", "2(3)"]


@pytest.mark.parametrize(
    ("second", "printed"),
    [("2 Notes the tides.", "2"), ("2 .Notes the tides.", None), ("2.\u200e Notes the tides.", None)],
)
def test_misprinted_stops(read, second, printed):
    document = read(f"1. Opens.\n\n{second}\n\n3. Closes.\n")
    assert [s.label for s in document.segments] == ["1", "2", "3"]
    assert [issue.message for issue in document.issues] == ([f"Number 2 is printed as “{printed}”."] if printed else [])


def test_the_letter_l_for_the_first_number(read):
    document = read(
        "The General Assembly,\n\nRecalling tides,\n\nl. Decides to measure the tides of all seas again;\n\n2. Notes them.\n"
    )
    assert [s.label for s in document.segments if s.kind == "paragraph"] == ["1", "2"]


def test_a_year_at_the_beginning_of_a_cut_line_is_no_number(read):
    document = read("1. We will measure all tides by\n\n2030. The seas are wide.\n\n2. We rest.\n")
    assert [s.label for s in document.segments] == ["1", "2"]
    assert document.segments[0].text == "1. We will measure all tides by 2030. The seas are wide."


def test_latin_numbers_and_letters(read):
    document = read("12. One.\n\n12 bis. Two.\n\n12A. Three.\n\n13. Four.\n")
    assert [(s.id, s.label) for s in document.segments] == [
        ("para_12", "12"), ("para_12-bis", "12 bis"), ("para_12a", "12A"), ("para_13", "13"),
    ]  # fmt: skip


def test_a_sequence_knows_when_a_number_heads_something():
    sequence = Sequence(last=21)
    assert sequence.passes_over(1, 22)
    assert not sequence.passes_over(22, 23)
    assert sequence.read(Marker("number", 0, 3, number=22), 23, dual=False).issues == []
