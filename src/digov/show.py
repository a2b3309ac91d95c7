"""A segment or an entity as words to read: everything found, each with the words that say it and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from digov.lineage import lineage_lines
from digov.model.errors import InputError
from digov.model.release import Release
from digov.model.statement import slug_of
from digov.rdf.base import ID
from digov.records import (
    ActRecord,
    DeadlineRecord,
    NamedRecord,
    QuantityRecord,
    Record,
    ReferenceRecord,
    SdgRecord,
    TargetRecord,
)
from digov.release import RECORDS_FILE
from digov.store import ReleaseStore, SelectResult

_TWO_SYMBOLS: Final = re.compile(r"\s*(?:[-\u2010-\u2015;,]|\band\b)\s*(?=[A-Z]+/)")
"""What stands between the two symbols of a document of two organs."""

Found = ActRecord | DeadlineRecord | NamedRecord | QuantityRecord | ReferenceRecord | SdgRecord | TargetRecord


def read_records(release: Release) -> tuple[Record, ...]:
    """Return the records of ``release`` in the order of its documents."""
    decoder = msgspec.json.Decoder(Record)
    data = (Path(release.folder) / RECORDS_FILE).read_bytes()
    return tuple(decoder.decode(line) for line in data.splitlines())


def show(release: Release, what: str, paragraph: str | None, *, as_json: bool) -> str:
    """Return what :func:`show_segment` or :func:`show_entity` say, whichever ``what`` names: by slug, symbol, id or IRI."""
    plain = what.removeprefix(ID)
    name, _, rest = plain.partition("/")
    if plain != what and any(record.document == name for record in read_records(release)):
        return show_segment(release, name, paragraph or rest or None, as_json=as_json)
    if rest and name.islower() and paragraph is None:
        return show_entity(release, plain)
    return show_segment(release, plain, paragraph, as_json=as_json)


def show_segment(release: Release, name: str, paragraph: str | None, *, as_json: bool) -> str:
    """Return the segment of the instrument called ``name`` (slug or symbol) with the printed label ``paragraph``, and what became
    of it in other documents.

    Without a paragraph the labels of the instrument are listed. Unknown names are an :class:`InputError` that tells the known ones.
    """
    records = read_records(release)
    slug = _slug(release, name, {record.document for record in records})
    own = [record for record in records if record.document == slug]
    if paragraph is None:
        labels = [record.label for record in own if record.label and record.kind != "footnote"]
        return f"{slug}: {', '.join(labels)}\n"
    wanted = paragraph.replace(" ", "")
    found = [
        r
        for r in own
        if wanted in {r.segment, r.label, r.inferred_label} and (r.kind != "footnote" or r.segment == wanted)
    ]
    if not found:
        raise InputError(f"no segment {paragraph!r}", where=slug, remedy=f"digov show {slug} lists the labels")
    if as_json:
        return b"".join(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n" for record in found).decode()
    store = ReleaseStore(release)
    return "\n".join(
        "\n".join((*_segment(record), *lineage_lines(store, slug, record.segment))) + "\n" for record in found
    )


def show_entity(release: Release, entity: str) -> str:
    """Return what the release says of ``entity`` (``body/itu``, ``group/member-states``): who is asked, where it is named."""
    lines: list[str] = []
    name = ""
    for record in read_records(release):
        named = [m for m in (*record.bodies, *record.groups, *record.topics) if m.id == entity]
        asked = [act for act in record.acts if entity in {e.id for e in act.addressees}]
        acting = [act for act in record.acts if act.actor and act.actor.id == entity and not act.reported]
        for act in asked:
            name = next(e.name for e in act.addressees if e.id == entity)
            lines.append(f"  {_place(record)}  {act.type}: “{act.surface}”{_status(act)}")
        if named and not asked:
            name = named[0].name
            lines.append(
                f"  {_place(record)}  named: {', '.join(dict.fromkeys(f'“{m.surface}”{_status(m)}' for m in named))}"
            )
        if acting and not named and not asked:
            name = name or acting[0].actor.name if acting[0].actor else name
    if not lines:
        raise InputError(
            f"nothing is said of {entity!r}", remedy="ids look like body/itu; digov query bodies-by-mentions lists them"
        )
    return f"{name} ({entity})\n" + "\n".join(lines) + "\n"


def _slug(release: Release, name: str, slugs: Iterable[str]) -> str:
    known = set(slugs)
    plain = any(char.isascii() and char.isalnum() for char in name)
    names = {part.casefold() for part in (name, *_TWO_SYMBOLS.split(name))}
    for candidate in (name, slug_of(name)) if plain else ():
        if candidate in known:
            return candidate
    store = ReleaseStore(release)
    result = store.query("SELECT ?i ?symbol WHERE { ?i eli:id_local ?symbol ; a dg:Instrument . }")
    for row in result.rows if isinstance(result, SelectResult) else ():
        instrument, symbol = (getattr(cell, "value", "") for cell in row)
        slug = instrument.rpartition("/")[2]
        if slug in known and symbol.casefold() in names:
            return str(slug)
    raise InputError(f"no instrument is called {name!r}", remedy=f"name one of: {', '.join(sorted(known))}")


def _place(record: Record) -> str:
    return f"{record.document} {record.label or record.segment}"


def _segment(record: Record) -> Iterator[str]:
    yield f"{_place(record)} ({record.kind}, characters {record.start} to {record.end})"
    if record.inferred_label:
        yield f"  inferred label: {record.inferred_label}"
    yield ""
    yield record.text
    yield ""
    for act in record.acts:
        yield from _act(act)
    for deadline in record.deadlines:
        inherited = f", from {deadline.inherited_from}" if deadline.inherited_from else ""
        year = f", in {deadline.year}" if deadline.year else ""
        yield f"  deadline   {deadline.kind} {deadline.value}{year}{inherited}: {_quote(deadline)}"
    for sdg in record.sdgs:
        yield f"  SDG        {'all' if sdg.all else sdg.goal}: {_quote(sdg)}"
    for target in record.sdg_targets:
        yield f"  SDG target {target.target}: {_quote(target)}"
    yield from _named("body", record.bodies)
    yield from _named("group", record.groups)
    for reference in record.references:
        pinpoint = f", {reference.pinpoint}" if reference.pinpoint else ""
        note = f", footnote {reference.footnote}" if reference.footnote else ""
        yield f"  cites      {reference.target}{pinpoint}{note}: {_quote(reference)}"
    for quantity in record.quantities:
        measures = f" ({quantity.measures})" if quantity.measures else ""
        yield f"  quantity   {quantity.comparator} {quantity.value:g} {quantity.unit}{measures}: {_quote(quantity)}"
    yield from _named("topic", record.topics)
    for issue in record.issues:
        yield f"  issue      {issue.code}: {issue.message}"


def _act(act: ActRecord) -> Iterator[str]:
    kind = f"{act.type}{' (reported)' if act.reported else ''}{' (inner)' if act.inner else ''}"
    inherited = f", from {act.inherited_from}" if act.inherited_from else ""
    yield f"  act        {kind}{inherited}: {_quote(act)}"
    if act.actor:
        yield f"    by       {act.actor.name}"
    for entity in act.addressees:
        yield f"    asked    {entity.name}"


def _named(what: str, found: Iterable[NamedRecord]) -> Iterator[str]:
    for mention in found:
        yield f"  {what:<10} {mention.name}{f' ({mention.id})' if mention.id else ''}: {_quote(mention)}"


def _quote(found: Found) -> str:
    words = " ".join(found.surface.split())
    return f"“{words if len(words) <= 100 else words[:99] + '…'}” at {found.start}{_status(found)}"


def _status(found: Found) -> str:
    """Return in words that a redline does not assert what was found; nothing where it does."""
    if found.status in (None, "asserted"):
        return ""
    what = "only struck words say so" if found.status == "dropped" else "the words may have been struck"
    return f" [{found.status}, tier {found.tier}: {what}]"
