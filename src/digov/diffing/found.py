"""What is found in a redline: the records of ``digov annotate``, each thing with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from digov.comparing import read_both, read_standing
from digov.diffing.recovered import Recovered
from digov.model.alignment import Side
from digov.model.curated import Decision
from digov.model.lexicon import Lexicon
from digov.model.redline import Redline
from digov.pipeline import extract
from digov.records import Record, make_records
from digov.statements.fates import Judge
from digov.statements.quotes import Quoter


def records_of(recovered: Recovered, lexicon: Lexicon, decisions: Sequence[Decision] = ()) -> tuple[Record, ...]:
    """Return what is found in a redline with its status and tier, one record per segment, in the order of the print.

    With a base, and with tracked changes, each of the two texts is read by itself, too, since words run together hide names and
    numbers. Curated ``decisions`` apply to a document of digov.
    """
    extraction = extract(recovered.given.source, lexicon, decisions if recovered.given.held else ())
    document, redline = extraction.document, recovered.redline or _exact(recovered)
    printed = Side(document, extraction.mentions.segments)
    standing = None if redline.base is None else read_standing(document, redline, lexicon)
    mentions = printed.mentions if standing is None else read_both(printed, standing, redline, lexicon)
    quoter = Quoter(document, Judge(document, redline, standing))
    return make_records(document, mentions, extraction.mentions.issues, fate_of=quoter.fate)


def _exact(recovered: Recovered) -> Redline:
    """Return tracked changes as a redline whose base is the text before them."""
    slug = recovered.document.source.instrument.slug
    return Redline(document=slug, base=f"{slug}-before", spans=recovered.spans, coverage=1.0, direction="unknown")
