"""Opening a release: found by path, then checked against its manifest."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from digov.model.errors import ReleaseError
from digov.model.release import MANIFEST_FORMAT, Manifest, Release
from digov.release.content import MANIFEST_FILE

CURRENT_FILE: Final = "current"
_BUILD: Final = "Build one with: digov build."
_REBUILD: Final = "Build it again with: digov build."


def open_release(path: Path | str) -> Release:
    """Return the release at ``path``, every file of it checked against its checksum.

    ``path`` is the folder of a release, or the folder of releases that ``digov build`` wrote to, whose current one is
    then opened. Raises :class:`ReleaseError` when there is none, when the manifest is malformed or of another form, and
    when a file is missing, cut or changed.
    """
    folder = _folder(Path(path))
    manifest = read_manifest(folder)
    try:
        check_files(folder, manifest)
    except OSError as error:
        where = str(error.filename or folder)
        raise ReleaseError(f"cannot be read: {error.strerror}", where=where, remedy=_REBUILD) from error
    return Release(str(folder.resolve()), manifest)


def _folder(path: Path) -> Path:
    """Return the folder of the release that ``path`` means."""
    if (path / MANIFEST_FILE).is_file():
        return path
    pointer = path / CURRENT_FILE
    if not pointer.is_file():
        raise ReleaseError("no release here", where=str(path), remedy=_BUILD)
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    folder = path / name
    if not name or name in {".", ".."} or "/" in name or not (folder / MANIFEST_FILE).is_file():
        raise ReleaseError(f"names no release: {name!r}", where=str(pointer), remedy=_REBUILD)
    return folder


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in ``folder``; one that is missing, malformed, of another form or changed is a :class:`ReleaseError`."""
    where = str(folder / MANIFEST_FILE)
    try:
        manifest = msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReleaseError(f"the manifest is malformed: {error}", where=where, remedy=_REBUILD) from error
    if manifest.format != MANIFEST_FORMAT:
        message = f"the manifest has form {manifest.format}, not {MANIFEST_FORMAT}"
        raise ReleaseError(message, where=where, remedy="Open it with the digov that built it, or build it again.")
    if manifest.id != manifest.expected_id():
        raise ReleaseError("the manifest was changed: its id does not fit", where=where, remedy=_REBUILD)
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Check that ``folder`` holds every file of the manifest with its size and checksum; else :class:`ReleaseError`.

    A file that cannot be read is left to the caller as :class:`OSError`.
    """
    for file in (*manifest.files, *manifest.dumps):
        path = folder / file.path
        if not path.is_file():
            raise ReleaseError("missing from the release", where=str(path), remedy=_REBUILD)
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        if path.stat().st_size != file.bytes or digest != file.sha256:
            raise ReleaseError("not the file that was released: wrong checksum", where=str(path), remedy=_REBUILD)
