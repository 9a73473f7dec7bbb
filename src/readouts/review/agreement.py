"""How far two coders agree, layer by layer: Cohen's kappa and Krippendorff's alpha.

Coefficients come from NLTK (`nltk.metrics.agreement`). They are computed on the records that both coders decided with
that layer looked at; a record that nobody or only one of them decided does not count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Connection

from readouts.errors import ReadoutsError
from readouts.records import Decision, Layer, Linking, ReviewKind
from readouts.review.sessions import ALL_LAYERS
from readouts.store import decisions
from readouts.store import schema as t
from readouts.store.reviewed import FIELDS, in_force

Label = str | frozenset[str]
REJECTED = "rejected"
# Layers that are judged only of records that are there for both; whether one is there is the others' matter.
_OF_KEPT: frozenset[Layer] = frozenset({"party", "act", "issue"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders agree on one layer."""

    layer: Layer
    coders: tuple[str, str]
    n: int  # records that both have decided
    same: int  # of these, labelled the same
    kappa: float | None  # Cohen's; None: not defined, as both used one label only, or n is 0
    alpha: float | None  # Krippendorff's, nominal; of issues with MASI distance between sets; None as above
    labels: int  # different labels in use
    computed_on: str  # what the labels are, in words


_LABELS: Mapping[Layer, str] = {
    "attribution": "source, cue and content: as the engine has them, which others instead, or rejected",
    "span": "the claim's words: as the engine has them, which others instead, or rejected",
    "party": "who does it (the holder, or all who do it together; an attribution's source), of records both keep",
    "act": "the act with its polarity, of claims both keep",
    "issue": "the set of issues, of claims both keep",
    "contact": "the contact: as the engine has it, what instead, or rejected",
    "date": "the time expression: as the engine has it, what instead, or rejected",
    "event": "the event: as the engine has it, what instead, or rejected",
    "relation": "the relation of the row, or rejected",
    "link": "the contact that a mention tells of: as the engine has it, apart, or which other",
}


def agreement(connection: Connection, coders: Sequence[str] = ()) -> tuple[Agreement, ...]:
    """The agreement of each two of the coders, of all who decided something when none is named, layer by layer.

    Layers without a shared record are left out. Raises ReadoutsError when NLTK is not installed.
    """
    where = [t.review_session.c.coder.in_(list(coders))] if coders else []
    made = decisions.found(connection, *where)
    return agreements(made)


def agreements(made: Iterable[Decision]) -> tuple[Agreement, ...]:
    """The agreement of each two coders in these decisions; of each coder the latest of a record counts."""
    latest: dict[str, dict[tuple[ReviewKind, str], dict[Layer, Decision]]] = {}
    for one in sorted(in_force(made), key=lambda one: one.key):
        own = latest.setdefault(one.coder, {}).setdefault((one.kind, one.record), {})
        own.update(dict.fromkeys(one.layers, one))
    found = []
    for pair in combinations(sorted(latest), 2):
        for layer in ALL_LAYERS:
            labels = _pairs(latest[pair[0]], latest[pair[1]], layer)
            if labels:
                found.append(_measured(layer, pair, labels))
    return tuple(found)


def _pairs(
    one: Mapping[Any, Mapping[Layer, Decision]], other: Mapping[Any, Mapping[Layer, Decision]], layer: Layer
) -> list[tuple[Label, Label]]:
    """The labels that the two have given to the records that both decided, in the order of the records' ids."""
    shared = [key for key in sorted(one.keys() & other.keys()) if layer in one[key] and layer in other[key]]
    both = [(one[key][layer], other[key][layer]) for key in shared]
    if layer in _OF_KEPT:
        both = [(a, b) for a, b in both if a.stands and b.stands]
    return [(_label(a, layer), _label(b, layer)) for a, b in both]


def _label(decision: Decision, layer: Layer) -> Label:
    """What the coder says of the layer, as one of a set of labels."""
    stands: Any = decision.stands
    if stands is None:
        return REJECTED
    match layer:
        case "act":
            return f"{stands.act} {stands.polarity}"
        case "issue":
            return frozenset(stands.issues)
        case "party":
            held = stands.party if decision.kind == "attribution" else stands.holder
            return held or "+".join(sorted(getattr(stands, "joint", ()))) or "not known"
        case "relation":
            return str(stands.relation)
        case "link":
            return _link_label(decision, stands)
    names = FIELDS[decision.kind][layer]
    told = [getattr(stands, name) for name in names]
    said = [getattr(decision.said, name, None) for name in names]
    return "as the engine has it" if told == said else repr(told)


def _link_label(decision: Decision, stands: Linking) -> Label:
    if decision.verdict == "reject":
        return "apart"
    own = next((link.linked_to for link in stands.links if link.mention == decision.record), None)
    return "as the engine has it" if decision.verdict == "accept" else str(own)


def _measured(layer: Layer, coders: tuple[str, str], labels: Sequence[tuple[Label, Label]]) -> Agreement:
    used = {label for pair in labels for label in pair}
    kappa, alpha = _coefficients(labels, sets=layer == "issue") if len(used) > 1 else (None, None)
    return Agreement(
        layer=layer, coders=coders, n=len(labels), same=sum(a == b for a, b in labels), kappa=kappa, alpha=alpha,
        labels=len(used), computed_on=_LABELS[layer],
    )  # fmt: skip


def _coefficients(labels: Sequence[tuple[Label, Label]], *, sets: bool) -> tuple[float | None, float | None]:
    """Kappa and alpha of pairs of labels, at least two different ones among them."""
    try:
        from nltk.metrics.agreement import AnnotationTask
        from nltk.metrics.distance import binary_distance, masi_distance
    except ModuleNotFoundError as error:
        raise ReadoutsError("agreement needs NLTK", "Run: pip install 'readouts[review]'") from error
    rows = [(who, place, label) for place, pair in enumerate(labels) for who, label in zip("ab", pair, strict=True)]
    distance: Callable[[Label, Label], float] = _between(masi_distance) if sets else binary_distance
    kappa = AnnotationTask(data=rows).kappa()
    return float(kappa), float(AnnotationTask(data=rows, distance=distance).alpha())


def _between(masi: Callable[[Any, Any], float]) -> Callable[[Label, Label], float]:
    """MASI distance, which for two empty sets is not defined: they are the same."""
    return lambda a, b: 0.0 if a == b else float(masi(a, b))
