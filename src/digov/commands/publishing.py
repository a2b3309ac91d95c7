"""The commands for what is published: ``verify`` and ``changes``."""

from __future__ import annotations

from pathlib import Path

import click

from digov.commands.options import releases_option


@click.command()
@click.argument("what", metavar="PATH-or-ADDRESS")
@click.option("--hash", "expected", metavar="SHA256", help="The RDFC-1.0 hash that the data must have.")
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=500_000_000,
    show_default=True,
    help="Most bytes of one answer of a server.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=120.0,
    show_default=True,
    help="Seconds for one answer of a server, and for labelling the blank nodes of a file.",
)
def verify(what: str, expected: str | None, max_bytes: int, timeout: float) -> None:
    """Verify a release, a dump, or a running server.

    PATH is a release, a folder of releases, or an RDF file of any origin; ADDRESS (http or https) is a running server or one of its
    dumps. Everything is read back: checksums, the RDFC-1.0 hash, each dump against the graph, and the endpoint of a server against both.
    The exit status is 0 when all is right, else 5.
    """
    from digov import __version__
    from digov.verification import verify_address, verify_file, verify_folder
    from digov.verification.fetch import Fetcher, FetchLimits

    if "://" in what:
        fetcher = Fetcher(FetchLimits(bytes=max_bytes, seconds=timeout))
        checks = verify_address(what, fetcher, version=__version__, expected=expected)
    elif Path(what).is_dir():
        checks = verify_folder(Path(what), version=__version__, expected=expected)
    else:
        checks = verify_file(Path(what), expected=expected, seconds=timeout)
    wrong = 0
    for check in checks:
        click.echo(check.line())
        wrong += not check.passed
    if wrong:
        click.echo(f"{wrong} {'check' if wrong == 1 else 'checks'} failed", err=True)
        click.get_current_context().exit(5)


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "nquads", "jsonl"]),
    default="text",
    show_default=True,
    help="text is a summary; the others hold every quad.",
)
@releases_option("--releases")
def changes(old: str, new: str | None, form: str, releases: Path) -> None:
    """Say what changed from the graph OLD to NEW: quads added and removed, by graph, class and predicate.

    OLD and NEW are names of releases in the folder of releases, paths of releases, or RDF files. Without NEW the current release is
    compared.
    """
    from digov.release.changes import change_lines, changes_between
    from digov.verification.given import graph_given

    found = changes_between(graph_given(old, releases), graph_given(new, releases))
    for line in change_lines(found, "nquads" if form == "nquads" else "jsonl" if form == "jsonl" else "text"):
        click.echo(line)
