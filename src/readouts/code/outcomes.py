"""What becomes of an event that is promised, refused, threatened, asked for: its type and code in the codebooks.

Both codebooks code the saying, not the thing said: a promise of aid is AGREE (CAMEO 033), a refused meeting REJECT
(125), a threatened attack THREATEN (138). A meeting that is refused is therefore no meeting.
"""

from typing import NamedTuple

from readouts.code.words import Sense, codes

COOPERATIVE = frozenset("CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT AGREE".split())
HOSTILE = frozenset("SANCTION COERCE ASSAULT MOBILIZE PROTEST THREATEN".split())


class Coding(NamedTuple):
    """A type of PLOVER with its mode, and a CAMEO code."""

    plover: str
    mode: str | None
    context: str | None
    cameo: str


# CAMEO code by the beginning of the inner event's code, the longest first.
_AGREE = {"0871": "0356", "087": "0356", "0841": "0353", "0842": "0353", "085": "0354", "086": "0355", "081": "0351",
          "082": "0352", "083": "0342", "0831": "0341", "08": "035", "071": "0331", "072": "0332", "073": "0333",
          "074": "0334", "07": "033", "061": "0311", "062": "0312", "063": "0313", "064": "0314", "06": "031",
          "045": "039", "04": "036", "057": "037", "05": "032", "037": "037"}  # fmt: skip
_REFUSE = {"0871": "1246", "087": "1246", "0841": "1243", "0842": "1243", "085": "1244", "086": "1245", "081": "1241",
           "082": "1242", "083": "123", "0831": "1231", "08": "124", "071": "1221", "072": "1222", "073": "1223",
           "074": "1224", "07": "122", "061": "1211", "062": "1212", "063": "1213", "064": "1214", "06": "121",
           "045": "126", "04": "125", "057": "127", "037": "127", "03": "120", "16": "124", "17": "124"}  # fmt: skip
_DEMAND = {"0871": "1056", "087": "1056", "0841": "1053", "0842": "1053", "085": "1054", "086": "1055", "081": "1051",
           "082": "1052", "083": "104", "0831": "1041", "08": "105", "071": "1031", "072": "1032", "073": "1033",
           "074": "1034", "07": "103", "061": "1011", "062": "1012", "063": "1013", "064": "1014", "06": "101",
           "045": "108", "04": "106", "057": "107", "037": "107", "05": "102"}  # fmt: skip
_URGE = {"0871": "0256", "087": "0256", "0841": "0253", "0842": "0253", "085": "0254", "086": "0255", "081": "0251",
         "082": "0252", "083": "024", "0831": "0241", "08": "025", "071": "0231", "072": "0232", "073": "0233",
         "074": "0234", "07": "023", "061": "0211", "062": "0212", "063": "0213", "064": "0214", "06": "021",
         "045": "028", "04": "026", "057": "027", "037": "027", "05": "022"}  # fmt: skip
_THREATEN = {"163": "1312", "162": "1311", "161": "1313", "164": "134", "165": "135", "166": "136", "16": "131",
             "1721": "1321", "1723": "1323", "1724": "1324", "172": "132", "191": "1381", "192": "1382", "17": "132",
             "14": "133", "204": "1385", "18": "1383", "15": "138", "19": "1384", "20": "1383"}  # fmt: skip
_TABLES = {"agree": ("AGREE", "030", _AGREE), "refuse": ("REJECT", "120", _REFUSE),
           "threaten": ("THREATEN", "130", _THREATEN), "demand": ("REQUEST", "100", _DEMAND),
           "urge": ("REQUEST", "020", _URGE)}  # fmt: skip
_MODES = {"REJECT": {"06": "assist", "07": "assist", "05": "assist", "08": "yield", "04": "meet", "083": "change"},
          "REQUEST": {"06": "assist", "07": "assist", "05": "assist", "08": "yield", "04": "meet", "083": "change"},
          "THREATEN": {"163": "restrict", "172": "restrict", "173": "arrest", "16": "relations", "166": "expel",
                       "192": "territory", "18": "violence", "19": "violence", "20": "violence"}}  # fmt: skip


def plain(sense: Sense) -> Coding:
    """The event as the row says; the context of the CAMEO code where the row has none."""
    known = codes().get(sense.cameo)
    context = sense.context or (known.contexts[0] if known and known.contexts else None)
    return Coding(sense.plover, sense.mode, context, sense.cameo)


def said(operator: str, inner: Coding | None) -> Coding:
    """The event of an operator (agree, refuse, threaten, demand, urge) over an inner event; None: what is not known."""
    plover, default, table = _TABLES[operator]
    if inner is None:
        return Coding(plover, None, None, default)
    mode = _nearest(_MODES.get(plover, {}), inner.cameo)
    return Coding(plover, mode, inner.context, _nearest(table, inner.cameo) or default)


def _nearest(table: dict[str, str], code: str) -> str | None:
    return next((table[code[:n]] for n in range(len(code), 1, -1) if code[:n] in table), None)


def future(inner: Coding) -> Coding:
    """An event announced and not yet done: willing cooperation is AGREE, coming conflict THREATEN (manual 0.8)."""
    if inner.plover in ("AGREE", "THREATEN", "REQUEST", "REJECT", "ACCUSE"):
        return inner
    return said("agree" if inner.plover in COOPERATIVE else "threaten", inner)


def undone(inner: Coding) -> Coding | None:
    """An event that somebody says they will not do: REJECT; of conflict nothing is left to code."""
    if inner.plover in COOPERATIVE:
        return said("refuse", inner)
    return None


def ended(inner: Coding) -> Coding | None:
    """An event brought to an end: cooperation that ends is SANCTION, conflict that ends RETREAT or CONCEDE."""
    match inner.plover:
        case "ASSAULT" | "MOBILIZE" | "THREATEN":
            return Coding("RETREAT", None, inner.context, "087")
        case "COERCE":
            return Coding("CONCEDE", None, inner.context, "081")
        case "SANCTION":
            return Coding("RETREAT", None, inner.context, "085")
        case "PROTEST":
            return Coding("CONCEDE", None, inner.context, "082")
        case "CONSULT":
            return Coding("SANCTION", "withdraw", inner.context, "164")
        case "AID" | "COOPERATE" | "SUPPORT" | "AGREE":
            return Coding("SANCTION", "discontinue", inner.context, "162" if inner.plover == "AID" else "160")
        case _:
            return None
