"""Two accounts of one contact held against each other, and the wording of many statements.

The room has the name of a verb, so it can be called as one: `readouts.compare(one, other)`.
"""

import sys

from readouts import Verb

sys.modules[__name__].__class__ = Verb
