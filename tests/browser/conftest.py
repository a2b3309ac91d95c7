"""A real browser for the tests: headless Chromium, driven by ChromeDriver over the WebDriver protocol, which is JSON over HTTP.

Both come from the system (Debian: chromium and chromium-driver). Where they are missing the tests are skipped with the
reason; on the machine of continuous integration that is an error.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"ctrl": "\ue009", "enter": "\ue007", "tab": "\ue004", "end": "\ue010", "space": " ", "backspace": "\ue003"}
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage --force-color-profile=srgb --hide-scrollbars"
)


class Browser:
    """One session of a browser."""

    def __init__(self, driver: httpx.Client, profile: Path) -> None:
        options = {"args": [*FLAGS.split(), f"--user-data-dir={profile}"], "binary": shutil.which("chromium")}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self._driver = driver
        answer = driver.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
        assert "sessionId" in answer, answer
        self._session = f"/session/{answer['sessionId']}"

    def _call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        address = self._session + path
        answer = (self._driver.get(address) if body is None else self._driver.post(address, json=body)).json()["value"]
        assert not (isinstance(answer, dict) and "error" in answer), f"{answer['error']}: {answer['message']}"
        return answer

    def open(self, address: str) -> None:
        """Load a page."""
        self._call("/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""
        return self._call("/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector: str) -> dict[str, str]:
        """Return the first element that fits, or fail."""
        found: dict[str, str] = self._call("/element", {"using": "css selector", "value": selector})
        return found

    def click(self, selector: str) -> None:
        """Click an element as a user would: scrolled into view, and not through another that lies above it."""
        self._call(f"/element/{self.find(selector)[ELEMENT]}/click", {})

    def type(self, *keys: str) -> None:
        """Press keys one after another on whatever has the focus; ``ctrl+enter`` presses both."""
        actions = []
        for key in keys:
            pressed = [KEYS.get(part, part) for part in key.split("+")] if len(key) > 1 else [key]
            actions += [{"type": "keyDown", "value": one} for one in pressed]
            actions += [{"type": "keyUp", "value": one} for one in reversed(pressed)]
        self._call("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def text(self, selector: str) -> str:
        """Return the words of an element as they are shown."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def wait(self, condition: str, seconds: float = 15) -> Any:
        """Return the value of an expression of the page once it is true."""
        end = time.monotonic() + seconds
        while not (value := self.run(f"return {condition}")):
            assert time.monotonic() < end, f"{condition} did not come true; the log says {self.log()}"
            time.sleep(0.05)
        return value

    def device(self, width: int, height: int, *, dark: bool = False) -> None:
        """Show pages as a device of this size in CSS pixels does, in a light or dark scheme."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._command("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._command("Emulation.setEmulatedMedia", {"features": [scheme]})

    def block(self, *addresses: str) -> None:
        """Load nothing from addresses that fit these patterns; without any, load everything again."""
        self._command("Network.enable", {})
        self._command("Network.setBlockedURLs", {"urls": list(addresses)})
        self._command("Network.setCacheDisabled", {"cacheDisabled": bool(addresses)})

    def picture(self, file: Path) -> None:
        """Write a picture of the whole page."""
        shown = self._command("Page.captureScreenshot", {"captureBeyondViewport": True})
        file.write_bytes(base64.b64decode(shown["data"]))

    def log(self) -> list[str]:
        """Return what the browser complained of since the last call: errors of scripts, and what the policy kept out."""
        return [entry["message"] for entry in self._call("/se/log", {"type": "browser"})]

    def _command(self, name: str, values: dict[str, Any]) -> Any:
        return self._call("/goog/cdp/execute", {"cmd": name, "params": values})

    def close(self) -> None:
        """End the browser."""
        self._driver.delete(self._session)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"not installed: {', '.join(missing)}; .ci/run installs them")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (Debian: apt-get install chromium chromium-driver)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("driver") / "log").open("wb")
    process = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as driver:
            wait_for(driver)
            made = Browser(driver, tmp_path_factory.mktemp("profile"))
            yield made
            made.close()
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def wait_for(driver: httpx.Client) -> None:
    for _ in range(200):
        try:
            if driver.get("/status").json()["value"]["ready"]:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("ChromeDriver does not answer")
