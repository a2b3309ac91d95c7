"""The lines of ``digov redline``: they tile the text, and each carries the label of its segment."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.alignment.redline.lines import span_lines, tracked_lines
from digov.model.document import Document
from digov.model.redline import RedlineSpan, TrackedChange
from digov.model.source import Instrument, SourceText
from digov.segments import parse

TEXT = """The General Assembly,

1. Welcomes the map of the harbours;

2. Requests the Registrar:

(a) To count the buoys;

(b) To paint them.
"""


@pytest.fixture(scope="module")
def harbours() -> Document:
    instrument = Instrument(slug="harbours", title="Harbours", kind="resolution")
    return parse(SourceText(instrument=instrument, filename="harbours.txt", text=TEXT, sha256="0" * 64))


def span(start: int, end: int, status: str = "kept", tier: str = "B", *evidence: str) -> RedlineSpan:
    return RedlineSpan(start, end, status, tier, evidence)


def test_a_span_that_crosses_segments_is_cut_at_their_borders(harbours: Document) -> None:
    start, end = TEXT.index("harbours;"), TEXT.index("Registrar")
    found = list(span_lines(harbours, [span(start, end, "inserted", "A", "aligned")]))
    assert [(line.label, line.text) for line in found] == [("1", "harbours;\n\n"), ("2", "2. Requests the ")]
    assert {(line.status, line.tier, line.evidence) for line in found} == {("inserted", "A", ("aligned",))}
    assert {line.document for line in found} == {"harbours"}


def test_a_segment_without_a_label_has_none(harbours: Document) -> None:
    first = next(span_lines(harbours, [span(0, len(TEXT))]))
    assert (first.label, first.segment) == (None, "front_1")


@given(cuts=st.sets(st.integers(1, len(TEXT) - 1), max_size=12))
def test_spans_that_tile_the_text_give_lines_that_tile_it(harbours: Document, cuts: set[int]) -> None:
    borders = [0, *sorted(cuts), len(TEXT)]
    spans = [span(a, b, "kept" if n % 2 else "contested", "C") for n, (a, b) in enumerate(pairwise(borders))]
    lines = list(span_lines(harbours, spans))
    assert "".join(line.text for line in lines) == TEXT
    assert all(TEXT[line.start : line.end] == line.text for line in lines)
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert {line.label for line in lines} == {None, "1", "2", "2(a)", "2(b)"}


def test_tracked_lines_are_cut_where_a_change_begins_and_say_whose_it_is(harbours: Document) -> None:
    start = TEXT.index("count")
    spans = [
        span(0, start, "kept", "A"),
        span(start, start + 9, "inserted", "A", "tracked"),
        span(start + 9, len(TEXT)),
    ]
    changes = [
        TrackedChange(start, start + 9, "inserted", "A. Drafter", "2026-03-01T10:00:00Z"),
        TrackedChange(start + 5, start + 9, "deleted", "B. Second", None),
    ]
    lines = [line for line in tracked_lines(harbours, spans, changes) if line.status == "inserted"]
    assert [(line.text, line.author, line.date) for line in lines] == [
        ("count", "A. Drafter", "2026-03-01T10:00:00Z"),
        (" the", "B. Second", None),
    ]
    assert [change.kind for change in lines[1].changes] == ["inserted", "deleted"]
    assert "".join(line.text for line in tracked_lines(harbours, spans, changes)) == TEXT
