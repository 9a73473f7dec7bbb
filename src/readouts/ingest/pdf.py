"""PDF to text through pypdfium2: pages joined, hyphenated and wrapped lines closed up.

A PDF is read in a process of its own with little memory and time: the library is C++ that reads bytes which anybody may
have made, and a file of a megabyte can unpack to gigabytes.
"""

import json
import re
import subprocess
import sys

from readouts.errors import InputError
from readouts.ingest.decode import MOST_CHARACTERS, cleaned

MOST_PAGES = 500
MOST_SECONDS = 60  # of CPU; a report of 500 pages takes 5
MOST_MEMORY = 1_500_000_000  # bytes of address space; such a report needs 300 MB
_WALL_SECONDS = 10 * MOST_SECONDS  # on a machine with much else to do
_MEND = "Open it in a viewer and save it again without a password"


def pdf_text(raw: bytes, origin: str) -> tuple[str, str | None]:
    """The text of the file, a paragraph a line, and its title from the metadata (None when it has none).

    Raises InputError for a file that is damaged, locked, over MOST_PAGES pages, too costly to read, or has no text (a
    scan).
    """
    command = [sys.executable, "-c", "from readouts.ingest.pdf import main; main()"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=_WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{origin} took over {_WALL_SECONDS} s to read as PDF", _MEND) from error
    except OSError as error:
        raise InputError(f"{origin} cannot be read: {error.strerror}", "Make room for one more process") from error
    if done.returncode:  # the library fell, or a limit ended it
        limits = f"{MOST_MEMORY // 1_000_000:,} MB of memory or {MOST_SECONDS} s"
        raise InputError(f"{origin} cannot be read as PDF: it is damaged, or needs more than {limits}", _MEND)
    told = json.loads(done.stdout)
    if "error" in told:
        raise InputError(f"{origin} {told['error']}", told["remedy"])
    return cleaned(unwrapped("\n\n".join(told["pages"]))), told["title"]


def main() -> None:
    """In the process apart: the PDF on standard input to its pages and title on standard output, as JSON."""
    _limit()
    raw = sys.stdin.buffer.read()
    try:
        pages, title = pages_of(raw)
        told: dict[str, object] = {"pages": pages, "title": title}
    except InputError as error:
        told = {"error": error.args[0], "remedy": error.remedy}
    sys.stdout.write(json.dumps(told))


def _limit() -> None:
    """Holds this process to its memory and time, where the system knows such limits (Unix)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pages_of(raw: bytes) -> tuple[list[str], str | None]:
    """The text of each page, and the title. Raises InputError whose message goes on after the file's name."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"cannot be opened as PDF: {error}", _MEND) from error
    try:
        if len(file) > MOST_PAGES:
            raise InputError(f"has {len(file)} pages, at most {MOST_PAGES} are read", "Split it")
        pages, left = [], 2 * MOST_CHARACTERS  # signs that are taken out later count here
        for page in file:
            text = page.get_textpage()
            left -= text.count_chars()
            if left < 0:
                raise InputError(f"has more than {MOST_CHARACTERS:,} characters", "Split it")
            pages.append(text.get_text_bounded())
        return pages, file.get_metadata_dict().get("Title") or None
    except pypdfium2.PdfiumError as error:
        raise InputError(f"is damaged: {error}", _MEND) from error
    finally:
        file.close()


def unwrapped(text: str) -> str:
    """The text with the lines of a paragraph joined: a line goes on when it nearly fills the column.

    Hyphens at the end of a line are taken out where the next line starts in lower case.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    column = lengths[9 * len(lengths) // 10] if lengths else 0  # a stray long line does not set it
    joined = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        line = line.strip()
        goes_on = (
            len(line) > 0.7 * column and following.strip() and not following.lstrip().startswith(("•", "- ", "* "))
        )
        if goes_on and re.search(r"\w[-\u00ad\ufffe]$", line) and following.lstrip()[:1].islower():
            joined += line[:-1]
        else:
            joined += line + (" " if goes_on else "\n")
    return joined
