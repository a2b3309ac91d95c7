"""The canonical form of a dataset by RDFC-1.0, and its hash: the same for every way to write and to label the same data.

Without blank nodes, as in a release, the canonical form is the sorted N-Quads. With them their labels have to be made,
which for graphs that are built for it takes longer than anybody waits: that is done in a process which can be ended.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from digov.model.errors import InputError
from digov.rdf.serialize import write_graph

LABELLING_SECONDS: Final = 60.0
"""Seconds that the labelling of blank nodes may take when no other limit is given."""
_CHILD: Final = """
import sys
sys.path[:] = sys.argv[1:]
from digov.rdf.canonical import label_stream
label_stream(sys.stdin.buffer, sys.stdout.buffer)
"""


def canonical_form(quads: Iterable[Quad], *, seconds: float = LABELLING_SECONDS) -> bytes:
    """Return the canonical N-Quads of ``quads`` by RDFC-1.0 with SHA-256: labels ``c14n0`` …, lines sorted, each once.

    Blank nodes that cannot be labelled within ``seconds`` are an :class:`InputError`: such a graph is made to be costly
    (a poison graph) or far larger than what RDFC-1.0 is meant for.
    """
    held = tuple(quads)
    plain = write_graph(held, "nquads")
    # Without the mark of a label in the text there is none; with it, it may stand in a literal.
    return _labelled(plain, seconds) if b"_:" in plain and any(map(_has_blank_node, held)) else plain


def rdfc10_hash(quads: Iterable[Quad], *, seconds: float = LABELLING_SECONDS) -> str:
    """Return the SHA-256 of :func:`canonical_form` in hexadecimal."""
    return hashlib.sha256(canonical_form(quads, seconds=seconds)).hexdigest()


def _has_blank_node(quad: Quad) -> bool:
    return any(_is_blank(term) for term in (quad.subject, quad.object, quad.graph_name))


def _is_blank(term: object) -> bool:
    if isinstance(term, Triple):
        return _is_blank(term.subject) or _is_blank(term.object)
    return isinstance(term, BlankNode)


def _labelled(nquads: bytes, seconds: float) -> bytes:
    """Return the canonical form of ``nquads``, made by :func:`label_stream` in a process of its own."""
    command = [sys.executable, "-c", _CHILD, *sys.path]
    try:
        done = subprocess.run(command, input=nquads, capture_output=True, timeout=seconds, check=True)  # noqa: S603 - ours
    except subprocess.TimeoutExpired as error:
        message = f"the blank nodes cannot be labelled within {seconds:g} s"
        remedy = "Give them IRIs, or allow more time."
        raise InputError(message, remedy=remedy) from error
    return done.stdout


def label_stream(source: BinaryIO, target: BinaryIO) -> None:
    """Write the canonical form of the N-Quads of ``source`` to ``target``, however long that takes."""
    dataset = Dataset(parse(source.read(), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    target.write(write_graph(dataset, "nquads"))
