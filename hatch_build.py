"""Build hook: a wheel carries the reviewed folders under ``digov/_data``, an editable install reads the checkout's."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("ontology", "shapes", "queries", "data/sources", "data/curated", "data/gold")
"""What :data:`digov.resources.ResourceName` names; a test compares the two."""


class CarryFolders(BuildHookInterface):
    """Adds the reviewed folders to every wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Extend ``build_data`` with the folders that the wheel carries."""
        if version != "editable":
            build_data["force_include"].update({folder: f"digov/_data/{folder}" for folder in FOLDERS})
