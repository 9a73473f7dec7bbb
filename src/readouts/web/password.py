"""The one password of a page that others can reach: kept as an argon2id hash, never as itself."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from readouts.errors import InputError

LEAST = 12  # signs; NIST SP 800-63B asks for 8 at least and no rules about kinds of signs


def hashed(password: str) -> str:
    """The hash to keep. Raises InputError when the password is too short."""
    if len(password) < LEAST:
        raise InputError(f"the password has {len(password)} characters", f"Take {LEAST} or more")
    return PasswordHasher().hash(password)


def fits(key: str | None, password: str) -> bool:
    """Whether the hash is of this password; None fits none."""
    if key is None:
        return False
    try:
        return PasswordHasher().verify(key, password)
    except (VerificationError, InvalidHashError):
        return False
