"""Whose text a publisher puts out, read off the publisher's name: "Office of the President of Ukraine" is Ukraine's."""

import re
from collections.abc import Mapping

from readouts.lexicon.tables import rows
from readouts.text import key

# Words that make "X of Ukraine" or "Ukrainian X" an arm of that state; a bare "Ukraine" is the state as well.
_OFFICE = re.compile(
    r"\b(president|presidency|presidential|prime minister|premier|chancellor|chancellery|king|queen|emir|amir|sultan|"
    r"crown prince|royal court|diwan|government|ministry|ministries|minister|department|secretary|secretariat|embassy|"
    r"consulate|mission|office|cabinet|state|council of ministers|security council|house|palace|parliament|senate|"
    r"congress|knesset|duma|majlis|parliament|national assembly|foreign affairs|defen[cs]e|press service|press office|"
    r"spokesperson|"
    r"administration|federal|republic|armed forces|general staff|supreme leader|head of state|head of government|"
    r"foreign office|information bureau|state council|MFA|MOFA)\b",
    re.I,
)
_OTHER_OFFICE = re.compile(
    r"\b(commission|council|union|alliance|organi[sz]ation|nations|secretary-general|command|court)\b"
)
# Words of the press, of universities and of societies, beside which a country's name is not its government.
_PRESS = re.compile(
    r"\b(news|times|post|today|tribune|herald|daily|weekly|journal|observer|radio|tv|television|broadcasting|telegraph|"
    r"review|agency|press(?=$| (?:agency|association|trust|club|tv|syndicate|of)\b)|"
    r"media(?! (?:office|cent(?:re|er)|directorate|department|service))|guardian|"
    r"online|report|reporter|insider|monitor|watch|institute|university|foundation|association|bank|airlines|wire|"
    r"mirror|gazette|chronicle|standard|magazine|channel|network|voice|pravda|business)\b"
)
# What news agencies call themselves; that of a state is told by the state's name beside it.
_AGENCY = re.compile(r"\b(?:news|press|information|telegraph) agency\b")
_SMALL = frozenset(
    "of the and for s to in national federal central affairs press service information communications directorate"
    " public international external relations".split()
)
_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*\.?")
_PHRASE_WORDS = 9


def is_office(name: str) -> bool:
    """Whether the name is that of a public office, whosever: "Commission of the Northern Union"; no press or school."""
    plain = _plain(name)
    return bool(_OFFICE.search(plain) or _OTHER_OFFICE.search(plain)) and not _PRESS.search(plain)


def names_somebody(name: str) -> bool:
    """Whether an office's name has words beside those of offices: "Commission of the Northern Union" has, "Press
    Service of the President" has not.
    """
    said = {word for row in rows("roles") for word in row["role"].split()}
    words = re.findall(r"[^\W\d_]+", _OFFICE.sub(" ", _OTHER_OFFICE.sub(" ", _plain(name))))
    return any(word not in said and word not in _SMALL for word in words)


def is_press(name: str) -> bool:
    """Whether the name is that of an outlet, a university or a society, not of an office."""
    return bool(_PRESS.search(_plain(name)))


def is_agency(name: str) -> bool:
    """Whether the name is that of a news agency."""
    return bool(_AGENCY.search(_plain(name)))


class Publishers:
    """Reads publishers' names. Holds which names stand for which party."""

    def __init__(self, states: Mapping[str, str], bodies: Mapping[str, str]) -> None:
        self._states = states
        self._bodies = bodies

    def party(self, name: str) -> str | None:
        """The party id whose version texts of this publisher are; None when the name does not tell."""
        whole = _plain(name)
        if whole in self._bodies or whole in self._states:
            return self._bodies.get(whole) or self._states[whole]
        if (tail := whole.rpartition(", ")[2]) in self._states and not _PRESS.search(whole):
            return self._states[tail]  # "Federal Chancellery, Austria": not that of Germany
        found = self._longest(whole)
        if _PRESS.search(whole):
            return next((p for _, p, kind in found if kind == "body" and not _PRESS.search(whole.replace(_, ""))), None)
        # "Embassy of Marovia in Canada", "Mission of Japan to the United Nations": the sender stands first.
        return _body_or_state(found, of_state=bool(_OFFICE.search(whole)))

    def agency_of(self, name: str) -> str | None:
        """The party id of the state whose news agency the name is: one whose names are among the bodies, or one told by
        the name of a state beside "news agency"; None when it is neither.
        """
        whole = _plain(name)
        if whole in self._bodies:
            return self._bodies[whole]
        return _body_or_state(self._longest(whole), of_state=bool(_AGENCY.search(whole)))

    def _longest(self, whole: str) -> list[tuple[str, str, str]]:
        """The known names in it, longest first where they overlap, in order: (name, party, "body" or "state")."""
        words = [(m.start(), m.end()) for m in _WORD.finditer(whole)]
        found, at = [], 0
        while at < len(words):
            for end in range(min(len(words), at + _PHRASE_WORDS), at, -1):
                phrase = whole[words[at][0] : words[end - 1][1]]
                if hit := self._known(phrase) or self._known(phrase.removesuffix("'s").removesuffix(".")):
                    found.append((phrase, *hit))
                    at = end - 1
                    break
            at += 1
        return found

    def _known(self, phrase: str) -> tuple[str, str] | None:
        if phrase in self._bodies:
            return self._bodies[phrase], "body"
        return (self._states[phrase], "state") if phrase in self._states else None


def _body_or_state(found: list[tuple[str, str, str]], *, of_state: bool) -> str | None:
    """The first body of the known names, else the first state where the whole name is one `of_state`."""
    body = next((party for _, party, kind in found if kind == "body"), None)
    return body or next((party for _, party, kind in found if kind == "state" and of_state), None)


def _plain(name: str) -> str:
    """The name's key without the article, the address's endings and what stands after a bar or in brackets."""
    plain = re.sub(r"(?:(?<!\s)\s+)?[|(].*$", "", key(name))
    return re.sub(r"^the |^www\.|^https?://(?:www\.)?|(?<![\s.,;:])[\s.,;:]+$", "", plain)
