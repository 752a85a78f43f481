"""Files that nobody should open, and names that nobody should believe, sent through the form like any other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest

import containers
from web.conftest import NOW, Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock

_DTD = b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def _far_cell() -> bytes:
    """A cell at the end of the world, in a sheet that says it is small."""
    return containers.replaced(
        containers.workbook(),
        containers.SHEET,
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )


def _with_dtd() -> bytes:
    return containers.replaced(containers.workbook(), "xl/workbook.xml", b"<workbook", _DTD + b"<workbook")


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "bomb": (containers.spread_bomb, "a.xlsx", "file.uncompressed_too_large"),
    "many parts": (containers.many_parts, "a.xlsx", "file.too_many_parts"),
    "DTD": (_with_dtd, "a.xlsx", "file.dtd_forbidden"),
    "et": (lambda: containers.empty_compound("ET"), "a.et", "file."),
    "empty": (lambda: b"", "a.xlsx", "file.empty"),
    "30 MB": (lambda: bytes(30_000_000), "a.xlsx", "file.too_large"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(300), "a.xlsx", "file.type_unsupported"),
    "encrypted": (containers.encrypted, "a.xlsx", "file.encrypted"),
    "macros": (lambda: containers.with_parts(("xl/vbaProject.bin", b"\xd0\xcf")), "a.xlsm", "file.macros"),
    "out of the folder": (lambda: containers.with_parts(("../../etc/cron.d/x", b"x")), "a.xlsx", "file.bad_part_name"),
    "cut": (lambda: containers.workbook()[:3000], "a.xlsx", "file.damaged"),
}


@pytest.fixture(autouse=True)
def in_may(clock: SetClock) -> Iterator[None]:
    clock.instant = dt.datetime(2025, 5, 12, 2, tzinfo=dt.UTC)
    yield
    clock.instant = NOW


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_opened_is_refused_in_words(sign: Sign, desk: Desk, name: str) -> None:
    make, file_name, code = REFUSED[name]
    with desk.book() as opened:
        before = len(opened.store.returns())
    for act in ("file", "check"):
        answer = sign("lin").post(
            "/intake", data={"key": f"{name}-{act}", "act": act}, files={"files": (file_name, make())}
        )
        assert (422, True) == (answer.status_code, code in answer.text), answer.text
        assert "Traceback" not in answer.text
        assert "internal.unforeseen" not in answer.text
    with desk.book() as opened:
        assert before == len(opened.store.returns())


def test_a_far_cell_neither_stalls_nor_is_drawn(sign: Sign) -> None:
    answer = sign("lin").post("/intake", data={"key": "far", "act": "check"}, files={"files": ("a.xlsx", _far_cell())})
    assert answer.status_code in (200, 422)
    assert 200_000 > len(answer.content)


@pytest.mark.parametrize(
    "name",
    [
        '<img src=x onerror="alert(1)">.xlsx',
        "../../../../etc/passwd",
        "a\r\nSet-Cookie: x=1.xlsx",
        '";alert(1);//.xlsx',
        "\u202exslx.exe",
        "{{ 7*7 }}.xlsx",
    ],
)
def test_a_name_is_shown_and_never_believed(sign: Sign, name: str) -> None:
    client = sign("lin")
    files = {"files": (name, b"\x89PNG\r\n\x1a\n" + name.encode() * 9)}
    answer = client.post("/intake", data={"key": repr(name)}, files=files)
    assert 422 == answer.status_code
    assert "<img src=x" not in answer.text
    assert ">49." not in answer.text
    assert "set-cookie" not in answer.headers
    number = client.get("/intake?as=csv&table=recent").text.splitlines()[1].split(",")[0]
    raw = client.get(f"/intake/{number}/raw")
    assert 200 == raw.status_code
    disposition = raw.headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename=\"[^\"\r\n/\\]*\"; filename\*=UTF-8''[^\s/\\]+", disposition), (
        disposition
    )
    assert "application/octet-stream" == raw.headers["content-type"]


def test_a_request_larger_than_any_is_not_read(sign: Sign) -> None:
    client = sign("lin")
    answer = client.post(
        "/intake",
        content=b"x",
        headers={"content-length": str(10**9), "content-type": "multipart/form-data; boundary=b"},
    )
    assert (413, True) == (answer.status_code, "api.too_large" in answer.text)


def test_broken_forms_are_answered(sign: Sign) -> None:
    client = sign("lin")
    broken = client.post(
        "/intake", content=b"--b\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert 400 <= broken.status_code < 500
    words = client.post("/intake", data={"key": "k", "files": "no file"})
    assert 400 <= words.status_code < 500
