"""The routes of documents: things below ``/id/`` lead with 303 to what describes them; documents answer in the form that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from digov.pages import ServerLinks
from digov.pages.describe import describe
from digov.pages.places import PAGE_SUFFIX, SUFFIXES, Place, place_of, split_suffix, topic_of
from digov.pages.queries import query_about
from digov.pages.render import style_sheet
from digov.rdf.base import DG, OWL, VOID
from digov.rdf.serialize import write_graph
from digov.release.forms import graph_dump
from digov.server.linked.answers import (
    FORMS,
    OFFERED,
    headers_of,
    links_to,
    media_type_of,
    redirect,
    refuse,
    shown,
)
from digov.server.linked.desk import Desk, Desks
from digov.server.linked.tombstones import tombstone_of
from digov.server.negotiate import choose
from digov.server.tags import has_tag

MAX_PATH: Final = 1_000
"""Most characters of a path; a longer one is answered with 414."""
MAX_GRAPH: Final = 200_000
"""Most triples of a named graph that are written on the spot; of a larger one the dump is given, by 303."""
_LINKS: Final = ServerLinks()
_METHODS: Final = ["GET", "HEAD"]


def router(desks: Desks) -> APIRouter:
    """Return the routes of the IRIs of a release."""
    routes = APIRouter()

    def thing(request: Request, path: str) -> Response:
        return _thing(request, desks.current, path)

    def document(request: Request) -> Response:
        return _document(request, desks.current, request.scope["path"][1:])

    def style() -> Response:
        headers = {"ETag": f'W/"{desks.current.edition}"', "Cache-Control": "public, max-age=3600"}
        return Response(style_sheet(), media_type="text/css; charset=utf-8", headers=headers)

    routes.add_api_route("/id/{path:path}", thing, methods=_METHODS, summary="A thing: leads to the document about it")
    routes.add_api_route("/doc/{path:path}", document, methods=_METHODS, summary="The document about a thing")
    routes.add_api_route("/ns", document, methods=_METHODS, summary="The ontology")
    routes.add_api_route("/ns.{ending}", document, methods=_METHODS, summary="The ontology in one form")
    routes.add_api_route("/ns/{version}", document, methods=_METHODS, summary="The ontology by its version")
    routes.add_api_route("/dataset", document, methods=_METHODS, summary="The dataset")
    routes.add_api_route("/dataset.{ending}", document, methods=_METHODS, summary="The dataset in one form")
    routes.add_api_route("/dataset-series", document, methods=_METHODS, summary="The series of all releases")
    routes.add_api_route("/dataset-series.{ending}", document, methods=_METHODS, summary="The series in one form")
    routes.add_api_route("/prefixes", document, methods=_METHODS, summary="The prefixes")
    routes.add_api_route("/prefixes.{ending}", document, methods=_METHODS, summary="The prefixes in one form")
    routes.add_api_route("/graph/{path:path}", document, methods=_METHODS, summary="A named graph")
    routes.add_api_route("/linkset/{path:path}", document, methods=_METHODS, summary="A set of links to elsewhere")
    routes.add_api_route("/style.css", style, methods=_METHODS, summary="The style sheet of the pages")
    return routes


def _thing(request: Request, desk: Desk, path: str) -> Response:
    """Return the way to the document about the thing ``path``: what exists there is not the thing itself, hence 303."""
    if len(path) > MAX_PATH:
        return _too_long(request, desk)
    stem, _, fragment = path.partition("#")
    bare, suffix = split_suffix(f"doc/{stem}")
    if not desk.library.catalogue.holds(bare):
        return _missing(request, desk, bare)
    if suffix:
        return redirect(_LINKS.file(bare, suffix))
    return redirect(_LINKS.page(Place(bare, fragment)))


def _document(request: Request, desk: Desk, path: str) -> Response:
    """Return the document ``path`` in the form of its suffix, or in the one that the client prefers."""
    if len(path) > MAX_PATH:
        return _too_long(request, desk)
    if "#" in path:
        stem, _, fragment = path.partition("#")
        return redirect(_LINKS.page(Place(stem, fragment)), 308)
    bare, suffix = split_suffix(path)
    if not desk.library.catalogue.holds(bare):
        if bare.endswith("/") and desk.library.catalogue.holds(bare.rstrip("/")):
            return redirect(_LINKS.page(Place(bare.rstrip("/"))), 308)
        return _missing(request, desk, bare)
    suffix = suffix or _wanted(request)
    if not suffix:
        return _unacceptable(request, desk, bare)
    if suffix != PAGE_SUFFIX and (dump := _dump_of(desk, bare)) is not None:
        return redirect(dump)
    headers = headers_of(desk, bare, suffix)
    if has_tag(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return _represent(request, desk, bare, suffix, headers)


def _dump_of(desk: Desk, document: str) -> str | None:
    """Return the address of the dump of a named graph that is too large to be written on the spot."""
    if not document.startswith("graph/"):
        return None
    size = desk.library.reader.number(topic_of(document), VOID + "triples") or 0
    path = graph_dump(topic_of(document))
    held = any(dump.path == path for dump in desk.service.release.manifest.dumps)
    return f"/{path}" if size > MAX_GRAPH and held else None


def _wanted(request: Request) -> str:
    """Return the suffix of the form that the client prefers: by ``format``, else by its header; empty when there is none."""
    name = request.query_params.get("format")
    if name is not None:
        return f".{name}" if f".{name}" in (*SUFFIXES, PAGE_SUFFIX) else ""
    media_type = choose(request.headers.get("accept"), OFFERED)
    return "" if media_type is None else FORMS[media_type]


def _represent(request: Request, desk: Desk, bare: str, suffix: str, headers: dict[str, str]) -> Response:
    """Return the body of a document that the release holds."""
    document = "ns" if _is_version(desk, bare) else bare
    if suffix == PAGE_SUFFIX:
        page = desk.renderer.page(document, _LINKS)
        return _missing(request, desk, bare) if page is None else HTMLResponse(page.html, headers=headers)
    reader, topic = desk.library.reader, topic_of(document)
    if document.startswith("graph/"):
        quads = tuple(reader.graph(topic))
    else:
        description = describe(reader, desk.library.catalogue, document)
        quads = description.quads
        if description.left_out:
            headers["Link"] += f', <{_LINKS.query(query_about(topic))}>; rel="related"; title="all of it"'
    media_type = media_type_of(suffix)
    return Response(write_graph(quads, SUFFIXES[suffix]), media_type=f"{media_type}; charset=utf-8", headers=headers)


def _is_version(desk: Desk, document: str) -> bool:
    """Return whether ``document`` is the ontology under the IRI of its version."""
    return document.startswith("ns/") and topic_of(document) == desk.library.reader.iri(DG, OWL + "versionIRI")


def _unacceptable(request: Request, desk: Desk, document: str) -> Response:
    forms = [(media_type, _LINKS.file(document, suffix)) for media_type, suffix in FORMS.items()]
    message = "no form that was asked for is there"
    return refuse(request, desk, 406, message, f"Ask for one of: {', '.join(FORMS)}.", links=forms)


def _too_long(request: Request, desk: Desk) -> Response:
    return refuse(request, desk, 414, f"the path is longer than {MAX_PATH} characters", "No IRI of ours is that long.")


def _missing(request: Request, desk: Desk, document: str) -> Response:
    """Return 410 for what an older release held, else 404; both with what is spelt alike."""
    topic = topic_of(document)
    links = links_to(desk, desk.alike(document))
    grave = tombstone_of(topic, Path(desk.service.release.folder))
    if grave is not None:
        if grave.replaced_by is not None and (place := place_of(grave.replaced_by)) is not None:
            links = [("what replaced it", _LINKS.page(place)), *links]
        name = f"{grave.label!r} " if grave.label else ""
        message = f"{name}is gone: release {grave.release} was the last that held {shown(topic)}"
        return refuse(request, desk, 410, message, "That release still has it.", links=links)
    remedy = "Was one of these meant?" if links else "The start page / lists what there is."
    return refuse(request, desk, 404, f"the release does not hold {shown(topic)}", remedy, links=links)
