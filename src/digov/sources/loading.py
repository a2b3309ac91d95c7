"""Loading: the reviewed sources of the project, one folder each under ``data/sources``."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from digov.model.errors import ConfigError
from digov.model.keys import sha256_of
from digov.model.source import Instrument, SourceText
from digov.sources.decoding import decode
from digov.sources.reading import Limits, read_bytes

DESCRIPTION = "instrument.toml"
TEXT = "text.txt"
CHECKSUMS = "SHA256SUMS"
_CHECKSUM = re.compile(r"([0-9a-f]{64})  (\S+)")
_REQUIRED = ("slug", "title", "kind", "origin", "rights")


def load_sources(folder: str | Path) -> tuple[SourceText, ...]:
    """Return the sources below ``folder``, sorted by slug: one folder each, with ``text.txt``, ``instrument.toml`` and ``SHA256SUMS``.

    The checksum of every text is verified. Raises :class:`ConfigError` with file, line and remedy when a file is missing or malformed,
    a key is unknown, a slug is not the name of its folder, a text was changed, or two drafts name each other wrongly.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ConfigError(
            "the folder of sources is missing", where=str(folder), remedy="run the command in the project's folder"
        )
    found = tuple(_load(path) for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith("."))
    if not found:
        raise ConfigError(
            "there are no sources", where=str(folder), remedy=f"add a folder with {TEXT}, {DESCRIPTION} and {CHECKSUMS}"
        )
    _check_revisions(found, folder)
    return found


def _load(folder: Path) -> SourceText:
    for name in (DESCRIPTION, TEXT, CHECKSUMS):
        if not (folder / name).is_file():
            raise ConfigError("the file is missing", where=str(folder / name), remedy=f"add {name} to {folder.name}")
    instrument = _read_instrument(folder / DESCRIPTION, folder.name)
    data = read_bytes(folder / TEXT, Limits().bytes)
    _check_sum(folder / CHECKSUMS, sha256_of(data))
    text, encoding = decode(data, str(folder / TEXT))
    return SourceText(instrument=instrument, filename=TEXT, text=text, sha256=sha256_of(data), encoding=encoding)


def _read_instrument(path: Path, name: str) -> Instrument:
    text = path.read_bytes().decode("utf-8", errors="replace")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"malformed TOML: {error}", where=_place(path, _line_in(str(error), text)), remedy="mend the line"
        ) from None
    for key in _REQUIRED:
        if not table.get(key):
            raise ConfigError(f"the key {key!r} is missing or empty", where=_place(path, 1), remedy=f"add `{key} = …`")
    for key in table:
        if key not in Instrument.__struct_fields__:
            known = ", ".join(Instrument.__struct_fields__)
            raise ConfigError(
                f"unknown key {key!r}", where=_place(path, _line_of(text, key)), remedy=f"use only {known}"
            )
    instrument = _convert(table, text, path)
    if instrument.slug != name:
        message = f"the slug {instrument.slug!r} is not the name of the folder {name!r}"
        raise ConfigError(
            message, where=_place(path, _line_of(text, "slug")), remedy="make them agree; slugs never change"
        )
    if instrument.draft and not instrument.draft_basis:
        raise ConfigError(
            "a draft must say what its status rests on",
            where=_place(path, _line_of(text, "draft")),
            remedy="add `draft_basis`",
        )
    return instrument


def _convert(table: dict[str, Any], text: str, path: Path) -> Instrument:
    values = {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in table.items()}
    try:
        instrument = msgspec.convert(values, Instrument)
        if instrument.date is not None:
            dt.date.fromisoformat(instrument.date)
    except (msgspec.ValidationError, ValueError) as error:
        match = re.search(r"\$\.(\w+)", str(error))
        key = match[1] if match else "date"
        message = f"the value of {key!r} is not what it should be: {error}"
        raise ConfigError(message, where=_place(path, _line_of(text, key)), remedy="mend the value") from None
    return instrument


def _check_sum(path: Path, actual: str) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        match = _CHECKSUM.fullmatch(line)
        if match is None:
            raise ConfigError(
                "malformed checksum line", where=_place(path, number), remedy=f"write `sha256sum {TEXT} > {CHECKSUMS}`"
            )
        if match[2] == TEXT:
            if match[1] != actual:
                message = f"the checksum of {TEXT} is wrong: the text was changed (found {actual})"
                raise ConfigError(
                    message, where=_place(path, number), remedy=f"restore {TEXT}; the sources are kept byte for byte"
                )
            return
    raise ConfigError(
        f"there is no checksum for {TEXT}", where=_place(path, 1), remedy=f"write `sha256sum {TEXT} > {CHECKSUMS}`"
    )


def _check_revisions(sources: tuple[SourceText, ...], folder: Path) -> None:
    slugs = {source.instrument.slug for source in sources}
    for source in sources:
        earlier = source.instrument.revision_of
        if earlier is not None and (earlier not in slugs or earlier == source.instrument.slug):
            path = folder / source.instrument.slug / DESCRIPTION
            line = _line_of(path.read_text(encoding="utf-8"), "revision_of")
            raise ConfigError(
                f"revision_of names {earlier!r}, which is no other source",
                where=_place(path, line),
                remedy="mend the slug",
            )


def _place(path: Path, line: int) -> str:
    return f"{path}, line {line}"


def _line_in(message: str, text: str) -> int:
    """Return the line that a message of the TOML reader names; the last one for "at end of document"."""
    match = re.search(r"line (\d+)", message)
    return int(match[1]) if match else len(text.splitlines())


def _line_of(text: str, key: str) -> int:
    match = re.search(rf"^\s*[\[\"']*{re.escape(key)}[\]\"']*\s*(?:=|$)", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
