"""The SPARQL page: what its template and its script are given. The page itself is the form of ``/sparql`` without a query."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any, Final

from fastapi import Response
from pyoxigraph import NamedNode

from digov.competency import CompetencyQuery
from digov.rdf.base import BASE_IRI, DG, OWL, PREFIXES, RDF
from digov.server.assets import Assets
from digov.server.pages import EXAMPLE, page_response
from digov.server.service import Service
from digov.store import ReleaseStore

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the page may load: scripts from this server alone, none of them inline; the editor's styles may be inline."""

_CLASSES: Final = (OWL + "Class",)
_PROPERTIES: Final = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty")
_OTHER_PROPERTIES: Final = (
    "dcterms:subject",
    "dcterms:title",
    "eli:number",
    "skos:altLabel",
    "skos:broader",
    "skos:prefLabel",
)
_COMMENT: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_PREFIXED: Final = re.compile(r"(?<![\w?$:.\-@])([A-Za-z][\w\-]*):(?=[A-Za-z_0-9])")
_NOT_CODE: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<=\s)#[^\n]*")
_RELATIVE: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*:)[^<>\"{}|^`\\\s]+>")


def query_page(service: Service, assets: Assets, query: str | None = None) -> Response:
    """Return the page with ``query`` in its editor, or an example; works without the editor when that was not built in."""
    groups = [(group, list(found)) for group, found in groupby(service.queries, key=lambda question: question.group)]
    text = complete(EXAMPLE) if query is None else query
    page = service.pages.render(
        "query.html",
        query=text,
        groups=groups,
        settings=service.settings,
        data=page_data(service),
        editor={"script": assets.address("yasqe.js"), "style": assets.address("yasqe.css")},
        script=assets.address("sparql.js"),
        style=assets.address("sparql.css"),
        endpoint=service.settings.address + "sparql",
    )
    return page_response(page, policy=POLICY)


def page_data(service: Service) -> dict[str, Any]:
    """Return what the script of the page reads: prefixes, terms of the ontology, the questions with whole queries."""
    return {
        "base": BASE_IRI,
        "endpoint": "/sparql",
        "prefixes": sorted(PREFIXES.items()),
        "rows": service.settings.page_rows,
        "classes": _terms(service.store, _CLASSES, ("skos:Concept", "skos:ConceptScheme")),
        "properties": _terms(service.store, _PROPERTIES, _OTHER_PROPERTIES),
        "questions": {question.name: _question(question) for question in service.queries},
    }


def _question(question: CompetencyQuery) -> dict[str, str]:
    body = question.text[_comment_end(question.text) :]
    return {
        "title": question.title,
        "question": question.question,
        "query": complete(f"# title: {question.title}\n{body}"),
    }


def _terms(store: ReleaseStore, kinds: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """Return the terms of these kinds that the ontology of the release defines, shortened, with ``others``, in order."""
    type_of = NamedNode(RDF + "type")
    found = {
        f"dg:{quad.subject.value.removeprefix(DG)}"
        for kind in kinds
        for quad in store.quads(None, type_of, NamedNode(kind))
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(DG)
    }
    return sorted(found.union(others))


def complete(text: str) -> str:
    """Return the query with the declarations of its base and prefixes, after its comment, so that any endpoint can read it.

    >>> print(complete("SELECT ?n WHERE { <id/body/itu> skos:prefLabel ?n }"))
    BASE <https://w3id.org/digov/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?n WHERE { <id/body/itu> skos:prefLabel ?n }
    """
    start = _comment_end(text)
    used = sorted(set(_PREFIXED.findall(_NOT_CODE.sub(" ", text))) & set(PREFIXES))
    missing = [prefix for prefix in used if not re.search(rf"(?i)\bPREFIX\s+{re.escape(prefix)}:", text)]
    relative = _RELATIVE.search(text) and not re.search(r"(?i)\bBASE\s+<", text)
    head = [f"BASE <{BASE_IRI}>\n"] if relative else []
    head += [f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing]
    return text[:start] + "".join(head) + text[start:]


def _comment_end(text: str) -> int:
    """Return where the comment and the empty lines at the head of a query end."""
    comment = _COMMENT.match(text)
    return comment.end() if comment else 0
