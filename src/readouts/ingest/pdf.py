"""PDF to text through pypdfium2: pages joined, hyphenated and wrapped lines closed up."""

import json
import re
import subprocess
import sys

from readouts.errors import InputError
from readouts.ingest.decode import cleaned

MOST_PAGES = 500
# Of one file from a stranger: 230 kB can be made to unpack to a page that takes 1.5 GB and 6 s. Five hundred ordinary
# pages take 0.2 GB and 3 s.
MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_SECONDS = 20  # of one core


def pdf_text(raw: bytes, origin: str) -> tuple[str, str | None]:
    """The text of the file, a paragraph a line, and its title from the metadata (None when it has none).

    Raises InputError for a file that is damaged, locked, over MOST_PAGES pages, or has no text (a scan).
    """
    import pypdfium2  # imported late: most inputs are not PDF

    try:
        file = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        remedy = "Open it in a viewer and save it again without a password"
        raise InputError(f"{origin} cannot be opened as PDF: {error}", remedy) from error
    try:
        if len(file) > MOST_PAGES:
            raise InputError(f"{origin} has {len(file)} pages, at most {MOST_PAGES} are read", "Split it")
        pages = [page.get_textpage().get_text_bounded() for page in file]
        title = file.get_metadata_dict().get("Title") or None
    finally:
        file.close()
    return cleaned(unwrapped("\n\n".join(pages))), title


def pdf_text_apart(raw: bytes, origin: str, most_memory: int = MOST_MEMORY) -> tuple[str, str | None]:
    """As `pdf_text`, in a process of its own whose memory and time are bounded: for files that strangers send.

    Where the system sets no bounds to a process (Windows) only the time is bounded.
    """
    remedy = "It is damaged, or made to do harm; save its text and give that"
    command = [sys.executable, "-m", __name__, origin, str(most_memory)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=2 * MOST_SECONDS)
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise InputError(f"{origin} takes too much memory or time to be read", remedy) from error
    if "error" in told:
        raise InputError(told["error"], told["remedy"])
    return told["text"], told["title"]


def _apart() -> None:
    """What runs there: the file from standard input, its text to standard output as JSON."""
    _bound(int(sys.argv[2]))
    try:
        text, title = pdf_text(sys.stdin.buffer.read(), sys.argv[1])
        told = {"text": text, "title": title}
    except InputError as error:
        told = {"error": str(error.args[0]), "remedy": error.remedy}
    sys.stdout.write(json.dumps(told))


def _bound(memory: int) -> None:
    """Sets the bounds for this process."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


if __name__ == "__main__":
    _apart()
