"""The description of the dataset: VoID, DCAT, quality and provenance in one document, in every syntax of RDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Final

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat, Triple, parse
from starlette.responses import RedirectResponse

from digov.model.release import Release
from digov.rdf.about import LICENSE
from digov.rdf.serialize import EXTENSIONS, MEDIA_TYPES, Syntax, write_graph
from digov.release import list_releases
from digov.release.description import DESCRIPTION_PREFIXES, describe_series
from digov.release.forms import DESCRIPTION
from digov.server.files import ASK_AGAIN, FOR_NOW
from digov.server.negotiate import MEDIA_TYPES as SENT_TYPES
from digov.server.negotiate import choose
from digov.server.problems import Problem, busy
from digov.server.service import Services
from digov.server.tags import tag_of

_METHODS: Final = ["GET", "HEAD"]
_TYPES: Final[dict[str, Syntax]] = {media_type: syntax for syntax, media_type in MEDIA_TYPES.items()}
_ENDINGS: Final[dict[str, Syntax]] = {ending: syntax for syntax, ending in EXTENSIONS.items()}
_OFFERED: Final = (*_TYPES, "text/html")
_PAUSE: Final = 1
"""Seconds after which a file that could not be opened may be there."""
_LINKS: Final = f'</dataset>; rel="canonical", <{LICENSE}>; rel="license"'


def router(services: Services) -> APIRouter:
    """Return the routes of the description; a browser is led to the page of the dataset."""
    routes = APIRouter()
    description = _Description()

    def answer(syntax: Syntax) -> Response:
        try:
            body = description.written(services.current.release, syntax)
        except OSError as error:
            raise busy("the description cannot be read now", "Ask again in a moment.", _PAUSE) from error
        headers = {
            "Content-Type": SENT_TYPES[syntax],
            "ETag": tag_of(body),
            "Cache-Control": ASK_AGAIN,
            "Vary": "Accept, Accept-Encoding",
            "Link": _LINKS,
        }
        return Response(body, headers=headers)

    def well_known() -> Response:
        return RedirectResponse("/void", status_code=303, headers={"Cache-Control": FOR_NOW})

    def negotiated(request: Request) -> Response:
        chosen = choose(request.headers.get("accept"), _OFFERED)
        if chosen == "text/html":
            headers = {"Cache-Control": FOR_NOW, "Vary": "Accept"}
            return RedirectResponse("/dataset", status_code=303, headers=headers)
        if chosen is None:
            remedy = f"The description can be had as {', '.join(_OFFERED)}."
            raise Problem(406, "no format that was asked for fits the description", remedy)
        return answer(_TYPES[chosen])

    def suffixed(ending: str) -> Response:
        syntax = _ENDINGS.get(ending)
        if syntax is None:
            raise Problem(404, "no such format", f"The description has the endings {', '.join(_ENDINGS)}.")
        return answer(syntax)

    summary = "The dataset described with VoID, DCAT, DQV and PROV"
    routes.add_api_route("/.well-known/void", well_known, methods=_METHODS, summary="Leads to /void")
    for path in ("/void", "/dcat"):
        routes.add_api_route(path, negotiated, methods=_METHODS, summary=summary)
    routes.add_api_route("/void.{ending}", suffixed, methods=_METHODS, summary=f"{summary}, in one format")
    routes.add_api_route("/dcat.{ending}", suffixed, methods=_METHODS, summary=f"{summary}, in one format")
    return routes


class _Description:
    """The description of the current release, written once for the releases that there are, in each syntax that is asked for."""

    def __init__(self) -> None:
        self._of: tuple[str, ...] = ()
        self._written: dict[Syntax, bytes] = {}
        self._lock = Lock()

    def written(self, release: Release, syntax: Syntax) -> bytes:
        """Return it in ``syntax``; a description that is gone from the disk is an :class:`OSError`."""
        folder = Path(release.folder)
        past = list_releases(folder.parent)
        of = (release.id, *(one.id for one in past))
        with self._lock:
            if self._of != of:
                self._of, self._written = of, {}
            body = self._written.get(syntax)
            if body is None:
                series = describe_series([one.manifest for one in past], release.id)
                triples = (*_described(folder), *series)
                body = self._written[syntax] = write_graph(triples, syntax, prefixes=DESCRIPTION_PREFIXES)
        return body


def _described(release: Path) -> Iterator[Triple]:
    return (quad.triple for quad in parse(path=release / DESCRIPTION, format=RdfFormat.TURTLE))
