"""What the corpus is asked: contacts, the timeline, positions and their history, search.

Each question is one or two statements of SQL and answers with frozen records, the newest first; `limit` is the most
rows, None all. Only documents count that nothing supersedes.
"""

from readouts.store.questions.asked import Asked, Side
from readouts.store.questions.contacts import ContactFound, contacts
from readouts.store.questions.documents import documents, in_use, reading, readings
from readouts.store.questions.positions import (
    Position,
    Step,
    Told,
    cell_filters,
    history,
    positions,
    told_claims,
)
from readouts.store.questions.search import Count, Counts, Hit, claim_filters, has_words, search, search_counts
from readouts.store.questions.timeline import Dated, timeline

__all__ = [
    "Asked", "ContactFound", "Count", "Counts", "Dated", "Hit", "Position", "Side", "Step", "Told", "cell_filters",
    "claim_filters", "contacts", "documents", "has_words", "history", "in_use", "positions", "reading", "readings",
    "search", "search_counts", "timeline", "told_claims",
]  # fmt: skip
