"""What PostgreSQL says when it fails, in our words: busy, damaged, gone, or a disk that will not have it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error, errors

from zhibiao.errors import ActRefused, BookBroken, ZhibiaoError
from zhibiao.store.postgresql_url import Address

BUSY_TIMEOUT_S = 30.0

# Under the book's lock only somebody from outside the program can bring about the last two.
_BUSY = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)
_NOT_ALLOWED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
# A statement that does not fit the tables: ours are tested, so a table is missing or another one.
_DAMAGE = (errors.DataCorrupted, errors.IndexCorrupted, errors.ProgrammingError)
# A guard of the schema spoke, or a value was none that the server takes: our own mistake, not the server's.
OURS = (errors.IntegrityError, errors.DataError)


def in_our_words(error: Error, address: Address) -> ZhibiaoError:
    """The error to raise instead."""
    reason = address.without_password(str(error).strip().partition("\n")[0])
    if isinstance(error, _BUSY):
        return ActRefused("store.busy", seconds=int(BUSY_TIMEOUT_S))
    if isinstance(error, _NOT_ALLOWED):
        return ZhibiaoError("store.cannot_write", reason=reason)
    if isinstance(error, _DAMAGE):
        return BookBroken("store.damaged", detail=reason)
    # Without a word of the server itself it is the connection that failed.
    if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
        return ZhibiaoError("store.connection_lost", name=address.shown, reason=reason)
    return ZhibiaoError("store.cannot_write", reason=reason)


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Errors of PostgreSQL inside come out in our words, and without a password.

    Raises:
        ActRefused: `store.busy`.
        BookBroken: `store.damaged`.
        ZhibiaoError: `store.cannot_write`, `store.connection_lost`.
    """
    try:
        yield
    except OURS:
        raise
    except Error as error:
        # Not `from error`: its text, or that of the driver's own call, may hold the password.
        raise in_our_words(error, address) from None
