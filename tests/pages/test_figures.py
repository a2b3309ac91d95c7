"""What pages count is what the report of the release counts; the description of the dataset is read as tables."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import msgspec
import pytest

from digov.pages import Library, Renderer, ServerLinks
from digov.pages.instrument_view import view_instrument
from digov.rdf.base import ID
from digov.release import REPORT_FILE, open_release
from digov.release.report import Report
from digov.store import ReleaseStore


@pytest.fixture(scope="module")
def library(releases: Path) -> Library:
    return Library(ReleaseStore(open_release(releases)))


@pytest.fixture(scope="module")
def report(releases: Path) -> Report:
    return msgspec.json.decode((Path(open_release(releases).folder) / REPORT_FILE).read_bytes(), type=Report)


def test_an_instrument_is_counted_as_in_the_report(library: Library, report: Report) -> None:
    assert len(report.instruments) == 5
    for slug, counted in report.instruments.items():
        shown = {count.words: count.number for count in view_instrument(library, ID + slug).counts}
        acts = sum(shown.get(words, 0) for words in ("acts that bind", "acts that ask", "other acts"))
        assert acts == sum(counted.acts.values()), slug
        assert shown.get("reported acts", 0) == counted.reported_acts, slug
        assert shown.get("open questions", 0) == counted.open_questions, slug
        assert shown.get("SDG links", 0) == counted.sdg_links, slug
        assert shown["segments"] == sum(counted.segments.values()), slug
    assert any(counted.issues and not counted.open_questions for counted in report.instruments.values())


def test_links_of_a_conversion_are_not_shown(library: Library) -> None:
    page = Renderer(library).page("doc/e-res-2024-13", ServerLinks())
    assert page is not None
    assert "](#)" in next(entry.text for entry in library.outline(ID + "e-res-2024-13").entries if "](#)" in entry.text)
    assert "](#)" not in page.html
    assert "its " in page.html
    assert "2023/3" in page.html


def test_the_dataset_is_read_as_tables_of_names_and_numbers(library: Library) -> None:
    page = Renderer(library).page("dataset", ServerLinks())
    assert page is not None
    html = unescape(page.html)
    shown = re.sub(r"<[^>]+>", "", html)
    assert "dataset#class-" not in shown
    heads = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert heads
    assert not [head for head in heads if ":" in re.sub(r"<[^>]+>", "", head)]
    assert re.search(r'<th scope="row">(?:<a [^>]*>)?publisher<', html)
    row = re.search(r'<tr id="class-dg-Act">(.*?)</tr>', html)
    assert row is not None
    assert re.fullmatch(r"act dg:Act[\d,]+", re.sub(r"<[^>]+>", "", row[1]))
    assert html.count('id="class-dg-Act"') == 1
    for title in ("Classes", "Properties", "Graphs", "Links to other datasets", "Measured quality"):
        assert f"<caption>{title} " in html
    assert '<a href="/graph/provenance">' in html
