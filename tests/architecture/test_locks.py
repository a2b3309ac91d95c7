"""The locks say what the project file asks for, with hashes and without addresses."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {"run": "build", "dev": "dev", "bench": "bench"}
PYTHONS = ("3.11", "3.12", "3.13")


def group(name: str) -> list[Requirement]:
    found: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][name]:
        found += group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


def asked_for(lock: str) -> list[Requirement]:
    return [*map(Requirement, PROJECT["project"]["dependencies"]), *group(LOCKS[lock])]


def entries(lock: str) -> list[Requirement]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return [Requirement(line.removesuffix(" \\")) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def locked(lock: str, python: str) -> dict[str, str]:
    """Return the locked versions by name, on Linux with the Python given."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "extra": "",
    }
    found: dict[str, str] = {}
    for entry in entries(lock):
        marker: Marker | None = entry.marker
        if marker is None or marker.evaluate(environment):
            [pin] = entry.specifier
            assert pin.operator == "=="
            assert canonicalize_name(entry.name) not in found, f"{entry.name} is locked twice for Python {python}"
            found[canonicalize_name(entry.name)] = pin.version
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host|-e)\b", text)
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    assert blocks
    assert not [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_what_the_project_asks_for(lock: str, python: str) -> None:
    versions = locked(lock, python)
    for requirement in asked_for(lock):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", ["dev", "bench"])
def test_what_is_tested_is_what_runs(lock: str, python: str) -> None:
    run, other = locked("run", python), locked(lock, python)
    assert {name: other.get(name) for name in run} == run


def test_the_build_backend_is_locked() -> None:
    names = {canonicalize_name(Requirement(text).name) for text in PROJECT["build-system"]["requires"]}
    assert names <= set(locked("run", "3.11"))


def imported(folder: str) -> set[str]:
    """Return the distributions whose modules the Python files of ``folder`` import."""
    modules: set[str] = set()
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    providers = packages_distributions()
    outside = {module for module in modules - set(sys.stdlib_module_names) - {"digov"} if module in providers}
    return {canonicalize_name(providers[module][0]) for module in outside}


def test_what_is_imported_is_asked_for_and_nothing_else() -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    assert imported("src") == declared


@pytest.mark.parametrize("folder", ["tests", "docs"])
def test_what_checks_import_is_asked_for(folder: str) -> None:
    assert imported(folder) <= {canonicalize_name(requirement.name) for requirement in asked_for("dev")}
