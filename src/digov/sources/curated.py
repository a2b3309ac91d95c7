"""Curated decisions, read strictly from ``data/curated/*.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from digov.model.curated import Decision
from digov.model.errors import ConfigError

_REMEDY = "mend the row; data/curated/README.md describes the fields"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    decision: tuple[Decision, ...] = ()


def load_decisions(folder: Path) -> tuple[Decision, ...]:
    """Return the decisions of the TOML files in ``folder`` in the order of files and rows; none when there is no folder.

    Raises :class:`ConfigError` for malformed TOML, an unknown or missing field.
    """
    decisions: list[Decision] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            raise ConfigError(str(error), where=str(file), remedy=_REMEDY) from error
        decisions.extend(found.decision)
    return tuple(decisions)
