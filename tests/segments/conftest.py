"""What the tests of the parser share: a text as a source, and a document as rows that are easy to compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from digov.model.document import Document
from digov.model.keys import sha256_of
from digov.model.source import Instrument, SourceText
from digov.segments import parse
from digov.sources import load_sources

ROOT = Path(__file__).parents[2]
Read = Callable[[str], Document]


def read_text(text: str) -> Document:
    instrument = Instrument(slug="example", title="An example")
    return parse(
        SourceText(
            instrument=instrument,
            filename="example.txt",
            text=text,
            sha256=sha256_of(text.encode("utf-8", "surrogatepass")),
        )
    )


@pytest.fixture(scope="session")
def read() -> Read:
    """Return the reader of a text."""
    return read_text


@pytest.fixture(scope="session")
def sources() -> dict[str, Document]:
    """Return the documents of the five sources by slug."""
    return {source.instrument.slug: parse(source) for source in load_sources(ROOT / "data" / "sources")}


@pytest.fixture(scope="session")
def labels() -> Callable[[Document, str], list[str | None]]:
    """Return the lister of the labels of all segments of one kind."""
    return lambda document, kind: [segment.label for segment in document.segments if segment.kind == kind]


@pytest.fixture(scope="session")
def codes() -> Callable[[Document], list[tuple[str, str]]]:
    """Return the lister of issues as (code, words of the text at the place)."""
    return lambda document: [(issue.code, document.source.text[issue.start : issue.end]) for issue in document.issues]
