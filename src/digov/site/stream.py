"""The changes between releases as files of a site: a Linked Data Event Stream in Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from digov.model.release import Release
from digov.rdf.serialize import write_graph
from digov.release import list_releases
from digov.release.description import STREAM_PATH
from digov.release.stream import STREAM_PREFIXES, changes_in, page_count, page_of, root_page, steps_to

_SUFFIX = ".ttl"


def stream_files(release: Release, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the stream that ends with ``release`` by path, the last made first; ``address`` is that of the site.

    None come for a release that stands in no folder of releases.
    """
    steps = steps_to(list_releases(Path(release.folder).parent), release.id)
    for step in steps:
        changes = changes_in(step)
        for number in range(1, page_count(changes) + 1):
            triples = page_of(step, changes, number, address, _SUFFIX)
            yield (
                f"{STREAM_PATH}/{step.key}/{number}{_SUFFIX}",
                write_graph(triples, "turtle", prefixes=STREAM_PREFIXES),
            )
    if steps:
        root = root_page(steps, address, _SUFFIX)
        yield f"{STREAM_PATH}{_SUFFIX}", write_graph(root, "turtle", prefixes=STREAM_PREFIXES)
