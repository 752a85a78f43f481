"""Bodies are counted: a stated length is believed only where it is too large."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from zhibiao.web.doors.sizes import MIB, UPLOAD_BYTES, limited


def request(kind: str, stated: str | None, pieces: list[bytes]) -> Request:
    headers = [(b"content-type", kind.encode())]
    if stated is not None:
        headers.append((b"content-length", stated.encode()))
    waiting = list(pieces)

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


@pytest.mark.parametrize("stated", [str(UPLOAD_BYTES + 1), "9" * 5000, "-1", "1e3", "٣"])
def test_a_length_beyond_the_limit_is_refused_unread(stated: str) -> None:
    with pytest.raises(HTTPException) as refused:
        limited(request("multipart/form-data; boundary=b", stated, []))
    assert 413 == refused.value.status_code


def read(of: Request) -> bytes:
    """The body, read in a thread of its own: a browser's tests may leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(of.body())).result()  # type: ignore[arg-type]


def test_what_is_not_stated_is_counted() -> None:
    small = limited(request("application/json", None, [b"x" * MIB] * 8))
    assert 8 * MIB == len(read(small))
    large = limited(request("application/json", "5", [b"x" * MIB] * 9))
    with pytest.raises(HTTPException) as refused:
        read(large)
    assert 413 == refused.value.status_code
