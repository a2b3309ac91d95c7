"""What the tests of the shapes share: the shapes, and the small graph that every example stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from digov.rdf.base import BASE_IRI, DCTERMS, RDFS, SKOS
from digov.validation import Shapes, load_shapes

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parent / "examples"
WORDS = {f"{SKOS}definition", f"{SKOS}example", f"{RDFS}label", f"{DCTERMS}source", f"{DCTERMS}description"}
"""What no shape looks at: left out of the ontology, so that 200 validations stay quick."""


def _read(file: Path, graph: str = "example") -> tuple[Quad, ...]:
    """Return the quads of a Turtle file in ``graph``; those of a TriG file stay in the graphs they name."""
    form = RdfFormat.TRIG if file.suffix == ".trig" else RdfFormat.TURTLE
    found = tuple(parse(file.read_bytes(), format=form, base_iri=BASE_IRI, rename_blank_nodes=True))
    if form == RdfFormat.TRIG:
        return found
    name = NamedNode(f"{BASE_IRI}graph/{graph}")
    return tuple(Quad(quad.subject, quad.predicate, quad.object, name) for quad in found)


@pytest.fixture(scope="session")
def read_example() -> Callable[[Path], tuple[Quad, ...]]:
    return _read


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return load_shapes(ROOT / "shapes", ROOT / "ontology" / "prefixes.ttl")


@pytest.fixture(scope="session")
def context() -> tuple[Quad, ...]:
    """Return the ontology without its words, the act types, and the instrument that every example stands in."""
    names = ("alignment.ttl", "core.ttl", "outside.ttl", "redline.ttl", "concepts/act-types.ttl")
    vocabulary = [quad for name in names for quad in _read(ROOT / "ontology" / name, "vocabulary")]
    return (*(quad for quad in vocabulary if quad.predicate.value not in WORDS), *_read(EXAMPLES / "context.ttl"))
