"""Finding the graph that somebody means: by the name of a release, by its folder, or by a file."""

from __future__ import annotations

from pathlib import Path

from digov.model.errors import InputError
from digov.rdf.canonical import canonical_form
from digov.release import GRAPH_FILE, MANIFEST_FILE, open_release
from digov.verification.dumps import content_of, quads_in


def graph_given(name: str | None, releases: Path) -> bytes:
    """Return the canonical N-Quads of the graph ``name``; of the current release in ``releases`` for ``None``.

    ``name`` is that of a release in ``releases``, the folder of a release (or of releases), or an RDF file, whose blank
    nodes are labelled by RDFC-1.0. What is none of these is an :class:`InputError`.
    """
    if name is None:
        return (Path(open_release(releases).folder) / GRAPH_FILE).read_bytes()
    path = Path(name)
    named = releases / name
    if "/" not in name and (named / MANIFEST_FILE).is_file():
        path = named
    if path.is_dir():
        return (Path(open_release(path).folder) / GRAPH_FILE).read_bytes()
    try:
        data = path.read_bytes()
        quads = quads_in(path.name, content_of(path.name, data))
    except (OSError, KeyError) as error:
        remedy = "Name a release in the folder of releases, a path of one, or an RDF file."
        raise InputError("no release and no RDF file", where=name, remedy=remedy) from error
    return canonical_form(quads)
