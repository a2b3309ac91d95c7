"""The map of a site for crawlers, after the protocol of sitemaps.org: at most 50,000 addresses a file, an index over several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from digov.pages.places import PAGE_SUFFIX, Place

MAX_ADDRESSES: Final = 50_000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LEFT_OUT: Final = ("doc/statement/", "doc/evidence/")


def sitemap_files(address: str, documents: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield ``robots.txt`` and the maps by name; ``address`` is that of the site, ending in a slash.

    Pages of statements and of evidence are left out: the pages about what they say hold the same words.
    """
    pages = ["", *(Place(name).address + PAGE_SUFFIX for name in documents if not name.startswith(_LEFT_OUT))]
    parts = [pages[start : start + MAX_ADDRESSES] for start in range(0, len(pages), MAX_ADDRESSES)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        lines = "".join(f"<url><loc>{escape(address + page)}</loc></url>\n" for page in part)
        yield name, f"{_HEAD}<urlset {_SPACE}>\n{lines}</urlset>\n".encode()
    if len(parts) > 1:
        lines = "".join(f"<sitemap><loc>{escape(address + name)}</loc></sitemap>\n" for name in names)
        yield "sitemap.xml", f"{_HEAD}<sitemapindex {_SPACE}>\n{lines}</sitemapindex>\n".encode()
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n".encode()
