"""What a person decides of links: two contacts are one, or one mention is of another contact than it is linked to.

A decision says of every mention that the person had before them where it belongs, so it stands whatever is read or
added later: mentions decided to be of one contact stay together, mentions decided to be of two stay apart.
"""

from collections.abc import Sequence

from readouts.errors import LinkError
from readouts.link.across import ByHand
from readouts.records import ContactLink


def together(found: Sequence[ContactLink], one: str, other: str) -> ByHand:
    """The decision that both mentions, with all now linked to them, are of one contact: that of the first.

    `found` are the links of both contacts, others may be among them. Raises LinkError when a mention is not known or
    both are of one contact already.
    """
    first, second = _root(found, one), _root(found, other)
    if first == second:
        raise LinkError(f"{one} and {other} are linked to one contact already", "See: readouts show ID")
    return {link.mention: first for link in found if link.linked_to in (first, second)}


def apart(found: Sequence[ContactLink], one: str) -> ByHand:
    """The decision that the mention is of a contact of its own, and the others now linked with it of theirs.

    Raises LinkError when the mention is not known or stands alone already.
    """
    root = _root(found, one)
    others = [link.mention for link in found if link.linked_to == root and link.mention != one]
    if not others:
        raise LinkError(f"{one} is linked to no other mention", "See: readouts show ID")
    return {one: one} | {other: root if root != one else min(others) for other in others}


def _root(found: Sequence[ContactLink], mention: str) -> str:
    root = next((link.linked_to for link in found if link.mention == mention), None)
    if root is None:
        raise LinkError(f"no contact has the id {mention}", "See the ids with: readouts contacts --format json")
    return root
