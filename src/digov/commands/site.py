"""The command ``site``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from digov.commands.options import releases_option


@click.command()
@click.argument("output", type=click.Path(path_type=Path), default="site")
@click.option(
    "--address", help="Where the site will stand (https://example.org/digov/), for the map that crawlers read."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes that write pages; the number of processors when not given."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@releases_option("--releases")
def site(output: Path, address: str | None, jobs: int | None, quiet: bool, releases: Path) -> None:
    """Write the current release as a static site into the folder OUTPUT ("site" when not given), for any web host.

    All pages, the RDF of each of them as Turtle and JSON-LD, the answers to the competency questions, and the dumps, with relative
    links. Files answer no queries; the site says where they can be asked. A site that stands there already is replaced whole.
    """
    from rich.console import Console
    from rich.progress import Progress

    from digov.competency import load_queries
    from digov.release import open_release
    from digov.resources import resource_dir
    from digov.site import write_site

    release = open_release(releases)
    with Progress(console=Console(stderr=True), disable=quiet or not sys.stderr.isatty()) as bar:
        task = bar.add_task(f"pages of {release.id}", total=None)
        written = write_site(
            release,
            load_queries(resource_dir("queries")),
            output,
            address=address,
            jobs=jobs or os.cpu_count() or 1,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    if not quiet:
        size = written.bytes / 1_000_000
        click.echo(f"{written.documents:,} documents in {written.files:,} files ({size:,.0f} MB) in {written.folder}")
