"""Comparisons in the graph: nodes with the words of both sides, direct links that agree with them, one way where the order is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from digov.alignment.lines import compare
from digov.graph import build_graph, provenance_quads
from digov.graph.alignment import UNIT_EDGES, comparison_producers, comparison_quads
from digov.mentions.annotate import annotate
from digov.model.alignment import Comparison, Side, UnitAlignment, UnitLink
from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.source import Instrument, SourceText
from digov.model.statement import DocumentStatements
from digov.rdf.base import PREFIXES
from digov.rdf.lexicons import load_lexicon
from digov.segments import parse

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/digov/"
BEFORE = """
1. Requests the Secretary-General to repair the cables of the northern islands by 2027;

2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

3. Notes that village choirs have collected the riddles of lighthouse keepers;
"""
AFTER = """
1. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

2. Encourages the Secretary-General to repair the cables of the northern islands by 2029;

3. Urges licensing bodies to leave a part of the radio spectrum to cooperatives of farmers;
"""
SHARED = "to count the lighthouses of the outer skerries and to train {} keepers in reading the tides"
FOREIGN = (
    "Invites meteorological offices to print almanacs with tables of tides, eclipses and migrating birds",
    "Recalls how bicycle couriers carried parcels between mountain towns while railway tunnels stood under water",
    "Deplores that theatres, puppet stages and travelling cinemas pay twice for one and the same licence",
    "Supports shipwrights who season oak planks in brackish ponds instead of drying them in heated sheds",
    "Decides to hang weather-proof copies of tram timetables beneath every second lantern of its boulevards",
    "Reaffirms that goats, geese and donkeys may rest in vacant market halls until the thaw has passed",
    "Regrets that glaziers, tilers and thatchers were never asked which roofs withstand hail or falling chestnuts",
    "Approves cheaper evening tickets for nurses whose ferries leave before breakfast or arrive past midnight",
    "Calls for mosaics, not marble slabs, wherever pavements cross the buried walls of Roman granaries",
    "Considers dandelions, nettles and sorrel worth planting along embankments that nobody mows any longer",
    "Urges licensing bodies to leave a part of the radio spectrum to cooperatives of farmers and beekeepers",
    "Commends stonemasons who carved warnings about avalanches into the lintels of abandoned alpine dairies",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "ontology" / "concepts")


@pytest.fixture(scope="module")
def side(lexicon: Lexicon) -> Callable[[str, str], Side]:
    def make(slug: str, body: str) -> Side:
        text = f"The General Assembly,\n\n{body.strip()}\n"
        instrument = Instrument(
            slug=slug, title=slug, kind="resolution", organ="body/general-assembly", date="2021-12-17"
        )
        source = SourceText(instrument=instrument, filename=f"{slug}.txt", text=text, sha256=sha256_of(text.encode()))
        document = parse(source)
        return Side(document, annotate(document, lexicon).segments)

    return make


@pytest.fixture(scope="module")
def drafts(side: Callable[[str, str], Side], lexicon: Lexicon) -> Comparison:
    return msgspec.structs.replace(compare(side("old", BEFORE), side("new", AFTER), lexicon), ordered=True)


@pytest.fixture(scope="module")
def strangers(side: Callable[[str, str], Side], lexicon: Lexicon) -> Comparison:
    one = [f"Requests the wardens {SHARED.format('400 young')}", *FOREIGN[:6]]
    other = [*FOREIGN[6:], f"Encourages the wardens {SHARED.format('young')}"]
    bodies = ["\n\n".join(f"{n}. {text};" for n, text in enumerate(texts, 1)) for texts in (one, other)]
    return compare(side("first", bodies[0]), side("second", bodies[1]), lexicon)


def rows(quads: tuple[Quad, ...], pattern: str) -> list[Mapping[str, str]]:
    store = Store()
    store.extend(quads)
    found = store.query(
        f"SELECT * WHERE {{ {pattern} }}", base_iri=BASE, prefixes=dict(PREFIXES), use_default_graph_as_union=True
    )
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in found]


def ask(quads: tuple[Quad, ...], pattern: str) -> bool:
    return bool(rows(quads, pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        "<id/old/para_2> dg:renumberedTo <id/new/para_1>",
        "<id/old/para_1> dg:movedTo <id/new/para_2>",
        "<id/old/para_3> dg:droppedFrom <id/new>",
        "<id/new/para_3> dg:addedTo <id/old>",
        """?link a dg:UnitLink ; dg:unitRelation <id/unit-relation/moved> ; dg:beforeSegment <id/old/para_1> ;
           dg:afterSegment <id/new/para_2> ; dg:beforeInstrument <id/old> ; dg:afterInstrument <id/new> ; dg:score ?score ;
           dg:pairedBy <id/pairing-sign/out-of-order> ; dg:producer <id/producer/unit-alignment/1> . FILTER(?score > 0.5 && ?score < 1)""",
        """?change a dg:Change ; dg:changeOf ?link ; dg:changeKind <id/change-kind/deadline-shifted> ; dg:by 2.0 ;
           dg:beforeValue "2027" ; dg:afterValue "2029" ; dg:verb <id/verb/encourage> ;
           dg:beforeEvidence/oa:hasSelector/oa:exact "by 2027" ; dg:afterEvidence/oa:hasSelector/oa:exact "by 2029" .
           ?link dg:beforeSegment <id/old/para_1>""",
        """?change dg:changeKind <id/change-kind/verb-weakened> ; dg:by -5.0 ; dg:producer <id/producer/changes/1> ;
           dg:beforeSegment <id/old/para_1> ; dg:afterSegment <id/new/para_2>""",
    ],
)
def test_what_became_of_units_is_said(drafts: Comparison, pattern: str) -> None:
    assert ask(comparison_quads([drafts]), pattern)


def test_a_certain_change_has_no_status_and_a_contested_one_says_so(drafts: Comparison) -> None:
    assert not ask(comparison_quads([drafts]), "?change dg:status ?status")
    groups = tuple(
        tuple(msgspec.structs.replace(change, status="contested", tier="C") for change in group)
        for group in drafts.changes
    )
    quads = comparison_quads([msgspec.structs.replace(drafts, changes=groups)])
    assert ask(quads, "?change a dg:Change ; dg:status <id/status/contested> ; dg:tier <id/tier/c>")


def test_bodies_and_goals_that_came_or_went_are_linked(drafts: Comparison) -> None:
    change = next(one for group in drafts.changes for one in group)
    made = [
        msgspec.structs.replace(change, kind=kind, before=before, after=None, by=None)
        for kind, before in (("body-dropped", "body/itu"), ("body-dropped", "Harbour Guild"), ("sdg-dropped", "9"), ("sdg-dropped", "all"))
    ]  # fmt: skip
    link = UnitLink(a=("para_1",), b=("para_2",), relation="edited", score=0.5, evidence=("shared-words",))
    alignment = UnitAlignment(a="old", b="new", links=(link,), coverage=0.5)
    quads = comparison_quads([Comparison(alignment=alignment, changes=(tuple(made),))])
    found = {
        (row["value"], row.get("entity"))
        for row in rows(quads, "?c dg:beforeValue ?value OPTIONAL { ?c dg:concerns ?entity }")
    }
    assert found == {
        ("body/itu", f"{BASE}id/body/itu"),
        ("Harbour Guild", None),
        ("9", "http://metadata.un.org/sdg/9"),
        ("all", None),
    }


def test_split_units_have_a_link_for_each_pair() -> None:
    links = (
        UnitLink(a=("para_1",), b=("para_1", "para_2"), relation="split", score=0.9, evidence=("contained",)),
        UnitLink(a=("para_2", "para_3"), b=("para_3",), relation="merged", score=0.9, evidence=("contained",)),
    )
    alignment = UnitAlignment(a="old", b="new", links=links, coverage=0.9)
    quads = comparison_quads([Comparison(alignment=alignment)])
    assert ask(quads, "<id/old/para_1> dg:splitInto <id/new/para_1> , <id/new/para_2>")
    assert ask(quads, "<id/old/para_2> dg:mergedInto <id/new/para_3> . <id/old/para_3> dg:mergedInto <id/new/para_3>")
    assert len(rows(quads, "?link a dg:UnitLink")) == 2


def test_passages_lead_to_the_words_of_both_sides(strangers: Comparison) -> None:
    quads = comparison_quads([strangers])
    [passage] = [one for one in strangers.passages if one.relation == "near-verbatim"]
    [row] = rows(
        quads,
        """?p a dg:SharedPassage ; dg:passageRelation <id/passage-relation/near-verbatim> ; dg:score ?score ;
           dg:producer <id/producer/passages-near-verbatim/1> ; dg:beforeSegment <id/first/para_1> ; dg:afterSegment <id/second/para_7> ;
           dg:beforeEvidence ?e . ?e oa:hasSource <id/source/first> ; oa:hasSelector ?place , ?quote .
           ?place oa:start ?start . ?quote oa:exact ?words""",
    )
    assert (int(row["start"]), row["words"]) == (passage.a_evidence[0].span.start, passage.a_evidence[0].exact)
    runs = rows(
        quads,
        "?p dg:run ?r . ?r dg:beforeStart ?a ; dg:beforeEnd ?b ; dg:afterStart ?c ; dg:afterEnd ?d ; dg:wordCount ?n",
    )
    assert sorted((int(r["a"]), int(r["b"]), int(r["c"]), int(r["d"]), int(r["n"])) for r in runs) == [
        (run.a.start, run.a.end, run.b.start, run.b.end, run.words) for run in passage.runs
    ]


def test_the_later_segment_leads_to_the_earlier_one_where_the_order_is_known(strangers: Comparison) -> None:
    known = comparison_quads([msgspec.structs.replace(strangers, ordered=True)])
    assert ask(known, "<id/second/para_7> dg:restates <id/first/para_1> ; dg:departsFrom <id/first/para_1>")
    assert not ask(known, "<id/first/para_1> ?any <id/second/para_7>")
    unknown = comparison_quads([strangers])
    assert ask(unknown, "<id/second/para_7> dg:sharesWordsWith <id/first/para_1>")
    assert ask(unknown, "<id/first/para_1> dg:sharesWordsWith <id/second/para_7>")
    assert not ask(unknown, "?one dg:restates|dg:departsFrom ?other")


def test_a_stronger_verb_builds_on(strangers: Comparison) -> None:
    [passage] = [one for one in strangers.passages if one.relation == "near-verbatim"]
    [verb] = [c for group in strangers.departures for c in group if c.kind.startswith("verb-")]
    stronger = msgspec.structs.replace(verb, kind="verb-strengthened", by=3.0)
    one = msgspec.structs.replace(strangers, passages=(passage,), departures=((stronger,),), ordered=True)
    quads = comparison_quads([one])
    assert ask(quads, "<id/second/para_7> dg:buildsOn <id/first/para_1>")
    assert not ask(quads, "?one dg:departsFrom ?other")
    assert ask(
        quads,
        "?change dg:changeKind <id/change-kind/verb-strengthened> ; dg:changeOf/dg:afterSegment <id/second/para_7>",
    )


def test_other_words_only_resemble(strangers: Comparison) -> None:
    [passage] = [one for one in strangers.passages if one.relation == "near-verbatim"]
    other = msgspec.structs.replace(passage, relation="other-words", runs=(), score=0.3)
    quads = comparison_quads([msgspec.structs.replace(strangers, passages=(other,), departures=(), ordered=True)])
    assert ask(quads, "<id/second/para_7> dg:resembles <id/first/para_1>")
    assert not ask(quads, "?one dg:restates ?other")


def test_nothing_depends_on_the_order_of_comparisons_and_no_node_is_blank(
    drafts: Comparison, strangers: Comparison
) -> None:
    quads = comparison_quads([drafts, strangers])
    assert quads == comparison_quads([strangers, drafts])
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    assert {quad.graph_name for quad in quads} == {NamedNode(f"{BASE}graph/alignment")}
    assert [one.id for one in comparison_producers([strangers, drafts])] == [
        "changes",
        "passages-near-verbatim",
        "unit-alignment",
    ]


def test_every_direct_link_of_units_is_that_of_a_node(drafts: Comparison) -> None:
    assert isinstance(drafts.alignment, UnitAlignment)
    expected = {
        (f"{BASE}id/old/{one}", UNIT_EDGES[link.relation].iri(BASE), f"{BASE}id/new/{other}")
        for link in drafts.alignment.links
        for one in link.a
        for other in link.b
    }
    names = {ref.iri(BASE) for ref in UNIT_EDGES.values()}
    found = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in comparison_quads([drafts])
        if quad.predicate.value in names
    }
    assert found == expected


def test_the_build_counts_and_describes_the_graph_of_alignments(stated: DocumentStatements, drafts: Comparison) -> None:
    quads = build_graph([stated], [], [drafts])
    assert ask(quads, "<id/producer/changes/1> a dg:Producer")
    own = len({quad for quad in quads if quad.graph_name == NamedNode(f"{BASE}graph/alignment")})
    about = provenance_quads(quads, sources=[stated.document.source], producers=[], version="1")
    assert ask(about, f"<graph/alignment> a void:Dataset ; void:triples {own} ; dcterms:description ?words")
    assert not ask(
        provenance_quads(build_graph([stated], []), sources=[], producers=[], version="1"), "<graph/alignment> ?p ?o"
    )
