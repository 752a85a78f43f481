"""Passwords as hashes that are slow and large to compute: Argon2id."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 64 MiB, three passes, one lane: RFC 9106's second choice on one core, above the least of OWASP (19 MiB, two passes).
MEMORY_KIB, PASSES, LANES = 65_536, 3, 1
# So many are computed at once; others wait. A storm of sign-ins takes no more memory than this.
_AT_ONCE = 2


class PasswordHash:
    """Hashes and checks passwords; safe for many threads."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(24))

    def make(self, password: str) -> str:
        """The hash of a password, with its own salt and parameters in it."""
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Whether a password is that of the hash; for nobody's hash the same work is done, and the answer is no."""
        with self._turn:
            try:
                return self._hasher.verify(password_hash or self._nobody, password) and password_hash is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_old(self, password_hash: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)
