"""Verification: what is right passes, and every kind of damage is found and named."""

from __future__ import annotations

import ast
import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest

import digov.verification
from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.model.release import ReleaseFile
from digov.release import ReleaseContent, write_release
from digov.release.write import manifest_bytes
from digov.verification import Check, verify_file
from digov.verification.fetch import Fetcher, FetchLimits
from digov.verification.given import graph_given

Maker = Callable[..., ReleaseContent]


VERSION = "9.9.9"
"""That of the digov that makes the releases of the tests."""


def verify_folder(path: Path, *, version: str = VERSION, expected: str | None = None) -> Iterator[Check]:
    return digov.verification.verify_folder(path, version=version, expected=expected)


def verify_address(address: str, fetcher: Fetcher | None = None) -> Iterator[Check]:
    return digov.verification.verify_address(address, fetcher, version=VERSION)


def wrong(checks: Iterator[Check]) -> list[str]:
    return [check.name for check in checks if not check.passed]


def rewrite(content: ReleaseContent, path: str, data: bytes) -> ReleaseContent:
    """Return the content with another file, and a manifest that fits it: what a wrong writer would have made."""
    dumps = tuple(
        ReleaseFile(path, len(data), sha256_of(data)) if dump.path == path else dump for dump in content.manifest.dumps
    )
    manifest = msgspec.structs.replace(content.manifest, dumps=dumps)
    return msgspec.structs.replace(content, files={**content.files, path: data}, manifest=manifest)


# --- folders -----------------------------------------------------------------------------------------------------


def test_a_release_that_is_right_passes(tmp_path: Path, content_of: Maker) -> None:
    content = content_of("example")
    release = write_release(tmp_path, content)
    checks = list(verify_folder(tmp_path))
    assert wrong(iter(checks)) == []
    named = {check.name for check in checks}
    assert {dump.path for dump in content.manifest.dumps} <= named
    assert "RDFC-1.0 hash" in named
    assert not wrong(verify_folder(Path(release.folder), expected=release.manifest.rdfc10.upper()))
    assert wrong(verify_folder(tmp_path, expected="0" * 64)) == ["expected hash"]


def test_a_changed_file_is_found(tmp_path: Path, content_of: Maker) -> None:
    release = write_release(tmp_path, content_of("example"))
    path = Path(release.folder) / "dumps/digov.trig.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    [check] = verify_folder(tmp_path)
    assert not check.passed
    assert "digov.trig.gz" in check.detail


@pytest.mark.parametrize("name", ["digov.nq.gz", "digov.trig.gz", "graph/example.ttl.gz"])
def test_a_dump_with_other_statements_is_found_although_its_checksum_fits(
    tmp_path: Path, content_of: Maker, name: str
) -> None:
    content = content_of("example")
    text = gzip.decompress(content.files[f"dumps/{name}"])
    assert b"EX/RES/2002/3" in text
    changed = gzip.compress(text.replace(b"EX/RES/2002/3", b"EX/RES/2002/4", 1), mtime=0)
    write_release(tmp_path, rewrite(content, f"dumps/{name}", changed))
    [check] = [check for check in verify_folder(tmp_path) if not check.passed and check.name == f"dumps/{name}"]
    assert "1 " in check.detail
    assert "EX/RES/2002/3" in check.detail


@pytest.mark.parametrize(("name", "other"), [("quads", "acts"), ("acts", "statements"), ("statements", "quads")])
def test_a_table_that_is_another_is_found(tmp_path: Path, content_of: Maker, name: str, other: str) -> None:
    content = content_of("example")
    write_release(tmp_path, rewrite(content, f"dumps/{name}.parquet", content.files[f"dumps/{other}.parquet"]))
    assert f"dumps/{name}.parquet" in wrong(verify_folder(tmp_path))


def test_a_table_by_another_digov_is_only_read(tmp_path: Path, content_of: Maker) -> None:
    content = content_of("example")
    other = content.files["dumps/statements.parquet"]
    write_release(tmp_path / "other", rewrite(content, "dumps/acts.parquet", other))
    [check] = [
        check for check in verify_folder(tmp_path / "other", version="9.9.10") if check.name == "dumps/acts.parquet"
    ]
    assert check.passed
    assert "made by digov 9.9.9 and not compared" in check.detail
    write_release(tmp_path / "broken", rewrite(content, "dumps/acts.parquet", other[:-1]))
    assert "dumps/acts.parquet" in wrong(verify_folder(tmp_path / "broken", version="9.9.10"))


def test_a_wrong_hash_in_the_manifest_is_found(tmp_path: Path, content_of: Maker) -> None:
    content = content_of("example")
    manifest = msgspec.structs.replace(content.manifest, rdfc10="0" * 64)
    named = msgspec.structs.replace(manifest, id=manifest.expected_id())
    write_release(tmp_path, msgspec.structs.replace(content, manifest=named))
    assert wrong(verify_folder(tmp_path)) == ["RDFC-1.0 hash"]


def test_a_description_with_a_wrong_checksum_is_found(tmp_path: Path, content_of: Maker) -> None:
    content = content_of("example")
    path = "dumps/description.ttl"
    old = next(dump.sha256 for dump in content.manifest.dumps if dump.path == "dumps/acts.parquet")
    write_release(tmp_path, rewrite(content, path, content.files[path].replace(old.encode(), b"0" * 64)))
    assert wrong(verify_folder(tmp_path)) == [path]


# --- files -------------------------------------------------------------------------------------------------------

BLANK = b'<http://e/s> <http://e/p> _:x .\n_:x <http://e/p> "1" .\n'
SAME = b'@prefix e: <http://e/> . e:s e:p [ e:p "1" ] .'


def test_files_of_any_origin_have_a_hash(tmp_path: Path) -> None:
    """The same data in two syntaxes, with other blank nodes, packed or not."""
    for name, data in (("a.nq", BLANK), ("b.ttl", SAME), ("c.nq.gz", gzip.compress(BLANK, mtime=0))):
        (tmp_path / name).write_bytes(data)
    hashes = {list(verify_file(tmp_path / name))[-1].detail for name in ("a.nq", "b.ttl", "c.nq.gz")}
    assert len(hashes) == 1
    [expected] = hashes
    assert wrong(verify_file(tmp_path / "b.ttl", expected=expected)) == []
    assert wrong(verify_file(tmp_path / "b.ttl", expected="f" * 64)) == ["RDFC-1.0 hash"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.nq", b"<http://e/s> <http://e/p> .", "malformed"),
        ("a.nq.gz", b"no gzip", "no gzip file"),
        ("a.nq.gz", gzip.compress(BLANK, mtime=0)[:-6], "no gzip file"),
        ("a.parquet", b"PAR1 not", "malformed"),
        ("a.parquet", b"PAR1" + b"\xff" * 20 + b"\x08\0\0\0PAR1", "malformed"),
        ("a.docx", b"", "by its ending"),
    ],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        list(verify_file(tmp_path / name))
    with pytest.raises(InputError, match="cannot be read"):
        list(verify_file(tmp_path / "missing.nq"))


def test_a_graph_is_given_by_name_folder_or_file(tmp_path: Path, content_of: Maker) -> None:
    release = write_release(tmp_path / "r", content_of("example"))
    data = (Path(release.folder) / "graph.nq").read_bytes()
    packed = str(Path(release.folder) / "dumps/digov.jsonld.gz")
    for name in (None, release.id, release.folder, str(tmp_path / "r"), packed):
        assert graph_given(name, tmp_path / "r") == data
    for name in ("missing", "../r/x", str(tmp_path / "r" / "current")):
        with pytest.raises(InputError, match="no release and no RDF file"):
            graph_given(name, tmp_path / "r")


# --- servers -----------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Serves ``files``, and misbehaves where it is told to."""

    files: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        path = self.path
        if path == "/slow.nq":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(50):
                    self.wfile.write(b"# ...\n")
                    self.wfile.flush()
                    threading.Event().wait(0.1)
        elif path == "/cut.nq":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"# short\n")
        elif path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.end_headers()
        elif path in self.files:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.files[path])
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_dump_at_an_address_has_a_hash(address: str) -> None:
    Handler.files = {"/x/a.nq": BLANK}
    checks = list(verify_address(f"{address}/x/a.nq"))
    assert wrong(iter(checks)) == []
    assert list(verify_address(f"{address}/to//x/a.nq"))[-1] == checks[-1]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing.nq", "answered with 404"),
        ("/slow.nq", "no whole answer within"),
        ("/cut.nq", "cut|cannot be read"),
        ("/large.nq", "longer than 1,000 bytes"),
        ("/to/file:///etc/hostname/a.nq", "not allowed"),
        ("/to/ftp://127.0.0.1/a.nq", "not an address of http"),
        ("/to//to//to//to//to//to//to//to/a.nq", "answered with 302"),
        ("/none", "no manifest of a release"),
    ],
)
def test_servers_are_asked_within_limits(address: str, path: str, message: str) -> None:
    Handler.files = {"/large.nq": b"#" * 1_001, "/none/dumps/manifest.json": b"[]"}
    fetcher = Fetcher(FetchLimits(bytes=1_000, seconds=0.7))
    with pytest.raises(InputError, match=message):
        list(verify_address(f"{address}{path}", fetcher))


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "ftp://example.org/a.nq", "http:///a.nq", "http://u:p@example.org/", "http://[::1/"],
)
def test_only_addresses_of_http_are_asked(address: str) -> None:
    with pytest.raises(InputError, match="not an address of http"):
        list(verify_address(address))


def test_nobody_listening_is_an_error() -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        list(verify_address("http://127.0.0.1:9/a.nq"))


def test_a_server_whose_manifest_does_not_fit_its_dumps_is_found(address: str, content_of: Maker) -> None:
    """The first server has a damaged dump; that it has no endpoint is the end of the verification."""
    content = content_of("example")
    damaged = {**content.files, "dumps/acts.parquet": content.files["dumps/acts.parquet"][:-1]}
    manifest = msgspec.structs.replace(content.manifest, id="9.9.9-0")
    Handler.files = {f"/{path}": data for path, data in damaged.items()}
    Handler.files["/dumps/manifest.json"] = manifest_bytes(manifest)
    found: list[Check] = []
    with pytest.raises(InputError, match="answered with 501"):
        collect(address, found)
    assert {"manifest", "checksums", "dumps/acts.parquet"} <= {check.name for check in found if not check.passed}
    assert all(check.passed for check in found if check.name == "dumps/digov.nq.gz")


def collect(address: str, found: list[Check]) -> None:
    for check in verify_address(address):
        found.append(check)


def test_nothing_else_asks_other_servers() -> None:
    """Only the module that fetches imports a client of HTTP; the server listens and never asks."""
    clients = {"urllib.request", "http.client", "httpx", "requests", "aiohttp", "urllib3", "ftplib"}
    package = Path(digov.verification.__file__).parents[1]
    asking = set()
    for module in package.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if clients & {*names, *(name.split(".")[0] for name in names)}:
                asking.add(module.relative_to(package).as_posix())
    assert asking == {"verification/fetch.py"}
