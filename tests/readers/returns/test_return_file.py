"""The one door through which returns are read: told by the bytes, whatever the file is called."""

from __future__ import annotations

import json

import pytest

import hand_made_files as made
import returns_sample as sample
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.returns import return_json
from zhibiao.readers.returns.return_file import read_returns


def _read(content: bytes, name: str) -> FileRead:
    return read_returns(content, name=name, dictionary=sample.DICTIONARY, city=sample.CITY)


def _codes(file: FileRead) -> list[str]:
    return [finding.code for finding in file.findings]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (sample.good(), "月报.xlsx", ""),
        (sample.good(), "月报", ""),
        (sample.good(), "月报.csv", "file.name_differs"),
        (sample.good(), "月报.xls", "file.name_differs"),
        (made.xls(), "月报.xls", "file.legacy_xls"),
        (made.ods('<table:table table:name="a"/>'), "月报.ods", "file.open_document"),
        (made.xlsx(extra={"xl/externalLinks/e1.xml": b"<externalLink/>"}), "月报.xlsx", "file.external_links"),
    ],
)  # fmt: skip
def test_notes_on_the_container(content: bytes, name: str, code: str) -> None:
    notes = {"file.name_differs", "file.legacy_xls", "file.open_document", "file.external_links"}
    assert ({code} - {""}) == notes & set(_codes(_read(content, name)))


def test_a_workbook_is_read_whatever_it_is_called() -> None:
    first, second = _read(sample.good(), "a.xlsx"), _read(sample.good(), "a.csv")
    assert [one.filed.facts[0].value for one in first.returns if one.filed] == [
        one.filed.facts[0].value for one in second.returns if one.filed
    ]
    assert second.returns


def test_json_goes_to_its_own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    read = FileRead(name="a.json", findings=(), returns=())
    monkeypatch.setattr(return_json, "read_json", lambda *_, **__: read)
    assert [] == _codes(_read(json.dumps({"returns": []}).encode("utf-16"), "a.json"))


def test_a_refused_file_has_no_returns() -> None:
    assert ((), ["file.macros"]) == (
        (file := _read(made.xlsx(extra={"xl/vbaProject.bin": b"x"}), "a.xlsm")).returns,
        _codes(file),
    )
