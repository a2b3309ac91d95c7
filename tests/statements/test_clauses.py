"""Which act a deadline belongs to, in the drafting forms in which it stands."""

from __future__ import annotations

import msgspec
import pytest

from digov.model.mention import Act, DeadlineMention
from digov.statements.clauses import acts_due


def act(text: str, words: str, **more: bool | str) -> Act:
    start = text.index(words)
    made = Act(start=start, end=start + len(words), type="request", verb="request", force=6)
    return msgspec.structs.replace(made, **more)


def deadline(text: str, words: str) -> DeadlineMention:
    start = text.index(words)
    return DeadlineMention(start=start, end=start + len(words), kind="year", value="2030")


@pytest.mark.parametrize(
    ("text", "verbs", "timing", "due"),
    [
        ("1. We will report by 2030.", ["will"], "by 2030", ["will"]),
        ("1. We commit by 2030 to reach all.", ["commit by 2030 to"], "by 2030", ["commit by 2030 to"]),
        ("1. By 2030, we will report.", ["we will"], "By 2030", ["we will"]),
        ("1. We note the gap and request a study in 2030.", ["note", "request"], "in 2030", ["request"]),
        ("1. We ask for a study in 2030 and invite comments.", ["ask", "invite"], "in 2030", ["ask"]),
        ("1. We recognize the gap. By 2030, we will close it.", ["recognize", "will"], "By 2030", ["will"]),
        ("1. We recognize the gap. In turn, a study is due in 2030.", ["recognize"], "in 2030", ["recognize"]),
        ("1. The study is due in 2030.", [], "in 2030", []),
    ],
)
def test_a_deadline_belongs_to_the_act_whose_clause_it_stands_in(
    text: str, verbs: list[str], timing: str, due: list[str]
) -> None:
    acts = [act(text, verb) for verb in verbs]
    found = acts_due(text, acts, deadline(text, timing))
    assert [text[acts[i].start : acts[i].end] for i in found] == due


def test_words_before_the_items_own_act_belong_to_the_chapeaus() -> None:
    text = "(a) Reach all by 2030. We will aim for half by 2028."
    acts = [act(text, "Reach", inherited_from="para_1"), act(text, "will aim")]
    assert acts_due(text, acts, deadline(text, "by 2030")) == (0,)
    assert acts_due(text, acts, deadline(text, "by 2028")) == (1,)


def test_an_inner_act_shares_its_deadline_with_the_act_around_it() -> None:
    text = "(d) Call on all to report by 2030."
    acts = [act(text, "Call", inherited_from="para_1"), act(text, "Call on", inner=True)]
    assert acts_due(text, acts, deadline(text, "by 2030")) == (0, 1)
    text = "1. We commit to invite all and to meet in 2030."
    acts = [act(text, "commit"), act(text, "invite", inner=True)]
    assert acts_due(text, acts, deadline(text, "in 2030")) == (0, 1)


def test_a_deadline_told_of_a_reported_act_binds_nobody_again() -> None:
    text = "1. Recalls the text, in which the Council asked for a study in 2030, and invites comments by 2031."
    acts = [act(text, "Recalls"), act(text, "asked", reported=True), act(text, "invites")]
    assert acts_due(text, acts, deadline(text, "in 2030")) == ()
    assert acts_due(text, acts, deadline(text, "by 2031")) == (2,)


def test_an_aside_about_a_reported_act_does_not_hide_the_act_that_goes_on() -> None:
    text = "1. Requests the office, as asked in the annex, to report by 2030."
    acts = [act(text, "Requests"), act(text, "asked", reported=True)]
    assert acts_due(text, acts, deadline(text, "by 2030")) == (0,)
    text = "1. Requests the office to meet in 2030, as asked in the annex."
    acts = [act(text, "Requests"), act(text, "asked", reported=True)]
    assert acts_due(text, acts, deadline(text, "in 2030")) == (0,)
