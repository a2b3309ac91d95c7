"""What a redline states: nothing that only struck words say, nothing that nobody can tell, and all the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.comparing import read_both, read_standing
from digov.mentions.annotate import annotate
from digov.model.alignment import Side
from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.redline import Redline, RedlineSpan, Status, Tier
from digov.model.source import Instrument, SourceText
from digov.model.statement import DocumentStatements, Literal, Statement
from digov.rdf.lexicons import load_lexicon
from digov.records import Record, make_records
from digov.segments import parse
from digov.statements import Judge, Quoter, state
from digov.statements.fates import Fate

ROOT = Path(__file__).parents[2]
MARKS: dict[str, tuple[Status, Tier]] = {
    "-": ("deleted", "B"), "+": ("inserted", "A"), "?": ("contested", "C"), "~": ("artefact", "B"),
}  # fmt: skip
MARKED = re.compile(r"\[([-+?~])(.*?)\1\]", re.DOTALL)
PAIR = tuple[str, str]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "ontology" / "concepts")


def read_marked(marked: str) -> tuple[str, tuple[RedlineSpan, ...]]:
    """Return the printed text and its spans of a text with ``[-struck-]``, ``[+put in+]`` and ``[?undecided?]`` words."""
    text, place = "", 0
    spans: list[RedlineSpan] = []

    def add(words: str, status: Status, tier: Tier) -> None:
        nonlocal text
        if words:
            spans.append(RedlineSpan(len(text), len(text) + len(words), status, tier))
            text += words

    for match in MARKED.finditer(marked):
        add(marked[place : match.start()], "kept", "B")
        add(match[2], *MARKS[match[1]])
        place = match.end()
    add(marked[place:], "kept", "B")
    return text, tuple(spans)


class Made:
    """A made-up draft with what it states."""

    def __init__(self, marked: str, lexicon: Lexicon) -> None:
        text, spans = read_marked(f"The General Assembly,\n\n{marked}\n")
        instrument = Instrument(
            slug="x", title="X", kind="resolution", organ="body/general-assembly", date="2021-01-01"
        )
        document = parse(SourceText(instrument=instrument, filename="x", text=text, sha256=sha256_of(text.encode())))
        redline = Redline(document="x", base="y", spans=spans, coverage=1.0, direction="deletion-first")
        side = read_standing(document, redline, lexicon)
        printed = Side(document, annotate(document, lexicon).segments)
        mentions = read_both(printed, side, redline, lexicon)
        self.stated: DocumentStatements = state(document, mentions, redline=redline, standing=side)
        quoter = Quoter(document, Judge(document, redline, side))
        self.records: tuple[Record, ...] = make_records(document, mentions, fate_of=quoter.fate)

    def status(self, predicate: str, value: str, subject: str = "") -> str:
        """Return status and tier of the one statement with this predicate and this end of its object."""
        [found] = {s for s in self.stated.statements if is_about(s, predicate, value) and subject in s.subject.name}
        return f"{found.status} {found.tier}"


def is_about(statement: Statement, predicate: str, value: str) -> bool:
    found = statement.object.value if isinstance(statement.object, Literal) else statement.object.name
    return statement.predicate.name.endswith(predicate) and found.endswith(value)


def test_what_only_struck_words_say_is_dropped(lexicon: Lexicon) -> None:
    made = Made(
        "1. Requests the Secretary-General to report[- by 2030-] to the [-Economic and Social Council-][+Commission+].",
        lexicon,
    )
    assert made.status("hasDeadline", "2030") == "dropped B"
    assert made.status("due", "2030") == "dropped B"
    assert made.status("mentionsBody", "economic-and-social-council") == "dropped B"
    assert made.status("addressee", "secretary-general") == "asserted B"
    assert made.status("type", "Request") == "asserted B"


def test_what_stands_in_undecided_words_is_contested(lexicon: Lexicon) -> None:
    made = Made("1. Requests the Secretary-General to report [?by 2030?] on progress.", lexicon)
    assert made.status("due", "2030") == "contested C"
    [timing] = [node for node in made.stated.unasserted if "timing" in node.subject.name]
    assert (timing.label, timing.kind.name, timing.printed_in.name) == ("2030", "ns#TimingMention", "id/x/para_1")


def test_a_year_of_an_act_is_not_described_when_the_deadline_is_not_asserted(lexicon: Lexicon) -> None:
    for mark, years in (("-", set()), ("?", set()), ("+", {"2030"})):
        made = Made(f"1. Requests the Secretary-General to report [{mark}by 2030{mark}] on progress.", lexicon)
        acts = [d for d in made.stated.descriptions if d.subject.name.endswith("#act-1")]
        found = {getattr(v, "value", "") for d in acts for p, v in d.properties if p.name == "ns#dueYear"}
        assert found == years, mark


def test_nothing_stands_better_than_the_act_it_hangs_on(lexicon: Lexicon) -> None:
    made = Made("1. Welcomes the report[-, and requests-] the Secretary-General to report by 2030 (SDG 9).", lexicon)
    for predicate, value in (
        ("type", "Request"),
        ("addressee", "secretary-general"),
        ("due", "2030"),
        ("subject", "9"),
    ):
        assert made.status(predicate, value, "#act-2").startswith("dropped"), predicate
    assert made.status("subject", "9", "para_1#act-1") == "asserted B"
    assert made.status("hasDeadline", "2030") == "asserted B"
    assert "id/x/para_1#act-2" not in {d.subject.name for d in made.stated.descriptions}
    [node] = [n for n in made.stated.unasserted if n.subject.name == "id/x/para_1#act-2"]
    assert (node.label, node.kind.name) == ("request", "ns#Request")


def test_a_quantity_that_was_struck_has_no_value(lexicon: Lexicon) -> None:
    made = Made(
        "1. Decides to reach [-at least 60 per cent of schools-][+all schools+], and 40 per cent of clinics.", lexicon
    )
    quantities = {d.subject.name: d for d in made.stated.descriptions if d.types and d.types[0].name == "ns#Quantity"}
    assert len(quantities) == 1
    assert [(n.label, n.kind.name) for n in made.stated.unasserted] == [(">= 60 percent", "ns#Quantity")]
    assert not {n.subject.name for n in made.stated.unasserted} & quantities.keys()


def test_a_link_said_twice_stands_by_the_words_that_stand(lexicon: Lexicon) -> None:
    made = Made(
        "1. Notes the work of the International Telecommunication Union[- and of the International Telecommunication Union-].",
        lexicon,
    )
    [statement] = [s for s in made.stated.statements if is_about(s, "mentionsBody", "body/itu")]
    assert statement.status == "asserted"
    assert len(statement.evidence) == 1
    assert statement.evidence[0].span.start < made.stated.document.source.text.index("and of")


def test_a_struck_word_inside_a_mention_counts_by_what_is_left(lexicon: Lexicon) -> None:
    made = Made("1. Decides to convene a review at its [-eightieth-][+eighty-first+] session.", lexicon)
    assert made.status("hasDeadline", "ga-80") == "dropped B"
    assert made.status("hasDeadline", "ga-81") == "asserted B"
    still = Made("1. Notes the work of the [-UN -]Human Rights Council.", lexicon)
    assert still.status("mentionsBody", "human-rights-council") == "asserted B"
    gone = Made("1. Notes the work of the Human Rights [-Council-][+community+].", lexicon)
    assert gone.status("mentionsBody", "human-rights-council") == "dropped B"


def test_an_item_takes_over_what_its_chapeau_says_as_long_as_a_word_of_it_stands(lexicon: Lexicon) -> None:
    made = Made(
        "1. Requests the Secretary-General, by 2030:\n\n(a) To [-advise States-][+report+];\n\n[-(b) To convene a forum.-]",
        lexicon,
    )
    assert made.status("type", "Request", "point_a#act-1") == "asserted B"
    assert made.status("due", "2030", "point_a#act-1") == "asserted B"
    assert made.status("type", "Request", "point_b#act-1") == "dropped B"
    assert made.status("hasDeadline", "2030", "point_b").startswith("dropped")
    chapeau = Made("1. [-Requests the Secretary-General-][+We will+], by 2030:\n\n(a) To report;", lexicon)
    assert chapeau.status("type", "Request", "point_a#act-1") == "dropped B"


def test_a_citation_in_struck_words_leads_nowhere(lexicon: Lexicon) -> None:
    made = Made("1. Recalls [-its resolution 70/125 of 16 December 2015-][+its commitments+].", lexicon)
    assert made.status("cites", "a-res-70-125") == "dropped B"
    assert not [d for d in made.stated.descriptions if "#reference-" in d.subject.name]


def test_words_that_run_together_in_print_are_read_in_each_text(lexicon: Lexicon) -> None:
    made = Made(
        "1. Requests the Secretary-General to report to the [-Statistical Commission-][+Economic and Social Council+]"
        " [-starting in 2026-][+by 2030+].",
        lexicon,
    )
    assert made.status("mentionsBody", "body/statistical-commission") == "dropped B"
    assert made.status("mentionsBody", "economic-and-social-council") == "asserted A"
    assert made.status("due", "2026") == "dropped B"
    assert made.status("hasDeadline", "2030") == "asserted A"
    text = made.stated.document.source.text
    for statement in made.stated.statements:
        for piece in statement.evidence:
            assert piece.exact == text[piece.span.start : piece.span.end]


@pytest.mark.parametrize(
    "words", ["[-Capacity-building-][+capacity-building+]", "[-capacity-building-][+capacitybuilding+]"]
)
def test_a_change_of_case_or_of_a_hyphen_drops_nothing(lexicon: Lexicon, words: str) -> None:
    made = Made(f"1. Recognizes that {words} is needed.", lexicon)
    assert made.status("is_about", "topic/capacity-building").startswith("asserted")


def test_marks_change_no_fact(lexicon: Lexicon) -> None:
    made = Made("1. Requests the Secretary-General to report by 2030[-;-][+.+]", lexicon)
    assert made.status("due", "2030") == "asserted B"


def test_records_say_what_became_of_each_thing(lexicon: Lexicon) -> None:
    made = Made("1. Requests the Secretary-General to report[- by 2030-] on half [?of all schools (SDG 4)?].", lexicon)
    [record] = [record for record in made.records if record.segment == "para_1"]
    assert [(d.status, d.tier) for d in record.deadlines] == [("dropped", "B")]
    assert [(s.status, s.tier) for s in record.sdgs] == [("contested", "C")]
    assert [(act.status, act.tier) for act in record.acts] == [("asserted", "B")]


def test_a_document_that_is_no_redline_has_neither_status_nor_tier(stated: DocumentStatements) -> None:
    assert {(s.status, s.tier) for s in stated.statements} == {("asserted", None)}
    assert stated.unasserted == ()


STATUSES = st.sampled_from(("asserted", "contested", "dropped"))
FATES = st.builds(Fate, STATUSES, st.sampled_from(("A", "B", "C")))


@given(FATES, FATES, FATES)
def test_fates_add_up_in_any_order(a: Fate, b: Fate, c: Fate) -> None:
    assert a.under(b) == b.under(a)
    assert a.beside(b) == b.beside(a)
    assert a.under(b).under(c) == a.under(b.under(c))
    assert a.beside(b).beside(c) == a.beside(b.beside(c))
    assert a.under(b).asserted == (a.asserted and b.asserted)
    assert a.beside(b).asserted == (a.asserted or b.asserted)


WORDS = (
    "1. Requests the Secretary-General, by 2030, to report to the Economic and Social Council on half of all schools (SDG 4). "
    "We invite the Internet Governance Forum to convene an annual meeting, recalling resolution 70/125, starting in 2026."
).split(" ")


@settings(max_examples=25, deadline=None)
@given(marks=st.lists(st.sampled_from("   -+?"), min_size=len(WORDS), max_size=len(WORDS)))
def test_whatever_was_struck_nothing_it_says_is_asserted(lexicon: Lexicon, marks: list[str]) -> None:
    parts = [word if mark == " " else f"[{mark}{word}{mark}]" for mark, word in zip(marks, WORDS, strict=True)]
    made = Made(" ".join(parts), lexicon)
    spans = {"deleted": set(), "contested": set()}
    assert made.stated.redline is not None
    for span in made.stated.redline.spans:
        if span.status in spans:
            spans[span.status].update(range(span.start, span.end))
    text = made.stated.document.source.text
    for statement in made.stated.statements:
        letters = {i for e in statement.evidence for i in range(e.span.start, e.span.end) if text[i].isalnum()}
        if statement.status == "asserted":
            assert not letters <= spans["deleted"] | spans["contested"]
    named = {node.subject for node in made.stated.unasserted}
    assert not named & {description.subject for description in made.stated.descriptions}
    described = {d.subject for d in made.stated.descriptions} | named
    numbered = {s.subject for s in made.stated.statements if "#" in s.subject.name}
    assert numbered <= described
