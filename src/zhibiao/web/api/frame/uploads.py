"""Files that come inside a request: as parts of a form, as the body itself, or in base64 inside JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from pydantic import AfterValidator, Field
from starlette.datastructures import UploadFile
from starlette.requests import Request

from zhibiao.errors import InputRefused
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text
from zhibiao.web.api.frame.asked import Body
from zhibiao.web.frame.downloads import XLSX

MULTIPART = "multipart/form-data"
XLS, ODS = "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet"
RETURN_FILES = {"application/json": ".json", "text/csv": ".csv", XLSX: ".xlsx", XLS: ".xls", ODS: ".ods"}
MOST_BASE64 = 14_000_000
_LONGEST = 120


def _decoded(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("base64") from None
    return text


class Document(Body):
    """A document, such as a letter, by name and content."""

    name: Annotated[str, Field(min_length=1, max_length=_LONGEST, examples=["letter.pdf"])]
    content_base64: Annotated[
        str, Field(min_length=4, max_length=MOST_BASE64, examples=["6LCD5YmC5Ye9"]), AfterValidator(_decoded)
    ]

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return base64.b64decode(self.content_base64, validate=True)


async def handed_file(request: Request) -> tuple[str, bytes]:
    """The one file of a request: part `file` of a form, or the whole body; InputRefused where there is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MULTIPART:
        return f"return{RETURN_FILES.get(kind, '')}", await request.body()
    form = await request.form(max_files=1, max_fields=2)
    file = form.get("file")
    if not isinstance(file, UploadFile) or set(form) != {"file"}:
        await form.close()
        wanted = Text("恰好一个名为“file”的文件", "exactly one file under the name “file”")
        facts = {"path": "#/file", "wanted": wanted, "found": "、".join(sorted(form))[:80] or "—"}
        finding = Finding(code="api.schema", severity=Severity.REJECT, place=Place(field="#/file"), facts=facts)
        raise InputRefused("api.refused", [finding], count=1)
    content = await file.read()
    await form.close()
    return plain_name(file.filename or "file"), content


def plain_name(name: str) -> str:
    """A stranger's file name without folders, of a length that disks take.

    >>> plain_name("../../etc/passwd"), plain_name("")
    ('passwd', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    return "file" if last in ("", ".", "..") else last[-_LONGEST:]


@contextmanager
def as_files(items: Sequence[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """The same as files under their own names, for acts that read files; gone afterwards."""
    with TemporaryDirectory(prefix="zhibiao-") as folder:
        paths = []
        for number, (name, content) in enumerate(items):
            path = Path(folder) / str(number) / _for_disk(plain_name(name))
            path.parent.mkdir()
            path.write_bytes(content)
            paths.append(path)
        yield paths


def _for_disk(name: str) -> str:
    """As many bytes as a file's name may have; the ending stays."""
    return name.encode()[-200:].decode(errors="ignore") or "file"
