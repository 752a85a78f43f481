"""A member of a zip that is dated alike on every day, so that the same content gives the same archive."""

from __future__ import annotations

import zipfile

# The first date a zip can hold; the true dates stand in what the archive carries.
EPOCH = (1980, 1, 1, 0, 0, 0)


def fixed_member(name: str, *, is_packed: bool = True) -> zipfile.ZipInfo:
    """The head of a member: a file that all may read, deflated unless it is said to be packed in itself.

    >>> fixed_member("a.txt").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    member = zipfile.ZipInfo(name, EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member
