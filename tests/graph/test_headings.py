"""The heading above a segment: the nearest one in its part."""

from __future__ import annotations

from digov.graph.structure import write_segments
from digov.model.document import Document, Segment, SegmentKind
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.model.statement import Ref
from digov.rdf.terms import QuadWriter


def test_headings_nest_by_rank_and_end_with_their_part() -> None:
    rows: list[tuple[str, SegmentKind, int, str]] = [
        ("para_0", "paragraph", 0, "main"),
        ("h1", "heading", 1, "main"),
        ("para_1", "paragraph", 0, "main"),
        ("h1_1", "heading", 2, "main"),
        ("para_2", "paragraph", 0, "main"),
        ("fn_1", "footnote", 0, "main"),
        ("item", "item", 1, "main"),
        ("h1_2", "heading", 2, "main"),
        ("h2", "heading", 1, "main"),
        ("para_3", "paragraph", 0, "main"),
        ("para_4", "paragraph", 0, "annex 1"),
    ]
    source = SourceText(instrument=Instrument(slug="x", title="x"), filename="x", text="words", sha256="0" * 64)
    segments = tuple(
        Segment(id=name, part=part, kind=kind, label=None, pieces=(Span(0, 5),), text="words", level=level, starts=(0,))
        for name, kind, level, part in rows
    )
    writer = QuadWriter(Ref("graph/x"))
    write_segments(Document(source=source, segments=segments, leaves=()), writer)
    found = {
        quad.subject.value.rpartition("/")[2]: quad.object.value.rpartition("/")[2]
        for quad in writer.quads()
        if quad.predicate.value.endswith("#underHeading")
    }
    assert found == {
        "para_1": "h1",
        "h1_1": "h1",
        "para_2": "h1_1",
        "item": "h1_1",
        "h1_2": "h1",
        "para_3": "h2",
    }
