"""The command line: the only module that reads arguments and the environment.

Commands import what they need when they run, so that ``digov --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from digov.commands.comparing import align, diff, redline
from digov.commands.options import releases_option
from digov.commands.publishing import changes, verify
from digov.commands.site import site
from digov.model.errors import DigovError
from digov.model.source import InstrumentKind

KINDS = ("resolution", "decision", "declaration", "report", "draft", "outcome")
DRAFTS = (redline, align, diff)
PUBLISHED = (site, verify, changes)
"""Commands that stand in a module of their own."""
_LAST = ("report", "serve", "site", "verify", "changes", "evaluate")

_RELEASES = releases_option("--out", "--releases")


class _Group(click.Group):
    """A group that turns every deliberate error into a message and an exit status, and keeps its commands in order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the commands in the order of use: those that build and ask, those for drafts, those that look after it."""
        drafts = [command.name or "" for command in DRAFTS]
        first = [name for name in self.commands if name not in (*drafts, *_LAST)]
        return [*first, *drafts, *(name for name in self.commands if name in _LAST)]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DigovError as error:
            click.echo(f"digov: {error}", err=True)
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            # The reader of our output has gone (``digov … | head``): nothing is left to say, and nobody to say it to.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(
    cls=_Group,
    commands=(*DRAFTS, *PUBLISHED),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="digov")
def main() -> None:
    """Turn the texts of digital-governance instruments into a knowledge graph, and ask it.

    \b
    digov build                      the graph of the five source documents, validated and released
    digov query reporting-calendar   a competency question, by name (digov query --list)
    digov show E/RES/2024/13 116     a paragraph with its acts, deadlines and the words that say them
    digov annotate my-resolution.txt one JSON object per segment, for any document of the family
    digov diff gdc-base gdc-redline  what changed between two drafts, or digov redline for one with struck words
    digov serve                      the newest release on http://127.0.0.1:8000
    """


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(KINDS), help="What the documents are; detected when not given.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file, whole or not at all."
)
def annotate(files: tuple[Path, ...], kind: InstrumentKind | None, output: Path | None) -> None:
    """Write one JSON object per segment and line for each of FILES.

    FILES are plain texts (UTF-8) of resolutions, declarations, reports or drafts; "-" reads standard input. The fields are described in
    docs/reference/annotate.md.
    """
    from digov.pipeline import annotate_files
    from digov.records import encode_records
    from digov.resources import resource_dir

    given = [sys.stdin.buffer if str(file) == "-" else file for file in files]
    documents = annotate_files(given, resource_dir("ontology") / "concepts", kind=kind)
    if output is None:
        for records in documents:
            sys.stdout.buffer.write(encode_records(records))
        sys.stdout.buffer.flush()
        return
    from digov.terminal import write_whole

    write_whole(output, b"".join(encode_records(records) for records in documents))
    click.echo(f"wrote {output}", err=True)


@main.command()
@click.option(
    "--sources",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the sources; the five documents when not given.",
)
@_RELEASES
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def build(sources: Path | None, releases: Path, quiet: bool) -> None:
    """Build the graph from the sources, validate it, and release it.

    The release is written aside and moved into place; when anything fails the release before stays, and stays current.
    """
    from digov import __version__
    from digov.pipeline import STAGES, Folders
    from digov.pipeline import build as run_build
    from digov.resources import resource_dir
    from digov.terminal import print_summary, progress_of

    folders = Folders(
        sources or resource_dir("data/sources"),
        resource_dir("ontology"),
        resource_dir("shapes"),
        resource_dir("data/curated"),
        resource_dir("data/gold"),
    )
    with progress_of(STAGES, quiet=quiet) as progress:
        release = run_build(folders, releases, version=__version__, progress=progress)
    if not quiet:
        print_summary(release)


@main.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@_RELEASES
@click.option("--format", "form", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True)
def validate(graph: Path | None, releases: Path, form: str) -> None:
    """Validate a graph against the shapes: the newest release, or GRAPH (a release folder, or an RDF file).

    The exit status is 0 when no shape is violated, else 4.
    """
    from digov.resources import resource_dir
    from digov.terminal import load_quads
    from digov.validation import load_shapes
    from digov.validation import validate as run_validation

    shapes = load_shapes(resource_dir("shapes"), resource_dir("ontology") / "prefixes.ttl")
    report = run_validation(load_quads(graph or releases), shapes)
    if form == "json":
        click.echo(report.to_json().decode())
    elif form == "turtle":
        click.echo(report.to_turtle().decode())
    else:
        for line in report.lines():
            click.echo(line)
        click.echo(", ".join(f"{count} {severity} results" for severity, count in report.counts().items()))
    if not report.conforms:
        click.get_current_context().exit(4)


@main.command()
@click.argument("query", required=False)
@click.option("-l", "--list", "listing", is_flag=True, help="List the competency questions.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "turtle", "ntriples"]),
    help="table in a terminal; rows else as CSV, graphs as Turtle.",
)
@_RELEASES
def query(query: str | None, listing: bool, form: str | None, releases: Path) -> None:
    """Ask the newest release: QUERY is a file (.rq), a SPARQL string, or the name of a competency question.

    "-" reads the query from standard input. The usual prefixes need not be declared.
    """
    from digov.competency import load_queries
    from digov.resources import resource_dir
    from digov.terminal import print_queries, print_result, query_text

    folder = resource_dir("queries")
    if listing or query is None:
        print_queries(load_queries(folder))
        return
    from digov.release import open_release
    from digov.store import ReleaseStore

    text = query_text(query, folder)
    print_result(ReleaseStore(open_release(releases)).query(text), form)


@main.command()
@click.argument("what")
@click.argument("paragraph", required=False)
@_RELEASES
@click.option("--json", "as_json", is_flag=True, help="The record itself, as in digov annotate.")
def show(what: str, paragraph: str | None, releases: Path, as_json: bool) -> None:
    """Show a segment with everything found in it and the words that say it, or what is said of an entity.

    \b
    digov show E/RES/2024/13 116      symbol and paragraph
    digov show gdc-base '44(a)'       slug and label
    digov show body/itu               an entity: every segment that names it
    digov show https://w3id.org/digov/id/body/itu   either by its IRI
    """
    from digov.release import open_release
    from digov.show import show as words_of

    click.echo(words_of(open_release(releases), what, paragraph, as_json=as_json), nl=False)


@main.command()
@click.option("--host", help="Address to listen on; 127.0.0.1 when not set.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 8000 when not set; 0 takes a free one.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="DIGOV_CONFIG",
    show_envvar=True,
    help="File with settings (TOML).",
)
@_RELEASES
def serve(host: str | None, port: int | None, config: Path | None, releases: Path) -> None:
    """Serve the current release: pages, linked data, dumps, and a SPARQL endpoint at /sparql. Nothing is built.

    A release that is built while it runs takes over. Every setting may stand in the file, or in the environment as DIGOV_ and its name
    in capital letters; options win over the environment, and that over the file.
    """
    from digov.resources import resource_dir
    from digov.server.configuration import load_settings
    from digov.server.run import run

    settings = load_settings(config, os.environ, {"host": host, "port": port})
    run(releases, resource_dir("queries"), settings, announce=click.echo)


@main.command()
@click.option("--code", help="Only issues of this code.")
@click.option("--document", help="Only issues of this document (slug).")
@click.option("--places", is_flag=True, help="Every issue with its place, not only counts.")
@_RELEASES
def report(code: str | None, document: str | None, places: bool, releases: Path) -> None:
    """Report the issues of the newest release by code: what could not be settled, and where."""
    from digov.release import open_release
    from digov.terminal import print_issues

    print_issues(open_release(releases), code=code, document=document, places=places)


@main.command()
@click.option(
    "--gold",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Gold files; data/gold/dev.jsonl and held-out.jsonl when not given.",
)
@click.option("--field", "fields", multiple=True, help="Show the errors of this field.")
@click.option("--record", is_flag=True, help="Record this run as the one that the next is compared with.")
@click.option("--gold-folder", type=click.Path(file_okay=False, path_type=Path), default="data/gold", show_default=True)
def evaluate(gold: tuple[Path, ...], fields: tuple[str, ...], record: bool, gold_folder: Path) -> None:
    """Score the extractor on the gold annotation: precision, recall and F1 per field, gains and losses."""
    from digov.evaluation.run import run_evaluation
    from digov.pipeline import Folders, extract_all
    from digov.rdf.lexicons import load_lexicon
    from digov.resources import resource_dir

    folders = Folders(
        resource_dir("data/sources"), resource_dir("ontology"), resource_dir("shapes"), resource_dir("data/curated")
    )
    files = gold or (gold_folder / "dev.jsonl", gold_folder / "held-out.jsonl")
    records = [line for extraction in extract_all(folders) for line in extraction.records()]
    works = load_lexicon(folders.ontology / "concepts").works
    for line in run_evaluation(files, records, works, last=gold_folder / "last-run.json", fields=fields, record=record):
        click.echo(line)


if __name__ == "__main__":
    main()
