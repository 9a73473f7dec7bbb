"""What people read with their own tools: views with plain names over the tables (docs/corpus.md).

Only documents that nothing supersedes. Names stand beside ids, lists are parted by "; ", and the words that bear a row
out stand in it. The same columns in both databases.
"""

from sqlalchemy import Connection, text

_DOCUMENTS = """
SELECT d.id AS document, d.publisher, d.published, d.title, d.language, d.url, d.words, d.coverage,
       p.id AS issuer, p.name AS issuer_name, d.added, r.version AS read_by, d.text
FROM document d
LEFT JOIN reading r ON r.document = d.key
LEFT JOIN party p ON p.id = r.issuer
WHERE d.superseded_by IS NULL
"""

_CONTACTS = """
SELECT c.id AS contact, l.id AS linked_to, c.kind, c.medium, c.status, c.day_start, c.day_end, c.edtf, c.basis, c.place,
       {participants} AS participants, {participant_names} AS participant_names,
       {mediators} AS mediators, c.initiator, p.name AS initiator_name,
       {words_of_contact} AS words, d.id AS document, d.publisher, d.published, c.reviewed
FROM contact c
JOIN document d ON d.key = c.document
JOIN contact_links k ON k.contact = c.key
JOIN contact l ON l.key = k.linked_to
LEFT JOIN party p ON p.id = c.initiator
WHERE d.superseded_by IS NULL
"""

_CLAIMS = """
SELECT c.id AS claim, c.act, c.polarity, c.tense, {issues} AS issues,
       c.holder, h.name AS holder_name, {joint_names} AS joint_names,
       c.account, a.name AS account_name, c.addressee, t.name AS addressee_name, {about} AS about,
       k.id AS contact, s.id AS attribution, c.headline,
       {words_of_claim} AS words, substr(d.text, c.sentence_start + 1, c.sentence_end - c.sentence_start) AS sentence,
       c.sentence_start, c.sentence_end, d.id AS document, d.publisher, d.published, c.reviewed
FROM claim c
JOIN document d ON d.key = c.document
LEFT JOIN party h ON h.id = c.holder
LEFT JOIN party a ON a.id = c.account
LEFT JOIN party t ON t.id = c.addressee
LEFT JOIN contact k ON k.key = c.contact
LEFT JOIN attribution s ON s.key = c.attribution
WHERE d.superseded_by IS NULL
"""

_POSITIONS = """
SELECT q.party, p.name AS party_name, p.country, q.issue, q.day, q.day_basis, q.act, q.polarity,
       c.holder, h.name AS holder_name, c.account, c.id AS claim,
       substr(d.text, c.sentence_start + 1, c.sentence_end - c.sentence_start) AS sentence, d.id AS document
FROM position_claim q
JOIN party p ON p.id = q.party
JOIN claim c ON c.key = q.claim
JOIN document d ON d.key = q.document
LEFT JOIN party h ON h.id = c.holder
WHERE q.claim NOT IN (SELECT claim FROM claim_copy)
"""

_COPIES = """
SELECT d.id AS document, f.id AS copy_of, d.publisher, d.published, d.url
FROM document_copy k
JOIN document d ON d.key = k.document
JOIN document f ON f.key = k.first
WHERE k.document <> k.first
"""

_ATTRIBUTIONS = """
SELECT s.id AS attribution, s.party, p.name AS party_name, s.mode, s.polarity, s.tense, s.within,
       {source} AS source, {cue} AS cue, {content} AS content, {hedges} AS hedges,
       d.id AS document, d.publisher, d.published, s.reviewed
FROM attribution s
JOIN document d ON d.key = s.document
LEFT JOIN party p ON p.id = s.party
WHERE d.superseded_by IS NULL
"""

_PARTIES = """
SELECT p.id AS party, p.name, p.kind, p.country,
       (SELECT count(*) FROM document_party x JOIN document d ON d.key = x.document
        WHERE x.party = p.id AND d.superseded_by IS NULL) AS documents
FROM party p
"""

_OFFICES = """
SELECT x.party, x.name, p.kind, p.country, x.role, x.office, d.published AS on_day, d.id AS document
FROM document_party x
JOIN party p ON p.id = x.party
JOIN document d ON d.key = x.document
WHERE d.superseded_by IS NULL AND (x.role IS NOT NULL OR x.office IS NOT NULL)
"""

_MENTIONS = """
SELECT m.party, p.name AS party_name, m.why, substr(d.text, m.span_start + 1, m.span_end - m.span_start) AS words,
       m.span_start, m.span_end, d.id AS document, d.published
FROM mention m
JOIN document d ON d.key = m.document
LEFT JOIN party p ON p.id = m.party
WHERE d.superseded_by IS NULL
"""

_DATES = """
SELECT m.type, m.value, m.day_start, m.day_end, m.edtf, m.basis,
       substr(d.text, m.span_start + 1, m.span_end - m.span_start) AS words,
       m.span_start, m.span_end, d.id AS document, d.published
FROM date_mention m
JOIN document d ON d.key = m.document
WHERE d.superseded_by IS NULL
"""

_SILENCES = """
SELECT s.party, p.name AS party_name, s.issue, s.basis, s.asserted_by, a.name AS asserted_by_name,
       {words_of_silence} AS words, d.id AS document, d.publisher, d.published
FROM silence s
JOIN document d ON d.key = s.document
JOIN party p ON p.id = s.party
LEFT JOIN party a ON a.id = s.asserted_by
WHERE d.superseded_by IS NULL
"""

_PROBLEMS = """
SELECT q.stage, q.reason, q.detail, q.span_start, q.span_end, d.id AS document, d.published
FROM problem q
JOIN document d ON d.key = q.document
WHERE d.superseded_by IS NULL
"""

_VERSIONS = """
SELECT d.id AS document, o.id AS supersedes, n.id AS superseded_by, d.publisher, d.published, d.title, d.url, d.added
FROM document d
LEFT JOIN document o ON o.key = d.supersedes
LEFT JOIN document n ON n.key = d.superseded_by
WHERE d.supersedes IS NOT NULL OR d.superseded_by IS NOT NULL
"""

VIEWS = {
    "documents": _DOCUMENTS,
    "contacts": _CONTACTS,
    "claims": _CLAIMS,
    "positions": _POSITIONS,
    "attributions": _ATTRIBUTIONS,
    "parties": _PARTIES,
    "offices": _OFFICES,
    "mentions": _MENTIONS,
    "dates": _DATES,
    "silences": _SILENCES,
    "problems": _PROBLEMS,
    "versions": _VERSIONS,
    "copies": _COPIES,
}


def create(connection: Connection) -> None:
    """All views, in the words of the connection's database."""
    lists = _lists(connection.dialect.name)
    for name, select in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {name} AS {select.format(**lists)}"))


def drop(connection: Connection) -> None:
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def _lists(dialect: str) -> dict[str, str]:
    """Subqueries that make one text of several rows."""

    def joined(what: str, rows: str, order: str, between: str = "; ") -> str:
        if dialect == "sqlite":
            return f"(SELECT group_concat(one, '{between}') FROM (SELECT {what} AS one {rows} ORDER BY {order}))"
        return f"(SELECT string_agg({what}, '{between}' ORDER BY {order}) {rows})"

    def of_contact(part: str, what: str) -> str:
        rows = f"FROM contact_party x JOIN party y ON y.id = x.party WHERE x.contact = c.key AND x.part = '{part}'"
        return joined(what, rows, "x.place")

    def of_claim(part: str, what: str) -> str:
        rows = f"FROM claim_party x JOIN party y ON y.id = x.party WHERE x.claim = c.key AND x.part = '{part}'"
        return joined(what, rows, "x.place")

    def said(owner: str, alias: str, parts: str) -> str:
        rows = f"FROM evidence e WHERE e.{owner} = {alias}.key AND e.part IN ({parts})"
        return joined("substr(d.text, e.span_start + 1, e.span_end - e.span_start)", rows, "e.span_start", " … ")

    return {
        "participants": of_contact("participant", "y.id"),
        "participant_names": of_contact("participant", "y.name"),
        "mediators": of_contact("mediator", "y.name"),
        "issues": joined("x.issue", "FROM claim_issue x WHERE x.claim = c.key", "x.place"),
        "joint_names": of_claim("joint", "y.name"),
        "about": of_claim("about", "y.name"),
        "words_of_contact": said("contact", "c", "'span'"),
        "words_of_claim": said("claim", "c", "'span'"),
        "words_of_silence": said("silence", "s", "'span'"),
        **{part: said("attribution", "s", f"'{part}'") for part in ("source", "cue", "content")},
        "hedges": said("attribution", "s", "'hedge-source', 'hedge-reporter'"),
    }
