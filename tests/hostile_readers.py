"""Readers that do what a hostile file may make a reader do; a worker of the reading room finds them by name."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from zhibiao.monthly.filed import FileRead


def by_name(content: bytes, *, name: str, dictionary: object, city: object) -> Any:
    """Does what the name of the file says; any other file is read as having no returns."""
    act = {"sleeps": _sleep, "spins": _spin, "allocates": _allocate, "dies": _die, "raises": _raise, "forges": _forge}
    return act.get(name.partition(".")[0], _read)(content, name)


def _read(content: bytes, name: str) -> FileRead:
    return FileRead(name=f"{name} {os.getpid()} {len(content)}", findings=(), returns=())


def _sleep(content: bytes, name: str) -> None:
    Path(content.decode()).write_text(str(os.getpid()), encoding="ascii") if content else None
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
