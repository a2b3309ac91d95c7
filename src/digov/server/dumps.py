"""The dumps of the current release, the releases before it, and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from digov.model.release import Manifest, ReleaseFile
from digov.release import MANIFEST_FILE, PastRelease, list_releases
from digov.release.forms import DUMPS_FOLDER, form_of
from digov.server.files import ASK_AGAIN, FOR_NOW, IMMUTABLE, send_file, send_unpacked
from digov.server.negotiate import accepts_gzip, choose
from digov.server.pages import page_response
from digov.server.problems import Problem
from digov.server.service import Services
from digov.server.tags import tag_of

_METHODS: Final = ["GET", "HEAD"]
_FORMS: Final = ("application/json", "text/html")
_GZIP: Final = "application/gzip"


def router(services: Services) -> APIRouter:
    """Return the routes of the dumps and of the releases."""
    routes = APIRouter()

    def dumps(request: Request) -> Response:
        return _listed(request, services, services.current.release.manifest, "/", FOR_NOW)

    def manifest(request: Request) -> Response:
        release = services.current.release
        return _manifest(request, Path(release.folder), release.id, FOR_NOW)

    def dump(request: Request, path: str) -> Response:
        release = services.current.release
        return _dump(request, Path(release.folder), release.manifest, DUMPS_FOLDER + path, FOR_NOW)

    routes.add_api_route("/dumps", dumps, methods=_METHODS, summary="The dumps, with sizes and checksums")
    routes.add_api_route("/dumps/", dumps, methods=_METHODS, include_in_schema=False)
    routes.add_api_route("/dumps/manifest.json", manifest, methods=_METHODS, summary="The manifest of the release")
    routes.add_api_route("/dumps/{path:path}", dump, methods=_METHODS, summary="A dump, or a range of it")
    _add_releases(routes, services)
    return routes


def _add_releases(routes: APIRouter, services: Services) -> None:
    """Add the routes of the releases, the current one and those before it."""

    def releases(request: Request) -> Response:
        current = services.current.release
        past = list_releases(Path(current.folder).parent)
        values = {"current": current.id, "releases": [_entry(one) for one in reversed(past)]}
        if _is_page(request):
            return page_response(services.current.pages.render("releases.html", **values), cache=ASK_AGAIN)
        return _json(values, ASK_AGAIN)

    def release(request: Request, release: str) -> Response:
        found = _found(services, release)
        return _listed(request, services, found.manifest, f"/releases/{found.id}/", ASK_AGAIN)

    def manifest(request: Request, release: str) -> Response:
        found = _found(services, release)
        return _manifest(request, found.folder, found.id, IMMUTABLE)

    def dump(request: Request, release: str, path: str) -> Response:
        found = _found(services, release)
        return _dump(request, found.folder, found.manifest, DUMPS_FOLDER + path, IMMUTABLE)

    routes.add_api_route("/releases", releases, methods=_METHODS, summary="The releases, the newest first")
    routes.add_api_route("/releases/", releases, methods=_METHODS, include_in_schema=False)
    routes.add_api_route("/releases/{release}", release, methods=_METHODS, summary="A release and its dumps")
    routes.add_api_route(
        "/releases/{release}/manifest.json", manifest, methods=_METHODS, summary="The manifest of a release"
    )
    routes.add_api_route(
        "/releases/{release}/dumps/{path:path}", dump, methods=_METHODS, summary="A dump of a release, for good"
    )


def _is_page(request: Request) -> bool:
    return choose(request.headers.get("accept"), _FORMS) == "text/html"


def _listed(request: Request, services: Services, manifest: Manifest, below: str, cache: str) -> Response:
    """Return the list of the dumps of a release, whose addresses begin with ``below``."""
    values = _listing(manifest)
    if _is_page(request):
        current = services.current
        base = current.settings.public_base + below[1:]
        return page_response(current.pages.render("dumps.html", **values, below=below, base=base), cache=cache)
    return _json(values, cache)


def _found(services: Services, release: str) -> PastRelease:
    """Return the release called ``release``; names are compared with those that there are, never used as paths."""
    folder = Path(services.current.release.folder).parent
    for past in list_releases(folder):
        if past.id == release:
            return past
    raise Problem(404, "there is no such release", "The page /releases lists those that there are.")


def _dump(request: Request, folder: Path, manifest: Manifest, path: str, cache: str) -> Response:
    """Return the answer for a dump; one that is compressed can also be had without its ``.gz``."""
    files: dict[str, ReleaseFile] = {dump.path: dump for dump in manifest.dumps}
    headers = {"Cache-Control": cache}
    file = files.get(path)
    if file is not None:
        form = form_of(path)
        headers["Content-Type"] = _GZIP if form.gzip else form.media_type
        return send_file(request, folder / path, tag=file.sha256, size=file.bytes, headers=headers)
    packed = files.get(f"{path}.gz")
    if packed is None:
        raise Problem(404, "there is no such dump", "The page /dumps/ lists those that there are.")
    headers["Content-Type"] = form_of(packed.path).media_type
    takes = accepts_gzip(request.headers.get("accept-encoding"))
    return send_unpacked(request, folder / packed.path, tag=packed.sha256, headers=headers, packed=takes)


def _manifest(request: Request, folder: Path, release: str, cache: str) -> Response:
    path = folder / MANIFEST_FILE
    headers = {"Cache-Control": cache, "Content-Type": "application/json"}
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Problem(404, "this file is no longer there", "Take one of the current release: /dumps/.") from error
    return send_file(request, path, tag=f"{release}-manifest", size=size, headers=headers)


def _listing(manifest: Manifest) -> dict[str, Any]:
    """Return the dumps of a release as they are listed."""
    return {
        "release": manifest.id,
        "rdfc10": manifest.rdfc10,
        "quads": sum(manifest.graphs.values()),
        "dumps": [
            {
                "path": dump.path,
                "bytes": dump.bytes,
                "sha256": dump.sha256,
                "mediaType": form_of(dump.path).media_type,
                "gzip": form_of(dump.path).gzip,
            }
            for dump in manifest.dumps
        ],
    }


def _entry(past: PastRelease) -> dict[str, Any]:
    return {
        "release": past.id,
        "written": past.written.isoformat().replace("+00:00", "Z"),
        "quads": sum(past.manifest.graphs.values()),
        "rdfc10": past.manifest.rdfc10,
        "manifest": f"/releases/{past.id}/manifest.json",
    }


def _json(values: dict[str, Any], cache: str) -> Response:
    body = msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"
    headers = {"ETag": tag_of(body), "Cache-Control": cache, "Vary": "Accept, Accept-Encoding"}
    return Response(body, media_type="application/json", headers=headers)
