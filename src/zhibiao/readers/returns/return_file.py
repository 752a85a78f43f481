"""A return of any kind, told by its bytes: the one door through which returns are read."""

from __future__ import annotations

from zhibiao.monthly.filed import FileRead
from zhibiao.readers.grids.container import Content, inspect, remarks
from zhibiao.readers.grids.shown_name import shown_name
from zhibiao.readers.returns.return_csv import read_csv
from zhibiao.readers.returns.return_workbook import read_workbook
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City


def read_returns(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    """Read every return of a file as received; whatever is wrong with it comes back as findings, never as an error.

    `name` is shown, and decides nothing but whether the bytes are what it promises.
    """
    shown, findings = shown_name(name)
    kind, refused = inspect(content, name=shown)
    if refused:
        return FileRead(name=shown, findings=(*findings, *refused), returns=())
    result = _read(content, kind, name=shown, dictionary=dictionary, city=city)
    notes = remarks(content, kind, name=shown)
    return FileRead(name=shown, findings=(*findings, *notes, *result.findings), returns=result.returns)


def _read(content: bytes, kind: Content, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    if kind.is_workbook:
        return read_workbook(content, name=name, dictionary=dictionary, city=city, kind=kind)
    if kind is Content.JSON:
        from zhibiao.readers.returns.return_json import read_json

        return read_json(content, name=name, dictionary=dictionary, city=city)
    return read_csv(content, name=name, dictionary=dictionary, city=city)
