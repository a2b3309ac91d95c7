// The SPARQL page: the editor, the menu of questions, answers as tables that link, and the query to be copied.
// Without the editor (it is built in by scripts/build-web) the plain text area takes its place.
// Whatever comes from a query or from an answer enters the page as text, never as markup.
"use strict";

(() => {
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const form = document.getElementById("ask");
  const area = document.getElementById("query");
  const status = document.getElementById("status");
  const answer = document.getElementById("answer");
  const copied = document.getElementById("copied");
  const stop = document.getElementById("stop");
  const menu = document.getElementById("questions-menu");
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const LONGEST_ADDRESS = 6000;
  const LONG_CELL = 360;
  const wide = matchMedia("(min-width: 64rem)");
  let running = null;
  let marked = null;

  /** Return a new element with the attributes and children given; strings become text. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // --- the editor ---------------------------------------------------------------------------------------------------

  const editor = window.Yasqe ? mount(window.Yasqe) : null;

  /** Put the editor in the place of the text area. */
  function mount(Yasqe) {
    const declarations = page.prefixes.map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
    // The editor's own suggestions ask other servers, and know prefixes that have nothing to do with this graph.
    for (const name of Object.keys(Yasqe.Autocompleters)) {
      if (name !== "variables" && name !== "prefixes") delete Yasqe.Autocompleters[name];
    }
    Yasqe.forkAutocompleter("prefixes", { name: "prefixes", get: () => declarations, persistenceId: null }, false);
    for (const [name, terms, fits] of [
      ["digov-classes", page.classes, afterType],
      ["digov-properties", page.properties, (yasqe) => yasqe.getCompleteToken().state.possibleCurrent.includes("a")],
    ]) {
      Yasqe.registerAutocompleter({ name, bulk: false, autoShow: false, isValidCompletionPosition: fits, get: suggest(terms) }, false);
    }
    const mounted = new Yasqe(document.getElementById("editor"), {
      value: area.value,
      persistenceId: null,
      createShareableLink: null,
      consumeShareLink: null,
      showQueryButton: false,
      resizeable: true,
      editorHeight: "20rem",
      autocompleters: ["prefixes", "variables", "digov-classes", "digov-properties"],
      extraKeys: {
        "Ctrl-Enter": () => ask(),
        "Cmd-Enter": () => ask(),
        // Tab leads on to the next control, as everywhere on a page.
        Tab: false,
        "Shift-Tab": false,
        "Ctrl-S": false,
      },
    });
    const input = mounted.getInputField();
    input.setAttribute("aria-labelledby", "query-label");
    document.getElementById("query-label").addEventListener("click", () => mounted.focus());
    area.hidden = true;
    return mounted;
  }

  function afterType(yasqe) {
    const token = yasqe.getCompleteToken();
    if (/^[?$]/.test(token.string)) return false;
    return ["a", "rdf:type"].includes(yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string);
  }

  /** Return the function that gives the terms whose name holds what was typed. */
  function suggest(terms) {
    return (_yasqe, token) => {
      const typed = token.string.trim().toLowerCase();
      return terms.filter((term) => term.toLowerCase().includes(typed));
    };
  }

  const value = () => (editor ? editor.getValue() : area.value);

  function setValue(text) {
    if (editor) editor.setValue(text);
    area.value = text;
    fold();
    unmark();
  }

  /** Fold the declarations of prefixes away where there is little room. */
  function fold() {
    if (editor && !wide.matches) editor.collapsePrefixes(true);
  }

  function unmark() {
    if (editor && marked !== null) editor.getDoc().removeLineClass(marked, "background", "wrong");
    marked = null;
  }

  /** Mark the line that a message of the server names. */
  function mark(message) {
    const place = /^line (\d+), column (\d+)/.exec(message);
    if (!editor || !place) return;
    marked = editor.getDoc().addLineClass(Number(place[1]) - 1, "background", "wrong");
    editor.getDoc().setCursor({ line: Number(place[1]) - 1, ch: Number(place[2]) - 1 });
  }

  // --- asking -------------------------------------------------------------------------------------------------------

  /** Ask the endpoint, and show what it answers below the editor. */
  async function ask(about = null) {
    const query = value();
    if (running) running.abort();
    const control = (running = new AbortController());
    unmark();
    stop.hidden = false;
    answer.setAttribute("aria-busy", "true");
    tell("Asking …");
    history.replaceState(null, "", `#query=${encodeURIComponent(query)}`);
    const start = performance.now();
    try {
      const response = await send(query, "application/sparql-results+json, application/n-triples;q=0.9", control.signal);
      const text = await response.text();
      const seconds = (performance.now() - start) / 1000;
      if (response.ok) show(query, response, text, seconds, about);
      else refuse(response.status, text);
    } catch (error) {
      if (error.name === "AbortError") {
        if (running === control) tell("Stopped.");
      } else {
        refuse(0, JSON.stringify({ message: "The server cannot be reached.", remedy: "Look at the connection, and ask again." }));
      }
    } finally {
      if (running === control) {
        running = null;
        stop.hidden = true;
        answer.removeAttribute("aria-busy");
      }
    }
  }

  /** Send a query: by GET while the address stays short, so that answers can be cached; else by POST. */
  function send(query, accept, signal) {
    const address = `${page.endpoint}?query=${encodeURIComponent(query)}`;
    const headers = { Accept: accept };
    if (address.length <= LONGEST_ADDRESS) return fetch(address, { headers, signal });
    return fetch(page.endpoint, { method: "POST", headers, signal, body: new URLSearchParams({ query }) });
  }

  function tell(words) {
    status.textContent = words;
  }

  function refuse(code, text) {
    let problem = { message: text, remedy: null };
    try {
      problem = JSON.parse(text);
    } catch {
      // What stands between may answer with something else than the server's own shape; it is shown as it came.
    }
    tell(code ? `Refused (${code}).` : "No answer.");
    const message = element("p", { class: "message", role: "alert" }, String(problem.message));
    answer.replaceChildren(message, ...(problem.remedy ? [element("p", {}, String(problem.remedy))] : []));
    mark(String(problem.message));
  }

  // --- answers ------------------------------------------------------------------------------------------------------

  function show(query, response, text, seconds, about) {
    const json = (response.headers.get("Content-Type") || "").includes("json");
    const parts = about ? [element("h2", {}, about.title), element("p", { class: "soft" }, about.question)] : [element("h2", {}, "Answer")];
    const took = `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0)} s`;
    if (!json) {
      const triples = text.split("\n").filter(Boolean);
      tell(`${count(triples.length, "triple")} in ${took}`);
      parts.push(downloads(query, ["turtle", "ntriples"]), ...graph(triples));
    } else {
      const result = JSON.parse(text);
      if (typeof result.boolean === "boolean") {
        tell(`Answered in ${took}`);
        parts.push(element("p", { class: "lead" }, result.boolean ? "Yes." : "No."));
      } else {
        const rows = result.results.bindings;
        tell(`${count(rows.length, "row")} in ${took}`);
        if (rows.length) parts.push(downloads(query, ["csv", "tsv", "json"]), ...table(result.head.vars, rows));
        else parts.push(element("p", {}, "Nothing in this release answers the query. Names are exact, and capital letters count."));
      }
    }
    answer.replaceChildren(...parts);
  }

  function count(number, what) {
    return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
  }

  /** Return the links to all rows in other formats; a query too long for an address is sent by a form. */
  function downloads(query, formats) {
    const short = encodeURIComponent(query).length <= LONGEST_ADDRESS;
    const links = formats.map((format) => {
      const address = `${page.endpoint}?format=${format}`;
      if (short) return element("a", { href: `${address}&query=${encodeURIComponent(query)}` }, format);
      const field = element("input", { type: "hidden", name: "query" });
      field.value = query;
      return element("form", { method: "post", action: address, class: "inline" }, field, element("button", { class: "plain" }, format));
    });
    return element("p", { class: "tools" }, element("span", {}, "All of it as"), ...links);
  }

  function table(names, rows) {
    const kinds = names.map((name) => widthOf(rows, name));
    const head = element("tr", {}, ...names.map((name, i) => element("th", { scope: "col", class: kinds[i] === "number" ? "number" : null }, name)));
    const body = element("tbody");
    const region = element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Rows" }, element("table", {}, element("thead", {}, head), body));
    const line = (row) => element("tr", {}, ...names.map((name, i) => element("td", { class: kinds[i], "data-column": name }, ...cell(row, name))));
    return [region, ...more(rows, body, line)];
  }

  /** Put the first rows into ``body``, and return the button that brings further ones. */
  function more(rows, body, line) {
    let shown = 0;
    const note = element("p", { class: "tools" });
    const button = element("button", { type: "button", class: "plain" }, "Show more");
    const add = () => {
      body.append(...rows.slice(shown, shown + page.rows).map(line));
      shown = Math.min(shown + page.rows, rows.length);
      note.replaceChildren(element("span", {}, `${shown.toLocaleString("en")} of ${count(rows.length, "row")} shown`), ...(shown < rows.length ? [button] : []));
    };
    button.addEventListener("click", add);
    add();
    return rows.length > page.rows ? [note] : [];
  }

  function widthOf(rows, name) {
    const values = rows.map((row) => row[name]).filter(Boolean);
    if (values.length && values.every((term) => term.type === "literal" && /^-?\d+(\.\d+)?$/.test(term.value))) return "number";
    const longest = Math.max(0, ...values.slice(0, 2000).map((term) => wordsOf(term).length));
    return longest <= 26 ? "short" : longest <= 110 ? "middle" : "long";
  }

  function wordsOf(term) {
    return term.type === "uri" ? shortened(term.value) : term.value;
  }

  function shortened(iri) {
    if (iri.startsWith(`${page.base}id/`)) return iri.slice(page.base.length);
    for (const [prefix, namespace] of page.prefixes) {
      if (iri.startsWith(namespace) && /^[\w.-]*$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return iri;
  }

  function cell(row, name) {
    const term = row[name];
    if (!term) return [];
    if (term.type === "uri") return [element("a", { href: addressOf(term.value) }, ...broken(shortened(term.value)))];
    if (term.type === "bnode") return [`_:${term.value}`];
    if (name === "paragraph" && row.instrument && row.instrument.type === "uri") {
      const address = paragraph(row.instrument.value, term.value);
      if (address) return [element("a", { href: address }, term.value)];
    }
    const kind = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype && term.datatype !== `${XSD}string` ? shortened(term.datatype) : null;
    return [long(term.value, kind)];
  }

  /** Return the words of a cell; of a long text the beginning, which opens. */
  function long(words, title) {
    const cut = words.length > LONG_CELL ? words.lastIndexOf(" ", LONG_CELL - 60) : -1;
    if (cut < 100) return element("span", { title }, words);
    return element("details", { class: "more", title }, element("summary", {}, `${words.slice(0, cut)} …`), words);
  }

  /** Return where an IRI is spoken of: its own address when it is one of ours, else a lookup here; never elsewhere. */
  function addressOf(iri) {
    if (iri.startsWith(page.base) && URL.canParse(iri)) {
      const [parts, base] = [new URL(iri), new URL(page.base)];
      const path = parts.pathname.slice(base.pathname.length);
      // Two slashes at the front would name another server.
      if (parts.pathname.startsWith(base.pathname) && !path.startsWith("/")) return `/${path}${parts.search}${parts.hash}`;
    }
    return `/lookup?iri=${encodeURIComponent(iri)}`;
  }

  function paragraph(instrument, number) {
    if (!instrument.startsWith(`${page.base}id/`)) return null;
    return `/resolve?instrument=${encodeURIComponent(instrument.slice(page.base.length + 3))}&para=${encodeURIComponent(number)}`;
  }

  /** Return ``words`` in pieces, where a long name may be broken over two lines. */
  function broken(words) {
    return words.split(/(?<=\/)(?=[^/])|(?=__|#)/).flatMap((piece, i) => (i ? [element("wbr"), piece] : [piece]));
  }

  /** Return the table of a graph, from its N-Triples lines. */
  function graph(lines) {
    const term = /^(?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)/;
    const rows = lines.map((line) => {
      const row = {};
      let rest = line;
      for (const name of ["subject", "predicate", "object"]) {
        const found = term.exec(rest);
        if (!found) break;
        if (found[1] !== undefined) row[name] = { type: "uri", value: unescaped(found[1]) };
        else if (found[2] !== undefined) row[name] = { type: "bnode", value: found[2].slice(2) };
        else row[name] = { type: "literal", value: unescaped(found[3]), "xml:lang": found[4], datatype: found[5] };
        rest = rest.slice(found[0].length).trimStart();
      }
      return row;
    });
    return rows.length ? table(["subject", "predicate", "object"], rows) : [element("p", {}, "The graph is empty.")];
  }

  function unescaped(text) {
    const plain = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
    return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, one) =>
      one ? plain[one] || one : String.fromCodePoint(Math.min(parseInt(short || long, 16), 0x10ffff)),
    );
  }

  // --- copying ------------------------------------------------------------------------------------------------------

  const COPIES = {
    link: (query, endpoint) => {
      const address = `${endpoint}?query=${encodeURIComponent(query)}`;
      return address.length <= LONGEST_ADDRESS ? address : "This query is too long for an address: copy it as curl or Python.";
    },
    curl: (query, endpoint, accept) =>
      `curl -H 'Accept: ${accept}' --data-urlencode 'query=${query.replaceAll("'", "'\\''")}' ${endpoint}`,
    python: (query, endpoint, accept, graphs) => {
      const readable = !query.includes('"""') && !query.includes("\\") && !query.endsWith('"');
      const literal = readable ? `"""${query}"""` : JSON.stringify(query);
      const use = graphs
        ? ["    print(answer.read().decode())"]
        : ["    for row in csv.DictReader(io.TextIOWrapper(answer, encoding=\"utf-8\", newline=\"\")):", "        print(row)"];
      return [
        ...(graphs ? [] : ["import csv", "import io"]),
        "from urllib.parse import urlencode",
        "from urllib.request import Request, urlopen",
        "",
        `query = ${literal}`,
        `request = Request("${endpoint}", urlencode({"query": query}).encode(), {"Accept": "${accept}"})`,
        "with urlopen(request) as answer:",
        ...use,
        "",
      ].join("\n");
    },
  };

  async function copy(kind) {
    const query = value();
    const graphs = /\b(CONSTRUCT|DESCRIBE)\b/i.test(query.replace(/"[^"]*"|<[^>]*>|#.*$/gm, ""));
    const text = COPIES[kind](query, location.origin + page.endpoint, graphs ? "text/turtle" : "text/csv", graphs);
    const shown = element("pre", { tabindex: "0" }, text);
    copied.replaceChildren(shown);
    try {
      await navigator.clipboard.writeText(text);
      tell("Copied.");
    } catch {
      // Without the right to use the clipboard the text is shown and marked, ready to be copied by hand.
      getSelection().selectAllChildren(shown);
      tell("Shown below the editor, ready to be copied.");
    }
  }

  // --- the page -----------------------------------------------------------------------------------------------------

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  });
  stop.addEventListener("click", () => running && running.abort());
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.copy));
  }
  fold();
  menu.open = wide.matches;
  menu.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-question]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const question = page.questions[link.dataset.question];
    event.preventDefault();
    setValue(question.query);
    if (!wide.matches) menu.open = false;
    ask(question);
    document.getElementById("ask").scrollIntoView({ block: "nearest" });
  });
  const fromAddress = () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("query");
    if (query !== null && query !== value()) setValue(query);
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
  document.documentElement.classList.add("scripted");
})();
