"""Alerts: what the documents answer to saved questions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection

from readouts.errors import ReadoutsError, StoreError
from readouts.store.alerts import Alert, Question
from readouts.store.alerts import alerts as answers
from readouts.store.saved import saved

MOST_ALERTS = 30  # of one question, the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answers, the newest first."""

    question: Question
    alerts: tuple[Alert, ...]
    fault: str | None  # why it cannot be answered, such as a party that no text names yet


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsPage:
    """All saved questions."""

    answered: tuple[Answered, ...]
    rows: tuple[Alert, ...]  # of all, the newest first


def alerts(connection: Connection, question: str = "") -> AlertsPage:
    """The answers to all questions, or to the one of that name. Raises StoreError when there is none."""
    asked = [one for one in saved(connection) if question in ("", one.name)]
    if question and not asked:
        raise StoreError(f"there is no question {question!r}", "See those that are saved at /alerts")
    answered = tuple(_answered(connection, one) for one in asked)
    found = sorted((alert for one in answered for alert in one.alerts), key=lambda alert: -alert.document_key)
    return AlertsPage(answered=answered, rows=tuple(found))


def _answered(connection: Connection, question: Question) -> Answered:
    try:
        return Answered(question=question, alerts=answers(connection, question, most=MOST_ALERTS), fault=None)
    except ReadoutsError as error:
        return Answered(question=question, alerts=(), fault=Exception.__str__(error))


def toml(questions: Sequence[Question]) -> str:
    """The questions as a file that `readouts alerts` takes."""
    return "\n".join("\n".join(_table(one)) + "\n" for one in questions)


def _table(question: Question) -> Iterator[str]:
    yield "[[question]]"
    for field in fields(question):
        if (value := getattr(question, field.name)) is not None:
            # A JSON string is a TOML basic string, save for DEL, which TOML wants escaped.
            yield f"{field.name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
