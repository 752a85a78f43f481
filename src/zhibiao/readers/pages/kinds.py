"""What bytes are that are no text: told by how they begin, whatever the file is called."""

from __future__ import annotations

import re

_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole2"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "other"),
    (b"\x7fELF", "other"),
    (b"MZ\x90", "other"),
    (b"OggS", "other"),
    (b"ID3", "other"),
)
_UNPRINTED = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOKED_AT = 65_536


def binary_kind(content: bytes) -> str | None:
    """Which kind of file that is no text: `pdf`, `docx`, `xlsx`, `ole2` (old Office), `image`, …; None for text.

    >>> binary_kind(b"%PDF-1.7 ..."), binary_kind("产量".encode())
    ('pdf', None)
    """
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _packed(content)
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"AVI ", b"WAVE"):
        return "image"
    return "other" if _is_unprinted(content[:_LOOKED_AT]) else None


def _packed(content: bytes) -> str:
    """A zip by what lies in it: its names stand in the open, at the head of each part and at the end."""
    named = content[:_LOOKED_AT] + content[-_LOOKED_AT:]
    for part, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "other")):
        if part in named:
            return kind
    return "archive"


def _is_unprinted(head: bytes) -> bool:
    """Whether too many bytes stand for no character; zeros at every second place are UTF-16's."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or is_utf16(head):
        return False
    return len(_UNPRINTED.findall(head)) * 100 > len(head)


def is_utf16(head: bytes) -> bool:
    """Whether the zeros of a file lie on one side of its pairs of bytes, as those of UTF-16 without a mark do."""
    zeros = (head[0::2].count(0), head[1::2].count(0))
    return max(zeros) * 50 >= len(head) > 3 and min(zeros) * 10 <= max(zeros)
