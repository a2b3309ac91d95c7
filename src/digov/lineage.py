"""What became of a segment in other documents, in lines to read: its units, the changes in them, and passages that it shares."""

from __future__ import annotations

from collections.abc import Iterator

from digov.rdf.base import ID
from digov.store import ReleaseStore, SelectResult

_LINKS = """
SELECT ?side ?relation ?score ?instrument ?other ?number ?kind ?before ?after ?status ?change WHERE {{
  {{ ?link dg:beforeSegment <{segment}> ; dg:afterInstrument ?instrument . BIND("before" AS ?side)
     OPTIONAL {{ ?link dg:afterSegment ?other . ?other dg:order ?order OPTIONAL {{ ?other eli:number ?number }} }} }}
  UNION
  {{ ?link dg:afterSegment <{segment}> ; dg:beforeInstrument ?instrument . BIND("after" AS ?side)
     OPTIONAL {{ ?link dg:beforeSegment ?other . ?other dg:order ?order OPTIONAL {{ ?other eli:number ?number }} }} }}
  ?link a dg:UnitLink ; dg:unitRelation/skos:prefLabel ?relation ; dg:score ?score .
  OPTIONAL {{
    ?change dg:changeOf ?link ; dg:changeKind ?concept . ?concept skos:prefLabel ?kind .
    OPTIONAL {{ ?change dg:beforeValue ?before }} OPTIONAL {{ ?change dg:afterValue ?after }}
    OPTIONAL {{ ?change dg:status/skos:prefLabel ?status }}
  }}
}} ORDER BY ?side ?instrument ?order ?kind ?before ?after ?change
"""
_PASSAGES = """
SELECT DISTINCT ?name ?instrument ?number ?other ?score WHERE {{
  {{ <{segment}> ?property ?other . ?passage dg:afterSegment|dg:beforeSegment <{segment}> ; dg:beforeSegment|dg:afterSegment ?other .
     ?property rdfs:label ?name }}
  UNION
  {{ ?other dg:restates <{segment}> . ?passage dg:afterSegment ?other ; dg:beforeSegment <{segment}> . BIND("restated in" AS ?name)
     BIND(dg:restates AS ?property) }}
  ?passage a dg:SharedPassage ; dg:score ?score ; dg:passageRelation ?relation .
  FILTER (?property IN (dg:restates, dg:buildsOn, dg:departsFrom, dg:sharesWordsWith))
  FILTER (?relation != <id/passage-relation/other-words>)
  ?other dg:inInstrument ?instrument ; dg:order ?order .
  OPTIONAL {{ ?other eli:number ?number }}
}} ORDER BY ?instrument ?order DESC(?name) DESC(?score)
"""
_WORDS = ("wording", "editing")
_SHOWN = 3
"""Changes that are named one by one."""

_Row = dict[str, str]


def lineage_lines(store: ReleaseStore, slug: str, segment: str) -> Iterator[str]:
    """Yield what became of a segment in the next draft or what it was in the one before, then with whom it shares passages.

    A unit that only changed its place or number takes a line; one that was edited has its first changes in a second line.
    Nothing is yielded for a segment of a document that was compared with none, or shares nothing.
    """
    iri = f"{ID}{slug}/{segment}"
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in _rows(store, _LINKS.format(segment=iri)):
        groups.setdefault((row["side"], row["instrument"]), []).append(row)
    for (side, instrument), rows in groups.items():
        yield f"  {'became' if side == 'before' else 'was':<10} {_unit(instrument, rows)}"
        changes = list({row["change"]: row for row in rows if "change" in row}.values())
        if changes:
            yield f"    changes  {_changes(changes)}"
    passages: dict[tuple[str, str], list[_Row]] = {}
    for row in _rows(store, _PASSAGES.format(segment=iri)):
        passages.setdefault((row["instrument"], row["other"]), []).append(row)
    for rows in passages.values():
        names = ", ".join(dict.fromkeys(row["name"] for row in rows))
        yield f"  shares     {names} {_slug(rows[0]['instrument'])} {_label(rows[0])} ({float(rows[0]['score']):.0%} of the words)"


def _unit(instrument: str, rows: list[_Row]) -> str:
    first = rows[0]
    if "other" not in first:
        return f"{first['relation']}: nothing stands in its place in {_slug(instrument)}"
    others = ", ".join(dict.fromkeys(_label(row) for row in rows))
    share = "" if float(first["score"]) == 1 else f", {float(first['score']):.0%} of the words in order"
    return f"{_slug(instrument)} {others} ({first['relation']}{share})"


def _changes(changes: list[_Row]) -> str:
    """Return the changes of acts and facts in words, the certain ones first, and how many there are beside them."""
    told = sorted((row for row in changes if row["kind"] not in _WORDS), key=lambda row: "status" in row)
    parts = [_change(row) for row in told[:_SHOWN]]
    if len(told) > _SHOWN:
        parts.append(f"{len(told) - _SHOWN} more")
    words = len(changes) - len(told)
    if words:
        parts.append(f"{words} of wording alone" if words > 1 else "one of wording alone")
    return "; ".join(parts)


def _change(row: _Row) -> str:
    values = " → ".join(row[name] for name in ("before", "after") if name in row)
    return f"{row['kind']} {values}{' [contested]' if 'status' in row else ''}"


def _rows(store: ReleaseStore, query: str) -> Iterator[_Row]:
    result = store.query(query)
    if not isinstance(result, SelectResult):
        raise TypeError("a query that selects gives rows")
    for row in result.rows:
        yield {
            name: str(getattr(cell, "value", ""))
            for name, cell in zip(result.variables, row, strict=True)
            if cell is not None
        }


def _slug(instrument: str) -> str:
    return instrument.rpartition("/")[2]


def _label(row: _Row) -> str:
    return row.get("number") or _slug(row["other"])
