"""Settings: the file, the environment and the options; what they may not say; and that the reference names each of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from digov.model.errors import ConfigError
from digov.server.configuration import load_settings
from digov.server.settings import Settings

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def file_with(folder: Path, text: str) -> Path:
    file = folder / "digov.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings(None, {"PATH": "/bin", "DIGOV_RELEASES": "x"}, {"port": None}) == Settings()


def test_an_option_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, 'port = 1\nworkers = 2\nquery_seconds = 3\nhost = "a"\n')
    found = load_settings(file, {"DIGOV_PORT": "11", "DIGOV_WORKERS": "12"}, {"port": 21, "host": None})
    assert (found.port, found.workers, found.query_seconds, found.host) == (21, 12, 3.0, "a")


def test_the_environment_sets_numbers_switches_and_lists() -> None:
    environment = {
        "DIGOV_LOG_QUERIES": "true",
        "DIGOV_QUERY_SECONDS": "2.5",
        "DIGOV_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.7",
    }
    found = load_settings(None, environment, {})
    assert (found.log_queries, found.query_seconds) == (True, 2.5)
    assert found.trusted_proxies == ("127.0.0.1", "10.0.0.7")


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("DIGOV_QUERY_SECOND", "1", "Did you mean query_seconds"),
        ("DIGOV_WORKERS", "many", "does not fit"),
        ("DIGOV_WORKERS", "0", "workers: must be at least 1"),
        ("DIGOV_PUBLIC_BASE", "example.org", "public_base: no address"),
        ("DIGOV_PORT", "70000", "port: no port"),
        ("DIGOV_GRACE_SECONDS", "-1", "grace_seconds: must not be negative"),
        ("DIGOV_QUERY_SECONDS", "nan", "query_seconds: must lie between"),
    ],
)
def test_what_does_not_fit_is_refused(variable: str, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_settings(None, {variable: text}, {})


@pytest.mark.parametrize(
    "text", ["port = ", 'prot = 1\nhost = "x"\n', "[server]\nport = 1\n", 'port = "x"\n', "\udcff"]
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "digov.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError):
        load_settings(file, {}, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.toml: cannot be read"):
        load_settings(tmp_path / "nothing.toml", {}, {})


def shown(value: object) -> str:
    """Return a default as the reference writes it."""
    if value == ():
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_reference_names_every_setting_with_its_default() -> None:
    cells = re.findall(
        r"(?m)^\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", REFERENCE.read_text(encoding="utf-8")
    )
    documented = {name: default.strip() for name, default, _, _ in cells}
    assert documented == {field.name: shown(field.default) for field in msgspec.structs.fields(Settings)}
    assert all(unit.strip() and words.strip() for _, _, unit, words in cells)


def test_the_file_in_the_reference_is_taken(tmp_path: Path) -> None:
    [text] = re.findall(r"(?ms)^```toml\n(.*?)^```", REFERENCE.read_text(encoding="utf-8"))
    assert load_settings(file_with(tmp_path, text), {}, {}).workers == tomllib.loads(text)["workers"]


def test_the_address_that_pages_name_is_one_that_works() -> None:
    assert Settings(port=8123).address == "http://127.0.0.1:8123/"
    assert Settings(host="::1", port=8123).address == "http://[::1]:8123/"
    assert Settings(public_base="https://example.org/graph/").address == "https://example.org/graph/"
