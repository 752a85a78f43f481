"""Zip archives with fixed dates and order, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first date a zip can hold; the true dates stand in the documents' own properties.
EPOCH = (1980, 1, 1, 0, 0, 0)


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
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, members[name])
    return target.getvalue()
