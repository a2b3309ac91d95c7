"""Settings from a file, the environment and the command line: what each says, and which of them wins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec

from digov.model.errors import ConfigError
from digov.server.settings import Settings

VARIABLE: Final = "DIGOV_"
"""What the name of a variable begins with; the rest is the name of the setting in capital letters."""
OTHER_VARIABLES: Final = frozenset({"DIGOV_CONFIG", "DIGOV_RELEASES"})
"""Variables that are read, but that name no setting of the server."""
_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Settings))
_LISTS: Final = frozenset(field.name for field in msgspec.structs.fields(Settings) if "tuple" in str(field.type))


def load_settings(file: Path | None, environment: Mapping[str, str], options: Mapping[str, object]) -> Settings:
    """Return the settings: an option wins over the environment, that over ``file``, that over the default.

    ``file`` is TOML with settings at its top level. A variable ``DIGOV_QUERY_SECONDS`` sets ``query_seconds``; lists are written with
    commas. Options that are ``None`` say nothing. What names no setting, or has no fitting value, raises :class:`ConfigError`: a limit
    that is misspelled would not hold.
    """
    values = {} if file is None else _from_file(file)
    values.update(_from_environment(environment))
    values.update({name: value for name, value in options.items() if value is not None})
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(
            f"a setting does not fit: {error}", remedy="docs/reference/settings.md says what fits."
        ) from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise ConfigError(message, where=str(file), remedy="Give a file in TOML.") from error
    for name in values:
        _require(name, name, str(file))
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in sorted(environment.items()):
        if variable.startswith(VARIABLE) and variable not in OTHER_VARIABLES:
            name = variable.removeprefix(VARIABLE).lower()
            _require(name, variable, "environment")
            values[name] = [part.strip() for part in text.split(",") if part.strip()] if name in _LISTS else text
    return values


def _require(name: str, written: str, where: str) -> None:
    """Raise :class:`ConfigError` with the nearest names when there is no setting ``name``."""
    if name not in _FIELDS:
        near = get_close_matches(name, _FIELDS, n=2)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "docs/reference/settings.md names them all."
        raise ConfigError(f"no setting is called {written!r}", where=where, remedy=remedy)
