"""Changes between a draft and its redline: what was struck is gone, and how sure that is, is said."""

from __future__ import annotations

import msgspec
import pytest

from digov.alignment.changes import changes_of
from digov.alignment.standing import standing
from digov.alignment.units import align_units
from digov.mentions.annotate import annotate
from digov.model.alignment import Change, Side, UnitAlignment

REST = "\n\n2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters of the islands;"


@pytest.fixture(scope="session")
def found(annotated, redlined, lexicon):
    """Return the changes between a base of one paragraph and its redline, of all kinds but wording and editing."""

    def find(base: str, marked: str, *, every: bool = False) -> list[Change]:
        a = annotated("a", base + REST)
        document, spans = redlined("b", marked + REST)
        left = standing(document, spans)
        b = Side(left.printed, annotate(left.read, lexicon).segments)
        alignment = align_units(a.document, b.document)
        assert isinstance(alignment, UnitAlignment), alignment
        groups = changes_of(alignment.links, a, b, redline=spans)
        return [one for group in groups for one in group if every or one.kind not in ("wording", "editing")]

    return find


BASE = "1. Requests the Secretary-General to report to the General Assembly at its seventy-seventh session on the repair of networks;"


def test_a_fact_in_certain_edits_is_certain(found) -> None:
    marked = BASE.replace("seventy-seventh", "{-Aseventy-seventh}{+Aseventy-ninth}")
    [change] = found(BASE, marked)
    assert (change.kind, change.before, change.after, change.by) == ("deadline-shifted", "GA-77", "GA-79", 2)
    assert (change.status, change.tier) == ("certain", "A")
    assert [piece.exact for piece in change.after_evidence] == ["at its", "seventy-ninth session"]


def test_a_fact_struck_at_a_guess_is_contested(found) -> None:
    base = BASE.replace("at its seventy-seventh session", "by 2029")
    [change] = found(base, base.replace(" by 2029 on", "{-C by 2029}{+B, in writing,} on"))
    assert (change.kind, change.before, change.status, change.tier) == ("deadline-dropped", "2029", "contested", "C")


def test_a_fact_in_undecided_words_is_a_contested_drop(found) -> None:
    [change] = found(BASE, BASE.replace("its seventy-seventh session", "{?Cits seventy-seventh session}"))
    assert (change.kind, change.after, change.status) == ("deadline-dropped", None, "contested")
    assert change.after_evidence[0].exact == "at its seventy-seventh session"


def test_the_tier_of_a_word_is_that_of_its_own_span(found) -> None:
    """The verb was certainly replaced; that "further" went with it is a guess."""
    base = "1. Further requests the Secretary-General to report to the Assembly on the repair of networks;"
    [change] = found(base, base.replace("Further requests", "{-CFurther} {-Arequests}{+AInvites}"))
    assert (change.kind, change.status, change.tier) == ("verb-weakened", "certain", "A")
    wide = (
        "1. Requests the warden, the Registrar and the Secretary-General to report on the repair of networks by 2029;"
    )
    marked = wide.replace(
        "on the repair of networks by 2029", "{-Con the repair of networks} {-Aby 2029}{+Ato the council}"
    )
    [drop] = [one for one in found(wide, marked) if one.kind == "deadline-dropped"]
    assert (drop.status, drop.tier) == ("certain", "A")


def test_words_struck_before_an_insertion_are_found_though_a_small_word_stands_in_both(found) -> None:
    base = (
        "1. Requests the Registrar to work with the Commission on Science and Technology for Development and the Forum;"
    )
    marked = base.replace(" and the Forum", "{-C and the Forum}{+A, and to mend the boats}")
    every = found(base, marked, every=True)
    assert {change.tier for change in every if change.before and "Forum" in change.before} == {"C"}


def test_an_act_whose_words_all_stand_is_not_dropped(found) -> None:
    base = "1. Stresses the need for boats, and requests the Secretary-General to report on the repair of networks;"
    marked = base.replace("and requests", "and{+A , in the words of the warden who is} requests")
    assert not [change for change in found(base, marked) if change.kind.startswith("act-")]


def test_a_sentence_without_a_verb_is_no_weaker_act(found) -> None:
    base = "1. We invite the Forum to consider the boats of the harbour in its yearly discussion of networks."
    changes = found(
        base, base.replace("We invite the Forum to", "{-AWe invite the Forum to}{+AThe wardens of the Forum may}")
    )
    assert [change.kind for change in changes if change.kind.startswith(("verb-", "act-"))] == ["act-dropped"]


def test_a_time_that_stays_open_is_compared_by_its_words(annotated) -> None:
    text = BASE.replace("seventy-seventh session", "{}")
    a, b = annotated("a", text.format("seventy-seventh session")), annotated("b", text.format("seventy-ninth session"))
    opened = [
        msgspec.structs.replace(one, deadlines=tuple(msgspec.structs.replace(d, value="") for d in one.deadlines))
        for one in b.mentions
    ]
    alignment = align_units(a.document, b.document)
    assert isinstance(alignment, UnitAlignment)
    [[change]] = changes_of(alignment.links, a, Side(b.document, tuple(opened)))
    assert (change.kind, change.before) == ("deadline-replaced", "GA-77")
    assert (change.after, change.by) == ("at its seventy-ninth session", None)


def test_a_qualifier_in_the_place_of_another_changes_no_scope(found) -> None:
    base = "1. Calls upon the wardens to mend all boats of the harbour, as appropriate, before the storms of the winter come;"
    [change] = found(base, base.replace("as appropriate", "{-Aas appropriate}{+Awhere feasible}"), every=True)
    assert change.kind == "wording"
    [narrowed] = found(
        base.replace(", as appropriate,", ""), base.replace(", as appropriate,", "{+A, as appropriate,}")
    )
    assert narrowed.kind == "scope-narrowed"
