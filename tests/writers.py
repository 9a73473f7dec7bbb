"""What a process does that adds made-up readings to a database to which others add as well."""

import random
from datetime import UTC, datetime


def add(address: str, seed: int, count: int, of: int) -> None:
    """Adds so many of the first readings, chosen by the seed. Prints what became of each document, a word a line."""
    from corpus import readings  # bench/corpus.py

    from readouts.corpus import added
    from readouts.ingest.documents import Loaded
    from readouts.store.database import opened

    known = {reading.document.id: reading for reading in readings(of)}
    chosen = random.Random(seed).sample(list(known.values()), count)
    store = opened(address)
    inputs = (Loaded(document=one.document, raw=one.document.text.encode()) for one in chosen)
    for outcome in added(inputs, store, lambda document: known[document.id], lambda: datetime.now(UTC)):
        print(outcome.state, flush=True)
    store.close()
