from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.alignment.standing import Standing, standing
from digov.mentions.annotate import annotate
from digov.model.document import Document
from digov.model.redline import RedlineSpan


@pytest.fixture(scope="session")
def read(redlined) -> Callable[[str], tuple[Document, Standing]]:
    """Return the printed document of a marked body, and what stands of it."""

    def make(marked: str) -> tuple[Document, Standing]:
        document, spans = redlined("x", marked)
        return document, standing(document, spans)

    return make


def texts(document: Document) -> dict[str, str]:
    return {segment.id: segment.text for segment in document.segments}


@pytest.mark.parametrize(
    ("marked", "stands"),
    [
        ("1. Requests the {-Akeeper}{+Awarden} of the harbour to report;", "1. Requests the warden of the harbour to report;"),
        ("1. Requests the keeper{-A of the harbour} to report;", "1. Requests the keeper to report;"),
        ("1. Requests{-A  the old}{+Aall} keepers to report;", "1. Requests all keepers to report;"),
        ("1. Requests the Societ{-Aies}{+Ay} of keepers to report;", "1. Requests the Society of keepers to report;"),
        ("1. Requests the keepers to mend{~B—}a boat;", "1. Requests the keepers to mend a boat;"),
        ("1. Requests the keepers {?Cof the harbour} to report;", "1. Requests the keepers of the harbour to report;"),
        ("1. Requests the keepers to report{-A  and}{+A;}", "1. Requests the keepers to report;"),
    ],
)  # fmt: skip
def test_struck_words_are_left_out_and_the_others_joined(read, marked: str, stands: str) -> None:
    _, left = read(marked)
    assert texts(left.read)["para_1"] == stands
    assert texts(left.printed) == texts(left.read)


def test_a_number_before_struck_words_stays_apart_from_the_next_word(read) -> None:
    _, left = read(
        "1. Requests the keepers:\n\n(a){-A Old} {+Aand}{-A new}{+A boats} to mend;\n\n(b){-A  Aim}{+Aaim} to sail."
    )
    assert texts(left.read)["para_1__point_b"] == "(b) aim to sail."


def test_pieces_point_to_the_printed_words_and_to_the_read_ones(read) -> None:
    document, left = read("1. Requests {-Athe old keeper}{+Aall keepers} of{-B  the harbour} boats\nto report;")
    printed, reading = left.printed.by_id()["para_1"], left.read.by_id()["para_1"]
    source = document.source.text
    words = [source[piece.start : piece.end].split() for piece in printed.pieces]
    assert words == [["1.", "Requests"], ["all", "keepers", "of"], ["boats", "to", "report;"]]
    for segment, text in ((printed, source), (reading, left.read.source.text)):
        for piece, start in zip(segment.pieces, segment.starts, strict=True):
            assert segment.text[start : start + len(piece)].split() == piece.slice(text).split()
    assert len(reading.pieces) == 1


def test_a_unit_without_a_word_left_is_gone_and_its_items_belong_to_the_one_above(read) -> None:
    _, left = read("{-A1. Requests the keepers:}\n\n(a) To mend the boats;\n\n(b) {-ATo burn the nets.}")
    ids = [segment.id for segment in left.read.segments]
    assert "para_1" not in ids
    items = [segment for segment in left.read.segments if segment.kind == "item"]
    assert [(item.text.split()[0], item.parent) for item in items] == [("(a)", None), ("(b)", None)]


def test_what_is_found_in_the_reading_stands_in_the_print(read, lexicon) -> None:
    marked = "1. Requests the Secretary-General to report {-Awithin 12 months}{+Aby 2029} on the {-Aold}{+Anew} boats;"
    document, left = read(marked)
    [found] = [one for one in annotate(left.read, lexicon).segments if one.segment == "para_1"]
    [deadline] = found.deadlines
    assert deadline.value == "2029"
    place = left.printed.by_id()["para_1"].to_source(deadline.start, deadline.end)
    assert place.slice(document.source.text) == "by 2029"


def test_footnote_marks_keep_their_place(read) -> None:
    body = "1. Requests {-Aall}{+Athe} keepers¹ to report;\n\n2. Welcomes the boats;\n\n¹ Resolution 70/1."
    document, left = read(body)
    [(before, note)] = document.by_id()["para_1"].anchors
    [(after, same)] = left.read.by_id()["para_1"].anchors
    assert same == note
    assert (document.source.text[before], left.read.source.text[after]) == ("¹", "¹")


@given(st.data())
def test_any_spans_keep_texts_and_pieces_together(write, data: st.DataObject) -> None:
    document = write(
        "x", "1. Requests the keepers to count:\n\n(a) Old boats;\n\n(b) New boats and nets;\n\n2. Welcomes it."
    )
    text = document.source.text
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=8)))
    statuses = st.sampled_from(("kept", "inserted", "deleted", "contested", "artefact"))
    spans = [
        RedlineSpan(start, end, data.draw(statuses), "A")
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
    ]
    left = standing(document, spans)
    gone = {n for span in spans if span.status in ("deleted", "artefact") for n in range(span.start, span.end)}
    assert texts(left.read) == texts(left.printed)
    for segment in left.printed.segments:
        places = [n for piece in segment.pieces for n in range(piece.start, piece.end)]
        assert not gone & set(places)
        assert places == sorted(places)
        kept = [text[n] for n in range(len(text)) if n not in gone and document.by_id()[segment.id].span.start <= n]
        assert "".join(segment.text.split()) == "".join("".join(text[n] for n in places).split())
        assert len(kept) >= len(places)
    known = {segment.id for segment in left.read.segments}
    assert {segment.parent for segment in left.read.segments} <= known | {None}
