"""Sources: read source texts, from any file or from the reviewed folder ``data/sources``."""

from __future__ import annotations

from digov.sources.loading import load_sources
from digov.sources.reading import Limits, read_source, source_of

__all__ = ["Limits", "load_sources", "read_source", "source_of"]
