"""How linking bears many contacts: CPU seconds for all at once, and milliseconds for one document more.

usage: python bench/linking_speed.py [--contacts 100000]

Made-up mentions: 150 states, one leader each, some pairs far oftener than others as in life, ten years, one to four
documents a contact, one mention in ten with a month only. `as_all_at_once`:
the share of the last documents after which the links beside them are those that all at once would have had.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from datetime import date, timedelta

from readouts.link.across import links, relinked
from readouts.link.days import Mark, marks
from readouts.records import Contact, ContactMention, Party, When, digest

STATES, DAYS, FIRST = 150, 3650, date(2015, 1, 1)
LATE = 500  # documents that come last, one by one
WORDS = "border grain treaty gas climate prisoners visas ports health trade energy railway summit observers".split()


def mentions(contacts: int, seed: int = 1) -> list[ContactMention]:
    """The mentions of that many contacts, in the order of publication."""
    chance = random.Random(seed)
    leaders = [Party(id=f"person:{n}", name=f"Leader N{n}", kind="person", country=f"S{n}") for n in range(STATES)]
    found = []
    for n in range(contacts):
        first = min(int(chance.paretovariate(0.5)), STATES - 1)
        second = chance.choice([s for s in range(STATES) if s != first])
        day = FIRST + timedelta(chance.randrange(DAYS))
        for copy in range(chance.randint(1, 4)):
            start, end, after = day, day + timedelta(1), chance.randint(0, 3)
            if chance.random() < 0.1:
                start, after = day.replace(day=1), 40
                end = (start + timedelta(32)).replace(day=1)
            when = When(start=start, end=end, edtf=None, basis="relative")
            contact = Contact(
                id=digest(n, copy), kind="call", participants=(leaders[first].id, leaders[second].id), when=when
            )
            found.append(
                ContactMention(
                    contact=contact,
                    document=f"{n}-{copy}",
                    published=day + timedelta(after),
                    issuer=None,
                    parties=(leaders[first], leaders[second]),
                    words=frozenset(chance.sample(WORDS, 3)),
                )
            )
    return sorted(found, key=lambda m: (m.published or date.min, m.id))


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--contacts", type=int, default=100_000)
    asked = asks.parse_args()
    all_ = mentions(asked.contacts)
    start = time.process_time()
    found = {link.mention: link.linked_to for link in links(all_)}
    whole = time.process_time() - start
    filed: dict[Mark, list[ContactMention]] = defaultdict(list)
    for mention in all_[:-LATE]:
        for mark in marks(mention):
            filed[mark].append(mention)
    took, same = [], 0
    for mention in all_[-LATE:]:
        for mark in marks(mention):
            filed[mark].append(mention)
        start = time.process_time()
        relinked([mention], lambda asked: [m for mark in sorted(asked) for m in filed.get(mark, ())])
        took.append(1000 * (time.process_time() - start))
    for mention in all_[-LATE:]:
        near = relinked([mention], lambda asked: [m for mark in sorted(asked) for m in filed.get(mark, ())])
        same += all(found[link.mention] == link.linked_to for link in near)
    took.sort()
    print(
        json.dumps(
            {
                "contacts": asked.contacts,
                "mentions": len(all_),
                "all_at_once_cpu_s": round(whole, 1),
                "one_more_cpu_ms": {"median": round(took[len(took) // 2], 2), "slowest": round(took[-1], 1)},
                "as_all_at_once": same / LATE,
            }
        )
    )


if __name__ == "__main__":
    main()
