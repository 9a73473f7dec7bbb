"""A process that adds made-up readings to a database that others add to as well: `writers.py ADDRESS SEED COUNT OF`.

Prints what became of each document, a word a line.
"""

import random
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / folder) for folder in ("bench", "src")]


def main() -> None:
    from corpus import readings  # bench/corpus.py

    from readouts.corpus import added
    from readouts.ingest.documents import Loaded
    from readouts.store.database import opened

    address, seed, count, of = sys.argv[1], *map(int, sys.argv[2:])
    known = {reading.document.id: reading for reading in readings(of)}
    chosen = random.Random(seed).sample(list(known.values()), count)
    store = opened(address)
    inputs = (Loaded(document=one.document, raw=one.document.text.encode()) for one in chosen)
    for outcome in added(inputs, store, lambda document: known[document.id], lambda: datetime.now(UTC)):
        print(outcome.state, flush=True)
    store.close()


if __name__ == "__main__":
    main()
