"""Symbols: the grammar, canonical forms, slugs, and what is no symbol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.references.symbols import find_symbols, fold, parse_symbol, resolution_symbol, slug_of

NUMBERS = st.integers(min_value=1, max_value=999).map(str)
SESSIONS = st.integers(min_value=31, max_value=99).map(str)
YEARS = st.integers(min_value=1946, max_value=2099).map(str)
ROMANS = st.sampled_from(["I", "III", "XV", "XXI", "XXIX", "S-IV", "S-VI"])
LETTERS = st.sampled_from("ABCDEFGH")
TAILS = st.sampled_from(["", "/Add.1", "/Add.12", "/Corr.1", "/Rev.2", "/Rev.1/Corr.2"])


@st.composite
def resolutions(draw: st.DrawFn) -> str:
    """A canonical symbol of a resolution or decision of any organ, in old and new numbering."""
    form = draw(st.sampled_from(["assembly", "letter", "old", "special", "council", "security", "rights", "decision"]))
    number = draw(NUMBERS)
    if form == "letter":
        return resolution_symbol("A/RES", f"{draw(SESSIONS)}/{number}", letter=draw(LETTERS))
    if form == "old":
        return resolution_symbol("A/RES", number, letter=draw(st.none() | LETTERS), session=draw(ROMANS))
    if form == "security":
        return resolution_symbol("S/RES", number, session=draw(YEARS))
    return {
        "assembly": f"A/RES/{draw(SESSIONS)}/{number}",
        "special": f"A/RES/{draw(st.sampled_from(['S-', 'ES-']))}{draw(st.integers(1, 40))}/{number}",
        "council": f"E/RES/{draw(YEARS)}/{number}",
        "rights": f"A/HRC/RES/{draw(st.integers(1, 60))}/{number}",
        "decision": f"A/DEC/{draw(SESSIONS)}/{number}",
    }[form]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A symbol of another document: of an organ, a committee, a conference, a treaty body; with addenda."""
    number = draw(NUMBERS)
    stem = draw(
        st.sampled_from(
            [
                f"A/{draw(SESSIONS)}/{number}", f"A/C.{draw(st.integers(1, 6))}/{draw(SESSIONS)}/{number}",
                f"A/HRC/{draw(st.integers(1, 60))}/{number}",
                f"E/{draw(YEARS)}/{number}", f"E/CN.16/{draw(YEARS)}/{number}", f"E/CN.16/{draw(YEARS)}/CRP.{number}", f"S/{draw(YEARS)}/{number}",
                f"A/CONF.{number}/{draw(NUMBERS)}", f"ST/SGB/{draw(YEARS)}/{number}", f"FCCC/CP/{draw(YEARS)}/{number}", f"CRC/C/GC/{number}",
            ]
        )
    )  # fmt: skip
    return stem + draw(TAILS)


@st.composite
def joint_documents(draw: st.DrawFn) -> str:
    tail = draw(st.sampled_from(["", "/Add.1", "/Corr.1"]))
    return f"A/{draw(SESSIONS)}/{draw(NUMBERS)}{tail}-E/{draw(YEARS)}/{draw(NUMBERS)}{tail}"


ANY_SYMBOL = st.one_of(resolutions(), documents(), joint_documents())


@given(ANY_SYMBOL)
def test_canonical_symbols_come_back_as_they_are(symbol: str) -> None:
    parsed = parse_symbol(symbol)
    assert parsed is not None
    assert parsed.text == symbol
    assert parse_symbol(parsed.text) == parsed


@given(ANY_SYMBOL, ANY_SYMBOL)
def test_two_symbols_never_share_a_slug(one: str, other: str) -> None:
    assert (slug_of(one) == slug_of(other)) == (one == other)


@given(ANY_SYMBOL, st.sampled_from([".", ",", ";", ")", " and", "", ", annex II"]))
def test_a_symbol_is_found_in_a_sentence(symbol: str, after: str) -> None:
    text = f"as set out in {symbol}{after}"
    found = find_symbols(text)
    assert [(f.symbol, text[f.start : f.end]) for f in found] == [(symbol, symbol)]


@given(ANY_SYMBOL)
def test_the_slug_is_lower_case_words_and_hyphens(symbol: str) -> None:
    assert set(slug_of(symbol)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug_of(symbol).startswith("-")


@given(st.text())
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    parse_symbol(text)
    for found in find_symbols(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(alphabet="AES/CRH-.()0123456789IVXadr "))
def test_symbols_found_in_noise_parse_to_themselves(text: str) -> None:
    for found in find_symbols(text):
        parsed = parse_symbol(found.symbol)
        assert parsed is not None
        assert parsed.text == found.symbol


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("A/RES/217(III)A", "A/RES/217 A (III)"),
        ("A/RES/217A(III)", "A/RES/217 A (III)"),
        (r"A/RES/217 A \(III\)", "A/RES/217 A (III)"),
        ("S/RES/1325(2000)", "S/RES/1325 (2000)"),
        ("A/RES/77/290B", "A/RES/77/290 B"),
        ("A/67/65–E/2012/48", "A/67/65-E/2012/48"),
        ("A/CONF.157/24 (Part I)", "A/CONF.157/24 (Part I)"),
    ],
)
def test_variants_have_one_canonical_form(printed: str, canonical: str) -> None:
    parsed = parse_symbol(printed)
    assert parsed is not None
    assert parsed.text == canonical


def test_a_joint_document_is_one_symbol_of_two_components() -> None:
    parsed = parse_symbol("A/67/65/Corr.1-E/2012/48/Corr.1")
    assert parsed is not None
    assert parsed.components == ("A/67/65/Corr.1", "E/2012/48/Corr.1")
    assert parsed.slug == "a-67-65-corr-1-e-2012-48-corr-1"


@pytest.mark.parametrize(
    "words", ["HIV/AIDS", "and/or", "TCP/IP", "24/7", "A/B", "S/E", "9/11", "ICT/media", "either/or 2030"]
)
def test_words_with_slashes_are_no_symbols(words: str) -> None:
    assert find_symbols(f"the {words} programme") == []


def test_addresses_hold_no_symbols() -> None:
    assert find_symbols("see <https://docs.un.org/en/A/RES/70/1> and www.un.org/A/79/500") == []
    assert [f.symbol for f in find_symbols("see [A/79/500](https://docs.un.org/A/79/500)")] == ["A/79/500"]


def test_the_letter_of_a_resolution_is_no_article() -> None:
    assert [f.symbol for f in find_symbols("In A/RES/70/1 A new agenda was set, and in A/RES/53/243 B a programme.")] == [
        "A/RES/70/1", "A/RES/53/243",
    ]  # fmt: skip
    assert [f.symbol for f in find_symbols("A/RES/53/243 B.")] == ["A/RES/53/243 B"]
