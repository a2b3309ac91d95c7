"""The writer of RDF: what is read back is what was written, term for term, and the same triples give the same bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from digov.rdf.base import DG, PREFIXES, RDF, SDG, XSD
from digov.rdf.bridge import from_rdflib
from digov.rdf.serialize import DATASET_SYNTAXES, EXTENSIONS, MEDIA_TYPES, Syntax, write_graph

SRC = Path(__file__).parents[2] / "src"
SYNTAXES: tuple[Syntax, ...] = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
RDFLIB_NAMES = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}

# What the embedded store and other writers change: leading zeros and signs, precision, derived types, the case of tags.
LITERALS = (
    *(
        Literal(words, datatype=NamedNode(XSD + kind))
        for words, kind in [
            ("1.50", "decimal"),
            ("1.", "decimal"),
            ("0.00000001", "decimal"),
            ("01", "integer"),
            ("+1", "integer"),
            ("-7", "integer"),
            ("12345678901234567890123", "integer"),
            ("abc", "integer"),
            ("5", "nonNegativeInteger"),
            ("1", "boolean"),
            ("true", "boolean"),
            ("1e3", "double"),
            ("1.5", "float"),
            ("2024-07-23", "date"),
            ("P1Y", "duration"),
        ]
    ),
    Literal("colour", language="en-GB"),
    Literal("", language="fr"),
    Literal(""),
    Literal(' a "quoted" \\ word\r\n\tand <more> & \u2028 \U0001f600 \x7f '),
    Literal('a <http://example.org/b> _:c "d" .'),
    Literal("<p>&amp;</p>", datatype=NamedNode(RDF + "XMLLiteral")),
    Literal('{"a":1}', datatype=NamedNode(RDF + "JSON")),
)
IRIS = tuple(
    map(
        NamedNode,
        (
            "https://w3id.org/digov/id/body/itu",
            "https://w3id.org/digov/id/gdc-base/para_44__point_a#act-1",
            SDG + "9.c",
            SDG + "9.",
            DG + "actor",
            DG + "-x",
            "urn:x:y",
            "http://example.org/é?x=1&y='2'#(z)",
            "http://example.org/",
        ),
    )
)
PREDICATES = (*map(NamedNode, (RDF + "type", DG + "actor", "http://example.org/v/a.b", "urn:x:y")),)
TERMS = st.one_of(
    st.sampled_from(IRIS),
    st.sampled_from(LITERALS),
    st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=12).map(Literal),
)
BLANKS = st.sampled_from([BlankNode(label) for label in ("b1", "b2", "0", "_0")])
GRAPHS = st.one_of(st.just(DefaultGraph()), st.sampled_from(IRIS[:3]))
QUADS = st.builds(Quad, st.sampled_from(IRIS), st.sampled_from(PREDICATES), TERMS, GRAPHS)
BLANK_QUADS = st.builds(
    Quad, st.one_of(BLANKS, st.sampled_from(IRIS)), st.sampled_from(PREDICATES), st.one_of(BLANKS, TERMS), GRAPHS
)


def read_back(data: bytes, syntax: Syntax) -> set[Quad]:
    return set(parse(data, format=RdfFormat.from_media_type(MEDIA_TYPES[syntax])))


def meant(quads: list[Quad], syntax: Syntax) -> set[Quad]:
    """Return what ``syntax`` can say of the quads: without names of graphs where it has none."""
    return set(quads) if syntax in DATASET_SYNTAXES else {Quad(*quad.triple) for quad in quads}


@pytest.mark.parametrize("syntax", SYNTAXES)
@given(quads=st.lists(QUADS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_oxigraph_reads_back_what_was_written(syntax: Syntax, quads: list[Quad]) -> None:
    assert read_back(write_graph(quads, syntax), syntax) == meant(quads, syntax)


@pytest.mark.parametrize("syntax", [s for s in SYNTAXES if s != "rdfxml"])
@given(quads=st.lists(BLANK_QUADS, max_size=8))
@settings(max_examples=40, deadline=None)
def test_labels_of_blank_nodes_are_kept(syntax: Syntax, quads: list[Quad]) -> None:
    assert read_back(write_graph(quads, syntax), syntax) == meant(quads, syntax)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("syntax", SYNTAXES)
@given(quads=st.lists(QUADS, max_size=8))
@settings(max_examples=30, deadline=None)
def test_rdflib_reads_back_what_was_written(syntax: Syntax, quads: list[Quad]) -> None:
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        if syntax in DATASET_SYNTAXES:
            dataset = rdflib.Dataset()
            dataset.parse(data=write_graph(quads, syntax), format=RDFLIB_NAMES[syntax])
            found = {quad_of(*quad) for quad in dataset.quads()}
        else:
            graph = rdflib.Graph()
            graph.parse(data=write_graph(quads, syntax), format=RDFLIB_NAMES[syntax])
            found = {quad_of(*triple, None) for triple in graph}
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
    assert found == meant(quads, syntax)


def quad_of(subject: object, predicate: object, value: object, graph: object) -> Quad:
    name = DefaultGraph() if graph in (None, rdflib.URIRef("urn:x-rdflib:default")) else NamedNode(str(graph))
    return Quad(from_rdflib(subject), from_rdflib(predicate), from_rdflib(value), name)


@pytest.mark.parametrize("syntax", SYNTAXES)
@given(quads=st.lists(QUADS, max_size=12), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_order_and_repeats_do_not_show(syntax: Syntax, quads: list[Quad], seed: int) -> None:
    shuffled = [*quads, *quads[:2]]
    random.Random(seed).shuffle(shuffled)
    assert write_graph(iter(shuffled), syntax) == write_graph(quads, syntax)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_triples_are_written_as_quads_of_the_default_graph(syntax: Syntax) -> None:
    triples = [Triple(IRIS[0], PREDICATES[1], literal) for literal in LITERALS]
    data = write_graph(triples, syntax)
    assert data.endswith(b"\n")
    assert data == write_graph([Quad(*triple) for triple in triples], syntax)
    assert write_graph([], syntax) == write_graph(iter(()), syntax)
    assert read_back(write_graph([], syntax), syntax) == set()


def test_n_quads_are_canonical() -> None:
    """One blank between terms, escapes by RDFC-1.0, lines in the order of code points."""
    words = "".join(map(chr, range(0x21))) + '"\\\x7f\x80é'
    quads = [Quad(IRIS[8], PREDICATES[3], Literal(words), IRIS[4]), Quad(IRIS[8], PREDICATES[3], Literal("Z"))]
    escaped = "".join(
        {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 0x20: " "}.get(n, f"\\u{n:04X}") for n in range(0x21)
    )
    assert write_graph(quads, "nquads").decode() == (
        f'<http://example.org/> <urn:x:y> "Z" .\n'
        f'<http://example.org/> <urn:x:y> "{escaped}\\"\\\\\\u007F\x80é" <{DG}actor> .\n'
    )


def test_turtle_is_written_for_people() -> None:
    itu, act = IRIS[0], IRIS[1]
    triples = [
        Triple(act, NamedNode(DG + "force"), Literal(5)),
        Triple(act, NamedNode(RDF + "type"), NamedNode(DG + "Act")),
        Triple(act, NamedNode(DG + "actor"), itu),
        Triple(act, NamedNode(DG + "coversAllGoals"), Literal(True)),
        Triple(act, NamedNode("http://purl.org/dc/terms/subject"), IRIS[2]),
    ]
    assert write_graph(triples, "turtle").decode() == (
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix dg: <https://w3id.org/digov/ns#> .\n"
        "@prefix sdg: <http://metadata.un.org/sdg/> .\n"
        "\n"
        "<https://w3id.org/digov/id/gdc-base/para_44__point_a#act-1> a dg:Act ;\n"
        "    dcterms:subject sdg:9.c ;\n"
        "    dg:actor <https://w3id.org/digov/id/body/itu> ;\n"
        "    dg:coversAllGoals true ;\n"
        "    dg:force 5 .\n"
    )


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_syntax_has_its_media_type_and_extension(syntax: Syntax) -> None:
    form = RdfFormat.from_media_type(MEDIA_TYPES[syntax])
    assert form is not None
    assert RdfFormat.from_extension(EXTENSIONS[syntax]) == form


@pytest.mark.parametrize(
    "triple",
    [
        Triple(IRIS[0], NamedNode("http://example.org/1"), IRIS[0]),
        Triple(IRIS[0], NamedNode("http://example.org/"), IRIS[0]),
        Triple(IRIS[0], NamedNode(RDF + "li"), IRIS[0]),
        Triple(IRIS[0], NamedNode(RDF + "Description"), IRIS[0]),
        Triple(IRIS[0], PREDICATES[1], Literal("a\x01b")),
        Triple(IRIS[0], PREDICATES[1], Literal("a\ufffe")),
        Triple(IRIS[0], PREDICATES[1], Literal("a", language="ar", direction=BaseDirection.RTL)),
        Triple(IRIS[0], PREDICATES[1], Triple(IRIS[0], PREDICATES[1], IRIS[0])),
    ],
)
def test_what_rdf_xml_cannot_hold_is_refused(triple: Triple) -> None:
    with pytest.raises(ValueError, match="RDF/XML has no form"):
        write_graph([triple], "rdfxml")
    data = write_graph([triple], "turtle")
    assert read_back(data, "turtle") == {Quad(*triple)}


def test_what_json_ld_cannot_hold_is_refused() -> None:
    inner = Triple(IRIS[0], PREDICATES[1], Literal("a <b> c"))
    with pytest.raises(ValueError, match="JSON-LD has no form"):
        write_graph([Triple(IRIS[0], PREDICATES[1], inner)], "jsonld")
    directed = Triple(IRIS[0], PREDICATES[1], Literal("a", language="ar", direction=BaseDirection.RTL))
    assert read_back(write_graph([directed], "jsonld"), "jsonld") == {Quad(*directed)}


def test_namespaces_without_a_prefix_get_one_in_rdf_xml() -> None:
    prefixes = {**PREFIXES, "ns1": "http://example.org/taken#"}
    triples = [Triple(IRIS[0], NamedNode(f"http://example.org/{name}/p"), IRIS[0]) for name in ("b", "a")]
    data = write_graph(triples, "rdfxml", prefixes=prefixes).decode()
    assert 'xmlns:ns2="http://example.org/a/"' in data
    assert 'xmlns:ns3="http://example.org/b/"' in data
    assert read_back(data.encode(), "rdfxml") == {Quad(*triple) for triple in triples}


def test_the_hash_seed_does_not_show() -> None:
    """Two processes with other hash seeds write the same bytes in every syntax."""
    script = (
        "import hashlib, sys\n"
        "from pyoxigraph import *\n"
        "from digov.rdf.serialize import MEDIA_TYPES, write_graph\n"
        "iris = {NamedNode(f'http://example.org/{n}/p') for n in 'abcdefghij'}\n"
        "quads = {Quad(a, b, c, b) for a in iris for b in iris for c in (a, Literal(a.value))}\n"
        "for syntax in sorted(MEDIA_TYPES):\n"
        "    print(syntax, hashlib.sha256(write_graph(quads, syntax)).hexdigest())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SRC)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") == len(SYNTAXES)
