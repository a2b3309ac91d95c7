"""The examples of deployment hold together with the program: commands, settings, ports, folders."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from digov import cli
from digov.server.configuration import OTHER_VARIABLES, VARIABLE, load_settings
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_every_variable_names_a_setting() -> None:
    known = {VARIABLE + field.name.upper() for field in msgspec.structs.fields(Settings)} | OTHER_VARIABLES
    named = {
        variable for file in FILES for variable in re.findall(r"\bDIGOV_[A-Z_]+", file.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= known


def test_the_settings_are_taken() -> None:
    settings = load_settings(DEPLOY / "digov.toml", {}, {})
    assert settings.trusted_proxies == ("127.0.0.1",)
    assert f"{settings.host}:{settings.port}" in text_of("nginx.conf")


def test_every_command_and_option_is_one_of_ours() -> None:
    shown = re.findall(r"bin/digov ([a-z]+)([^\n&]*)", text_of("digov.service") + text_of("Containerfile"))
    assert {name for name, _ in shown} == {"serve", "build"}
    for name, rest in shown:
        known = {option for parameter in cli.main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known
    assert 'CMD ["serve"]' in text_of("Containerfile")


def test_what_the_image_copies_is_there() -> None:
    copied = [
        line.split()[1:-1] for line in text_of("Containerfile").splitlines() if re.match(r"COPY (?!--from)", line)
    ]
    assert copied
    assert not [source for sources in copied for source in sources if not (ROOT / source).exists()]


def test_the_image_runs_as_nobody_and_stays_small() -> None:
    last = text_of("Containerfile").rpartition("\nFROM ")[2]
    assert re.search(r"(?m)^USER \d+:\d+$", last)
    assert "HEALTHCHECK" in last
    assert not re.findall(r"\b(?:apt-get|pip|npm|gcc)\b", last)


@pytest.mark.parametrize(
    "line",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "MemoryMax=2G",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "DynamicUser=yes",
    ],
)
def test_the_unit_takes_away_what_the_server_does_not_need(line: str) -> None:
    assert line in text_of("digov.service").splitlines()


def test_stopping_waits_longer_than_the_grace_time() -> None:
    [wait] = re.findall(r"(?m)^TimeoutStopSec=(\d+)$", text_of("digov.service"))
    [grace] = re.findall(r"stop_grace_period: (\d+)s", text_of("compose.yaml"))
    assert min(int(wait), int(grace)) > Settings().grace_seconds


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    unit = tmp_path / "digov.service"
    unit.write_text(text_of("digov.service").replace("/opt/digov/bin/digov", "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "digov.service" not in done.stderr, done.stderr
