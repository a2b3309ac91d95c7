from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.alignment.units import align_units
from digov.alignment.units.pairing import longest_chain
from digov.model.alignment import UNIT_EVIDENCE, NotAligned, UnitAlignment
from digov.model.document import Document
from digov.model.keys import sha256_of
from digov.model.redline import RedlineSpan
from digov.model.source import Instrument, SourceText
from digov.segments import parse
from digov.sources import load_sources

CABLES = "Welcomes the map of submarine cables that the survey of the northern coast has drawn for the harbour masters"
SCHOOLS = "Requests the Registrar to count the schools on small islands that have no working telephone exchange"
RADIO = "Urges all licensing bodies to leave a part of the radio spectrum to cooperatives of fishermen and farmers"
WEATHER = "Invites the meteorological offices to publish their tables of tides in the languages of coastal peoples"
TRAINING = "Encourages universities to train night-shift operators of rural stations before the next monsoon begins"
LIBRARY = "Recognizes that travelling libraries have carried almanacs and atlases to mountain villages for decades"
POOL = (CABLES, SCHOOLS, RADIO, WEATHER, TRAINING, LIBRARY)


def numbered(*texts: str) -> str:
    return "\n\n".join(f"{number}. {text};" for number, text in enumerate(texts, 1))


OTHERS = (
    "Takes note of the accounts of the lamp fund and of the oil that was burnt in them during three stormy winters",
    "Calls upon shipowners to hang a second lantern at the stern whenever fog covers the entrance of a river port",
    "Stresses that pilots who know the shoals grow old and that their knowledge should be written down in good time",
)


@pytest.fixture(scope="session")
def make_titled():
    """Return the maker of a resolution with a number and a title."""

    def make(number: str, title: str, *texts: str) -> Document:
        text = f"{number}. {title}\n\nThe General Assembly,\n\n{numbered(*texts)}\n"
        slug = f"a-res-{number.lower().replace('/', '-').replace(' ', '-')}"
        instrument = Instrument(slug=slug, title=title, kind="resolution", organ="body/general-assembly")
        return parse(SourceText(instrument=instrument, filename="x.txt", text=text, sha256=sha256_of(text.encode())))

    return make


@pytest.fixture(scope="session")
def align(write):
    """Return the alignment of two documents that are versions of one text."""

    def aligned(before: str, after: str) -> UnitAlignment:
        found = align_units(write("a", before), write("b", after))
        assert isinstance(found, UnitAlignment), found
        return found

    return aligned


def relations(found: UnitAlignment) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    def short(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.removeprefix("para_") for name in ids)

    return {(short(link.a), short(link.b)): link.relation for link in found.links}


def test_a_document_is_the_same_as_itself(align) -> None:
    found = align(numbered(*POOL), numbered(*POOL))
    assert {link.relation for link in found.links} == {"same"}
    assert {link.score for link in found.links} == {1.0}
    assert found.coverage == 1.0
    assert found.added == found.dropped == ()


def test_a_new_paragraph_moves_the_numbers_of_the_others(align) -> None:
    found = align(numbered(CABLES, SCHOOLS, RADIO), numbered(CABLES, WEATHER, SCHOOLS, RADIO))
    assert relations(found) == {
        (("1",), ("1",)): "same",
        ((), ("2",)): "added",
        (("2",), ("3",)): "renumbered",
        (("3",), ("4",)): "renumbered",
    }
    assert found.added == ("para_2",)


def test_a_dropped_paragraph_stands_after_the_one_it_followed(align) -> None:
    found = align(numbered(CABLES, SCHOOLS, RADIO), numbered(CABLES, RADIO))
    assert [(link.a, link.relation) for link in found.links] == [
        (("para_1",), "same"),
        (("para_2",), "dropped"),
        (("para_3",), "renumbered"),
    ]
    assert found.dropped == ("para_2",)


def test_a_paragraph_that_changed_places_has_moved(align) -> None:
    found = align(numbered(*POOL), numbered(*POOL[1:5], CABLES, LIBRARY))
    assert relations(found)[("1",), ("5",)] == "moved"
    assert sorted(relations(found).values()) == ["moved", *["renumbered"] * 4, "same"]
    [moved] = [link for link in found.links if link.relation == "moved"]
    assert "out-of-order" in moved.evidence


def test_edited_words_keep_a_pair_together(align) -> None:
    edited = SCHOOLS.replace("that have no working telephone exchange", "and their telephone exchanges, by 2027")
    found = align(numbered(CABLES, SCHOOLS, RADIO), numbered(CABLES, edited, RADIO))
    assert relations(found)[("2",), ("2",)] == "edited"
    [link] = [link for link in found.links if link.relation == "edited"]
    assert 0.5 < link.score < 1
    assert {"shared-words", "in-order", "number-same"} <= set(link.evidence)


def test_one_paragraph_split_in_two(align) -> None:
    whole = f"{CABLES}, and in this regard {SCHOOLS[0].lower()}{SCHOOLS[1:]}"
    found = align(numbered(RADIO, whole, WEATHER), numbered(RADIO, CABLES, SCHOOLS, WEATHER))
    assert relations(found)[("2",), ("2", "3")] == "split"
    assert found.added == ()


def test_two_paragraphs_merged_into_one(align) -> None:
    whole = f"{CABLES}, and in this regard {SCHOOLS[0].lower()}{SCHOOLS[1:]}"
    found = align(numbered(RADIO, CABLES, SCHOOLS, WEATHER), numbered(RADIO, whole, WEATHER))
    assert relations(found)[("2", "3"), ("2",)] == "merged"
    assert found.dropped == ()


def test_a_stub_is_paired_with_its_full_paragraph(align) -> None:
    found = align(
        numbered(CABLES, "Training of operators", RADIO), numbered(CABLES, f"Training of operators: {TRAINING}", RADIO)
    )
    assert relations(found)[("2",), ("2",)] == "edited"


def test_a_shared_formula_makes_no_pair(align) -> None:
    formula = "Requests the Secretary-General to submit to the General Assembly at its next session a report on"
    before = numbered(CABLES, SCHOOLS, RADIO, f"{formula} the drainage of polder meadows and dykes")
    after = numbered(CABLES, SCHOOLS, RADIO, f"{formula} violin makers, luthiers and other instrument workshops abroad")
    found = align(before, after)
    assert len(found.links) in (4, 5)
    assert all(link.relation in ("same", "added", "dropped", "edited") for link in found.links)


@pytest.mark.parametrize(("before", "after"), [("", numbered(CABLES)), (numbered(CABLES), ""), ("", "")])
def test_an_empty_side_has_no_alignment(write, before: str, after: str) -> None:
    empty = write("a", before), write("b", after)
    found = align_units(
        *(document if text else blank(document) for document, text in zip(empty, (before, after), strict=True))
    )
    assert isinstance(found, NotAligned)
    assert found.reason == "empty"
    assert found.coverage == 0
    assert ("a has" in found.message) == (not before)


def blank(document):
    return msgspec.structs.replace(document, segments=())


def test_unrelated_documents_have_no_alignment(write) -> None:
    found = align_units(write("a", numbered(*POOL[:3])), write("b", numbered(*POOL[3:])))
    assert isinstance(found, NotAligned)
    assert found.reason == "unrelated"
    assert found.coverage < 0.2
    assert "not versions of one text" in found.message


def test_struck_paragraphs_of_a_redline_are_dropped(write) -> None:
    before, after = write("a", numbered(*POOL)), write("b", numbered(*POOL))
    struck = after.by_id()["para_3"].span
    found = align_units(before, after, redline=[RedlineSpan(struck.start, struck.end, "deleted", "A")])
    assert isinstance(found, UnitAlignment)
    assert found.dropped == ("para_3",)
    assert found.added == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(POOL), min_size=3, max_size=6, unique=True), st.permutations(POOL), st.sampled_from(POOL)
)
def test_every_unit_stands_in_one_link_and_the_mirror_agrees(
    write, before: list[str], after: list[str], again: str
) -> None:
    a, b = write("a", numbered(*before, again)), write("b", numbered(*after))
    found, mirror = align_units(a, b), align_units(b, a)
    assert isinstance(found, UnitAlignment)
    assert isinstance(mirror, UnitAlignment)
    assert sorted(name for link in found.links for name in link.a) == sorted(
        one.id for one in a.segments if one.kind == "paragraph"
    )
    assert sorted(name for link in found.links for name in link.b) == sorted(
        one.id for one in b.segments if one.kind == "paragraph"
    )
    assert {code for link in found.links for code in link.evidence} <= set(UNIT_EVIDENCE)
    assert len(found.added) == len(mirror.dropped)
    assert found == align_units(a, b)


@given(st.permutations(range(9)))
def test_the_longest_chain_rises_and_is_the_longest(order: list[int]) -> None:
    scores = [[1.0] * 9 for _ in range(9)]
    chain = longest_chain(list(enumerate(order)), scores)
    assert all(one < other for (_, one), (_, other) in pairwise(chain))
    best = [1] * 9
    for i in range(9):
        best[i] = 1 + max((best[j] for j in range(i) if order[j] < order[i]), default=0)
    assert len(chain) == max(best)


def test_all_units_of_the_base_draft_are_paired_in_the_next_one() -> None:
    sources = {s.instrument.slug: s for s in load_sources(Path(__file__).parents[2] / "data" / "sources")}
    found = align_units(parse(sources["gdc-base"]), parse(sources["gdc-redline"]))
    assert isinstance(found, UnitAlignment)
    assert found.dropped == ()
    assert found.coverage > 0.95


def test_the_number_of_a_resolution_is_no_word_of_its_title(make_titled) -> None:
    found = align_units(make_titled("61/4", "Lighthouses", *POOL[:3]), make_titled("62/17 B", "Lighthouses", *POOL[:3]))
    assert isinstance(found, UnitAlignment)
    assert {link.relation for link in found.links} == {"same"}


def test_texts_on_other_things_are_no_versions_for_a_few_shared_paragraphs(make_titled) -> None:
    first = make_titled("61/4", "Lighthouses of the northern coast", *POOL[:4])
    shared = (*POOL[:1], *OTHERS)
    later = make_titled("62/9", "Lighthouses of the northern coast", *shared)
    assert isinstance(align_units(first, later), UnitAlignment)
    other = make_titled("61/30", "Schools for the children of fishermen", *shared)
    found = align_units(first, other)
    assert isinstance(found, NotAligned)
    assert found.reason == "unrelated"


def test_a_part_that_went_far_away_is_a_part(align) -> None:
    long = f"{CABLES}, and {SCHOOLS[0].lower()}{SCHOOLS[1:]}"
    found = align(
        numbered(long, RADIO, WEATHER, TRAINING, LIBRARY), numbered(CABLES, RADIO, WEATHER, TRAINING, LIBRARY, SCHOOLS)
    )
    assert relations(found)[(("1",), ("1", "6"))] == "split"
