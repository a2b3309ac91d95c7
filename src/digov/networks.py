"""Networks: parts of a release as networkx graphs, typed and directed, with attributes.

The module is not called ``network``, so that :func:`digov.network` stays the function whatever was imported before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from typing import Literal as OneOf

import networkx as nx

from digov.model.errors import QueryError
from digov.model.release import Release
from digov.rdf.base import BASE_IRI, SDG, id_of
from digov.release import open_release
from digov.store import ReleaseStore, SelectResult

NetworkKind = OneOf["all", "bodies", "citations", "instruments", "sdgs"]

_NODES: Final = MappingProxyType(
    {
        "instrument": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node a dg:Instrument .
              OPTIONAL { ?node skos:prefLabel ?pref } OPTIONAL { ?node dcterms:title ?title }
              BIND(STR(COALESCE(?title, ?pref)) AS ?label) }""",
        "segment": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node dg:inInstrument ?instrument ; dg:text ?text ; dg:order ?order .
              OPTIONAL { ?node eli:number ?number } BIND(?number AS ?label) }""",
        "body": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node skos:prefLabel ?pref . FILTER(STRSTARTS(STR(?node), CONCAT(STR(<id/>), "body/")))
              BIND(STR(?pref) AS ?label) }""",
        "group": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node skos:prefLabel ?pref . FILTER(STRSTARTS(STR(?node), CONCAT(STR(<id/>), "group/")))
              BIND(STR(?pref) AS ?label) }""",
        "goal": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node a sdgo:Goal . OPTIONAL { ?node skos:prefLabel ?pref } BIND(STR(?pref) AS ?label) }""",
        "target": """
            SELECT ?node ?label ?number ?text ?instrument ?order WHERE {
              ?node a sdgo:Target . OPTIONAL { ?node skos:prefLabel ?pref } BIND(STR(?pref) AS ?label) }""",
    }
)
"""What is a node, by type, with its attributes."""

_IN_INSTRUMENT: Final = "?from dg:inInstrument ?source ."
_ASKED: Final = (
    "?act dg:addressee ?target ; dg:statedIn ?segment ; dg:actType ?act_type . ?segment dg:inInstrument ?instrument ."
)
_EDGES: Final[Mapping[NetworkKind, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "all": (
            ("part of", "?source dg:inInstrument ?i ; eli:is_part_of ?target . BIND(?source AS ?segment)"),
            ("cites", "?source dg:inInstrument ?instrument ; eli:cites ?target . BIND(?source AS ?segment)"),
            ("mentions", "?source dg:mentionsBody ?target . BIND(?source AS ?segment)"),
            ("mentions", "?source dg:mentionsGroup ?target . BIND(?source AS ?segment)"),
            (
                "asks",
                "?act dg:addressee ?target ; dg:statedIn ?source ; dg:actType ?act_type . BIND(?source AS ?segment)",
            ),
            ("subject", "?source dg:inInstrument ?instrument ; dcterms:subject ?target . BIND(?source AS ?segment)"),
            ("revises", "?source prov:wasRevisionOf ?target ."),
        ),
        "instruments": (
            ("cites", f"{_IN_INSTRUMENT} ?from eli:cites ?target . ?target a dg:Instrument . BIND(?from AS ?segment)"),
            ("revises", "?source prov:wasRevisionOf ?target ."),
            ("member of", "?source eli:is_member_of ?target . ?source a dg:Instrument ."),
        ),
        "bodies": (("asks", f"{_ASKED} ?act dg:actor ?source ."),),
        "citations": (
            ("cites", "?source dg:inInstrument ?instrument ; eli:cites ?target . BIND(?source AS ?segment)"),
        ),
        "sdgs": (("subject", f"{_IN_INSTRUMENT} ?from dcterms:subject ?target . BIND(?from AS ?segment)"),),
    }
)
"""The edges of each network: relation, and the pattern that binds its ends, the segment that says it, and more."""


def network(source: ReleaseStore | Release | Path | str, *, kind: NetworkKind = "instruments") -> nx.MultiDiGraph:
    """Return a part of a release as a directed graph; nodes and edges come in a fixed order.

    ``source`` is a release, an open store of one, or the path of a release or of a folder of releases. Kinds:

    - ``instruments``: instruments, which cite, revise or are members of each other;
    - ``citations``: segments and the instruments or segments that each of them cites;
    - ``bodies``: who asks whom: bodies and groups, an edge for each act with an addressee;
    - ``sdgs``: instruments and the goals or targets that their segments name;
    - ``all``: instruments, segments, bodies, groups, goals and targets with everything between them.

    A node is named by its id relative to ``…/id/`` (``body/itu``, ``gdc-base/para_11``), a goal or target ``sdg/9``.
    It has ``type`` (``instrument``, ``segment``, ``body``, ``group``, ``goal``, ``target``, ``other``), ``label``,
    ``iri``, and for segments ``number``, ``text``, ``instrument`` and ``order``. An edge has ``relation``, and where a
    segment says it ``segment``; an act's edge has ``act`` and ``act_type``. There is one edge for each place that says
    so, so degrees count places.

    Raises :class:`~digov.model.errors.ReleaseError` as :func:`digov.open_release` does, and
    :class:`~digov.model.errors.QueryError` for an unknown kind.
    """
    if kind not in _EDGES:
        raise QueryError(f"unknown kind of network: {kind!r}", remedy=f"Choose one of {', '.join(sorted(_EDGES))}.")
    store = source if isinstance(source, ReleaseStore) else ReleaseStore(_release(source))
    nodes = dict(_nodes(store))
    edges = sorted({edge for relation, pattern in _EDGES[kind] for edge in _edges(store, relation, pattern)})
    graph = nx.MultiDiGraph(kind=kind, release=store.release.id)
    ends = {name for edge in edges for name in edge[:2]}
    for name in sorted(ends | (nodes.keys() if kind == "all" else set())):
        graph.add_node(name, **nodes.get(name, {"type": "other", "label": name, "iri": _iri(name)}))
    for start, end, relation, segment, act, act_type in edges:
        values = {"segment": segment, "act": act, "act_type": act_type}
        graph.add_edge(start, end, relation=relation, **{key: value for key, value in values.items() if value})
    return graph


def _release(source: Release | Path | str) -> Release:
    return source if isinstance(source, Release) else open_release(source)


def _nodes(store: ReleaseStore) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Yield every node that can stand in a network, with its attributes, type by type and sorted by name."""
    for node_type, query in _NODES.items():
        found: dict[str, dict[str, str | int]] = {}
        for node, label, number, text, instrument, order in _rows(store, query):
            name = _name(node)
            values: dict[str, str | int] = {"type": node_type, "label": label or name, "iri": node}
            if node_type == "segment":
                values |= {"number": number, "text": text, "instrument": _name(instrument), "order": int(order)}
            # Two labels in two graphs: the smallest one, whatever the order of the rows.
            if name not in found or str(values["label"]) < str(found[name]["label"]):
                found[name] = values
        yield from sorted(found.items())


def _edges(store: ReleaseStore, relation: str, pattern: str) -> Iterator[tuple[str, str, str, str, str, str]]:
    query = f"SELECT DISTINCT ?source ?target ?segment ?act ?act_type WHERE {{ {pattern} }}"
    for start, end, segment, act, act_type in _rows(store, query):
        yield _name(start), _name(end), relation, _name(segment), _name(act), _name(act_type).removeprefix("act-type/")


def _rows(store: ReleaseStore, query: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a query of this module as words, empty where there is no value."""
    result = store.query(query)
    if not isinstance(result, SelectResult):
        raise TypeError("the queries of networks select rows")
    for row in result.rows:
        yield tuple("" if term is None else str(getattr(term, "value", term)) for term in row)


def _name(iri: str) -> str:
    """Return the name of a node: relative to our ids, ``sdg/9`` for the UN's goals, else the IRI itself."""
    return f"sdg/{iri.removeprefix(SDG)}" if iri.startswith(SDG) else id_of(iri) or iri


def _iri(name: str) -> str:
    if name.startswith("sdg/"):
        return SDG + name.removeprefix("sdg/")
    return name if ":" in name else f"{BASE_IRI}id/{name}"
