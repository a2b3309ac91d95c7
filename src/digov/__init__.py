"""digov: digital-governance instruments as a knowledge graph in which every link opens at the words that say it.

>>> import digov
>>> digov.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digov.networks import network
    from digov.release import open_release

__version__ = "0.1.0"

__all__ = ["__version__", "network", "open_release"]


def __getattr__(name: str) -> Any:
    """Return ``network`` or ``open_release``, imported when first asked for, so that importing digov stays quick."""
    if name == "network":
        from digov.networks import network

        return network
    if name == "open_release":
        from digov.release import open_release

        return open_release
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
