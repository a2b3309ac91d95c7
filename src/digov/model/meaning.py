"""Meaning: what a mention says, wherever its words stand."""

from __future__ import annotations

from digov.model.mention import (
    Act,
    BodyMention,
    DeadlineMention,
    GroupMention,
    Mention,
    QuantityMention,
    ReferenceMention,
    SdgMention,
    TargetMention,
    TopicMention,
)


def meaning_of(mention: Mention) -> tuple[object, ...]:
    """Return the value of a mention without its place; two mentions with one meaning say the same of their segments."""
    match mention:
        case Act():
            return ("act", mention.type, mention.verb, mention.reported, mention.inherited_from)
        case SdgMention():
            return ("goal", mention.goal, mention.all)
        case TargetMention():
            return ("target", mention.target)
        case BodyMention() | GroupMention():
            return ("party", mention.id or mention.name)
        case TopicMention():
            return ("topic", mention.id)
        case DeadlineMention():
            return ("deadline", mention.kind, mention.value)
        case ReferenceMention():
            return ("reference", mention.target, mention.pinpoint)
        case QuantityMention():
            return ("quantity", mention.value, mention.unit, mention.comparator)
    raise TypeError(f"no kind of mention: {type(mention).__name__}")
