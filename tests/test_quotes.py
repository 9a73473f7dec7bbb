"""Where quotations begin and end, in the signs that pages use."""

import pytest

from readouts.find.quotes import quotations


def quoted(text: str) -> list[str]:
    return [part.of(text) for q in quotations(text) for part in q.parts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We met,” Voss said, “and we agreed.”", ["“We met,”", "“and we agreed.”"]),
        ('"We met," Voss said, "and we agreed."', ['"We met,"', '"and we agreed."']),
        ("''We met,'' Voss said.", ["''We met,''"]),
        ("«We met», Voss said.", ["«We met»"]),
        ("He said ‘yes’ and ‘no’.", ["‘yes’", "‘no’"]),
        (
            "“He told me ‘never again,’ and left,” she said.",
            ["“He told me ‘never again,’ and left,”", "‘never again,’"],
        ),
        ("Marovia’s and the delegates’ talks", []),
        ("the delegates' talks in Marovia's capital", []),
        ('a 6" pipe', []),
    ],
)
def test_marks(text, found):
    assert quoted(text) == found


def test_a_quotation_over_paragraphs_opens_anew_in_each():
    text = "“We met.\n\n“We agreed,” Voss said."
    (quotation,) = quotations(text)
    assert quotation.closed
    assert [p.of(text) for p in quotation.parts] == ["“We met.", "“We agreed,”"]


def test_a_lost_closing_mark_costs_one_paragraph_only():
    text = "“We met, Voss said.\nLee said “no.”"
    first, second = quotations(text)
    assert not first.closed
    assert first.parts[0].of(text) == "“We met, Voss said."
    assert second.parts[0].of(text) == "“no.”"


def test_depth():
    assert [q.depth for q in quotations("“He said ‘never’ to us,” she said.")] == [0, 1]


@pytest.mark.parametrize("text", ["", '"', "“", "”", "''", '""', "“”\n“", "‘", "' '"])
def test_scraps_do_no_harm(text):
    assert all(0 <= p.start < p.end <= len(text) for q in quotations(text) for p in q.parts)
