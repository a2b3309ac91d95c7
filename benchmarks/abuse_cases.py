"""What hostile clients send: queries that would run for ever or take all memory, requests that would lead elsewhere or to files.

Each case is one request, what it must come to, and what its answer must not hold. ``{port}`` stands for a port on which somebody
listens who must never be called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


class Case(NamedTuple):
    """A request and what it must come to."""

    name: str
    method: str = "GET"
    path: str = "/sparql"
    content: bytes | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    statuses: range | tuple[int, ...] = range(400, 600)
    never: str | None = None
    """What the answer must not hold."""


def posted(name: str, query: str, *, kind: str = QUERY, **values: Any) -> Case:
    headers = {"Content-Type": kind, **values.pop("headers", {})}
    return Case(name, "POST", content=query.encode("utf-8", "surrogatepass"), headers=headers, **values)


def asked(name: str, query: str, **values: Any) -> Case:
    return Case(name, path=f"/sparql?query={quote(query)}", **values)


DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
SQUARED = " ".join(f"BIND(REPLACE(?x{n}, '.', ?x{n}) AS ?x{n + 1})" for n in range(12))
RUNAWAYS = {
    "product of three": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "product of four, rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "product, distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order by over a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "order by a random number": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY RAND()",
    "group_concat over a product": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "group_concat of the text": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d dg:text ?f }",
    "group by over a product": "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
    "path of everything": "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>)* ?b }",
    "path of paths": "SELECT * { ?a ((<urn:p>|!<urn:p>)*)* ?b . ?b ((<urn:p>|!<urn:p>)*)* ?c }",
    "path both ways": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:p>|^!<urn:p>)+ ?b . ?b (!<urn:q>|^!<urn:q>)+ ?c }",
    "regex over a product": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '^(a+)+x$')) }",
    "regex with a huge count": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), '((a{0,100}){0,100}){0,100}')) }",
    "strings that double": f"SELECT ?x40 {{ BIND('0123456789' AS ?x0) {DOUBLED} }}",
    "strings that square": f"SELECT ?x12 {{ BIND('0123456789' AS ?x0) {SQUARED} }}",
    "optionals in a row": "SELECT * { ?a ?b ?c "
    + "".join(f"OPTIONAL {{ ?x{n} ?y{n} ?z{n} }} " for n in range(12))
    + "}",
    "unions of products": "SELECT (COUNT(*) AS ?n) { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 30) + " }",
    "minus over a product": "SELECT * { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?b ?c . ?g ?h ?f } }",
    "not exists in not exists": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?c FILTER NOT EXISTS { ?f ?g ?a . ?h ?i ?d . ?j ?k ?l } } }",
    "sub-select of sub-selects": "SELECT * { { SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c } { SELECT * { ?g ?h ?i . ?j ?k ?l } ORDER BY ?i } }",
    "values product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    + " }",
    "construct of a product": "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "construct of new nodes": "CONSTRUCT { [] <urn:p> [ <urn:q> ?f ] } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "describe everything": "DESCRIBE * WHERE { ?a ?b ?c . ?d ?e ?f }",
    "ask of the impossible": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = 'no' && ?f = 'no' && ?i = 'no') }",
    "hashes of long strings": "SELECT (SHA512(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?x",
    "graph of graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g1 { ?a ?b ?c } GRAPH ?g2 { ?d ?e ?f } GRAPH ?g3 { ?h ?i ?j } }",
    "parser: lists in lists": "SELECT * { ?s ?p " + "(" * 60 + "1" + ")" * 60 + " }",
    "parser: nodes in nodes": "SELECT * { ?s ?p " + "[ ?p " * 60 + "1" + "]" * 60 + " }",
    "parser: 8,000 unions": "SELECT * { {} " + "UNION {} " * 8_000 + "}",
}
"""Queries that no limit but those of the server would end; a few of them may come to their end before."""

NESTED = {
    "brackets of an expression": ("SELECT * { FILTER(", "(", "1", ")", ") }"),
    "groups": ("SELECT * ", "{", "", "}", ""),
    "negations": ("SELECT * { FILTER(", "!", "true", "", ") }"),
    "brackets of a path": ("SELECT * { ?s ", "(", "<urn:p>", ")", " ?o }"),
    "functions": ("SELECT (", "STR(", "1", ")", " AS ?x) {}"),
    "not exists": ("SELECT * { ", "FILTER NOT EXISTS { ", "", "}", " }"),
    "lists": ("SELECT * { ?s ?p ", "(", "", ")", " }"),
}
CALLS = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "service by variable": "SELECT * { VALUES ?x { <http://127.0.0.1:{port}/> } SERVICE ?x { ?s ?p ?o } }",
    "service by prefix": "PREFIX x: <http://127.0.0.1:{port}/> SELECT * { SERVICE x:a { ?s ?p ?o } }",
    "service in lower case, with comments": "SELECT * { service # a\n silent # b\n <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "service in a sub-select": "ASK { { SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } } }",
    "service in exists": "ASK { FILTER EXISTS { SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
    "service in construct": "CONSTRUCT WHERE { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "from": "SELECT * FROM <http://127.0.0.1:{port}/a.ttl> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/a.ttl> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from by base": "BASE <http://127.0.0.1:{port}/> SELECT * FROM <a.ttl> { ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:{port}/a.ttl>",
    "load a file": "LOAD <file:///etc/passwd> INTO GRAPH <urn:x>",
    "load after a prologue": "PREFIX x: <urn:x> LOAD SILENT <http://127.0.0.1:{port}/>",
}
PATHS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../../../etc/passwd",
    "/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/dumps/..%2f..%2f..%2fmanifest.json",
    "/dumps/%2fetc%2fpasswd",
    "/queries/..%2f..%2fpyproject",
    "/doc/..%2f..%2fetc%2fpasswd.html",
    "/id/%00",
    "/akn/..%5c..%5cetc",
    "//etc/passwd",
)
SCRIPT = "<script>alert(1)</script>"
MARKUP = {
    "a literal": f"SELECT ('{SCRIPT}' AS ?x) {{}}",
    "an IRI": "SELECT (<javascript:alert(1)//%3Cscript%3E> AS ?x) {}",
    "a language": "SELECT ('x'@en-script AS ?x) {}",
    "a name of a variable": "SELECT (1 AS ?ſcript) {}",
    "a malformed query": SCRIPT,
    "a title": f"# title: {SCRIPT}\nSELECT * {{ VALUES ?x {{ 1 }} }}",
    "an attribute": "SELECT ('\" onmouseover=\"alert(1)' AS ?x) {}",
}
LETTERS = {
    "nothing": "",
    "a null": "ASK {}\0",
    "half a character": "ASK { ?s ?p '\ud800' }",
    "right to left": "SELECT ('\u202e\u2066' AS ?x) {}",
    "a mark of byte order": "\ufeffASK {}",
    "beyond the basic plane": "SELECT ('\U0001f600' AS ?\U00010000) {}",
    "marks upon marks": "SELECT ('a" + "\u0301" * 10_000 + "' AS ?x) {}",
    "escapes": "SELECT ('\\u0000\\uD800' AS ?x) {}",
    "lines that look like the log": 'ASK {} # \n{"event":"request","status":200}\n',
}


def nested(depth: int) -> Iterator[Case]:
    for name, (head, open_, inner, close, tail) in NESTED.items():
        query = head + open_ * depth + inner + close * depth + tail
        yield posted(f"{depth:,} {name}", query, statuses=range(200, 600))


def cases(port: int) -> Iterator[Case]:
    """Yield all cases but those of many clients at once."""
    for name, query in RUNAWAYS.items():
        yield posted(name, query, statuses=range(200, 600))
    yield from nested(100_000)
    yield from nested(20_000)
    yield posted("a query of 10 MB", "ASK {} #" + "x" * 10_000_000)
    yield posted("a form of 10 MB", "query=ASK%7B%7D%23" + "x" * 10_000_000, kind=FORM)
    yield posted("a form of 100,000 fields", "&".join(f"a{n}=" for n in range(30_000)), kind=FORM)
    yield Case("an address of 10 MB", path="/sparql?query=" + "x" * 10_000_000)
    yield posted("a giant VALUES", "SELECT * { VALUES ?x { " + "1 " * 45_000 + "} ?s ?p ?o }", statuses=range(200, 600))
    for name, query in CALLS.items():
        yield posted(f"call: {name}", query.replace("{port}", str(port)))
        yield asked(f"call by GET: {name}", query.replace("{port}", str(port)))
    for name in ("default-graph-uri", "named-graph-uri"):
        address = quote(f"http://127.0.0.1:{port}/a.ttl")
        yield Case(
            f"call: {name}",
            path=f"/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&{name}={address}",
            statuses=range(200, 500),
            never="true",
        )
    for path in PATHS:
        yield Case(f"path {path}", path=path, statuses=range(300, 500), never="root:")
    for name, query in MARKUP.items():
        yield asked(f"markup in {name}", query, headers={"Accept": BROWSER}, statuses=range(200, 500), never=SCRIPT)
    yield Case("markup in a path", path=f"/{quote(SCRIPT)}", headers={"Accept": BROWSER}, never=SCRIPT)
    yield Case(
        "markup in the name of a format",
        path=f"/sparql?query=ASK%7B%7D&format={quote(SCRIPT)}",
        headers={"Accept": BROWSER},
        never=SCRIPT,
    )
    for name, query in LETTERS.items():
        yield posted(f"letters: {name}", query, statuses=range(200, 500))
    yield Case(
        "a forged host",
        path="/nothing/",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        never="evil.example",
    )
    yield Case("a line end in an address", path="/sparql?query=%0d%0aSet-Cookie:%20a=b")
    yield Case("a line end in a path", path="/queries/%0d%0aSet-Cookie:%20a=b")
    yield Case(
        "a long Accept",
        path="/sparql?query=ASK%7B%7D",
        headers={"Accept": "a/b;q=0.1," * 3_000},
        statuses=range(200, 500),
    )
    yield Case("an odd method", method="BREW", statuses=(400, 405, 501))
