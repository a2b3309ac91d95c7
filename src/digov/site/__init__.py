"""The static site: a release as files with relative links, for any web host."""

from digov.site.write import SiteSummary, write_site

__all__ = ["SiteSummary", "write_site"]
