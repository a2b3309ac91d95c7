from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest

from digov.alignment.changes import changes, changes_of
from digov.alignment.units import align_units
from digov.model.alignment import Change, Side, UnitAlignment, UnitLink
from digov.model.redline import RedlineSpan, Status

REPORT = "1. {} the Secretary-General to report to the General Assembly {} on the repair of the rural networks{};"


@pytest.fixture(scope="session")
def found(annotated):
    """Return the changes between two texts of one paragraph or more."""

    def find(before: str, after: str) -> tuple[Change, ...]:
        a, b = annotated("a", before), annotated("b", after)
        alignment = align_units(a.document, b.document)
        assert isinstance(alignment, UnitAlignment), alignment
        every = tuple(change for group in changes_of(alignment.links, a, b) for change in group)
        for change in every:
            for side, quotes, segment in (
                (a, change.before_evidence, change.before_segment),
                (b, change.after_evidence, change.after_segment),
            ):
                hull = side.document.by_id()[segment].span
                for piece in quotes:
                    assert piece.exact == piece.span.slice(side.document.source.text)
                    assert hull.contains(piece.span)
        return every

    return find


def kinds(every: Iterable[Change]) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.before, change.after) for change in every]


def test_equal_texts_have_no_changes(found) -> None:
    text = REPORT.format("Requests", "at its seventy-seventh session", "")
    assert found(text, text) == ()


@pytest.mark.parametrize(
    ("before", "after", "kind", "by"),
    [
        ("Requests", "Encourages", "verb-weakened", -5),
        ("Invites", "Requests", "verb-strengthened", 4),
        ("Calls upon", "Urges", "verb-replaced", None),
    ],
)
def test_verbs_are_weighed_on_the_force_scale(found, before: str, after: str, kind: str, by: int | None) -> None:
    text = REPORT.format("{}", "at its seventy-seventh session", "")
    [change] = found(text.format(before), text.format(after))
    assert change.kind == kind
    assert change.by == by
    assert (change.before_evidence[0].exact, change.after_evidence[0].exact) == (before, after)


def test_a_later_session_is_a_shift(found) -> None:
    text = REPORT.format("Requests", "at its {} session", "")
    [change] = found(text.format("seventy-seventh"), text.format("seventy-ninth"))
    assert kinds([change]) == [("deadline-shifted", "GA-77", "GA-79")]
    assert change.by == 2
    assert change.act == "request"


def test_a_deadline_that_goes_is_dropped_from_the_clause_of_its_act(found) -> None:
    before, after = REPORT.format("Requests", "by 2027", ""), REPORT.format("Requests", "", "").replace("  ", " ")
    [change] = found(before, after)
    assert kinds([change]) == [("deadline-dropped", "2027", None)]
    assert change.before_evidence[0].exact == "by 2027"
    assert change.after_evidence[0].exact.startswith("Requests the Secretary-General")


def test_quantities_shift_or_go(found) -> None:
    text = "1. Invites the United Nations Development Programme to train {} of the operators of island stations;"
    [shifted] = found(text.format("at least 40 per cent"), text.format("at least 30 per cent"))
    assert kinds([shifted]) == [("quantity-shifted", ">=40 percent", ">=30 percent")]
    assert shifted.by == -10
    dropped = found(text.format("at least 40 per cent"), text.format("most"))
    assert ("quantity-dropped", ">=40 percent", None) in kinds(dropped)


def test_addressees_come_go_and_are_replaced(found) -> None:
    text = "1. Invites {} to train the operators of the stations on small islands;"
    undp, unicef = "the United Nations Development Programme", "the United Nations Children's Fund"
    assert kinds(found(text.format(undp), text.format(unicef))) == [("addressee-replaced", "body/undp", "body/unicef")]
    added = kinds(found(text.format(undp), text.format(f"{undp} and {unicef}")))
    assert [entry for entry in added if entry[0] != "editing"] == [("addressee-added", None, "body/unicef")]


def test_references_and_sdgs(found) -> None:
    text = "1. Recalls resolution {} and the need for stations on small islands{};"
    assert kinds(found(text.format("71/212", ""), text.format("75/202", ""))) == [
        ("reference-replaced", "A/RES/71/212", "A/RES/75/202")
    ]
    assert kinds(found(text.format("71/212", " (SDGs 4 & 9)"), text.format("71/212", " (SDG 4)"))) == [
        ("sdg-dropped", "9", None)
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", ", within existing resources", "scope-narrowed"),
        (", as appropriate", "", "scope-widened"),
        ("", ", upon request", "scope-narrowed"),
        ("", ", on a voluntary basis", "scope-narrowed"),
    ],
)
def test_qualifiers_narrow_and_widen(found, before: str, after: str, kind: str) -> None:
    text = REPORT.format("Requests", "at its seventy-seventh session", "{}")
    [change] = found(text.format(before), text.format(after))
    assert change.kind == kind
    assert {change.before, change.after} == {None, (before or after).removeprefix(", ")}


def test_two_forms_of_one_qualifier_are_no_change_of_scope(found) -> None:
    text = REPORT.format("Requests", "at its seventy-seventh session", "{}")
    assert {change.kind for change in found(text.format(", as appropriate"), text.format(", where appropriate"))} <= {
        "wording",
        "editing",
    }


def test_all_becomes_relevant(found) -> None:
    text = "1. Urges {} Member States to share the plans of their coastal stations with neighbouring towns;"
    assert kinds(found(text.format("all"), text.format("relevant"))) == [("scope-narrowed", "all", "relevant")]
    assert kinds(found(text.format("relevant"), text.format("all"))) == [("scope-widened", "relevant", "all")]


def test_a_qualifier_in_new_words_is_not_told_apart_from_them(found) -> None:
    before = REPORT.format("Requests", "at its seventy-seventh session", "")
    after = before.replace(";", ", and on the lighthouses, buoys and fog signals where appropriate;")
    assert "scope-narrowed" not in {change.kind for change in found(before, after)}


def test_auxiliaries(found) -> None:
    text = "1. Notes that the stations on small islands {} stay open at night during the fishing season;"
    [change] = found(text.format("should"), text.format("may"))
    assert kinds([change]) == [("modal-weakened", "should", "may")]


def test_acts_come_and_go(found) -> None:
    before = "1. Welcomes the survey of the northern coast, and requests the Registrar to publish the map of cables;"
    after = "1. Welcomes the survey of the northern coast;"
    dropped = [change for change in found(before, after) if change.kind.startswith("act")]
    assert kinds(dropped) == [("act-dropped", "request", None)]
    added = [change for change in found(after, before) if change.kind.startswith("act")]
    assert kinds(added) == [("act-added", None, "request")]


def test_mere_editing_is_told_from_new_wording(found) -> None:
    text = "1. Notes that {} on small islands {} open at night;"
    assert kinds(found(text.format("the station", "stays"), text.format("the stations", "stay"))) == [
        ("editing", "station", "stations"),
        ("editing", "stays", "stay"),
    ]
    assert kinds(found(text.format("the stations", "stay"), text.format("the lighthouses", "stay"))) == [
        ("wording", "stations", "lighthouses")
    ]


def test_marks_alone_are_editing(found) -> None:
    text = "1. Notes that boats{} nets and buoys are counted on small islands in spring;"
    assert kinds(found(text.format(","), text.format(";"))) == [("editing", "boats, nets", "boats; nets")]


def test_a_chapeau_that_changed_is_told_once(found) -> None:
    items = "\n\n(a) Repair the cables of the northern islands;\n\n(b) Train the operators of the stations;"
    every = found(f"1. Requests the Registrar to:{items}", f"1. Encourages the Registrar to:{items}")
    assert kinds(every) == [("verb-weakened", "request", "encourage")]


def test_an_item_under_another_chapeau_has_another_verb(found) -> None:
    harbour = "Requests the harbour masters of the northern islands, before the winter, to:"
    school = "Encourages all village schools and their choirs, in the spring holidays, to:"
    rest = "\n\n(a) Repair the cables between the lighthouses;"
    moved = "\n\n(b) Train the night-shift operators of rural stations;"
    songs = "\n\n(a) Collect songs and riddles of fishermen;"
    before = f"1. {harbour}{rest}{moved}\n\n2. {school}{songs}"
    after = f"1. {harbour}{rest}\n\n2. {school}{songs}{moved}"
    assert ("verb-weakened", "request", "encourage") in kinds(found(before, after))


def redlined(annotated, status: Status) -> tuple[Change, ...]:
    a = annotated("a", REPORT.format("Requests", "by 2027", ""))
    b = annotated("b", REPORT.format("Requests", "by 2027", ""))
    start = b.document.source.text.index("by 2027")
    span = RedlineSpan(start, start + len("by 2027"), status, "B")
    return changes(link("para_1", "para_1"), a, b, redline=[span])


def link(a: str, b: str) -> UnitLink:
    return UnitLink(a=(a,), b=(b,), relation="edited", score=0.9, evidence=())


def test_a_fact_in_struck_words_is_dropped(annotated) -> None:
    assert kinds(redlined(annotated, "deleted")) == [("deadline-dropped", "2027", None)]
    assert redlined(annotated, "kept") == ()


def test_a_fact_in_undecided_words_is_contested(annotated) -> None:
    a = annotated("a", REPORT.format("Requests", "", "").replace("  ", " "))
    b = annotated("b", REPORT.format("Requests", "by 2027", ""))
    start = b.document.source.text.index("by 2027")
    [change] = changes(link("para_1", "para_1"), a, b, redline=[RedlineSpan(start, start + 7, "contested", "C")])
    assert (change.kind, change.after, change.status) == ("deadline-added", "2027", "contested")
    [certain] = changes(link("para_1", "para_1"), a, b)
    assert certain.status == "certain"


def test_a_fact_that_may_have_been_struck_is_a_contested_drop(annotated) -> None:
    [change] = redlined(annotated, "contested")
    assert (change.kind, change.before, change.after, change.status) == ("deadline-dropped", "2027", None, "contested")
    assert change.after_evidence[0].exact == "by 2027"


def test_units_without_a_partner_have_no_changes(annotated) -> None:
    side: Side = annotated("a", REPORT.format("Requests", "by 2027", ""))
    lone = UnitLink(a=("para_1",), b=(), relation="dropped", score=0.0, evidence=("unpaired",))
    assert changes(lone, side, side) == ()


def test_a_split_unit_is_compared_as_a_whole(annotated) -> None:
    first = "Welcomes the survey of the northern coast by the harbour masters"
    second = "requests the Registrar to publish the map of cables by 2027"
    a = annotated("a", f"1. {first}, and {second};")
    b = annotated("b", f"1. {first};\n\n2. {second[0].upper()}{second[1:]};")
    split = UnitLink(a=("para_1",), b=("para_1", "para_2"), relation="split", score=1.0, evidence=())
    assert {change.kind for change in changes(split, a, b)} <= {"editing"}


def test_a_citation_of_itself_is_the_same_in_every_version(annotated) -> None:
    text = REPORT.format("Requests", "by 2027", "") + "\n\n2. Stresses that paragraph 1 above holds for small islands;"
    a, b = annotated("a", text), annotated("b", text)
    source = msgspec.structs.replace(
        b.document.source, instrument=msgspec.structs.replace(b.document.source.instrument, symbols=("A/RES/99/1",))
    )
    b = Side(msgspec.structs.replace(b.document, source=source), b.mentions)
    assert changes(link("para_2", "para_2"), a, b) == ()


def test_a_cited_paragraph_that_was_renumbered_is_the_same_paragraph(found) -> None:
    first = "1. Notes that two of the older lighthouses have closed;\n\n"
    lamps = "Decides to lend spare lamps to the keepers of island lighthouses until new ones arrive by sea;"
    share = "Decides also that the lamps mentioned in paragraph {} above shall be returned before the spring tides;"
    before = f"{first}2. {lamps}\n\n3. {share.format(2)}"
    after = f"1. {lamps}\n\n2. {share.format(1)}"
    assert kinds(found(before, after)) == [("editing", "2", "1")]
    elsewhere = f"{first}2. {lamps}\n\n3. {share.format(1)}"
    assert ("reference-replaced", "itself, 2", "itself, 1") in kinds(found(before, elsewhere))


def test_a_shorter_name_of_one_work_is_editing(found) -> None:
    text = "1. Reaffirms paragraph 72 of the Tunis Agenda{} and the need for stations on small islands;"
    assert kinds(found(text.format(" for the Information Society"), text.format(""))) == [
        ("editing", "for the Information Society", None)
    ]


def test_a_long_form_before_its_acronym_is_editing(found) -> None:
    text = "1. Recalls the harm that {} did to the harbour schools of the northern coast;"
    assert kinds(found(text.format("MERS-7"), text.format("marsh fever (MERS-7)"))) == [
        ("editing", None, "marsh fever")
    ]
    [other] = found(text.format("the storm (of May)"), text.format("the winter storm (of May)"))
    assert other.kind == "wording"


def test_the_same_verb_in_another_form_is_no_new_act(found) -> None:
    text = "1. Welcomes the new tide tables of the harbour offices, and {} them to print tables for small boats;"
    every = kinds(found(text.format("encouraging"), text.format("encourages")))
    assert every == [("editing", "encouraging", "encourages")]
    assert any(kind == "act-added" for kind, _, _ in kinds(found(text.format("helping"), text.format("encourages"))))


def test_a_hyphenated_number_is_told_whole(found) -> None:
    text = "1. Welcomes the map that was drawn for the {} fair of the harbour masters;"
    assert kinds(found(text.format("twenty-fifth"), text.format("twenty-sixth"))) == [
        ("wording", "twenty-fifth", "twenty-sixth")
    ]


def test_small_words_of_another_clause_do_not_pull_a_stretch_apart(found) -> None:
    before = "1. Deplores the loss of lamps; repeats the worry of the keeper of the lamps in the tower of the port that storms come;"
    after = (
        "1. Deplores the loss of lamps and of oil, not least in the weeks of the gales that began in the autumn;"
        " repeats the worry that storms come;"
    )
    said = [change for change in found(before, after) if change.kind == "wording"]
    assert [(one.before, one.after) for one in said] == [
        (None, "and of oil, not least in the weeks of the gales that began in the autumn"),
        ("of the keeper of the lamps in the tower of the port", None),
    ]


def test_an_adjective_is_no_qualifier(found) -> None:
    text = (
        "1. Notes the lack of means, such as {}sufficient oil, lamps, boats and trained keepers of the northern lights;"
    )
    assert {change.kind for change in found(text.format("an appropriate harbour law, "), text.format(""))} == {
        "wording"
    }
