"""What is found in a redline, with its status: with the base, without it, and in tracked changes."""

from __future__ import annotations

from collections.abc import Callable

from digov.diffing.found import records_of
from digov.diffing.given import Given
from digov.diffing.recovered import recover_given
from digov.model.lexicon import Lexicon
from digov.pipeline import extract
from digov.records import Record

BASE = """The General Assembly,

1. Requests the Registrar to repair the cables of the northern islands by 2027 and to report at its eightieth session;

2. Encourages all Member States to share the spare parts of their networks on a voluntary basis (SDG 9);

3. Notes that village choirs have collected the riddles of lighthouse keepers.
"""
REDLINE = BASE.replace("Requests", "RequestsInvites").replace("2027", "20272029")
BY = 'w:author="A. Reader" w:date="2026-01-02T03:04:05Z"'


def times(records: tuple[Record, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(one.value, one.status, one.tier) for record in records for one in record.deadlines]


def found(given: Given, base: Given | None, lexicon: Lexicon) -> tuple[Record, ...]:
    records = records_of(recover_given(given, base), lexicon)
    text = given.source.text
    for record in records:
        for one in (*record.acts, *record.deadlines, *record.groups, *record.sdgs):
            assert text[one.start : one.end] == one.surface
    return records


def test_with_its_base_both_texts_are_told_apart(give: Callable[..., Given], lexicon: Lexicon) -> None:
    records = found(give("redline.txt", REDLINE), give("base.txt", BASE), lexicon)
    assert [(value, status) for value, status, _ in times(records)] == [
        ("2027", "dropped"),
        ("2029", "asserted"),
        ("GA-80", "asserted"),
    ]
    assert all(tier is not None for _, _, tier in times(records))
    verbs = {(act.verb, act.status) for record in records for act in record.acts if record.label == "1"}
    assert {one for one in verbs if one[0] != "state"} == {("request", "dropped"), ("invite", "asserted")}
    [goal] = [goal for record in records for goal in record.sdgs]
    assert (goal.goal, goal.status) == (9, "asserted")


def test_without_its_base_what_stands_beside_a_sign_is_contested(give: Callable[..., Given], lexicon: Lexicon) -> None:
    records = found(give("redline.txt", REDLINE.replace("all Member", "allMember")), None, lexicon)
    [group] = [group for record in records for group in record.groups]
    assert (group.surface, group.status, group.tier) == ("allMember States", "contested", "C")
    assert {act.status for record in records for act in record.acts} == {"asserted"}
    assert {status for _, status, _ in times(records)} == {"asserted"}


def test_tracked_changes_are_exact(give: Callable[..., Given], docx: Callable[..., bytes], lexicon: Lexicon) -> None:
    paragraph = (
        '<w:r><w:t xml:space="preserve">1. Requests the Registrar to report by </w:t></w:r>'
        f"<w:del {BY}><w:r><w:delText>2027</w:delText></w:r></w:del>"
        f"<w:ins {BY}><w:r><w:t>2029</w:t></w:r></w:ins><w:r><w:t>;</w:t></w:r>"
    )
    given = give("tracked.docx", docx("<w:r><w:t>The General Assembly,</w:t></w:r>", paragraph))
    assert times(found(given, None, lexicon)) == [("2027", "dropped", "A"), ("2029", "asserted", "A")]


def test_what_no_edit_touches_is_found_as_in_any_text(give: Callable[..., Given], lexicon: Lexicon) -> None:
    given = give("redline.txt", REDLINE)
    plain = {record.segment: record for record in extract(given.source, lexicon).records()}
    for record in found(given, give("base.txt", BASE), lexicon):
        if record.label in ("2", "3"):
            assert [act.verb for act in record.acts] == [act.verb for act in plain[record.segment].acts]
            assert {act.status for act in record.acts} == {"asserted"}
