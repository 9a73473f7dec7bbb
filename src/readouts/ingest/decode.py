"""Bytes to text: the encoding found, invisible signs taken out, junk refused."""

import codecs
import re

from readouts.errors import InputError

MOST_CHARACTERS = 1_000_000  # spaCy's own bound; the parse of more needs over 1 GB of memory

_NO_PAGES = ("idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape")  # slow, or not what browsers take
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def decoded(raw: bytes, origin: str, declared: str | None = None) -> str:
    """The text of the bytes: UTF-8 or UTF-16 with a mark, else in the declared encoding, else in the likeliest.

    A declared encoding comes second, since servers are wrong about it more often than bytes are UTF-8 by chance.

    Raises InputError when the bytes are empty or are no text.
    """
    if not raw.strip():
        raise InputError(f"{origin} is empty", "Give a file with text in it")
    text = _utf(raw) or _declared(raw, declared)
    if text is None and b"\0" not in raw[:4096]:
        from charset_normalizer import from_bytes  # imported late: most texts are UTF-8

        best = from_bytes(raw).best()
        text = str(best) if best is not None else None
    if text is None or len(_CONTROL.findall(text)) > len(text) / 200:
        raise InputError(f"{origin} is not text", "Save it as .txt in UTF-8, or give the .html or .pdf itself")
    return text


def _utf(raw: bytes) -> str | None:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _declared(raw: bytes, name: str | None) -> str | None:
    """The text in the encoding of that name; None when it is not known or does not fit."""
    try:
        codec = codecs.lookup((name or "").strip()).name
        if codec in _NO_PAGES:
            return None
        return raw.decode("cp1252" if codec in ("iso8859-1", "ascii") else codec)  # as browsers do
    except (LookupError, ValueError, AssertionError):
        return None


def cleaned(text: str) -> str:
    """The text as it is kept: plain line ends, no invisible or control signs, ligatures spelt out, "’ s" closed up.

    It changes lengths, so it runs once, before the document is fixed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LIGATURES).translate(_INVISIBLE)
    text = _CONTROL.sub("", text)
    text = re.sub(r"(?<=\w)([’'])[ \u00a0]s\b", r"\1s", text)
    text = re.sub(r"(?<![ \t\u00a0])[ \t\u00a0]++\n", "\n", text)  # each run is looked at once, however long
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def checked_length(text: str, origin: str) -> str:
    """The text itself. Raises InputError when it has no words, or more than MOST_CHARACTERS."""
    if not re.search(r"\w", text):
        raise InputError(f"no text found in {origin}", "If it is a scan, run text recognition (OCR) on it first")
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"{origin} has {len(text):,} characters, a document may have {MOST_CHARACTERS:,}",
            "Split it into its documents, one a file or one a line of a .jsonl file",
        )
    return text
