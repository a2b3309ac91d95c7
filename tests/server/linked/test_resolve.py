"""From what others call a thing to ours: symbols, printed numbers, Akoma Ntoso paths, IRIs from elsewhere."""

from __future__ import annotations

import httpx
import pytest

from digov.pages import Library
from digov.server.linked.finder import Finder, plain_iri, plain_number, plain_symbol

AKN = "/akn/un/statement/deliberation/unecosoc/2024-07-23/2024-13"


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("symbol=E/RES/2024/13", "/id/e-res-2024-13"),
        ("symbol=E/RES/2024/13&para=81", "/id/e-res-2024-13/para_81"),
        ("symbol=%20e/res/2024/13%20&para=para.%2081", "/id/e-res-2024-13/para_81"),
        ("symbol=A/80/62", "/id/a-80-62"),
        ("symbol=E/2025/12&para=1", "/id/a-80-62/para_1"),
        ("symbol=A/80/62-E/2025/12", "/id/a-80-62"),
        ("symbol=A/80/62%20%E2%80%93%20E/2025/12", "/id/a-80-62"),
        ("symbol=A/RES/70/125", "/id/a-res-70-125"),
        ("symbol=A/RES/2200%20A%20(XXI)", "/id/a-res-2200-a-xxi"),
        ("instrument=gdc-base&para=44(a)", "/id/gdc-base/para_44__point_a"),
        ("instrument=gdc-base&para=44%20(a)", "/id/gdc-base/para_44__point_a"),
        ("instrument=gdc-base&para=44(a)&format=ttl", "/doc/gdc-base/para_44__point_a.ttl"),
        ("symbol=E/RES/2024/13&format=html", "/doc/e-res-2024-13.html"),
    ],
)
def test_symbols_and_numbers_lead_to_ours(site: httpx.Client, query: str, leads_to: str) -> None:
    answer = site.get(f"/resolve?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert site.get(leads_to).status_code in (200, 303)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        (AKN, "/id/e-res-2024-13"),
        (f"{AKN}/", "/id/e-res-2024-13"),
        (f"{AKN}/eng@", "/id/e-res-2024-13"),
        (f"{AKN}/eng@/!main~para_81", "/id/e-res-2024-13/para_81"),
    ],
)
def test_akoma_ntoso_paths_lead_to_ours(site: httpx.Client, path: str, leads_to: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize(
    ("iri", "leads_to"),
    [
        ("http://www.wikidata.org/entity/Q376150", "/id/body/itu"),
        ("https://www.wikidata.org/wiki/Q376150", "/id/body/itu"),
        ("http://metadata.un.org/sdg/9", "/doc/sdg/9"),
        ("https://metadata.un.org/sdg/9.c", "/doc/sdg/9.c"),
        ("http://metadata.un.org/thesaurus/1001652", "/id/topic/digital-divides"),
        ("https://ror.org/04h4z8k05", "/id/body/unesco"),
        ("https://w3id.org/digov/id/body/itu", "/id/body/itu"),
    ],
)
def test_iris_of_others_lead_to_ours(site: httpx.Client, iri: str, leads_to: str) -> None:
    answer = site.get("/lookup", params={"iri": iri})
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/resolve", 400, "neither a symbol"),
        ("/resolve?symbol=E/RES/2024/31", 404, "/id/e-res-2024-13"),
        ("/resolve?symbol=E/RES/2024/13&para=1000", 404, "has no paragraph 1000"),
        ("/resolve?symbol=A/RES/70/125&para=3", 404, "its text is not part of this release"),
        ("/resolve?symbol=E/RES/2024/13&format=docx", 400, "no form is called docx"),
        ("/akn/un/statement/deliberation/unga/1999-01-01/1-1", 404, "no instrument has the path"),
        ("/lookup", 400, "no IRI was given"),
        ("/lookup?iri=urn:x", 400, "not an IRI that can be looked up"),
        ("/lookup?iri=http://www.wikidata.org/entity/Q1", 404, "nothing in the release stands for"),
    ],
)
def test_what_cannot_be_found_is_said_plainly(site: httpx.Client, address: str, status: int, words: str) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert words in " ".join(str(value) for value in answer.json().values())


def test_a_number_that_stands_twice_is_not_guessed(library: Library, site: httpx.Client) -> None:
    finder = Finder(library)
    numbers = finder.numbers("https://w3id.org/digov/id/gdc-redline")
    twice = next(number for number in numbers if numbers.count(number) > 1)
    answer = site.get("/resolve", params={"instrument": "gdc-redline", "para": twice})
    assert answer.status_code == 300
    assert answer.json()["remedy"].count("/id/gdc-redline/") == numbers.count(twice)


def test_every_symbol_and_number_leads_back(library: Library) -> None:
    finder = Finder(library)
    assert len(finder.symbols()) > 80
    for symbol in finder.symbols():
        assert finder.instruments(symbol.lower())
    for slug in ("gdc-base", "e-res-2024-13", "a-80-62"):
        instrument = f"https://w3id.org/digov/id/{slug}"
        for number in finder.numbers(instrument):
            assert finder.segments(instrument, number)


def test_names_are_compared_without_what_does_not_matter() -> None:
    assert plain_symbol("a/res/2200 a (xxi)") == plain_symbol("A/RES/2200A(XXI)")
    assert plain_number("paragraph 44 (a)") == plain_number("44(a)")
    assert plain_number("pp3") == "pp3"
    assert plain_iri("https://www.ror.org/04h4z8k05/") == "https://ror.org/04h4z8k05"
