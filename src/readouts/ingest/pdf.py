"""PDF to text through pypdfium2: pages joined, hyphenated and wrapped lines closed up."""

import re

from readouts.errors import InputError
from readouts.ingest.decode import cleaned

MOST_PAGES = 500


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
