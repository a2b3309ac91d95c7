"""Every shape has an example that keeps it and one that breaks it, and a bad example breaks just what it says.

Examples are named after the file of their shape: ``good/act.ttl`` keeps the shapes of ``act.ttl``, ``bad/act-force.ttl`` breaks one of them.
``examples/context.ttl`` is the small valid graph that every example is added to. A bad example says on its first line which
shape it breaks, at which property and how badly: ``# expect: Act-force dg:force Violation`` (``-`` for no property).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad

from digov.rdf.base import BASE_IRI, ID
from digov.validation import Result, Shapes, validate
from digov.validation.report import SHAPES

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parent / "examples"
GOOD = sorted(EXAMPLES.glob("good/*"))
BAD = sorted(EXAMPLES.glob("bad/*"))
EXPECT = re.compile(r"# expect: ([A-Z]\w*(?:-\w+)?) (\S+) (Violation|Warning|Info)\n")
NAMES = rdflib.Graph().parse(EXAMPLES / "context.ttl").namespace_manager
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
VOCABULARY = NamedNode(f"{BASE_IRI}graph/vocabulary")
MARK = "--in--"
Reader = Callable[[Path], tuple[Quad, ...]]


def expected(file: Path) -> tuple[str, str | None, str]:
    """Return shape, property and severity that a bad example declares."""
    match = EXPECT.match(file.read_text(encoding="utf-8"))
    assert match, f"{file.name} does not say what to expect on its first line"
    shape, path, severity = match.groups()
    return SHAPES + shape, None if path == "-" else str(NAMES.expand_curie(path)), severity.lower()


def names(shapes: Shapes) -> set[str]:
    return {name.removeprefix(SHAPES) for name in shapes.names}


def test_the_context_keeps_every_shape(shapes: Shapes, context: tuple[Quad, ...]) -> None:
    assert validate(context, shapes).lines() == ()


@pytest.fixture(scope="module")
def found(shapes: Shapes, context: tuple[Quad, ...], read_example: Reader) -> dict[str, list[Result]]:
    """Return the results of every example by its name.

    One validation for all: each example gets a copy of the context, and every node of ours in both gets the name of the
    example behind its IRI, so that no two examples meet. Examples that describe nodes of others are validated alone.
    """
    vocabulary = [quad for quad in context if quad.graph_name == VOCABULARY]
    shared = {quad.subject for quad in vocabulary}
    results: dict[str, list[Result]] = {}
    together = list(vocabulary)
    for file in (*GOOD, *BAD):
        quads = read_example(file)
        results[name_of(file)] = []
        if all(is_ours(quad.subject) and not isinstance(quad.object, BlankNode) for quad in quads):
            own = [quad for quad in context if quad.graph_name != VOCABULARY]
            together += [renamed(quad, name_of(file), shared) for quad in (*own, *quads)]
        else:
            results[name_of(file)] = list(validate((*context, *quads), shapes).results)
    for result in validate(together, shapes).results:
        names = {name for node in (result.focus, result.value) if node for name in node.split(MARK)[1:]}
        assert len(names) == 1, f"a result that belongs to no example: {result.line()}"
        results[names.pop()].append(result)
    return results


def name_of(file: Path) -> str:
    return f"{file.parent.name}-{file.stem}"


def is_ours(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith((ID, f"{BASE_IRI}dataset"))


def renamed(quad: Quad, name: str, shared: Collection[object]) -> Quad:
    subject, value = (
        NamedNode(f"{node.value}{MARK}{name}") if is_ours(node) and node not in shared else node
        for node in (quad.subject, quad.object)
    )
    return Quad(subject, quad.predicate, value, quad.graph_name)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_example_keeps_every_shape(file: Path, found: dict[str, list[Result]]) -> None:
    assert [result.line() for result in found[name_of(file)]] == []


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_example_breaks_one_shape_and_no_other(file: Path, found: dict[str, list[Result]]) -> None:
    results = found[name_of(file)]
    broken = [(result.shape, result.path, result.severity) for result in results]
    assert broken == [expected(file)], [result.line() for result in results]


def test_every_shape_has_a_bad_example(shapes: Shapes) -> None:
    broken = {expected(file)[0].removeprefix(SHAPES) for file in BAD}
    assert names(shapes) - broken == set()


def test_bad_examples_are_found_by_the_name_of_the_file_of_the_shape() -> None:
    """As good examples are: every file has some, ``act-force.ttl`` breaks a shape of ``act.ttl``."""
    homes = {file.stem: file for file in (ROOT / "shapes").glob("*.ttl")}
    found: dict[str, set[str]] = {stem: set() for stem in homes}
    for file in BAD:
        stem = max((stem for stem in homes if f"{file.stem}-".startswith(f"{stem}-")), key=len, default=None)
        assert stem is not None, f"{file.name} is named after no file of shapes"
        found[stem].add(expected(file)[0])
    for stem, broken in found.items():
        held = {
            str(shape) for shape in rdflib.Graph().parse(homes[stem]).subjects() if isinstance(shape, rdflib.URIRef)
        }
        assert broken, f"no bad example for {stem}.ttl"
        assert broken <= held, f"named after {stem}.ttl, but of another file: {sorted(broken - held)}"


def test_every_file_of_shapes_has_a_good_example_that_uses_its_properties(
    context: tuple[Quad, ...], read_example: Reader
) -> None:
    files = sorted((ROOT / "shapes").glob("*.ttl"))
    assert [file.stem for file in files] == [file.stem for file in GOOD]
    for file, example in zip(files, GOOD, strict=True):
        carried = {quad.predicate.value for quad in (*context, *read_example(example))}
        graph = rdflib.Graph().parse(file)
        for shape, path in graph.subject_objects(SH.path):
            if isinstance(shape, rdflib.URIRef) and (shape, SH.maxCount, rdflib.Literal(0)) not in graph:
                assert str(path) in carried, f"{example.name} does not use {path} of {shape}"
