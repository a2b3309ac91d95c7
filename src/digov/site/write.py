"""Writing a site: aside first, then into its place, so that a half-written one is never found there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from digov.competency import CompetencyQuery
from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.pages import Library
from digov.pages.render import STYLE, style_sheet
from digov.rdf.base import BASE_IRI
from digov.site.documents import Written, documents_of, write_documents
from digov.site.front import Download, Front
from digov.site.hosts import FILES
from digov.site.sitemap import sitemap_files
from digov.site.stream import stream_files
from digov.store import ReleaseStore

MARK: Final = "digov-site.json"
"""Names the release of a site. A folder without it is not ours, and is never replaced."""
_REPORT: Final = "report.json"
_DUMPS: Final = "dumps/"


class SiteSummary(msgspec.Struct, frozen=True):
    """What was written: the folder, the release, and the number of documents, of files and of bytes."""

    folder: str
    release: str
    documents: int
    files: int
    bytes: int


def print_nothing(done: int, of: int) -> None:
    """Take the progress and say nothing."""


def write_site(
    release: Release,
    queries: Sequence[CompetencyQuery],
    output: Path,
    *,
    address: str | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], object] = print_nothing,
) -> SiteSummary:
    """Write ``release`` as a site into the folder ``output``, and return what was written.

    The same release gives the same files. ``address`` is where the site will stand; with it, crawlers get a map, and
    programs the changes between the releases in the folder of this one, which depend on when each was written there.
    ``progress`` is told how many of how many documents are written. A folder that is there and is neither empty nor a
    site that was written before is a :class:`ReleaseError`, as is an address that is none.
    """
    root = _address(address)
    _refuse_others(output)
    aside = output.with_name(f".{output.name}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        summary = _write(release, queries, aside, root, jobs, progress)
        _put_in_place(aside, output)
    except OSError as error:
        where = str(error.filename or output)
        raise ReleaseError(
            f"the site cannot be written: {error.strerror}", where=where, remedy="Free the place."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return msgspec.structs.replace(summary, folder=str(output))


def _write(
    release: Release,
    queries: Sequence[CompetencyQuery],
    folder: Path,
    address: str | None,
    jobs: int,
    progress: Callable[[int, int], object],
) -> SiteSummary:
    store = ReleaseStore(release)
    names = documents_of(Library(store))
    files = size = done = 0
    for part in write_documents(release, address or BASE_IRI, names, folder, jobs=jobs):
        done, files, size = done + part.documents, files + part.files, size + part.bytes
        progress(done, len(names))
    report = msgspec.json.decode((Path(release.folder) / _REPORT).read_bytes())
    downloads = _copy(release, folder)
    fixed = {STYLE: style_sheet().encode(), **{name: text.encode() for name, text in FILES.items()}}
    told = _put(folder, stream_files(release, address) if address is not None else ())
    fixed.update(Front(store, report, queries, address).files(downloads, changes=told.files > 0))
    fixed.update(sitemap_files(address, names) if address is not None else {})
    fixed["dumps/manifest.json"] = (Path(release.folder) / "manifest.json").read_bytes()
    fixed[MARK] = msgspec.json.encode({"release": release.id, "documents": len(names)}) + b"\n"
    put = _put(folder, fixed.items())
    files += put.files + told.files + len(downloads)
    size += put.bytes + told.bytes + sum(file.bytes for file in downloads)
    return SiteSummary(str(folder), release.id, len(names), files, size)


def _put(folder: Path, contents: Iterable[tuple[str, bytes]]) -> Written:
    """Write ``contents``, bytes by path, below ``folder``, one after the other."""
    files = size = 0
    for name, data in contents:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        files, size = files + 1, size + len(data)
    return Written(0, files, size)


def _copy(release: Release, folder: Path) -> tuple[Download, ...]:
    """Copy the dumps and the other files of the release below ``dumps/``, and return them."""
    downloads = []
    for file in (*release.manifest.dumps, *release.manifest.files):
        name = file.path if file.path.startswith(_DUMPS) else _DUMPS + file.path
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(release.folder) / file.path, target)
        downloads.append(Download(name, file.bytes, file.sha256))
    return tuple(sorted(downloads))


def _refuse_others(output: Path) -> None:
    """Refuse a place that holds something else than a site."""
    if not output.exists() and not output.is_symlink():
        return
    if not output.is_dir() or output.is_symlink():
        raise ReleaseError("not a folder", where=str(output), remedy="Name a folder that is not there yet.")
    if any(output.iterdir()) and not (output / MARK).is_file():
        message = "the folder holds something that is no site of digov, and is left as it is"
        raise ReleaseError(message, where=str(output), remedy="Name an empty folder, or one that is not there yet.")


def _put_in_place(aside: Path, output: Path) -> None:
    """Move the finished site to its place; one that stood there goes aside first, so that the two never mix."""
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    aside.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _address(address: str | None) -> str | None:
    """Return ``address`` ending in a slash."""
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        remedy = "Give one such as https://example.org/digov/."
        raise ReleaseError("not the address of a site", where=address, remedy=remedy)
    return address.rstrip("/") + "/"
