"""The two Compact drafts and the WSIS+20 draft: what a reader found in them, the program finds, too."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from digov.alignment.redline import recover, status_of
from digov.alignment.redline.printed import printed_of
from digov.mentions.sdgs import find_sdgs
from digov.model.document import Document
from digov.model.redline import NotABase, NotARedline, Recovery, Redline
from digov.model.span import Span
from digov.segments import parse
from digov.sources import read_source

SOURCES = Path(__file__).parents[2] / "data" / "sources"
TAG = re.compile(r"\((?:All SDGs|SDGs?\s[\d,&\s]+)\)")
DROPPED = {
    "less than 2 percent": "2 percent",
    "bottom 40 percent": "40 percent",
    "at least 80 percent": "80 percent",
    "at least 60 percent": "60 percent",
    "net-zero emissions by 2050": "2050",
    "within 12 months": "12 months",
    "at the 80th": "80th",
    "starting in 2026": "2026",
    "an AnnualUnited": "Annual",
    "an Annuala": "Annual",
}
"""The facts that stand in struck words, by words around them."""
VALID = {
    "50 percent increase in financing": "50 percent",
    "accessible from December 2024": "December 2024",
    "during the 82nd session": "82nd session",
    "80th81st": "81st",
    "2026during the 81st session": "81st session",
}


INSERTED = (
    "in the non-military domain",
    "As governments, we",
    "and all other stakeholders, within their respective roles and responsibilities, ",
    "responsible,",
    "Artificial Intelligence",
    "We affirm the important role of the International Telecommunications Union (ITU)",
    "and strengthen",
    "that are accessible to",
    "widest section of the population",
    "and prioritize access to satellite orbits, taking into account the needs of developing countries",
    "and enhance telemedicine services and capabilities",
    "maximum coverage",
    "for as many as possible, while also advancing",
    "migrants, indigenous peoples",
    "data disaggregated by income, sex, age, race, ethnicity, migration status, disability and geographic location",
    "(h) Support efforts to provide opportunities for quality and inclusive science",
    "safe, secure and resilient functioning of digital systems, networks and data",
    "implemented in different contexts",
    "fair competition and",
    "Maintain stable and resilient supply chains",
    "as the primary multistakeholder platform",
    "voluntary funding",
    "that ensures their mental health and wellbeing",
    "that causes harm to individuals",
    "To this end we invite",
)
"""Insertions by reading."""


def load(slug: str) -> Document:
    return parse(read_source(SOURCES / slug / "text.txt"))


@pytest.fixture(scope="module")
def base() -> Document:
    return load("gdc-base")


@pytest.fixture(scope="module")
def printed() -> Document:
    return load("gdc-redline")


@pytest.fixture(scope="module")
def redline(base: Document, printed: Document) -> Redline:
    return sure(recover(printed, base))


@pytest.fixture(scope="module")
def wsis() -> Redline:
    return sure(recover(load("wsis20-zero-unesco")))


def sure(answer: Recovery) -> Redline:
    assert isinstance(answer, Redline)
    return answer


def place(text: str, around: str, words: str) -> Span:
    assert text.count(around) == 1, around
    start = text.index(around) + around.index(words)
    return Span(start, start + len(words))


def test_every_unit_of_the_base_is_paired(redline: Redline, base: Document) -> None:
    paired = [unit for pair in redline.pairs for unit in pair.base if pair.printed]
    assert sorted(paired) == sorted(segment.id for segment in base.segments)
    assert len(paired) == 147
    assert {(pair.base, pair.printed) for pair in redline.pairs if pair.relation in ("split", "merged")} == {
        (("para_67",), ("para_67", "para_63-2")),
        (("para_6", "heading_1"), ("para_6",)),
    }


def test_the_base_stands_in_the_redline_in_order(redline: Redline) -> None:
    assert redline.coverage is not None
    assert redline.coverage > 0.999
    assert redline.direction == "deletion-first"
    assert {span.end - span.start for span in redline.lost} == {1}, "a lost hyphen each"


def test_insertions_are_read_off(redline: Redline, printed: Document) -> None:
    text = printed.source.text
    assert status_of(redline, place(text, "putadvance", "advance")) == ("inserted", "A")
    assert status_of(redline, place(text, "putadvance", "put")) == ("deleted", "A")


@pytest.mark.parametrize("words", INSERTED)
def test_what_a_reader_found_inserted_is_inserted(redline: Redline, printed: Document, words: str) -> None:
    start = printed.source.text.index(words)
    assert status_of(redline, Span(start, start + len(words)))[0] == "inserted"


def test_every_letter_is_of_the_base_or_inserted(redline: Redline, base: Document, printed: Document) -> None:
    """What the base does not account for, letter by letter, is what was inserted: no insertion can be missed."""
    labels = {offset for one in printed_of(printed).units for offset in one.number_at}
    status = {offset: span.status for span in redline.spans for offset in range(span.start, span.end)}
    text = printed.source.text
    inserted = Counter(
        char
        for offset, char in enumerate(text)
        if char.isalpha() and offset not in labels and status[offset] == "inserted"
    )
    lost = sum(span.end - span.start for span in redline.lost)
    both = Counter(char for offset, char in enumerate(text) if char.isalpha() and offset not in labels)
    old = printed_of(base)
    assert both - inserted == Counter(char for char in old.text if char.isalpha())
    assert lost < 10
    assert sum(inserted.values()) > 10_000


@pytest.mark.parametrize(("around", "words"), DROPPED.items())
def test_no_dropped_fact_is_asserted(redline: Redline, printed: Document, around: str, words: str) -> None:
    status, tier = status_of(redline, place(printed.source.text, around, words))
    assert status in ("deleted", "contested")
    assert tier == "C" or status == "deleted"


@pytest.mark.parametrize(("around", "words"), VALID.items())
def test_facts_that_still_hold_stand(redline: Redline, printed: Document, around: str, words: str) -> None:
    assert status_of(redline, place(printed.source.text, around, words))[0] in ("kept", "inserted")


def test_facts_far_from_what_was_struck_are_not_said_to_be_struck(redline: Redline, printed: Document) -> None:
    for around, words in (
        ("remaining 2.6 billion people", "2.6 billion"),
        ("at the 79th session of", "79th session"),
        ("by no later than the 81st session", "81st session"),
        ("50 percent increase in the data", "50 percent"),
    ):
        assert status_of(redline, place(printed.source.text, around, words))[0] in ("kept", "contested")


def test_nearly_all_sdg_tags_stand(redline: Redline, printed: Document) -> None:
    tags = [Span(*match.span()) for match in TAG.finditer(printed.source.text)]
    statuses = Counter(status_of(redline, tag)[0] for tag in tags)
    assert len(tags) == 89
    [struck] = [tag for tag in tags if status_of(redline, tag)[0] == "deleted"]
    line = printed.source.text[: struck.start].rpartition("\n")[2]
    assert line.startswith("Create international data collection systems")  # 44(d), which lost its letter
    assert statuses["kept"] + statuses["inserted"] >= 0.97 * 88


def test_the_goals_of_the_sdg_tags_are_read_exactly(printed: Document) -> None:
    exact = 0
    for segment in printed.segments:
        found = find_sdgs(segment.text).sdgs
        for tag in TAG.finditer(segment.text):
            goals = {0} if "All" in tag.group() else {int(goal) for goal in re.findall(r"\d+", tag.group())}
            exact += goals == {one.goal for one in found if tag.start() <= one.start < tag.end()}
    assert exact >= 0.97 * 89


def test_fused_number_is_told_apart(redline: Redline, printed: Document) -> None:
    text = printed.source.text
    assert status_of(redline, place(text, "\n5455. We", "54")) == ("deleted", "A")
    assert status_of(redline, place(text, "\n5455. We", "55")) == ("inserted", "A")
    lineage = {number.printed: (number.old, number.new) for number in redline.numbers}
    assert lineage["5455."] == ("54", "55")
    assert lineage["49."] == ("48", "49")


def test_readings_lead_back_to_the_print(redline: Redline, printed: Document) -> None:
    text = printed.source.text
    for reading in (redline.fewest_deletions, redline.best_guess):
        assert reading is not None
        for index, char in enumerate(reading.text):
            offset = reading.to_source(index)
            assert char == (" " if offset is None else text[offset])
    assert redline.best_guess is not None
    assert "the establishment of an office, building on" in redline.best_guess.text
    assert "at the 81st session to facilitate open, transparent" in redline.best_guess.text


def test_spans_tile_the_print(redline: Redline, wsis: Redline, printed: Document) -> None:
    for one, size in ((redline, len(printed.source.text)), (wsis, len(load("wsis20-zero-unesco").source.text))):
        borders = [span.start for span in one.spans] + [size]
        assert [span.end for span in one.spans] == borders[1:]
        assert borders[0] == 0


def test_it_is_fast(base: Document, printed: Document) -> None:
    begin = time.process_time()
    recover(printed, base)
    assert time.process_time() - begin < 2


def test_numbers_of_the_wsis_draft_run_without_a_gap(wsis: Redline) -> None:
    assert [number.new for number in wsis.numbers if number.new] == [str(n) for n in range(1, 160)]
    assert [number.old for number in wsis.numbers if number.old] == [str(n) for n in range(1, 148)]
    assert [(one.printed, one.old, one.new) for one in wsis.numbers if one.misread] == [
        ("47:20.", "17", "20"),
        ("416.127.", "116", "127"),
    ]
    assert [one.printed for one in wsis.numbers if one.new is None] == ["90."]
    assert [one.new for one in wsis.numbers if one.old is None] == ("8 14 16 21 25 31 69 81 91 104 107 108 149".split())


def test_words_of_the_wsis_draft_are_marked_only_where_a_sign_stands(wsis: Redline) -> None:
    text = load("wsis20-zero-unesco").source.text
    marked = {text[span.start : span.end].strip(): span for span in wsis.spans if span.status == "contested"}
    assert {"Societiesy", "ttle", "underrepresented underrepresented", "Mmember", "Socience"} <= set(marked)
    assert "joint-left" in marked["thereby"].evidence
    assert sum(span.end - span.start for span in marked.values()) < len(text) / 100
    assert wsis.best_guess is None
    assert wsis.fewest_deletions is None


def test_fused_words_of_the_compact_are_found_without_its_base(redline: Redline, printed: Document) -> None:
    text = printed.source.text
    alone = sure(recover(printed))
    right = {span.start for span in alone.spans if "joint-right" in span.evidence}
    touching = {
        span.start
        for span in redline.spans
        if span.status == "inserted" and text[span.start].isalnum() and text[span.start - 1].isalnum()
    }
    touching -= {place.start() for place in re.finditer(r"(?<=\d)55\. We therefore", text)}
    assert len(touching & right) >= 0.88 * len(touching)


def test_clean_documents_are_no_redlines(base: Document) -> None:
    for document in (base, load("e-res-2024-13"), load("a-80-62")):
        answer = recover(document)
        assert isinstance(answer, NotARedline)
        assert answer.reason == "no sign of an edit"


def test_other_documents_are_no_base(base: Document, printed: Document) -> None:
    for redlined, other in ((printed, load("e-res-2024-13")), (base, printed), (load("e-res-2024-13"), base)):
        answer = recover(redlined, other)
        assert isinstance(answer, NotABase)
        assert answer.coverage < 0.8
        assert re.fullmatch(r"not a base: \d\d? % of its (?:characters|words) are in order", answer.message)
