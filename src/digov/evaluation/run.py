"""One evaluation run: scores per gold file, the errors asked for, gains and losses against the last recorded run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from digov.evaluation.gold import load_gold
from digov.evaluation.score import FIELDS, Error, Evaluation, evaluate
from digov.model.errors import ConfigError, InputError
from digov.model.lexicon import Work
from digov.records import Record


class RecordedRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recorded run: F1 by field and every error, per gold file."""

    f1: dict[str, dict[str, float]]
    errors: dict[str, list[Error]]


def run_evaluation(
    files: Sequence[Path],
    records: Sequence[Record],
    works: Iterable[Work],
    *,
    last: Path,
    fields: Sequence[str] = (),
    record: bool = False,
) -> Iterator[str]:
    """Yield the lines of the report; ``record`` writes the run to ``last`` afterwards, for the next to compare with."""
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise InputError(f"no field is called {unknown[0]!r}", remedy=f"name one of: {', '.join(FIELDS)}")
    same_work = work_key(works)
    before = _load(last)
    f1: dict[str, dict[str, float]] = {}
    errors: dict[str, list[Error]] = {}
    for file in files:
        found = evaluate(load_gold(file), records, same_work=same_work)
        f1[file.stem] = {field: round(score.f1, 4) for field, score in found.scores.items()}
        errors[file.stem] = list(found.errors)
        yield from _table(file.stem, found, before.f1.get(file.stem, {}) if before else {})
        for error in found.errors:
            if error.field in fields:
                yield f"  {error.kind:<8} {error.field} {error.document} {error.label}: {error.value}"
        if before and file.stem in before.errors:
            yield from _changes(before.errors[file.stem], found.errors)
        yield ""
    if record:
        data = msgspec.json.format(msgspec.json.encode(RecordedRun(f1, errors)), indent=1)
        last.write_bytes(data + b"\n")
        yield f"recorded in {last}"


def work_key(works: Iterable[Work]) -> Callable[[str], str]:
    """Return the function that maps a symbol or a title to one key per work, in lower case when the work is unknown."""
    keys: dict[str, str] = {}
    for work in works:
        for name in (work.title, *work.symbols, *(label.text for label in work.labels if label.form != "short")):
            keys.setdefault(_plain(name), work.id)
    return lambda name: keys.get(_plain(name), _plain(name))


def _plain(name: str) -> str:
    return "".join(name.casefold().split()).replace("*", "").replace("’", "'")


def _load(last: Path) -> RecordedRun | None:
    if not last.is_file():
        return None
    try:
        return msgspec.json.decode(last.read_bytes(), type=RecordedRun)
    except msgspec.MsgspecError as error:
        raise ConfigError(
            str(error), where=str(last), remedy="record a new run with: digov evaluate --record"
        ) from error


def _table(name: str, found: Evaluation, before: dict[str, float]) -> Iterator[str]:
    yield f"{name}: {found.segments} segments"
    yield f"  {'field':<12} {'right':>6} {'missing':>8} {'spurious':>9} {'precision':>10} {'recall':>8} {'F1':>8} {'change':>8}"
    for field in FIELDS:
        score = found.scores[field]
        change = f"{score.f1 - before[field]:+.3f}" if field in before else ""
        yield (
            f"  {field:<12} {score.right:>6} {score.missing:>8} {score.spurious:>9} {score.precision:>10.3f} "
            f"{score.recall:>8.3f} {score.f1:>8.3f} {change:>8}"
        )


def _changes(before: Sequence[Error], now: Sequence[Error]) -> Iterator[str]:
    gains, losses = sorted(set(before) - set(now)), sorted(set(now) - set(before))
    for sign, changed in (("gain", gains), ("loss", losses)):
        for error in changed:
            yield f"  {sign} {error.field} {error.document} {error.label}: {error.kind} {error.value}"
