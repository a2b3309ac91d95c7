"""Resolutions: front matter, title, preamble, paragraphs, items, notes, closing lines, annexes."""

from __future__ import annotations

import pytest

RESOLUTION = """United Nations

A/RES/95/7

General Assembly

Distr.: General
4 January 2041

Ninety-fifth session
Agenda item 12 (b)

Resolution adopted by the General Assembly on 9 December 2040

[on the report of the Second Committee (A/95/400, para. 3)]

95/7. Lighthouses in the digital age

The General Assembly,

Recalling its resolution 94/3 of 2 December 2039,¹

Deeply concerned by the state of lighthouses, which serve:

(a) Ships;

(b) Birds,

Bearing in mind the needs of islands,

1. Welcomes the report;²

2. Requests the Secretary-General:

(a) To count all lighthouses, including:

(i) Those on islands;

(ii) Those on rivers;

(b) To report by 2045;

and encourages Member States to help him;

Keepers

3. Decides to remain seized of the matter.

12th plenary meeting
9 December 2040

Annex

Rules for keepers

1. Keepers shall keep.

Appendix I

Lamps

1. Lamps shall burn.

¹ A/94/1.

² See A/95/2 and
A/95/3.
"""


@pytest.fixture(scope="module")
def document(read):
    return read(RESOLUTION)


@pytest.fixture(scope="module")
def by_id(document):
    return document.by_id()


def test_front_matter_title_and_formula(document):
    kinds = [segment.kind for segment in document.segments[:12]]
    assert kinds == ["front"] * 9 + ["title", "front", "preamble"]
    assert document.by_id()["title"].text == "95/7. Lighthouses in the digital age"
    assert [s.text for s in document.segments if s.text.startswith("The General Assembly")] == ["The General Assembly,"]


def test_clauses_are_counted_and_their_items_belong_to_them(document, labels):
    assert labels(document, "preamble") == ["pp1", "pp2", "pp3"]
    item = document.by_id()["preamble__recital_2__point_a"]
    assert (item.kind, item.label, item.parent) == ("item", "pp2(a)", "preamble__recital_2")


def test_items_inherit_labels_by_nesting(document, by_id):
    found = {s.label: (s.id, s.parent, s.level) for s in document.segments if s.kind == "item" and s.part == "main"}
    assert found["2(a)(ii)"] == ("para_2__point_a__point_ii", "para_2__point_a", 2)
    assert found["2(b)"] == ("para_2__point_b", "para_2", 1)
    assert list(found)[2:] == ["2(a)", "2(a)(i)", "2(a)(ii)", "2(b)"]


def test_a_closing_sentence_after_the_last_item_belongs_to_the_paragraph(by_id):
    assert by_id["para_2"].text == "2. Requests the Secretary-General: and encourages Member States to help him;"
    assert len(by_id["para_2"].pieces) == 2


def test_headings_and_closing_lines(document, by_id):
    assert [(s.text, s.level) for s in document.segments if s.kind == "heading" and s.part == "main"] == [
        ("Keepers", 1)
    ]
    assert [s.text for s in document.segments if s.kind == "closing"] == ["12th plenary meeting", "9 December 2040"]


def test_annexes_are_parts_with_their_own_ids(by_id):
    assert (by_id["annex_1__para_1"].part, by_id["annex_1__para_1"].label) == ("annex 1", "1")
    assert (by_id["appendix_1__para_1"].part, by_id["appendix_1__heading_2"].text) == ("appendix 1", "Lamps")


def test_footnotes_and_their_anchors(document, by_id):
    text = document.source.text
    assert by_id["fn_2"].text == "² See A/95/2 and A/95/3."
    assert by_id["preamble__recital_1"].anchors == ((text.index("¹"), "fn_1"),)
    assert by_id["para_1"].anchors == ((text.index("²"), "fn_2"),)
    assert not document.issues


def test_a_resolution_without_numbers_keeps_its_paragraphs(read, labels):
    document = read(
        "95/8. Buoys\n\nThe General Assembly\n\nApproves the report on buoys.¹\n\n9th plenary meeting 2 May 2040\n\n¹ A/95/9.\n"
    )
    assert labels(document, "paragraph") == [None]
    assert document.by_id()["para_nn-1"].anchors
    assert [issue.code for issue in document.issues] == ["no-numbered-paragraph"]


def test_a_draft_inside_a_resolution_has_its_own_clauses_and_numbers(read, labels):
    document = read(
        "2040/3. Canals\n\nThe Economic and Social Council\n\nRecommends to the General Assembly the adoption of the following:\n\n"
        "The General Assembly,\n\nRecalling the Canal Plan,\n\n1. Opens the canals;\n\n2. Closes the locks.\n"
    )
    assert labels(document, "preamble") == ["pp1"]
    assert labels(document, "paragraph") == [None, "1", "2"]


def test_a_heading_before_the_first_paragraph_is_no_clause(read, labels):
    document = read(
        "The Economic and Social Council,\n\nRecalling the Harbour Agenda,\n\nTaking stock: harbours after ten years\n\n1. Notes the harbours;\n"
    )
    assert labels(document, "preamble") == ["pp1"]
    assert [s.text for s in document.segments if s.kind == "heading"] == ["Taking stock: harbours after ten years"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Security Council\n\nResolution 2999 (2040)\n\nAdopted by the Security Council on 3 May 2040\n\nThe Security Council,\n\n1. Decides;\n",
         "Resolution 2999 (2040)"),
        ("62/5. Tides\n\nThe Human Rights Council,\n\n1. Decides;\n\n[Adopted without a vote.]\n", "62/5. Tides"),
        ("Draft resolution on tides (rev. 2)\n\nThe General Assembly,\n\nOP1. Decides;\n", "Draft resolution on tides (rev. 2)"),
    ],
)  # fmt: skip
def test_titles_of_other_organs(read, text, title):
    document = read(text)
    assert [segment.text for segment in document.segments if segment.kind == "title"] == [title]


def test_paragraphs_of_negotiators(read, labels):
    document = read(
        "The General Assembly,\n\nPP1 Recalling A,\n\nPP1 bis. Noting B,\n\nOP1. Welcomes C;\n\nOP2 alt Requests D:\n\na) E;\n\nb) F.\n"
    )
    assert labels(document, "preamble") == ["pp1", "pp1 bis"]
    assert labels(document, "paragraph") == ["1", "2 alt"]
    assert labels(document, "item") == ["2 alt(a)", "2 alt(b)"]
    assert not document.issues
