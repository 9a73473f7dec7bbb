"""requirements.lock, read: which packages at which version, under which condition, with which hashes."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
_LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One package of the lock."""

    name: str  # in lower case, with dashes
    version: str
    marker: str | None  # where it is wanted; None: everywhere
    hashes: tuple[str, ...]  # "sha256:...", of each of its files


def locked(path: Path = LOCK) -> list[Locked]:
    """The packages of the lock, in its order. Raises ValueError for a line that is neither a package nor a hash."""
    found = []
    for entry in re.sub(r"\\\n\s*", " ", path.read_text("utf-8")).splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        what, *hashes = entry.split("--hash=")
        parts = _LINE.fullmatch(what.strip())
        if parts is None:
            raise ValueError(f"{path}: {entry[:80]!r} is no package")
        found.append(
            Locked(
                name=plain(parts["name"]), version=parts["version"], marker=parts["marker"],
                hashes=tuple(one.strip() for one in hashes),
            )
        )  # fmt: skip
    return found


def plain(name: str) -> str:
    """The name as all registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
