"""`zhibiao text`: published pages cleaned, and read into records of what was promised and reached."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import EXIT_FINDINGS, Answer, progress, show_findings, verb
from zhibiao.cli.options import DAY
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language
from zhibiao.terms.visible import json_visible, visible

if TYPE_CHECKING:
    from zhibiao.assemble.page_list import Document
    from zhibiao.assemble.page_outputs import Folders
    from zhibiao.assemble.reading_jobs import PageTold

_MOST_ROWS = 200
_MOST_FINDINGS = 50
_SECONDS_UNTOLD = 3.0

_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[FILE|FOLDER]...")
_index = click.option(
    "--index",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Read the pages that this index lists beside it: one JSON object a line with doc and date.",
)
_date = click.option("--date", type=DAY, help="Day of publication, by which 今年 and 上半年 resolve.")
_lexicon = click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder of tables whose rows are added to those that come along; may be repeated.",
)
_clean_dir = click.option(
    "--clean-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each cleaned text there, as <name>.txt; a missing folder is made.",
)
_workers = click.option("--workers", type=click.IntRange(1, 64), help="Processes; as many as processors by default.")


@click.group("text")
def text_() -> None:
    """Clean published pages and read what they promise and report. 文本读取"""


@text_.command("read", epilog="Example: zhibiao text read pages/2025-03.html --date 2025-03-10 --json")
@_files
@_index
@_date
@_lexicon
@_clean_dir
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the records there; a missing folder is made.",
)
@_workers
@verb
def read_(
    *,
    files: tuple[Path, ...],
    index: Path | None,
    date: dt.date | None,
    lexicons: tuple[Path, ...],
    clean_dir: Path | None,
    out: Path | None,
    workers: int | None,
) -> Answer:
    """Read pages into records: results, targets, tasks, projects, agreements. 读取

    With --json the records come as JSON Lines, one a line, each with the name of its page in `doc`; findings are told
    on standard error, one JSON object a line. With --out records go to that file, and --json answers with a summary.
    """
    from zhibiao.assemble.page_list import documents
    from zhibiao.assemble.pages import read_pages, written_whole

    pages = documents(files, index=index, date=date)
    writing = _writing(pages, clean_dir, out, read=_also_read(index, lexicons))
    done = read_pages(pages, lexicons=lexicons, workers=workers)
    is_stream = bool(click.get_current_context().params.get("as_json")) and out is None
    told = _Told()
    with ExitStack() as stack:
        sink = stack.enter_context(written_whole(out)) if out else _stdout() if is_stream else None
        for page in done if is_stream else _with_progress(done, pages):
            told.take(page, sink=sink)
            _keep_clean(page, clean_dir)
            if is_stream:
                _tell(page.findings, doc=page.doc)
    told.findings += writing.made()
    if is_stream:
        _tell(writing.made(), doc=None)
        raise click.exceptions.Exit(EXIT_FINDINGS if told.refused else 0)
    return _answer(told, out)


@text_.command("clean", epilog="Example: zhibiao text clean pages/ --clean-dir clean")
@_files
@_index
@_date
@_lexicon
@_clean_dir
@_workers
@verb
def clean_(
    *,
    files: tuple[Path, ...],
    index: Path | None,
    date: dt.date | None,
    lexicons: tuple[Path, ...],
    clean_dir: Path | None,
    workers: int | None,
) -> Answer:
    """Clean pages to the article in them, simplified, one paragraph a line. 清理"""
    from zhibiao.assemble.page_list import documents
    from zhibiao.assemble.pages import read_pages

    pages = documents(files, index=index, date=date)
    writing = _writing(pages, clean_dir, None, read=_also_read(index, lexicons))
    found = []
    findings: list[Finding] = []
    done = read_pages(pages, lexicons=lexicons, workers=workers, only_clean=True)
    for page in _with_progress(done, pages):
        _keep_clean(page, clean_dir)
        findings += page.findings
        plain = {"doc": page.doc, "published": page.published, "characters": len(page.text or "")}
        found.append(plain | ({} if clean_dir else {"text": page.text}))
    findings += writing.made()
    refused = [finding for finding in findings if finding.severity >= Severity.QUARANTINE]
    return Answer(
        result={"pages": found, "findings": [finding_plain(finding) for finding in findings]},
        show=lambda lang: _show_cleaned(found, findings, lang),
        findings=findings,
        is_ok=not refused,
    )


@dataclass(slots=True)
class _Told:
    """What came of the pages so far; of the records only as many as are shown."""

    pages: int = 0
    records: int = 0
    refused: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, page: PageTold, *, sink: TextIO | None) -> None:
        """Count a page, write its records, keep what is shown."""
        self.pages += 1
        self.records += page.records
        self.refused += page.text is None
        if len(self.findings) < _MOST_FINDINGS or page.text is None:
            self.findings += page.findings
        if sink is not None:
            sink.write(page.lines)
            sink.flush()
        elif len(self.shown) < _MOST_ROWS:
            self.shown += [json.loads(line) for line in page.lines.splitlines()]


def _answer(told: _Told, out: Path | None) -> Answer:
    result: dict[str, Any] = {"pages": told.pages, "records": told.records, "refused": told.refused}
    result["findings"] = [finding_plain(finding) for finding in told.findings]
    if out is not None:
        result["written"] = str(out)
    return Answer(
        result=result,
        show=lambda lang: _show(told, out, lang),
        findings=told.findings,
        is_ok=not told.refused,
    )


def _stdout() -> TextIO:
    """Standard output as UTF-8 where it would be something narrower: JSON Lines are UTF-8."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


def _tell(findings: Iterable[Finding], *, doc: str | None) -> None:
    """Findings on standard error, one JSON object a line; `doc` is null for what concerns no page."""
    is_ascii = (sys.stderr.encoding or "utf-8").lower().replace("-", "") != "utf8"
    for finding in findings:
        plain = {"doc": doc, **finding_plain(finding)}
        click.echo(json_visible(json.dumps(plain, ensure_ascii=is_ascii)), err=True)


def _also_read(index: Path | None, lexicons: Sequence[Path]) -> tuple[Path, ...]:
    """The files that are read besides the pages."""
    return (*([index] if index else []), *(table for folder in lexicons for table in folder.glob("*.csv")))


def _writing(pages: Sequence[Document], clean_dir: Path | None, out: Path | None, *, read: Iterable[Path]) -> Folders:
    """The folders written to; refuses to write over what is read."""
    from zhibiao.assemble.page_outputs import Folders, refuse_overwriting

    refuse_overwriting(pages, clean_dir=clean_dir, out=out, read=read)
    return Folders.missing_of(clean_dir, out.parent if out else None)


def _keep_clean(page: PageTold, folder: Path | None) -> None:
    if folder is None or page.text is None:
        return
    from zhibiao.assemble.out_file import write_out
    from zhibiao.assemble.page_outputs import clean_path

    write_out(clean_path(folder, page.doc), page.text.encode())


def _with_progress(pages: Iterable[PageTold], wanted: Sequence[Document]) -> Iterator[PageTold]:
    """The pages, with a line now and then about how far it has come."""
    last = time.monotonic()
    for done, page in enumerate(pages, 1):
        yield page
        if time.monotonic() - last >= _SECONDS_UNTOLD:
            last = time.monotonic()
            progress(_saying(done, len(wanted)))


def _saying(done: int, wanted: int) -> Callable[[Language], str]:
    return lambda lang: _words("progress", lang, done=done, all=wanted)


def _show(told: _Told, out: Path | None, lang: Language) -> None:
    from zhibiao.cli.show import line, table

    heads = ["kind", "subject", "number", "change", "period", "actor", "place", "confidence"]
    docs = dict.fromkeys(record["doc"] for record in told.shown)
    for doc in docs:
        rows = [_row(record, lang) for record in told.shown if record["doc"] == doc]
        table(
            _words("title", lang, doc=doc, count=len(rows)),
            [_words(f"head.{head}", lang) for head in heads],
            rows,
            words=len(heads) - 1,
        )
    if out is None and told.records > len(told.shown):
        line(_words("more", lang, count=told.records - len(told.shown)))
    line(_words("sum", lang, files=told.pages, records=told.records, refused=told.refused))
    if out is not None:
        line(_words("written", lang, file=out))
    show_findings(told.findings[:_MOST_FINDINGS], lang)


def _row(record: dict[str, Any], lang: Language) -> tuple[str, ...]:
    change = _words(f"change.{record['change']}", lang) if record["change"] else "—"
    polarity = " " + _words(f"polarity.{record['polarity']}", lang) if record["polarity"] else ""
    return (
        _words(f"kind.{record['kind']}", lang),
        record["subject"],
        _number(record),
        change + polarity,
        record["period"] or "—",
        record["actor"] or "—",
        record["place"] or "—",
        f"{record['confidence']:.2f}",
    )


def _number(record: dict[str, Any]) -> str:
    """A record's numbers as people write them: `≥110 个`, `9.6→16.3 %`."""
    unit = f" {record['unit']}" if record["unit"] else ""
    if record["from"] is not None and record["to"] is not None:
        return f"{record['from']:,}→{record['to']:,}{unit}"
    if record["value"] is None:
        return "—"
    mark = {">=": "≥", "<=": "≤", "approx": "≈"}.get(record["comparator"] or "", "")
    most = f"–{record['value_max']:,}" if record["value_max"] is not None else ""
    return f"{mark}{record['value']:,}{most}{unit}"


def _show_cleaned(found: Sequence[dict[str, Any]], findings: Sequence[Finding], lang: Language) -> None:
    from zhibiao.cli.show import line

    for one in found:
        date = one["published"] or "—"
        line(_words("cleaned", lang, doc=one["doc"], characters=one["characters"], date=date))
        if one.get("text"):
            click.echo(visible(one["text"], keeps="\n\t"))
    show_findings(findings[:_MOST_FINDINGS], lang)


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"texts.{key}", lang, **facts)
