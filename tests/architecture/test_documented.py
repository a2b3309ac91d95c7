"""What is public is documented, and what is documented is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import msgspec
import pytest

from digov import cli, records
from digov.competency import load_queries
from digov.model.issue_codes import ISSUE_CODES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """Return the cells of all tables of a page, without their header rows."""
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text_of(page).splitlines()
        if line.startswith("| ") and not set(line) <= set("|- ")
    ]


def commands() -> dict[str, click.Command]:
    return dict(cli.main.commands)


def made_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z][a-z-]*):(?!=)", text_of("Makefile")))


def test_issue_codes_are_documented_as_they_are() -> None:
    documented = {row[0].strip("`"): (row[1], row[2]) for row in rows("docs/reference/issues.md") if "`" in row[0]}
    assert documented == ISSUE_CODES


def test_record_fields_are_documented() -> None:
    """Each field of each kind of record stands in the table of its list."""
    page = text_of("docs/reference/annotate.md")
    kinds = {
        name: value
        for name, value in vars(records).items()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and name.endswith("Record")
    }
    assert len(kinds) > 5
    named = set(re.findall(r"`([a-z_]+)`", page)) | set(re.findall(r"[{, ]([a-z_]+)(?=[,}])", page))
    missing = {
        f"{name}.{field.name}"
        for name, kind in kinds.items()
        for field in msgspec.structs.fields(kind)
        if field.name not in named
    }
    assert not missing


def test_every_command_and_option_is_documented() -> None:
    sections = dict(re.findall(r"(?ms)^## `?digov ([a-z]+)`?$(.*?)(?=^## |\Z)", text_of("docs/reference/cli.md")))
    assert set(sections) == set(commands())
    missing = [
        f"digov {name} {option}"
        for name, command in commands().items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and f"`{option}" not in sections[name]
    ]
    assert not missing


def test_every_setting_of_the_environment_is_documented() -> None:
    settings = {
        variable
        for command in commands().values()
        for parameter in command.params
        for variable in ([parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or [])
    }
    settings |= set(re.findall(r"environ(?:\.get\(|\[)[\"'](\w+)", text_of("src/digov/cli.py")))
    assert settings <= {row[0].strip("`") for row in rows("docs/reference/settings.md")}


def test_every_exit_status_is_documented() -> None:
    from digov.model import errors

    statuses = {str(kind.exit_status) for kind in vars(errors).values() if isinstance(kind, type)}
    assert statuses <= {row[0] for row in rows("docs/reference/cli.md")}


def test_every_route_is_documented() -> None:
    modules = sorted((ROOT / "src/digov/server").rglob("*.py"))
    source = "\n".join(module.read_text(encoding="utf-8") for module in modules)
    routes = set(re.findall(r"add_api_route\(\s*\"([^\"]+)\"", source)) | set(
        re.findall(r"@\w+\.(?:get|post)\(\"([^\"]+)\"", source)
    )
    assert routes
    assert routes <= {row[0].strip("`") for row in rows("docs/reference/settings.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_shown_on_pages_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"(?ms)^```sh\n(.*?)^```", text)) + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", text))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", blocks)) <= made_targets()
    for name, options in shown_commands(blocks):
        assert name in commands(), f"digov {name}"
        known = {option for parameter in commands()[name].params for option in parameter.opts} | {"--help", "-h"}
        assert options <= known, f"digov {name}"


def shown_commands(text: str) -> Iterator[tuple[str, set[str]]]:
    """Yield (command, options) for each line that calls digov."""
    for line in re.findall(r"(?m)(?:^|/|\s)digov ([a-z]+\b[^\n|>#]*)", text):
        try:
            name, *arguments = shlex.split(line, posix=True)
        except ValueError:
            name, *arguments = line.split()
        yield name, {argument.split("=")[0] for argument in arguments if argument.startswith("-")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    assert not [t for t in targets if "://" not in t and not (page.parent / t).exists()]


def test_named_queries_on_pages_exist() -> None:
    names = {query.name for query in load_queries(ROOT / "queries")}
    shown = "\n".join([*(page.read_text(encoding="utf-8") for page in PAGES), text_of("src/digov/cli.py")])
    assert set(re.findall(r"digov query ([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?=[\s`])", shown)) <= names


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = set(re.findall(r"(?m)^([a-z]+/[a-z-]+)$", text_of("docs/index.md")))
    pages = {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")} - {"index"}
    assert {page for page in pages if not re.match(r"adr/\d{4}-", page)} == listed
