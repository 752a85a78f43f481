"""A worker process of the reading room: reads one file after another under limits, and ends with its parent.

It is a fresh process that holds no store, key or open file of its parent; `main` gets the number of a socket whose
other end the parent holds.
"""

from __future__ import annotations

import gc
import importlib
import json
import pickle
import signal
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City

LENGTH = struct.Struct("<Q")
READY = b"ready"
MEMORY = "memory"
_GRACE_SECONDS = 1.0
_PROTOCOL = 5
_FIRST = "read"  # what is asked for most is there before the first file


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What a worker is told once: by what lists it reads, and its limits.

    Args:
        dictionary: the data dictionary.
        city: the list of enterprises.
        memory_bytes: address space that reading may take beyond what the worker has at its start.
        seconds: wall-clock time that a file may take.
    """

    dictionary: Dictionary
    city: City
    memory_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a file gave no result: MEMORY, or the name of the failure."""

    reason: str


def main(number: int, functions: str) -> None:
    """Answer each request on the socket until its other end closes.

    Args:
        number: the socket, by its file descriptor.
        functions: "module:function" by the name of the job, as JSON.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    # What is read holds no cycles: looking for them at every 700th value costs a third of the time, as in cli/main.
    gc.set_threshold(100_000, 50, 100)
    known: Mapping[str, str] = json.loads(functions)
    function_at(known[_FIRST])
    lists: Lists | None = None
    with socket.socket(fileno=number) as line:
        while (request := _requested(line)) is not None:
            message = pickle.loads(request)
            if isinstance(message, Lists):
                is_first, lists = lists is None, message
                if is_first:
                    _limit_memory(lists.memory_bytes)
                send(line, READY)
            else:
                assert lists is not None
                job, content, name = message
                send(line, _answer(known[job], lists, content, name))


def _requested(line: socket.socket) -> bytes | None:
    """The next request; one that memory does not hold is answered so, and ends this worker, which lost the thread."""
    try:
        return _receive(line)
    except MemoryError:
        send(line, pickle.dumps(Failed(MEMORY), _PROTOCOL))
        return None


def function_at(path: str) -> Callable[..., object]:
    """The function that "module:function" names."""
    module, _, name = path.partition(":")
    function: Callable[..., object] = getattr(importlib.import_module(module), name)
    return function


def _answer(path: str, lists: Lists, content: bytes, name: str) -> bytes:
    """The alarm ends this process even when it sleeps and nobody is left to end it."""
    signal.setitimer(signal.ITIMER_REAL, lists.seconds + _GRACE_SECONDS)
    try:
        done = function_at(path)(content, name=name, dictionary=lists.dictionary, city=lists.city)
        answer = pickle.dumps(done, _PROTOCOL)
    except MemoryError:
        answer = pickle.dumps(Failed(MEMORY), _PROTOCOL)
    except Exception as error:  # noqa: BLE001 - whatever a reader fails by, its file gets a finding and the room goes on
        answer = pickle.dumps(Failed(type(error).__name__), _PROTOCOL)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return answer


def _limit_memory(memory_bytes: int) -> None:
    """Limit address space to what is taken now and so much more; a crash leaves no image of memory behind."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    taken = _address_space()
    if taken:
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory_bytes, taken + memory_bytes))


def _address_space() -> int:
    """Bytes of address space taken; 0 where the system does not tell, and then no limit is set."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    import resource

    return pages * resource.getpagesize()


def send(line: socket.socket, message: bytes) -> None:
    """Send one message with its length before it."""
    line.sendall(LENGTH.pack(len(message)))
    line.sendall(message)


def _receive(line: socket.socket) -> bytes | None:
    """One message, or None when the other end has closed."""
    head = _exactly(line, LENGTH.size)
    return None if head is None else _exactly(line, LENGTH.unpack(head)[0])


def _exactly(line: socket.socket, size: int) -> bytes | None:
    received = bytearray(size)
    view, place = memoryview(received), 0
    while place < size:
        count = line.recv_into(view[place:])
        if count == 0:
            return None
        place += count
    return bytes(received)
