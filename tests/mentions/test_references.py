"""References of whole documents: targets, pinpoints, footnotes, short forms, internal references, masks, issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.mentions.references.finder import ReferenceFinder, ReferenceFindings
from digov.mentions.references.symbols import parse_symbol
from digov.model.document import Document, Segment, SegmentKind
from digov.model.lexicon import Label, Work
from digov.model.mention import ReferenceMention
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.rdf.lexicons import load_lexicon

RESOLUTION = Instrument(
    slug="e-res-2031-7",
    title="Parcels",
    symbols=("E/RES/2031/7",),
    kind="resolution",
    organ="body/economic-and-social-council",
)
ONTOLOGY = Path(__file__).parents[2] / "ontology" / "concepts"
MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


@pytest.fixture(scope="module")
def works() -> tuple[Work, ...]:
    return load_lexicon(ONTOLOGY).works


def document(rows: Sequence[tuple[SegmentKind, str | None, str]], instrument: Instrument = RESOLUTION) -> Document:
    """A document of one segment per row, with a footnote anchor at every superscript digit of a text that is no footnote."""
    text, segments = "", []
    for number, (kind, label, words) in enumerate(rows):
        start = len(text)
        text += words + "\n"
        anchors = (
            tuple((start + at, f"fn_{MARKS.index(mark) + 1}") for at, mark in enumerate(words) if mark in MARKS)
            if kind != "footnote"
            else ()
        )
        segments.append(
            Segment(
                id=f"fn_{label}" if kind == "footnote" else f"s{number}", part="main", kind=kind, label=label, text=words, anchors=anchors,
                pieces=(Span(start, start + len(words)),), starts=(0,),
            )
        )  # fmt: skip
    source = SourceText(instrument=instrument, filename="made-up.txt", text=text, sha256="0" * 64)
    return Document(source=source, segments=tuple(segments), leaves=())


def findings(
    works: Sequence[Work], *rows: tuple[SegmentKind, str | None, str], instrument: Instrument = RESOLUTION
) -> list[ReferenceFindings]:
    made = document(rows, instrument)
    finder = ReferenceFinder(works, made)
    return [finder.find(segment) for segment in made.segments]


def shown(references: Sequence[ReferenceMention]) -> list[tuple[str, str | None, str | None]]:
    return [(r.target, r.pinpoint, r.footnote) for r in references]


def of_text(
    works: Sequence[Work], text: str, *notes: str, instrument: Instrument = RESOLUTION
) -> tuple[ReferenceMention, ...]:
    rows: list[tuple[SegmentKind, str | None, str]] = [("paragraph", "1", text)]
    rows += [("footnote", str(number), note) for number, note in enumerate(notes, start=1)]
    return findings(works, *rows, instrument=instrument)[0].references


def test_named_and_numbered_works_have_one_instrument(works: tuple[Work, ...]) -> None:
    found = of_text(works, "Recalling General Assembly resolution [70/1](#) and the 2030 Agenda,")
    assert [(r.target, r.instrument) for r in found] == [
        ("A/RES/70/1", "a-res-70-1"), ("2030 Agenda for Sustainable Development", "a-res-70-1"),
    ]  # fmt: skip


def test_a_document_is_not_the_resolution_of_the_same_number(works: tuple[Work, ...]) -> None:
    found = of_text(works, "as described in A/78/213 and in General Assembly resolution 78/213")
    assert [(r.target, r.instrument) for r in found] == [("A/78/213", "a-78-213"), ("A/RES/78/213", "a-res-78-213")]


def test_each_pinpoint_and_its_document_are_one_reference(works: tuple[Work, ...]) -> None:
    text = "Also reaffirms paragraphs 34 to 37 and 67 to 72 of the Tunis Agenda and article 19 of the Universal Declaration of Human Rights;"
    found = of_text(works, text)
    assert shown(found) == [
        ("Tunis Agenda for the Information Society", "34-37", None), ("Tunis Agenda for the Information Society", "67-72", None),
        ("Universal Declaration of Human Rights", "19", None),
    ]  # fmt: skip
    assert text[found[0].start : found[0].end] == "paragraphs 34 to 37 and 67 to 72 of the Tunis Agenda"


@pytest.mark.parametrize(
    ("text", "target", "pinpoint"),
    [
        ("paragraph 16 of the 2003 Geneva Declaration of Principles", "Geneva Declaration of Principles", "16"),
        ("chapter 3 of the Pact for the Future", "Pact for the Future", "chapter 3"),
        ("section XI of General Assembly resolution 55/258", "A/RES/55/258", "section XI"),
        ("General Assembly resolution 69/313, annex,", "A/RES/69/313", "annex"),
        ("paragraphs 1 to 10 of the annex to its resolution 1980/67", "E/RES/1980/67", "annex, 1-10"),
        (
            "Chapter VI of the Charter of the United Nations, in particular Article 33,",
            "Charter of the United Nations",
            "chapter VI, 33",
        ),
        ("article 2, paragraph 2, of the Paris Agreement", "Paris Agreement", "2(2)"),
        (
            "paragraph 16 of the outcome document of the conference held in Rio de Janeiro, entitled “The future we want”",
            "The future we want",
            "16",
        ),
    ],
)
def test_places_in_documents(works: tuple[Work, ...], text: str, target: str, pinpoint: str) -> None:
    assert shown(of_text(works, f"as set out in {text}")) == [(target, pinpoint, None)]


def test_an_annex_that_an_instrument_is_does_not_count_as_a_place(works: tuple[Work, ...]) -> None:
    found = of_text(works, "the Global Digital Compact, adopted as an annex to the Pact for the Future")
    assert shown(found) == [("Global Digital Compact", None, None), ("Pact for the Future", None, None)]


def test_a_footnote_that_locates_a_named_work_joins_its_mention_and_counts_at_its_mark(works: tuple[Work, ...]) -> None:
    found = of_text(
        works,
        "Recalling the Tunis Agenda for the Information Society,¹ the Paris Agreement² and the Convention on the Rights of the Child,³",
        "¹ See A/60/687.", "² See FCCC/CP/2015/10/Add.1, decision 1/CP.21, annex.", "³ United Nations, Treaty Series, vol. 1577, No. 27531.",
    )  # fmt: skip
    assert shown(found) == [
        ("Tunis Agenda for the Information Society", None, "1"), ("A/60/687", None, "1"),
        ("Paris Agreement", None, "2"), ("FCCC/CP/2015/10/Add.1", "decision 1/CP.21, annex", "2"),
        ("Convention on the Rights of the Child", None, "3"),
    ]  # fmt: skip


def test_a_symbol_only_in_a_footnote_counts_at_its_mark(works: tuple[Work, ...]) -> None:
    text = "Notes that parcels are late;¹"
    found = of_text(works, text, "¹ A/78/213, paras. 4 and 5.")
    assert shown(found) == [("A/78/213", "4", "1"), ("A/78/213", "5", "1")]
    assert {text[mention.start : mention.end] for mention in found} == {"¹"}


def test_the_words_of_a_report_lead_to_its_symbol(works: tuple[Work, ...]) -> None:
    text = "Takes note of the report of the Secretary-General on late parcels¹ and the related report of the Post Committee;²"
    found = of_text(works, text, "¹ A/99/61.", "² A/99/73 and A/99/73/Corr.1.")
    assert [(r.target, text[r.start : r.end]) for r in found] == [
        ("A/99/61", "report of the Secretary-General on late parcels"), ("A/99/73", "related report of the Post Committee"), ("A/99/73/Corr.1", "²"),
    ]  # fmt: skip


def test_a_report_titled_and_numbered_gives_title_and_symbol(works: tuple[Work, ...]) -> None:
    text = "the report of the Secretary-General entitled “Where parcels go: a census”,¹ and the proposals entitled “Our Common Agenda”,"
    found = of_text(works, text, "¹ A/99/40.")
    assert [(r.target, r.footnote, text[r.start : r.end]) for r in found[:2]] == [
        ("Where parcels go: a census", "1", "“Where parcels go: a census”"),
        ("A/99/40", "1", "¹"),
    ]


def test_a_plain_report_is_no_reference_but_a_place_in_it_is(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        (
            "preamble",
            "pp1",
            "Having considered the report of the Secretary-General¹ and the report of the Post Committee,²",
        ),
        ("paragraph", "1", "Takes note of the report of the Secretary-General;"),
        ("paragraph", "2", "Recalls paragraph 15 of the report of the Post Committee, and asks for more;"),
        ("footnote", "1", "¹ A/99/40."),
        ("footnote", "2", "² A/99/41."),
    ]
    _, plain, place, *_ = findings(works, *rows)
    assert plain.references == ()
    assert shown(place.references) == [("A/99/41", "15", None)]


def test_ibid_takes_up_the_footnote_before(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("paragraph", "1", "late¹ parcels² and lost³ ones⁴"),
        (
            "footnote",
            "1",
            "¹ Official Records of the General Assembly, Ninety-ninth Session, Supplement No. 7 (A/99/7), chap. II.",
        ),
        ("footnote", "2", "² Ibid., annex III."),
        ("footnote", "3", "³ Ibid., Ninety-eighth Session, Supplement No. 7 (A/98/7)."),
        ("footnote", "4", "⁴ United Nations, Treaty Series, vol. 1, No. 999999."),
    ]
    text, *notes = findings(works, *rows)
    assert shown(text.references) == [
        ("A/99/7", "chapter II", "1"),
        ("A/99/7", "annex III", "2"),
        ("A/98/7", None, "3"),
    ]
    assert [shown(note.references)[0][:2] for note in notes] == [
        ("A/99/7", "chapter II"), ("A/99/7", "annex III"), ("A/98/7", None), ("United Nations, Treaty Series, vol. 1, No. 999999", None),
    ]  # fmt: skip


def test_short_forms_go_to_what_was_named_before(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("preamble", "pp1", "Guided by the principles of the Charter, and recalling the Convention on Radio Silence,"),
        (
            "paragraph",
            "1",
            "Invites States parties to the Convention to keep silent in line with article 5 of the Convention;",
        ),
        ("paragraph", "2", "Recalls the Kigali Accord on Trusted Data (the Accord) and the Lomé Accord on Parcels;"),
        ("paragraph", "3", "Reaffirms the Accord, the Kigali Accord and the present Declaration;"),
    ]
    pp1, first, second, third = findings(works, *rows)
    assert shown(pp1.references)[0] == ("Charter of the United Nations", None, None)
    assert shown(first.references) == [
        ("Convention on Radio Silence", None, None),
        ("Convention on Radio Silence", "5", None),
    ]
    assert [r.target for r in second.references] == ["Kigali Accord on Trusted Data", "Lomé Accord on Parcels"]
    assert [r.target for r in third.references] == ["Kigali Accord on Trusted Data"] * 2


def test_the_usual_meaning_of_a_short_form_outlasts_one_passing_name(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("preamble", "pp1", "Recalling the Treaty on Radio Silence and the universality of the Treaty,"),
        ("preamble", "pp2", "Noting that some States are not parties to the Treaty,"),
        ("preamble", "pp3", "Noting also the Treaty on Quiet Seas,"),
        ("paragraph", "1", "Calls upon those States to accede to the Treaty;"),
    ]
    assert [r.target for r in findings(works, *rows)[3].references] == ["Treaty on Radio Silence"]


def test_a_place_in_that_resolution_is_in_the_one_cited_before(works: tuple[Work, ...]) -> None:
    found = of_text(
        works, "Recalls General Assembly resolution 73/266 and the mandate set out in paragraph 3 of that resolution;"
    )
    assert shown(found) == [("A/RES/73/266", None, None), ("A/RES/73/266", "3", None)]


def test_official_records_locate_the_resolution_whose_subject_leads_to_the_mark(works: tuple[Work, ...]) -> None:
    found = of_text(
        works,
        "Recalling Human Rights Council resolution 49/1 of 4 March 2022 on senders¹ and the reports submitted under resolution 72/190,²",
        "¹ See Official Records of the General Assembly, Seventy-seventh Session, Supplement No. 53 (A/77/53), chap. VI.",
        "² A/99/40.",
    )
    assert shown(found) == [
        ("A/HRC/RES/49/1", None, "1"),
        ("A/77/53", "chapter VI", "1"),
        ("A/99/40", None, "2"),
        ("A/RES/72/190", None, None),
    ]


def test_a_short_form_without_antecedent_stays_open(works: tuple[Work, ...]) -> None:
    (found,) = findings(works, ("paragraph", "1", "Welcomes the entry into force of the Covenant;"))
    assert found.references == ()
    assert [issue.code for issue in found.issues] == ["open-reference"]


def test_a_second_name_in_brackets_is_the_same_work(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("paragraph", "1", "Recalls the Convention on the Carriage of Parcels at Sea (Suva Convention),"),
        ("paragraph", "2", "Urges accession to the Suva Convention;"),
    ]
    first, second = findings(works, *rows)
    assert [r.target for r in first.references] == ["Convention on the Carriage of Parcels at Sea"]
    assert [r.target for r in second.references] == ["Convention on the Carriage of Parcels at Sea"]


def test_places_in_the_document_itself_are_internal(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("paragraph", "4", "Reaffirms its plan;"),
        (
            "paragraph",
            "5",
            "Decides, in line with paragraph 4 above and paragraph 9 of the present resolution, to go on;",
        ),
        ("item", "5(d)", "the amounts in subparagraph (b) above;"),
        ("item", "5(b)", "nothing in the present resolution, this Compact or the annex to the present resolution;"),
    ]
    _, second, third, last = findings(works, *rows)
    assert [(r.target, r.instrument, r.pinpoint, r.internal) for r in second.references] == [
        ("E/RES/2031/7", "e-res-2031-7", "4", True), ("E/RES/2031/7", "e-res-2031-7", "9", True),
    ]  # fmt: skip
    assert [issue.code for issue in second.issues] == ["unresolved-pinpoint"]
    assert [(r.pinpoint, r.internal) for r in third.references] == [("5(b)", True)]
    assert third.issues == ()
    assert last.references == ()


def test_a_draft_does_not_cite_itself(works: tuple[Work, ...]) -> None:
    draft = Instrument(
        slug="gdc-base",
        title="Global Digital Compact: base draft",
        kind="draft",
        organ="group/member-states",
        member_of="gdc",
    )
    text = (
        "This Global Digital Compact rests on the Charter; the Compact will guide us, as the Pact for the Future says."
    )
    assert [r.target for r in of_text(works, text, instrument=draft)] == [
        "Charter of the United Nations",
        "Pact for the Future",
    ]


def test_titles_of_documents_count_and_those_of_meetings_and_items_do_not(works: tuple[Work, ...]) -> None:
    text = (
        "recalls the report entitled “Parcels without borders”, the publication of *Measuring Late Parcels 2031* and the item entitled “The Paris "
        "Agreement”, the meeting on the theme “Parcels for all”, and resolution 70/1, entitled “Transforming our world: the 2030 Agenda”;"
    )
    assert [r.target for r in of_text(works, text)] == [
        "Parcels without borders",
        "Measuring Late Parcels 2031",
        "A/RES/70/1",
    ]


def test_italic_verbs_and_tags_are_no_titles(works: tuple[Work, ...]) -> None:
    assert of_text(works, "12. *Reaffirms its commitment* to connect schools (*SDGs 3 & 4*);") == ()


def test_masks_cover_titles_dates_and_names_but_not_the_author_of_a_report(works: tuple[Work, ...]) -> None:
    text = "the report of the Secretary-General¹ and General Assembly resolution 70/125 of 16 December 2015, entitled “Outcome”, by 2030,"
    found = findings(works, ("paragraph", "1", text), ("footnote", "1", "¹ A/99/40."))[0]
    covered = [text[span.start : span.end] for span in found.masks]
    assert "General Assembly resolution 70/125 of 16 December 2015, entitled “Outcome”" in covered
    assert not any("Secretary-General" in words or "by 2030" in words for words in covered)


def test_works_that_the_lexicon_lacks_are_reported_once(works: tuple[Work, ...]) -> None:
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("paragraph", str(n), "Recalls the Lomé Accord on Parcels;") for n in (1, 2)
    ]
    first, second = findings(works, *rows)
    assert [(issue.code, issue.segment) for issue in first.issues] == [("unknown-work", "s0")]
    assert second.issues == ()


def test_sessions_records_and_agenda_items_are_no_references(works: tuple[Work, ...]) -> None:
    text = (
        "Decides at its 37th plenary meeting, under agenda item 18 (b), to include in its agenda an item on target 9.c;"
    )
    assert of_text(works, text) == ()


FRAGMENTS = [
    "the Charter", "resolution 70/1", "paragraph 4 above", "¹", "²", "Ibid.", "A/78/213", "(A/99/7)", "entitled “", "”", "*",
    "the Convention on", "of", "and", ", annex II", "articles 3 and", "[70/125](#)", "resolutions", "217 A \\(III\\)",
    "Treaty Series, vol. 3, No. 4", "\u0130", "the Protocol thereto",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS | st.text(max_size=60), min_size=1, max_size=4))
def test_no_text_makes_the_finder_fail(paragraphs: list[str]) -> None:
    works = (
        Work(id="charter", title="Charter of the United Nations", labels=(Label("Charter of the United Nations"),)),
        Work(
            id="silence",
            title="Convention on Radio Silence",
            labels=(Label("Convention on Radio Silence"),),
            symbols=("A/RES/70/1",),
        ),
    )
    rows: list[tuple[SegmentKind, str | None, str]] = [
        ("paragraph", str(n), text or " ") for n, text in enumerate(paragraphs)
    ]
    rows += [("footnote", "1", f"¹ {paragraphs[0]}"), ("footnote", "2", "² Ibid., annex.")]
    made = document(rows)
    finder = ReferenceFinder(works, made)
    again = ReferenceFinder(works, made)
    for segment in made.segments:
        found = finder.find(segment)
        assert found == again.find(segment)
        for reference in found.references:
            assert 0 <= reference.start < reference.end <= len(segment.text)
        for one, other in zip(found.masks, found.masks[1:], strict=False):
            assert one.end < other.start


def test_a_segment_of_another_document_has_no_findings(works: tuple[Work, ...]) -> None:
    finder = ReferenceFinder(works, document([("paragraph", "1", "Recalls the Paris Agreement;")]))
    assert (
        finder.find(msgspec.structs.replace(document([("paragraph", "1", "x")]).segments[0], id="elsewhere"))
        == ReferenceFindings()
    )


def test_every_symbol_and_place_in_the_lexicon_is_in_canonical_form(works: tuple[Work, ...]) -> None:
    assert len(works) >= 120
    for work in works:
        for symbol in work.symbols:
            parsed = parse_symbol(symbol)
            assert parsed is not None, symbol
            assert parsed.text == symbol
        for label in work.labels:
            if "Treaty Series" in label.text:
                assert re.fullmatch(r"United Nations, Treaty Series, vol\. \d+, Nos?\. \d+(–\d+)?", label.text), (
                    label.text
                )


def test_no_two_works_share_a_symbol_or_a_place_in_the_treaty_series(works: tuple[Work, ...]) -> None:
    symbols = [symbol for work in works for symbol in work.symbols]
    places = [label.text for work in works for label in work.labels if "Treaty Series" in label.text]
    assert len(symbols) == len(set(symbols))
    assert len(places) == len(set(places))


def test_works_adopted_by_a_resolution_carry_the_slug_of_its_symbol(works: tuple[Work, ...]) -> None:
    by_symbol = {symbol: work.id for work in works for symbol in work.symbols}
    for symbol, slug in (
        ("A/RES/70/1", "a-res-70-1"), ("A/RES/217 A (III)", "a-res-217-a-iii"),
        ("A/79/62-E/2024/3", "a-79-62-e-2024-3"), ("A/RES/79/1", "a-res-79-1"),
    ):  # fmt: skip
        assert by_symbol[symbol] == slug
