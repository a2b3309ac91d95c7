"""What the pages take from the npm registry: locked with checksums, without addresses, and left out of the repository."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from digov.server.assets import Assets

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
LOCK = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name: entry for name, entry in LOCK["packages"].items() if name}
FREE = {
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "0BSD",
    "CC0-1.0",
    "CC-BY-4.0",
    "MPL-2.0",
    "Unlicense",
}

IN_A_FILE = {"node_modules/jsuri"}
"""It says its licence (MIT) in its file LICENSE, and not in its description."""


def test_the_lock_has_checksums_and_no_addresses() -> None:
    assert len(PACKAGES) > 20
    assert not [name for name, entry in PACKAGES.items() if not entry["integrity"].startswith("sha512-")]
    assert not [name for name, entry in PACKAGES.items() if "resolved" in entry or entry.get("link")]


def test_versions_are_exact_and_those_of_the_lock() -> None:
    wanted = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {name: PACKAGES[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_licences_are_free() -> None:
    unfree = {
        name: entry.get("license")
        for name, entry in PACKAGES.items()
        if name not in IN_A_FILE
        and not set(re.findall(r"[\w.-]+", entry.get("license", "none"))) - {"AND", "OR"} & FREE
    }
    assert unfree == {}


def test_nothing_of_it_is_run_or_kept() -> None:
    assert "ignore-scripts=true" in (WEB / ".npmrc").read_text(encoding="utf-8")
    assert "npm ci --ignore-scripts" in (ROOT / "scripts" / "build-web").read_text(encoding="utf-8")
    done = subprocess.run(
        ["git", "check-ignore", "src/digov/server/assets/yasqe.js", "web/node_modules/x"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 128:
        pytest.skip("not a git checkout: what is ignored cannot be told")
    assert len(done.stdout.split()) == 2


def test_what_is_built_in_is_whole_and_names_its_licences() -> None:
    assets = Assets()
    if "yasqe.js" not in assets:
        pytest.skip("not built in: make web")
    names = ["yasqe.js", "yasqe.css", "swagger-ui.js", "swagger-ui.css", "third-party.txt"]
    found = {name: asset.content.decode() for name in names if (asset := assets.get(name))}
    assert sorted(found) == sorted(names)
    assert not [name for name, text in found.items() if "sourceMappingURL=" in text]
    listed = set(re.findall(r"(?m)^==== (.+)$", found["third-party.txt"]))
    assert listed >= {re.sub(r".*node_modules/", "", name) for name in PACKAGES}
    assert not re.findall(r"@import|url\((?!\"?(?:data:|#))", found["yasqe.css"])


def test_the_same_bytes_have_the_same_address(tmp_path: Path) -> None:
    for folder in ("ours", "theirs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.js").write_text(folder, encoding="utf-8")
    (tmp_path / "ours" / "b.sh").write_text("no asset", encoding="utf-8")
    assets = Assets((tmp_path / "ours", tmp_path / "theirs", tmp_path / "missing"))
    ours = assets.get("a.js")
    assert ours is not None
    assert ours.content == b"ours"
    assert assets.address("a.js") == f"/assets/{ours.digest}/a.js"
    assert assets.address("b.sh") is None
