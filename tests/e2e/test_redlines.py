"""The real redlines in the release: what was struck is not asserted, what stands is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from digov.networks import network
from digov.release import open_release
from digov.show import read_records
from digov.store import AskResult, ReleaseStore, SelectResult

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "data" / "sources" / "gdc-redline" / "text.txt").read_bytes().decode("utf-8")
TAG = re.compile(r"\((All SDGs|SDGs?\s[\d,&\s]+)\)")
STRUCK = {
    "less than 2 percent of": "2 percent",
    "bottom 40 percent": "40 percent",
    "at least 80 percent": "80 percent",
    "at least 60 percent": "60 percent",
    "net-zero emissions by 2050": "by 2050",
    "on the Fund within 12 months": "within 12 months",
    "at the 80th": "80th",
    "starting in 2026": "2026",
    "an AnnualUnited": "Annual",
    "an Annuala": "Annual",
}
"""The ten facts that a reader found in struck words, by words around them."""
STRUCK_TAGS = ("Framework Convention for Climate Change", "progress on the Fund within 12 months")
"""The words before the two tags that were struck: with item 44(d), and in paragraph 62."""


@pytest.fixture(scope="module")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


def rows(store: ReleaseStore, query: str) -> list[tuple[str, ...]]:
    result = store.query(query)
    assert isinstance(result, SelectResult)
    return [tuple(str(getattr(cell, "value", "")) for cell in row) for row in result.rows]


def asserted(store: ReleaseStore, slug: str) -> list[tuple[str, str, str, int, int]]:
    """Return subject, predicate and object of the direct links of a document, with the place of each of their quotes."""
    found = rows(
        store,
        f"""SELECT ?s ?p ?o ?start ?end WHERE {{
              GRAPH <graph/{slug}> {{ ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dg:evidence ?evidence .
                ?evidence oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end . ?s ?p ?o }} }}""",
    )
    return [(s, p, o, int(start), int(end)) for s, p, o, start, end in found]


@pytest.fixture(scope="module")
def links(store: ReleaseStore) -> list[tuple[str, str, str, int, int]]:
    return asserted(store, "gdc-redline")


@pytest.mark.parametrize(("around", "words"), STRUCK.items())
def test_no_dropped_fact_is_asserted(links: list[tuple[str, str, str, int, int]], around: str, words: str) -> None:
    assert TEXT.count(around) == 1
    start = TEXT.index(around) + around.index(words)
    end = start + len(words)
    values = {"80th": "ga-80", "2026": "year/2026", "by 2050": "2050", "within 12 months": "p12m", "Annual": "r-p1y"}
    touching = [link for link in links if link[3] < end and start < link[4] and link[4] - link[3] < 60]
    wrong = [link for link in touching if values.get(words, "#quantity-") in link[2]]
    assert not wrong


def test_the_tags_that_stand_are_asserted_with_their_goals(links: list[tuple[str, str, str, int, int]]) -> None:
    tags = list(TAG.finditer(TEXT))
    assert len(tags) == 89
    right = 0
    for tag in tags:
        wanted = {"all"} if "All" in tag[1] else set(re.findall(r"\d+", tag[1]))
        inside = [
            link for link in links if "#" not in link[0].rpartition("/")[2] and tag.start() <= link[3] < tag.end()
        ]
        found = {"all" if "coversAllGoals" in p else o.rpartition("/")[2] for _, p, o, _, _ in inside}
        if TEXT[: tag.start()].rstrip().endswith(STRUCK_TAGS):
            assert not found, tag[0]
        else:
            right += found == wanted
    assert right >= 0.97 * (len(tags) - len(STRUCK_TAGS))


def test_what_is_dropped_leads_to_the_base_that_says_it(store: ReleaseStore) -> None:
    found = rows(
        store,
        """SELECT ?object ?number WHERE {
             ?s dg:status <id/status/dropped> ; dg:droppedIn <id/gdc-redline> ; dg:ofBase <id/gdc-base> ; rdf:object ?object ;
               dg:saidBefore ?before . ?before rdf:object ?said ; rdf:subject ?unit .
             GRAPH <graph/gdc-base> { ?unit ?link ?said } ?unit dg:inInstrument <id/gdc-base> ; eli:number ?number }""",
    )
    said = {(iri.rpartition("/id/")[2].partition("#")[0], number) for iri, number in found}
    assert {
        ("deadline/session/ga-80", "75"),
        ("deadline/year/2026", "76"),
        ("gdc-redline/para_13__point_a", "13(a)"),
    } <= said


def test_the_base_still_says_what_the_new_draft_drops(store: ReleaseStore) -> None:
    says = {o.rpartition("/id/")[2] for _, _, o, _, _ in asserted(store, "gdc-base")}
    assert {"deadline/session/ga-80", "deadline/year/2026", "deadline/duration/p12m", "deadline/year/2050"} <= says


def test_what_still_holds_is_asserted(links: list[tuple[str, str, str, int, int]]) -> None:
    says = {o.rpartition("/id/")[2] for _, _, o, _, _ in links}
    assert {"deadline/session/ga-81", "deadline/session/ga-82", "deadline/date/2024-12", "deadline/year/2030"} <= says
    numbers = {(s.rpartition("/id/")[2], o.rpartition("/id/")[2]) for s, p, o, _, _ in links if p.endswith("#due")}
    assert ("gdc-redline/para_75#act-3", "deadline/session/ga-81") in numbers


def test_nothing_entailed_brings_a_dropped_fact_back(store: ReleaseStore) -> None:
    for status in ("dropped", "contested"):
        pattern = f"?st dg:status <id/status/{status}> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
        result = store.query(f"ASK {{ {pattern} . ?s ?p ?o }}")
        assert result == AskResult(False)
    named = "?node a dg:Unasserted"
    for link in (
        "?node dg:statedIn ?x",
        "?x dg:states ?node",
        "?x dg:performs ?node",
        "?x dg:isAddressedBy ?node",
        "?node a dg:Act",
    ):
        assert store.query(f"ASK {{ {named} . {link} }}") == AskResult(False), link
    assert len(rows(store, f"SELECT ?node WHERE {{ {named} }}")) > 10


def test_the_network_of_requests_leaves_out_what_was_struck(store: ReleaseStore) -> None:
    graph = network(store, kind="bodies")
    acts = {values.get("act") for _, _, values in graph.edges(data=True)}
    dropped = {iri.rpartition("/id/")[2] for (iri,) in rows(store, "SELECT ?n WHERE { ?n a dg:Unasserted }")}
    assert not acts & dropped
    assert len(acts) > 50


def test_records_say_what_became_of_what_was_found(releases: Path) -> None:
    records = read_records(open_release(releases))
    drafts = {record.document for record in records for act in record.acts if act.status is not None}
    assert drafts == {"gdc-redline", "wsis20-zero-unesco"}
    [paragraph] = [r for r in records if r.document == "gdc-redline" and r.label == "75"]
    assert {(d.value, d.status) for d in paragraph.deadlines} >= {("GA-80", "dropped"), ("GA-81", "asserted")}
    for record in records:
        for found in (*record.deadlines, *record.quantities, *record.bodies):
            if record.document == "gdc-redline":
                assert found.surface == TEXT[found.start : found.end]


def test_show_tells_in_words_what_was_struck(releases: Path, digov: Callable[..., CompletedProcess[bytes]]) -> None:
    done = digov("show", "gdc-redline", "75", "--releases", releases)
    lines = [line for line in done.stdout.decode().splitlines() if line.startswith("  deadline ")]
    assert done.returncode == 0
    [dropped] = [line for line in lines if "GA-80" in line]
    assert "dropped" in dropped
    assert "struck" in dropped
    assert not any("dropped" in line or "contested" in line for line in lines if "GA-81" in line)


def test_a_redline_without_a_base_has_no_reading_and_all_its_numbers(store: ReleaseStore) -> None:
    readings = rows(store, "SELECT ?d ?kind WHERE { ?r a dg:Reading ; dg:inDocument ?d ; dg:readingKind ?kind }")
    assert {(iri.rpartition("/id/")[2], kind) for iri, kind in readings} == {
        ("gdc-redline/eng", "best-guess"),
        ("gdc-redline/eng", "fewest-deletions"),
    }
    lineage = rows(
        store,
        """SELECT ?printed ?old ?new WHERE { ?n a dg:NumberLineage ; dg:inDocument <id/wsis20-zero-unesco/eng> ;
             dg:printedNumber ?printed . OPTIONAL { ?n dg:oldNumber ?old } OPTIONAL { ?n dg:newNumber ?new } }""",
    )
    assert {("47:20.", "17", "20"), ("416.127.", "116", "127"), ("8.", "", "8"), ("90.", "90", "")} <= set(lineage)
    assert len(lineage) == 153


def test_spans_are_the_words_of_the_print(store: ReleaseStore) -> None:
    found = rows(
        store,
        """SELECT ?words ?start ?end ?status ?segment_start ?segment_end WHERE { ?span a dg:RedlineSpan ;
             dg:inDocument <id/gdc-redline/eng> ; dg:words ?words ; dg:start ?start ; dg:end ?end ; dg:status ?status ;
             dg:printedIn ?segment . ?segment dg:start ?segment_start ; dg:end ?segment_end }""",
    )
    assert len(found) > 300
    for words, start, end, status, first, last in found:
        assert TEXT[int(start) : int(end)] == words
        assert words == words.strip()
        assert status.rpartition("/")[2] in ("inserted", "deleted", "contested", "artefact")
        assert int(first) <= int(start) < int(end) <= int(last)
