"""Documents as statements of issuers: in full, or the excerpts that another's text holds."""

from collections.abc import Iterator

from readouts.records import Document, Reading, Statement
from readouts.text import Span, union

# A page of which less than this share of the words was kept may have lost a paragraph, which would look like silence.
LEAST_COVERAGE = 0.7


def statement(document: Document, party: str) -> Statement:
    """The document as a statement of that party, which put it out."""
    start = document.headline.end if document.headline else 0
    whole = document.coverage is None or document.coverage >= LEAST_COVERAGE
    return Statement(
        party=party,
        document=document,
        coverage="full" if whole else "excerpts",
        parts=(Span(start, len(document.text)),) if start < len(document.text) else (),
    )


def statements(reading: Reading) -> Iterator[Statement]:
    """The statements that a document holds: the issuer's own, or in news an excerpt for each account told there.

    A sentence that says what an account leaves out is no part of it, though the words of the issue stand there.
    """
    if reading.issuer is not None:
        yield statement(reading.document, reading.issuer)
        return
    left_out = [e.span for silence in reading.silences for e in silence.evidence if e.document == reading.document.id]
    claims = [c for c in reading.claims if c.account and not any(span.overlaps(c.sentence) for span in left_out)]
    for party in dict.fromkeys(claim.account for claim in claims if claim.account):
        told = union(claim.sentence for claim in claims if claim.account == party)
        yield Statement(party=party, document=reading.document, coverage="excerpts", parts=told)
