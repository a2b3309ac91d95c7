"""Evidence: the exact words of a source that a statement rests on, and who found them."""

from __future__ import annotations

from typing import Literal

import msgspec

from digov.model.keys import key_of
from digov.model.source import SourceText
from digov.model.span import Span

CONTEXT_LENGTH = 32
"""Code points of text before and after a quote that are kept with it, at most."""


class Producer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Who found something: a rule set, a model or a person, in one version.

    ``id`` and ``version`` together name it; a changed rule set is a new version.
    """

    id: str
    """Slug: ``sdg-tags``."""
    version: str
    kind: Literal["rules", "model", "person"] = "rules"
    title: str = ""
    """What it does, in a line."""


class Producers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The producer of each kind of mention."""

    acts: Producer = Producer("acts", "1", title="Operative verbs with actor and addressees")
    bodies: Producer = Producer("bodies", "1", title="Bodies and groups by label, definition and context")
    deadlines: Producer = Producer("deadlines", "1", title="Timing expressions, normalised")
    quantities: Producer = Producer("quantities", "1", title="Measured and counted values")
    references: Producer = Producer("references", "1", title="Cited documents with pinpoints")
    sdgs: Producer = Producer("sdg-tags", "1", title="Explicit SDG tags and targets")
    topics: Producer = Producer("topics", "1", title="Action lines, objectives, principles and themes")

    def all(self) -> tuple[Producer, ...]:
        """Return the producers sorted by id and version, each once."""
        return tuple(sorted({getattr(self, name) for name in self.__struct_fields__}))


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One contiguous run of words in a source: where it stands, what it says, what stands around it.

    ``exact`` equals ``text[span.start:span.end]`` of the source whose file has the SHA-256 ``sha256``, line breaks and
    all; ``prefix`` and ``suffix`` are at most :data:`CONTEXT_LENGTH` code points.
    """

    source: str
    """Slug of the source."""
    sha256: str
    span: Span
    exact: str
    prefix: str
    suffix: str
    producer: Producer

    def __post_init__(self) -> None:
        if not self.exact or len(self.exact) != len(self.span):
            raise ValueError(f"a quote of {len(self.exact)} characters for a span of {len(self.span)}")
        if max(len(self.prefix), len(self.suffix)) > CONTEXT_LENGTH:
            raise ValueError(f"more than {CONTEXT_LENGTH} characters before or after a quote")

    @property
    def key(self) -> str:
        """Return the key: source, checksum, offsets and producer make it, so a changed source never reuses one."""
        place = (self.source, self.sha256, self.span.start, self.span.end)
        return key_of("evidence", *place, self.producer.id, self.producer.version)


def quote(source: SourceText, span: Span, producer: Producer) -> Evidence:
    """Return the words of ``source`` at ``span`` as evidence found by ``producer``.

    An empty span, or one that goes beyond the text, is a :class:`ValueError`.
    """
    text = source.text
    return Evidence(
        source=source.instrument.slug,
        sha256=source.sha256,
        span=span,
        exact=span.slice(text),
        prefix=text[max(0, span.start - CONTEXT_LENGTH) : span.start],
        suffix=text[span.end : span.end + CONTEXT_LENGTH],
        producer=producer,
    )
