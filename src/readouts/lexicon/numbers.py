"""Numbers in words, and the words that scale them: "twelve", "million"."""

SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
           "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}  # fmt: skip
VALUES = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
} | {w: 10.0 * (at + 3) for at, w in enumerate("thirty forty fifty sixty seventy eighty ninety".split())}
# Words that say how many, of which none says what.
NUMBERS = frozenset((*VALUES, *(word for word in SCALES if len(word) > 2)))
