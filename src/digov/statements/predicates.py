"""The predicates and classes that statements use, as identifiers.

Spelled out here because this stage knows no RDF library and no namespace table; a test holds them to the ontology.
"""

from __future__ import annotations

from typing import Final

from digov.model.mention import ActType
from digov.model.statement import Ref, term

RDF_TYPE: Final = Ref("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL: Final = Ref("http://www.w3.org/2000/01/rdf-schema#label")
SUBJECT: Final = Ref("http://purl.org/dc/terms/subject")
CITES: Final = Ref("http://data.europa.eu/eli/ontology#cites")
IS_ABOUT: Final = Ref("http://data.europa.eu/eli/ontology#is_about")
ID_LOCAL: Final = Ref("http://data.europa.eu/eli/ontology#id_local")
IN_YEAR: Final = Ref("http://www.w3.org/2006/time#inXSDgYear")
IN_MONTH: Final = Ref("http://www.w3.org/2006/time#inXSDgYearMonth")
IN_DAY: Final = Ref("http://www.w3.org/2006/time#inXSDDate")
HAS_DURATION: Final = Ref("http://www.w3.org/2006/time#hasXSDDuration")
HAS_FREQUENCY: Final = Ref("https://w3id.org/dpv#hasFrequency")
FREQUENCY: Final = Ref("https://w3id.org/dpv#Frequency")

ACTOR: Final = term("actor")
ADDRESSEE: Final = term("addressee")
DUE: Final = term("due")
HAS_DEADLINE: Final = term("hasDeadline")
COVERS_ALL_GOALS: Final = term("coversAllGoals")
MENTIONS_BODY: Final = term("mentionsBody")
MENTIONS_GROUP: Final = term("mentionsGroup")
HAS_QUANTITY: Final = term("hasQuantity")

STATED_PREDICATES: Final = (
    ACTOR, ADDRESSEE, COVERS_ALL_GOALS, DUE, HAS_DEADLINE, HAS_QUANTITY, MENTIONS_BODY, MENTIONS_GROUP,
    CITES, IS_ABOUT, SUBJECT, RDF_TYPE,
)  # fmt: skip
"""The direct links: each triple that a segment or an act carries under one of them has a statement with evidence."""

ACT_CLASSES: Final[dict[ActType, Ref]] = {
    "decide": term("Decision"),
    "request": term("Request"),
    "commit": term("Commitment"),
    "call": term("Call"),
    "urge": term("Urge"),
    "invite": term("Invitation"),
    "encourage": term("Encouragement"),
    "recommend": term("Recommendation"),
    "support": term("SupportAct"),
    "will": term("Undertaking"),
    "aim": term("Aim"),
    "reaffirm": term("Reaffirmation"),
    "welcome": term("Welcome"),
    "note": term("Note"),
    "recognize": term("Recognition"),
    "recall": term("Recall"),
    "concern": term("Concern"),
    "emphasize": term("Emphasis"),
    "other": term("OtherAct"),
}
REPORTED_ACT: Final = term("ReportedAct")

SDG_BASE: Final = "http://metadata.un.org/sdg/"
"""The UN's own address of goals and targets: ``…/9``, ``…/9.c``."""
