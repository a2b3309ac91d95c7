"""Where the reviewed folders are: the ontology, the shapes, the queries, the sources, the curated decisions.

In a checkout they stand at its top, beside ``src``; an installed package carries a copy under ``digov/_data``. Callers
pass the paths on: nothing below the pipeline looks for a folder by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from digov.model.errors import ConfigError

ResourceName = Literal["ontology", "shapes", "queries", "data/sources", "data/curated", "data/gold"]
"""The folders that an installed package carries."""

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: ResourceName) -> Path:
    """Return the folder ``name`` as an absolute path: the copy in the package if there is one, else the checkout's.

    Raises :class:`~digov.model.errors.ConfigError` when there is neither; reads no setting and no environment.

    >>> resource_dir("ontology").name
    'ontology'
    """
    carried = _PACKAGE / "_data" / name
    in_checkout = _PACKAGE.parents[1] / name
    for folder in (carried, in_checkout):
        if folder.is_dir():
            return folder
    raise ConfigError(
        f"the folder {name!r} is missing",
        where=str(in_checkout),
        remedy="Restore it from the repository, or install digov again.",
    )
