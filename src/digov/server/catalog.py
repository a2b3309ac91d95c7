"""The description of the dataset: VoID, DCAT, quality and provenance in one document, in every syntax of RDF."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat, Triple, parse
from starlette.responses import RedirectResponse

from digov.rdf.serialize import EXTENSIONS, MEDIA_TYPES, Syntax, write_graph
from digov.release import list_releases
from digov.release.description import DESCRIPTION_PREFIXES, describe_series
from digov.release.forms import DESCRIPTION
from digov.server.negotiate import choose
from digov.server.problems import Problem
from digov.server.service import Service, Services

_METHODS: Final = ["GET", "HEAD"]
_TYPES: Final[dict[str, Syntax]] = {media_type: syntax for syntax, media_type in MEDIA_TYPES.items()}
_ENDINGS: Final[dict[str, Syntax]] = {ending: syntax for syntax, ending in EXTENSIONS.items()}
_OFFERED: Final = (*_TYPES, "text/html")
_CACHE: Final = "public, max-age=300"


def router(services: Services) -> APIRouter:
    """Return the routes of the description; a browser is led to the page of the dataset."""
    routes = APIRouter()

    def well_known() -> Response:
        return RedirectResponse("/void", status_code=303, headers={"Cache-Control": _CACHE})

    def negotiated(request: Request) -> Response:
        chosen = choose(request.headers.get("accept"), _OFFERED)
        if chosen == "text/html":
            headers = {"Cache-Control": _CACHE, "Vary": "Accept"}
            return RedirectResponse("/dataset", status_code=303, headers=headers)
        if chosen is None:
            remedy = f"The description can be had as {', '.join(_OFFERED)}."
            raise Problem(406, "no format that was asked for fits the description", remedy)
        return _answer(services.current, _TYPES[chosen])

    def suffixed(ending: str) -> Response:
        syntax = _ENDINGS.get(ending)
        if syntax is None:
            raise Problem(404, "no such format", f"The description has the endings {', '.join(_ENDINGS)}.")
        return _answer(services.current, syntax)

    summary = "The dataset described with VoID, DCAT, DQV and PROV"
    routes.add_api_route("/.well-known/void", well_known, methods=_METHODS, summary="Leads to /void")
    for path in ("/void", "/dcat"):
        routes.add_api_route(path, negotiated, methods=_METHODS, summary=summary)
    routes.add_api_route("/void.{ending}", suffixed, methods=_METHODS, summary=f"{summary}, in one format")
    routes.add_api_route("/dcat.{ending}", suffixed, methods=_METHODS, summary=f"{summary}, in one format")
    return routes


def _answer(service: Service, syntax: Syntax) -> Response:
    folder = Path(service.release.folder)
    past = list_releases(folder.parent)
    ids = tuple(release.id for release in past)
    series = describe_series([release.manifest for release in past], service.release.id)
    try:
        triples = (*_described(folder / DESCRIPTION), *series)
    except OSError as error:
        raise Problem(503, "the description cannot be read now", "Ask again in a moment.") from error
    links = '</dataset>; rel="canonical", <https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    headers = {
        "Content-Type": "text/turtle; charset=utf-8" if syntax == "turtle" else MEDIA_TYPES[syntax],
        "ETag": f'W/"{service.release.id}-{len(ids)}-{ids[-1] if ids else ""}-{syntax}"',
        "Cache-Control": _CACHE,
        "Vary": "Accept, Accept-Encoding",
        "Link": links,
    }
    return Response(write_graph(triples, syntax, prefixes=DESCRIPTION_PREFIXES), headers=headers)


@lru_cache(maxsize=2)
def _described(path: Path) -> tuple[Triple, ...]:
    """Return the triples of a description, which never changes where it stands."""
    return tuple(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
