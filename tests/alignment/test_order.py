from __future__ import annotations

from itertools import permutations

import pytest

from digov.alignment.order import Order
from digov.model.lexicon import Work
from digov.model.source import Instrument


def make(slug: str, **fields: str | None) -> Instrument:
    return Instrument(slug=slug, title=slug, kind="resolution", **fields)


WORKS = (Work(id="compact", title="Compact", date="2024-09-22"), Work(id="open", title="Open"))
INSTRUMENTS = (
    make("early", date="2023-07-01"),
    make("month", date="2024-09"),
    make("year", date="2024"),
    make("late", date="2025-10-03"),
    make("draft", member_of="compact"),
    make("redraft", member_of="compact", revision_of="draft"),
    make("third", revision_of="redraft"),
    make("undated", member_of="open"),
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("early", "late"),
        ("early", "month"),
        ("early", "year"),
        ("year", "late"),
        ("draft", "redraft"),
        ("draft", "third"),
        ("draft", "late"),
        ("redraft", "late"),
    ],
)
def test_what_comes_first_is_known_by_date_revision_or_the_work_that_came_of_it(first: str, second: str) -> None:
    order = Order(INSTRUMENTS, WORKS)
    assert order.before(first, second)
    assert not order.before(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [("month", "year"), ("draft", "early"), ("undated", "late"), ("third", "late"), ("late", "late")],
)
def test_what_nobody_knows_is_not_said(first: str, second: str) -> None:
    order = Order(INSTRUMENTS, WORKS)
    assert not order.before(first, second)
    assert not order.before(second, first)


def test_drafts_that_revise_each_other_in_a_circle_have_no_order() -> None:
    circle = [make("a", revision_of="b"), make("b", revision_of="a"), make("c")]
    order = Order(circle, ())
    assert not order.before("a", "c")
    for one, other in permutations("ab", 2):
        assert not order.before(one, other)
