"""The graph as tables in Parquet: all quads, the statements with their evidence, the acts with what hangs on them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from arro3.core import Array, DataType, Table, list_array
from arro3.io import read_parquet, write_parquet

from digov.rdf.base import XSD
from digov.rdf.rows import Row, literal_of
from digov.release.facts import KINDS, Facts, short_name, value_of

FACTS: Final = frozenset(
    "dg:actType dg:actor dg:addressee dg:coversAllGoals dg:deadlineValue dg:due dg:evidence dg:force dg:inInstrument "
    "dg:inheritedFrom dg:producer dg:sourceSha256 dg:statedIn dg:text dg:verb dcterms:subject eli:number oa:end oa:exact "
    "oa:hasSelector oa:hasSource oa:prefix oa:start oa:suffix rdf:object rdf:predicate rdf:subject rdf:type "
    "dg:printedIn dg:status dg:tier skos:prefLabel".split()
)
"""The properties that the tables are made from."""
_MAGIC: Final = b"PAR1"
_COMPRESSION: Final = "zstd(3)"
_REPORTED: Final = "ReportedAct>"


def quads_table(graphs: Mapping[str, Iterable[Row]]) -> bytes:
    """Return all quads, one to a row, sorted by graph, subject, predicate and object.

    ``graph`` is missing in the default graph; ``object_kind`` is ``iri``, ``literal`` or ``blank``; a literal has a
    ``datatype`` always, and a ``language`` when it is language-tagged.
    """
    columns: dict[str, list[str | None]] = {name: [] for name in _QUAD_COLUMNS}
    graph_column, subjects, predicates, values, kinds, datatypes, languages = columns.values()
    for graph, rows in sorted(graphs.items()):
        name = value_of(graph) if graph else None
        for subject, predicate, value in rows:
            graph_column.append(name)
            subjects.append(subject[1:-1] if subject[0] == "<" else subject)
            predicates.append(predicate[1:-1])
            kind = KINDS[value[0]]
            kinds.append(kind)
            if kind != "literal":
                values.append(value_of(value))
                datatypes.append(None)
                languages.append(None)
                continue
            literal = literal_of(value)
            values.append(literal.words)
            languages.append(literal.language)
            datatypes.append(_LANG_STRING if literal.language else literal.datatype or _STRING)
    return parquet({name: _strings(column) for name, column in columns.items()})


_QUAD_COLUMNS: Final = ("graph", "subject", "predicate", "object", "object_kind", "datatype", "language")
_STRING: Final = XSD + "string"
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def statements_table(facts: Facts) -> bytes:
    """Return the statements, one row for each piece of evidence, sorted by subject, predicate, object and evidence.

    ``status`` is ``asserted``, or ``contested`` or ``dropped`` for what a redline does not say; ``tier`` is that of a redline.
    """
    rows: list[dict[str, Any]] = []
    for statement in facts.subjects("dg:evidence"):
        subject = facts.first(statement, "rdf:subject")
        if subject is None:
            continue
        segment = facts.first(subject, "dg:statedIn") or facts.first(subject, "dg:printedIn") or subject
        status, tier = facts.first(statement, "dg:status"), facts.first(statement, "dg:tier")
        stated = {
            "statement": value_of(statement),
            "instrument": _slug(facts, segment),
            "paragraph": facts.words(segment, "eli:number"),
            "subject": value_of(subject),
            "predicate": facts.words(statement, "rdf:predicate"),
            "object": facts.words(statement, "rdf:object"),
            "object_name": facts.words(statement, "rdf:object", "skos:prefLabel"),
            "status": "asserted" if status is None else short_name(status),
            "tier": None if tier is None else short_name(tier).upper(),
        }
        rows += [{**stated, **_quoted(facts, evidence)} for evidence in facts.all(statement, "dg:evidence")]
    rows.sort(key=lambda row: [str(row[name]) for name in ("subject", "predicate", "object", "statement", "evidence")])
    return parquet(_columns(rows, _STATEMENT_COLUMNS))


_EVIDENCE_COLUMNS: Final = {
    "evidence": "string",
    "words": "string",
    "before": "string",
    "after": "string",
    "start": "integer",
    "end": "integer",
    "source": "string",
    "source_sha256": "string",
    "producer": "string",
}
_STATEMENT_COLUMNS: Final = {
    **dict.fromkeys(("statement", "instrument", "paragraph", "subject", "predicate", "object"), "string"),
    **dict.fromkeys(("object_name", "status", "tier"), "string"),
    **_EVIDENCE_COLUMNS,
}
_ACT_COLUMNS: Final = {
    **dict.fromkeys(("act", "instrument", "paragraph", "segment", "type"), "string"),
    "reported": "boolean",
    "force": "integer",
    "verb": "string",
    "actor": "string",
    "addressees": "list",
    "goals": "list",
    "all_goals": "boolean",
    "due": "list",
    "inherited_from": "string",
    "text": "string",
    **_EVIDENCE_COLUMNS,
}


def acts_table(facts: Facts) -> bytes:
    """Return the acts (commitments, requests, calls …), one to a row, sorted by IRI.

    People and bodies are named by their labels. ``goals`` holds SDG goals and targets (``9``, ``9.c``), ``due`` the
    deadlines in normalised form. The evidence is that of the kind of the act: the words of its verb.
    """
    said = _kind_evidence(facts)
    rows = [
        {**_act(facts, act), **_quoted(facts, said.get(act))}
        for act in facts.subjects("dg:statedIn")
        if facts.all(act, "dg:actType")
    ]
    return parquet(_columns(rows, _ACT_COLUMNS))


def _act(facts: Facts, act: str) -> dict[str, Any]:
    segment = facts.first(act, "dg:statedIn")
    inherited = facts.first(act, "dg:inheritedFrom")
    actor = facts.first(act, "dg:actor")
    return {
        "act": value_of(act),
        "instrument": None if segment is None else _slug(facts, segment),
        "paragraph": facts.words(segment, "eli:number"),
        "segment": None if segment is None else value_of(segment),
        "type": short_name(facts.all(act, "dg:actType")[0]),
        "reported": any(kind.endswith(_REPORTED) for kind in facts.all(act, "rdf:type")),
        "force": facts.number(act, "dg:force"),
        "verb": facts.words(act, "dg:verb", "skos:prefLabel"),
        "actor": None if actor is None else facts.label(actor),
        "addressees": sorted(facts.label(body) for body in facts.all(act, "dg:addressee")),
        "goals": sorted(short_name(goal) for goal in facts.all(act, "dcterms:subject")),
        "all_goals": facts.words(act, "dg:coversAllGoals") == "true",
        "due": sorted(facts.words(deadline, "dg:deadlineValue") or "" for deadline in facts.all(act, "dg:due")),
        "inherited_from": None if inherited is None else value_of(inherited),
        "text": facts.words(segment, "dg:text"),
    }


def _kind_evidence(facts: Facts) -> dict[str, str]:
    """Return the first piece of evidence for the class of each thing that a statement gives one."""
    found: dict[str, str] = {}
    for statement in facts.subjects("dg:evidence"):
        subject = facts.first(statement, "rdf:subject")
        if subject is not None and (facts.words(statement, "rdf:predicate") or "").endswith("#type"):
            found.setdefault(subject, facts.all(statement, "dg:evidence")[0])
    return found


def _quoted(facts: Facts, evidence: str | None) -> dict[str, Any]:
    """Return the words of a piece of evidence, where they stand, and who found them."""
    selectors = [] if evidence is None else facts.all(evidence, "oa:hasSelector")

    def said(name: str) -> str | None:
        return next((words for selector in selectors if (words := facts.words(selector, name)) is not None), None)

    start, end = said("oa:start"), said("oa:end")
    source, producer = facts.first(evidence, "oa:hasSource"), facts.words(evidence, "dg:producer")
    return {
        "evidence": None if evidence is None else value_of(evidence),
        "words": said("oa:exact"),
        "before": said("oa:prefix"),
        "after": said("oa:suffix"),
        "start": None if start is None else int(start),
        "end": None if end is None else int(end),
        "source": None if source is None else short_name(source),
        "source_sha256": facts.words(evidence, "dg:sourceSha256"),
        "producer": producer,
    }


def _slug(facts: Facts, segment: str) -> str | None:
    instrument = facts.first(segment, "dg:inInstrument")
    return None if instrument is None else short_name(instrument)


def parquet(columns: Mapping[str, Array]) -> bytes:
    """Return ``columns`` by name as one Parquet file; the same values give the same bytes."""
    target = io.BytesIO()
    write_parquet(Table.from_pydict(dict(columns)), target, compression=_COMPRESSION, created_by="digov")
    return target.getvalue()


def read_table(data: bytes) -> Table:
    """Return the table in a Parquet file; one that is damaged is a :class:`ValueError`."""
    if len(data) < 12 or data[:4] != _MAGIC or data[-4:] != _MAGIC:
        raise ValueError("no Parquet file")
    try:
        return read_parquet(io.BytesIO(data)).read_all()
    except BaseException as error:
        # The reader raises Exception itself, and for some damage panics, which is no Exception.
        if type(error) is not Exception and type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"a damaged Parquet file: {error}") from error


def same_table(first: bytes, second: bytes) -> tuple[bool, int]:
    """Return whether two Parquet files hold the same columns with the same values, and the number of rows of the first."""
    one, other = (read_table(data) for data in (first, second))
    same = one.column_names == other.column_names and all(
        one.column(name).to_pylist() == other.column(name).to_pylist() for name in one.column_names
    )
    return same, one.num_rows


def _columns(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> dict[str, Array]:
    return {name: _column([row[name] for row in rows], kind) for name, kind in kinds.items()}


def _column(values: list[Any], kind: str) -> Array:
    if kind == "list":
        return _lists(values)
    if kind == "string":
        return _strings(values)
    return Array(values, DataType.int64() if kind == "integer" else DataType.bool())


def _strings(values: Sequence[str | None]) -> Array:
    return Array(values, DataType.utf8())


def _lists(values: Sequence[Sequence[str]]) -> Array:
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    return list_array(Array(offsets, DataType.int32()), _strings([word for value in values for word in value]))
