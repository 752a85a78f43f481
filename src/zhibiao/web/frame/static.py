"""Files of our own, packed once and kept: how they leave, and for how long a browser may keep them."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_PACKED = frozenset({".js", ".css", ".svg", ".json", ".map"})
_LEAST_BYTES = 1_000


class Static(StaticFiles):
    """Static files, compressed for whoever takes that; an address with the mark of its content is good for a year.

    Only these are compressed. A page holds the word of its session, and an answer of the interface somebody's figures,
    beside what an address made it say: their length, compressed, would give away what stands in them.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with how long it may be kept."""
        response = await super().get_response(path, scope)
        asked = Headers(scope=scope)
        if isinstance(response, FileResponse) and response.status_code == 200 and "range" not in asked:
            response = _packed(response, takes_gzip="gzip" in asked.get("accept-encoding", ""))
        is_marked = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if is_marked else "no-cache"
        return response


def _packed(response: FileResponse, *, takes_gzip: bool) -> Response:
    path = Path(response.path)
    if path.suffix not in _PACKED or path.stat().st_size < _LEAST_BYTES:
        return response
    response.headers["vary"] = "accept-encoding"
    if not takes_gzip:
        return response
    kept = {name: response.headers[name] for name in ("etag", "last-modified", "vary") if name in response.headers}
    content = _compressed(str(path), path.stat().st_mtime_ns)
    return Response(content, media_type=response.media_type, headers={**kept, "content-encoding": "gzip"})


@lru_cache(maxsize=64)
def _compressed(path: str, _written: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), compresslevel=9, mtime=0)
