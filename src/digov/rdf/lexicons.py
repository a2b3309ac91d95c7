"""Lexicons: the SKOS/ORG files under ``ontology/concepts`` as plain values for the recognizers.

The files are the ones that a release publishes; this module reads every ``*.ttl`` of the folder and tells what an
entity is by its place under the base: ``id/body/…`` a body, ``id/group/…`` a group, ``id/<slug>`` a work; by its type, a verb
(``dg:Verb``), an act type (``dg:ActType``) or a calendar (``dg:Calendar``); every other concept of ours is a topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, get_args

import msgspec
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from digov.model.errors import ConfigError
from digov.model.lexicon import Calendar, Entity, Label, LabelForm, Lexicon, Verb, Work
from digov.model.mention import ActType
from digov.rdf.base import BASE_IRI, DCTERMS, DG, ELI, ORG, OWL, RDF, RDFS, SDGO, SKOS, UNDO, curie_of, id_of

_TYPE: Final = RDF + "type"
_LABEL_FORMS: Final[Mapping[str, LabelForm]] = {
    SKOS + "prefLabel": "full",
    SKOS + "altLabel": "variant",
    DG + "acronym": "acronym",
    DG + "shortForm": "short",
}
_MATCHES: Final = (SKOS + "exactMatch", SKOS + "closeMatch", SKOS + "relatedMatch", SKOS + "broadMatch")
_PARENTS: Final = (
    ORG + "subOrganizationOf",
    ORG + "postIn",
    SKOS + "broader",
    ELI + "is_part_of",
    ELI + "is_member_of",
)
_SCHEME_TERMS: Final = ("title", "creator", "license", "description", "source", "created", "modified", "rights")
_PROPERTIES: Final = frozenset(
    [_TYPE, *_LABEL_FORMS, *_MATCHES, *_PARENTS]
    + [SKOS + name for name in ("definition", "inScheme", "topConceptOf", "hasTopConcept", "notation", "hiddenLabel")]
    + [SKOS + name for name in ("scopeNote", "note", "example", "related", "narrower", "editorialNote", "changeNote")]
    + [DG + name for name in ("bodyKind", "workKind", "kind", "date", "force", "actType", "organ", "prefix", "origin")]
    + [DG + name for name in ("strongerThan", "actClass", "actionLine", "rank", "order")]
    + [DCTERMS + name for name in ("identifier", "subject", "isPartOf", "relation", "replaces", "isReplacedBy", "date")]
    + [DCTERMS + name for name in _SCHEME_TERMS]
    + [ELI + name for name in ("id_local", "number", "date_document", "passed_by", "title", "is_about", "related_to")]
    + [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [OWL + name for name in ("sameAs", "versionInfo")]
    + [SDGO + name for name in ("hasTarget", "isTargetOf", "hasIndicator", "isIndicatorOf")]
)
_TYPE_NAMESPACES: Final = (SKOS, ORG, ELI, UNDO, SDGO, OWL)
_DG_TYPES: Final = frozenset(
    DG + name
    for name in ("Body", "Officer", "Group", "Topic", "ActionLine", "Objective", "Principle", "Theme", "Verb", "ActType",
                 "Calendar", "Work", "Instrument")
)  # fmt: skip
_ACT_TYPES: Final = get_args(ActType)


class _Node(msgspec.Struct):
    """What the files say of one subject: property to values, and where it was first named."""

    file: Path
    values: dict[str, list[str]]

    def first(self, *properties: str) -> str | None:
        """Return the smallest value of the first property that has one (smallest, so that file order does not matter)."""
        for name in properties:
            if values := self.values.get(name):
                return min(values)
        return None

    def all(self, *properties: str) -> tuple[str, ...]:
        return tuple(sorted({value for name in properties for value in self.values.get(name, ())}))


def load_lexicon(folder: Path) -> Lexicon:
    """Return the lexicon that the Turtle files of ``folder`` state; every tuple is sorted by id.

    Which files exist does not matter, nor how entities are spread over them. Raises :class:`ConfigError` for a folder that is
    missing, Turtle that is malformed (with line), a property or type that is unknown, a value that is missing or not of
    its kind, and two entities that claim one full label, variant or acronym (short forms may be claimed by several).
    """
    if not folder.is_dir():
        raise ConfigError("no such folder of lexicons", where=str(folder), remedy="Name the folder ontology/concepts.")
    nodes: dict[str, _Node] = {}
    for file in sorted(folder.glob("*.ttl")):
        _read(file, nodes)
    ours = {entity_id: node for iri, node in sorted(nodes.items()) if (entity_id := id_of(iri)) and _is_entity(node)}
    by_class: dict[str, dict[str, _Node]] = {name: {} for name in _CLASSES}
    for entity_id, node in ours.items():
        by_class[_class_of(entity_id, node)][entity_id] = node
    lexicon = Lexicon(
        bodies=tuple(_entity(entity_id, node) for entity_id, node in by_class["body"].items()),
        groups=tuple(_entity(entity_id, node) for entity_id, node in by_class["group"].items()),
        topics=tuple(_entity(entity_id, node) for entity_id, node in by_class["topic"].items()),
        works=tuple(_work(entity_id, node) for entity_id, node in by_class["work"].items()),
        verbs=tuple(_verb(entity_id, node, by_class["act-type"]) for entity_id, node in by_class["verb"].items()),
        calendars=tuple(sorted((_calendar(i, n) for i, n in by_class["calendar"].items()), key=lambda c: c.organ)),
    )
    _check_labels(lexicon, ours)
    return lexicon


_CLASSES: Final = ("body", "group", "topic", "work", "verb", "act-type", "calendar")


def _is_entity(node: _Node) -> bool:
    """Tell entities from schemes and from bare mentions of an IRI that another file describes."""
    types = node.values.get(_TYPE, ())
    return bool(types) and SKOS + "ConceptScheme" not in types


def _class_of(entity_id: str, node: _Node) -> str:
    types = node.values[_TYPE]
    for name, class_iri in (("verb", "Verb"), ("calendar", "Calendar"), ("act-type", "ActType")):
        if DG + class_iri in types:
            return name
    head, slash, _ = entity_id.partition("/")
    if not slash:
        return "work"
    return head if head in ("body", "group", "act-type") else "topic"


def _read(file: Path, nodes: dict[str, _Node]) -> None:
    """Add what ``file`` says to ``nodes``; blank nodes and unknown terms are refused."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(file), remedy="Check the file.") from error
    try:
        for triple in parse(data, format=RdfFormat.TURTLE, base_iri=BASE_IRI):
            subject, name, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise _config(file, data, "a blank node", "", "Give every node an IRI.")
            if name not in _PROPERTIES:
                remedy = "Use a property listed in digov.rdf.lexicons, or add it there."
                raise _config(file, data, f"unknown property {curie_of(name)}", subject.value, remedy)
            if name == _TYPE and not _known_type(value.value):
                remedy = "Use a class listed in digov.rdf.lexicons, or add it there."
                raise _config(file, data, f"unknown type {curie_of(value.value)}", subject.value, remedy)
            node = nodes.setdefault(subject.value, _Node(file, {}))
            node.values.setdefault(name, []).append(value.value)
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else str(file)
        raise ConfigError(
            f"malformed Turtle: {error.msg}", where=place, remedy="Mend the Turtle at this line."
        ) from error


def _known_type(iri: str) -> bool:
    return iri in _DG_TYPES or iri.startswith(_TYPE_NAMESPACES)


def _config(file: Path, data: bytes, message: str, iri: str, remedy: str) -> ConfigError:
    """Return the error with the line at which the entity begins; parsed triples carry no line, so it is looked up."""
    starts = (f"<{iri}>", f"<{iri.removeprefix(BASE_IRI)}>") if iri else ("[", "_:")
    lines = enumerate(data.decode("utf-8", "replace").splitlines(), start=1)
    number = next((number for number, line in lines if line.lstrip().startswith(starts)), None)
    where = str(file) if number is None else f"{file}:{number}"
    return ConfigError(f"{message} ({iri})" if iri else message, where=where, remedy=remedy)


def _labels(node: _Node) -> tuple[Label, ...]:
    found = {Label(text, form) for name, form in _LABEL_FORMS.items() for text in node.values.get(name, ())}
    return tuple(sorted(found))


def _name(entity_id: str, node: _Node) -> str:
    names = node.values.get(SKOS + "prefLabel", [])
    if len(names) != 1:
        raise ConfigError(
            f"{entity_id} has {len(names)} skos:prefLabel",
            where=str(node.file),
            remedy="Give it exactly one, in English.",
        )
    return names[0]


def _required(entity_id: str, node: _Node, term: str) -> str:
    value = node.first(term)
    if value is None:
        raise ConfigError(f"{entity_id} lacks {curie_of(term)}", where=str(node.file), remedy=f"Add {curie_of(term)}.")
    return value


def _integer(entity_id: str, node: _Node, term: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        message = f"{curie_of(term)} of {entity_id} is not a whole number: {value!r}"
        raise ConfigError(message, where=str(node.file), remedy="Write a whole number.") from None


def _entity(entity_id: str, node: _Node) -> Entity:
    parent = node.first(*_PARENTS)
    return Entity(
        id=entity_id,
        name=_name(entity_id, node),
        labels=_labels(node),
        kind=node.first(DG + "bodyKind", DG + "kind") or "",
        parent=None if parent is None else id_of(parent),
        matches=node.all(*_MATCHES, OWL + "sameAs"),
    )


def _work(entity_id: str, node: _Node) -> Work:
    kinds = [t.removeprefix(UNDO) for t in sorted(node.values[_TYPE]) if t.startswith(UNDO)]
    return Work(
        id=entity_id,
        title=_name(entity_id, node),
        labels=_labels(node),
        symbols=node.all(DCTERMS + "identifier", ELI + "id_local"),
        kind=node.first(DG + "workKind", DG + "kind") or (kinds[0].lower() if kinds else ""),
        date=node.first(DG + "date", ELI + "date_document", DCTERMS + "date"),
    )


def _verb(entity_id: str, node: _Node, act_types: Mapping[str, _Node]) -> Verb:
    act_id = id_of(_required(entity_id, node, DG + "actType")) or ""
    act = act_types.get(act_id)
    slug = act_id.rpartition("/")[2]
    if act is None or slug not in _ACT_TYPES:
        remedy = f"Use one of act-type/{{{','.join(_ACT_TYPES)}}}."
        raise ConfigError(f"{entity_id} has an unknown dg:actType {act_id!r}", where=str(node.file), remedy=remedy)
    force = _integer(act_id, act, DG + "force", _required(act_id, act, DG + "force"))
    return Verb(id=entity_id, lemma=_name(entity_id, node), type=msgspec.convert(slug, ActType), force=force)


def _calendar(entity_id: str, node: _Node) -> Calendar:
    organ = id_of(_required(entity_id, node, DG + "organ"))
    if organ is None:
        raise ConfigError(
            f"dg:organ of {entity_id} is no body of ours", where=str(node.file), remedy="Name <id/body/…>."
        )
    origin = node.first(DG + "origin")
    return Calendar(
        organ=organ,
        prefix=_required(entity_id, node, DG + "prefix"),
        origin=None if origin is None else _integer(entity_id, node, DG + "origin", origin),
    )


def _check_labels(lexicon: Lexicon, nodes: Mapping[str, _Node]) -> None:
    """Refuse two entities of one family under one name; bodies and groups are one family, as one recognizer finds both."""
    families: tuple[Iterable[Entity | Work], ...] = ((*lexicon.bodies, *lexicon.groups), lexicon.works)
    for family in families:
        claimed: dict[str, str] = {}
        for entity in family:
            for label in entity.labels:
                if label.form == "short":
                    continue
                other = claimed.setdefault(label.text, entity.id)
                if other != entity.id:
                    raise ConfigError(
                        f"{other} and {entity.id} both claim the label {label.text!r}",
                        where=str(nodes[entity.id].file),
                        remedy="Keep it on one of them, or make it a dg:shortForm of both.",
                    )
