from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.alignment.passages import find_passages, strongest
from digov.alignment.passages.clauses import text_of, verbs_of
from digov.alignment.passages.index import FORMULA, PassageIndex
from digov.alignment.passages.runs import SEED, chains, common_runs, seeds_of
from digov.alignment.wording import Alphabet, units_of, words_of
from digov.model.alignment import PASSAGES, Passage, Side
from digov.model.document import close_text
from digov.model.redline import RedlineSpan
from digov.model.span import Span
from digov.pipeline import extract
from digov.sources import load_sources

ROOT = Path(__file__).parents[2]
TIDES = "publish the tables of tides in the languages of coastal peoples before every fishing season begins"
EDITED = "publish, in print, the tables of tides in all languages of coastal peoples before the fishing season begins"
SONGS = "Encourages village choirs to collect the riddles and lullabies of lighthouse keepers on remote skerries"
RADIO = "Urges licensing bodies to leave a part of the radio spectrum to cooperatives of fishermen and farmers"


def numbered(*texts: str) -> str:
    return "\n\n".join(f"{number}. {text};" for number, text in enumerate(texts, 1))


@pytest.fixture(scope="session")
def shared(annotated, lexicon):
    """Return the passages that two texts share, with every quote and run checked against the sources."""

    def find(before: str, after: str) -> tuple[Passage, ...]:
        a, b = annotated("a", before), annotated("b", after)
        found = find_passages(a, b, lexicon)
        for passage in found:
            check(passage, a, b)
        return found

    return find


def check(passage: Passage, a: Side, b: Side) -> None:
    texts = a.document.source.text, b.document.source.text
    for text, quotes in zip(texts, (passage.a_evidence, passage.b_evidence), strict=True):
        assert all(piece.exact == piece.span.slice(text) for piece in quotes)
        assert {piece.producer for piece in quotes} == {PASSAGES[passage.relation]}
    for run in passage.runs:
        before, after = (words_of(span.slice(text)).keys for span, text in zip((run.a, run.b), texts, strict=True))
        assert len(before) == len(after) == run.words
    assert bool(passage.runs) == (passage.relation != "other-words")


def test_a_clause_that_stands_in_both_is_verbatim_with_its_run(shared) -> None:
    [passage] = shared(
        numbered(SONGS, f"Invites the survey to {TIDES}, and thanks it"), numbered(f"Calls upon the survey to {TIDES}")
    )
    assert (passage.a, passage.b, passage.relation) == ("para_2", "para_1", "near-verbatim")
    [whole] = shared(numbered(f"Invites the survey to {TIDES}"), numbered(RADIO, f"Invites the survey to {TIDES}"))
    assert (whole.relation, whole.score) == ("verbatim", 1.0)
    [run] = whole.runs
    assert whole.a_evidence[0].span == run.a
    assert whole.b_evidence[0].exact == f"Invites the survey to {TIDES}"


def test_an_item_and_a_sentence_are_verbatim_whatever_their_person(shared) -> None:
    [passage] = shared(f"1. Commits to:\n\n(a) {TIDES[0].upper()}{TIDES[1:]};", f"1. We commit to {TIDES}.")
    assert passage.relation == "verbatim"
    assert passage.a == "para_1__point_a"
    [verbs] = shared(numbered(SONGS), "1. We encourage " + SONGS.removeprefix("Encourages ") + ".")
    assert verbs.relation == "verbatim"


def test_an_edited_clause_is_near_verbatim(shared) -> None:
    [passage] = shared(numbered(f"Invites the survey to {TIDES}"), numbered(f"Invites the survey to {EDITED}"))
    assert passage.relation == "near-verbatim"
    assert 0.6 <= passage.score < 1
    assert len(passage.runs) > 2
    assert passage.runs == tuple(sorted(passage.runs))


def test_the_same_commitment_in_other_words(shared) -> None:
    before = (
        "Decides that choirs in villages gather lullabies and riddles which keepers of lighthouses sing on skerries"
    )
    found = shared(numbered(before, RADIO, f"Invites the survey to {TIDES}"), numbered(SONGS))
    assert strongest(found) == {("para_1", "para_1"): "other-words"}


def test_unrelated_documents_share_nothing(shared) -> None:
    assert shared(numbered(SONGS), numbered(RADIO)) == ()
    assert shared(numbered(SONGS), "") == ()


def test_a_list_that_stands_all_over_a_document_is_no_passage(shared) -> None:
    listed = "the harbour masters, the pilots, the ferrymen, the lighthouse keepers and all other seafaring people"
    before = numbered(*(f"{verb} the work of {listed}" for verb in ("Notes", "Welcomes", "Recalls", "Supports")), RADIO)
    found = shared(before, numbered(f"Deplores, in the gravest terms, the fate of {listed} since the storm"))
    assert "verbatim" not in strongest(found).values()
    assert "near-verbatim" not in strongest(found).values()


def test_citing_the_same_work_is_no_passage(shared) -> None:
    cited = (
        "General Assembly resolution 70/125 of 16 December 2015, entitled “Outcome document of the high-level meeting of the"
        " General Assembly on the overall review of the implementation of the outcomes of the World Summit on the Information"
        " Society”"
    )
    assert shared(f"Recalling {cited},\n\n{numbered(SONGS)}", f"Recalling also {cited},\n\n{numbered(RADIO)}") == ()


def test_struck_words_are_shared_with_nobody(annotated, lexicon) -> None:
    a, b = annotated("a", numbered(SONGS)), annotated("b", numbered(SONGS))
    span = b.document.by_id()["para_1"].span
    assert find_passages(a, b, lexicon)
    assert find_passages(a, b, lexicon, redline_b=[RedlineSpan(span.start, span.end, "deleted", "A")]) == ()


def test_a_page_break_cuts_quotes_and_runs(annotated, lexicon) -> None:
    a = annotated("a", numbered(SONGS))
    strange = "\n\nA/99/123\n\n21-04567 7/12\n\n"
    text = f"1. {SONGS};".replace(" and lullabies", f"{strange}and lullabies")
    first, rest = text.index(strange), text.index("and lullabies")
    pieces = (Span(0, first), Span(rest, len(text)))
    words, starts = close_text(text, pieces)
    source = msgspec.structs.replace(a.document.source, text=text)
    segment = msgspec.structs.replace(a.document.by_id()["para_1"], pieces=pieces, text=words, starts=starts)
    broken = Side(msgspec.structs.replace(a.document, source=source, segments=(segment,)), ())
    [passage] = find_passages(a, broken, lexicon)
    check(passage, a, broken)
    assert passage.relation == "verbatim"
    assert [piece.exact.split()[-1] for piece in passage.b_evidence] == ["riddles", "skerries"]
    assert [run.words for run in passage.runs] == [7, len(words_of(SONGS)) - 7]


@given(st.text(alphabet="abcd", max_size=40), st.text(alphabet="abcd", max_size=40))
def test_runs_are_all_there_and_as_long_as_they_go(a: str, b: str) -> None:
    runs = common_runs(a, b, seeds_of(b))
    expected = {
        (i, j)
        for i in range(len(a))
        for j in range(len(b))
        if a[i : i + SEED] == b[j : j + SEED]
        and len(a[i : i + SEED]) == SEED
        and not (i and j and a[i - 1] == b[j - 1])
    }
    assert {(run.a, run.b) for run in runs} == expected
    for run in runs:
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
        ends = run.a + run.length, run.b + run.length
        assert ends[0] == len(a) or ends[1] == len(b) or a[ends[0]] != b[ends[1]]
    for chain in chains(runs):
        for one, other in pairwise(chain):
            assert one.a + one.length <= other.a
            assert one.b + one.length <= other.b


@pytest.fixture(scope="session")
def indexed(write, lexicon):
    def make(*bodies: str) -> PassageIndex:
        index = PassageIndex(lexicon.verbs)
        for number, body in enumerate(bodies):
            index.add(write(f"d{number}", body))
        return index

    return make


def test_the_index_finds_what_a_comparison_of_each_pair_finds(indexed, annotated, lexicon) -> None:
    bodies = [
        numbered(SONGS, f"Invites the survey to {TIDES}"),
        numbered(f"Invites the survey to {TIDES.replace('coastal', 'coastal and riverine')}", RADIO),
        numbered(RADIO, SONGS),
        numbered("Notes the colour of buoys in the estuary of the southern river at dusk"),
    ]
    index = indexed(*bodies)
    found = Counter(
        (passage.a_evidence[0].source, passage.b_evidence[0].source, passage.a, passage.b, passage.relation)
        for restated in index.restated()
        for passage in index.passages(restated)
    )
    sides = [annotated(f"d{number}", body) for number, body in enumerate(bodies)]
    expected = Counter(
        (f"d{i}", f"d{j}", passage.a, passage.b, passage.relation)
        for i in range(len(sides))
        for j in range(i + 1, len(sides))
        for passage in find_passages(sides[i], sides[j], lexicon)
        if passage.relation != "other-words"
    )
    assert found == expected
    assert len(found) == 3


def test_the_index_keeps_equal_texts_once_with_all_places(indexed) -> None:
    index = indexed(numbered(SONGS), numbered(RADIO, SONGS), numbered(SONGS))
    assert len(index) == 2
    [restated] = list(index.restated())
    assert restated.first == restated.second
    assert [place.document for place in index.places(restated.first)] == [0, 1, 2]
    assert len(list(index.passages(restated))) == 3


def test_the_index_finds_nothing_inside_one_document(indexed) -> None:
    index = indexed(numbered(f"Invites the survey to {TIDES}", f"Invites the survey to {EDITED}"), numbered(RADIO))
    assert list(index.restated()) == []


def test_what_many_texts_say_is_a_formula(indexed) -> None:
    towns = [f"the town of {name}stad" for name in "abcdefghijklmnopqrstuvwxyz"]
    said = "Requests the Registrar to keep the register of boats and buoys up to date and to show it on demand in"
    few = indexed(*(numbered(f"{said} {town}") for town in towns[:3]))
    many = indexed(*(numbered(f"{said} {town}") for town in (*towns, *(f"{town} and its harbour" for town in towns))))
    assert len(many) > FORMULA
    assert len(list(few.restated())) == 3
    assert list(many.restated()) == []


def test_cited_titles_do_not_count_in_the_index(annotated, lexicon) -> None:
    cited = "Recalling the Global Compact for Safe, Orderly and Regular Migration and the New York Declaration for Refugees,"
    sides = [annotated(f"d{number}", f"{cited}\n\n{numbered(text)}") for number, text in enumerate((SONGS, RADIO))]
    index = PassageIndex(lexicon.verbs)
    for side in sides:
        index.add(side.document, side.mentions)
    found = [restated for restated in index.restated() if restated.first != restated.second]
    assert found == []


def test_gold_pairs_of_the_five_documents(lexicon) -> None:
    rows = [json.loads(line) for line in (ROOT / "data/gold/alignment.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 60
    sources = {source.instrument.slug: source for source in load_sources(ROOT / "data" / "sources")}
    sides = {}
    for slug, source in sources.items():
        made = extract(source, lexicon)
        sides[slug] = Side(made.document, made.mentions.segments)
    right, given_as, gold = Counter(), Counter(), Counter()
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for row in rows:
        pair = row["a"]["document"], row["b"]["document"]
        for side in ("a", "b"):
            part = row[side]
            assert ("quote" in part) == (row["relation"] != "unrelated")
            if "quote" in part:
                assert sources[part["document"]].text[part["start"] : part["end"]] == part["quote"]
        if pair not in found:
            found[pair] = dict(strongest(find_passages(sides[pair[0]], sides[pair[1]], lexicon)))
        relation = found[pair].get((row["a"]["segment"], row["b"]["segment"]), "unrelated")
        gold[row["relation"]] += 1
        given_as[relation] += 1
        right[relation] += relation == row["relation"]
    for relation in ("verbatim", "near-verbatim"):
        assert 2 * right[relation] / (gold[relation] + given_as[relation]) >= 0.9


def test_clauses_end_where_sentences_and_acts_do(write, lexicon) -> None:
    def clauses(text: str) -> list[str]:
        [unit] = units_of(write("x", f"1. {text}"), kinds=frozenset(("paragraph",)))
        made = text_of(unit, Alphabet(), verbs_of(lexicon.verbs))
        return [" ".join(unit.words.keys[low:high]) for low, high in made.clauses]

    first = "Notes that about 2.6 billion people in all parts of the world are offline"
    second = "encourages the survey to map every lighthouse of the northern coast"
    assert clauses(f"{first}, and {second};") == [
        "notes that about 2 6 billion people in all parts of the world are offline and " + second,
        "notes that about 2 6 billion people in all parts of the world are offline",
        second,
    ]
    inner = "Notes that cooperatives support, promote and encourage the training of operators on small islands"
    assert clauses(f"{inner};") == [inner.lower().replace(",", "")]
    assert clauses("Welcomes the map;") == []


def test_requests_for_a_report_and_agenda_items_are_no_passage(shared) -> None:
    closing = (
        "1. Requests the Secretary-General to submit to the General Assembly at its seventieth session a report;\n\n"
        "2. Decides to include in the provisional agenda of its seventieth session the item entitled “{}”;\n\n"
        "3. Takes note with appreciation of the report of the Secretary-General;"
    )
    assert shared(closing.format("Lamps of the north"), closing.format("Schools of the south")) == ()
