"""How large a request may be: what is too large is refused by its stated length, else while it is counted."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

MIB = 1 << 20
MOST_BYTES = {"application/json": 8 * MIB, "application/x-www-form-urlencoded": 2 * MIB}
UPLOAD_BYTES = 80 * MIB
_MOST_DIGITS = 12


def limited(request: Request) -> Request:
    """The same request, whose body ends with an error where it grows beyond what its type may have.

    Raises:
        HTTPException: 413, at once where the length is stated; a stated length that is no number counts as too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    most = MOST_BYTES.get(kind, UPLOAD_BYTES)
    stated = request.headers.get("content-length", "0")
    if not (stated.isascii() and stated.isdigit() and len(stated) <= _MOST_DIGITS and int(stated) <= most):
        raise HTTPException(413)
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, receive)
