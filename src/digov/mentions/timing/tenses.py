"""Whether a time in a text lies ahead of its act or behind it, by the verbs around it.

Time words stand at the end of their verb phrase in United Nations drafting ("to be held in 2026", "adopted at its tenth session"), so
the nearest cue on the left decides; one that opens its sentence ("In 2025, the Commission will …") is decided by the first verb after it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Sense = Literal["ahead", "behind", "unknown"]

_NOT_A_VERB: Final = (
    "the|an?|its|his|her|their|our|this|that|these|those|which|whom|all|any|each|every|both|such|it"
    "|them|him|us|one|two|three|date|"
    "developing|developed|least|small|member|other|others|relevant|national|international|regional|local|human|people|"
    "persons?|women|children|information|resolutions?|decisions?|paragraphs?|articles?|annex|section"
    "|safe|public|private|"
    "universal|adequate|quality|affordable|clean|sustainable|economic|social|free|full|education"
    "|health|food|water|justice|"
    "peace|security|data|technology|financing|more|less|over|under|at|in|on|by|from|be held accountable"
)
_AHEAD_VERB: Final = rf"to(?: (?:also|further|[a-z]+ly))* (?!(?:{_NOT_A_VERB})\b)(?=[a-z])"
_BASE: Final = r"[a-z]+(?:-[a-z]+)?"
_NOT_BASE: Final = (
    r"(?<!tion)(?<!ions)(?<!ity)(?<!ness)(?<!ance)(?<!ence)(?<!ism)(?<!ing)(?<!ed)(?<!ly)(?<!ies)(?<!ers)(?<!ors)"
)
_ASKING: Final = (
    "request|decide|invite|urge|encourage|recommend|resolve|authorize|agree|proclaim|declare"
    "|designate|approve|appropriate|"
    "instruct|undertake|aim|pledge|extend|establish|call on|call upon|call for|look forward|commit"
)
_AHEAD: Final = (
    r"[Ll]ook(?:s|ing)? forward to (?:the |its )?[a-z]+(?: of)?|to (?:have|be) [a-z]+(?: [a-z]+)?"
    r"|(?:will|shall|should|must|may|can|could|would|needs? to)(?: (?:also|then|be"
    r"|have))*\b(?: [a-z]+)?"
    r"|(?:is|are) (?:to|expected|scheduled|due|planned)\b|scheduled|planned|forthcoming|upcoming"
    r"|envisaged|anticipated|due to|ahead of"
    rf"|{_AHEAD_VERB}{_BASE}{_NOT_BASE}\b"
    rf"|[Ww]e (?:[a-z]+ )?(?:{_ASKING})|(?:also|further|therefore) (?:{_ASKING})"
    r"|[Rr]equest(?:s|ing)|[Dd]ecid(?:es|ing)|[Ii]nvit(?:es|ing)|[Uu]rg(?:es|ing)|[Cc]all(?:s"
    r"|ing) (?:up)?on|[Cc]alls for"
    r"|[Ee]ncourag(?:es|ing)|[Rr]ecommends|[Rr]esolves|[Aa]uthorizes|[Ll]ook(?:s|ing) forward"
    r"|[Cc]ommit(?:s|ting)|[Aa]grees|[Pp]roclaims"
    r"|[Dd]eclares|[Dd]esignates|[Aa]pproves|[Aa]ppropriates|[Ii]nstructs|[Uu]ndertakes|[Aa]ims"
    r"|[Pp]ledges|[Ee]xtends|[Ee]stablishes"
)
_EVENT: Final = (
    "adopted|held|convened|issued|published|launched|established|created|hosted|organi[sz]ed"
    "|submitted|presented|approved|endorsed|"
    "considered|discussed|proclaimed|declared|signed|opened|concluded|completed|prepared|conducted|undertaken|reviewed|"
    "elected|appointed|commenced|initiated|inaugurated|introduced|delivered|reported|recorded"
    "|estimated|achieved|reached|met|"
    "rose|risen|fell|fallen|declined|decreased|dropped|grew|grown|remained|became|began|begun|occurred|killed|"
    "ended|ending|expired|terminated|ratified|acceded|entered|came|took|taken|transmitted|circulated"
    "|celebrated|observed|commemorated|"
    "received|announced|provided|contributed|spent|contained|addressed|dated|reissued|accessed|attended|participated|"
    "recalled|reaffirmed|requested|invited|called|urged|noted|recommended|agreed|expressed|stressed|emphasized|"
    "acknowledged|welcomed|resolved|determined|decided|extended|renewed|set out|set forth|outlined|pledged|"
    "finalized|carried out|made|continued to|assembled|gathered|mandated"
)
_BEHIND: Final = (
    rf"(?<!progress )(?:{_EVENT})|was|were|had|did|has|have|having|since|past|previous(?:ly)?|last|ago|recent(?:ly)?|earlier"
    r"|[Rr]ecall(?:s|ing)?|[Ww]elcom(?:es?|ing)|[Tt]ak(?:es?|ing) note|[Tt]ak(?:es?|ing) into account"
    r"|[Cc]ommend(?:s|ing)?"
    r"|[Nn]ot(?:es?|ing)|[Ee]xpress(?:es|ing)? (?:its|our|their|his) (?:deep "
    r"|sincere )?(?:appreciation|gratitude|thanks)|[Ii]n accordance with"
    r"|(?:holding|convening|adoption|launch|launching|outcomes?|conclusion|signing|accession) of"
    r"|entry into force|attacks?|assassination|killings?|earthquakes?|cyclones?|hurricanes?|outbreak"
    r"|on record|visits?|(?:adoption|ratification) by|appeal|[Pp]ursuant to|[Hh]aving"
    r"|[Ee]ndorses|as contained in|as reflected in|on the occasion of|[Aa]pplauds?"
)
_MISSED: Final = r"could not (?:be )?[a-z]+|originally [a-z]+ to be [a-z]+|(?:was|were|had been) to be [a-z]+"
_CUES: Final = re.compile(rf"\b(?:(?P<missed>{_MISSED})|(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))\b")
_ACTS: Final = re.compile(
    r"\b(?:(?P<asks>[Rr]equest(?:s|ing)|[Dd]ecides|[Ii]nvit(?:es|ing)|[Uu]rg(?:es|ing)|[Cc]all(?:s"
    r"|ing) (?:up)?on|[Cc]alls for|[Ee]ncourag(?:es|ing)|"
    rf"[Rr]ecommends|[Rr]esolves|[Aa]uthorizes|[Ll]ook(?:s|ing) forward|[Aa]grees|[Aa]pproves"
    rf"|[Ww]e (?:[a-z]+ )?(?:{_ASKING}))"
    r"|[Rr]ecall(?:s|ing)|[Ww]elcom(?:es|ing)|[Tt]ak(?:es|ing) note|[Cc]ommend(?:s|ing)|[Nn]ot(?:es"
    r"|ing)|[Rr]eaffirm(?:s|ing)|[Ee]xpress(?:es|ing)"
    r"|[Aa]cknowledg(?:es|ing)|[Rr]ecogniz(?:es|ing)|[Hh]aving|[Ee]ndorses|[Uu]nderl(?:ines|ining)"
    r"|[Ss]tress(?:es|ing))\b"
)
_CLAUSE_END: Final = re.compile(
    r"[;:]|(?<![A-Z])(?<!para)(?<!vol)(?<!No)\.[\u00b9\u00b2\u00b3\u2070-\u2079]* (?=[A-Z(“\"])"
)
_WINDOW: Final = 260
_AFTER: Final = 110


def sense_of(text: str, start: int, end: int, *, reach: int = _WINDOW) -> Sense:
    """Return whether the time in ``text[start:end]`` lies ahead or behind; ``unknown`` when no verb says so.

    The nearest cue on its left within ``reach`` in the same clause decides; without one, the nearest on its right in the same clause.
    """
    left = text[max(0, start - reach) : start]
    border = 0
    for border_match in _CLAUSE_END.finditer(left):
        border = border_match.end()
    found: Sense = "unknown"
    for match in _CUES.finditer(left, border):
        found = "ahead" if match["ahead"] else "behind"
    if found != "unknown":
        return found
    right = text[end : end + _AFTER]
    stop = _CLAUSE_END.search(right)
    after = _CUES.search(right, 0, stop.start() if stop else len(right))
    return "unknown" if after is None else "ahead" if after["ahead"] else "behind"


def act_before(text: str, start: int) -> Sense:
    """Return what the operative verb that governs ``start`` looks to: a request ahead, a recollection behind."""
    found: Sense = "unknown"
    for match in _ACTS.finditer(clause_before(text, start)):
        found = "ahead" if match["asks"] else "behind"
    return found


def clause_before(text: str, start: int) -> str:
    """Return the words of the clause that stand before ``start``."""
    left = text[max(0, start - _WINDOW) : start]
    border = 0
    for match in _CLAUSE_END.finditer(left):
        border = match.end()
    return left[border:]
