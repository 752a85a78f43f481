"""The door: what a file is by its bytes, and what may not be opened."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import returns_sample as sample
from zhibiao import readers
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.grids.container import Content, Limits, inspect
from zhibiao.readers.grids.shown_name import shown_name


def _codes(content: bytes, *, name: str = "a.xlsx", limits: Limits | None = None) -> list[str]:
    return [finding.code for finding in inspect(content, name=name, limits=limits)[1]]


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_workbook_is_one_whatever_it_is_called() -> None:
    assert (Content.WORKBOOK, ()) == inspect(sample.good(), name="月报.csv")


def test_text_is_text() -> None:
    assert (Content.TEXT, ()) == inspect("企业,期间".encode("gb18030"), name="月报.csv")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=1000), "file.too_large"),
        (Limits(parts=3), "file.too_many_parts"),
        (Limits(unpacked_bytes=5000), "file.uncompressed_too_large"),
        (Limits(part_bytes=3000), "file.uncompressed_too_large"),
        (Limits(ratio=2, ratio_from_bytes=2000), "file.uncompressed_too_large"),
    ],
)
def test_each_limit_is_told_with_its_size_and_the_actual_one(limits: Limits, code: str) -> None:
    (finding,) = inspect(sample.good(), name="a.xlsx", limits=limits)[1]
    assert code == finding.code
    assert 0 < finding.facts["limit"] < finding.facts["actual"]  # type: ignore[operator]


@pytest.mark.parametrize("part", ["../x", "xl/../../x", "/etc/x", "C:\\x", "..\\x"])
def test_parts_that_lead_outside_are_named(part: str) -> None:
    (finding,) = inspect(_zip(**{"xl/workbook.xml": b"<w/>", part: b""}), name="a.xlsx")[1]
    assert ("file.bad_part_name", part.replace("\\", "/").replace("C:/", "C:/")) == (
        finding.code,
        str(finding.facts["part"]).replace("\\", "/"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_seen_in_every_encoding(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- c --><!DOCTYPE w><w/>'.encode(encoding)
    assert ["file.dtd_forbidden"] == _codes(_zip(**{"xl/workbook.xml": xml}))


def test_the_word_in_a_text_of_a_cell_is_no_document_type() -> None:
    xml = b"<w><t>&lt;!DOCTYPE w&gt;</t><!-- <!DOCTYPE w> --></w>"
    assert [] == _codes(_zip(**{"xl/workbook.xml": xml}))


def test_a_part_that_is_longer_than_it_says_is_damaged() -> None:
    content = bytearray(_zip(**{"xl/workbook.xml": b"<w>" + bytes(100_000) + b"</w>"}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    assert ["file.damaged"] == _codes(bytes(content))


def test_a_directory_that_points_before_the_file_is_damaged() -> None:
    content = bytearray(_zip(**{"xl/workbook.xml": b"<w/>"}))
    place = content.rindex(b"PK\x05\x06") + 16
    content[place : place + 4] = (0x00FFFFFF).to_bytes(4, "little")
    assert ["file.damaged"] == _codes(bytes(content))


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "file.empty"),
        (b"\xef\xbb\xbf\r\n", "a.csv", "file.empty"),
        (b"a\x00b", "a.csv", "file.type_unsupported"),
        (b"PK\x03\x04rubbish", "a.xlsx", "file.damaged"),
        (_zip(**{"word/document.xml": b"<w/>"}), "a.xlsx", "file.type_unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.et", "file.type_unsupported"),
    ],
)
def test_what_is_neither(content: bytes, name: str, code: str) -> None:
    assert [code] == _codes(content, name=name)


def test_what_is_broken_is_told_in_words_of_its_language() -> None:
    (found,) = inspect(b"PK\x03\x04" + bytes(60), name="a.xlsx")[1]
    catalogue = read_catalogue(Path(readers.__file__).parents[1] / "data")
    assert "文件已损坏，不能打开：内部结构不完整或有错。" == catalogue.what(found.code, "zh", found.facts)
    assert "cut off" in catalogue.what(found.code, "en", found.facts)
    assert found.facts["detail"]


def test_a_name_packed_on_chinese_windows_is_shown_in_its_characters() -> None:
    name = "三月月报.xlsx".encode("gb18030").decode("utf-8", "surrogateescape")
    shown, (note,) = shown_name(name)
    assert ("三月月报.xlsx", "file.name_sanitised") == (shown, note.code)
    assert ".xlsx" == shown_name("\udcff.xlsx")[0]
