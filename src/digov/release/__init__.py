"""Releases: a folder of files with checksums, written aside and moved into place."""

from digov.release.content import (
    GRAPH_FILE,
    ISSUES_FILE,
    MANIFEST_FILE,
    RECORDS_FILE,
    REPORT_FILE,
    ReleaseContent,
    release_content,
)
from digov.release.forms import dump_forms
from digov.release.history import PastRelease, list_releases
from digov.release.read import CURRENT_FILE, open_release
from digov.release.write import write_release

__all__ = [
    "CURRENT_FILE",
    "GRAPH_FILE",
    "ISSUES_FILE",
    "MANIFEST_FILE",
    "RECORDS_FILE",
    "REPORT_FILE",
    "PastRelease",
    "ReleaseContent",
    "dump_forms",
    "list_releases",
    "open_release",
    "release_content",
    "write_release",
]
