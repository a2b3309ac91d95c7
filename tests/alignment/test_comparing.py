"""Comparing the documents of a build: which come first, which are read as redlines, and that the order of the input is no matter."""

from __future__ import annotations

import msgspec
import pytest

from digov.comparing import Alignments, align_all
from digov.model.alignment import Comparison, NotAligned, Side, UnitAlignment
from digov.model.redline import Redline

BASE = """
1. Requests the Secretary-General to report to the General Assembly at its seventy-seventh session on the repair of the rural networks;

2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters of the northern islands;

3. Calls upon the wardens to count the lighthouses of the outer skerries and to train young keepers in reading the tides;

4. Notes that village choirs have collected the riddles of lighthouse keepers and the songs of the herring fleet;

5. Stresses that ferries should carry the bicycles of schoolchildren free of charge on the mornings of market days;

6. Urges licensing bodies to leave a part of the radio spectrum to cooperatives of farmers and beekeepers;
"""
STRUCK = BASE.replace("seventy-seventh", "seventy-seventhseventy-ninth").replace(
    "village choirs", "village choirsmany schools"
)
FOREIGN = """
1. Invites meteorological offices to print almanacs with tables of tides, eclipses and migrating birds for all mountain towns;

2. Recalls how bicycle couriers carried parcels between mountain towns while railway tunnels stood under water for months;

3. Deplores that theatres, puppet stages and travelling cinemas pay twice for one and the same licence in every province;

4. Encourages the Registrar to count the lighthouses of the outer skerries and to train young keepers in reading the tides;

5. Supports shipwrights who season oak planks in brackish ponds instead of drying them in heated sheds near the quays;

6. Decides to hang weather-proof copies of tram timetables beneath every second lantern of its widest boulevards;

7. Reaffirms that goats, geese and donkeys may rest in vacant market halls until the thaw of the rivers has passed;
"""


@pytest.fixture(scope="module")
def sides(annotated) -> list[Side]:
    """Return a base, its redline, and another instrument that takes one paragraph over."""
    described = {
        "base": {"date": None},
        "draft": {"date": None, "revision_of": "base"},
        "foreign": {"date": "2031-05-02"},
    }
    found = []
    for slug, body in (("base", BASE), ("draft", STRUCK), ("foreign", FOREIGN)):
        side = annotated(slug, body)
        instrument = msgspec.structs.replace(side.document.source.instrument, **described[slug])
        source = msgspec.structs.replace(side.document.source, instrument=instrument)
        found.append(Side(msgspec.structs.replace(side.document, source=source), side.mentions))
    return found


@pytest.fixture(scope="module")
def alignments(sides: list[Side], lexicon) -> Alignments:
    return align_all(sides, lexicon)


def named(alignments: Alignments, a: str, b: str) -> Comparison:
    [found] = [one for one in alignments.comparisons if (one.alignment.a, one.alignment.b) == (a, b)]
    return found


def test_each_two_documents_are_compared_once(alignments: Alignments) -> None:
    pairs = [(one.alignment.a, one.alignment.b, one.ordered) for one in alignments.comparisons]
    assert pairs == [("base", "draft", True), ("base", "foreign", False), ("draft", "foreign", False)]


def test_drafts_are_compared_unit_by_unit_without_the_struck_words(alignments: Alignments) -> None:
    assert isinstance(alignments.redlines["draft"], Redline)
    drafts = named(alignments, "base", "draft")
    assert isinstance(drafts.alignment, UnitAlignment)
    assert [link.relation for link in drafts.alignment.links if link.a and "para" in link.a[0]] == [
        "edited",
        "same",
        "same",
        "edited",
        "same",
        "same",
    ]
    found = [change for group in drafts.changes for change in group if change.kind != "wording"]
    assert [(one.kind, one.before, one.after, one.status) for one in found] == [
        ("deadline-shifted", "GA-77", "GA-79", "certain")
    ]
    assert drafts.passages == ()


def test_other_instruments_are_compared_by_passages(alignments: Alignments) -> None:
    for slug in ("base", "draft"):
        strangers = named(alignments, slug, "foreign")
        assert isinstance(strangers.alignment, NotAligned)
        assert [(one.a, one.b, one.relation) for one in strangers.passages] == [("para_3", "para_4", "near-verbatim")]
        [[verb]] = strangers.departures
        assert (verb.kind, verb.before, verb.after) == ("verb-weakened", "call upon", "encourage")


def test_the_date_of_the_work_that_a_draft_became_orders_it(sides: list[Side], lexicon) -> None:
    work = msgspec.structs.replace(lexicon.works[0], id="treaty", date="2030-01-01")
    known = msgspec.structs.replace(lexicon, works=(*lexicon.works, work))
    base = sides[0]
    instrument = msgspec.structs.replace(base.document.source.instrument, member_of="treaty", slug="zz-base")
    source = msgspec.structs.replace(base.document.source, instrument=instrument)
    dated = Side(msgspec.structs.replace(base.document, source=source), base.mentions)
    [found] = align_all([sides[2], dated], known).comparisons
    assert (found.alignment.a, found.alignment.b, found.ordered) == ("zz-base", "foreign", True)


def test_the_order_of_the_input_is_no_matter(sides: list[Side], alignments: Alignments, lexicon) -> None:
    assert align_all(sides[::-1], lexicon).comparisons == alignments.comparisons
