"""Releases: a folder of files under a manifest, named by what is in it."""

from __future__ import annotations

import msgspec

from digov.model.keys import key_of

MANIFEST_FORMAT = 2
"""Version of the manifest's form; a reader refuses another."""


class ReleaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A file of a release: its path below the folder with ``/``, its size in bytes, and the SHA-256 of its bytes."""

    path: str
    bytes: int
    sha256: str

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        if not all(parts) or {".", ".."} & set(parts) or "\\" in self.path:
            raise ValueError(f"not a path inside a release: {self.path!r}")


class ReleaseSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A source that a release was made from: the slug of its instrument, and the SHA-256 of its file."""

    slug: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a release holds. ``id`` is made from its content: equal content has one name, a change another.

    The ``dumps`` are the graph in other forms. They follow from it, and their bytes also depend on the compressor at hand, so
    they are no part of the name.
    """

    format: int
    id: str
    digov: str
    """Version of the software that built it."""
    base: str
    """Base IRI of the identifiers in it."""
    files: tuple[ReleaseFile, ...]
    dumps: tuple[ReleaseFile, ...]
    """The files below ``dumps/``."""
    rdfc10: str
    """SHA-256 of the dataset's canonical form by RDFC-1.0."""
    graphs: dict[str, int]
    """Triples by the IRI of their named graph."""
    sources: tuple[ReleaseSource, ...]

    def expected_id(self) -> str:
        """Return the id that the content calls for: version of digov, a hyphen, and a key of all but the dumps."""
        files = [part for file in self.files for part in (file.path, file.bytes, file.sha256)]
        graphs = [part for name, count in sorted(self.graphs.items()) for part in (name, count)]
        sources = [part for source in self.sources for part in (source.slug, source.sha256)]
        lengths = (len(self.files), len(self.graphs), len(self.sources))
        return f"{self.digov}-{key_of('release', self.format, self.base, self.rdfc10, *lengths, *files, *graphs, *sources)[:16]}"


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release that was opened: the absolute path of its folder, and its manifest, against which it was checked."""

    folder: str
    manifest: Manifest

    @property
    def id(self) -> str:
        """Return the name of the release."""
        return self.manifest.id
