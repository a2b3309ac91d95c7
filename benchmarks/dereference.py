"""Whether every IRI of a release answers: each document as a page and in every syntax of RDF, over the wire.

Usage: ``python benchmarks/dereference.py [RELEASES] [--every N] [--skip N]``. It starts a server of its own on the folder RELEASES
(default: ``build/releases``), asks for every document in their order (or every Nth, or without the first N), and prints what failed and how
long pages took. Its exit status is 1 if anything failed.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx
import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from digov.pages import Library
from digov.pages.places import SUFFIXES, topic_of
from digov.rdf.base import ID
from digov.release import open_release
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[1]
FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def triples_of(body: bytes, syntax: str) -> frozenset[str]:
    """Return the triples in ``body``, whatever graphs they stand in."""
    return frozenset(str(quad.triple) for quad in pyoxigraph.parse(body, format=FORMATS[syntax]))


def ask(client: httpx.Client, address: str, accept: str = "*/*") -> httpx.Response:
    """Return the answer; asked again where the server had closed the connection while the last answer was looked at."""
    try:
        return client.get(address, headers={"Accept": accept})
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return client.get(address, headers={"Accept": accept})


def check(client: httpx.Client, document: str, iris: list[str], held: ReleaseStore) -> tuple[list[str], float]:
    """Return what is wrong with a document, and the seconds that its page took; ``iris`` are those that it describes."""
    wrong = []
    topic = topic_of(document)
    if topic.startswith(ID):
        way = ask(client, "/id/" + document[4:])
        if way.status_code != 303 or way.headers["location"] != f"/{document}":
            wrong.append(f"/id leads with {way.status_code} to {way.headers.get('location')}")
    start = time.perf_counter()
    page = ask(client, f"/{document}", "text/html")
    took = time.perf_counter() - start
    if page.status_code != 200 or "</html>" not in page.text:
        wrong.append(f"page: {page.status_code}")
    anchors = set(re.findall(r'\bid="([^"]+)"', page.text))
    wrong += [f"no anchor for {iri}" for iri in iris if "#" in iri and iri.partition("#")[2] not in anchors | {""}]
    found: dict[str, frozenset[str]] = {}
    for suffix, syntax in SUFFIXES.items():
        answer = ask(client, f"/{document}{suffix}")
        if answer.status_code != 200:
            wrong.append(f"{suffix}: {answer.status_code}")
            continue
        found[suffix] = triples_of(answer.content, syntax)
    if len(set(found.values())) != 1:
        wrong.append(f"syntaxes differ: { ({suffix: len(one) for suffix, one in found.items()}) }")
    triples = next(iter(found.values()), frozenset())
    for iri in iris:
        own = {str(quad.triple) for quad in held.quads(NamedNode(iri))}
        if not document.startswith("graph/") and len(own) < 5_000 and not own <= triples:
            wrong.append(f"{len(own - triples)} triples of {iri} are missing")
    return wrong, took


def main() -> int:
    """Check the release, print what is wrong, and return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("releases", nargs="?", default=str(ROOT / "build" / "releases"))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0)
    arguments = parser.parse_args()
    store = ReleaseStore(open_release(arguments.releases))
    library = Library(store)
    documents = list(library.catalogue.documents())[arguments.skip :: arguments.every]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--out", arguments.releases]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        if address is None:
            print(f"the server did not start: {line}")
            return 1
        failures: Counter[str] = Counter()
        seconds = []
        with httpx.Client(base_url=address.group(), timeout=60, follow_redirects=False) as client:
            for document in documents:
                iris = [topic_of(document), *library.catalogue.fragments(document)]
                wrong, took = check(client, document, iris, store)
                seconds.append(took)
                for one in wrong:
                    print(f"{document}: {one}")
                    failures[re.sub(r"\d+|https?:\S+", "…", one)] += 1
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    print(
        f"{len(documents)} documents, each as a page and in {len(SUFFIXES)} syntaxes: {sum(failures.values())} failures"
    )
    for failure, count in failures.most_common():
        print(f"  {count:6} {failure}")
    ordered = sorted(seconds)
    print(
        f"pages: p50 {statistics.median(ordered) * 1000:.1f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:.1f} ms"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
