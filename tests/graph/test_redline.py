"""The graph of a redline: its spans, numbers and readings, what it does not assert, and where its base says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from digov.alignment.redline import recover
from digov.comparing import read_both, read_standing
from digov.graph import build_graph, producers_of
from digov.graph.redline import marked_spans
from digov.mentions.annotate import annotate
from digov.model.alignment import Side
from digov.model.document import Document
from digov.model.keys import sha256_of
from digov.model.redline import EVIDENCE, Redline
from digov.model.source import Instrument, SourceText
from digov.model.statement import DocumentStatements
from digov.rdf.base import PREFIXES
from digov.rdf.lexicons import load_lexicon
from digov.segments import parse
from digov.statements import state

ROOT = Path(__file__).parents[2]
BASE_IRI = "https://w3id.org/digov/"
BASE = """We, the Heads of State and Government,

1. We recognize that the digital economy grows quickly and that many people have no share in it (SDG 9);

2. We request the Secretary-General to report to the General Assembly at its 80th session on the work done so far (SDG 17).

3. We will meet every year in Geneva to exchange experience with all stakeholders and to learn from each other.
"""
DRAFT = BASE.replace("80th", "80th81st").replace("\n3. We", "\n3. We remember the children of the world.\n\n34. We")


def read(slug: str, text: str, revision_of: str | None = None) -> Document:
    instrument = Instrument(
        slug=slug, title=slug, kind="draft", organ="group/member-states", draft=True, draft_basis="made up", revision_of=revision_of
    )  # fmt: skip
    return parse(SourceText(instrument=instrument, filename=slug, text=text, sha256=sha256_of(text.encode())))


@pytest.fixture(scope="module")
def pair() -> tuple[DocumentStatements, DocumentStatements]:
    lexicon = load_lexicon(ROOT / "ontology" / "concepts")
    base, draft = read("old", BASE), read("new", DRAFT, "old")
    redline = recover(draft, base)
    assert isinstance(redline, Redline)
    standing = read_standing(draft, redline, lexicon)
    found = read_both(Side(draft, annotate(draft, lexicon).segments), standing, redline, lexicon)
    return state(base, annotate(base, lexicon).segments), state(draft, found, redline=redline, standing=standing)


@pytest.fixture(scope="module")
def quads(pair: tuple[DocumentStatements, DocumentStatements]) -> tuple[Quad, ...]:
    return build_graph(pair, [])


def ask(quads: tuple[Quad, ...], pattern: str) -> bool:
    store = Store()
    store.extend(quads)
    query = f"ASK {{ {pattern} }}"
    return bool(store.query(query, base_iri=BASE_IRI, prefixes=dict(PREFIXES), use_default_graph_as_union=True))


@pytest.mark.parametrize(
    "pattern",
    [
        """<id/new/eng#redline> a dg:Redline ; dg:inDocument <id/new/eng> ; dg:base <id/old> ; dg:coverage 1.0 ;
             dg:reading <id/new/eng#reading-best-guess> , <id/new/eng#reading-fewest-deletions> ; dg:producer <id/producer/redlines/1>""",
        "<id/producer/redlines/1> a dg:Producer",
        "?s a dg:RedlineSpan ; dg:words '80th' ; dg:status <id/status/deleted> ; dg:tier <id/tier/a> ; dg:printedIn <id/new/para_2>",
        "?s a dg:RedlineSpan ; dg:words '81st' ; dg:status <id/status/inserted> ; dg:sign <id/sign/aligned>",
        "<id/new/eng#reading-best-guess> dg:readingKind 'best-guess' ; dg:text ?t . FILTER(CONTAINS(?t, 'at its 81st session'))",
        "?n a dg:NumberLineage ; dg:printedNumber '34.' ; dg:oldNumber '3' ; dg:newNumber '4' ; dg:tier <id/tier/a>",
        # the new draft says one session, the base the other
        "<id/new/para_2> dg:hasDeadline <id/deadline/session/ga-81> . <id/old/para_2> dg:hasDeadline <id/deadline/session/ga-80>",
        "?st rdf:subject <id/new/para_2> ; rdf:object <id/deadline/session/ga-81> ; dg:tier ?tier . FILTER NOT EXISTS { ?st dg:status ?x }",
        """?st rdf:subject <id/new/para_2> ; rdf:object <id/deadline/session/ga-80> ; dg:status <id/status/dropped> ; dg:tier <id/tier/b> ;
             dg:droppedIn <id/new> ; dg:ofBase <id/old> ; dg:saidBefore ?before ; dg:evidence ?evidence .
           ?before rdf:subject <id/old/para_2> ; rdf:object <id/deadline/session/ga-80>""",
        "?n a dg:Unasserted ; dg:printedIn <id/new/para_2> ; rdfs:label 'GA-80' ; dg:wouldBe dg:TimingMention",
    ],
)
def test_the_graph_holds(quads: tuple[Quad, ...], pattern: str) -> None:
    assert ask(quads, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "<id/new/para_2> dg:hasDeadline <id/deadline/session/ga-80>",
        "?act dg:due <id/deadline/session/ga-80> ; dg:statedIn <id/new/para_2>",
        "?n a dg:Unasserted ; dg:statedIn ?x",
        "?s a dg:RedlineSpan ; dg:status <id/status/kept>",
        "?s a dg:RedlineSpan ; dg:inDocument <id/old/eng>",
        "?st rdf:subject <id/old/para_2> ; dg:tier ?tier",
    ],
)
def test_the_graph_does_not_hold(quads: tuple[Quad, ...], pattern: str) -> None:
    assert not ask(quads, pattern)


def test_everything_of_a_redline_stands_in_the_graph_of_its_document(quads: tuple[Quad, ...]) -> None:
    own = NamedNode(f"{BASE_IRI}graph/new")
    ours = [quad for quad in quads if "id/new/eng#" in str(quad.subject)]
    assert {quad.graph_name for quad in ours} == {own}
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)


def test_marked_spans_lie_in_one_segment_each(pair: tuple[DocumentStatements, DocumentStatements]) -> None:
    _, draft = pair
    assert draft.redline is not None
    text, segments = draft.document.source.text, draft.document.by_id()
    found = list(marked_spans(draft.document, draft.redline))
    assert [text[span.start : span.end] for span, _ in found][:2] == ["80th", "81st"]
    for span, segment in found:
        assert any(piece.start <= span.start and span.end <= piece.end for piece in segments[segment].pieces)
    covered = {index for span, _ in found for index in range(span.start, span.end)}
    marked = {
        i for s in draft.redline.spans if s.status != "kept" for i in range(s.start, s.end) if not text[i].isspace()
    }
    assert {index for index in covered if not text[index].isspace()} == marked


def test_only_a_build_with_a_redline_names_who_reads_redlines(
    pair: tuple[DocumentStatements, DocumentStatements],
) -> None:
    base, draft = pair
    assert "redlines" in {producer.id for producer in producers_of([draft])}
    assert "redlines" not in {producer.id for producer in producers_of([base])}


def test_every_sign_status_and_tier_is_a_concept() -> None:
    turtle = (ROOT / "ontology" / "redline.ttl").read_text("utf-8")
    for name, meaning in EVIDENCE.items():
        assert f"<id/sign/{name}> a skos:Concept" in turtle
        assert meaning.replace('"', '\\"') in turtle
    assert turtle.count("> a skos:Concept ;") == len(EVIDENCE) + 6 + 3
