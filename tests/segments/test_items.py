"""Items: letters and numerals, nesting, lost and displaced marks."""

from __future__ import annotations

import pytest

from digov.segments.draft import Draft
from digov.segments.lists import MAX_DEPTH, ListStack
from digov.segments.ordinals import readings, roman_of, roman_value, token_of


def walk(*steps: str) -> list[tuple[int, str, int]]:
    """Return (depth, style, value) for the tokens of a list; a colon before a token says that it is announced."""
    stack = ListStack()
    tokens = [step.lstrip(":") for step in steps]
    found = []
    for index, step in enumerate(steps):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        placement = stack.place(tokens[index], following, announced=step.startswith(":"))
        assert placement is not None
        stack.enter(placement, Draft(f"x{index}", "item", "main"))
        found.append((placement.depth, placement.style, placement.value))
    return found


@pytest.mark.parametrize(
    ("steps", "depths"),
    [
        (":a b :i ii c", [0, 0, 1, 1, 0]),
        (":a b c d e f g h i j", [0] * 10),
        (":a b c d e f g h :i ii i j", [0] * 8 + [1, 1, 0, 0]),
        (":a :i ii iii iv v vi b", [0, 1, 1, 1, 1, 1, 1, 0]),
        (":a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb", [0] * 28),
        (":i ii :a b iii", [0, 0, 1, 1, 0]),
        (":1 2 :a b :i ii 3", [0, 0, 1, 1, 2, 2, 0]),
        (":a :i ii :a b iii b", [0, 1, 1, 2, 2, 1, 0]),
        (":A B :1 2 C", [0, 0, 1, 1, 0]),
    ],
)
def test_nesting_follows_from_what_can_follow(steps, depths):
    assert [depth for depth, _, _ in walk(*steps.split())] == depths


def test_ambiguous_tokens_are_read_by_their_neighbours():
    assert walk(*":a b c d e f g h i j".split())[8] == (0, "letter", 9)
    assert walk(*":a b c d e f g h i ii".split())[8] == (1, "roman", 1)
    assert walk(*":i ii iii iv v".split())[4] == (0, "roman", 5)
    assert walk(*":a :i ii iii iv v b".split())[5] == (1, "roman", 5)


def test_lists_do_not_nest_without_end():
    assert max(depth for depth, _, _ in walk(*([":a"] * 50))) == MAX_DEPTH - 1


@pytest.mark.parametrize("number", range(1, 90))
def test_numerals_there_and_back(number):
    assert roman_value(roman_of(number)) == number
    assert ("roman", number) in readings(token_of("roman", number))


def test_a_letter_that_goes_back_before_a_gap_belongs_to_the_last_missing_paragraph(read):
    document = read("1. We commit to:\n\n(a) A;\n\n(b) B;\n\n(c) C; and\n\n(b) Y; and\n\n(c) Z.\n\n9. We rest.\n")
    items = [(s.id, s.label, s.inferred_label, s.parent) for s in document.segments if s.kind == "item"]
    assert items[2:] == [
        ("para_1__point_c", "1(c)", None, "para_1"),
        ("para_8__point_b", "8(b)", "8(b)", None),
        ("para_8__point_c", "8(c)", "8(c)", None),
    ]
    assert [issue.code for issue in document.issues] == ["broken-off", "displaced-item", "missing-paragraphs"]


def test_a_letter_out_of_order_gets_an_inferred_label(read):
    document = read("1. We commit to:\n\n(a) A;\n\n(b) B;\n\n(a) Bb;\n\n(c) C.\n\n2. We rest.\n")
    odd = document.by_id()["para_1__point_a-2"]
    assert (odd.label, odd.inferred_label) == ("1(a)", "1(c)")
    assert [(issue.code, issue.segment) for issue in document.issues] == [("repeated-number", odd.id)]


def test_missing_letters_are_reported(read):
    document = read("1. We commit to:\n\n(a) A;\n\n(e) E.\n")
    assert [issue.message for issue in document.issues] == ["(b) to (d) of 1 missing."]


def test_items_on_one_line_are_taken_apart(read, labels):
    document = read(
        "1. We commit to:\n(a) Measure (SDG 6);\n(b) Tell; (c) Rest in paragraph 5 (d) Xx, and (d) Sleep.\n"
    )
    assert labels(document, "item") == ["1(a)", "1(b)", "1(c)"]
    assert document.by_id()["para_1__point_b"].text == "(b) Tell;"


def test_an_enumeration_inside_a_sentence_stays_in_it(read, labels):
    document = read("1. We commit to: (a) measuring tides; (b) telling sailors; and (c) resting.\n")
    assert labels(document, "item") == []


def test_a_number_and_a_letter_may_begin_one_line(read, labels):
    document = read("1. (a) We measure:\n\n(i) Seas;\n\n(b) (i) Rivers;\n\n(ii) Lakes.\n")
    assert labels(document, "paragraph") == ["1"]
    assert labels(document, "item") == ["1(a)", "1(a)(i)", "1(b)", "1(b)(i)", "1(b)(ii)"]


def test_two_marks_side_by_side(read, labels, codes):
    document = read("1. We commit to:\n(a) A;\n(b) B;\n(c) (b) C;\n(d) D.\n")
    assert labels(document, "item") == ["1(a)", "1(b)", "1(c)", "1(d)"]
    assert ("malformed-marker", "(c) (b)") in codes(document)


def test_a_mark_without_its_bracket_and_a_mark_behind_its_title(read, labels, codes):
    document = read("1. We commit to:\n(a) A;\nb) B;\nHuman rights:c) These are anchored in law;\n(d) D.\n")
    assert labels(document, "item") == ["1(a)", "1(b)", "1(c)", "1(d)"]
    assert codes(document) == [("malformed-marker", "b)"), ("displaced-marker", "Human rights:c)")]


def test_an_item_that_lost_its_mark(read):
    document = read(
        "1. We commit to:\n(a) A;\n(b) B; and).\nCreate systems for the tides of all the seas.\nTides\n2. We rest.\n"
    )
    lost = document.by_id()["para_1__point_c"]
    assert (lost.kind, lost.label, lost.inferred_label, lost.parent) == ("item", None, "1(c)", "para_1")
    assert [issue.code for issue in document.issues if issue.segment == lost.id] == ["missing-marker"]


def test_words_between_two_items_belong_to_the_first(read):
    document = read(
        "1. We decide:\n\n(a) The themes are:\n\nTheme 1: Tides of the seas;\n\nTheme 2: Tides of the rivers;\n\n(b) Chairs are named;\n"
    )
    assert len(document.by_id()["para_1__point_a"].pieces) == 3
    assert [s.label for s in document.segments] == ["1", "1(a)", "1(b)"]


def test_lettered_headings_are_no_items_and_items_no_headings(read, labels):
    document = read("1. The agenda is:\n\n(a) Opening\n\n(b) Report\n\n2. We rest.\n")
    assert labels(document, "item") == ["1(a)", "1(b)"]
    document = read("2. Tides rise.\n\n(a) Opening\n\n3. We rest.\n\n(b) Report\n\n4. We sleep.\n")
    assert labels(document, "heading") == [None, None]


def test_doubled_marks_of_converters(read, labels):
    document = read("1. Xx.\n\nI. I. Tides\n\n2. Tides rise.\n\n(a) (a) Seas\n\n3. Seas rest.\n")
    assert [s.text for s in document.segments if s.kind == "heading"] == ["I. I. Tides", "(a) (a) Seas"]
    assert labels(document, "paragraph") == ["1", "2", "3"]
