"""A person checks what the engine found: what to look at, what was decided, how far two coders agree, gold data.

`sessions` has the queues, `deciding` the decisions, `mending` what may be mended, `agreement` the figures, `gold` the
export, `relations` what decisions make of a comparison. The page and the command line stand on these.
"""
