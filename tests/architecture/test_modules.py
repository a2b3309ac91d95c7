"""The rules of the house that a machine can see in the code itself."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "digov"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Modules that may ask the machine: the process edge, and what waits or writes files aside.
READS_SETTINGS = {"cli.py"}
READS_CLOCK = {"server/journal.py"}
CLOCKS = {"time", "time_ns", "now", "utcnow", "today", "localtime", "gmtime", "strftime"}


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a chain of attributes on a name, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := dotted(node.value)):
        return f"{base}.{node.attr}"
    return ""


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node.lineno


def test_there_are_modules() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_is_short_named_for_its_purpose_and_says_it(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 400
    assert not {"utils", "util", "helpers", "misc", "common"} & {*module.relative_to(PACKAGE).parts, module.stem}
    assert ast.get_docstring(tree_of(module)), "a module says in its first line what it holds"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_functions_are_short(module: Path) -> None:
    long = {
        node.name: lines
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and (lines := node.end_lineno - node.lineno + 1) >= 50
    }
    assert not long


@pytest.mark.parametrize("module", [m for m in MODULES if name_of(m) not in READS_SETTINGS], ids=name_of)
def test_only_the_command_line_reads_arguments_and_environment(module: Path) -> None:
    tree = tree_of(module)
    named = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not {"os.environ", "os.environb", "os.getenv", "sys.argv"} & (named | imported)


@pytest.mark.parametrize("module", [m for m in MODULES if name_of(m) not in READS_SETTINGS | READS_CLOCK], ids=name_of)
def test_nothing_depends_on_clock_chance_or_process(module: Path) -> None:
    tree = tree_of(module)
    clock = [
        f"{name} in line {line}"
        for name, line in calls(tree)
        if name.split(".")[0] in {"time", "datetime", "date", "dt"} and name.split(".")[-1] in CLOCKS
    ]
    assert not clock
    assert not [line for name, line in calls(tree) if name in {"hash", "print", "input", "eval", "exec"}]
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"random", "uuid", "secrets", "getpass", "platform"}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_importing_does_nothing(module: Path) -> None:
    """At the top of a module stand definitions; what runs there is a value, never a statement with an effect."""
    allowed = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
        ast.TypeAlias if hasattr(ast, "TypeAlias") else ast.AnnAssign,
    )
    effects = []
    for node in tree_of(module).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (isinstance(node, allowed) or docstring or is_guard(node)):
            effects.append(node.lineno)
    assert not effects


def is_guard(node: ast.stmt) -> bool:
    """Return whether the statement is ``if TYPE_CHECKING:`` or ``if __name__ == "__main__":``."""
    if not isinstance(node, ast.If):
        return False
    names = {child.id for child in ast.walk(node.test) if isinstance(child, ast.Name)}
    return names <= {"TYPE_CHECKING", "__name__"}


def test_every_package_has_its_place_in_the_layers() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [c["layers"] for c in config["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    placed = {part.strip(" ()") for layer in layers for part in layer.split("|")}
    present = {
        f"digov.{entry.stem}"
        for entry in PACKAGE.iterdir()
        if (entry.is_dir() and any(entry.glob("*.py"))) or (entry.suffix == ".py" and entry.stem != "__init__")
    }
    assert present <= placed
