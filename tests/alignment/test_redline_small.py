"""Redlines of a few made-up sentences: what each kind of edit comes out as."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.alignment.redline import recover, status_of
from digov.alignment.redline.recover import LONGEST
from digov.model.redline import NotABase, NotARedline, Recovery, Redline, RedlineSpan
from digov.model.span import Span

BASE = """The Council of the Network,

Recalling its decision 12/4 on open registers and the plan for rural lines,

1. Requests the Secretary to submit a report on open registers by 2027;

2. Invites all members to support the fund for rural lines, and to share their experience with it;

3. Also invites the Office to publish a yearly overview of the lines that were built in the remote districts;

4. Decides to review the plan at its ninth session.
"""


def sure(answer: Recovery) -> Redline:
    assert isinstance(answer, Redline)
    return answer


def edited(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def status(redline: Redline, text: str, words: str) -> str:
    assert text.count(words) == 1
    start = text.index(words)
    return status_of(redline, Span(start, start + len(words)))[0]


def test_a_replaced_date_and_a_new_clause() -> None:
    text = edited(("by 2027", "by 20272029"), ("rural lines, and to", "rural lines, within their means, and to"))
    redline = sure(recover(text, BASE))
    assert redline.direction == "deletion-first"
    assert redline.coverage == 1
    at = text.index("20272029")
    assert status_of(redline, Span(at, at + 4)) == ("deleted", "A")
    assert status_of(redline, Span(at + 4, at + 8)) == ("inserted", "A")
    assert status(redline, text, "within their means") == "inserted"
    assert redline.best_guess is not None
    assert "on open registers by 2029;" in redline.best_guess.text
    assert redline.fewest_deletions is not None
    assert "2027" not in redline.fewest_deletions.text


def test_insertions_before_the_struck_words() -> None:
    text = edited(
        ("by 2027", "by 20292027"), ("all members", "all Statesmembers"), ("ninth session", "tenthninth session")
    )
    redline = sure(recover(text, BASE))
    assert redline.direction == "insertion-first"
    assert redline.best_guess is not None
    assert "Invites all States to support" in redline.best_guess.text
    assert "at its tenth session" in redline.best_guess.text


def test_a_letter_within_a_word() -> None:
    text = edited(
        ("yearly overview", "yearly overviews"), ("the fund for", "the fundfunds for"), ("by 2027", "by 20272029")
    )
    redline = sure(recover(text, BASE))
    assert status(redline, text, "overview") == "kept"
    assert redline.best_guess is not None
    assert "a yearly overviews of the lines" in redline.best_guess.text
    assert "support the funds for" in redline.best_guess.text


def test_a_paragraph_struck_and_the_next_one_renumbered() -> None:
    text = edited(
        ("2. Invites all", "Invites all"),
        ("3. Also invites", "3.2. Also invitesInvites"),
        ("4. Decides", "4.3. Decides"),
        ("by 2027", "by 20272029"),
    )
    redline = sure(recover(text, BASE))
    assert status(redline, text, "Invites all members to support") == "deleted"
    struck = [pair for pair in redline.pairs if pair.relation == "dropped"]
    assert [pair.base for pair in struck] == [("block_4",)]
    assert struck[0].tier in ("B", "C")
    assert {(one.printed, one.old, one.new) for one in redline.numbers} >= {("3.2.", "3", "2"), ("4.3.", "4", "3")}
    assert any("list-mark" in span.evidence for span in redline.spans if span.status == "deleted")


def test_a_new_paragraph() -> None:
    new = "Decides to open a register of the lines that were closed, and to keep it open;"
    text = edited(("4. Decides", f"4. {new}\n\n4.5. Decides"), ("by 2027", "by 20272029"))
    redline = sure(recover(text, BASE))
    assert status(redline, text, new) == "inserted"
    assert [pair.printed for pair in redline.pairs if pair.relation == "added"] == [("block_6",)]


def test_a_misread_struck_word() -> None:
    text = edited(
        ("by 2027", "by 20272029"), ("its decision", "its dccisionorder"), ("remote districts", "remotc districts")
    )
    redline = sure(recover(text, BASE))
    assert status(redline, text, "remotc") == "deleted"
    assert any("misread" in span.evidence for span in redline.spans)


def test_doubled_stop_makes_the_words_before_it_open() -> None:
    text = edited(("in the remote districts;", "in the remote districts;."), ("by 2027", "by 20272029"))
    redline = sure(recover(text, BASE))
    assert status(redline, text, ";.") in ("inserted", "deleted")


@pytest.mark.parametrize(
    ("redlined", "base", "reason"),
    [
        ("", BASE, "empty"),
        (BASE, " \n\n ", "empty"),
        (BASE, BASE, "no edits"),
        (BASE, None, "no sign of an edit"),
        ("x" * 5000, BASE, "no word boundaries"),
        (BASE, "".join(BASE.split()), "no word boundaries"),
    ],
)
def test_what_is_no_redline(redlined: str, base: str | None, reason: str) -> None:
    answer = recover(redlined, base)
    assert isinstance(answer, NotARedline)
    assert answer.reason == reason
    assert answer.message.startswith("no redline found: ")


def test_a_clean_new_text_is_not_read_as_a_redline() -> None:
    answer = recover(edited(("by 2027", "by 2029"), ("all members", "all States"), ("ninth", "tenth")), BASE)
    assert isinstance(answer, NotABase)
    assert answer.message.startswith("not a base: ")
    assert 0.9 < answer.coverage < 1


@pytest.mark.parametrize("name", ["redlined", "base"])
def test_a_text_of_thousands_of_pages_is_refused(name: str) -> None:
    long = "word " * (LONGEST // 5 + 1)
    answer = recover(long, BASE) if name == "redlined" else recover(BASE, long)
    assert isinstance(answer, NotARedline)
    assert answer.reason == "too long"
    assert "4,000,000 characters" in answer.message


@pytest.mark.parametrize(
    ("redlined", "base", "answer"),
    [
        ("x" * 1_000_000, BASE, NotARedline),
        ("word " + "x" * 1_000_000, BASE, NotARedline),
        (BASE, "x" * 1_000_000, NotARedline),
        (" ".join(f"word{n % 977} and{n % 89}" for n in range(8_000)), BASE, NotABase),
        (BASE, " ".join(f"word{n % 977} and{n % 89}" for n in range(8_000)), NotABase),
        ("the " * 1500, "the " * 1200, Redline),
        ("ab ba " * 800, "ba ab " * 700, Redline),
        (BASE.replace("\n\n", " ") * 8 + "20272029", BASE.replace("\n\n", " ") * 8, Redline),
        ("(" * 20_000, BASE, NotARedline),
        (". , ; " * 800, ". , ; " * 700, Redline),
    ],
    ids=[
        "no blank in a megabyte",
        "a word and a megabyte",
        "no blank in the base",
        "one long line",
        "a base of one long line",
        "one word over and over",
        "two words over and over",
        "a text said eight times",
        "brackets",
        "marks alone",
    ],
)
def test_odd_texts_end_in_time(redlined: str, base: str, answer: type) -> None:
    begin = time.process_time()
    assert isinstance(recover(redlined, base), answer)
    recover(redlined)
    assert time.process_time() - begin < 10


def test_a_base_of_another_text_is_said_to_be_none() -> None:
    other = BASE.replace("rural lines", "coastal harbours").replace("open registers", "closed harbours")
    answer = recover(edited(("by 2027", "by 20272029"), ("all members", "all membersStates")), other)
    assert isinstance(answer, NotABase)
    assert re.fullmatch(r"not a base: \d\d % of its characters are in order", answer.message)


def test_a_careful_reading_contests_facts_of_paragraphs_that_may_have_been_struck() -> None:
    base = BASE.replace(
        "1. Requests",
        "Taking note of the report on the year 2031,\n\nStressing that all districts need lines,\n\n1. Requests",
    )
    text = base.replace("by 2027", "by 20272029")
    usual, careful = sure(recover(text, base)), sure(recover(text, base, careful=True))
    assert status(usual, text, "2031") == "kept"
    assert status(careful, text, "2031") == "contested"
    assert status(careful, text, "2029") == "inserted"
    changed = [
        (one, other)
        for one, other in zip(usual.spans, careful.spans, strict=False)
        if one.start == other.start and one.status != other.status
    ]
    assert {other.status for _, other in changed} <= {"contested"}


def test_unrelated_texts() -> None:
    other = (
        "The weather was fine in the valley, and nobody thought of rain until the clouds came over the hills at noon."
    )
    answer = recover(other, BASE)
    assert isinstance(answer, NotABase)
    assert answer.coverage < 0.3


def test_status_of_takes_the_worst_and_the_lowest() -> None:
    spans = (
        RedlineSpan(0, 5, "kept", "B"),
        RedlineSpan(5, 9, "inserted", "A"),
        RedlineSpan(9, 12, "contested", "C"),
        RedlineSpan(12, 14, "deleted", "A", ("marks",)),
        RedlineSpan(14, 20, "deleted", "B"),
    )
    redline = Redline(document="d", base="b", spans=spans, coverage=1.0, direction="unknown")
    assert status_of(redline, Span(0, 5)) == ("kept", "B")
    assert status_of(redline, Span(5, 6)) == ("inserted", "A")
    assert status_of(redline, Span(4, 6)) == ("inserted", "B")
    assert status_of(redline, Span(8, 10)) == ("contested", "C")
    assert status_of(redline, Span(10, 15)) == ("deleted", "C")
    assert status_of(redline, Span(10, 14)) == ("contested", "C"), "a struck stop changes no fact"
    assert status_of(redline, Span(12, 13)) == ("deleted", "A")
    for span in (Span(3, 3), Span(25, 30)):
        with pytest.raises(ValueError, match="no characters"):
            status_of(redline, span)


WORDS = (
    "the of and to in register network line fund plan report member office district open rural remote shared yearly "
    "common support review invite publish request decide between within through every 2027 2030 first second"
).split()
WORD = st.sampled_from(WORDS)
PARAGRAPH = st.lists(WORD, min_size=3, max_size=25)


@st.composite
def redlines(draw: st.DrawFn) -> tuple[str, str]:
    """Return a base and a redline of it: words put in, before or after some that may have been struck, fused or not."""
    paragraphs = draw(st.lists(PARAGRAPH, min_size=1, max_size=5))
    printed = []
    for words in paragraphs:
        out = []
        for word in words:
            kind = draw(st.sampled_from(("as it is",) * 8 + ("new before", "new after", "fused before", "fused after")))
            new = " ".join(draw(st.lists(WORD, min_size=1, max_size=4))) if kind != "as it is" else ""
            joint = "" if kind.startswith("fused") else " "
            if kind.endswith("before"):
                word = new + joint + word
            elif kind.endswith("after"):
                word = word + joint + new
            out.append(word)
        printed.append(" ".join(out) + ";")
    return "\n\n".join(" ".join(words) + ";" for words in paragraphs), "\n\n".join(printed)


def letters(text: str) -> str:
    return "".join(text.split())


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


@given(redlines())
@settings(max_examples=120, deadline=None)
def test_every_character_is_accounted_for(texts: tuple[str, str]) -> None:
    base, printed = texts
    answer = recover(printed, base)
    if isinstance(answer, NotARedline):
        assert letters(base) == letters(printed)
        return
    redline = sure(answer)
    assert [span.start for span in redline.spans] == [0] + [span.end for span in redline.spans[:-1]]
    assert redline.spans[-1].end == len(printed)
    old = "".join(
        printed[span.start : span.end] for span in redline.spans if span.status in ("kept", "deleted", "contested")
    )
    lost = {place for span in redline.lost for place in range(span.start, span.end)}
    assert letters(old) == letters("".join(char for place, char in enumerate(base) if place not in lost))
    assert len(lost) <= 0.05 * len(letters(base))
    assert redline.fewest_deletions is not None
    assert redline.best_guess is not None
    assert is_subsequence(letters(redline.best_guess.text), letters(redline.fewest_deletions.text))
    for reading in (redline.fewest_deletions, redline.best_guess):
        for index, char in enumerate(reading.text):
            source = reading.to_source(index)
            assert char == (" " if source is None else printed[source])


@given(redlines())
@settings(max_examples=40, deadline=None)
def test_without_a_base_the_spans_tile_the_print(texts: tuple[str, str]) -> None:
    answer = recover(texts[1])
    if isinstance(answer, Redline):
        assert "".join(texts[1][span.start : span.end] for span in answer.spans) == texts[1]
        assert answer.best_guess is None


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_two_texts_get_an_answer(printed: str, base: str) -> None:
    answer = recover(printed, base)
    assert isinstance(answer, Redline | NotARedline | NotABase)
    if isinstance(answer, Redline):
        assert "".join(printed[span.start : span.end] for span in answer.spans) == printed
    recover(printed)


def test_an_item_that_lost_its_letter_was_struck() -> None:
    base = (
        "1. Decides to open lighthouses and:\n\n(a) To lend lamps to the keepers of small islands;\n\n"
        "(b) To print tide tables for the boats of every port; and\n\n(c) To train two keepers in each northern harbour.\n\n"
        "2. Requests the Registrar to report in 2027."
    )
    text = base.replace("every port; and", "every port; and.").replace("(c) To", "To").replace("2027", "20272029")
    redline = sure(recover(text, base))
    assert status(redline, text, "To train two keepers in each northern harbour.") == "deleted"
    assert any("list-mark" in span.evidence for span in redline.spans if span.status == "deleted")
    assert status(redline, text, "To lend lamps to the keepers") == "kept"
