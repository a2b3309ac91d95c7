"""Writing a release: aside, checked, then moved into place in one step.

A folder of releases (the *output*) holds each release in a folder named by its id, a file ``current`` with the id of
the one that is served, and a lock. Whatever interrupts a build, ``current`` names a whole release: it is replaced last,
by renaming.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from digov.model.errors import ReleaseError
from digov.model.release import Manifest, Release
from digov.release.content import MANIFEST_FILE, ReleaseContent
from digov.release.read import CURRENT_FILE, check_files

_STAGING: Final = ".staging-"
_REMEDIES: Final = {
    errno.ENOSPC: "Free space on this disk, or choose another folder with --out; the release before is untouched.",
    errno.EDQUOT: "Free space within the quota, or choose another folder with --out; the release before is untouched.",
    errno.EFBIG: "Raise the limit on file size (ulimit -f); the release before is untouched.",
    errno.EACCES: "Give yourself the right to write there, or choose another folder with --out.",
    errno.EPERM: "Give yourself the right to write there, or choose another folder with --out.",
    errno.EROFS: "The disk is read-only: choose another folder with --out.",
}
_OTHER_REMEDY: Final = "Check the folder and its disk, or choose another with --out; the release before is untouched."


def write_release(output: Path, content: ReleaseContent) -> Release:
    """Return the release written to ``output/<id>``, which is then the one that is served.

    The files are written to a folder aside on the same disk, flushed to it, read back and checked, and moved into
    place; only then does ``current`` name them. Content that is there already, whole, is not written again. What an
    interrupted build left is removed. Raises :class:`ReleaseError`, with the release before untouched, when the disk is
    full or cannot be written, when what was written is not what was meant, and when another build is at work in the
    folder.
    """
    try:
        return _write(output, content)
    except OSError as error:
        where = str(error.filename or output)
        remedy = _REMEDIES.get(error.errno or 0, _OTHER_REMEDY)
        raise ReleaseError(f"cannot write the release: {error.strerror}", where=where, remedy=remedy) from error


def _write(output: Path, content: ReleaseContent) -> Release:
    output.mkdir(parents=True, exist_ok=True)
    with _locked(output):
        _clean(output)
        target = output / content.manifest.id
        if not _is_whole(target, content.manifest):
            _stage(output, target, content)
        _point(output, content.manifest.id)
    return Release(str(target.resolve()), content.manifest)


@contextlib.contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Hold the lock of the folder; the system drops it with the process, however that ends."""
    # Imported here, so that releases can be read where a system has no such locks.
    import fcntl

    with (output / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            remedy = "Wait until it is done, or choose another folder with --out."
            raise ReleaseError("another build is writing here", where=str(output), remedy=remedy) from error
        yield


def _clean(output: Path) -> None:
    """Remove what interrupted builds left; under the lock, nobody else is using it."""
    for leftover in sorted(output.glob(f"{_STAGING}*")):
        shutil.rmtree(leftover)


def _is_whole(folder: Path, manifest: Manifest) -> bool:
    """Return whether ``folder`` holds the content already, byte for byte."""
    try:
        check_files(folder, manifest)
        return (folder / MANIFEST_FILE).read_bytes() == manifest_bytes(manifest)
    except (ReleaseError, OSError):
        return False


def _stage(output: Path, target: Path, content: ReleaseContent) -> None:
    """Write the files aside and move them to ``target``, which may hold a damaged copy of them."""
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=output))
    try:
        for path, data in content.files.items():
            _write_file(staging / path, data)
        _write_file(staging / MANIFEST_FILE, manifest_bytes(content.manifest))
        for folder in sorted({staging, *(path for path in staging.rglob("*") if path.is_dir())}):
            _flush_folder(folder)
        check_files(staging, content.manifest)
        staging.chmod(0o755)
        if target.exists():
            target.rename(Path(tempfile.mkdtemp(prefix=_STAGING, dir=output)) / "damaged")
        staging.rename(target)
        _flush_folder(output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _clean(output)


def _point(output: Path, release_id: str) -> None:
    """Make ``release_id`` the release that is served, in one step."""
    aside = output / f".{CURRENT_FILE}.new"
    _write_file(aside, release_id.encode() + b"\n")
    aside.replace(output / CURRENT_FILE)
    _flush_folder(output)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as it is written: JSON with sorted keys, indented by two."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, so that a power cut does not take them back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
