"""The releases in one folder: which there are, and in which order they came.

A release knows no date. Its place among the others is when its manifest was written, as the file system says.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from digov.model.errors import ReleaseError
from digov.model.release import Manifest
from digov.release.content import MANIFEST_FILE
from digov.release.read import read_manifest


class PastRelease(msgspec.Struct, frozen=True):
    """A release in a folder of releases: its manifest, where it is, and when it was written there.

    Its files were not checked: that is done when it is opened.
    """

    manifest: Manifest
    folder: Path
    written: dt.datetime
    """In UTC, to the second."""

    @property
    def id(self) -> str:
        """Return the name of the release."""
        return self.manifest.id


def list_releases(releases: Path) -> tuple[PastRelease, ...]:
    """Return the releases in the folder ``releases`` from the oldest to the newest.

    What has no manifest that can be read, or another name than its content calls for, is passed over.
    """
    found: list[tuple[int, str, PastRelease]] = []
    for path in releases.glob(f"*/{MANIFEST_FILE}"):
        try:
            manifest = read_manifest(path.parent)
            written = path.stat().st_mtime_ns
        except (ReleaseError, OSError):
            continue
        if manifest.id == path.parent.name:
            moment = dt.datetime.fromtimestamp(written // 1_000_000_000, tz=dt.UTC)
            found.append((written, manifest.id, PastRelease(manifest, path.parent.resolve(), moment)))
    return tuple(release for _, _, release in sorted(found, key=lambda one: one[:2]))
