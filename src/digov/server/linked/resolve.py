"""The routes that lead from what others call a thing to what we call it: symbols, Akoma Ntoso paths, IRIs from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Request, Response
from rapidfuzz import fuzz, process

from digov.pages import ServerLinks
from digov.pages.places import PAGE_SUFFIX, SUFFIXES, Place, place_of
from digov.rdf.base import BASE_IRI, ID
from digov.server.linked.answers import redirect, refuse, shown
from digov.server.linked.desk import Desk, Desks
from digov.server.linked.finder import plain_symbol

MAX_VALUE: Final = 500
"""Most characters of a parameter; a longer one is answered with 400."""
_LINKS: Final = ServerLinks()
_METHODS: Final = ["GET", "HEAD"]


def router(desks: Desks) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    def resolve(request: Request) -> Response:
        return _resolve(request, desks.current)

    def akn(request: Request) -> Response:
        return _akn(request, desks.current, request.scope["path"])

    def lookup(request: Request) -> Response:
        return _lookup(request, desks.current)

    summary = "From a symbol and a printed number to an instrument or segment"
    routes.add_api_route("/resolve", resolve, methods=_METHODS, summary=summary)
    routes.add_api_route("/akn/{path:path}", akn, methods=_METHODS, summary="From an Akoma Ntoso path to an instrument")
    routes.add_api_route("/lookup", lookup, methods=_METHODS, summary="From the IRI of another publisher to ours")
    return routes


def _resolve(request: Request, desk: Desk) -> Response:
    values = request.query_params
    symbol, instrument, number = values.get("symbol"), values.get("instrument"), values.get("para")
    if any(len(value) > MAX_VALUE for value in (symbol or "", instrument or "", number or "")):
        return refuse(request, desk, 400, f"a value is longer than {MAX_VALUE} characters", "Shorten it.")
    if not (symbol or "").strip() and not (instrument or "").strip():
        message = "neither a symbol nor an instrument was given"
        return refuse(request, desk, 400, message, "Give one, such as /resolve?symbol=E/RES/2024/13&para=81.")
    if symbol:
        found = desk.finder.instruments(symbol)
    else:
        name = (instrument or "").strip()
        held = desk.library.catalogue.holds(f"doc/{name}") and desk.library.outline(ID + name).entries
        found = [ID + name] if held else []
    if not found:
        return _no_instrument(request, desk, symbol or instrument or "")
    if number is None or not number.strip() or len(found) > 1:
        return _lead(request, desk, found)
    return _paragraph(request, desk, found[0], number)


def _no_instrument(request: Request, desk: Desk, name: str) -> Response:
    found = process.extract(plain_symbol(name), desk.finder.symbols(), scorer=fuzz.ratio, limit=5, score_cutoff=70)
    links = [(symbol, _iri_path(one)) for symbol, _, _ in found for one in desk.finder.instruments(symbol)]
    remedy = "Was one of these meant?" if links else "A symbol is written as printed, such as A/RES/70/125."
    return refuse(request, desk, 404, f"no instrument is called {shown(name)}", remedy, links=links)


def _paragraph(request: Request, desk: Desk, instrument: str, number: str) -> Response:
    found = desk.finder.segments(instrument, number)
    if found:
        return _lead(request, desk, found)
    label = desk.library.reader.label(instrument)
    numbers = desk.finder.numbers(instrument)
    if not numbers:
        message = f"{label} is known, but its text is not part of this release"
        return refuse(request, desk, 404, message, "Ask for it without 'para'.", links=[(label, _iri_path(instrument))])
    close = process.extract(number, sorted(set(numbers)), scorer=fuzz.ratio, limit=5, score_cutoff=40)
    links = [(one, _iri_path(iri)) for one, _, _ in close for iri in desk.finder.segments(instrument, one)[:1]]
    message = f"{label} has no paragraph {shown(number)}"
    return refuse(request, desk, 404, message, f"Its numbers run from {numbers[0]} to {numbers[-1]}.", links=links)


def _akn(request: Request, desk: Desk, path: str) -> Response:
    if len(path) > MAX_VALUE:
        return refuse(request, desk, 414, f"the path is longer than {MAX_VALUE} characters", "No path is that long.")
    found = desk.finder.by_path(path)
    if not found:
        message = f"no instrument has the path {shown(path)}"
        return refuse(
            request,
            desk,
            404,
            message,
            "Paths are those of works, such as /akn/un/statement/deliberation/unecosoc/2024-07-23/2024-13.",
        )
    portion = path.partition("~")[2].strip("/")
    if not portion or len(found) > 1:
        return _lead(request, desk, found)
    segment = f"{found[0]}/{portion}"
    place = place_of(segment)
    if place is not None and desk.library.catalogue.holds(place.document):
        return _lead(request, desk, [segment])
    return _paragraph(request, desk, found[0], portion.rpartition("_")[2])


def _lookup(request: Request, desk: Desk) -> Response:
    iri = request.query_params.get("iri", "").strip()
    if not iri or len(iri) > MAX_VALUE:
        message = "no IRI was given" if not iri else f"the IRI is longer than {MAX_VALUE} characters"
        return refuse(
            request, desk, 400, message, "Give one, such as /lookup?iri=http://www.wikidata.org/entity/Q376150."
        )
    if not iri.startswith(("http://", "https://")):
        return refuse(request, desk, 400, f"not an IRI that can be looked up: {shown(iri)}", "It begins with http.")
    found = desk.finder.things(iri)
    if not found:
        remedy = (
            "Known are IRIs of Wikidata, UN SDG, UNBIS Thesaurus and ROR that something in the release is matched to."
        )
        return refuse(request, desk, 404, f"nothing in the release stands for {shown(iri)}", remedy)
    return _lead(request, desk, found)


def _lead(request: Request, desk: Desk, found: Sequence[str]) -> Response:
    """Return the way to the one thing found, in the form that was asked for; of several, all of them to choose from."""
    name = request.query_params.get("format")
    if name is not None and f".{name}" not in (*SUFFIXES, PAGE_SUFFIX):
        forms = ", ".join(suffix[1:] for suffix in (*SUFFIXES, PAGE_SUFFIX))
        return refuse(request, desk, 400, f"no form is called {shown(name)}", f"Ask for one of: {forms}.")
    if len(found) == 1:
        place = place_of(found[0])
        if name is not None and place is not None:
            return redirect(_LINKS.file(place.document, f".{name}"))
        return redirect(_iri_path(found[0]))
    links = [(desk.library.reader.label(iri), _iri_path(iri)) for iri in found[:20]]
    return refuse(request, desk, 300, "that name stands for several things", "Choose one of them.", links=links)


def _iri_path(iri: str) -> str:
    """Return the path at which an IRI answers: its own below the base, or that of the document about it."""
    place = place_of(iri)
    if place is None:
        return "/"
    if iri.startswith(ID):
        return f"/id/{Place(place.document[4:], place.fragment).address}"
    return f"/{iri.removeprefix(BASE_IRI)}" if iri.startswith(BASE_IRI) else _LINKS.page(place)
