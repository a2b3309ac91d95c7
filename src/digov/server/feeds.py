"""What crawlers and readers of feeds ask for: the feed of releases, the map of the site, and what robots may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Response

from digov.pages.places import Place
from digov.rdf.base import BASE_IRI
from digov.release import PastRelease, list_releases
from digov.release.description import STREAM_PATH, release_iri
from digov.server.files import ASK_AGAIN, FOR_NOW
from digov.server.problems import Problem
from digov.server.service import Services
from digov.server.tags import tag_of

MAX_ADDRESSES: Final = 50_000
"""Most addresses of one map, by the protocol of sitemaps; with more there is an index over several maps."""
_MOST_ENTRIES: Final = 50
_METHODS: Final = ["GET", "HEAD"]
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES: Final = ("doc/", "dataset", "ns")


def router(services: Services, names: Callable[[], Sequence[str]]) -> APIRouter:
    """Return the routes; ``names`` gives the paths of the documents of the current release, sorted."""
    routes = APIRouter()

    def feed() -> Response:
        current = services.current
        past = list_releases(Path(current.release.folder).parent)
        body = atom_feed(past, current.settings.public_base)
        headers = {"ETag": tag_of(body.encode()), "Cache-Control": ASK_AGAIN, "Vary": "Accept-Encoding"}
        return Response(body, media_type="application/atom+xml; charset=utf-8", headers=headers)

    def sitemap() -> Response:
        current = services.current
        body = site_map(_pages(names()), current.settings.public_base)
        return _answer(body, current.release.id, "application/xml; charset=utf-8")

    def part(number: int) -> Response:
        current = services.current
        pages = _pages(names())[(number - 1) * MAX_ADDRESSES : number * MAX_ADDRESSES] if number > 0 else []
        if not pages:
            raise Problem(404, "there is no such map", "The map of the site is /sitemap.xml.")
        body = address_list(pages, current.settings.public_base)
        return _answer(body, f"{current.release.id}-{number}", "application/xml; charset=utf-8")

    def robots() -> Response:
        current = services.current
        return _answer(robots_file(current.settings.public_base), current.release.id, "text/plain; charset=utf-8")

    routes.add_api_route("/feed.atom", feed, methods=_METHODS, summary="The releases as an Atom feed")
    routes.add_api_route(
        "/sitemap.xml", sitemap, methods=_METHODS, summary="The pages for crawlers, or an index of maps"
    )
    routes.add_api_route("/sitemap-{number}.xml", part, methods=_METHODS, summary="A part of the pages for crawlers")
    routes.add_api_route("/robots.txt", robots, methods=_METHODS, summary="What crawlers may ask for")
    return routes


def atom_feed(releases: Sequence[PastRelease], base: str) -> str:
    """Return the feed (RFC 4287) of ``releases``, given from the oldest to the newest; ``base`` is the public address."""
    newest = releases[::-1][:_MOST_ENTRIES]
    before = {after.id: release for release, after in pairwise(releases)}
    updated = _moment(newest[0]) if newest else "1970-01-01T00:00:00Z"
    lines = [
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{BASE_IRI}feed.atom</id>",
        "<title>Releases of digov</title>",
        "<subtitle>Digital-governance instruments as a knowledge graph</subtitle>",
        f"<updated>{updated}</updated>",
        "<author><name>The digov contributors</name></author>",
        "<rights>CC BY 4.0</rights>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + "feed.atom")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(base + "releases")}/>',
        f'<link rel="related" type="text/turtle" title="Changes (LDES)" href={quoteattr(base + STREAM_PATH)}/>',
    ]
    for release in newest:
        lines += _entry(release, before.get(release.id), base)
    return _HEAD + "\n".join([*lines, "</feed>", ""])


def _entry(release: PastRelease, before: PastRelease | None, base: str) -> Iterator[str]:
    address = f"{base}releases/{release.id}"
    yield "<entry>"
    yield f"<id>{release_iri(release.id)}</id>"
    yield f"<title>Release {escape(release.id)}</title>"
    yield f"<updated>{_moment(release)}</updated>"
    yield f'<link rel="alternate" href={quoteattr(address)}/>'
    yield f'<link rel="related" type="application/json" href={quoteattr(address + "/manifest.json")}/>'
    yield f'<summary type="text">{escape(_summary(release, before))}</summary>'
    yield "</entry>"


def _summary(release: PastRelease, before: PastRelease | None) -> str:
    """Return how much a release holds, and by how much each graph grew or shrank."""
    graphs = release.manifest.graphs
    words = f"{sum(graphs.values()):,} statements in {len(graphs)} graphs."
    if before is not None:
        old = before.manifest.graphs
        grown = {name: graphs.get(name, 0) - old.get(name, 0) for name in sorted({*graphs, *old})}
        found = [f"{name.removeprefix(BASE_IRI)} {count:+,}" for name, count in grown.items() if count]
        words += f" Against {before.id}: {', '.join(found) if found else 'as many in each graph'}."
    return f"{words} RDFC-1.0 hash {release.manifest.rdfc10}."


def _moment(release: PastRelease) -> str:
    return release.written.isoformat().replace("+00:00", "Z")


def site_map(pages: Sequence[str], base: str) -> str:
    """Return the map of the site: the addresses of ``pages``, or for too many an index of maps."""
    if len(pages) <= MAX_ADDRESSES:
        return address_list(pages, base)
    count = -(-len(pages) // MAX_ADDRESSES)
    maps = (f"<sitemap><loc>{escape(base)}sitemap-{number}.xml</loc></sitemap>" for number in range(1, count + 1))
    return _HEAD + "\n".join([f'<sitemapindex xmlns="{_SITEMAP}">', *maps, "</sitemapindex>", ""])


def address_list(pages: Sequence[str], base: str) -> str:
    """Return one map with the addresses of ``pages`` (paths below ``base``)."""
    found = (f"<url><loc>{escape(base + Place(page).address)}</loc></url>" for page in pages)
    return _HEAD + "\n".join([f'<urlset xmlns="{_SITEMAP}">', *found, "</urlset>", ""])


def robots_file(base: str) -> str:
    """Return what crawlers may ask for: pages and files, not queries, which cost more than they tell."""
    lines = ("User-agent: *", "Disallow: /sparql", "Disallow: /reconcile", "Disallow: /lookup", "Allow: /", "")
    return "\n".join((*lines, f"Sitemap: {base}sitemap.xml", ""))


def _pages(names: Sequence[str]) -> Sequence[str]:
    """Return the documents that are pages to read, the start page first."""
    return ["", *(name for name in names if name.startswith(_PAGES))]


def _answer(body: str, tag: str, media_type: str) -> Response:
    headers = {"Content-Type": media_type, "ETag": f'W/"{tag}"', "Cache-Control": FOR_NOW, "Vary": "Accept-Encoding"}
    return Response(body, headers=headers)
