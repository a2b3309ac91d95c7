"""Assets: the scripts and styles of the pages, each at an address that holds its checksum.

Two folders of the package hold them: ``static`` is ours; ``assets`` is what ``scripts/build-web`` takes from the npm registry, and may
be missing, whereupon the pages that use it do without. They are read once; the server opens no file to answer for one.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response

from digov.server.negotiate import accepts_gzip
from digov.server.problems import Problem

_PACKAGE: Final = Path(__file__).resolve().parent
FOLDERS: Final = (_PACKAGE / "static", _PACKAGE / "assets")
"""Where assets are; of two with one name the first counts."""
_TYPES: Final = MappingProxyType(
    {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
)
_FOREVER: Final = "public, max-age=31536000, immutable"


class Asset(msgspec.Struct, frozen=True):
    """One file: its bytes, the same compressed, and its checksum (the first 16 digits of SHA-256)."""

    media_type: str
    content: bytes
    compressed: bytes
    digest: str


class Assets:
    """All assets by name."""

    def __init__(self, folders: Sequence[Path] = FOLDERS) -> None:
        """Read the files of ``folders`` that a page can use; a folder that is missing holds none."""
        files = [file for folder in folders for file in sorted(folder.glob("*")) if file.suffix in _TYPES]
        self._assets = {file.name: _read(file) for file in reversed(files)}

    def __contains__(self, name: object) -> bool:
        """Return whether there is an asset ``name``."""
        return name in self._assets

    def get(self, name: str) -> Asset | None:
        """Return the asset ``name``; ``None`` when there is none."""
        return self._assets.get(name)

    def address(self, name: str) -> str | None:
        """Return where the asset is, as a path with its checksum; ``None`` when it was not built in."""
        asset = self._assets.get(name)
        return None if asset is None else f"/assets/{asset.digest}/{name}"


def _read(file: Path) -> Asset:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(_TYPES[file.suffix], content, gzip.compress(content, 6, mtime=0), digest)


def router(assets: Assets) -> APIRouter:
    """Return the route of the assets."""
    routes = APIRouter()

    async def asset(request: Request, digest: str, name: str) -> Response:
        found = assets.get(name)
        if found is None:
            raise Problem(404, "no such asset", "The page that named it may be of an older server: load it again.")
        # An older page may ask for what an update replaced: it gets what there is now, and keeps it for this once.
        kept = _FOREVER if digest == found.digest else "no-cache"
        packed = accepts_gzip(request.headers.get("accept-encoding"))
        tag = f'"{found.digest}{"-gzip" if packed else ""}"'
        headers = {"Cache-Control": kept, "ETag": tag, "Vary": "Accept-Encoding"}
        if packed:
            return Response(
                found.compressed, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(found.content, media_type=found.media_type, headers=headers)

    summary = "A script or style of the pages"
    routes.add_api_route("/assets/{digest}/{name}", asset, methods=["GET", "HEAD"], summary=summary)
    return routes
