"""The reviewed folders are found, and a wheel carries all of them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

from digov import resources
from digov.model.errors import ConfigError

ROOT = Path(__file__).parents[2]
NAMES = get_args(resources.ResourceName)


@pytest.mark.parametrize("name", NAMES)
def test_a_checkout_gives_its_own_folders(name: resources.ResourceName) -> None:
    assert resources.resource_dir(name) == ROOT / name


def test_a_package_with_a_copy_gives_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "site-packages" / "digov"
    (package / "_data" / "ontology").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.resource_dir("ontology") == package / "_data" / "ontology"


def test_a_missing_folder_is_an_error_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "src" / "digov")
    with pytest.raises(ConfigError, match=r"'shapes' is missing(.|\n)*remedy: "):
        resources.resource_dir("shapes")


def test_a_wheel_carries_every_folder() -> None:
    """The build hook names the folders again, since it runs before digov can be imported."""
    tree = ast.parse((ROOT / "hatch_build.py").read_text(encoding="utf-8"))
    [folders] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and [getattr(t, "id", None) for t in node.targets] == ["FOLDERS"]
    ]
    assert folders == NAMES
