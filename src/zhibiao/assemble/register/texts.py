"""What `register import` takes: pages read here and now, or records of an earlier reading held against their pages."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.assemble.page_list import Document, documents
from zhibiao.assemble.pages import read_pages
from zhibiao.errors import InputRefused
from zhibiao.procedures.register.take_texts import ReadText
from zhibiao.readers.page_file import page_of
from zhibiao.register.candidate import candidate_of_record
from zhibiao.register.commitment import Candidate
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

RECORDS = ".jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Texts that can be taken for review, and what is wrong with the others."""

    texts: tuple[ReadText, ...]
    findings: tuple[Finding, ...]


def bring(
    files: Sequence[Path], *, beside: Sequence[Path] = (), date: dt.date | None = None, lexicons: Sequence[Path] = ()
) -> Brought:
    """Pages read with what they say, and records of `.jsonl` files with the pages beside them that they quote.

    A page that is refused, or one record that its page does not bear out, brings nothing of that page.

    Args:
        files: pages, folders of pages, and files of records.
        beside: the pages, or folders of pages, that the records quote, by their `doc`.
        date: day of publication of pages that do not state it.
        lexicons: folders of further words.

    Raises:
        UsageError: as `documents` says.
    """
    findings: list[Finding] = []
    texts: list[ReadText] = []
    pages = [path for path in files if path.suffix.lower() != RECORDS]
    if pages:
        texts += _read(documents(pages, index=None, date=date), lexicons, findings)
    for path in files:
        if path.suffix.lower() == RECORDS:
            texts += _held(path, documents(beside, index=None, date=date) if beside else (), findings)
    return Brought(texts=tuple(texts), findings=tuple(findings))


def _read(pages: Sequence[Document], lexicons: Sequence[Path], findings: list[Finding]) -> Iterator[ReadText]:
    for page, told in zip(pages, read_pages(pages, lexicons=lexicons, workers=None), strict=True):
        findings += told.findings
        if told.text is not None:
            records = [json.loads(line) for line in told.lines.splitlines()]
            yield _text(page.path, records, told.published or "")


def _held(path: Path, pages: Sequence[Document], findings: list[Finding]) -> Iterator[ReadText]:
    known = {page.doc: page for page in pages}
    for doc, rows in _records(path, findings).items():
        page = known.get(doc)
        if page is None:
            findings.append(_wrong("register.page_missing", path, next(iter(rows)), doc=doc))
            continue
        try:
            yield _text(page.path, rows.values(), page.published.isoformat() if page.published else "")
        except InputRefused as refused:
            findings += refused.findings
        except (LookupError, ValueError):
            findings += _differing(path, page, rows)


def _records(path: Path, findings: list[Finding]) -> Mapping[str, Mapping[int, Mapping[str, Any]]]:
    """The records of a file by document and line."""
    found: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        findings.append(_wrong("register.records_unreadable", path, 0))
        return found
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            record = ()
        if isinstance(record, dict) and isinstance(record.get("doc"), str):
            found[record["doc"]][number] = record
        elif record is not None:
            findings.append(_wrong("register.record_unreadable", path, number, reason="doc"))
    return found


def _text(path: Path, records: Iterable[Mapping[str, Any]], published: str) -> ReadText:
    content = path.read_bytes()
    raw, document = page_of(content, name=path.name).text, sha256_hex(content)
    found: Iterator[Candidate] = (
        candidate_of_record(one, raw, document=document, name=path.name, published=published) for one in records
    )
    return ReadText(name=path.name, content=content, candidates=tuple(found), published=published)


def _differing(path: Path, page: Document, rows: Mapping[int, Mapping[str, Any]]) -> Iterator[Finding]:
    """What each record of a page gets wrong."""
    raw = page_of(page.path.read_bytes(), name=page.path.name).text
    for number, record in rows.items():
        try:
            candidate_of_record(record, raw, document="", name=page.path.name)
        except LookupError as error:
            yield _wrong("register.quote_differs", path, number, page=page.path.name, quote=str(error.args[0])[:60])
        except ValueError as error:
            yield _wrong("register.record_unreadable", path, number, reason=str(error))


def _wrong(code: str, path: Path, number: int, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.REJECT, place=Place(file=path.name, line=number), facts=facts)
