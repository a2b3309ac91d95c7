"""Sphinx extension: tables made from the files that define their terms, and a check that pages need no other site."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from docutils import nodes
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.term import Node
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from digov.competency import CompetencyQuery, load_queries

ROOT = Path(__file__).parents[2]
DG = "https://w3id.org/digov/ns#"
FROM_OUTSIDE = re.compile(
    r"<(?:script|img|iframe|link(?=[^>]*stylesheet))\b[^>]*(?:src|href)=[\"'](?:https?:)?//[^>]*>"
)


def plain(text: str) -> str:
    """Return ``text`` with every character escaped that Markdown would read as markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~^])", r"\\\1", " ".join(text.split()))


class OntologyTerms(SphinxDirective):
    """The classes or properties of the ontology, each with definition, place, example and source."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one section per term, in alphabetical order."""
        file = ROOT / "ontology" / "core.ttl"
        self.env.note_dependency(str(file))
        graph = Graph().parse(file)
        kinds = {"classes": [OWL.Class], "properties": [OWL.ObjectProperty, OWL.DatatypeProperty]}
        terms = sorted(
            {term for kind in kinds[self.arguments[0]] for term in graph.subjects(RDF.type, kind)},
            key=lambda term: str(term).casefold(),
        )
        ours = [term for term in terms if isinstance(term, URIRef) and term.startswith(DG)]
        return self.parse_text_to_nodes("\n".join(term_section(graph, t) for t in ours), allow_section_headings=True)


def anchor(graph: Graph, term: URIRef) -> str:
    """Return the anchor of a term: a class and a property may differ in case only."""
    kind = "class" if (term, RDF.type, OWL.Class) in graph else "property"
    return f"{kind}-{term.removeprefix(DG).lower()}"


def linked(graph: Graph, term: Node) -> str:
    """Return the term as a prefixed name, with a link when it is one of ours."""
    if not isinstance(term, URIRef):
        return plain(str(term))
    if term.startswith(DG) and (term, RDFS.label, None) in graph:
        return f"[`dg:{term.removeprefix(DG)}`](#{anchor(graph, term)})"
    return f"`{graph.namespace_manager.normalizeUri(term)}`"


def term_section(graph: Graph, term: URIRef) -> str:
    """Return the section of one term as Markdown."""
    lines = [f"({anchor(graph, term)})=", f"### dg:{term.removeprefix(DG)}", ""]
    lines += [plain(str(graph.value(term, SKOS.definition) or "")), ""]
    rows = {
        "a kind of": [RDFS.subClassOf, RDFS.subPropertyOf],
        "of": [RDFS.domain],
        "value": [RDFS.range],
        "inverse of": [OWL.inverseOf],
        "close to": [SKOS.closeMatch],
        "same as": [OWL.equivalentClass, OWL.equivalentProperty],
    }
    for label, predicates in rows.items():
        values = [v for p in predicates for v in sorted(graph.objects(term, p)) if not isinstance(v, BNode)]
        if values:
            lines.append(f"- {label}: {', '.join(linked(graph, value) for value in values)}")
    kinds = sorted(str(kind).removeprefix(DG) for kind in graph.objects(term, RDF.type) if str(kind).startswith(DG))
    if kinds:
        lines.append(f"- is a: {', '.join(f'`dg:{kind}`' for kind in kinds)}")
    lines += [f"- example: {plain(str(example))}" for example in sorted(graph.objects(term, SKOS.example))]
    lines += [f"- source: <{source}>" for source in sorted(graph.objects(term, DCTERMS.source))]
    return "\n".join([*lines, ""])


class CompetencyQuestions(SphinxDirective):
    """The named queries under ``queries``, by group, each with its question and its text."""

    def run(self) -> list[nodes.Node]:
        """Return one section per group, and in it one per query."""
        folder = ROOT / "queries"
        lines: list[str] = []
        for group, queries in groupby(load_queries(folder), key=lambda query: query.group):
            lines += [f"## {plain(group)}", ""]
            for query in queries:
                self.env.note_dependency(str(folder / f"{query.name}.rq"))
                lines += query_section(query)
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def query_section(query: CompetencyQuery) -> list[str]:
    """Return the section of one named query as Markdown."""
    lines = [f"(query-{query.name})=", f"### {plain(query.title)}", "", plain(query.question), ""]
    if query.note:
        lines += [plain(query.note), ""]
    return [*lines, "```sh", f"digov query {query.name}", "```", "", "```sparql", body_of(query.text), "```", ""]


def body_of(text: str) -> str:
    """Return the query without the comment lines of its head."""
    lines = text.splitlines()
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)


def check_offline(app: Sphinx, error: Exception | None) -> None:
    """Fail the build when a page would ask another site for a script, a style, a picture or a frame."""
    if error is not None or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        if found := FROM_OUTSIDE.search(page.read_text(encoding="utf-8")):
            raise ExtensionError(f"{page.relative_to(app.outdir)} asks another site for {found.group()}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Return what Sphinx asks of an extension, after adding the directives and the check."""
    app.add_directive("digov-terms", OntologyTerms)
    app.add_directive("digov-questions", CompetencyQuestions)
    app.connect("build-finished", check_offline)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
