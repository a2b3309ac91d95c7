"""Pages: what a release holds, as documents in HTML and RDF. From the store to a view to a page; no server is needed."""

from digov.pages.library import Library
from digov.pages.links import Links, ServerLinks, SiteLinks
from digov.pages.render import Page, Renderer

__all__ = ["Library", "Links", "Page", "Renderer", "ServerLinks", "SiteLinks"]
