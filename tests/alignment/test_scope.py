"""Changes of scope: what looks like a qualifier that came or went, and is none."""

from __future__ import annotations

import pytest

from digov.alignment.changes import changes
from digov.model.alignment import Change, UnitLink
from digov.model.redline import RedlineSpan

PAIR = UnitLink(a=("para_1",), b=("para_1",), relation="edited", score=0.9, evidence=())


@pytest.fixture(scope="session")
def scope(annotated):
    """Return the changes of scope between two texts of one paragraph."""

    def find(before: str, after: str, redline: tuple[RedlineSpan, ...] = ()) -> list[Change]:
        made = changes(PAIR, annotated("a", f"1. {before};"), annotated("b", f"1. {after};"), redline=redline)
        return [change for change in made if change.kind.startswith("scope-")]

    return find


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # the old and the new word of an edit, run together
        ("including lamps and buoys of the old kind", "such as including lamps and buoys of the old kind"),
        ("such as lamps and buoys of the old kind", "including such as lamps and buoys of the old kind"),
        # another word that opens the same list
        ("including lamps and buoys of the old kind", "such as lamps and buoys of the old kind"),
        ("including, lamps and buoys of the old kind", "including, inter alia, lamps and buoys of the old kind"),
    ],
)
def test_a_list_that_was_open_is_not_wider(scope, before: str, after: str) -> None:
    text = "Urges all harbour masters to keep a store of spare parts, {}, before the winter storms"
    assert scope(text.format(before), text.format(after)) == []


def test_a_list_that_is_opened_is_wider(scope) -> None:
    text = "Notes that the stores of the harbour masters, which include{} lamps, buoys and ropes, are kept in spring"
    [change] = scope(text.format(""), text.format(", inter alia,"))
    assert (change.kind, change.after, change.status) == ("scope-widened", "inter alia", "certain")


def test_a_qualifier_whose_words_all_stood_there_is_no_edit(scope) -> None:
    text = "Invites the keepers to advise {} the schools of the northern islands before the spring tides"
    assert (
        scope(
            text.format("within existing and voluntary resources"),
            text.format("within existing mandate and with voluntary resources"),
        )
        == []
    )
    text = "Stresses the need for {} participation of the keepers in the councils of the harbour"
    assert scope(text.format("their full"), text.format("their full and equal")) == []


def test_other_words_for_one_qualifier_are_none(scope) -> None:
    text = "Calls for the sharing of the plans of lighthouses {} with the schools of the islands"
    assert scope(text.format("on mutually agreed terms"), text.format("under mutually agreed terms")) == []
    text = "Invites the harbour masters of the islands to {} lending spare lamps to the schools"
    assert scope(text.format("give consideration to"), text.format("consider")) == []


def test_a_part_of_a_compound_takes_nothing_and_all(scope) -> None:
    text = "Welcomes a plan with an {} and weather-proof view of the work in the harbour schools"
    assert scope(text.format("age-"), text.format("age-appropriate")) == []


def test_a_qualifier_beside_a_mark_of_an_edit_is_contested(scope) -> None:
    before = "Requests the keepers to clean the lamps of the outer islands before the winter storms"
    after = before.replace("lamps of", "lamps, where appropriate, of —")
    [certain] = scope(before, after)
    assert (certain.kind, certain.status) == ("scope-narrowed", "certain")
    text = f"The General Assembly,\n\n1. {after};\n"
    place = text.index("—")
    [open_one] = scope(before, after, (RedlineSpan(place, place + 1, "artefact", "C"),))
    assert (open_one.kind, open_one.after, open_one.status) == ("scope-narrowed", "where appropriate", "contested")
