"""Comparing: what the documents of a build say of one another, draft against draft and instrument against instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from digov.alignment.lines import compare
from digov.alignment.order import Order
from digov.alignment.readings import merge_readings, spans_before
from digov.alignment.redline import recover
from digov.alignment.standing import standing
from digov.mentions.annotate import annotate
from digov.model.alignment import Comparison, Side
from digov.model.document import Document
from digov.model.issue import Issue
from digov.model.lexicon import Lexicon
from digov.model.mention import SegmentMentions
from digov.model.redline import NotABase, NotARedline, Redline


class Alignments(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found by comparing documents."""

    redlines: Mapping[str, Redline]
    """By the slug of the redlined document, sorted."""
    standing: Mapping[str, Side]
    """What stands of each redline with a base, by its slug: its segments without the struck words, on the printed source, and what
    was found in them."""
    found: Mapping[str, tuple[SegmentMentions, ...]]
    """What is found in each redline with a base, by its slug: in print, and in each of the two texts that are printed in it."""
    refusals: Mapping[str, NotARedline | NotABase]
    """Why a document that is said to be a redline could not be read as one, by its slug, sorted."""
    comparisons: tuple[Comparison, ...] = ()
    """Each document compared with each other one, the earlier of the two first where that is known; sorted by their slugs."""

    def issues(self, slug: str) -> tuple[Issue, ...]:
        """Return what could not be settled about the document with the ``slug``."""
        answer = self.refusals.get(slug)
        if answer is None:
            return ()
        code = "not-a-base" if isinstance(answer, NotABase) else "not-a-redline"
        return (Issue(code, f"{answer.message}; what is printed is taken as it stands."),)


def align_all(sides: Sequence[Side], lexicon: Lexicon) -> Alignments:
    """Return what comparing the documents ``sides`` with one another gives; the order of the input does not matter."""
    redlines, refusals = read_redlines(sides)
    documents = {side.document.source.instrument.slug: side.document for side in sides}
    with_base = {slug: redline for slug, redline in redlines.items() if redline.base is not None}
    stands = {slug: read_standing(documents[slug], redline, lexicon) for slug, redline in with_base.items()}
    printed = {_slug(side): side for side in sides}
    return Alignments(
        redlines=redlines,
        standing=stands,
        found={slug: read_both(printed[slug], stands[slug], with_base[slug], lexicon) for slug in stands},
        refusals=refusals,
        comparisons=compare_all([stands.get(_slug(side), side) for side in sides], redlines, lexicon),
    )


def compare_all(sides: Sequence[Side], redlines: Mapping[str, Redline], lexicon: Lexicon) -> tuple[Comparison, ...]:
    """Return each two of ``sides`` compared, sorted by their slugs; the order of the input does not matter.

    Versions of one text are compared unit by unit, other documents by the passages they share. Of ``redlines`` with a base
    the sides are what stands (:func:`read_standing`); of the others, struck words are none.
    """
    order = Order([side.document.source.instrument for side in sides], lexicon.works)
    found: list[Comparison] = []
    for one, other in combinations(sorted(sides, key=_slug), 2):
        a, b = (other, one) if order.before(_slug(other), _slug(one)) else (one, other)
        spans = [redlines[slug].spans if slug in redlines else () for slug in (_slug(a), _slug(b))]
        comparison = compare(a, b, lexicon, redline=spans[1], redline_a=spans[0])
        found.append(msgspec.structs.replace(comparison, ordered=order.before(_slug(a), _slug(b))))
    return tuple(sorted(found, key=lambda comparison: (comparison.alignment.a, comparison.alignment.b)))


def _slug(side: Side) -> str:
    return side.document.source.instrument.slug


def read_standing(document: Document, redline: Redline, lexicon: Lexicon) -> Side:
    """Return ``document`` without the words that ``redline`` says were struck, with what is found in the words that stand."""
    left = standing(document, redline.spans)
    return Side(left.printed, annotate(left.read, lexicon).segments)


def read_both(printed: Side, after: Side, redline: Redline, lexicon: Lexicon) -> tuple[SegmentMentions, ...]:
    """Return what is found in a redline as ``printed``, in the text ``after`` it, and in the text before it."""
    left = standing(printed.document, spans_before(redline.spans))
    before = Side(left.printed, annotate(left.read, lexicon).segments)
    return merge_readings(printed, after, before, redline.spans)


def read_redlines(sides: Sequence[Side]) -> tuple[dict[str, Redline], dict[str, NotARedline | NotABase]]:
    """Return the recovered redlines among ``sides`` by slug, and the answers for those that could not be recovered.

    A document is read as a redline where its description says ``redline = true``; its base is the draft that
    ``revision_of`` names, if any. Where the description leaves it open, a document with ``revision_of`` is read as one,
    too, and a text that turns out to be none is no matter.
    """
    documents = {side.document.source.instrument.slug: side.document for side in sides}
    redlines: dict[str, Redline] = {}
    refusals: dict[str, NotARedline | NotABase] = {}
    for slug in sorted(documents):
        instrument = documents[slug].source.instrument
        base = documents.get(instrument.revision_of) if instrument.revision_of is not None else None
        if instrument.redline is False or (instrument.redline is None and base is None):
            continue
        answer = recover(documents[slug], base)
        if isinstance(answer, Redline):
            redlines[slug] = answer
        elif instrument.redline:
            refusals[slug] = answer
    return redlines, refusals
