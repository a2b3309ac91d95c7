"""Pages without a server: the same view, linked for a server or for files; and the marks in texts."""

from __future__ import annotations

import re
from posixpath import join, normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.pages import Library, Renderer, ServerLinks, SiteLinks
from digov.pages.jsonld import encode
from digov.pages.marks import Mark, pieces_of
from digov.pages.places import PAGE_SUFFIX, Place, place_of, split_suffix, topic_of
from digov.pages.said import read_quote
from digov.rdf.base import BASE_IRI, DG, ID
from digov.store import ReleaseStore


@pytest.fixture(scope="module")
def library(example_store: ReleaseStore) -> Library:
    return Library(example_store)


def test_every_document_has_a_page_and_the_same_bytes_each_time(library: Library, example_store: ReleaseStore) -> None:
    documents = list(library.catalogue.documents())
    assert len(documents) > 100
    first, second = Renderer(library), Renderer(Library(example_store))
    for document in documents:
        page = first.page(document, ServerLinks())
        assert page is not None
        assert page == second.page(document, ServerLinks())
    assert first.page("doc/body/nobody", ServerLinks()) is None


def test_links_between_files_lead_to_files(library: Library) -> None:
    renderer = Renderer(library)
    documents = set(library.catalogue.documents())
    files = {Place(document).address + PAGE_SUFFIX for document in documents} | {
        "index.html",
        "style.css",
        "sparql.html",
    }
    checked = 0
    for document in sorted(documents):
        page = renderer.page(document, SiteLinks(document))
        assert page is not None
        folder = document.rpartition("/")[0]
        for link in re.findall(r'<a [^>]*href="([^"]+)"', page.html):
            path = link.partition("#")[0]
            if not path or "://" in path:
                continue
            assert not path.startswith("/")
            target = normpath(join(folder, path))
            if not target.startswith(".."):
                known = target in files or split_suffix(target)[0] in documents
                assert known or target.startswith(("doc/", "ns", "releases", "dumps")), f"{document}: {link}"
                checked += known
    assert checked > 1000


def test_the_words_behind_a_link_are_marked_and_say_what_for(library: Library) -> None:
    page = Renderer(library).page("doc/example/para_1", ServerLinks())
    assert page is not None
    marks = dict(re.findall(r'<mark class="(\w+)" id="[^>]*>([^<]+)</mark>', page.html))
    assert marks["time"] == "by 2030"
    assert marks["goal"] == "(SDG 9)"
    assert "Registrar" in page.html
    assert '<a class="chip other" href="/doc/example/para_1#act-1">' in page.html


def test_a_body_shows_what_it_is_asked_to_do(library: Library) -> None:
    page = Renderer(library).page("doc/body/registrar", ServerLinks())
    assert page is not None
    asked = page.html[page.html.index("What it is asked to do") :]
    assert '<a href="/doc/example/para_1">para. 1</a>' in asked
    assert '<mark class="party">Registrar</mark>' in asked


@given(
    text=st.text(alphabet="ab *[](x)\n", max_size=60),
    offset=st.integers(0, 50),
    spans=st.lists(
        st.tuples(st.integers(0, 120), st.integers(0, 120), st.sampled_from(["act", "time", "deleted"])), max_size=8
    ),
)
def test_pieces_are_the_text_and_each_anchor_stands_once(
    text: str, offset: int, spans: list[tuple[int, int, str]]
) -> None:
    marks = [Mark(start, end, kind, f"e{i}", kind) for i, (start, end, kind) in enumerate(spans)]
    pieces = pieces_of(text, offset, marks)
    assert "".join(piece.text for piece in pieces) == text
    anchors = [anchor for piece in pieces for anchor in piece.anchors]
    assert len(anchors) == len(set(anchors))
    inside = {m.anchor for m in marks if m.start < m.end and m.start < offset + len(text) and m.end > offset}
    assert set(anchors) == (inside if text else set())


@given(st.text(max_size=40))
def test_data_for_search_engines_cannot_end_their_element(words: str) -> None:
    text = encode({"name": words + "</script><!--"})
    assert "<" not in text
    assert ">" not in text


@given(st.text(max_size=30))
def test_no_path_breaks_the_catalogue(library: Library, path: str) -> None:
    for document in (path, f"doc/{path}", f"graph/{path}"):
        if library.catalogue.holds(document):
            assert Renderer(library).page(document, ServerLinks()) is not None


@pytest.mark.parametrize(
    ("iri", "document"),
    [
        (ID + "body/itu", "doc/body/itu"),
        (DG + "Act", "ns"),
        (DG, "ns"),
        (BASE_IRI + "dataset", "dataset"),
        ("http://metadata.un.org/sdg", "doc/sdg"),
        ("http://metadata.un.org/sdg/9.c", "doc/sdg/9.c"),
        ("http://metadata.un.org/sdg/ontology#Goal", None),
        ("https://example.org/x", None),
    ],
)
def test_each_iri_has_one_place_and_each_place_one_topic(iri: str, document: str | None) -> None:
    place = place_of(iri)
    assert (place.document if place else None) == document
    if place is not None and not place.fragment:
        assert topic_of(place.document) == iri


def test_an_iri_with_another_scheme_is_no_link(library: Library) -> None:
    from digov.pages.render import _Href

    href = _Href(library, ServerLinks())
    assert href("javascript:alert(1)") is None
    assert href("https://example.org/a") == "https://example.org/a"
    assert href(ID + "body/registrar") == "/doc/body/registrar"


def test_all_evidence_can_be_opened_on_the_page_of_its_segment(library: Library) -> None:
    renderer = Renderer(library)
    pages: dict[str, str] = {}
    quotes = 0
    for document in library.catalogue.documents():
        quote = read_quote(library, ID + document[4:]) if document.startswith("doc/evidence/") else None
        if quote is None:
            continue
        quotes += 1
        assert quote.segment is not None
        place = place_of(quote.segment.iri)
        assert place is not None
        if place.document not in pages:
            page = renderer.page(place.document, ServerLinks())
            assert page is not None
            pages[place.document] = page.html
        assert pages[place.document].count(f'id="evidence-{quote.key}"') == 1, (place.document, quote.exact)
    assert quotes > 20
