"""The networks of the real release: what stands in the five texts stands in them, and nothing hangs loose."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

import digov
from digov.networks import NetworkKind
from digov.release import open_release
from digov.show import read_records
from digov.store import ReleaseStore, SelectResult

SLUGS = {"a-80-62", "e-res-2024-13", "gdc-base", "gdc-redline", "wsis20-zero-unesco"}
Edge = tuple[str, str, str]


@pytest.fixture(scope="module")
def store(releases: Path) -> ReleaseStore:
    return ReleaseStore(open_release(releases))


@pytest.fixture(scope="module")
def everything(store: ReleaseStore) -> nx.MultiDiGraph:
    return digov.network(store, kind="all")


def edges(graph: nx.MultiDiGraph, relation: str) -> set[Edge]:
    """Return (from, to, segment) of the edges with this relation."""
    return {(a, b, v.get("segment", "")) for a, b, v in graph.edges(data=True) if v["relation"] == relation}


def count(store: ReleaseStore, query: str) -> int:
    result = store.query(query)
    assert isinstance(result, SelectResult)
    return int(str(getattr(result.rows[0][0], "value", "")))


def test_all_holds_every_segment_with_its_words(store: ReleaseStore, everything: nx.MultiDiGraph) -> None:
    held = {n: (v["text"], v["instrument"]) for n, v in everything.nodes(data=True) if v["type"] == "segment"}
    assert held == {f"{r.document}/{r.segment}": (r.text, r.document) for r in read_records(store.release)}
    assert {instrument for _, instrument in held.values()} == SLUGS


def test_every_segment_is_part_of_its_instrument(everything: nx.MultiDiGraph) -> None:
    """Each has one place to be part of, and the way up ends at the instrument, without going round."""
    parents: dict[str, str] = {}
    for segment, parent, _ in edges(everything, "part of"):
        assert segment not in parents
        parents[segment] = parent
    for segment, values in everything.nodes(data=True):
        if values["type"] == "segment":
            place, steps = segment, 0
            while place in parents:
                place, steps = parents[place], steps + 1
                assert steps < 10
            assert place == values["instrument"]


@pytest.mark.parametrize(
    ("kind", "relation", "edge"),
    [
        ("bodies", "asks", ("group/member-states", "body/secretary-general", "gdc-base/para_76")),
        ("bodies", "asks", ("body/economic-and-social-council", "body/secretary-general", "e-res-2024-13/para_124")),
        ("sdgs", "subject", ("gdc-base", "sdg/17", "gdc-base/para_44__point_a")),
        ("sdgs", "subject", ("a-80-62", "sdg/9.c", "a-80-62/para_4")),
        ("instruments", "cites", ("e-res-2024-13", "tunis-agenda", "e-res-2024-13/para_81")),
        ("instruments", "cites", ("wsis20-zero-unesco", "a-res-70-125", "wsis20-zero-unesco/preamble__recital_B")),
        ("citations", "cites", ("e-res-2024-13/para_1", "a-res-70-125", "e-res-2024-13/para_1")),
        ("all", "mentions", ("gdc-base/para_11__point_a", "body/itu", "gdc-base/para_11__point_a")),
    ],
)
def test_what_the_texts_say_is_an_edge(store: ReleaseStore, kind: NetworkKind, relation: str, edge: Edge) -> None:
    assert edge in edges(digov.network(store, kind=kind), relation)


def test_the_later_draft_revises_the_earlier(store: ReleaseStore) -> None:
    assert ("gdc-redline", "gdc-base", "") in edges(digov.network(store), "revises")


def test_there_is_an_edge_for_each_act_and_each_who_is_asked(store: ReleaseStore) -> None:
    graph = digov.network(store, kind="bodies")
    assert graph.number_of_edges() == count(
        store, "SELECT (COUNT(*) AS ?n) WHERE { ?act dg:addressee ?who ; dg:actor ?actor ; dg:statedIn ?segment }"
    )
    assert {values["type"] for _, values in graph.nodes(data=True)} == {"body", "group"}
    for _, _, values in graph.edges(data=True):
        assert values["act"].startswith(values["segment"] + "#")
        assert values["act_type"]


def test_only_the_council_speaks_in_its_resolution(store: ReleaseStore) -> None:
    graph = digov.network(store, kind="bodies")
    speakers = Counter(
        actor for actor, _, values in graph.edges(data=True) if values["segment"].startswith("e-res-2024-13/")
    )
    assert speakers.keys() == {"body/economic-and-social-council"}
    assert speakers.total() > 20


def test_each_smaller_network_speaks_of_segments_of_the_whole(store: ReleaseStore, everything: nx.MultiDiGraph) -> None:
    kinds: tuple[NetworkKind, ...] = ("bodies", "citations", "instruments", "sdgs")
    for kind in kinds:
        graph = digov.network(store, kind=kind)
        said = {v["segment"] for _, _, v in graph.edges(data=True) if "segment" in v}
        assert said
        assert all(everything.nodes[segment]["type"] == "segment" for segment in said)
        for node, values in graph.nodes(data=True):
            assert values["type"] != "other", node
            assert values == everything.nodes[node]


def test_goals_are_named_by_number_and_title(store: ReleaseStore) -> None:
    graph = digov.network(store, kind="sdgs")
    assert graph.nodes["sdg/17"]["type"] == "goal"
    assert graph.nodes["sdg/17"]["iri"] == "http://metadata.un.org/sdg/17"
    assert graph.nodes["sdg/9.c"]["type"] == "target"
    assert {a for a, _, _ in edges(graph, "subject")} == SLUGS
