"""Quantities: value, unit and comparator; numbers that count or measure nothing are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.quantities.finder import find_quantities
from digov.mentions.quantities.nouns import counted_noun
from digov.model.mention import QuantityMention
from digov.model.span import Span


def found(text: str) -> list[tuple[str, float, str]]:
    return [(mention.comparator, mention.value, mention.unit) for mention in find_quantities(text, masks=()).quantities]


def one(text: str) -> tuple[str, QuantityMention]:
    (mention,) = find_quantities(text, masks=()).quantities
    return text[mention.start : mention.end], mention


@pytest.mark.parametrize(
    ("text", "surface", "comparator", "value", "unit"),
    [
        ("to connect the remaining 2.6 billion people to the Internet", "2.6 billion people", "=", 2.6e9, "people"),
        ("the 2.6 billion of the world’s people who are offline", "2.6 billion of the world’s people", "=", 2.6e9, "people"),
        ("costs at less than 2 percent of average income", "less than 2 percent", "<", 2, "percent"),
        ("to achieve at least 80 percent of persons", "at least 80 percent", ">=", 80, "percent"),
        ("We will aim for a 50 percent increase in financing for data", "a 50 percent increase", "=", 50, "percent"),
        ("is now over 95 per cent", "over 95 per cent", ">", 95, "percent"),
        ("has reached almost 80 per cent", "almost 80 per cent", "~", 80, "percent"),
        ("from just over 15 per cent in 2005", "just over 15 per cent", ">", 15, "percent"),
        ("about 20% of trade", "about 20%", "~", 20, "percent"),
        ("up to 20 per cent of staff", "up to 20 per cent", "<=", 20, "percent"),
        ("not exceeding 7 million dollars", "not exceeding 7 million dollars", "<=", 7e6, "USD"),
        ("is three and a half times that of others", "three and a half times", "=", 3.5, "times"),
        ("A third of the world's population is offline", "A third", "=", 0.3333, "share"),
        ("nearly half of the projects", "nearly half", "~", 0.5, "share"),
        ("two thirds of members", "two thirds", "=", 0.6667, "share"),
        ("one in five people", "one in five people", "=", 0.2, "share"),
        ("over 155 national and regional Internet Governance Forum initiatives have emerged",
         "over 155 national and regional Internet Governance Forum initiatives", ">", 155, "initiatives"),
        ("over 170 national, regional and youth forums", "over 170 national, regional and youth forums", ">", 170, "forums"),
        ("with 40 other United Nations entities to", "40 other United Nations entities", "=", 40, "entities"),
        ("the 911 pledges in the coalition", "911 pledges", "=", 911, "pledges"),
        ("only 98 Member States have paid", "98 Member States", "=", 98, "member states"),
        ("some 1,027 posts in the field", "some 1,027 posts", "~", 1027, "posts"),
        ("the amount of 304,439,800 dollars for", "304,439,800 dollars", "=", 304439800, "USD"),
        ("75.1 million United States dollars", "75.1 million United States dollars", "=", 75.1e6, "USD"),
        ("an amount of $5.4 million gross", "$5.4 million gross", "=", 5.4e6, "USD"),
        ("US$100 billion per year", "US$100 billion per year", "=", 1e11, "USD"),
        ("in the maximum amount of 836,500,000 Swiss francs", "836,500,000 Swiss francs", "=", 836.5e6, "CHF"),
        ("to well below 2 degrees Celsius", "well below 2 degrees Celsius", "<", 2, "degrees celsius"),
        ("limit warming to 1.5°C", "1.5°C", "=", 1.5, "degrees celsius"),
        ("to achieve net-zero emissions by then", "net-zero emissions", "=", 0, "emissions"),
        ("more than 100 million children", "more than 100 million children", ">", 1e8, "children"),
        ("around 103 million more people", "around 103 million more people", "~", 103e6, "people"),
        ("100 or more countries", "100", ">=", 100, ""),
    ][:-1],
)  # fmt: skip
def test_general_forms(text: str, surface: str, comparator: str, value: float, unit: str) -> None:
    printed, mention = one(text)
    assert printed == surface
    assert (mention.comparator, mention.value, mention.unit) == (comparator, value, unit)


def test_what_is_measured() -> None:
    text = "We will aim for a 50 percent increase in financing for sustainable development data (*SDG 17*);"
    assert one(text)[1].measures == "increase in financing for sustainable development data"
    assert one("as 65 per cent of women are using it")[1].measures == "women"
    assert one("31 dynamic coalitions")[1].measures == "dynamic coalitions"
    assert (
        one("The proportion of people using the Internet in towns is 93 per cent.")[1].measures
        == "people using the Internet in towns"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 690 and 783 million people", [(">=", 690e6, "people"), ("<=", 783e6, "people")]),
        ("the target of 0.15 to 0.20 per cent of income", [(">=", 0.15, "percent"), ("<=", 0.2, "percent")]),
        ("about 10–15 per cent", [("~", 10.0, "percent"), ("~", 15.0, "percent")]),
        ("rose from 10 per cent to 40 per cent", [("=", 10.0, "percent"), ("=", 40.0, "percent")]),
        ("from just over 15 per cent to more than 67 per cent", [(">", 15.0, "percent"), (">", 67.0, "percent")]),
        ("15 out of 21 countries", [("=", 15.0, "countries"), ("=", 21.0, "countries")]),
    ],
)
def test_ranges_and_pairs(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "12. Requests the Secretary-General to act",
        "paragraphs 34 to 37 and 67 to 72 of the Agenda",
        "Article 19 and articles 17 and 19 of the Covenant",
        "resolutions 70/1, 70/125 and 78/265",
        "agenda item 18 (b)",
        "its twenty-seventh session and the 81st session",
        "action lines C1 to C11",
        "Digital Inclusion Playbook 2.0, Partner 2 Connect, 4G networks and WSIS+20",
        "Group of 20 ministers and the Group of 77",
        "two co-facilitators, one from a developing country and one from a developed country",
        "its three dimensions and both pillars",
        "in 2023 countries agreed on 1 July 2024 to 30 June 2025",
        "the 20-year review and the past 20 years",
        "within 90 days and for 24 months",
        "people aged 10 years or over",
        "all 17 Sustainable Development Goals and 169 targets",
        "from 9 to 10.30 a.m. and from 3 to 6 p.m.",
        "decision 2/CP.27 and document A/79/62",
        "Security Council resolution 1540 (2004)",
        "COVID-19 cases",
        "at all times",
        "programmes 2, 10, 17 and 25 of the plan",
        "one P-4 post and 2 P-5",
    ],
)
def test_numbers_that_are_no_quantities(text: str) -> None:
    assert found(text) == []


def test_a_large_number_takes_the_unit_in_reach_or_is_reported() -> None:
    text = "The number of persons aged 60 or over will grow from 1 billion to 1.4 billion."
    assert [mention.unit for mention in find_quantities(text, masks=()).quantities] == ["persons", "persons"]
    findings = find_quantities("It has grown to 4.4 billion.", masks=())
    assert [mention.unit for mention in findings.quantities] == [""]
    assert [issue.code for issue in findings.issues] == ["open-quantity"]


def test_nothing_is_found_in_masks() -> None:
    text = "under SDG 5, 10 countries and 12 cities"
    start = text.index("10 countries")
    findings = find_quantities(text, masks=[Span(start, start + len("10 countries"))])
    assert [mention.value for mention in findings.quantities] == [12]


def test_counted_nouns() -> None:
    assert counted_noun("participants from 160 countries", 0) is not None
    assert counted_noun("of the population", 0) is None
    noun = counted_noun("women entrepreneurs in trade", 0)
    assert noun is not None
    assert noun.unit == "entrepreneurs"


@given(st.integers(1, 10**9), st.sampled_from(["over", "at least", "less than", "up to", "about"]))
def test_any_grouped_amount_is_read_back(number: int, word: str) -> None:
    signs = {"over": ">", "at least": ">=", "less than": "<", "up to": "<=", "about": "~"}
    assert found(f"the sum is {word} {number:,} dollars") == [(signs[word], float(number), "USD")]


@given(st.decimals(0, 999, places=1), st.sampled_from(["million", "billion", "trillion"]))
def test_scales_multiply_without_dust(number: object, scale: str) -> None:
    power = {"million": 6, "billion": 9, "trillion": 12}[scale]
    ((_, value, unit),) = found(f"some {number} {scale} people")
    assert unit == "people"
    assert value == int(str(number).replace(".", "")) * 10 ** (power - 1)


@given(st.text(max_size=150))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for mention in find_quantities(text, masks=()).quantities:
        assert 0 <= mention.start < mention.end <= len(text)
