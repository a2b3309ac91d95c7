"""What a passage that another instrument takes over changes: the verb over it and the facts in it."""

from __future__ import annotations

import pytest

from digov.alignment.changes import changes_within
from digov.alignment.lines import compare
from digov.alignment.passages import find_passages
from digov.model.alignment import Change, Passage

CABLES = (
    "repair the submarine cables of the northern islands and publish a map of the weather stations for fishing fleets"
)
LONG = "to count the lighthouses of the outer skerries, to train 400 young keepers in reading the tides and to paint the towers anew"


@pytest.fixture(scope="session")
def taken_over(annotated, lexicon):
    """Return the one passage of two texts and what changed in it."""

    def find(before: str, after: str) -> tuple[Passage, tuple[Change, ...]]:
        a, b = annotated("a", before), annotated("b", after)
        [passage] = find_passages(a, b, lexicon)
        [changes] = changes_within([passage], a, b)
        for change in changes:
            for side, quotes in ((a, change.before_evidence), (b, change.after_evidence)):
                assert all(piece.exact == piece.span.slice(side.document.source.text) for piece in quotes)
        return passage, changes

    return find


def test_the_verb_over_a_passage_is_weighed(taken_over) -> None:
    passage, [change] = taken_over(
        f"1. Requests the wardens to {CABLES};", f"1. Encourages in this regard the Registrar to {CABLES};"
    )
    assert passage.relation in ("verbatim", "near-verbatim")
    assert (change.kind, change.before, change.after, change.by) == ("verb-weakened", "request", "encourage", -5)
    assert (change.before_evidence[0].exact, change.after_evidence[0].exact) == ("Requests", "Encourages")


def test_the_verb_of_a_chapeau_counts_for_its_items(taken_over) -> None:
    _, [change] = taken_over(f"1. Calls upon the wardens:\n\n(a) To {CABLES};", f"1. Decides to {CABLES};")
    assert (change.kind, change.before, change.after) == ("verb-strengthened", "call upon", "decide")
    assert (change.before_segment, change.after_segment) == ("para_1", "para_1")
    assert change.before_evidence[0].exact == "Calls upon"


def test_to_call_on_and_to_call_upon_are_one(taken_over) -> None:
    _, changes = taken_over(f"1. Calls upon the wardens to {CABLES};", f"1. Calls on the wardens to {CABLES};")
    assert changes == ()


def test_a_verb_far_from_the_passage_does_not_govern_it(taken_over) -> None:
    far = "the Registrar to hear the views of all fishing villages on how the old harbour masters should"
    _, changes = taken_over(f"1. Requests the wardens to {CABLES};", f"1. Invites {far} {CABLES};")
    assert changes == ()


def test_a_number_left_out_is_told_and_what_lies_outside_is_not(taken_over) -> None:
    before = f"1. Requests the wardens {LONG}, and to report by 2029;"
    after = f"1. Requests the wardens {LONG.replace('400 young', 'young')}, with songs of the herring fleet;"
    passage, [change] = taken_over(before, after)
    assert passage.relation == "near-verbatim"
    assert (change.kind, change.after) == ("quantity-dropped", None)
    assert change.before_evidence[0].exact.startswith("400")


def test_a_comparison_has_the_changes_of_each_passage(annotated, lexicon) -> None:
    a = annotated("a", f"1. Requests the wardens to {CABLES};")
    b = annotated("b", f"1. Welcomes that village choirs sing; encourages the wardens to {CABLES};")
    comparison = compare(a, b, lexicon)
    assert len(comparison.departures) == len(comparison.passages)
