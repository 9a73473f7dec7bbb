"""Formulas and silences."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import Connection

from readouts.lexicon import Lexicon
from readouts.records import Nature
from readouts.web.pages import formulas as formula_data
from readouts.web.pages import silences as silence_data
from readouts.web.render import shown
from readouts.web.routes.asked import Issue, Party, lexicon

router = APIRouter(tags=["wording"])


def _rows(page: formula_data.FormulasPage) -> tuple[object, ...]:
    if page.phrase:
        return page.phrase.uses
    return tuple(map(formula_data.line, page.standing)) or page.issuers


@shown(router, "/formulas", template="formulas.html.j2", rows=_rows)
def formulas(connection: Connection, lexicon: Annotated[Lexicon, Depends(lexicon)],
             q: Annotated[str, Query(max_length=200, description="A phrase; * at its end for any ending")] = "",
             issuer: Party = "", nature: Nature | Literal["all"] = "substance",
             ) -> formula_data.FormulasPage:  # fmt: skip
    """The history of a phrase, or the wording that an issuer repeats."""
    return formula_data.formulas(connection, lexicon, q=q, issuer=issuer, nature=None if nature == "all" else nature)


@shown(router, "/formulas/{issuer}/{id}", template="formula.html.j2", rows=lambda page: page.uses)
def formula(connection: Connection, lexicon: Annotated[Lexicon, Depends(lexicon)],
            issuer: Annotated[str, Path(max_length=200)], id: Annotated[str, Path(max_length=64)],
            ) -> formula_data.FormulaPage:  # fmt: skip
    """One standing formula: its uses, variants, gaps, and what changed from one use to the next."""
    return formula_data.formula(connection, lexicon, issuer, id)


@shown(router, "/silences", template="silences.html.j2", rows=lambda page: page.rows)
def silences(connection: Connection, issuer: Party = "", issue: Issue = "",
             by: silence_data.Period = "year") -> silence_data.SilencesPage:  # fmt: skip
    """Whether an issuer's statements mention an issue, period by period, and on what ground that is said."""
    return silence_data.silences(connection, issuer=issuer, issue=issue, by=by)
