"""Verifying one file: whether it can be read, how much it holds, and its hash."""

from __future__ import annotations

from pathlib import Path

from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.rdf.canonical import LABELLING_SECONDS, rdfc10_hash
from digov.rdf.terms import count_by_graph
from digov.verification.checks import Check, Checks
from digov.verification.dumps import content_of, quads_in

_ENDINGS = (".nq", ".trig", ".jsonld", ".ttl", ".nt", ".rdf", ".parquet")


def verify_file(path: Path, *, expected: str | None = None, seconds: float = LABELLING_SECONDS) -> Checks:
    """Yield the checks of the RDF file ``path``, gzip or not, or of a table of quads; any origin, any blank nodes.

    ``expected`` is the RDFC-1.0 hash that it should have; ``seconds`` bounds the labelling of blank nodes. A file of
    no known ending, or that cannot be read, is an :class:`InputError`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise InputError(message, where=str(path), remedy="Name a release or an RDF file.") from error
    yield from verify_bytes(path.name, data, expected=expected, seconds=seconds)


def verify_bytes(name: str, data: bytes, *, expected: str | None = None, seconds: float = LABELLING_SECONDS) -> Checks:
    """Yield the checks of a file with the ``name`` and the bytes ``data``; as :func:`verify_file`."""
    if not name.removesuffix(".gz").endswith(_ENDINGS):
        remedy = f"Name a file that ends in {', '.join(_ENDINGS)}, with .gz or without."
        raise InputError("no RDF file by its ending", where=name, remedy=remedy)
    yield Check("SHA-256 of the file", True, sha256_of(data))
    quads = quads_in(name, content_of(name, data))
    graphs = count_by_graph(quads)
    yield Check("readable", True, f"{len(quads):,} statements in {len(graphs)} graphs")
    found = rdfc10_hash(quads, seconds=seconds)
    if expected is None:
        yield Check("RDFC-1.0 hash", True, found)
    else:
        yield Check("RDFC-1.0 hash", found == expected.lower(), f"{found}, expected {expected.lower()}")
