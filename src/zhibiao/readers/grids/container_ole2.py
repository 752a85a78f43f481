"""OLE2 compound files: old workbooks, encrypted new ones, and what else comes in that container."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from zhibiao.readers.grids.container_door import BROKEN, Content, Door
from zhibiao.terms.finding import Finding

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_MOST_ENTRIES = 4096
_MOST_SECTORS = 1 << 18
_STREAM, _STORAGE = 2, 1
_NO_SECTOR = 0xFFFFFFF0
_OTHERS = {"WordDocument": "Word 97", "PowerPoint Document": "PowerPoint 97", "__properties_version1.0": "Outlook"}
_FILEPASS, _BOUNDSHEET, _TEXTS, _EOF = 0x2F, 0x85, 0xFC, 0x0A
_MACRO_SHEETS = (1, 6)
_MOST_RECORDS = 200_000


class _Broken(ValueError):
    """The container's own tables do not fit together."""


def inspect_ole2(content: bytes, door: Door) -> tuple[Content, tuple[Finding, ...]]:
    """Tell by the names of its streams what an OLE2 container holds; only a plain .xls may be read."""
    try:
        names = _entries(content)
    except (_Broken, struct.error) as error:
        return Content.OTHER, (_judge_broken(content, door, str(error)),)
    if "EncryptedPackage" in names:
        return Content.OTHER, (door.refuse("file.encrypted"),)
    macros = next((name for name in names if "VBA" in name.upper().split("_") or name.upper() == "MACROS"), "")
    if macros:
        return Content.OTHER, (door.refuse("file.macros", part=macros),)
    if door.extension == "et" or any(name.startswith("ETExt") for name in names):
        return Content.OTHER, (door.refuse("file.type_unsupported", found="WPS .et"),)
    stream = next((name for name in names if name.lower() in ("workbook", "book")), "")
    if not stream and _names_a_package(content):
        return Content.OTHER, (door.refuse("file.encrypted"),)
    if not stream:
        found = next((kind for name, kind in _OTHERS.items() if name in names), "OLE2")
        return Content.OTHER, (door.refuse("file.type_unsupported", found=found),)
    return _inspect_records(content, stream, door)


def _judge_broken(content: bytes, door: Door, reason: str) -> Finding:
    """A container whose tables are cut off still shows by the names in it what it was."""
    if _names_a_package(content):
        return door.refuse("file.encrypted")
    if door.extension in ("xls", "xlsx") or any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return door.refuse("file.damaged", reason=BROKEN, detail=reason)
    return door.refuse("file.type_unsupported", found="OLE2")


def _names_a_package(content: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in content


def _inspect_records(content: bytes, stream: str, door: Door) -> tuple[Content, tuple[Finding, ...]]:
    """The records before the first sheet: a password, and sheets of old macros."""
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        data = CompDoc(content, logfile=Silent()).get_named_stream(stream)
    except (CompDocError, AssertionError, IndexError, struct.error) as error:
        return Content.OTHER, (door.refuse("file.damaged", reason=BROKEN, detail=str(error)),)
    for kind, body in _records(data or b""):
        if kind == _FILEPASS:
            return Content.OTHER, (door.refuse("file.encrypted"),)
        if kind == _TEXTS and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] > len(content):
            return Content.OTHER, (door.refuse("file.damaged", reason=BROKEN, detail="SST"),)
        if kind == _BOUNDSHEET and len(body) > 5 and body[5] in _MACRO_SHEETS:
            return Content.OTHER, (door.refuse("file.macros", part="XLM"),)
        if kind == _EOF:
            return Content.LEGACY_WORKBOOK, ()  # what follows are the sheets
    return Content.OTHER, (door.refuse("file.damaged", reason=BROKEN, detail="Workbook"),)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    for _ in range(_MOST_RECORDS):
        if place + 4 > len(data):
            return
        kind, length = struct.unpack_from("<HH", data, place)
        yield kind, data[place + 4 : place + 4 + length]
        place += 4 + length


def _entries(content: bytes) -> list[str]:
    """Names of all streams and storages; their chain is followed a bounded number of steps."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise _Broken("sector size")
    size = 1 << shift
    _check_counts(content, size)
    table = _allocation(content, size)
    sector = struct.unpack_from("<I", content, 48)[0]
    names: list[str] = []
    seen: set[int] = set()
    while sector < _NO_SECTOR:
        if sector in seen or sector >= len(table) or len(names) > _MOST_ENTRIES:
            raise _Broken("directory")
        seen.add(sector)
        block = content[(sector + 1) * size : (sector + 2) * size]
        for at in range(0, len(block) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", block, at + 64)
            if kind and struct.unpack_from("<I", block, at + 120)[0] > len(content) and kind != _STORAGE:
                raise _Broken("stream size")
            if kind in (_STREAM, _STORAGE) and 2 <= length <= 64:
                names.append(block[at : at + length - 2].decode("utf-16-le", "replace"))
        sector = table[sector]
    return names


def _check_counts(content: bytes, size: int) -> None:
    """Readers set memory aside for as many sectors as the head promises: not more than the file has."""
    for place in (40, 44, 64, 72):
        if struct.unpack_from("<I", content, place)[0] * size > len(content):
            raise _Broken("sector count")


def _allocation(content: bytes, size: int) -> tuple[int, ...]:
    """The chain table: for each sector the one that follows it."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    per_sector = size // 4
    for _ in range(min(count, _MOST_SECTORS // per_sector)):
        if following >= _NO_SECTOR:
            break
        more = struct.unpack_from(f"<{per_sector}I", content, (following + 1) * size)
        sectors += more[:-1]
        following = more[-1]
    table: list[int] = []
    for sector in sectors:
        if sector >= _NO_SECTOR or len(table) > _MOST_SECTORS:
            continue
        table += struct.unpack_from(f"<{per_sector}I", content, (sector + 1) * size)
    return tuple(table)


class Silent:
    """Where a library may complain without anybody hearing it."""

    def write(self, _: str) -> None:
        return

    def flush(self) -> None:
        return
