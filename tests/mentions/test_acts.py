"""Acts of a document: actor, addressees, inheritance, as the annotation guideline counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.source import Instrument, InstrumentKind, SourceText
from digov.pipeline import extract
from digov.rdf.lexicons import load_lexicon
from digov.records import ActRecord, Record

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "ontology" / "concepts")


def records_of(text: str, lexicon: Lexicon, kind: InstrumentKind = "resolution") -> dict[str, Record]:
    organ = "group/member-states" if kind == "draft" else "body/general-assembly"
    instrument = Instrument(slug="test", title="A test", kind=kind, organ=organ, date="2024-12-19")
    source = SourceText(instrument=instrument, filename="t.txt", text=text, sha256=sha256_of(text.encode()))
    return {record.label: record for record in extract(source, lexicon).records() if record.label}


def asked(record: Record) -> list[str]:
    return [entity.name for act in record.acts for entity in act.addressees]


def performed(record: Record) -> list[ActRecord]:
    return [act for act in record.acts if not act.reported]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Requests the Secretary-General to report", ["Secretary-General"]),
        ("Requests the Secretary-General, in consultation with Member States, to report", ["Secretary-General"]),
        ("Calls upon all States, the private sector and civil society to share knowledge",
         ["Member States", "private sector", "civil society"]),
        ("Encourages international and regional organizations to assess access", ["international organizations", "regional organizations"]),
        ("Invites all stakeholders, including the private sector, to take part", ["all stakeholders", "private sector"]),
        ("Encourages close alignment between processes", []),
        ("Encourages cooperation among universities, research institutes and the private sector, to share knowledge", []),
        ("Calls for action on access", []),
        ("Calls for concerted action by all stakeholders to widen access", ["all stakeholders"]),
        ("Demands that all States cease such acts", ["Member States"]),
        ("Recognizes the role of the Commission on Science and Technology for Development, and requests it to review progress",
         ["Commission on Science and Technology for Development"]),
        ("Requests it to continue its work", []),
        ("Calls upon the parties to the armed conflict to respect the law", ["parties to armed conflict"]),
        ("Continues to invite Member States to report", ["Member States"]),
        ("Notes the delay, and in this sense continues to urge the private sector to act", ["private sector"]),
        ("Encourages in this regard Member States and the private sector to act", ["Member States", "private sector"]),
        ("Encourages the efforts of Member States to act", []),
        ("Encourages closer cooperation between entities and countries to widen access", []),
        ("Urges existing and new donors to contribute", ["donors"]),
        ("Invites the chairpersons of the regional groups to meet", ["chairpersons of the regional groups"]),
        ("Reiterates its request to the Secretary-General to report", ["Secretary-General"]),
        ("Reiterates its request that the Secretary-General report", ["Secretary-General"]),
        ("Reaffirms, in this regard, its previous calls upon Member States to act", ["Member States"]),
        ("Reiterates its request, made in paragraph 4 of its resolution 70/1, that the Secretary-General report", ["Secretary-General"]),
        ("Reiterates its request, made to the Secretary-General in its resolution 70/1, to report", ["Secretary-General"]),
        ("Reiterates its invitation and strong encouragement to Member States to take part", ["Member States"]),
        ("Reiterates its call to widen access for women and entities in countries with a view to improving services", []),
        ("Reiterates its concern about the requests to Member States to pay", []),
        ("Renews its invitation to Member States to report", ["Member States"]),
        ("Invites Member States to act, and the United Nations Development Programme to help",
         ["Member States", "United Nations Development Programme"]),
    ],
)  # fmt: skip
def test_who_is_asked(words: str, names: list[str], lexicon: Lexicon) -> None:
    record = records_of(f"The General Assembly,\n\n1. {words};\n", lexicon)["1"]
    assert asked(record) == names


def test_the_actor_of_a_resolution_is_its_organ(lexicon: Lexicon) -> None:
    record = records_of("The General Assembly,\n\n1. Decides to act;\n", lexicon)["1"]
    assert [act.actor.name for act in record.acts if act.actor] == ["General Assembly"]


def test_to_reiterate_a_request_is_to_reaffirm_it(lexicon: Lexicon) -> None:
    text = "The General Assembly,\n\n1. Reiterates its request to the Secretary-General to report;\n\n2. Renews its request to him;\n"
    types = {label: [act.type for act in record.acts] for label, record in records_of(text, lexicon).items()}
    assert (types["1"], types["2"]) == (["reaffirm"], ["request"])


def test_we_are_the_member_states(lexicon: Lexicon) -> None:
    record = records_of("1. We commit to act.\n", lexicon, "draft")["1"]
    (act,) = record.acts
    assert act.actor is not None
    assert (act.actor.id, act.actor.surface) == ("group/member-states", "We")


ITEMS = """1. We commit by 2030 to:

(a) Map all schools (SDG 4);

(b) Call on developers to respect rights;

(c) Encourage partnerships for open data;

(d) Aim to ensure that networks are sustainable;

2. We call on:

(a) Digital technology companies and developers to respect rights;

3. We further urgently:

(a) Call on social media platforms to report;
"""


def test_items_inherit_unless_they_open_with_an_addressed_act(lexicon: Lexicon) -> None:
    records = records_of(ITEMS, lexicon, "draft")
    types = {
        label: [(act.type, act.inherited_from is not None) for act in performed(r)] for label, r in records.items()
    }
    assert types["1(a)"] == [("commit", True)]
    assert types["1(b)"] == [("call", False)]
    assert types["1(c)"] == [("commit", True), ("encourage", False)]
    assert types["1(d)"] == [("commit", True), ("aim", False)]
    assert types["2(a)"] == [("call", True)]
    assert types["3(a)"] == [("call", False)]
    assert asked(records["2(a)"]) == ["digital technology companies", "developers"]
    assert [deadline.value for deadline in records["1(a)"].deadlines] == ["2030"]
    assert records["1(b)"].deadlines == ()


def test_a_report_performs_no_acts_but_its_author_may(lexicon: Lexicon) -> None:
    text = (
        "1. The Council requested a study. The Office encourages dialogue.\n\n2. Member States are encouraged to act.\n"
    )
    records = records_of(text, lexicon, "report")
    assert performed(records["1"]) == []
    assert [act.type for act in records["1"].acts] == ["request"]
    assert asked(records["2"]) == ["Member States"]
