"""Readouts from Python, with the verbs of the command line: what `import readouts` gives.

>>> import readouts
>>> june = readouts.document(
...     "President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark.\\n\\n"
...     "The President reaffirmed the importance of a durable peace. The two leaders discussed trade.",
...     published="2031-06-03", publisher="Office of the President of Marovia")
>>> [reading] = readouts.read(june)
>>> [(claim.act, claim.issues) for claim in reading.claims]
[('reaffirm', ('peace_treaty',)), ('discuss', ('trade',))]
>>> reading.contacts[0].kind, reading.contacts[0].when.edtf
('call', '2031-06-03')

Inputs are what the commands take (a path, a folder, an address) or a `Document`. All answers are the records of
`readouts.records` and `readouts.store.questions`; `readouts.export.json.record` makes plain JSON values of any of them.
Every fault is a `readouts.errors.ReadoutsError` that names the input and the remedy.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar, get_args

from sqlalchemy import Connection

from readouts import corpus, pipeline
from readouts.compare.silence_over import Period
from readouts.compare.standing import standing_formulas
from readouts.errors import InputError
from readouts.export import files
from readouts.ingest.documents import Failed, Loaded, Options, loaded
from readouts.ingest.made import Hints, made
from readouts.keeping import formulas, statements
from readouts.pipeline import Tools
from readouts.records import Comparison, Document, Nature, Reading, SilenceOver, StandingFormula
from readouts.store import questions as ask
from readouts.store.database import Store
from readouts.store.database import opened as _opened
from readouts.store.questions import Asked, ContactFound, Dated, Hit, Position, Step
from readouts.store.shown import Shown
from readouts.store.shown import shown as _shown

Input = str | Path | Document
Day = date | str | None  # a string is YYYY-MM-DD
_T = TypeVar("_T")

__all__ = ["Corpus", "compare", "document", "opened", "read"]


@lru_cache(maxsize=1)
def _tools() -> Tools:
    """The engine as it comes; loaded when first needed."""
    return Tools()


def document(text: str, *, published: Day = None, publisher: str | None = None, title: str | None = None,
             anyway: bool = False) -> Document:  # fmt: skip
    """A text of your own as a document, to be read, compared or added.

    Raises InputError when it is empty, or not English unless `anyway`.

    >>> document("Voss met Kester.", published="2031-06-03").published
    datetime.date(2031, 6, 3)
    """
    options = _options(published, publisher, anyway)
    return made(text.encode(), ".txt", title or "the text", options, hints=Hints(title=title)).document


def read(*inputs: Input, published: Day = None, publisher: str | None = None, anyway: bool = False,
         tools: Tools | None = None) -> tuple[Reading, ...]:  # fmt: skip
    """All that is found in each document of the inputs, in order; as `readouts read`.

    What is said of day and publisher holds for inputs that are no `Document`. Raises the error of the first input that
    fails.

    >>> [reading] = read(document("President Arlen Voss of Marovia met Prime Minister Ida Kester of Telmark in Bern."))
    >>> reading.contacts[0].kind, [party.name for party in reading.parties if party.kind == "person"]
    ('meeting', ['Arlen Voss', 'Ida Kester'])
    """
    documents = _documents(inputs, _options(published, publisher, anyway))
    return tuple(pipeline.read(one, tools or _tools()) for one in documents)


def compare(*inputs: Input, published: Day = None, publisher: str | None = None, anyway: bool = False,
            tools: Tools | None = None) -> Comparison:  # fmt: skip
    """Two accounts of one contact side by side: of two documents, or of one that quotes both; as `readouts compare`.

    Raises ContactsDiffer when they tell of different contacts, unless `anyway`.

    >>> both = compare(
    ...     document("President Arlen Voss of Marovia spoke by phone with Prime Minister Ida Kester of Telmark. The "
    ...              "President urged Telmark to withdraw its troops.", published="2031-06-03",
    ...              publisher="Office of the President of Marovia"),
    ...     document("Prime Minister Ida Kester of Telmark spoke by phone with President Arlen Voss of Marovia. The "
    ...              "Prime Minister raised human rights.", published="2031-06-03", publisher="Government of Telmark"))
    >>> both.left.name, both.right.name, sorted({one.relation for one in both.alignments})
    ('Marovia', 'Telmark', ['only-left', 'only-right'])
    """
    documents = list(_documents(inputs, _options(published, publisher, anyway)))
    if len(documents) not in (1, 2):
        raise InputError(f"{len(documents)} documents cannot be compared", "Give two, or one that quotes both sides")
    return pipeline.compared(documents, tools or _tools(), anyway=anyway)


def opened(target: str | Path, *, create: bool = False, tools: Tools | None = None) -> "Corpus":
    """The database at a path or URL; to be closed, or used in a `with` statement.

    Raises StoreError when there is none and `create` is false.
    """
    return Corpus(_opened(str(target), create=create), tools)


class Corpus:
    """An open database, and the questions it answers: the verbs of the command line as methods.

    What narrows a question is the same for all: `party` (a name, ISO code or id, or several), `kind` of contact,
    `issue`, `act`, `since` and `until` (the last day that counts), `limit` (the most rows; None for all).

    >>> with opened(Path(folder) / "corpus.db", create=True) as talks:  # `folder` is any of yours
    ...     [outcome] = talks.add(document(
    ...         "President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark.\\n\\n"
    ...         "The President urged Telmark to withdraw its troops from the border.", published="2031-06-03",
    ...         publisher="Office of the President of Marovia"))
    ...     [call] = talks.contacts(party=["Marovia", "Telmark"])
    ...     [position] = talks.positions(party="Marovia", issue="troop_withdrawal")
    ...     [hit] = talks.search("troops")
    >>> outcome.state, call.when.edtf, position.act, hit.document == outcome.document
    ('added', '2031-06-03', 'urge', True)
    """

    def __init__(self, store: Store, tools: Tools | None = None) -> None:
        self._store, self._given = store, tools

    def __enter__(self) -> "Corpus":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._store.close()

    @property
    def _tools(self) -> Tools:
        return self._given or _tools()

    # -- in and out ------------------------------------------------------------------------------------------------

    def add(self, *inputs: Input, published: Day = None, publisher: str | None = None,
            anyway: bool = False) -> tuple[corpus.Outcome, ...]:  # fmt: skip
        """Reads documents into the database, their contacts linked; what became of each. One that fails is told."""
        given = _loaded(inputs, _options(published, publisher, anyway))
        read = corpus.reader(self._tools)
        return tuple(corpus.added(given, self._store, read, lambda: datetime.now(UTC), self._tools.lexicon))

    def export(self, form: files.Format, path: str | Path, *, table: str = "claims") -> dict[str, Any]:
        """Writes all readings for other tools (docs/exports.md); the manifest, which is written beside the file."""
        with self._store.reads() as connection:
            return files.export(form, ask.readings(connection, Asked()), Path(path), table=table)

    # -- questions -------------------------------------------------------------------------------------------------

    def contacts(self, **narrowed: Any) -> tuple[ContactFound, ...]:
        """Who met or called whom, newest first; between two parties also the days from one contact to the next."""
        return self._asked(ask.contacts, narrowed)

    def timeline(self, **narrowed: Any) -> tuple[Dated, ...]:
        """Contacts on their days, and later days that the texts name, as vague as they are written."""
        return self._asked(ask.timeline, narrowed)

    def positions(self, **narrowed: Any) -> tuple[Position, ...]:
        """What each party last did on each issue, those of most claims first."""
        return self._asked(ask.positions, narrowed)

    def history(self, party: str, issue: str, **narrowed: Any) -> tuple[Step, ...]:
        """Each claim of a party on an issue, oldest first, with the changes of act."""
        return self._asked(ask.history, {**narrowed, "party": party, "issue": issue})

    def search(self, words: str, **narrowed: Any) -> tuple[Hit, ...]:
        """Passages that have all the words, in any script: "side by side", begin*, -without."""
        return self._asked(lambda connection, asked: ask.search(connection, words, asked), narrowed)

    def show(self, id: str) -> Shown:
        """What stands under an id, the beginning of one, or the name of a party."""
        with self._store.reads() as connection:
            return _shown(connection, id)

    def formulas(self, issuer: str | None = None, *, least: int = 3) -> tuple[StandingFormula, ...]:
        """The wording that each issuer, or the one of that id, repeats in `least` statements or more."""
        lexicon = self._tools.lexicon
        with self._store.reads() as connection:
            known = formulas.issuers(connection, lexicon)
            if issuer is not None and issuer not in known:  # a party that the lexicon does not know by its publishers
                own = [one.document for one in ask.readings(connection, Asked()) if one.issuer == issuer]
                return standing_formulas(own, lexicon, issuer=issuer, least=least)
        chosen = [one for party, one in known.items() if issuer in (None, party)]
        formulas.brought_up(self._store, chosen, lexicon, datetime.now(UTC), least=least, renew_all=True)
        with self._store.reads() as connection:
            natures = get_args(Nature)
            return tuple(f for one in chosen for f in formulas.found(connection, one, natures, None, least))

    def silences(self, *issues: str, issuer: str | None = None, by: Period = "whole") -> tuple[SilenceOver, ...]:
        """Whether the statements of each issuer, or of the one of that id, mention the issues, and on what ground."""
        statements.complete(self._store, self._tools.lexicon)
        with self._store.reads() as connection:
            parties = [party for party in statements.parties(connection) if issuer in (None, party)]
            return statements.silences(connection, parties, issues, period=by)

    def _asked(self, question: Callable[[Connection, Asked], _T], narrowed: dict[str, Any]) -> _T:
        with self._store.reads() as connection:
            return question(connection, _asked(**narrowed))


# -- what the caller says ------------------------------------------------------------------------------------------


def _asked(*, party: str | Sequence[str] = (), since: Day = None, until: Day = None, **rest: Any) -> Asked:
    parties = (party,) if isinstance(party, str) else tuple(party)
    return Asked(parties=parties, since=_day(since), until=_day(until), **rest)


def _options(published: Day, publisher: str | None, anyway: bool) -> Options:
    return Options(published=_day(published), publisher=publisher, anyway=anyway)


def _day(given: Day) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError as error:
        raise InputError(f"{given!r} is no date", "Write it as YYYY-MM-DD, for example 2024-09-17") from error


def _loaded(inputs: Iterable[Input], options: Options) -> Iterator[Loaded | Failed]:
    for one in inputs:
        if isinstance(one, Document):
            yield Loaded(document=one, raw=one.text.encode())
        else:
            yield from loaded([str(one)], options, _no_input)


def _no_input() -> bytes:
    raise InputError("standard input is not read here", "Hand in the text with readouts.document(text)")


def _documents(inputs: Iterable[Input], options: Options) -> Iterator[Document]:
    for one in _loaded(inputs, options):
        if isinstance(one, Failed):
            raise one.error
        yield one.document
