from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.alignment.struck import Marks
from digov.alignment.wording import Alphabet, body_start, units_of, words_of
from digov.model.redline import RedlineSpan
from digov.model.span import Span


def test_freedoms_of_spelling_make_no_difference() -> None:
    one = words_of("The multi-stakeholder organisations’ programme utilises e-commerce")
    other = words_of("the multistakeholder organizations' programme utilizes ecommerce")
    assert one.keys == other.keys


def test_words_that_are_spelled_alike_stay_apart() -> None:
    assert words_of("governance").keys != words_of("government").keys
    assert words_of("re-sign").keys == ("resign",)
    assert words_of("well-being").keys == ("well", "being")


def test_footnote_marks_links_and_tags_are_no_words() -> None:
    assert words_of("the Society,¹ as in [70/125](#),[3] and <u>so on</u> (SDGs 4 & 17)").keys == (
        "the", "society", "as", "in", "70", "125", "and", "so", "on",
    )  # fmt: skip


def test_a_word_printed_twice_is_one() -> None:
    assert words_of("governanceGovernance").keys == ("governance",)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("12. Requests", "Requests"),
        ("(a) Requests", "Requests"),
        ("- (a) Requests", "Requests"),
        ("8.9. Requests", "Requests"),
        ("10:11. Requests", "Requests"),
        ("A. Recalling", "Recalling"),
        ("2030 is near", "2030 is near"),
    ],
)
def test_the_number_of_a_unit_is_none_of_its_words(write, text: str, body: str) -> None:
    document = write("x", "1. Requests the Registrar to count boats;")
    segment = next(one for one in document.segments if one.kind == "paragraph")
    printed = msgspec.structs.replace(segment, text=text, label="1")
    assert printed.text[body_start(printed) :].strip() == body


@given(st.text(alphabet="abcz-’' ¹[]()SDGs12.,\u2011é", max_size=60))
def test_every_word_stands_where_it_says(text: str) -> None:
    words = words_of(text)
    assert len(words.keys) == len(words.starts) == len(words.ends)
    last = 0
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        assert last <= start < end <= len(text)
        assert words_of(text[start:end]).keys == (key,)
        last = end


@given(st.lists(st.integers(0, 200), max_size=300))
def test_letters_are_equal_where_words_are(numbers: list[int]) -> None:
    alphabet = Alphabet()
    letters = alphabet.encode([str(number) for number in numbers])
    assert len(letters) == len(numbers)
    for i, one in enumerate(numbers):
        for j, other in enumerate(numbers[:40]):
            assert (letters[i] == letters[j]) == (one == other)


def test_letters_skip_what_is_no_character() -> None:
    alphabet = Alphabet()
    letters = alphabet.encode(str(number) for number in range(0xE000))
    assert len(set(letters)) == 0xE000
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in letters)


def test_struck_words_are_none(write) -> None:
    document = write("x", "1. Requests the Registrar to count the old new boats in the harbour;")
    text = document.source.text
    start = text.index("old")
    marks = Marks([RedlineSpan(start, start + 3, "deleted", "A"), RedlineSpan(start + 4, start + 7, "contested", "C")])
    [unit] = units_of(document, marks=marks)
    assert "old" not in unit.words.keys
    assert "new" in unit.words.keys
    assert marks.fate(text, Span(start, start + 3)) == "gone"
    assert marks.fate(text, Span(start + 4, start + 7)) == "contested"
    assert marks.fate(text, Span(start, start + 12)) == "contested"
    assert marks.fate(text, Span(start - 9, start)) == "stands"
    assert marks.fate(text, Span(start + 3, start + 4)) == "stands"
