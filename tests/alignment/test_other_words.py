"""Passages in other words: what rare words have to say for two clauses to be taken for one commitment."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from digov.alignment.passages import find_passages
from digov.alignment.passages.frequent import rarity
from digov.alignment.passages.other_words import FIRST

RADIO = "Urges licensing bodies to leave a part of the radio spectrum to cooperatives of fishermen and farmers"
TIDES = "Invites the survey to print the tables of tides in the languages of coastal peoples before the herring season"
ROOFS = "Regrets that glaziers, tilers and thatchers were never asked which roofs withstand hail or falling chestnuts"

HANGING = ("low", "high", "askew", "aloft", "apart", "still")


def numbered(*texts: str) -> str:
    return "\n\n".join(f"{number}. {text};" for number, text in enumerate(texts, 1))


@pytest.fixture(scope="session")
def pairs(annotated, lexicon):
    """Return the pairs of paragraphs of two texts that say the same in other words."""

    def find(before: str, after: str) -> list[tuple[str, str]]:
        found = find_passages(annotated("a", before), annotated("b", after), lexicon)
        return [(one.a, one.b) for one in found if one.relation == "other-words"]

    return find


def test_rare_words_shared_are_the_same_commitment(pairs) -> None:
    before = (
        "Decides that choirs in villages gather lullabies and riddles which keepers of lighthouses sing on skerries"
    )
    after = "Encourages village choirs to collect the riddles and lullabies of lighthouse keepers on remote skerries"
    assert pairs(numbered(before, RADIO, TIDES), numbered(ROOFS, after)) == [("para_1", "para_2")]


def test_phrases_of_drafting_are_none_though_the_two_texts_have_them_once(pairs) -> None:
    before = "Notes that international cooperation and support to developing countries are needed in the development of puppet stages"
    after = "Stresses that developing countries need support and international cooperation in their development of shipwrights"
    assert pairs(numbered(before, RADIO, TIDES), numbered(ROOFS, after)) == []


@pytest.mark.parametrize(
    ("other", "found"), [("Universal Postal Union", 0), ("International Maritime Organization", 1)]
)
def test_the_same_said_of_another_body_is_another_commitment(pairs, other: str, found: int) -> None:
    before = (
        "Recognizes the part of the International Maritime Organization in lending lanterns to ferry pilots, training harbour choirs,"
        " mending foghorns and painting buoys"
    )
    after = f"Welcomes foghorns mended, buoys painted, lanterns lent to pilots of ferries and choirs of harbours trained by the {other}"
    assert len(pairs(numbered(before, RADIO, TIDES), numbered(ROOFS, after))) == found


def test_names_alone_are_no_content(pairs) -> None:
    names = (
        "the International Maritime Organization, the Universal Postal Union and the World Meteorological Organization"
    )
    before = f"Notes that ropes are spliced beside the huts of {names}"
    after = f"Deplores the ways of {names} at breakfast"
    assert pairs(numbered(before, RADIO, TIDES), numbered(ROOFS, after)) == []


def test_lists_of_numbers_are_no_content(pairs) -> None:
    before = "Recalls the lists 14, 15, 16, 17, 18, 19 and 21 of lanterns"
    after = "Deplores the lists 14, 21, 16, 19, 18, 17 and 15 of foghorns"
    assert pairs(numbered(before, RADIO, TIDES), numbered(ROOFS, after)) == []


def test_a_text_that_is_like_many_is_paired_with_few(pairs) -> None:
    texts = [
        f"Notes that {one}, {two} and {three} hang {how}"
        for how, (one, two, three) in zip(HANGING, permutations(("lanterns", "buoys", "foghorns")), strict=True)
    ]
    others = [
        f"Regrets that {'a' * number}lo, {'e' * number}mi and {'o' * number}ru are gone" for number in range(1, 61)
    ]
    hub = "Deplores that the lanterns, the foghorns and the buoys hang"
    found = pairs(numbered(*texts, *others), numbered(ROOFS, hub))
    assert 1 <= max(Counter(b for _, b in found).values()) <= FIRST < len(texts)


def test_common_words_weigh_less_than_those_that_drafting_hardly_has() -> None:
    assert rarity("development") < rarity("outcom") < rarity("lanter") == rarity("skerr")
    assert rarity("nation") > 0
