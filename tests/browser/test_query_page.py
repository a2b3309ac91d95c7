"""The SPARQL page in a real browser: the editor, the questions, answers that link, copying, keys, sizes, and that no script gets in."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from digov.server.assets import Assets

ROOT = Path(__file__).parents[2]
EVIL = "<img src=x onerror=document.title='in'><script>document.title='in'</script>"
pytestmark = pytest.mark.xdist_group("browser")  # one browser and one server for all
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    """Without its parts from the npm registry the page is another one; where they cannot be had, that is said."""
    missing = [name for name in ("yasqe.js", "swagger-ui.js") if name not in Assets()]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not built in: {', '.join(missing)}; make test builds them in")
    if missing:
        pytest.skip(f"not built in: {', '.join(missing)} (make web)")


@pytest.fixture(scope="module")
def site(releases: Path) -> Iterator[str]:
    """Start ``digov serve`` on a free port, and stop that process afterwards."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGOV_")}
    environ = {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", "DIGOV_WORKERS": "2"}
    command = [sys.executable, "-m", "digov.cli", "serve", "--port", "0", "--releases", str(releases)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert address
    yield address.group()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.fixture
def page(browser, site: str):
    """Return the browser with the page open, at the size of a desk; nothing it complains of is passed over."""
    browser.log()
    browser.device(*SIZES["desk"])
    browser.open("about:blank")
    browser.open(f"{site}/sparql?format=html")
    browser.wait("document.documentElement.classList.contains('scripted')")
    yield browser
    assert [line for line in browser.log() if "favicon" not in line and "status of 4" not in line] == []


def ask(page, query: str) -> None:
    """Put a query into the editor and run it."""
    page.run("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    page.run("document.getElementById('answer').replaceChildren()")
    page.click("#ask button[type=submit]")
    page.wait("document.getElementById('answer').childElementCount > 0")


def cells(page) -> list[list[str]]:
    found: list[list[str]] = page.run(
        "return [...document.querySelectorAll('#answer tbody tr')].map(row => [...row.cells].map(cell => cell.innerText))"
    )
    return found


def test_a_question_is_put_into_the_editor_and_answered(page) -> None:
    page.click("[data-question=reporting-calendar]")
    page.wait("document.querySelector('#answer tbody tr')")
    query = page.run("return document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert "PREFIX dg: <https://w3id.org/digov/ns#>" in query
    assert "?deadline dg:dueYear ?year" in query
    assert "Reporting calendar 2026 to 2035" in page.text("#answer h2")
    assert re.fullmatch(r"\d+ rows in [\d.]+ s", page.text("#status"))
    rows = cells(page)
    assert len(rows) > 50
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_every_question_declares_what_it_uses(page) -> None:
    """So that it can be taken elsewhere; and none is an error in the editor's own grammar."""
    wrong = page.run(
        """const editor = document.querySelector('.CodeMirror').CodeMirror;
        const {questions} = JSON.parse(document.getElementById('page-data').textContent);
        return Object.entries(questions).filter(([, {query}]) => {
          editor.setValue(query);
          return document.querySelector('.parseErrorIcon') !== null;
        }).map(([name]) => name)"""
    )
    assert wrong == []


def test_cells_lead_to_our_pages(page, site: str) -> None:
    ask(
        page,
        "SELECT ?instrument ?paragraph ?to WHERE { VALUES (?instrument ?paragraph ?to) {"
        " (<https://w3id.org/digov/id/gdc-base> '76' <http://metadata.un.org/sdg/9>) } }",
    )
    links = page.run("return [...document.querySelectorAll('#answer td a')].map(link => link.href)")
    assert [link.removeprefix(site) for link in links[:2]] == ["/id/gdc-base", "/resolve?instrument=gdc-base&para=76"]
    assert all(link.startswith(f"{site}/") for link in links)
    page.click("#answer td:nth-child(2) a")
    page.wait("location.pathname.startsWith('/doc/')")
    assert "report on progress" in page.text("main")
    page.log()


def test_graphs_and_yes_or_no(page) -> None:
    ask(page, "DESCRIBE <https://w3id.org/digov/id/body/itu>")
    assert any(row[1] == "skos:prefLabel" and "International Telecommunication Union" in row[2] for row in cells(page))
    ask(page, "ASK { ?s a <https://w3id.org/digov/ns#Commitment> }")
    assert "Yes." in page.text("#answer")


def test_a_mistake_is_said_and_marked(page) -> None:
    ask(page, "SELECT ?x WHERE {\n  ?x a foo:Thing\n}")
    assert page.text("#answer [role=alert]").startswith("line ")
    assert "prefix foo" in page.text("#answer")
    assert page.run("return document.querySelectorAll('.CodeMirror .wrong').length") == 1


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * WHERE {{ VALUES ?x {{ {EVIL!r} }} }}".replace('"', "'''").replace("'<", "'''<"),
        'SELECT (STRLANG("x", "en") AS ?x) (IRI("https://w3id.org/digov/id/a\\"onmouseover=alert(1)") AS ?y) WHERE {}',
        "SELECT ?x WHERE { VALUES ?x { <javascript:document.title=1> <data:text/html,x> <https://w3id.org/digov//evil.example> } }",
        'CONSTRUCT { <javascript:alert(1)> <x:"> "</td><b>in</b>" } WHERE {}',
        'CONSTRUCT { <javascript:alert(1)> <x:p> "</td><b>in</b>\\\\u003cb\\\\u003e" } WHERE {}',
    ],
)
def test_nothing_in_an_answer_or_a_query_is_markup_or_leads_away(page, site: str, query: str) -> None:
    title = page.run("return document.title")
    ask(page, query)
    assert page.run("return document.title") == title
    assert (
        page.run("return document.querySelectorAll('#answer :is(img, script, b, iframe, [onmouseover])').length") == 0
    )
    links = page.run("return [...document.querySelectorAll('#answer a')].map(link => link.href)")
    assert all(link.startswith(f"{site}/") and "//evil" not in link.removeprefix(site) for link in links)


@pytest.mark.parametrize("where", ["query", "hash"])
def test_a_query_in_the_address_is_text(page, site: str, where: str) -> None:
    evil = f"# {EVIL}\n# </textarea></script>{EVIL}\nASK {{}}"
    page.open("about:blank")
    page.open(f"{site}/sparql?format=html{'&query=' if where == 'query' else '#query='}{quote(evil)}")
    page.wait("document.readyState === 'complete'")
    assert page.run("return document.title") != "in"
    assert page.run("return document.querySelectorAll('main img').length") == 0
    assert evil.splitlines()[0] in page.run(
        "return document.querySelector('.CodeMirror')?.CodeMirror.getValue() ?? document.querySelector('textarea').value"
    )


def test_the_query_is_copied_as_link_curl_and_python(page, site: str, tmp_path: Path) -> None:
    """Each is used as it stands: the link is opened, the others are run."""
    query = 'SELECT ?n WHERE { <https://w3id.org/digov/id/body/itu> skos:prefLabel ?n } # it\'s "quoted"\n'
    page.run("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    found = {}
    for kind in ("link", "curl", "python"):
        page.run("document.getElementById('copied').replaceChildren()")
        page.click(f"[data-copy={kind}]")
        found[kind] = page.wait("document.querySelector('#copied pre')?.textContent")
    assert parse_qs(urlsplit(found["link"]).query)["query"] == [query]
    script = tmp_path / "ask.py"
    script.write_text(found["python"], encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout == "{'n': 'International Telecommunication Union'}\n"
    # Of the other only the quoting is looked at where there is no curl: what the shell makes of it.
    command = found["curl"].replace("curl ", "printf '%s\\n' ", 1)
    words = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.rstrip("\n")
    assert words == f"-H\nAccept: text/csv\n--data-urlencode\nquery={query}\n{site}/sparql"


def test_it_works_with_keys_alone(page) -> None:
    page.run("document.querySelector('.CodeMirror').CodeMirror.focus()")
    page.type("ctrl+enter")
    page.wait("document.querySelector('#answer tbody tr')")
    page.type("tab")
    assert page.run("return document.activeElement.textContent") == "Run"
    page.run(
        "const e = document.querySelector('.CodeMirror').CodeMirror;"
        "e.setValue('SELECT ?x WHERE { ?x a dg:Commi'); e.focus(); e.execCommand('goDocEnd')"
    )
    page.type("ctrl+space")
    page.wait("[...document.querySelectorAll('.CodeMirror-hint')].some(hint => hint.textContent === 'dg:Commitment')")


@pytest.mark.parametrize(
    "path", ["/", "/sparql?format=html", "/queries/reporting-calendar?format=html", "/docs", "/nothing"]
)
@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_its_window(browser, site: str, path: str, size: str) -> None:
    browser.device(*SIZES[size])
    browser.open(site + path)
    if path == "/docs":
        browser.wait("document.querySelector('.opblock')")
    width = SIZES[size][0]
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.run("return innerWidth") == width


def test_an_answer_fits_a_phone(page) -> None:
    page.device(*SIZES["phone"])
    page.run("location.reload()")
    page.wait(
        "document.documentElement.classList.contains('scripted') && !document.getElementById('questions-menu').open"
    )
    page.click("#questions-menu summary")
    page.click("[data-question=reporting-calendar]")
    page.wait("document.querySelector('#answer tbody tr')")
    assert page.run("return document.documentElement.scrollWidth") == SIZES["phone"][0]
    assert page.run("return document.getElementById('questions-menu').open") is False


def test_without_the_editor_a_plain_text_field_asks_the_same(browser, site: str) -> None:
    browser.device(*SIZES["desk"])
    browser.block("*yasqe.js*")
    try:
        browser.open("about:blank")
        browser.open(f"{site}/sparql?format=html")
        browser.wait("document.documentElement.classList.contains('scripted')")
        assert browser.run("return document.querySelector('.CodeMirror')") is None
        browser.click("[data-question=reporting-calendar]")
        browser.wait("document.querySelectorAll('#answer tbody tr').length > 50")
        assert "dg:dueYear" in browser.run("return document.getElementById('query').value")
        browser.run("document.getElementById('query').focus()")
        browser.type("ctrl+enter")
        browser.wait(
            "document.querySelectorAll('#answer tbody tr').length > 50 && !document.querySelector('[aria-busy]')"
        )
    finally:
        browser.block()
        browser.log()


def test_the_dark_scheme_reaches_the_editor(page) -> None:
    page.device(*SIZES["desk"], dark=True)
    colours = page.run(
        "return ['.CodeMirror', 'body'].map(name => getComputedStyle(document.querySelector(name)).backgroundColor)"
    )
    assert colours[0] == colours[1] != "rgb(255, 255, 255)"


def test_the_viewer_shows_all_routes_and_asks_nobody_else(browser, site: str) -> None:
    browser.device(*SIZES["desk"])
    browser.log()
    browser.open(f"{site}/docs")
    browser.wait("document.querySelectorAll('.opblock').length > 20")
    others = browser.run(
        "return performance.getEntriesByType('resource').map(entry => entry.name)"
        ".filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))"
    )
    assert others == []
    assert [line for line in browser.log() if "favicon" not in line] == []
