"""The commands for drafts: ``redline``, ``align`` and ``diff``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from digov.model.alignment import PassageRelation, UnitRelation

if TYPE_CHECKING:
    from digov.diffing.compared import Compared
    from digov.diffing.given import Given
    from digov.diffing.recovered import Recovered
    from digov.model.lexicon import Lexicon

RELATIONS = (*get_args(UnitRelation), *get_args(PassageRelation))

_FILE = click.Path(dir_okay=False, path_type=Path)
_OUTPUT = click.option("-o", "--output", type=_FILE, help="Write to a file, whole or not at all.")
_ACTS = click.option(
    "--acts", is_flag=True, help="Only what touches acts, deadlines, quantities, goals, bodies, references or scope."
)
_ONLY = click.option(
    "--only",
    "relations",
    type=click.Choice(RELATIONS),
    multiple=True,
    help="Only units (or passages) of this relation; may be repeated.",
)


@click.command()
@click.argument("redlined")
@click.option("--base", metavar="BASE", help="The text that it was marked against: a file, a slug or a symbol.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "text", "html", "records"]),
    help="jsonl when not given, text in a terminal; records are those of digov annotate, each thing with its status.",
)
@click.option(
    "--reading",
    type=click.Choice(["fewest", "best"]),
    help="Write a plain reading of the new text instead: with the fewest deletions, or the best guess.",
)
@click.option("--write-base", type=_FILE, help="Write the text before tracked changes to a file.")
@click.option("--write-new", type=_FILE, help="Write the text after tracked changes to a file.")
@_OUTPUT
def redline(
    redlined: str,
    base: str | None,
    form: str | None,
    reading: str | None,
    write_base: Path | None,
    write_new: Path | None,
    output: Path | None,
) -> None:
    """Read a redline: what each run of words in REDLINED is, how sure that is, and why.

    REDLINED is a plain text in which struck and inserted words run together, or a .docx file with tracked changes, which is
    exact; "-" reads standard input, a slug or symbol a document of digov. One JSON object per span, kept ones included; with
    --format records one per segment, with the acts, deadlines and names in it and whether each still holds (asserted), may have
    been struck (contested), or was (dropped).
    """
    from digov.diffing.recovered import reading_of, recover_given
    from digov.model.errors import InputError

    if reading is not None and form is not None:
        raise InputError("a reading has no format", where="--format", remedy="leave --format or --reading out")
    given = _given(redlined)
    recovered = recover_given(given, None if base is None else _given(base))
    if write_base is not None or write_new is not None:
        _write_versions(given, write_base, write_new)
    for note in recovered.notes():
        click.echo(f"{given.name}: {note}", err=True)
    if reading is not None:
        _put(reading_of(recovered, reading).text, output)
        return
    if form == "records":
        _put(_records(recovered), output)
        return
    from digov.diffing import show
    from digov.diffing.text import LEGEND

    chosen = form or ("text" if output is None and sys.stdout.isatty() else "jsonl")
    if chosen == "text":
        click.echo(LEGEND, err=True)
    _put(show.redline(recovered, chosen, base=base, to_file=output is not None), output)


@click.command()
@click.argument("a")
@click.argument("b", required=False)
@click.option("--format", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, expose_value=False)
@_ACTS
@_ONLY
@_OUTPUT
def align(a: str, b: str | None, acts: bool, relations: Sequence[str], output: Path | None) -> None:
    """Write which units of A and B belong together and what changed: one JSON object per pair, and per unit without a partner.

    A and B are files (plain text or .docx), or slugs or symbols of documents of digov. Where B is a redline of A it is read
    as one. Without B, the text before the tracked changes of A is aligned with the text after them. Documents that are no
    versions of one text give the passages that both share.
    """
    from digov.diffing import show

    compared, _ = _compared(a, b)
    for note in compared.notes:
        click.echo(note, err=True)
    _put(show.alignment(compared, relations=relations, acts=acts), output)


@click.command()
@click.argument("a")
@click.argument("b", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html"]),
    help="text when not given, html for a file that ends in .html.",
)
@_ACTS
@_ONLY
@_OUTPUT
def diff(a: str, b: str | None, form: str | None, acts: bool, relations: Sequence[str], output: Path | None) -> None:
    """Show what changed from A to B: side by side in the terminal, or as one page of HTML that loads nothing.

    \b
    digov diff old.txt new.txt --acts             only what touches acts and facts
    digov diff gdc-base gdc-redline -o diff.html  a page to open in a browser
    digov diff tracked.docx                       before and after its tracked changes
    """
    from digov.diffing import show

    compared, lexicon = _compared(a, b)
    page = output is not None and output.suffix.lower() in (".html", ".htm")
    if (form or ("html" if page else "text")) == "html":
        _put(show.page(compared, lexicon, relations=relations, acts=acts), output)
    elif output is not None:
        _put(show.text(compared, lexicon, relations=relations, acts=acts), output)
    else:
        show.print_text(compared, lexicon, relations=relations, acts=acts)


def _records(recovered: Recovered) -> bytes:
    """Return what is found in a redline, as JSON lines."""
    from digov.diffing.found import records_of
    from digov.records import encode_records
    from digov.resources import resource_dir
    from digov.sources.curated import load_decisions

    lexicon, decisions = _lexicon(), load_decisions(resource_dir("data/curated"))
    return encode_records(records_of(recovered, lexicon, decisions))


def _lexicon() -> Lexicon:
    from digov.rdf.lexicons import load_lexicon
    from digov.resources import resource_dir

    return load_lexicon(resource_dir("ontology") / "concepts")


def _given(name: str) -> Given:
    from digov.diffing.given import read_given
    from digov.resources import resource_dir

    return read_given(name, held=resource_dir("data/sources"), standard_input=sys.stdin.buffer)


def _compared(a: str, b: str | None) -> tuple[Compared, Lexicon]:
    """Return the comparison of the documents called ``a`` and ``b``, and the lexicon that it was made with."""
    from digov.diffing.compared import compare_given
    from digov.resources import resource_dir
    from digov.sources.curated import load_decisions

    first, second = _given(a), None if b is None else _given(b)
    lexicon = _lexicon()
    return compare_given(first, second, lexicon, load_decisions(resource_dir("data/curated"))), lexicon


def _write_versions(given: Given, base: Path | None, new: Path | None) -> None:
    from digov.model.errors import InputError
    from digov.terminal import write_whole

    if given.tracked is None:
        raise InputError(
            "no changes are tracked in this file, so its two texts are not certain",
            where=given.name,
            remedy="use --reading, which writes a reading of the new text",
        )
    for path, reading in ((base, given.tracked.base), (new, given.tracked.new)):
        if path is not None:
            write_whole(path, reading.text.encode())
            click.echo(f"wrote {path}", err=True)


def _put(text: str | bytes, output: Path | None) -> None:
    """Write ``text`` to standard output, or to a file, whole or not at all."""
    from digov.terminal import write_whole

    data = text.encode() if isinstance(text, str) else text
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_whole(output, data)
    click.echo(f"wrote {output}", err=True)
