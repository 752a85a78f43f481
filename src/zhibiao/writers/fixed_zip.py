"""Zip archives with fixed dates and order, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from zhibiao.terms.fixed_member import fixed_member


def fixed_zip(
    content: bytes, *, replaced: Mapping[str, bytes] | None = None, left_out: frozenset[str] = frozenset()
) -> bytes:
    """Pack an archive again: every member dated alike, `[Content_Types].xml` first and the rest by name.

    Args:
        content: the archive.
        replaced: members with new content.
        left_out: members dropped.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {name: source.read(name) for name in source.namelist() if name not in left_out}
    members |= replaced or {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in sorted(members, key=lambda name: (name != "[Content_Types].xml", name)):
            packed.writestr(fixed_member(name), members[name])
    return target.getvalue()
