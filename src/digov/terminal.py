"""What the command line prints: progress, summaries, tables, issues."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from pyoxigraph import Quad, RdfFormat, parse

from digov.competency import CompetencyQuery, find_query
from digov.model.errors import InputError
from digov.model.issue_codes import ISSUE_CODES
from digov.model.release import Release
from digov.rdf.base import BASE_IRI
from digov.release import GRAPH_FILE, ISSUES_FILE, REPORT_FILE, open_release
from digov.release.report import IssueLine, Report
from digov.store import Format, GraphResult, Result, table_of, write_result


@contextmanager
def progress_of(stages: Sequence[str], *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield the function that a build names its stages to; a bar in a terminal, a line per stage elsewhere."""
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield lambda stage: click.echo(f"{stage} …", err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<12}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(stages[0], total=len(stages))
        begun: list[str] = []

        def begin(stage: str) -> None:
            bar.update(task, description=stage, completed=len(begun))
            begun.append(stage)

        yield begin
        bar.update(task, description="done", completed=len(stages))


def report_of(release: Release) -> Report:
    """Return the report of ``release``."""
    return msgspec.json.decode((Path(release.folder) / REPORT_FILE).read_bytes(), type=Report)


_COLUMNS = ("segments", "acts", "SDG links", "bodies", "deadlines", "references", "quantities", "open")


def print_summary(release: Release) -> None:
    """Print what the release holds, per instrument: counts, and the acts by kind."""
    report = report_of(release)
    width = max((len(slug) for slug in report.instruments), default=10)
    click.echo(f"release {release.id}\n")
    click.echo(f"{'instrument':<{width}}  " + "  ".join(_COLUMNS))
    for slug, found in report.instruments.items():
        counts = (sum(found.segments.values()), sum(found.acts.values()), found.sdg_links, found.bodies)
        more = (sum(found.deadlines.values()), found.references, found.quantities, found.open_questions)
        cells = (f"{count:>{len(name)}}" for count, name in zip((*counts, *more), _COLUMNS, strict=True))
        click.echo(f"{slug:<{width}}  " + "  ".join(cells))
    click.echo("\nacts by kind")
    for slug, found in report.instruments.items():
        acts = ", ".join(f"{kind} {n}" for kind, n in sorted(found.acts.items(), key=lambda item: (-item[1], item[0])))
        lines = textwrap.wrap(acts or "none", 96 - width) or [""]
        for index, line in enumerate(lines):
            click.echo(f"{slug if index == 0 else '':<{width}}  {line}")
    redlines = {slug: found for slug, found in report.instruments.items() if found.dropped or found.contested}
    click.echo("\nredlines, not counted above" if redlines else "", nl=bool(redlines))
    for slug, found in redlines.items():
        click.echo(
            f"{slug:<{width}}  {found.dropped} facts in struck words, {found.contested} in words that may be struck"
        )
    graphs = release.manifest.graphs
    click.echo(f"\n{sum(graphs.values()):,} statements in {len(graphs)} graphs, in {release.folder}")
    click.echo(f"RDFC-1.0 hash {release.manifest.rdfc10}")
    click.echo("open: readings that could not be settled; digov report lists them")


def query_text(query: str, folder: Path) -> str:
    """Return the SPARQL text that ``query`` means: standard input for "-", a file, a string, or a competency question."""
    if query == "-":
        return sys.stdin.read()
    if any(char.isspace() for char in query.strip()) or "{" in query:
        return query
    file = Path(query)
    if file.suffix in {".rq", ".sparql"} or file.is_file():
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            raise InputError(
                f"cannot be read ({reason})", where=query, remedy="name a file with a SPARQL query in UTF-8"
            ) from error
    return find_query(folder, query).text


def print_queries(queries: Sequence[CompetencyQuery]) -> None:
    """Print the competency questions by group."""
    group = None
    width = max((len(query.name) for query in queries), default=0)
    for query in queries:
        if query.group != group:
            click.echo(("" if group is None else "\n") + click.style(query.group, bold=True))
            group = query.group
        click.echo(f"  {query.name:<{width}}  {query.question}")


def print_result(result: Result, form: str | None) -> None:
    """Print ``result``: as a table in a terminal, else in ``form``."""
    if form is None:
        form = "table" if sys.stdout.isatty() else "turtle" if isinstance(result, GraphResult) else "csv"
    if form != "table":
        formats: dict[str, Format] = {
            "csv": "csv",
            "tsv": "tsv",
            "json": "json",
            "turtle": "turtle",
            "ntriples": "ntriples",
        }
        click.echo(write_result(result, formats[form]), nl=False)
        return
    from rich.console import Console
    from rich.table import Table

    columns, rows = table_of(result)
    table = Table(show_lines=any(len(cell) > 60 for row in rows for cell in row))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.print(table, markup=False) if rows else console.print("no rows")
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", highlight=False)


def print_issues(release: Release, *, code: str | None, document: str | None, places: bool) -> None:
    """Print the issues of ``release``: counts by code, or each at its place."""
    data = (Path(release.folder) / ISSUES_FILE).read_bytes()
    decoder = msgspec.json.Decoder(IssueLine)
    lines = [decoder.decode(line) for line in data.splitlines()]
    known = {line.document for line in lines} | set(report_of(release).instruments)
    if document is not None and document not in known:
        raise InputError(f"no document is called {document!r}", remedy=f"name one of: {', '.join(sorted(known))}")
    if code is not None and code not in ISSUE_CODES:
        raise InputError(f"no code is called {code!r}", remedy=f"name one of: {', '.join(sorted(ISSUE_CODES))}")
    found = [
        line
        for line in lines
        if (code is None or line.code == code) and (document is None or line.document == document)
    ]
    if places or code is not None:
        for line in found:
            place = f"{line.document}:{line.line}:{line.column}" if line.line else line.document
            label = f" [{line.label}]" if line.label else ""
            click.echo(f"{place}{label} {line.severity} {line.code}: {line.message}")
    else:
        from collections import Counter

        for (severity, name), count in sorted(
            Counter((line.severity, line.code) for line in found).items(), key=lambda item: (-item[1], item[0])
        ):
            click.echo(f"{count:5}  {severity:<8} {name}")
    click.echo(f"{len(found)} issue{'' if len(found) == 1 else 's'}")


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all: aside first, then moved into place."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise InputError(
            f"cannot be written ({error.strerror})", where=str(path), remedy="choose another file with -o"
        ) from error


def load_quads(path: Path) -> list[Quad]:
    """Return the quads at ``path``: of a release folder (or the folder of releases), or of an RDF file by its ending."""
    if path.is_dir():
        return list(parse(path=Path(open_release(path).folder) / GRAPH_FILE, format=RdfFormat.N_QUADS))
    form = RdfFormat.from_extension(path.suffix.lstrip("."))
    if not path.is_file() or form is None:
        raise InputError(
            "no release and no RDF file",
            where=str(path),
            remedy="name a release folder or a .ttl, .nt, .nq, .trig, .rdf or .jsonld file",
        )
    try:
        return list(parse(path=path, format=form, base_iri=BASE_IRI))
    except (SyntaxError, OSError) as error:
        raise InputError(f"malformed: {error}", where=str(path), remedy="mend the file") from error
