"""Words: keys, ranks and offsets of the tokens that names are compared by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.bodies.names import shorts_of
from digov.mentions.bodies.words import ACRONYM, CAPITAL, LOWER, words_of


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Secretary-General’s report", ["secretarygeneral", "report"]),
        ("United Nations bodies, UN bodies", ["un", "bodies", ",", "un", "bodies"]),
        ("the United Nations¹ and", ["the", "un", "and"]),
        ("Organisation for Economic Co-operation", ["organization", "for", "economic", "cooperation"]),
        ("ForumIGF and ICTs", ["forum", "igf", "and", "icts"]),
        ("the UNUnited Nations", ["the", "un", "un"]),
        ("Southeast Asian Nations-led", ["southeast", "asian", "nations", "-", "led"]),
        ("African Ministers’ Council", ["african", "ministers", "council"]),
        ("HIV/AIDS", ["hiv", "/", "aids"]),
        ("Society,¹ met", ["society", ",", "met"]),
        ("", []),
    ],
)
def test_keys(text: str, keys: list[str]) -> None:
    assert words_of(text).key == keys


def test_ranks_tell_acronyms_from_compounds() -> None:
    assert words_of("forum Forum IGF Secretary-General UN-Women 2030").rank == [
        LOWER,
        CAPITAL,
        ACRONYM,
        CAPITAL,
        ACRONYM,
        CAPITAL,
    ]


@given(st.text(alphabet="aAbBzZ -'’,.¹\n", max_size=60))
def test_offsets_lie_on_the_text_in_order(text: str) -> None:
    words = words_of(text)
    beyond = 0
    for start, end in zip(words.start, words.end, strict=True):
        assert beyond <= start < end <= len(text)
        assert not any(char.isspace() for char in text[start:end]) or text[start:end].casefold().startswith("united")
        beyond = end
    assert len(words.key) == len(words.raw) == len(words.rank) == len(words.start)


@pytest.mark.parametrize(
    ("name", "shorts"),
    [
        ("International Telecommunication Union", {("union",), ("telecommunication", "union")}),
        ("Commission on Narcotic Drugs", {("commission",)}),
        ("Group of Experts on Dust", {("group",), ("group", "of", "experts")}),
        ("Lunar Society Forum on the Moon Forum", {("forum",), ("society", "forum"), ("lunar", "society", "forum")}),
        ("World Summit on the Information Society Forum", {("forum",)}),
        ("Access Now", set()),
    ],
)
def test_short_forms_follow_from_names(name: str, shorts: set[tuple[str, ...]]) -> None:
    assert set(shorts_of(words_of(name))) == shorts
