"""Networks: typed, directed graphs of a release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import digov
from digov.model.errors import QueryError, ReleaseError
from digov.model.release import Release
from digov.networks import _EDGES, NetworkKind
from digov.store import ReleaseStore


def edges(graph: nx.MultiDiGraph, relation: str) -> list[tuple[str, str]]:
    return sorted((a, b) for a, b, values in graph.edges(data=True) if values["relation"] == relation)


def test_who_asks_whom_has_an_edge_for_each_act(example_store: ReleaseStore) -> None:
    graph = digov.network(example_store, kind="bodies")
    assert (
        edges(graph, "asks")
        == [("body/example-council", "body/data-forum")] * 2 + [("body/example-council", "body/registrar")] * 2
    )
    values = [v for _, end, v in graph.edges(data=True) if end == "body/registrar"]
    assert {v["segment"] for v in values} == {"example/para_1", "second/para_1"}
    assert {v["act_type"] for v in values} == {"request"}
    assert {v["act"] for v in values} == {"example/para_1#act-1", "second/para_1#act-1"}
    assert graph.nodes["body/registrar"] == {
        "type": "body",
        "label": "Registrar",
        "iri": "https://w3id.org/digov/id/body/registrar",
    }


def test_instruments_cite_works(example_store: ReleaseStore) -> None:
    graph = digov.network(example_store)
    assert graph.graph["kind"] == "instruments"
    assert edges(graph, "cites") == [("example", "example-2001-9"), ("second", "example-2001-9")]
    assert graph.nodes["example"]["label"] == "An example"
    assert graph.nodes["example-2001-9"]["label"] == "Resolution 2001/9"
    assert {values["type"] for _, values in graph.nodes(data=True)} == {"instrument"}


def test_citations_lead_from_segments_to_works_and_segments(example_store: ReleaseStore) -> None:
    graph = digov.network(example_store, kind="citations")
    assert ("example/preamble__recital_1", "example-2001-9") in graph.edges()
    assert ("example/para_2__point_b", "example/para_1") in graph.edges()
    assert graph.nodes["example/para_1"]["number"] == "1"
    assert graph.nodes["example/para_1"]["text"].startswith("1. Requests")
    assert graph.nodes["example/para_1"]["instrument"] == "example"


def test_sdgs_are_reached_from_instruments_by_the_segments_that_name_them(example_store: ReleaseStore) -> None:
    graph = digov.network(example_store, kind="sdgs")
    assert edges(graph, "subject") == [(a, b) for a in ("example", "second") for b in ("sdg/4.b", "sdg/9")]
    assert graph.nodes["sdg/9"] == {"type": "goal", "label": "Industry", "iri": "http://metadata.un.org/sdg/9"}
    # A target that no vocabulary describes is a node all the same.
    assert graph.nodes["sdg/4.b"] == {"type": "other", "label": "sdg/4.b", "iri": "http://metadata.un.org/sdg/4.b"}
    [values] = [v for a, b, v in graph.edges(data=True) if (a, b) == ("example", "sdg/9")]
    assert values["segment"] == "example/para_1"


def test_all_holds_every_segment_with_its_place(example_store: ReleaseStore) -> None:
    graph = digov.network(example_store, kind="all")
    assert ("example/para_2__point_a", "example/para_2") in edges(graph, "part of")
    assert ("example/para_2", "example") in edges(graph, "part of")
    assert ("example/para_1", "body/registrar") in edges(graph, "mentions")
    assert ("example/para_2__point_a", "group/staff") in edges(graph, "mentions")
    assert ("example/para_1", "sdg/9") in edges(graph, "subject")
    assert ("example/para_1", "body/registrar") in edges(graph, "asks")
    types = {values["type"] for _, values in graph.nodes(data=True)}
    assert types == {"instrument", "segment", "body", "group", "goal", "other"}
    assert graph.nodes["example/front_1"]["label"] == "example/front_1"


@pytest.mark.parametrize("kind", sorted(_EDGES))
def test_a_network_is_the_same_each_time_and_every_end_is_described(
    example_store: ReleaseStore, kind: NetworkKind
) -> None:
    one, two = digov.network(example_store, kind=kind), digov.network(example_store, kind=kind)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(data=True)) == list(two.edges(data=True))
    assert isinstance(one, nx.MultiDiGraph)
    assert one.number_of_edges() > 0
    for _, values in one.nodes(data=True):
        assert {"type", "label", "iri"} <= values.keys()
    for _, _, values in one.edges(data=True):
        assert values["relation"]


def test_a_release_a_folder_and_a_path_are_all_taken(example_release: Release) -> None:
    folder = Path(example_release.folder)
    for source in (example_release, folder, str(folder), folder.parent):
        graph = digov.network(source, kind="bodies")
        assert graph.number_of_edges() == 4
        assert graph.graph["release"] == example_release.id


def test_an_unknown_kind_names_those_there_are(example_store: ReleaseStore) -> None:
    kind: Any = "people"
    with pytest.raises(QueryError, match="all, bodies, citations, instruments, sdgs"):
        digov.network(example_store, kind=kind)


def test_a_path_without_a_release_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        digov.network(tmp_path)


def test_the_package_names_what_it_offers_and_nothing_else() -> None:
    assert {name: getattr(digov, name) for name in digov.__all__}.keys() == {"__version__", "network", "open_release"}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = digov.nothing


def test_importing_digov_imports_no_library_until_something_is_asked_for() -> None:
    code = (
        "import sys, digov; print(sorted({'networkx', 'pyoxigraph', 'rdflib', 'msgspec'} & sys.modules.keys()));"
        "import digov.networks; print(callable(digov.network) and callable(digov.open_release))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().split("\n")[:2] == ["[]", "True"]
