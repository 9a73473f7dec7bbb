"""Imports go down only, and rooms of one floor do not see each other (DESIGN: rooms)."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "readouts"
FLOORS = [
    {"text", "errors"},
    {"records"},
    {"lexicon", "models"},
    {"ingest", "find", "link", "compare", "code", "store"},
    {"pipeline", "batch"},
    {"keeping"},
    {"corpus"},
    {"review"},
    {
        "api",
        "cli",
        "cli_corpus",
        "cli_evaluate",
        "cli_export",
        "cli_review",
        "cli_serve",
        "cli_backup",
        "cli_batch",
        "cli_watch",
        "cli_wording",
        "doctor",
        "export",
        "evaluate",
        "web",
        "__main__",
    },
]
DOORS = {
    "api",
    "cli",
    "cli_backup",
    "cli_batch",
    "cli_corpus",
    "cli_evaluate",
    "cli_export",
    "cli_review",
    "cli_serve",
    "cli_watch",
    "cli_wording",
    "web",
}  # they may call each other and the exports beside them
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def imports():
    """Every import of a room of ours: (file, room of the file, room imported)."""
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("readouts"):
                parts = node.module.split(".")
                for target in [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]:
                    yield path, room, target
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.startswith("readouts."):
                        yield path, room, alias.name.split(".")[1]


def test_every_room_has_a_floor():
    rooms = {p.relative_to(SOURCE).parts[0].removesuffix(".py") for p in SOURCE.rglob("*.py")} - {"__init__"}
    assert rooms <= set(FLOOR), f"give these rooms a floor: {rooms - set(FLOOR)}"


def test_imports_go_down():
    # The command line is the topmost door, in several files: it may call the doctor and the exports beside it.
    up = [
        f"{path.relative_to(SOURCE)} imports {target}"
        for path, room, target in imports()
        if target in FLOOR
        and room != "__init__"
        and room != target
        and FLOOR[target] >= FLOOR[room]
        and room not in DOORS
    ]
    assert not up, up
