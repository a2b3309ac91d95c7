"""Identifiers, literals, evidence and statements: what they refuse, and that no store rewrites what they write."""

from __future__ import annotations

import json
import math
import random
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from digov.model.evidence import Evidence, Producer, Producers, quote
from digov.model.keys import KEY_LENGTH, key_of
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.model.statement import Datatype, Literal, Ref, Statement, entity, order_of, slug_of, term
from digov.rdf.terms import term_of

TEXT = "0123456789" * 10
SOURCE = SourceText(instrument=Instrument(slug="x", title="x"), filename="x.txt", text=TEXT, sha256="0" * 64)
RULES = Producer("rules", "1")
PARTS = st.lists(st.one_of(st.text(), st.integers(-(2**60), 2**60), st.booleans(), st.none()), max_size=5)


@given(PARTS, PARTS)
def test_two_keys_are_equal_only_for_equal_parts(one: list[str], two: list[str]) -> None:
    assert (key_of(*one) == key_of(*two)) == (json.dumps(one) == json.dumps(two))


@given(PARTS)
def test_a_key_is_a_slug_of_fixed_length(parts: list[str]) -> None:
    assert re.fullmatch(rf"[0-9a-f]{{{KEY_LENGTH}}}", key_of(*parts))


@pytest.mark.parametrize(
    "name", ["", "a b", "a<b", "a>b", 'a"b', "a{b", "a\\b", "a^b", "a`b", "a|b", "a\nb", "/a", "#a"]
)
def test_a_name_that_cannot_stand_in_an_iri_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        Ref(name)


def test_a_relative_name_lies_under_the_base_and_an_absolute_one_does_not() -> None:
    assert entity("body/itu").iri("https://x.org/") == "https://x.org/id/body/itu"
    assert term("actor").iri("https://x.org/") == "https://x.org/ns#actor"
    assert Ref("http://metadata.un.org/sdg/9").iri("https://x.org/") == "http://metadata.un.org/sdg/9"
    assert entity("a").child("b") == Ref("id/a/b")
    assert entity("a").fragment("act-1") == Ref("id/a#act-1")


@given(st.text(min_size=1))
def test_a_slug_is_lower_case_and_stays_what_it_is(name: str) -> None:
    if re.search(r"[a-z0-9]", name.lower()):
        slug = slug_of(name)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert slug_of(slug) == slug
    else:
        with pytest.raises(ValueError, match="no slug"):
            slug_of(name)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("1.50", "decimal"),
        ("50.0", "decimal"),
        ("-0", "decimal"),
        (".5", "decimal"),
        ("+5", "integer"),
        ("05", "integer"),
        ("-0", "integer"),
        ("1", "boolean"),
        ("P12M", "duration"),
        ("P2W", "duration"),
        ("P", "duration"),
        ("2023-02-30", "date"),
        ("23", "gYear"),
        ("2023-13", "gYearMonth"),
    ],
)
def test_a_form_that_a_store_would_rewrite_or_refuse_is_refused(value: str, datatype: Datatype) -> None:
    with pytest.raises(ValueError, match="not a canonical"):
        Literal(value, datatype)


@pytest.mark.parametrize("language", ["EN", "en_GB", "", "en-"])
def test_a_language_is_written_in_lower_case(language: str) -> None:
    with pytest.raises(ValueError, match="not a language"):
        Literal("words", language=language)


def stored(value: Literal) -> str:
    """Return how the store writes the literal after keeping it."""
    node = NamedNode("http://x.org/")
    store = Store()
    store.add(Quad(node, node, term_of(value), node))
    return str(next(iter(store)).object)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_gives_the_number_back_and_survives_the_store(number: float) -> None:
    literal = Literal.decimal(number)
    assert float(literal.value) == number
    assert stored(literal) == str(term_of(literal))


@given(st.integers(), st.booleans(), st.dates(), st.text(), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9))
def test_every_literal_survives_the_store(
    number: int, truth: bool, day: object, words: str, years: int, months: int, weeks: int
) -> None:
    literals = [
        Literal.integer(number),
        Literal.boolean(truth),
        Literal.date(str(day)),
        Literal.date(str(day)[:7]),
        Literal.date(str(day)[:4]),
        Literal(words),
        Literal(words, language="en"),
        Literal.duration(f"P{years}Y{months}M{weeks}W1D"),
    ]
    for literal in literals:
        assert stored(literal) == str(term_of(literal))


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        Literal.decimal(number)


@pytest.mark.parametrize("value", ["P0D", "PT1H", "12M", "P1.5Y", ""])
def test_what_is_no_duration_in_whole_units_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        Literal.duration(value)


@given(st.integers(0, 99), st.integers(1, 40))
def test_a_quote_gives_the_words_and_their_neighbours(start: int, length: int) -> None:
    end = min(start + length, len(TEXT))
    found = quote(SOURCE, Span(start, end), RULES)
    assert found.prefix + found.exact + found.suffix in TEXT
    assert found.exact == TEXT[start:end]
    assert len(found.prefix) == min(32, start)
    assert len(found.suffix) == min(32, len(TEXT) - end)


def test_evidence_needs_words_that_fit_its_span() -> None:
    with pytest.raises(ValueError, match="a quote of"):
        quote(SOURCE, Span(5, 5), RULES)
    with pytest.raises(ValueError, match="a quote of"):
        quote(SOURCE, Span(95, 105), RULES)
    good = quote(SOURCE, Span(50, 55), RULES)
    with pytest.raises(ValueError, match="more than 32"):
        msgspec.structs.replace(good, prefix="x" * 33)


def test_the_key_of_evidence_changes_with_source_place_and_producer() -> None:
    good = quote(SOURCE, Span(50, 55), RULES)
    others = [
        quote(SOURCE, Span(50, 56), RULES),
        quote(SOURCE, Span(50, 55), Producer("rules", "2")),
        quote(msgspec.structs.replace(SOURCE, sha256="1" * 64), Span(50, 55), RULES),
    ]
    assert len({good.key, *(other.key for other in others)}) == 4
    assert quote(SOURCE, Span(50, 55), Producer("rules", "1", title="other words")).key == good.key


def test_a_statement_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        Statement(subject=entity("a"), predicate=term("actor"), object=entity("b"), evidence=())


def test_the_key_of_a_statement_tells_a_node_from_words_and_forgets_the_evidence() -> None:
    one, two = quote(SOURCE, Span(1, 5), RULES), quote(SOURCE, Span(7, 9), RULES)

    def key(value: Ref | Literal, *evidence: Evidence) -> str:
        return Statement(subject=entity("a"), predicate=term("p"), object=value, evidence=evidence).key

    assert key(entity("b"), one) == key(entity("b"), one, two)
    keys = [
        key(v, one) for v in (Ref("b"), Literal("b"), Literal("b", language="en"), Literal("1"), Literal.integer(1))
    ]
    assert len(set(keys)) == len(keys)


def test_statements_can_be_written_and_read_as_json() -> None:
    statement = Statement(
        subject=entity("a"),
        predicate=term("p"),
        object=Literal.decimal(2.5),
        evidence=(quote(SOURCE, Span(1, 5), RULES),),
    )
    assert msgspec.json.decode(msgspec.json.encode(statement), type=Statement) == statement


def test_objects_have_one_order() -> None:
    values = [Literal("b"), Ref("b"), Literal.integer(1), Literal("a", language="en"), Literal("a"), Ref("a")]
    ordered = sorted(values, key=order_of)
    random.Random(1).shuffle(values)
    assert sorted(values, key=order_of) == ordered
    assert ordered[:2] == [Ref("a"), Ref("b")]


def test_the_producers_are_all_told_apart() -> None:
    names = [producer.id for producer in Producers().all()]
    assert names == sorted(set(names))
    assert len(names) == len(Producers.__struct_fields__)
