"""What is printed and what each of the two texts says, put together at the places in print."""

from __future__ import annotations

from pathlib import Path

import pytest

from digov.alignment.readings import merge_readings, spans_before
from digov.alignment.redline import recover
from digov.alignment.standing import standing
from digov.mentions.annotate import annotate
from digov.model.alignment import Side
from digov.model.document import Document
from digov.model.lexicon import Lexicon
from digov.model.meaning import meaning_of
from digov.model.mention import Mention, SegmentMentions
from digov.model.redline import Redline, RedlineSpan
from digov.segments import parse
from digov.sources import read_source

SOURCES = Path(__file__).parents[2] / "data" / "sources"
PRINTED = (
    "The General Assembly,\n\n"
    "1. Requests the Secretary-General to report to the Statistical CommissionEconomic and Social Council starting in 2026by 2030.\n"
)


def read(words: str, lexicon: Lexicon, tmp_path: Path) -> Document:
    file = tmp_path / "x.txt"
    file.write_text(words)
    return parse(read_source(file))


def spans_of(text: str, *, struck: tuple[str, ...], put_in: tuple[str, ...]) -> tuple[RedlineSpan, ...]:
    marks = sorted(
        [(text.index(words), words, "deleted") for words in struck]
        + [(text.index(words), words, "inserted") for words in put_in]
    )
    out, end = [], 0
    for start, words, status in marks:
        if start > end:
            out.append(RedlineSpan(end, start, "kept", "B"))
        end = start + len(words)
        out.append(RedlineSpan(start, end, "deleted" if status == "deleted" else "inserted", "A"))
    return (*out, RedlineSpan(end, len(text), "kept", "B"))


@pytest.fixture
def sides(lexicon: Lexicon, tmp_path: Path) -> tuple[Side, Side, Side, tuple[RedlineSpan, ...]]:
    document = read(PRINTED, lexicon, tmp_path)
    spans = spans_of(
        document.source.text,
        struck=("Statistical Commission", "starting in 2026"),
        put_in=("Economic and Social Council", "by 2030"),
    )
    after, before = standing(document, spans), standing(document, spans_before(spans))
    return (
        Side(document, annotate(document, lexicon).segments),
        Side(after.printed, annotate(after.read, lexicon).segments),
        Side(before.printed, annotate(before.read, lexicon).segments),
        spans,
    )


def quoted(document: Document, found: SegmentMentions, mentions: tuple[Mention, ...]) -> set[str]:
    text = document.by_id()[found.segment].text
    return {text[mention.start : mention.end] for mention in mentions}


def test_each_text_shows_what_runs_together_in_print(sides: tuple[Side, Side, Side, tuple[RedlineSpan, ...]]) -> None:
    printed, after, before, spans = sides
    [found] = [one for one in merge_readings(printed, after, before, spans) if one.segment == "para_1"]
    [alone] = [one for one in printed.mentions if one.segment == "para_1"]
    bodies = {body.id for body in found.bodies}
    assert {"body/statistical-commission", "body/economic-and-social-council"} <= bodies
    assert {deadline.value for deadline in alone.deadlines} != {"2026", "2030"}
    assert {deadline.value for deadline in found.deadlines} == {"2026", "2030"}
    assert quoted(printed.document, found, found.deadlines) == {"starting in 2026", "by 2030"}
    assert len([act for act in found.acts if act.verb == "request"]) == 1


def test_a_redline_without_edits_reads_as_it_is_printed(lexicon: Lexicon, tmp_path: Path) -> None:
    document = read(PRINTED.replace("Economic and Social Council starting in 2026", " "), lexicon, tmp_path)
    spans = (RedlineSpan(0, len(document.source.text), "kept", "B"),)
    left = standing(document, spans)
    printed = Side(document, annotate(document, lexicon).segments)
    same = Side(left.printed, annotate(left.read, lexicon).segments)
    assert merge_readings(printed, same, same, spans) == printed.mentions


def test_nothing_is_lost_doubled_or_moved_in_the_real_redline(lexicon: Lexicon) -> None:
    base, document = (parse(read_source(SOURCES / slug / "text.txt")) for slug in ("gdc-base", "gdc-redline"))
    redline = recover(document, base)
    assert isinstance(redline, Redline)
    after, before = standing(document, redline.spans), standing(document, spans_before(redline.spans))
    printed = Side(document, annotate(document, lexicon).segments)
    found = merge_readings(
        printed,
        Side(after.printed, annotate(after.read, lexicon).segments),
        Side(before.printed, annotate(before.read, lexicon).segments),
        redline.spans,
    )
    assert [one.segment for one in found] == [segment.id for segment in document.segments]
    for merged, alone in zip(found, printed.mentions, strict=True):
        text = document.by_id()[merged.segment].text
        for name in ("acts", "sdgs", "bodies", "groups", "deadlines", "references", "quantities", "topics"):
            held = getattr(merged, name)
            assert set(getattr(alone, name)) <= set(held)
            places = [(meaning_of(mention), mention.start, mention.end) for mention in held]
            assert len(places) == len(set(places))
            assert all(0 <= m.start < m.end <= len(text) for m in held if getattr(m, "inherited_from", None) is None)
    sessions = {deadline.value for one in found for deadline in one.deadlines}
    assert {"GA-80", "GA-81", "2026"} <= sessions
