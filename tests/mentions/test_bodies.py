"""Bodies and groups: which names are found, which are none, and what short forms mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.mentions.bodies.finder import BodyFinder, BodyFindings
from digov.model.document import Document, Segment, SegmentKind
from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.rdf.lexicons import load_lexicon

GA, ECOSOC = "body/general-assembly", "body/economic-and-social-council"
LEXICON = load_lexicon(Path(__file__).parents[2] / "ontology" / "concepts")


def paragraph(text: str) -> tuple[SegmentKind, str]:
    return "paragraph", text


def document(*texts: str | tuple[SegmentKind, str], organ: str | None = GA) -> Document:
    """Return a document of one paragraph per text; a pair names another kind of segment."""
    parts = [text if isinstance(text, tuple) else paragraph(text) for text in texts]
    source = "\n".join(text for _, text in parts)
    segments, leaves, start = [], [], 0
    for number, (kind, text) in enumerate(parts):
        span = Span(start, start + len(text))
        start = span.end + 1
        segments.append(
            Segment(
                id=f"s{number}", part="main", kind=kind, label=None, pieces=(span,), text=text, starts=(0,), level=1
            )
        )
        leaves.append((Span(span.start, min(start, len(source))), f"s{number}"))
    instrument = Instrument(slug="made-up", title="Made up", organ=organ)
    whole = SourceText(instrument=instrument, filename="made-up.txt", text=source, sha256=sha256_of(source.encode()))
    return Document(source=whole, segments=tuple(segments), leaves=tuple(leaves))


def find(
    *texts: str | tuple[SegmentKind, str], organ: str | None = GA, masks: Mapping[str, Sequence[Span]] | None = None
) -> list[BodyFindings]:
    found = BodyFinder(LEXICON, document(*texts, organ=organ)).find_all(masks or {})
    return [found[f"s{number}"] for number in range(len(texts))]


def named(text: str, organ: str | None = GA) -> list[tuple[str, str | None]]:
    """Return (surface, id without "body/") of the bodies of one paragraph."""
    return [(text[b.start : b.end], b.id and b.id.removeprefix("body/")) for b in find(text, organ=organ)[0].bodies]


def ids(*texts: str | tuple[SegmentKind, str], organ: str | None = GA) -> list[list[str]]:
    """Return the ids (or names) of the bodies, paragraph by paragraph."""
    return [
        [b.id.removeprefix("body/") if b.id else f"?{b.name}" for b in found.bodies]
        for found in find(*texts, organ=organ)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We thank the International Telecommunication Union.", [("International Telecommunication Union", "itu")]),
        ("the work of the ITU and UNICEF", [("ITU", "itu"), ("UNICEF", "unicef")]),
        (
            "the United Nations Educational, Scientific and Cultural Organisation",
            [("United Nations Educational, Scientific and Cultural Organisation", "unesco")],
        ),
        ("the Secretary-General’s report", [("Secretary-General", "secretary-general")]),
        ("the UN Human Rights Council", [("UN Human Rights Council", "human-rights-council")]),
        (
            "the Office of the Secretary-General's Envoy on Technology",
            [("Office of the Secretary-General's Envoy on Technology", "office-of-the-envoy-on-technology")],
        ),
        (
            "the Department of Economic and Social Affairs of the United Nations Secretariat",
            [("Department of Economic and Social Affairs of the United Nations Secretariat", "desa")],
        ),
        (
            "the Secretary-General of the United Nations Conference on Trade and Development",
            [
                (
                    "Secretary-General of the United Nations Conference on Trade and Development",
                    "secretary-general-of-unctad",
                )
            ],
        ),
        ("the Multistakeholder Advisory Group", [("Multistakeholder Advisory Group", "igf-mag")]),
        ("the World Health Organization,¹ UNCTAD", [("World Health Organization", "who"), ("UNCTAD", "unctad")]),
        ("the high-level political forum", [("high-level political forum", "high-level-political-forum")]),
        ("the Internet Governance ForumIGF", [("Internet Governance Forum", "igf"), ("IGF", "igf")]),
        (
            "the Special Rapporteur of the Human Rights Council on the right to food",
            [
                (
                    "Special Rapporteur of the Human Rights Council on the right to food",
                    "special-rapporteur-on-the-right-to-food",
                )
            ],
        ),
    ],
)
def test_names_in_their_spellings(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("the role of the United Nations in this field", 1),
        ("the United Nations, the World Bank and others", 2),
        ("the United Nations has convened", 1),
        ("the United Nations’ role", 1),
        ("the United Nations entities concerned", 0),
        ("United Nations agencies", 0),
        ("the Charter of the United Nations", 0),
        ("the United Nations Charter", 0),
        ("the United Nations-led process", 0),
        ("the agenda of the United Nations", 1),
    ],
)
def test_the_united_nations_only_as_the_organization(text: str, count: int) -> None:
    assert len(named(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Recalling General Assembly resolution 70/125 of 16 December 2015",
        "in Council decision [2023/300](#)",
        "See Official Records of the General Assembly, Supplement No. 3",
        "the item entitled “Work of the Economic and Social Council”",
        "the Fourth Conference on Lunar Gardens and the Moon Summit",
        "national internet governance forums and committees",
        "the World Programme of Action for Gardeners",
        "the West Bank and the Russian Federation",
        "countries and all stakeholders",
        "United Nations, Treaty Series, vol. 1",
    ],
)
def test_what_is_no_body(text: str) -> None:
    assert named(text) == []


def test_nothing_is_found_in_a_mask_but_it_may_be_meant_later() -> None:
    text = "Recalling the Statute of the Lunar Tribunal for Cheese, which established the Tribunal,"
    title = Span(text.index("Statute"), text.index(", which"))
    (found,) = find(text, masks={"s0": [title]})
    assert [(b.name, b.form) for b in found.bodies] == [("Lunar Tribunal for Cheese", "short")]
    assert found.bodies[0].start > title.end


def test_a_body_may_hold_a_mask_but_not_be_cut_by_one() -> None:
    text = "the Conference of the Parties to the United Nations Framework Convention on Climate Change met"
    convention = Span(text.index("United"), text.index(" met"))
    assert [b.id for b in find(text, masks={"s0": [convention]})[0].bodies] == ["body/cop-unfccc"]


def test_a_report_by_its_author_is_no_title() -> None:
    text = "Takes note of the report of the Secretary-General;"
    (found,) = find(text, masks={"s0": [Span(text.index("report"), len(text) - 1)]})
    assert [b.id for b in found.bodies] == ["body/secretary-general"]


class TestGrammar:
    def test_a_body_outside_the_lexicon_keeps_its_printed_name(self) -> None:
        (found,) = find("Welcomes the Intergovernmental Board on Lunar Archives and Libraries, which met;")
        (body,) = found.bodies
        assert (body.id, body.name) == (None, "Intergovernmental Board on Lunar Archives and Libraries")
        assert [issue.code for issue in found.issues] == ["unknown-body"]

    def test_an_acronym_defined_in_the_text_is_found_in_the_rest_of_it(self) -> None:
        first, second = find("the Commission on Lunar Dust (CLD) and others;", "The CLD met.")
        assert [b.form for b in first.bodies] == ["full", "acronym"]
        assert [(b.name, b.basis) for b in second.bodies] == [("Commission on Lunar Dust", "defined in text")]

    def test_a_definition_beats_the_lexicon(self) -> None:
        (found,) = find("the Institute for Observing Craters (IOC) and the IOC")
        assert {b.name for b in found.bodies} == {"Institute for Observing Craters"}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("the Moon Fund of the World Bank", ["?Moon Fund", "world-bank"]),
            ("the Governing Council of the World Bank", ["?Governing Council of the World Bank"]),
            (
                "the Executive Director of the Board on Lunar Archives",
                ["?Executive Director of the Board on Lunar Archives"],
            ),
            ("the Director General of UNESCO", ["director-general-of-unesco"]),
            ("the Lunar Council and the Peace and Dust Council", ["?Lunar Council", "?Peace and Dust Council"]),
            ("the Lunar Forum and UNDP", ["?Lunar Forum", "undp"]),
            ("the Lunar Council’s Panel on Dust", ["?Lunar Council", "?Panel on Dust"]),
            (
                "the Special Rapporteur on the right to moonlight, who spoke",
                ["?Special Rapporteur on the right to moonlight"],
            ),
            ("the General Assembly of the Organization of American States", ["general-assembly-of-the-oas"]),
            (
                "the Lunar Conference of the States Parties to the Dust Treaty",
                ["?Lunar Conference of the States Parties to the Dust Treaty"],
            ),
        ],
    )
    def test_heads_modifiers_and_complements(self, text: str, expected: list[str]) -> None:
        assert ids(text) == [expected]

    def test_names_with_a_shared_head(self) -> None:
        assert ids("the United Nations Offices at Geneva, Vienna and Nairobi") == [["unog", "unov", "unon"]]
        assert ids("the Second and Third Committees") == [["second-committee", "third-committee"]]


class TestShortForms:
    def test_the_body_named_before_in_the_segment(self) -> None:
        assert ids("The Statistical Commission and the Commission on Narcotic Drugs met; the Commission spoke.")[0] == [
            "statistical-commission",
            "commission-on-narcotic-drugs",
            "commission-on-narcotic-drugs",
        ]

    def test_the_section_heading_beats_what_was_named_last(self) -> None:
        texts: tuple[str | tuple[SegmentKind, str], ...] = (
            ("heading", "Internet Governance Forum"),
            "The work of the WSIS Forum is welcome.",
            "We invite the Forum to report.",
        )
        assert ids(*texts)[2] == ["igf"]
        assert find(*texts)[2].bodies[0].basis == "section heading"

    def test_the_same_segment_beats_the_heading(self) -> None:
        assert ids(("heading", "Internet Governance Forum"), "The WSIS Forum met; we call for the Forum to go on.")[
            1
        ] == [
            "wsis-forum",
            "wsis-forum",
        ]

    def test_the_title_beats_a_body_named_in_passing(self) -> None:
        found = ids(
            ("title", "Report of the Human Rights Council"), "Thanks the Security Council;", "Asks the Council;"
        )
        assert found[2] == ["human-rights-council"]

    @pytest.mark.parametrize(("organ", "expected"), [(ECOSOC, ["economic-and-social-council"]), (GA, ["?Council"])])
    def test_the_council_is_the_speakers(self, organ: str, expected: list[str]) -> None:
        assert ids("Asks the Council to act.", organ=organ) == [expected]

    def test_the_assembly_is_the_general_assembly(self) -> None:
        assert ids("in which the Assembly asked for more", organ=ECOSOC) == [["general-assembly"]]

    def test_a_definition_in_brackets_binds(self) -> None:
        found = ids(
            "the Commission on Narcotic Drugs (the Commission)", "the Statistical Commission; asks the Commission"
        )
        assert found[1] == ["statistical-commission", "commission-on-narcotic-drugs"]

    def test_an_officer_of_a_short_form_is_one_body(self) -> None:
        found = ids("the Commission on Science and Technology for Development", "the Chair of the Commission met")
        assert found[1] == ["chair-of-the-commission-on-science-and-technology-for-development"]

    def test_an_event_with_the_head_is_no_body(self) -> None:
        assert ids("The Lunar Conference on Dust met.", "Thanks the Conference.") == [[], []]

    def test_several_readings_and_no_winner_stay_open(self) -> None:
        (found,) = find("Requests the Working Group to meet;")
        (body,) = found.bodies
        assert (body.id, body.name, body.form) == (None, "Working Group", "short")
        assert [issue.code for issue in found.issues] == ["open-body"]

    def test_footnotes_do_not_change_what_is_meant(self) -> None:
        found = ids(
            "the Statistical Commission", ("footnote", "1 The Commission on Narcotic Drugs."), "the Commission met"
        )
        assert found[2] == ["statistical-commission"]

    def test_the_speaker_is_read_from_the_text_when_not_given(self) -> None:
        opening: tuple[SegmentKind, str] = ("preamble", "The Economic and Social Council,")
        assert ids(opening, "the work of the Council", organ=None)[1] == ["economic-and-social-council"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Calls upon Member States and the private sector", ["member-states", "private-sector"]),
        ("Urges Governments, civil society and academia", ["member-states", "civil-society", "academic-community"]),
        ("with all other relevant stakeholders", ["all-stakeholders"]),
        ("the technical and academic communities", ["academic-community", "technical-community"]),
        ("United Nations system entities", ["united-nations-entities"]),
        ("the United States of America states that", []),
        ("the Government of Kenya and the Governments of Chad and Peru", []),
        ("small island developing States", ["small-island-developing-states"]),
    ],
)
def test_groups(text: str, expected: list[str]) -> None:
    assert sorted(group.id.removeprefix("group/") for group in find(text)[0].groups) == sorted(expected)


def test_without_a_lexicon_only_the_grammar_is_left() -> None:
    found = BodyFinder(Lexicon(), document("the Board on Lunar Archives and Member States")).find_all({})
    assert [(b.id, b.name) for b in found["s0"].bodies] == [(None, "Board on Lunar Archives")]
    assert found["s0"].groups == ()


WORDS = st.sampled_from(
    "the The of and on for United Nations General Assembly Council Commission Chair Forum its to in Secretary-General ITU ( ) , . ; "
    "Member States Requests report entitled “ ” Science Development¹ Offices at Geneva Vienna 2030 resolution 70/1 UNUnited".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=25).map(" ".join), min_size=1, max_size=4), st.data())
def test_spans_are_whole_ordered_and_outside_masks(texts: list[str], data: st.DataObject) -> None:
    masks: dict[str, list[Span]] = {}
    for number, text in enumerate(texts):
        start = data.draw(st.integers(0, len(text)))
        masks[f"s{number}"] = [Span(start, data.draw(st.integers(start, len(text))))]
    found = find(*texts, masks=masks)
    assert find(*texts, masks=masks) == found
    for number, (text, findings) in enumerate(zip(texts, found, strict=True)):
        (mask,) = masks[f"s{number}"]
        beyond = 0
        for body in findings.bodies:
            assert beyond <= body.start < body.end <= len(text)
            assert text[body.start : body.end].strip() == text[body.start : body.end]
            assert not (len(mask) and mask.contains(Span(body.start, body.end)))
            beyond = body.end
        for group in findings.groups:
            assert all(body.end <= group.start or group.end <= body.start for body in findings.bodies)
