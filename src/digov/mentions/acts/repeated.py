"""Requests that are repeated: "reiterates its request to the Secretary-General to report", "reaffirms its request that …".

To reiterate is to reaffirm, whatever is reiterated (see the annotation guideline); but whoever the earlier request was addressed to is
asked again here.
"""

from __future__ import annotations

import re

_NOUN = r"(?:requests?|calls?|invitations?|appeals?|encouragements?|demands?|exhortations?)"
_QUALITY = r"(?:(?!(?:about|against|and|as|at|by|for|from|in|of|on|over|that|the|to|upon|with)\b)[a-z-]+\s+){0,3}?"
_MANNER = (
    r"(?:\s*,[^,;.:]{1,60},|\s+(?:also|further|again|once\s+again|once\s+more|with\s+(?:[a-z]+\s+)?concern|"
    r"in\s+th(?:is|at)\s+(?:regard|respect)|[a-z]+ly))*"
)
_SOURCE = r"(?:made|contained|expressed|set\s+out|in\s+(?:this|that)\s+(?:regard|respect)|in\s+(?:paragraphs?|its|the|resolutions?))\b"
_REQUEST_AGAIN = re.compile(
    rf"{_MANNER}\s+(?:its|our|the|their)\s+{_QUALITY}{_NOUN}(?:\s+and\s+(?:[a-z]+\s+)?{_NOUN})?"
    r"(?:\s*,?\s+(?:made|addressed)\s+to\b"
    rf"|(?:\s*,\s+{_SOURCE}[^;:]{{0,160}}?,|\s+{_SOURCE}[^;:,]{{0,100}}?)??{_MANNER}(?:\s+(?:to|on|upon|for)\b|(?=\s+that\s)))"
)


def asked_again(text: str, verb_end: int) -> int | None:
    """Return where those stand whom a repeated request asks, after the verb that ends at ``verb_end``; ``None`` if none is repeated.

    >>> text = "Reiterates its request to the Council to act"
    >>> text[asked_again(text, 10):]
    ' the Council to act'
    >>> asked_again("Reiterates its concern about the delay", 10)
    """
    request = _REQUEST_AGAIN.match(text, verb_end)
    return request.end() if request else None
