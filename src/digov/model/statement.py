"""Statements: subject, predicate and object as values, with the evidence they rest on; no RDF library is needed."""

from __future__ import annotations

import datetime as dt
import re
import typing
from decimal import Decimal

import msgspec

from digov.model.document import Document
from digov.model.evidence import Evidence
from digov.model.issue import Issue
from digov.model.keys import key_of
from digov.model.mention import SegmentMentions
from digov.model.redline import Redline, Tier

Datatype = typing.Literal["string", "integer", "decimal", "boolean", "date", "gYear", "gYearMonth", "duration"]
"""The XML Schema types that digov writes."""

_IRI = re.compile(r'[^\x00-\x20<>"{}|\\^`]+')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LANGUAGE = re.compile(r"[a-z]{1,8}(-[a-z0-9]{1,8})*")
_SYMBOL_BREAKS = re.compile(r"[^a-z0-9]+")
_DURATION = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?")
_CANONICAL: dict[str, re.Pattern[str]] = {
    "string": re.compile(r"(?s).*"),
    "integer": re.compile(r"0|-?[1-9]\d*"),
    "decimal": re.compile(r"0|-?(?:0|[1-9]\d*)\.\d*[1-9]|-?[1-9]\d*"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
    "gYear": re.compile(r"\d{4}"),
    "gYearMonth": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"),
    "duration": re.compile(r"P(?!$)(?:[1-9]\d*Y)?(?:(?:[1-9]|1[01])M)?(?:[1-9]\d*D)?"),
}


def _is_day(value: str) -> bool:
    """Tell whether the calendar has the day: the pattern lets 30 February through."""
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


class Ref(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True, tag="ref"):
    """What a thing is called: a path relative to the base (``id/body/itu``, ``ns#actor``) or an absolute IRI.

    A character that no IRI may hold, an empty name, and a path that starts with ``/`` or ``#`` are a
    :class:`ValueError`.

    >>> Ref("id/body/itu").absolute, Ref("http://metadata.un.org/sdg/9").absolute
    (False, True)
    """

    name: str

    def __post_init__(self) -> None:
        if not _IRI.fullmatch(self.name) or self.name[0] in "/#":
            raise ValueError(f"not an identifier: {self.name!r}")

    @property
    def absolute(self) -> bool:
        """Return whether the name is an IRI of its own, outside the base."""
        return _SCHEME.match(self.name) is not None

    def iri(self, base: str) -> str:
        """Return the IRI: the name itself when absolute, else the name under ``base``."""
        return self.name if self.absolute else base + self.name

    def child(self, name: str) -> Ref:
        """Return the thing ``name`` below this one: ``id/x`` and ``position`` give ``id/x/position``."""
        return Ref(f"{self.name}/{name}")

    def fragment(self, name: str) -> Ref:
        """Return the part ``name`` of this one: ``id/x`` and ``act-1`` give ``id/x#act-1``."""
        return Ref(f"{self.name}#{name}")


def entity(path: str) -> Ref:
    """Return the identifier of an entity of ours: ``body/itu`` gives ``id/body/itu``."""
    return Ref(f"id/{path}")


def term(name: str) -> Ref:
    """Return the identifier of a term of the ontology: ``actor`` gives ``ns#actor``."""
    return Ref(f"ns#{name}")


def slug_of(name: str) -> str:
    """Return the slug of a symbol or value: lower case, every run of other characters one hyphen.

    A name without any letter or digit of ASCII is a :class:`ValueError`: it has no slug.

    >>> slug_of("A/79/62-E/2024/3")
    'a-79-62-e-2024-3'
    """
    slug = _SYMBOL_BREAKS.sub("-", name.lower()).strip("-")
    if not slug:
        raise ValueError(f"no slug can be made of {name!r}")
    return slug


class Literal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="literal"):
    """A value with its XML Schema type, or words with their language.

    The lexical form must be the canonical one, so that no store rewrites it; another is a :class:`ValueError`. The
    class methods make canonical forms.
    """

    value: str
    datatype: Datatype = "string"
    language: str | None = None

    def __post_init__(self) -> None:
        if not _CANONICAL[self.datatype].fullmatch(self.value) or (self.datatype == "date" and not _is_day(self.value)):
            raise ValueError(f"not a canonical xsd:{self.datatype}: {self.value!r}")
        if self.language is not None and (self.datatype != "string" or not _LANGUAGE.fullmatch(self.language)):
            raise ValueError(f"not a language in lower case for a string: {self.language!r}")

    @classmethod
    def integer(cls, value: int) -> Literal:
        """Return ``value`` as ``xsd:integer``."""
        return cls(str(value), "integer")

    @classmethod
    def decimal(cls, value: float) -> Literal:
        """Return ``value`` as ``xsd:decimal``, in the fewest digits that give the number back.

        A number that is not finite is a :class:`ValueError`.

        >>> Literal.decimal(50.0).value, Literal.decimal(2.6e9).value, Literal.decimal(0.05).value
        ('50', '2600000000', '0.05')
        """
        exact = Decimal(repr(value))
        if not exact.is_finite():
            raise ValueError(f"not a finite number: {value!r}")
        text = format(exact, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return cls("0" if text in ("-0", "") else text, "decimal")

    @classmethod
    def boolean(cls, value: bool) -> Literal:
        """Return ``value`` as ``xsd:boolean``."""
        return cls("true" if value else "false", "boolean")

    @classmethod
    def date(cls, value: str) -> Literal:
        """Return an ISO date as ``xsd:date``, a year and month as ``xsd:gYearMonth``, a year as ``xsd:gYear``.

        >>> Literal.date("2024-12").datatype
        'gYearMonth'
        """
        kinds: dict[int, Datatype] = {10: "date", 7: "gYearMonth", 4: "gYear"}
        if len(value) not in kinds:
            raise ValueError(f"not an ISO date, month or year: {value!r}")
        return cls(value, kinds[len(value)])

    @classmethod
    def duration(cls, value: str) -> Literal:
        """Return a duration in whole units as canonical ``xsd:duration``; weeks become days, twelve months a year.

        >>> Literal.duration("P12M").value, Literal.duration("P2W").value
        ('P1Y', 'P14D')
        """
        found = _DURATION.fullmatch(value)
        if found is None:
            raise ValueError(f"not a duration in years, months, weeks and days: {value!r}")
        years, months, weeks, days = (int(found[unit] or 0) for unit in ("years", "months", "weeks", "days"))
        amounts = ((years + months // 12, "Y"), (months % 12, "M"), (days + 7 * weeks, "D"))
        return cls("P" + "".join(f"{amount}{unit}" for amount, unit in amounts if amount), "duration")


def order_of(value: Ref | Literal) -> tuple[str, ...]:
    """Return the key by which values are sorted: identifiers first, then literals by value, type and language."""
    if isinstance(value, Ref):
        return ("0", value.name)
    return ("1", value.value, value.datatype, value.language or "")


StatementStatus = typing.Literal["asserted", "contested", "dropped"]
"""Whether a document says it: it does; it stands in words of a redline that nobody can decide; only struck words say it."""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A direct link with the words that say it; a statement without evidence is a :class:`ValueError`.

    ``evidence`` is in the order of the text. Two pieces of evidence are two places that the link rests on together: a
    chapeau and its item, the two halves of a name cut by a footnote, or two places that each say it.
    """

    subject: Ref
    predicate: Ref
    object: Ref | Literal
    evidence: tuple[Evidence, ...]
    status: StatementStatus = "asserted"
    tier: Tier | None = None
    """How sure the status is, the lowest of the redline's spans that the words touch; ``None`` in a document that is no redline."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement without evidence: {self.subject.name} {self.predicate.name}")

    @property
    def key(self) -> str:
        """Return the key of subject, predicate and object; the evidence does not change it."""
        value = self.object
        if isinstance(value, Ref):
            return key_of("statement", self.subject.name, self.predicate.name, "ref", value.name)
        parts = ("literal", value.value, value.datatype, value.language)
        return key_of("statement", self.subject.name, self.predicate.name, *parts)


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A node that a segment's words give rise to, with what belongs to it and needs no evidence apart: an act …

    ``properties`` are sorted and each stands once.
    """

    subject: Ref
    types: tuple[Ref, ...]
    properties: tuple[tuple[Ref, Ref | Literal], ...] = ()


class Unasserted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A node that only struck or undecided words of a redline give rise to: it is named, and nothing is said of it."""

    subject: Ref
    kind: Ref
    """The class that it would have."""
    printed_in: Ref
    """The segment in which the words are printed."""
    label: str
    """What the words say, in short."""


class DocumentStatements(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that one document states: the document, what was found in it, and the statements and nodes that follow.

    ``statements`` are sorted by subject, predicate and object, each once; ``descriptions`` by subject, each subject
    once. Only an asserted statement is a fact of the document.
    """

    document: Document
    mentions: tuple[SegmentMentions, ...]
    """What was found in it; of a redline, what it asserts."""
    issues: tuple[Issue, ...]
    """What could not be settled, of the segments and of the mentions."""
    statements: tuple[Statement, ...]
    descriptions: tuple[Description, ...]
    unasserted: tuple[Unasserted, ...] = ()
    """By subject, each subject once and none of them described."""
    redline: Redline | None = None
    """What each character of the document is, where it is a redline."""
