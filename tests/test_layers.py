"""Imports run one way: a room touches only rooms below it, and the core touches no file, clock or network."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "zhibiao"

BELOW: dict[str, set[str]] = defaultdict(set)


def _stack(*floors: tuple[str, ...]) -> None:
    """Each floor may touch every floor named before it, and nothing beside it."""
    seen: set[str] = set()
    for floor in floors:
        for room in floor:
            BELOW[room] = set(seen)
        seen |= set(floor)


_stack(
    ("errors",),
    ("terms",),
    ("ledger", "policy", "sectors"),
    ("monthly", "texts"),
    ("register",),
    ("contribution", "forecast", "market"),
    ("assessment",),
    ("allocation", "regulation"),
    ("simulation",),
)
_DOMAIN = set(BELOW)
BELOW["errors"] |= {"terms"}  # the two rooms of words; no loop between their files, as a test below sees to
for outside in ("store", "readers", "writers"):
    BELOW[outside] = set(_DOMAIN)
BELOW["procedures"] = set(_DOMAIN)
BELOW["verification"] = set()
BELOW["assemble"] = _DOMAIN | {"store", "readers", "writers", "procedures", "verification", "__init__"}
BELOW["cli"] = BELOW["assemble"] | {"assemble"}
BELOW["web"] = BELOW["assemble"] | {"assemble"}
BELOW["client"] = set()  # a program of its own, that reaches a desk only over the wire

OUTSIDE_WORLD = {
    "os",
    "io",
    "pathlib",
    "socket",
    "urllib",
    "http",
    "sqlite3",
    "apsw",
    "psycopg",
    "time",
    "logging",
    "random",
    "subprocess",
}
CLOCKS = {"now", "today", "utcnow"}


def _files() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def _room(path: Path) -> str:
    inside = path.relative_to(SRC).parts
    return inside[0] if len(inside) > 1 else path.stem


def _imports(path: Path, source: str = "") -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source or path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.lineno, node.module or ""


def _upward(path: Path, source: str = "") -> list[str]:
    room = _room(path)
    found = []
    for line, module in _imports(path, source):
        parts = module.split(".")
        if parts[0] == "zhibiao" and len(parts) > 1 and parts[1] != room and parts[1] not in BELOW[room]:
            found.append(f"{path.relative_to(SRC)}:{line} {room} must not touch {parts[1]}")
    return found


def test_every_room_has_a_floor() -> None:
    assert set() == {_room(path) for path in _files()} - set(BELOW) - {"__init__"}


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(SRC)))
def test_no_upward_import(path: Path) -> None:
    assert [] == _upward(path)


@pytest.mark.parametrize(
    "path", [path for path in _files() if _room(path) in _DOMAIN], ids=lambda path: str(path.relative_to(SRC))
)
def test_domain_touches_no_outside_world(path: Path) -> None:
    assert set() == {module.split(".")[0] for _, module in _imports(path)} & OUTSIDE_WORLD
    assert [] == [node.lineno for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _reads_clock(node)]


def _reads_clock(node: ast.AST) -> bool:
    """A call of `now()`, or `datetime.now` handed on; a figure that is called `now` is none."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    if not isinstance(node, ast.Attribute) or node.attr not in CLOCKS:
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return owner in {"datetime", "date", "clock"}


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(SRC)))
def test_first_line_is_a_caption(path: Path) -> None:
    caption = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert caption
    assert caption.splitlines()[0].endswith((".", ":", ";"))


def test_no_loop_between_files() -> None:
    graph = {path: set[Path]() for path in _files()}
    by_name = {".".join(("zhibiao", *path.relative_to(SRC).with_suffix("").parts)): path for path in _files()}
    for path in graph:
        graph[path] = {by_name[module] for _, module in _imports(path) if module in by_name} - {path}
    done: set[Path] = set()

    def walk(path: Path, trail: tuple[Path, ...]) -> None:
        assert path not in trail, " > ".join(str(step.relative_to(SRC)) for step in (*trail, path))
        if path in done:
            return
        for target in graph[path]:
            walk(target, (*trail, path))
        done.add(path)

    for path in graph:
        walk(path, ())


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("terms/quantity.py", "from zhibiao.store import sqlite"),
        ("ledger/book.py", "from zhibiao.policy.rulebook import Rulebook"),
        ("readers/nbs.py", "import zhibiao.procedures.intake"),
        ("verification/verify.py", "from zhibiao.terms.canonical import canonical_bytes"),
    ],
)
def test_the_rule_can_fail(file: str, source: str) -> None:
    assert 1 == len(_upward(SRC / file, source))
