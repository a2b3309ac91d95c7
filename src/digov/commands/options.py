"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)


def releases_option(*names: str) -> Callable[[FC], FC]:
    """Return the option, called ``names``, for the folder of releases; the command gets it as ``releases``."""
    return click.option(
        *names,
        "releases",
        type=click.Path(file_okay=False, path_type=Path),
        default="releases",
        envvar="DIGOV_RELEASES",
        show_default=True,
        show_envvar=True,
        help="Folder that holds the releases.",
    )
