"""How the documentation is built."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

project = "digov"
author = "The digov contributors"
project_copyright = "the digov contributors, CC BY 4.0"
release = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "digov_docs"]
exclude_patterns = ["_ext", "build"]
nitpicky = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# The lexer for SPARQL does not know alternatives in paths (a|b); it colours the rest.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = f"digov {release}"
html_copy_source = False
html_show_sourcelink = False
