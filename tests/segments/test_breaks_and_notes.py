"""Breaks and notes: sentences cut by page ends and footnotes, footnotes of every form, anchors."""

from __future__ import annotations

import pytest

from digov.segments import parse
from digov.sources import read_source


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. The report of the General", "Assembly has been read by all."),
        ("1. The tides of all seas, and", "of all rivers, rise."),
        ("1. The tides rise in (see", "the plan) every sea."),
        ("1. The tides, “in so far", "as they turn”, rise."),
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n\n¹ A/1.\n\n", "\n\n¹ A/1.\n\n\n\n² A/2;\nA/3.\n\n", "\f"])
def test_a_cut_paragraph_is_closed(read, first, second, between):
    document = read(f"{first}{between}{second}\n\n2. Next.\n")
    paragraph = document.by_id()["para_1"]
    assert paragraph.text == f"{first} {second}"
    assert len(paragraph.pieces) == 2 or between == "\f"
    assert [s.label for s in document.segments if s.kind == "paragraph"] == ["1", "2"]


def test_a_dash_before_the_rest_of_a_cut_sentence_is_no_bullet(read):
    document = read("1. The tides of all seas, and\n\n- of all rivers, rise.\n\n2. Next.\n")
    assert [s.text for s in document.segments] == ["1. The tides of all seas, and of all rivers, rise.", "2. Next."]


def test_the_place_of_a_break_is_reported(read, codes):
    document = read("1. The tides of the\n\n¹ A/1.\n\nseas rise.¹\n")
    assert codes(document) == [("page-break", "\n\n¹ A/1.\n\n")]


def test_spans_over_a_gap_lead_back_to_the_source(read):
    document = read("1. The General\n\n¹ A/1.\n\nAssembly met.¹\n")
    paragraph = document.by_id()["para_1"]
    start = paragraph.text.index("General Assembly")
    span = paragraph.to_source(start, start + len("General Assembly"))
    assert document.source.text[span.start : span.end] == "General\n\n¹ A/1.\n\nAssembly"


def test_a_second_half_without_a_number_belongs_to_its_paragraph(read):
    document = read("- 1. We are here.\n- We are also there.\n- 2. We rest.\n")
    assert [s.text for s in document.segments] == ["1. We are here. We are also there.", "2. We rest."]


def test_lines_of_a_broken_paragraph_are_joined(read):
    document = read(
        "- 1. We are concerned for ethnic minorities,\n Indigenous Peoples and migrants (SDG\n4); they rest\n- 2. We rest.\n"
    )
    assert document.segments[0].text.endswith("minorities,  Indigenous Peoples and migrants (SDG 4); they rest")
    assert [s.label for s in document.segments] == ["1", "2"]


@pytest.mark.parametrize(
    ("mark", "note"),
    [("¹", "¹ "), ("[1]", "[1] "), ("[^1]", "[^1]: "), ("<sup>1</sup>", "<sup>1</sup> "), (" 1/", "1/ "), ("1", "1 ")],
)
def test_forms_of_footnotes(read, mark, note):
    document = read(f"1. Tides rise.{mark}\n\n2. Tides fall.\n\n{note}See A/60/1.\n")
    assert [(s.id, s.label) for s in document.segments if s.kind == "footnote"] == [("fn_1", "1")]
    (anchor,) = document.by_id()["para_1"].anchors
    assert anchor[1] == "fn_1"
    assert document.source.text[anchor[0] :].startswith(mark.strip())
    assert not document.issues


def test_anchors_of_two_digits_and_two_anchors_together(read):
    notes = "".join(f"{mark} A/{mark}.\n\n" for mark in ("¹", "²", "³", "¹²"))
    document = read(f"1. Tides rise,¹ fall²,³ and rest.¹²\n\n2. The sea has 5 km² and more.\n\n{notes}")
    assert [name for _, name in document.by_id()["para_1"].anchors] == ["fn_1", "fn_2", "fn_3", "fn_12"]
    assert document.by_id()["para_2"].anchors == ()


def test_a_run_of_digits_is_two_notes_when_there_is_no_such_note(read):
    document = read("1. Tides rise.¹²\n\n¹ A/1.\n\n² A/2.\n")
    assert [name for _, name in document.by_id()["para_1"].anchors] == ["fn_1", "fn_2"]


def test_numbers_of_notes_may_begin_again(read):
    document = read("1. Rise.¹ Fall.²\n\n2. Rest.¹\n\n¹ A/1.\n\n² A/2.\n\n¹ B/1.\n")
    assert [name for _, name in document.by_id()["para_2"].anchors] == ["fn_1-2"]


def test_notes_without_anchor_and_anchors_without_note(read, codes):
    document = read("1. Tides rise.³\n\n¹ A/1.\n")
    assert codes(document) == [("missing-footnote", "³"), ("unanchored-footnote", "¹ A/1.")]


def test_a_note_cut_at_a_page_end_and_a_general_note(read):
    document = read(
        "1. Tides¹ rise, as do\n\n¹ <https://example.org/tides-of>.\n\nNote: All sites were seen in May.\n\nseas.²\n\n2. All fall.³\n\n"
        "the-sea; <https://example.org>.\n\n² A/2.\n\n³ A/3.\n"
    )
    assert document.by_id()["para_1"].text == "1. Tides¹ rise, as do seas.²"
    assert document.by_id()["para_2"].text == "2. All fall.³"
    assert document.by_id()["fn_nn-1"].text.startswith("Note:")
    assert document.by_id()["fn_1"].text.endswith("the-sea; <https://example.org>.")


def test_page_furniture_does_not_cut_a_paragraph(read):
    document = read("1. The tides of the\n\n3/8\n\n26-01234\n\nseas rise.\n\n2. Next.\n")
    assert document.by_id()["para_1"].text == "1. The tides of the seas rise."
    assert [s.text for s in document.segments if s.kind == "front"] == ["3/8", "26-01234"]


def test_what_breaks_off_is_reported(read, codes):
    text = (
        "".join(f"{n}. Tides rise.\n\n" for n in range(1, 9))
        + "9. Tides fall\n\n10. We commit to:\n\n(a) *Seas:*\n\nTides\n\n11. Next.\n"
    )
    assert [code for code, _ in codes(read(text))] == ["broken-off", "broken-off"]
    assert [issue.segment for issue in read(text).issues] == ["para_9", "para_10__point_a"]


def test_empty_texts(read):
    assert read("").segments == ()
    assert read("").leaves == ()
    document = read(" \n\t\n")
    assert [s.kind for s in document.segments] == ["front"]
    assert [issue.code for issue in document.issues] == ["empty-document"]


def test_garbled_characters_and_stray_marks(read, codes):
    found = codes(read("1. Tidesâ€™ rise\ufffd here <u>now</u> [wider?] groups. 7\n"))
    assert [code for code, _ in found] == [
        "garbled-characters",
        "garbled-characters",
        "stray-mark",
        "stray-mark",
        "stray-mark",
        "stray-mark",
    ]


def test_an_assumed_encoding_is_told(tmp_path, codes):
    file = tmp_path / "western.txt"
    file.write_bytes("1. The café – and the tides – rise.\n\n2. They fall.\n".encode("cp1252"))
    document = parse(read_source(file))
    assert document.source.text.startswith("1. The café – and")
    assert "assumed-encoding" in [code for code, _ in codes(document)]
    file.write_text("1. The café rises.\n\n2. They fall.\n", encoding="utf-8")
    assert "assumed-encoding" not in [code for code, _ in codes(parse(read_source(file)))]
