"""Pinpoints: from printed words to the normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.references.pinpoints import find_pinpoints, normal_items, read_tail


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("paragraph 72 of the Tunis Agenda", "72"),
        ("paragraphs 34 to 37 and 67 to 72 of it", "34-37,67-72"),
        ("paragraphs 121, 126, 129, 130 and 132 to 134 of it", "121,126,129,130,132-134"),
        ("paragraph 18 (b) of it", "18(b)"),
        ("paragraphs 4 (a) to (c) above", "4(a)-4(c)"),
        ("articles 17 and 19 of the Covenant", "17,19"),
        ("article 1, paragraph 2 (b), of the Agreement", "1(2)(b)"),
        ("article 4, paragraphs 10 and 12, article 6, paragraphs 2 and 4, and article 13", "4(10),4(12),6(2),6(4),13"),
        ("paragraphs 3 and 4 of article 4 of the Agreement", "4(3),4(4)"),
        ("Article 73 e of the Charter", "73(e)"),
        ("articles III and IV of the Treaty", "III,IV"),
        ("chapter 3 of the Pact", "chapter 3"),
        ("Chapter VIII of the Charter", "chapter VIII"),
        ("section III, paragraph 9, of its resolution", "section III, 9"),
        ("paragraphs 1 to 10 of the annex to it", "annex, 1-10"),
        ("annex IV to the report", "annex IV"),
        ("principle 10 of the Rio Declaration", "principle 10"),
        ("paragraph XI.20 of the report", "XI.20"),
        ("paragraph 27 and its subparagraphs (a) to (d)", "27(a)-27(d)"),
    ],
)
def test_places_named_in_a_sentence(printed: str, value: str) -> None:
    text = f"as set out in {printed}"
    (place,) = find_pinpoints(text)
    assert place.value == value
    assert text[place.start : place.end] in text


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        (", annex.", "annex"),
        (", annex II.", "annex II"),
        (", annexes I and III.", "annex I,III"),
        (", para. 46.", "46"),
        (", annex, para. 46.", "annex, 46"),
        (", chap. III, sect. A.", "chapter III, section A"),
        (", decision 1/CP.21, annex.", "decision 1/CP.21, annex"),
        (", chap. I, resolution 1, annexes I and II.", "chapter I, resolution 1, annex I,II"),
        (", vol. 1, *Resolutions*, annex VII.", "volume 1, annex VII"),
        (", in particular paragraph 27,", "27"),
        (", section VI, of 21 December", "section VI"),
    ],
)
def test_places_printed_after_a_document(tail: str, value: str) -> None:
    place = read_tail(tail, 0)
    assert place is not None
    assert place.value == value


@pytest.mark.parametrize("tail", [", and", ", summary", " of 12 May", ", paragraphs", " articles of clothing"])
def test_other_words_are_no_place(tail: str) -> None:
    assert read_tail(tail, 0) is None


@pytest.mark.parametrize(
    "text",
    ["in paragraphs of the text", "taking part in 2024", "an annex to the Pact", "under the rules", "action by 2030"],
)
def test_a_noun_without_a_number_is_no_place(text: str) -> None:
    assert find_pinpoints(text) == []


@given(st.lists(st.integers(min_value=1, max_value=200), min_size=1, max_size=6, unique=True))
def test_lists_of_numbers_keep_every_number(numbers: list[int]) -> None:
    words = [str(number) for number in numbers]
    printed = ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
    assert normal_items(printed) == tuple(words)
    (place,) = find_pinpoints(f"paragraphs {printed} of it")
    assert place.value == ",".join(words)


@given(st.text())
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    for place in find_pinpoints(text):
        assert 0 <= place.start < place.end <= len(text)
    read_tail(text, 0)
