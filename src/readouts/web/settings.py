"""What a running page is told from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from secrets import token_urlsafe

from readouts.errors import InputError

LOCAL = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the page is served. Raises InputError where it would stand open to others without a key."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()  # further host names by which browsers may call it
    key: str | None = field(default=None, repr=False)  # argon2 hash of the password; None: no sign-in, loopback only
    read_only: bool = False  # nothing is added, reviewed or changed through the page; public faces
    most_body: int = 4_000_000  # bytes of one form
    most_readings: int = 12  # new readings that one visitor may ask for in a minute
    secret: str = field(default_factory=lambda: token_urlsafe(32), repr=False)  # signs sessions; new at each start
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        if not (self.is_local or self.key or self.read_only):
            raise InputError(
                f"{self.host} can be reached by others, and no password is set",
                "Set one with: readouts serve --set-password, or serve for reading alone with --read-only",
            )

    @property
    def is_local(self) -> bool:
        """Only this machine reaches it."""
        if self.host in LOCAL:
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
