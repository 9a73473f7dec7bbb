"""Alerts as an Atom feed (RFC 4287), for any feed reader."""

from collections.abc import Sequence
from xml.etree import ElementTree as xml

from readouts.export.wording import inline
from readouts.store.alerts import Alert

ATOM = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"  # of a feed without entries, which must have an instant all the same


def feed(alerts: Sequence[Alert], title: str) -> str:
    """The feed, newest first; an entry's id is the alert's, so that a reader shows it once."""
    root = xml.Element("feed", xmlns=ATOM)
    _add(root, "title", title)
    _add(root, "id", f"urn:readouts:alerts:{title.replace(' ', '-')}")
    _add(root, "updated", max((alert.added for alert in alerts), default=EPOCH))
    _add(_add(root, "author"), "name", "Readouts")
    for alert in alerts:
        _entry(_add(root, "entry"), alert)
    xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _entry(entry: xml.Element, alert: Alert) -> None:
    _add(entry, "title", f"{alert.question} – {alert.text}")
    _add(entry, "id", f"urn:readouts:alert:{alert.id}")
    _add(entry, "updated", alert.added)
    _add(entry, "category", term=alert.question)
    if alert.url:
        _add(entry, "link", rel="alternate", href=alert.url)
    where = alert.evidence
    _add(entry, "summary", f"“{alert.words}” ({where.document} {where.span.start}-{where.span.end})")


def _add(parent: xml.Element, name: str, text: str = "", **attributes: str) -> xml.Element:
    child = xml.SubElement(parent, name, attributes)
    if text:
        child.text = inline(text)
    return child
