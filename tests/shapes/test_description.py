"""The description of a release keeps the shapes of the catalogue, as the graph does."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Quad, RdfFormat, parse

from digov.rdf.terms import PROVENANCE_GRAPH, node_of
from digov.release import ReleaseContent
from digov.release.description import describe_series
from digov.release.forms import DESCRIPTION
from digov.validation import Shapes, validate
from digov.validation.report import SHAPES

CATALOGUE = ("Dataset", "Distribution", "Service", "Linkset", "Measurement")


def broken(quads: list[Quad], shapes: Shapes) -> list[str]:
    """Return the results of the shapes of the catalogue; a part of a graph breaks others, which ask for the rest."""
    found = validate(quads, shapes).results
    of_catalogue = [one for one in found if one.shape.removeprefix(SHAPES).partition("-")[0] in CATALOGUE]
    return [one.line() for one in of_catalogue if not one.shape.endswith("-derivedFrom")]


def test_the_description_keeps_the_shapes(content_of: Callable[..., ReleaseContent], shapes: Shapes) -> None:
    old, new = content_of("example"), content_of("example", "second")
    described = [quad.triple for quad in parse(new.files[DESCRIPTION], format=RdfFormat.TURTLE)]
    series = describe_series([old.manifest, new.manifest], new.manifest.id)
    quads = [Quad(*triple, node_of(PROVENANCE_GRAPH)) for triple in {*described, *series}]
    assert broken(quads, shapes) == []
    license_of = [quad for quad in quads if quad.predicate.value.endswith("/license")]
    without = [quad for quad in quads if quad not in license_of]
    assert len(broken(without, shapes)) == len({quad.subject for quad in license_of}) == 3
