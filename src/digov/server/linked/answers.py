"""Answers: a document in one of its forms, with the headers that lead to the others; and what is not there, helpfully."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import msgspec
from fastapi import Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from digov.pages import ServerLinks
from digov.pages.places import PAGE_SUFFIX, SUFFIXES, Place, topic_of
from digov.rdf.about import LICENSE
from digov.rdf.serialize import EXTENSIONS, MEDIA_TYPES
from digov.server.linked.desk import Desk
from digov.server.negotiate import wants_html

HTML: Final = "text/html"
FORMS: Final = {HTML: PAGE_SUFFIX, **{MEDIA_TYPES[syntax]: f".{ending}" for syntax, ending in EXTENSIONS.items()}}
"""The media types of a document, and the suffix that asks for each."""
OFFERED: Final = ("text/turtle", HTML, *(name for name in FORMS if name not in ("text/turtle", HTML)))
"""The media types in the order in which they are taken where a client has no preference: programs get Turtle."""
_CACHE: Final = "public, max-age=300"
_LINKS: Final = ServerLinks()


def media_type_of(suffix: str) -> str:
    """Return the media type that a suffix asks for."""
    return HTML if suffix == PAGE_SUFFIX else MEDIA_TYPES[SUFFIXES[suffix]]


def headers_of(desk: Desk, document: str, suffix: str) -> dict[str, str]:
    """Return the headers of a document in the form of ``suffix``: its tag, and links to its other forms."""
    address = _LINKS.file(document, "")
    public = desk.service.settings.public_base
    links = [
        f'<{public}{address[1:]}>; rel="canonical"',
        f'<{_ascii(topic_of(document))}>; rel="describes"',
        *(
            f'<{address}{other}>; rel="alternate"; type="{media_type}"'
            for media_type, other in FORMS.items()
            if other != suffix
        ),
        '</dataset>; rel="describedby"',
        f'<{LICENSE}>; rel="license"',
    ]
    return {
        "ETag": f'W/"{desk.edition}{suffix}"',
        "Link": ", ".join(links),
        "Content-Location": f"{address}{suffix}",
        "Cache-Control": _CACHE,
        "Vary": "Accept, Accept-Encoding",
    }


def redirect(address: str, status: int = 303, *, vary: bool = False) -> Response:
    """Return a redirection to ``address``, a path of this server."""
    headers = {"Cache-Control": _CACHE, **({"Vary": "Accept"} if vary else {})}
    return RedirectResponse(address, status_code=status, headers=headers)


def refuse(
    request: Request,
    desk: Desk,
    status: int,
    message: str,
    remedy: str,
    *,
    links: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an error in the shape of all errors, with ``links`` (words, address) that may be what was meant."""
    kept = {"Cache-Control": "no-store", "Vary": "Accept", **(headers or {})}
    if wants_html(request.headers.get("accept")):
        page = desk.renderer.refusal(status, message, remedy, links, _LINKS)
        return HTMLResponse(page, status_code=status, headers=kept)
    told = f"{remedy} {' '.join(address for _, address in links)}".strip()
    body = msgspec.json.encode({"error": status, "message": message, "remedy": told})
    return Response(body, status_code=status, media_type="application/json", headers=kept)


def links_to(desk: Desk, documents: Iterable[str]) -> list[tuple[str, str]]:
    """Return words and address of documents."""
    reader = desk.library.reader
    return [(reader.label(topic_of(one)), _LINKS.page(Place(one))) for one in documents]


def shown(text: str, most: int = 120) -> str:
    """Return what a client sent, cut, to be named in a message.

    >>> shown("x" * 200, 3)
    'xxx…'
    """
    clean = "".join(char if char.isprintable() else "�" for char in text)
    return clean if len(clean) <= most else clean[:most] + "…"


def _ascii(iri: str) -> str:
    """Return an IRI as it may stand in a header."""
    return escape(iri.encode("ascii", "xmlcharrefreplace").decode(), quote=True)
