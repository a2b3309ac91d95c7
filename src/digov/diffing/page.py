"""The comparison and the redline as one page of HTML that loads nothing: it opens from a file, and everything in it is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from digov import __version__
from digov.diffing.compared import BESIDE, Compared
from digov.diffing.counts import TIERS, Count, effects_of, kinds_of, relations_of, spans_of
from digov.diffing.marked import Run
from digov.diffing.rows import Row
from digov.diffing.text import values_of
from digov.model.alignment import UnitAlignment
from digov.model.redline import EVIDENCE, NumberLineage, RedlineSpan

TAGS = {"inserted": "ins", "deleted": "del", "contested": "mark", "artefact": "s"}
STATUS_NAMES = {"inserted": "Inserted", "deleted": "Deleted", "contested": "Contested", "artefact": "Artefact"}
STATUS_MEANINGS = {
    "inserted": "in the new text alone",
    "deleted": "in the old text alone",
    "contested": "printed, and nobody can tell whether it was struck",
    "artefact": "of neither text, such as a stray mark",
}
TIER_NAMES = {"A": "certain", "B": "by a rule that is right in at least nine cases of ten", "C": "a guess"}
ASPECT_NAMES = {"sdg": "SDG"}
_STYLE = "style.css"


class PrintedUnit(msgspec.Struct, frozen=True):
    """A piece of the printed text that belongs to one segment, with its marks."""

    label: str
    runs: tuple[Run, ...]

    @property
    def is_marked(self) -> bool:
        """Return whether a run of it is marked."""
        return any(run.is_marked for run in self.runs)


def diff_page(compared: Compared, rows: Sequence[Row], everything: Sequence[Row]) -> str:
    """Return the page of a comparison with ``rows``; its counts are those of ``everything``."""
    telling = [(row, change) for row in rows for change in row.changes if change.matters]
    effect_names, effects = effects_of(kinds_of(everything))
    titles = [side.document.source.instrument.title for side in (compared.a, compared.b)]
    return _render(
        "diff.html",
        names=compared.names,
        documents=[(name, "" if title in name else title) for name, title in zip(compared.names, titles, strict=True)],
        notes=compared.notes,
        is_alignment=isinstance(compared.comparison.alignment, UnitAlignment),
        relations=relations_of(everything),
        effects=effects,
        effect_names=effect_names,
        beside=[one for one in kinds_of(everything) if one.name in BESIDE],
        spans=spans_of(next((one.spans for one in reversed(compared.redlines) if one), ())),
        telling=telling,
        rows=rows,
    )


def redline_page(
    name: str,
    title: str,
    units: Iterable[PrintedUnit],
    spans: Sequence[RedlineSpan],
    *,
    base: str | None = None,
    notes: Sequence[str] = (),
    numbers: Sequence[NumberLineage] = (),
    relations: Sequence[Count] = (),
) -> str:
    """Return the page of a redline: its printed text with every mark, and how many there are of each kind."""
    return _render(
        "redline.html",
        name=name,
        title=title,
        base=base,
        notes=notes,
        spans=spans_of(spans),
        numbers=[number for number in numbers if number.old != number.new],
        relations=relations,
        units=tuple(units),
    )


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    """Return the environment of the templates, with the style and the policy that allows it and nothing else."""
    environment = Environment(
        loader=PackageLoader("digov.diffing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (files("digov.diffing") / "templates" / _STYLE).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals.update(
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        version=__version__,
        tags=TAGS,
        status_names=STATUS_NAMES,
        status_meanings=STATUS_MEANINGS,
        tier_names=TIER_NAMES,
        tiers=TIERS,
        evidence=EVIDENCE,
        values=values_of,
        aspect_names=ASPECT_NAMES,
    )
    return environment
