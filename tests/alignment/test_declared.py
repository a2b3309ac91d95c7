"""Which documents of a build are read as redlines, and what is said where one cannot be."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from digov.comparing import Alignments, read_redlines
from digov.model.alignment import Side
from digov.model.document import Document
from digov.model.issue_codes import ISSUE_CODES
from digov.segments import parse
from digov.sources import load_sources

SOURCES = Path(__file__).parents[2] / "data" / "sources"


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {source.instrument.slug: parse(source) for source in load_sources(SOURCES)}


def described(document: Document, **changes: object) -> Side:
    instrument = msgspec.structs.replace(document.source.instrument, **changes)
    return Side(
        msgspec.structs.replace(document, source=msgspec.structs.replace(document.source, instrument=instrument)), ()
    )


def read(*sides: Side) -> Alignments:
    redlines, refusals = read_redlines(sides)
    return Alignments(redlines=redlines, standing={}, found={}, refusals=refusals)


def test_the_sources_say_which_of_them_are_redlines(documents: dict[str, Document]) -> None:
    found = read(*(Side(document, ()) for document in documents.values()))
    assert list(found.redlines) == ["gdc-redline", "wsis20-zero-unesco"]
    assert found.redlines["gdc-redline"].base == "gdc-base"
    assert found.redlines["wsis20-zero-unesco"].base is None
    assert found.refusals == {}


def test_the_order_of_the_documents_does_not_matter(documents: dict[str, Document]) -> None:
    sides = [Side(document, ()) for document in documents.values()]
    assert read_redlines(sides) == read_redlines(sides[::-1])


@pytest.mark.parametrize(("redline", "count"), [(True, 1), (None, 1), (False, 0)])
def test_a_revision_is_read_as_a_redline_unless_it_is_said_to_be_none(
    documents: dict[str, Document], redline: bool | None, count: int
) -> None:
    found = read(Side(documents["gdc-base"], ()), described(documents["gdc-redline"], redline=redline))
    assert len(found.redlines) == count


def test_a_clean_revision_is_no_matter_unless_it_is_said_to_be_a_redline(documents: dict[str, Document]) -> None:
    other = documents["e-res-2024-13"]
    left_open = read(Side(documents["gdc-base"], ()), described(other, revision_of="gdc-base"))
    assert (left_open.redlines, left_open.refusals) == ({}, {})
    declared = read(Side(documents["gdc-base"], ()), described(other, revision_of="gdc-base", redline=True))
    [issue] = declared.issues("e-res-2024-13")
    assert declared.redlines == {}
    assert issue.code == "not-a-base"
    assert "of its words are in order" in issue.message
    assert declared.issues("gdc-base") == ()


def test_a_text_without_edits_that_is_said_to_be_a_redline_is_an_issue(documents: dict[str, Document]) -> None:
    found = read(described(documents["e-res-2024-13"], redline=True))
    [issue] = found.issues("e-res-2024-13")
    assert issue.code == "not-a-redline"
    assert ISSUE_CODES[issue.code][0] == "warning"


def test_a_base_that_is_not_held_is_read_as_missing(documents: dict[str, Document]) -> None:
    found = read(Side(documents["gdc-redline"], ()))
    assert found.redlines["gdc-redline"].base is None
