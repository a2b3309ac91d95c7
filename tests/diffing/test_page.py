"""The pages: well formed, closed to the outside, hostile text escaped, readable without colour and by a screen reader."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from digov.diffing.compared import Compared
from digov.diffing.page import STATUS_NAMES, TIER_NAMES, diff_page
from digov.diffing.recovered import recover_given
from digov.diffing.rows import rows_of, select
from digov.diffing.show import redline
from digov.model.lexicon import Lexicon
from digov.model.redline import EVIDENCE

HOSTILE = "<script>alert('x')</script> & \"friends\" <img src=http://example.org/x.png>"
VOID = {"meta", "input", "br", "link", "img", "hr", "base", "source", "wbr"}
LOADING = {
    "script",
    "img",
    "link",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "form",
    "base",
    "svg",
    "math",
}


class Page(HTMLParser):
    """A page as a browser takes it apart: its tags, its texts, and whether what is opened is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.style = self.heard = self.seen = self.units = ""
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self._open == []
        self.heard, self.seen = (" ".join(words.split()) for words in (self.heard, self.seen))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if tag not in VOID:
            self._open.append((tag, values.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        tags, classes = {tag for tag, _ in self._open}, {name for _, name in self._open}
        if "style" in tags:
            self.style += data
            return
        self.heard += data
        if not classes & {"note", "sr"}:
            self.seen += data
            self.units += data if "article" in tags and "h3" not in tags else ""

    def marks(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the marked words of the text."""
        yield from ((tag, attrs) for tag, attrs in self.tags if "data-tier" in attrs)


@pytest.fixture(scope="module")
def plain_page(drafts: Compared, lexicon: Lexicon) -> str:
    everything = rows_of(drafts, lexicon)
    return diff_page(drafts, everything, everything)


@pytest.fixture(scope="module")
def marked_page(redlined: Compared, lexicon: Lexicon) -> str:
    everything = rows_of(redlined, lexicon)
    return diff_page(redlined, everything, everything)


@pytest.fixture(scope="module")
def redline_page(give: Callable, redlined: Compared) -> str:
    texts = [document.source.text for document in redlined.printed]
    recovered = recover_given(give("redline.txt", texts[1]), give("old.txt", texts[0]))
    found = redline(recovered, "html", base="old.txt", to_file=True)
    assert isinstance(found, str)
    return found


@pytest.fixture(params=["plain_page", "marked_page", "redline_page"])
def page(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def test_it_is_well_formed_and_has_no_name_twice(page: str) -> None:
    parsed = Page(page)
    ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = {name for _, attrs in parsed.tags for name in attrs.get("aria-labelledby", "").split()}
    wanted |= {attrs["href"][1:] for _, attrs in parsed.tags if attrs.get("href", "").startswith("#")}
    assert wanted <= set(ids)


def test_it_loads_nothing(page: str) -> None:
    parsed = Page(page)
    assert not [tag for tag, _ in parsed.tags if tag in LOADING]
    assert not [attrs for _, attrs in parsed.tags if {"src", "srcset", "style", "action"} & attrs.keys()]
    assert not [name for _, attrs in parsed.tags for name in attrs if name.startswith("on")]
    assert all(attrs["href"].startswith("#") for _, attrs in parsed.tags if "href" in attrs)
    assert not re.search(r"url\(|@import|expression\(|</", parsed.style)


def test_its_policy_allows_its_own_style_and_nothing_else(page: str) -> None:
    parsed = Page(page)
    [policy] = [attrs["content"] for _, attrs in parsed.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(parsed.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_hostile_text_is_shown_as_it_is(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert HOSTILE in Page(page).seen


def test_inserted_and_deleted_words_say_so_without_colour(page: str) -> None:
    parsed = Page(page)
    tags = {attrs["class"].split()[1]: tag for tag, attrs in parsed.tags if attrs.get("class", "").startswith("m ")}
    assert tags["inserted"] == "ins"
    assert tags["deleted"] == "del"


def test_each_mark_of_a_redline_can_have_the_focus_and_names_tier_and_evidence(marked_page: str) -> None:
    parsed = Page(marked_page)
    marks = list(parsed.marks())
    assert len(marks) > 5
    assert all(attrs["tabindex"] == "0" for _, attrs in marks)
    assert {attrs["data-tier"] for _, attrs in marks} <= set(TIER_NAMES)
    notes = re.findall(r'<span class="note">(.*?)</span> </span>', marked_page)
    assert len(notes) == len(marks)
    for note in notes:
        assert re.search(rf"<b>({'|'.join(STATUS_NAMES.values())})</b> .*\. Tier [ABC], ", note)
    assert EVIDENCE["aligned"] in parsed.heard
    assert EVIDENCE["aligned"] not in parsed.seen


def test_a_plain_comparison_has_no_tiers_but_says_what_came_and_went(plain_page: str) -> None:
    assert not list(Page(plain_page).marks())
    assert "Invites (inserted)" in Page(plain_page).heard
    assert "Requests (deleted)" in Page(plain_page).heard


def test_the_summary_counts_what_is_there(marked_page: str, redlined: Compared) -> None:
    assert redlined.redlines[1] is not None
    spans = [span for span in redlined.redlines[1].spans if span.status == "inserted"]
    numbers = [*(sum(span.tier == tier for span in spans) for tier in "ABC"), sum(s.end - s.start for s in spans)]
    cells = "".join(f'<td class="n">{number}</td>' for number in numbers)
    assert f'<tr><th scope="row">inserted</th>{cells}</tr>' in marked_page


def test_units_can_be_left_out_without_a_script(plain_page: str) -> None:
    parsed = Page(plain_page)
    boxes = {attrs["id"] for tag, attrs in parsed.tags if tag == "input"}
    shown = {name for _, attrs in parsed.tags for name in attrs.get("class", "").split() if name.startswith("r-")}
    assert {f"show-{name[2:]}" for name in shown} <= boxes
    style = (files("digov.diffing") / "templates" / "style.css").read_text("utf-8")
    assert all(f"#{box}" in style for box in boxes)


def test_a_page_may_show_a_part_and_still_counts_all(drafts: Compared, lexicon: Lexicon) -> None:
    everything = rows_of(drafts, lexicon)
    page = diff_page(drafts, select(everything, acts=True), everything)
    assert page.count("<article") == 4
    assert '<th scope="row">same</th><td class="n">1</td>' in page


def test_a_page_without_units_says_so(drafts: Compared, lexicon: Lexicon) -> None:
    everything = rows_of(drafts, lexicon)
    assert "No unit is to be shown." in diff_page(drafts, (), everything)


def test_the_printed_text_of_a_redline_is_there_to_the_last_character(redline_page: str, redlined: Compared) -> None:
    printed = redlined.printed[1].source.text
    assert "".join(Page(redline_page).units.split()) == "".join(printed.split())


def test_the_author_of_a_tracked_change_is_named(give: Callable, docx: Callable[..., bytes]) -> None:
    by = 'w:author="A. &lt;b&gt;Drafter" w:date="2026-03-01T10:00:00Z"'
    data = docx(f"<w:r><w:t>one </w:t></w:r><w:ins {by}><w:r><w:t>two</w:t></w:r></w:ins>")
    found = redline(recover_given(give("tracked.docx", data), None), "html", base=None, to_file=True)
    assert isinstance(found, str)
    assert "Tracked as inserted by A. <b>Drafter, 2026-03-01T10:00:00Z." in Page(found).heard
    assert "<b>Drafter" not in found


def colours(style: str) -> Iterator[dict[str, str]]:
    """Yield the colours of the light and of the dark scheme."""
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    values = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    yield values
    yield {**values, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_its_ground_in_both_schemes() -> None:
    style = (files("digov.diffing") / "templates" / "style.css").read_text("utf-8")
    schemes = list(colours(style))
    assert len(schemes) == 2
    for scheme in schemes:
        pairs = [(f"{status}-ink", status) for status in ("inserted", "deleted", "contested", "artefact")]
        pairs += [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "wash")]
        for ink, ground in pairs:
            assert contrast(scheme[ink], scheme[ground]) >= 4.5, (ink, ground)
