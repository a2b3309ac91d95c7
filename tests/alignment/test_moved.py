"""Acts that went with their words from one unit into another: told as moved, not as lost here and gained there."""

from __future__ import annotations

import pytest

from digov.alignment.changes import changes_of
from digov.alignment.units import align_units
from digov.model.alignment import Change, UnitAlignment

SURVEY = "Welcomes the survey of the northern coast by the harbour masters and their apprentices"
FERRY = "Notes that the ferries between the outer islands sail twice a day in summer and once in winter"
MAP = "requests the Registrar of Lighthouses to publish the map of the sea cables by {}"
SCHOOLS = "Recalls the songs that village schools collect from fishermen in the spring holidays"


@pytest.fixture(scope="session")
def told(annotated):
    """Return the changes between two texts, with the quotes checked against the sources."""

    def find(before: str, after: str) -> list[Change]:
        a, b = annotated("a", before), annotated("b", after)
        alignment = align_units(a.document, b.document)
        assert isinstance(alignment, UnitAlignment), alignment
        every = [change for group in changes_of(alignment.links, a, b) for change in group]
        for change in every:
            for side, quotes in ((a, change.before_evidence), (b, change.after_evidence)):
                assert all(piece.exact == piece.span.slice(side.document.source.text) for piece in quotes)
        return every

    return find


def kinds(every: list[Change]) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.before, change.after) for change in every if change.kind not in ("wording", "editing")]


def paragraphs(*texts: str) -> str:
    return "\n\n".join(f"{number}. {text};" for number, text in enumerate(texts, 1))


def test_a_clause_between_two_paired_paragraphs_has_moved(told) -> None:
    clause = MAP.format("2027")
    every = told(paragraphs(f"{SURVEY}, and {clause}", FERRY), paragraphs(SURVEY, f"{FERRY}, and {clause}"))
    assert kinds(every) == [("act-moved", "request", "request")]
    [moved] = [change for change in every if change.kind == "act-moved"]
    assert (moved.before_segment, moved.after_segment, moved.status) == ("para_1", "para_2", "certain")
    assert moved.before_evidence[0].exact == moved.after_evidence[0].exact == clause


def test_the_way_back_is_told_alike(told) -> None:
    clause = MAP.format("2027")
    every = told(paragraphs(SURVEY, f"{FERRY}, and {clause}"), paragraphs(f"{SURVEY}, and {clause}", FERRY))
    assert kinds(every) == [("act-moved", "request", "request")]


def test_what_changed_on_the_way_is_told(told) -> None:
    every = told(
        paragraphs(f"{SURVEY}, and {MAP.format('2027')}", FERRY),
        paragraphs(SURVEY, f"{FERRY}, and {MAP.format('2029')}"),
    )
    assert kinds(every) == [("act-moved", "request", "request"), ("deadline-shifted", "2027", "2029")]


def test_another_verb_at_the_new_place_is_told(told) -> None:
    weaker = MAP.format("2027").replace("requests", "encourages")
    every = told(paragraphs(f"{SURVEY}, and {MAP.format('2027')}", FERRY), paragraphs(SURVEY, f"{FERRY}, and {weaker}"))
    assert kinds(every) == [("act-moved", "request", "encourage"), ("verb-weakened", "request", "encourage")]


def test_a_clause_that_went_on_in_other_words_has_moved_up_to_them(told) -> None:
    clause = "requests the Registrar of Lighthouses to publish the map of the sea cables and of the wrecks of the bay"
    every = told(
        paragraphs(f"{SURVEY}, and {clause}", FERRY),
        paragraphs(
            SURVEY, f"{FERRY}, and {clause} together with twelve coloured plates and an index of captains for schools"
        ),
    )
    assert kinds(every) == [("act-moved", "request", "request")]
    [moved] = [change for change in every if change.kind == "act-moved"]
    assert moved.after_evidence[0].exact == clause


def test_a_repeated_clause_that_went_once_is_no_loss(told) -> None:
    clause = MAP.format("2027")
    twice = paragraphs(f"{SURVEY}, and {clause}", f"{FERRY}, and {clause}")
    assert kinds(told(twice, paragraphs(SURVEY, f"{FERRY}, and {clause}"))) == [("act-moved", "request", "request")]
    # the other way round it is said once more
    assert ("act-added", None, "request") in kinds(told(paragraphs(SURVEY, f"{FERRY}, and {clause}"), twice))


def test_a_clause_that_is_gone_or_only_like_another_one_is_dropped(told) -> None:
    clause = MAP.format("2027")
    dropped = ("act-dropped", "request", None)
    assert dropped in kinds(told(paragraphs(f"{SURVEY}, and {clause}", FERRY), paragraphs(SURVEY, FERRY)))
    other = "requests the Registrar of Lighthouses to lend spare lamps to the keepers of the southern bay"
    every = told(paragraphs(f"{SURVEY}, and {clause}", FERRY), paragraphs(SURVEY, f"{FERRY}, and {other}"))
    assert dropped in kinds(every)
    assert "act-moved" not in {change.kind for change in every}


def test_short_clauses_are_formulas(told) -> None:
    clause = "requests it to report thereon"
    every = told(paragraphs(f"{SURVEY}, and {clause}", FERRY), paragraphs(SURVEY, f"{FERRY}, and {clause}"))
    assert "act-moved" not in {change.kind for change in every}


def test_each_of_two_clauses_goes_to_its_own_place(told) -> None:
    first, second = (
        MAP.format("2027"),
        "invites the choirs of the village schools to sing at the fair of the ropemakers",
    )
    every = told(
        paragraphs(f"{SURVEY}, {first}, and {second}", FERRY, SCHOOLS),
        paragraphs(SURVEY, f"{FERRY}, and {second}", f"{SCHOOLS}, and {first}"),
    )
    moves = [(one.act, one.after_segment) for one in every if one.kind == "act-moved"]
    assert moves == [("request", "para_3"), ("invite", "para_2")]
