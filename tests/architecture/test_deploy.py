"""The examples of deployment hold together with the program and with one another: commands, settings, limits, ports, folders."""

from __future__ import annotations

import inspect
import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from fnmatch import fnmatch
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path, PurePosixPath
from typing import get_args

import msgspec
import pytest
import uvicorn

from digov import cli
from digov.resources import ResourceName
from digov.server.configuration import OTHER_VARIABLES, VARIABLE, load_settings
from digov.server.connection import LONGEST_HEAD
from digov.server.reconcile.router import MAX_BYTES
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
LONGEST_BODY = max(3 * Settings().query_bytes + 10_000, MAX_BYTES)
"""Bytes of the longest body that the server takes: a form writes a byte of a query in up to three."""
POOLS = ("172.16.0.0/12", "192.168.0.0/16", "10.88.0.0/13", "10.96.0.0/11", "10.128.0.0/9")
"""From where Docker and Podman take addresses for networks that name none."""


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def one(pattern: str, name: str) -> str:
    """Return what ``pattern`` finds in an example, which it must find exactly once."""
    [found] = re.findall(pattern, text_of(name), flags=re.MULTILINE)
    return str(found)


def bytes_of(size: str) -> int:
    """Return a size as the proxies write it, by the smaller of the two meanings of its unit."""
    [(number, unit)] = re.findall(r"^(\d+)([km]?)b?$", size.lower())
    return int(number) * {"": 1, "k": 1_000, "m": 1_000_000}[unit]


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


# --- the image ---------------------------------------------------------------------------------------------------


def test_what_the_image_copies_is_there() -> None:
    copied = [
        line.split()[1:-1] for line in text_of("Containerfile").splitlines() if re.match(r"COPY (?!--from)", line)
    ]
    assert copied
    assert not [source for sources in copied for source in sources if not (ROOT / source).exists()]


def ignored(path: str) -> bool:
    """Return whether .dockerignore leaves ``path`` out, by itself or with a folder above it."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    above = [path, *(str(parent) for parent in PurePosixPath(path).parents)]
    return any(fnmatch(one, pattern) or fnmatch(f"/{one}", pattern) for one in above for pattern in patterns)


def test_what_a_wheel_carries_comes_into_the_image() -> None:
    carried = [*get_args(ResourceName), "src/digov", "hatch_build.py", "README.md", "LICENSE-DATA"]
    assert not [path for path in carried if ignored(path)]
    assert ignored(".git")
    assert ignored("src/digov/__pycache__")
    assert ignored("src/digov/server/assets")


def test_the_image_runs_as_nobody_and_stays_small() -> None:
    last = text_of("Containerfile").rpartition("\nFROM ")[2]
    [(user, group)] = re.findall(r"(?m)^USER (\d+):(\d+)$", last)
    assert f"groupadd --gid {group} digov && useradd --uid {user} --gid {group} " in last
    assert one(r'^ +user: "(.*)"$', "compose.yaml") == f"{user}:{group}"
    assert not re.findall(r"\b(?:apt-get|pip|npm|gcc)\b", last)


def test_the_container_has_a_process_that_buries_the_dead() -> None:
    """The server is the first process of its container otherwise, and does not wait for children of its children."""
    shown = text_of("Containerfile") + (ROOT / "docs" / "guide" / "operate.md").read_text(encoding="utf-8")
    commands = re.findall(r"docker run (.*)", shown)
    assert len(commands) == 2
    assert not [command for command in commands if not command.startswith("--init ")]
    assert "    init: true" in text_of("compose.yaml").splitlines()


def test_the_image_serves_the_release_that_it_builds() -> None:
    built = one(r"bin/digov build --quiet --out (\S+)$", "Containerfile")
    assert one(r"DIGOV_RELEASES=(\S+)$", "Containerfile") == built
    assert built.startswith(one(r"^COPY --from=build (/srv\S+) /srv", "Containerfile"))
    assert f'"./releases:{built}:ro"' in text_of("compose.yaml")


class Health(BaseHTTPRequestHandler):
    status = HTTPStatus.OK

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/health" else HTTPStatus.NOT_FOUND)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_image_knows_whether_it_is_well(served: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    program, *arguments = json.loads(one(r"^ +CMD (\[.*\])$", "Containerfile"))
    assert program == "python"
    port = str(Settings().port)
    assert port in arguments[-1]
    arguments[-1] = arguments[-1].replace(port, str(served.server_port))

    def status() -> int:
        return subprocess.run([sys.executable, *arguments], capture_output=True, check=False).returncode

    assert status() == 0
    monkeypatch.setattr(Health, "status", HTTPStatus.SERVICE_UNAVAILABLE)
    assert status() != 0


# --- the proxies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_the_braces_of_a_proxy_match(name: str) -> None:
    bare = re.sub(r"(?m)#.*$|\{\$[^}]*\}", "", text_of(name))
    assert bare.count("{") == bare.count("}") > 3


def test_all_listen_and_ask_at_the_same_port() -> None:
    port = str(Settings().port)
    assert {
        one(r"^EXPOSE (\d+)$", "Containerfile"),
        one(r"^ +server [\d.]+:(\d+);$", "nginx.conf"),
        one(r"\{\$UPSTREAM:127\.0\.0\.1:(\d+)\}", "Caddyfile"),
        one(r"^ +UPSTREAM: [\d.]+:(\d+)$", "compose.yaml"),
    } == {port}


def test_proxies_leave_it_to_the_server_to_say_what_is_too_long() -> None:
    assert bytes_of(one(r"client_max_body_size (\w+);", "nginx.conf")) > LONGEST_BODY
    assert bytes_of(one(r"max_size (\w+)$", "Caddyfile")) > LONGEST_BODY
    assert bytes_of(one(r"large_client_header_buffers \d+ (\w+);", "nginx.conf")) > LONGEST_HEAD
    assert bytes_of(one(r"max_header_size (\w+)$", "Caddyfile")) > LONGEST_HEAD


def test_proxies_wait_longer_than_a_query_may_take() -> None:
    longest = Settings().query_seconds + Settings().queue_seconds
    assert int(one(r"proxy_read_timeout (\d+)s;", "nginx.conf")) > longest
    assert int(one(r"response_header_timeout (\d+)s$", "Caddyfile")) > longest


def test_proxies_let_go_of_a_silent_connection_before_the_server_does() -> None:
    """A request that is sent while the server closes the connection would be lost, and a POST is not sent again."""
    closes = inspect.signature(uvicorn.Config).parameters["timeout_keep_alive"].default
    assert int(one(r"keepalive_timeout (\d+)s;", "nginx.conf")) < closes
    assert int(one(r"keepalive (\d+)s$", "Caddyfile")) < closes


def test_proxies_say_who_asks_and_change_nothing() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text_of("nginx.conf")
    assert "$proxy_add_x_forwarded_for" not in text_of("nginx.conf")
    # Caddy replaces the header unless it is told whom to trust.
    assert "trusted_proxies" not in re.sub(r"(?m)#.*$", "", text_of("Caddyfile"))
    assert "    gzip off;" in text_of("nginx.conf").splitlines()
    assert "\t\t\tcompression off" in text_of("Caddyfile").splitlines()
    assert not re.findall(r"(?m)^\s*encode\b", text_of("Caddyfile"))


def test_figures_of_the_server_stay_inside() -> None:
    inside = text_of("nginx.conf").partition("location = /metrics {")[2].partition("}")[0]
    assert re.findall(r"(?:allow|deny) ([^;]+);", inside) == ["127.0.0.1", "::1", "all"]
    assert "\trespond /metrics 403" in text_of("Caddyfile").splitlines()


def test_the_containers_know_one_another() -> None:
    network = ipaddress.ip_network(one(r"subnet: ([\d./]+)", "compose.yaml"))
    digov, caddy = re.findall(r"ipv4_address: ([\d.]+)", text_of("compose.yaml"))
    assert one(r"^ +DIGOV_TRUSTED_PROXIES: ([\d.]+)$", "compose.yaml") == caddy
    assert one(r"^ +UPSTREAM: ([\d.]+):", "compose.yaml") == digov
    assert {ipaddress.ip_address(digov), ipaddress.ip_address(caddy)} <= set(network.hosts())
    assert not [pool for pool in POOLS if network.overlaps(ipaddress.IPv4Network(pool))]
    assert re.findall(r"(?m)^  inside:\n    internal: true$", text_of("compose.yaml"))


def test_one_name_of_the_host_goes_everywhere() -> None:
    set_for_caddy = text_of("compose.yaml").partition("  caddy:\n")[2]
    asked = re.findall(r"\{\$([A-Z]+):", text_of("Caddyfile"))
    assert sorted(asked) == ["SITE", "UPSTREAM"]
    assert not [variable for variable in asked if f"      {variable}: " not in set_for_caddy]
    assert 'DIGOV_PUBLIC_BASE: "https://${SITE:-digov.example.org}/"' in text_of("compose.yaml")
    assert one(r"^\{\$SITE:(.*)\} \{$", "Caddyfile") == "digov.example.org"


# --- the unit ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "SystemCallFilter=@system-service",
        "MemoryMax=2G",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "DynamicUser=yes",
        # Of a process that the kernel ends for want of memory, systemd would take the others with it.
        "OOMPolicy=continue",
        # Systemd would give up after some starts that fail, and nobody would start it again.
        "StartLimitIntervalSec=0",
    ],
)
def test_the_unit_has_the_line(line: str) -> None:
    assert line in text_of("digov.service").splitlines()


def test_the_unit_lets_query_processes_leave_the_network() -> None:
    allowed = one(r"^RestrictNamespaces=(.*)$", "digov.service").split()
    assert allowed == ["user", "net"]


def test_stopping_waits_longer_than_the_grace_time() -> None:
    wait = one(r"^TimeoutStopSec=(\d+)$", "digov.service")
    grace = one(r"stop_grace_period: (\d+)s", "compose.yaml")
    assert min(int(wait), int(grace)) > Settings().grace_seconds


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that every machine has; without systemd-analyze its tests are skipped, but not in CI."""
    if shutil.which("systemd-analyze") is None and os.environ.get("CI") == "true":
        pytest.fail("not installed: systemd-analyze; .ci/run installs it")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("not installed: systemd-analyze (Debian: apt-get install systemd)")
    unit = tmp_path / "digov.service"
    unit.write_text(text_of("digov.service").replace("/opt/digov/bin/digov", "/bin/true"), encoding="utf-8")
    return unit


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_understands_the_unit(unit: Path) -> None:
    done = analyze("verify", unit)
    assert "digov.service" not in done.stderr, done.stderr
    unit.write_text(unit.read_text(encoding="utf-8").replace("[Service]", "[Service]\nPrivateTemp=yes"), "utf-8")
    assert "PrivateTemp" in analyze("verify", unit).stderr


def test_systemd_rates_the_unit_as_little_exposed(unit: Path) -> None:
    """Its scale goes from 0 to 10, and calls everything from 2 to 5 medium."""
    rate = ("security", "--offline=yes", "--threshold=20", unit)
    done = analyze(*rate)
    assert done.returncode == 0, done.stdout.splitlines()[-1]
    unit.write_text(re.sub("(?m)^SystemCallFilter=.*$", "", unit.read_text(encoding="utf-8")), "utf-8")
    assert analyze(*rate).returncode != 0
