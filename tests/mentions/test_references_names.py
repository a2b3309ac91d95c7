"""Named instruments: the lexicon, the grammar of names, and what is none."""

from __future__ import annotations

import pytest

from digov.mentions.references.model import Citation, WorkIndex, index_works
from digov.mentions.references.names import find_names, heads_of
from digov.mentions.references.symbols import fold
from digov.model.lexicon import Label, Work


def work(slug: str, *labels: str) -> Work:
    full, *variants = labels
    return Work(id=slug, title=full, labels=(Label(full), *(Label(text, "variant") for text in variants)))


@pytest.fixture(scope="module")
def index() -> WorkIndex:
    return index_works(
        (
            work("agenda", "2030 Agenda for Sustainable Development", "2030 Agenda"),
            work("child", "Convention on the Rights of the Child"),
            work("principles", "Geneva Declaration of Principles"),
            work("plan", "Geneva Plan of Action"),
            work(
                "ethics",
                "Recommendation on the Ethics of Artificial Intelligence",
                "UNESCO Recommendation on the Ethics of Artificial Intelligence",
            ),
            work("paris", "Paris Agreement"),
            work("rights", "Universal Declaration of Human Rights", "Universal Declaration"),
            work("compact", "Global Digital Compact"),
            work("climate", "United Nations Framework Convention on Climate Change"),
        )
    )


def names(text: str, index: WorkIndex) -> list[str]:
    return [_shown(text, name) for name in find_names(fold(text), [], index)]


def _shown(text: str, name: Citation) -> str:
    return name.instrument or text[name.start : name.end]


def test_the_longest_label_wins(index: WorkIndex) -> None:
    text = "the 2030 Agenda for Sustainable Development and the 2030 Agenda"
    found = find_names(text, [], index)
    assert [(text[n.start : n.end], n.instrument) for n in found] == [
        ("2030 Agenda for Sustainable Development", "agenda"), ("2030 Agenda", "agenda"),
    ]  # fmt: skip


def test_long_labels_are_found_in_any_letter_case_and_short_ones_as_printed(index: WorkIndex) -> None:
    assert names("the UNESCO recommendation on the ethics of artificial intelligence", index) == ["ethics"]
    assert names("towards a global digital compact", index) == []


def test_what_shares_the_first_word_of_a_name(index: WorkIndex) -> None:
    assert names("the Geneva Declaration of Principles and Plan of Action", index) == ["principles", "plan"]


@pytest.mark.parametrize(
    "name",
    [
        "Convention on the Orderly Retirement of Satellites",
        "Lomé Accord on Data Stewardship",
        "Optional Protocol to the Convention on the Rights of the Child on school records",
        "Convention on the Prohibition of the Hoarding, Stockpiling and Use of Spare Parts and on Their Recycling",
        "Suva Programme of Action for Island Networks 2031–2040",
        "Quito Political Declaration and Plan of Action on Rural Connectivity",
        "Agenda 2090",
        "Kigali Framework for Trusted Data",
        "Domestic Archives Convention, 2019 (No. 199)",
        "Council of Europe Convention on Digital Parcels",
        "Guidelines on the Preservation of Born-Digital Records",
        "Regional Strategy for Latin America and the Caribbean",
        "Declaration on Accelerating the Repair of Submarine Cables",
        "Treaty on Radio Silence",
        "Statute of the Network Tribunal",
    ],
)
def test_names_that_the_lexicon_lacks(index: WorkIndex, name: str) -> None:
    (found,) = names(f"recalling the {name}, which States adopted", index)
    assert found == name.removesuffix(" on school records")


@pytest.mark.parametrize(
    "text",
    [
        "the Conference of the Parties to the United Nations Framework Convention on Climate Change",
        "the Meeting of States Parties to the Convention on the Rights of the Child",
        "the Special Committee on the Charter of the Network",
        "the Preparatory Commission for the Radio Silence Treaty Organization",
        "the Secretariat of the Convention on the Rights of the Child",
        "each Convention on the matter",
        "the Convention",
        "the present Declaration",
        "a framework for action",
        "the United Nations Global Compact",
    ],
)
def test_bodies_and_common_words_are_no_names(index: WorkIndex, text: str) -> None:
    assert names(text, index) == []


def test_states_parties_are_no_body(index: WorkIndex) -> None:
    assert names("States parties to the Convention on the Rights of the Child", index) == ["child"]


def test_a_name_does_not_swallow_the_next(index: WorkIndex) -> None:
    text = "the Treaty on Radio Silence and Member States, the Kigali Framework and the Paris Agreement, Agenda 2090 and the Lomé Accord"
    assert names(text, index) == ["Treaty on Radio Silence", "Kigali Framework", "paris", "Agenda 2090", "Lomé Accord"]


def test_a_variant_that_only_begins_another_name_gives_way(index: WorkIndex) -> None:
    assert names("the Universal Declaration of Network Rights", index) == ["Universal Declaration of Network Rights"]
    assert names("the Universal Declaration", index) == ["rights"]


def test_the_date_of_a_treaty_is_covered_but_no_part_of_its_name(index: WorkIndex) -> None:
    text = "the Convention on Radio Silence of 12 August 1949, which"
    (name,) = find_names(text, [], index)
    assert name.target == "Convention on Radio Silence"
    assert text[slice(*name.covered)].endswith("12 August 1949")


def test_the_heads_by_which_names_are_taken_up_again() -> None:
    assert heads_of("Optional Protocol to the Convention") == "optional protocol"
    assert heads_of("Quito Declaration and Programme of Action") == "declaration|programme of action"
    assert heads_of("a report") == ""
