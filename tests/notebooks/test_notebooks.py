"""The notebooks: kept without outputs, and run from the first cell to the last on the release of the five documents."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import nbformat
import pytest
from matplotlib.image import imread
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXPECTED = {
    "first-picture": (2, ("| e-res-2024-13 | Assessment of the progress", "| Secretary-General | gdc-base | 76 |")),
    "from-question-to-words": (
        1,
        (
            "| dg:addressee | id/body/secretary-general | Secretary-General |",
            "<mark>we request</mark> the <mark>Secretary-General</mark>",
            "<mark>starting in 2026</mark>",
        ),
    ),
}
"""How many pictures each notebook draws, and words that it shows."""

notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def kernel(tmp_path: Path, releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the kernels that a test starts the package, the release, and a place for their files."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("DIGOV_RELEASES", str(releases))
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("MPLBACKEND", raising=False)


def run(path: Path) -> nbformat.NotebookNode:
    """Return the notebook with its outputs; a cell that fails raises."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    return notebook


def outputs(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    """Return what the cells show, by media type, in order."""
    return [out["data"] for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out]


def test_every_notebook_is_accounted_for() -> None:
    assert {path.stem for path in NOTEBOOKS} == EXPECTED.keys()


@notebooks
def test_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert notebook.metadata.keys() <= {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    links = re.findall(r"\]\(([^):]+)\)", "\n".join(cell.source for cell in notebook.cells))
    assert not [link for link in links if not (path.parent / link).exists()]


@notebooks
@pytest.mark.usefixtures("kernel")
def test_runs_and_draws(path: Path) -> None:
    shown = outputs(run(path))
    count, words = EXPECTED[path.stem]
    pictures = [base64.b64decode(data["image/png"]) for data in shown if "image/png" in data]
    assert len(pictures) == count
    for picture in pictures:
        assert len(picture) > 5_000
        points = imread(io.BytesIO(picture))
        height, width, _ = points.shape
        assert width > 600
        assert height > 300
        # Words, lines and areas on a white ground: neither an empty picture nor a full one.
        drawn = (points[:, :, :3] < 0.9).any(axis=2).mean()
        assert 0.02 < drawn < 0.9
    text = "\n".join(data.get("text/markdown", data.get("text/html", "")) for data in shown)
    assert [word for word in words if word not in text] == []
