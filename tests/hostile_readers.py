"""Readers that do what a hostile file may make a reader do; a worker of the reading room finds them by name."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhibiao.assemble.sheet_copies import copy_sheets
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.grids.container import Content, inspect
from zhibiao.readers.grids.grid import Fault, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity


def read_by_name(content: bytes, *, name: str, dictionary: object, city: object) -> Any:
    """Does what the name of the file says; any other file is read as having no returns."""
    return _ACTS.get(name.partition(".")[0], _read)(content, name)


def copy_by_name(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> Any:
    """Does what the name of the file says; the sheets of any other file are copied."""
    act = _ACTS.get(name.partition(".")[0])
    return act(content, name) if act else copy_sheets(content, name=name, dictionary=dictionary, city=city)


def _read(content: bytes, name: str) -> FileRead:
    return FileRead(name=f"{name} {os.getpid()} {len(content)}", findings=(), returns=())


def _sleep(content: bytes, name: str) -> None:
    if content.startswith(b"/"):  # the file in which its caller looks for this worker
        Path(content.decode()).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def _spin(content: bytes, name: str) -> None:
    while True:
        pass


def _allocate(content: bytes, name: str) -> int:
    return len(bytearray(400 << 20))


def _die(content: bytes, name: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(content: bytes, name: str) -> None:
    raise RuntimeError(content)


class _Forged:
    def __reduce__(self) -> tuple[Any, tuple[list[str]]]:
        return subprocess.check_call, (["true"],)


def _forge(content: bytes, name: str) -> _Forged:
    assert pickle.dumps(_Forged())
    return _Forged()


def _flood(content: bytes, name: str) -> None:
    """Takes hold of the line to the parent and announces an answer that never ends."""
    line = socket.socket(fileno=os.dup(int(sys.argv[1])))
    line.sendall(struct.pack("<Q", 1 << 50))
    while True:
        line.sendall(bytes(1 << 20))


_ACTS: dict[str, Callable[[bytes, str], Any]] = {
    "sleeps": _sleep,
    "spins": _spin,
    "allocates": _allocate,
    "dies": _die,
    "raises": _raise,
    "forges": _forge,
    "floods": _flood,
}


def through_the_door(content: bytes, *, name: str, dictionary: object, city: object) -> FileRead:
    """Inspects a file and reads its sheets, without looking for returns in them."""
    kind, refused = inspect(content, name=name)
    findings = list(refused)
    if not refused and kind.is_workbook:
        findings += _of_sheets(content, kind, name)
    return FileRead(name=name, findings=tuple(findings), returns=())


def _of_sheets(content: bytes, kind: Content, name: str) -> list[Finding]:
    found = []
    try:
        for grid in read_grids(content, kind):
            assert sum(map(len, grid.rows)) < 5_000_000
            faults = [*grid.structure.faults]
            faults += [Fault(code="sheet.far_cell", cell=grid.structure.far_cell)] if grid.structure.far_cell else []
            places = [(fault.code, Place(file=name, sheet=grid.name, cell=fault.cell)) for fault in faults]
            found += [Finding(code=code, severity=Severity.QUARANTINE, place=place) for code, place in places]
    except Unreadable as error:
        facts = {"reason": str(error)}
        found.append(Finding(code="file.damaged", severity=Severity.REJECT, place=Place(file=name), facts=facts))
    return found
