"""The lexicon: what the recognizers know by name, read from the SKOS/ORG files under ``ontology/concepts``.

Plain values, so that recognizers need no RDF library; :mod:`digov.rdf.lexicons` makes them from Turtle.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from digov.model.mention import ActType

LabelForm = Literal["full", "acronym", "short", "variant"]


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """One name of an entity. ``short`` forms ("the Forum") need context and may be claimed by several entities."""

    text: str
    form: LabelForm = "full"


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A body, officer, group or topic: id relative to the base, canonical English name, every label."""

    id: str
    name: str
    labels: tuple[Label, ...] = ()
    kind: str = ""
    """Bodies: ``organ``, ``agency``, ``office``, ``officer``, ``commission``, ``forum``, ``panel``, ``fund``, ``partnership`` …"""
    parent: str | None = None
    matches: tuple[str, ...] = ()
    """IRIs of the same thing elsewhere (Wikidata, ROR, UNBIS)."""


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cited or held instrument: slug, canonical title, names it goes by, symbols, date."""

    id: str
    """Slug: ``tunis-agenda``, ``a-res-70-125``."""
    title: str
    labels: tuple[Label, ...] = ()
    symbols: tuple[str, ...] = ()
    kind: str = ""
    date: str | None = None


class Verb(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An operative verb: lemma (``take note of``), the act it performs and its force."""

    id: str
    lemma: str
    type: ActType
    force: int


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the sessions of an organ fall on years: session ``n`` opens in ``origin + n``.

    ``prefix`` is the organ's code in values (``GA``, ``CSTD``). Organs whose sessions carry a year as number (``2025 session`` of the Council)
    have ``origin`` ``None``.
    """

    organ: str
    prefix: str
    origin: int | None = None


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that the recognizers know by name; every tuple sorted by id."""

    bodies: tuple[Entity, ...] = ()
    groups: tuple[Entity, ...] = ()
    topics: tuple[Entity, ...] = ()
    works: tuple[Work, ...] = ()
    verbs: tuple[Verb, ...] = ()
    calendars: tuple[Calendar, ...] = ()
