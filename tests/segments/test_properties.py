"""Properties: what holds of every text whatsoever."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from digov.model.document import close_text
from digov.model.issue_codes import ISSUE_CODES
from digov.model.keys import sha256_of
from digov.model.source import Instrument, SourceText
from digov.segments import parse

LINES = (
    "The General Assembly,", "Recalling its resolution 1/2,", "We, the ministers,", "1. Decides:", "2. Requests X to", "7. Y;", "12 bis. Z.",
    "3.4. Old.", "4:5. New.", "90.—", "5455. Fused.", "(a) Aa;", "(b) Bb; and", "(i) Cc;", "(i)", "b) Dd.", "(g) (f) Ee.", "1. (a) (i) X:",
    "Annex", "Annex II", "I", "A. Title", "Article 5", "Action 1. We do.", "Objective 3. Title", "¹ See A/1.", "words¹², and", "[1] Note.",
    "more words", "Assembly met.", "Heading", "# Title", "**Bold**", "* note", "* * *", "- bullet", "• Item", "a | b", "3/8", "Contents",
    "Summary", "9th plenary meeting", "3 May 2040", "Human rights:c) X;", "\u200e6.\u200e Yy.", "\ufeff", "²", "(((", "*", "", "", "", " ",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(LINES), max_size=40).map("\n".join),
    st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=12)), max_size=25).map("\n".join),
    st.lists(st.sampled_from(LINES), max_size=12).map("\r\n\r\n".join),
    st.text(alphabet=st.sampled_from("\n\r\x0b\x0c\x85\u2028 \t(a)i1.2—*_¹#-•:;,Xx\u200b\u00a0"), max_size=80),
)


def read(text: str):
    return parse(SourceText(instrument=Instrument(slug="x", title="x"), filename="x", text=text, sha256=sha256_of(b"")))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_leaves_tile_the_text(text):
    document = read(text)
    assert "".join(span.slice(text) for span, _ in document.leaves) == text
    ends = [0, *(span.end for span, _ in document.leaves)]
    assert all(span.start == end for (span, _), end in zip(document.leaves, ends, strict=False))
    known = document.by_id()
    assert {name for _, name in document.leaves} == set(known)
    assert len(known) == len(document.segments)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_segments_are_whole(text):
    document = read(text)
    known = document.by_id()
    starts = [segment.pieces[0].start for segment in document.segments]
    assert starts == sorted(starts)
    for segment in document.segments:
        assert segment.parent is None or known[segment.parent].kind in ("paragraph", "item", "preamble")
        assert (segment.text, segment.starts) == close_text(text, segment.pieces)
        assert segment.kind not in ("heading", "title", "front", "closing") or segment.label is None
        assert all(name in known and known[name].kind == "footnote" for _, name in segment.anchors)
        for piece in segment.pieces:
            inside = [(span, name) for span, name in document.leaves if span.overlaps(piece)]
            assert all(name == segment.id for _, name in inside)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_only_decoration_stands_outside_the_pieces(text):
    """What a leaf holds beyond its segment's words is blank, a bullet, a mark of emphasis or unseen."""
    document = read(text)
    for span, name in document.leaves:
        words = list(span.slice(text))
        for piece in document.by_id()[name].pieces:
            for at in range(max(piece.start, span.start), min(piece.end, span.end)):
                words[at - span.start] = " "
        rest = "".join(words).split()
        assert all(
            set(token) <= set("-–—−•·▪●◦‣►■*>+o#_\uf0b7\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
            for token in rest
        )


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_issues_have_known_codes_and_places(text):
    document = read(text)
    known = document.by_id()
    for issue in document.issues:
        assert issue.code in ISSUE_CODES
        assert issue.start is not None
        assert issue.end is not None
        assert 0 <= issue.start <= issue.end <= len(text)
        assert issue.segment is None or issue.segment in known


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_document(text):
    assert read(text) == read(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([line for line in LINES if line]), min_size=1, max_size=15))
def test_ids_can_stand_in_an_address(lines):
    document = read("\n\n".join(lines))
    for segment in document.segments:
        assert segment.id == segment.id.strip()
        assert json.dumps(segment.id) == f'"{segment.id}"'
        assert not set(segment.id) & set(' /#?%<>"{}|\\^`')
