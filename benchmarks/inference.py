"""Whether the rules of the build infer what owlrl infers, on whole graphs; owlrl takes minutes for them.

    python benchmarks/inference.py [--releases releases]

Compares both on the made-up graph (synthetic_graph.py) in two sizes, and on the current release if a folder of releases is given.
Prints a table of CPU seconds, and exits with 1 if a result differs, or if a release holds anything else than what the rules infer.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, Triple
from synthetic_graph import synthetic_quads

from digov.inference import infer, infer_with_owlrl
from digov.rdf.base import iri_of_curie
from digov.rdf.ontology import load_ontology
from digov.rdf.terms import INFERRED_GRAPH, node_of
from digov.release import open_release
from digov.store import ReleaseStore

ROOT = Path(__file__).resolve().parents[1]
WORDS = frozenset(iri_of_curie(name) for name in ("skos:definition", "skos:example", "rdfs:label", "dcterms:source"))
"""Properties of the ontology that nothing follows from, and that owlrl would only carry along."""
Reasoner = Callable[[Iterable[Quad], Iterable[Triple]], tuple[Triple, ...]]


def measured(reasoner: Reasoner, quads: list[Quad], ontology: list[Triple]) -> tuple[tuple[Triple, ...], float]:
    """Return what a reasoner infers, and the CPU seconds that it takes."""
    start = time.process_time()
    return reasoner(quads, ontology), time.process_time() - start


def graphs(releases: Path | None) -> Iterator[tuple[str, list[Quad], set[Triple] | None]]:
    """Yield the name of each graph, its stated quads, and the triples that were inferred from them if that is on record."""
    for name, segments in (("made up, small", 13), ("made up, as large as the release", 130)):
        yield name, list(synthetic_quads(ROOT / "ontology", segments=segments)), None
    if releases is not None:
        release = open_release(releases)
        inferred = node_of(INFERRED_GRAPH)
        quads = list(ReleaseStore(release).quads())
        stated = [quad for quad in quads if quad.graph_name != inferred]
        yield f"release {release.id}", stated, {quad.triple for quad in quads if quad.graph_name == inferred}


def main() -> int:
    """Compare the reasoners, print a table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path)
    arguments = parser.parse_args()
    ontology = [triple for triple in load_ontology(ROOT / "ontology") if triple.predicate.value not in WORDS]
    failures = 0
    print("| graph | triples | inferred | rules of digov | owlrl | same result |\n|---|---|---|---|---|---|")
    for name, quads, recorded in graphs(arguments.releases):
        found, rules = measured(infer, quads, ontology)
        expected, reference = measured(infer_with_owlrl, quads, ontology)
        wrong = set(found) ^ set(expected)
        if recorded is not None:
            wrong |= set(found) ^ recorded
        failures += bool(wrong)
        size = len({quad.triple for quad in quads})
        answer = "no" if wrong else "yes"
        print(f"| {name} | {size:,} | {len(found):,} | {rules:.2f} s | {reference:.1f} s | {answer} |", flush=True)
        for triple in sorted(wrong, key=str)[:20]:
            print(f"  {triple}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
