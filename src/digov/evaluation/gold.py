"""The gold annotation: one value per hand-annotated segment, read strictly from ``data/gold/*.jsonl``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digov.model.errors import ConfigError


class GoldAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An operative verb as annotated."""

    type: str
    verb: str = ""
    inherited: bool = False
    reported: bool = False


class GoldName(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named body: canonical name and exact words."""

    name: str
    surface: str = ""


class GoldDeadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A deadline with its value."""

    surface: str = ""
    kind: str
    value: str
    inherited: bool = False


class GoldReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cited document with its pinpoint."""

    surface: str = ""
    target: str
    pinpoint: str | None = None


class GoldQuantity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A quantity with unit and comparator."""

    surface: str = ""
    value: float
    unit: str
    comparator: str = "="


class GoldSegment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One annotated segment; ``open`` names the fields on which judgement is open, which are not scored."""

    document: str
    label: str
    kind: str
    parent: str | None = None
    acts: tuple[GoldAct, ...] = ()
    main: str | None = None
    actor: str | None = None
    addressees: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    all_sdgs: bool = False
    sdg_targets: tuple[str, ...] = ()
    bodies: tuple[GoldName, ...] = ()
    deadlines: tuple[GoldDeadline, ...] = ()
    references: tuple[GoldReference, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    open: tuple[str, ...] = ()
    opening: str = ""
    """The first words after the label, exactly as in the source."""
    start: int | None = None
    """Offset of ``opening`` in the source text: what a record is matched by."""
    part: str | None = None
    section: str | None = None
    file: str | None = None
    note: str | None = None


def load_gold(file: Path) -> tuple[GoldSegment, ...]:
    """Return the annotated segments of ``file``; a malformed line raises :class:`ConfigError` with its number."""
    decoder = msgspec.json.Decoder(GoldSegment)
    segments = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise ConfigError(
            f"cannot be read ({error.strerror})", where=str(file), remedy="restore the gold file"
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            segments.append(decoder.decode(line))
        except msgspec.MsgspecError as error:
            raise ConfigError(
                str(error), where=f"{file}:{number}", remedy="mend the line; data/gold/README.md lists the fields"
            ) from error
    return tuple(segments)
