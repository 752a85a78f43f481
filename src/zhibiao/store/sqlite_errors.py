"""What SQLite says when it fails, in our words: busy, damaged, or a disk that will not have it."""

from __future__ import annotations

import apsw

from zhibiao.errors import ActRefused, BookBroken, ZhibiaoError

BUSY_TIMEOUT_S = 30.0

_BUSY = (apsw.BusyError, apsw.LockedError)
# An SQLError is a statement that does not fit the tables: ours are tested, so a table is missing or another one.
_DAMAGE = (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, apsw.FormatError)
# A guard of the schema spoke, or a value was none that SQLite takes: our own mistake, not the disk's.
OURS = (apsw.ConstraintError, apsw.BindingsError, apsw.MisuseError, apsw.ThreadingViolationError)


def in_our_words(error: apsw.Error) -> ZhibiaoError:
    """The error to raise instead of one that is not ours.

    ActRefused `store.busy`; BookBroken `store.damaged` when the file's pages make no sense; ZhibiaoError
    `store.cannot_write` when the disk fails.
    """
    if isinstance(error, _BUSY):
        return ActRefused("store.busy", seconds=int(BUSY_TIMEOUT_S))
    if isinstance(error, _DAMAGE):
        return BookBroken("store.damaged", detail=str(error))
    return ZhibiaoError("store.cannot_write", reason=str(error))
