"""Results as text: rows for a table, CSV, TSV and JSON for rows and answers, Turtle and N-Triples for graphs."""

from __future__ import annotations

import csv
import io
from typing import Any
from typing import Literal as OneOf

import msgspec
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from digov.model.errors import QueryError
from digov.rdf.base import BASE_IRI, XSD, curie_of
from digov.rdf.serialize import write_graph
from digov.store.results import AskResult, GraphResult, Result, SelectResult, Term

Format = OneOf["csv", "tsv", "json", "turtle", "ntriples"]


def write_result(result: Result, format: Format) -> str:  # noqa: A002 - the word users know
    """Return ``result`` in ``format``: for rows and answers CSV, TSV or JSON, for graphs Turtle or N-Triples.

    CSV, TSV and JSON follow SPARQL 1.1. A format that does not fit the kind of query is a :class:`QueryError`.
    """
    if isinstance(result, GraphResult):
        if format != "turtle" and format != "ntriples":
            raise QueryError(f"a graph cannot be written as {format}", remedy="Choose turtle or ntriples.")
        return write_graph(result.triples, format).decode()
    if format == "json":
        return msgspec.json.format(msgspec.json.encode(_json(result)), indent=2).decode() + "\n"
    if format == "csv":
        return _csv(result)
    if format == "tsv":
        return _tsv(result)
    raise QueryError(f"rows cannot be written as {format}", remedy="Choose csv, tsv or json, or ask with CONSTRUCT.")


def table_of(result: Result) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return header and rows of ``result`` as words to read: IRIs short, literals without their types."""
    if isinstance(result, AskResult):
        return ("answer",), ((str(result.answer).lower(),),)
    if isinstance(result, GraphResult):
        triples = ((triple.subject, triple.predicate, triple.object) for triple in result.triples)
        return ("subject", "predicate", "object"), tuple(tuple(short_form(term) for term in row) for row in triples)
    return result.variables, tuple(tuple(short_form(term) for term in row) for row in result.rows)


def short_form(term: Term | None) -> str:
    """Return a term as words to read: a CURIE or an IRI below the base where one fits, else the IRI; a literal's value.

    >>> short_form(NamedNode("http://metadata.un.org/sdg/9")), short_form(NamedNode("https://w3id.org/digov/id/body/itu"))
    ('sdg:9', 'id/body/itu')
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        short = curie_of(term.value)
        return short.removeprefix(BASE_IRI) if short == term.value else short
    return term.value if isinstance(term, Literal) else str(term)


def _json(result: SelectResult | AskResult) -> dict[str, Any]:
    """Return the result as SPARQL 1.1 Query Results JSON."""
    if isinstance(result, AskResult):
        return {"head": {}, "boolean": result.answer}
    bindings = [
        {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    return {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def _csv(result: SelectResult | AskResult) -> str:
    """Return the result as SPARQL 1.1 CSV: values without their types, lines ended by CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if isinstance(result, AskResult):
        writer.writerows([["answer"], [str(result.answer).lower()]])
        return out.getvalue()
    writer.writerow(result.variables)
    for row in result.rows:
        writer.writerow(["" if term is None else _csv_cell(term) for term in row])
    return out.getvalue()


def _csv_cell(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _tsv(result: SelectResult | AskResult) -> str:
    """Return the result as SPARQL 1.1 TSV: terms with their types, in the form of N-Triples."""
    if isinstance(result, AskResult):
        return f"?answer\n{str(result.answer).lower()}\n"
    lines = ["\t".join(f"?{name}" for name in result.variables)]
    lines += ["\t".join("" if term is None else _tsv_cell(term) for term in row) for row in result.rows]
    return "\n".join(lines) + "\n"


def _tsv_cell(term: Term) -> str:
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
