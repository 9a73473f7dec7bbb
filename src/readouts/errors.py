"""The exceptions that callers may catch. Each says what was wrong with which input, and the remedy."""


class ReadoutsError(Exception):
    """The root. `remedy` is one sentence that tells the user what to do next."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}. {self.remedy}" if self.remedy else message


class InputError(ReadoutsError):
    """An input cannot be made into a document: missing, empty, of unknown type, not text, not English."""


class FetchError(ReadoutsError):
    """An address cannot be fetched: forbidden, unreachable, too large, too slow, not found."""

    def __init__(self, message: str, remedy: str = "", *, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message, remedy)
        self.status = status  # of HTTP; None: there was no answer, or it was not taken for another reason
        self.wait = wait  # seconds until the server wants to be asked again (Retry-After); None: it does not say


class ModelError(ReadoutsError):
    """A model that the reading needs is missing or cannot be loaded."""


class LexiconError(ReadoutsError):
    """A lexicon row is malformed; the message names file and line."""


class LinkError(ReadoutsError):
    """A decision about links names a mention that is not there, or decides nothing."""


class ContactsDiffer(ReadoutsError):
    """The two inputs of a comparison are accounts of different contacts."""


class StoreError(ReadoutsError):
    """A database cannot be opened, read or written, or does not hold what was asked for."""
