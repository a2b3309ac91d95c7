"""Sources: instruments (works) and the exact texts that state them."""

from __future__ import annotations

from typing import Literal

import msgspec

InstrumentKind = Literal["resolution", "decision", "declaration", "report", "draft", "outcome", "unknown"]
"""What a document is. It decides who speaks and whether verbs of the body are acts (a report has none)."""


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An instrument (the work) as its ``instrument.toml`` describes it."""

    slug: str
    """Minted by digov, never changed: ``gdc-base``, ``e-res-2024-13``."""
    title: str
    short_title: str | None = None
    symbols: tuple[str, ...] = ()
    """UN document symbols, the principal one first: ``("A/80/62", "E/2025/12")``."""
    kind: InstrumentKind = "unknown"
    organ: str | None = None
    """Id of the organ that speaks, relative to the base: ``body/general-assembly``; a group for first-person drafts."""
    date: str | None = None
    """ISO date of adoption or issue (``2024-07-23``); ``None`` when not known."""
    draft: bool = False
    draft_basis: str | None = None
    """What the draft status rests on, in a sentence."""
    member_of: str | None = None
    """Slug of the work of which this draft is a member."""
    revision_of: str | None = None
    """Slug of the earlier draft."""
    redline: bool | None = None
    """Whether the text is a flattened redline, marked against ``revision_of`` or, without it, against a text that is not at hand."""
    language: str = "en"
    origin: str = ""
    rights: str = ""
    akn_path: str | None = None
    """Official Akoma Ntoso work path, without a trailing slash."""


class SourceText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The exact text of one document: its characters, its checksum, and the instrument that it states."""

    instrument: Instrument
    filename: str
    text: str
    """The decoded text. Offsets everywhere in digov index this string."""
    sha256: str
    """SHA-256 of the file's bytes."""
    encoding: str = "utf-8"
