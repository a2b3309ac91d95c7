"""Templates: all are read before the first page is made, and what pages share is written once."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from digov.pages.render import environment, sources_of_pages, style_sheet
from digov.server.pages import Pages

ROOT = Path(__file__).parents[2] / "src" / "digov"


@pytest.mark.parametrize("packages", [(), ("digov.server",), ("digov.site",)], ids=["documents", "server", "site"])
def test_no_template_is_read_after_the_start(packages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    made = environment(*packages)
    names = made.list_templates(extensions=["html"])
    assert len(names) > 8
    loaded = {name: made.get_template(name) for name in names}

    def refuse(*_: object) -> None:
        raise AssertionError("a template was read from its file")

    monkeypatch.setattr(jinja2.PackageLoader, "get_source", refuse)
    assert {name: made.get_template(name) for name in names} == loaded
    with pytest.raises(AssertionError):
        environment(*packages)


def test_the_look_of_pages_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, sources = style_sheet(), sources_of_pages()
    monkeypatch.delattr(jinja2.PackageLoader, "get_source")
    assert style_sheet() == sheet
    assert sources_of_pages() == sources


def test_rows_and_prefixes_are_written_once() -> None:
    templates = {path: path.read_text("utf-8") for path in ROOT.glob("*/templates/*.html")}
    for sign in ('aria-label="Rows"', 'class="prefixes"', 'action="/resolve"'):
        assert sum(text.count(sign) for text in templates.values()) == 1, sign


def test_an_error_is_told_once_and_leads_on() -> None:
    pages = Pages(("example",))
    page = pages.error(404, "Not Found", "The start page / lists what there is.", None)
    assert page.count("Not Found") == 2, "in the title and in the heading"
    assert "Nothing stands at this address." in page
    assert 'action="/resolve"' in page
    assert 'href="/sparql?format=html"' in page
    page = pages.error(404, "no competency question is called 'x'", "The start page lists them.", None)
    assert "no competency question is called" in page
    assert "The start page lists them." in page
    page = pages.error(400, "the query is no SPARQL", "Look at line 1.", "SELECT")
    assert "<textarea" in page
    assert 'action="/resolve"' not in page
