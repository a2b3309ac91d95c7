"""Quotes: whatever is asked for, the source says exactly that at the offsets given."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digov.model.document import Document, Segment, close_text
from digov.model.evidence import Producer
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.statements.quotes import Quoter, source_spans

RULES = Producer("rules", "1")


def document_of(text: str, pieces: tuple[Span, ...]) -> Document:
    closed, starts = close_text(text, pieces)
    segment = Segment(id="s", part="main", kind="item", label=None, pieces=pieces, text=closed, starts=starts)
    source = SourceText(instrument=Instrument(slug="x", title="x"), filename="x.txt", text=text, sha256="0" * 64)
    return Document(source=source, segments=(segment,), leaves=())


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[Document, int, int]:
    text = draw(st.text("ab ­-\n\r1", min_size=4, max_size=80))
    borders = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    pieces = tuple(Span(a, b) for a, b in zip(borders[::2], borders[1::2], strict=False))
    document = document_of(text, pieces)
    length = len(document.segments[0].text)
    start = draw(st.integers(0, length))
    return document, start, draw(st.integers(start, length))


@given(cut_texts())
def test_quotes_are_exact_in_order_and_lie_in_the_pieces_of_the_segment(case: tuple[Document, int, int]) -> None:
    document, start, end = case
    source, [segment] = document.source, document.segments
    quotes = Quoter(document).words("s", start, end, RULES).evidence
    assert quotes
    for found in quotes:
        assert found.exact == source.text[found.span.start : found.span.end]
        assert source.text[: found.span.start].endswith(found.prefix)
        assert source.text[found.span.end :].startswith(found.suffix)
    assert [found.span for found in quotes] == sorted({found.span for found in quotes})
    assert all(not a.span.overlaps(b.span) for a, b in pairwise(quotes))
    assert all(found.span.start >= segment.span.start and found.span.end <= segment.span.end for found in quotes)


@given(cut_texts())
def test_a_quote_has_the_words_of_the_mention_and_no_others(case: tuple[Document, int, int]) -> None:
    document, start, end = case
    [segment] = document.segments
    spans = source_spans(segment, start, end, document.source.text)
    quoted = "".join("".join(span.slice(document.source.text).split()) for span in spans)
    assert quoted == "".join(segment.text[start:end].split())


def test_a_mention_cut_by_a_page_is_two_quotes_without_the_page_number() -> None:
    text = "the General\n\f 7\nAssembly met"
    document = document_of(text, (Span(0, 11), Span(16, 28)))
    quotes = Quoter(document).words("s", 4, 20, RULES).evidence
    assert [found.exact for found in quotes] == ["General", "Assembly"]


def test_pieces_with_only_blanks_between_them_are_one_quote() -> None:
    text = "the General \n\n Assembly met"
    document = document_of(text, (Span(0, 11), Span(15, 27)))
    assert [found.exact for found in Quoter(document).words("s", 4, 20, RULES).evidence] == ["General \n\n Assembly"]


def test_the_opening_ends_with_a_word_within_eighty_characters() -> None:
    text = "(a) " + "increase capacity " * 10
    [found] = Quoter(document_of(text, (Span(0, len(text)),))).opening("s", RULES).evidence
    assert found.span.start == 0
    assert 60 < len(found.exact) <= 80
    assert text[found.span.end] == " "
    assert found.exact[-1] != " "


def test_a_mention_without_words_is_evidenced_by_the_opening() -> None:
    text = "(a) Increase capacity"
    quotes = Quoter(document_of(text, (Span(0, len(text)),))).words("s", 4, 4, RULES).evidence
    assert [found.exact for found in quotes] == [text]


def test_words_longer_than_the_opening_are_cut() -> None:
    text = "x" * 200
    [found] = Quoter(document_of(text, (Span(0, 200),))).opening("s", RULES).evidence
    assert found.exact == "x" * 80
