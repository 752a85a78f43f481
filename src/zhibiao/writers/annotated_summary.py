"""The first sheet of an answer (校验结果): what became of the file, and each finding with its place and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Language
from zhibiao.writers.annotated_marks import COLOURS
from zhibiao.writers.answered import Answered, Texts
from zhibiao.writers.safe_cell import plain_text, write_text

MOST_FINDINGS = 2_000
_MOST_RETURNS = 6

_HEADS = ("number", "severity", "sheet", "cell", "what", "why", "hint", "code")
_WIDTHS = (5, 10, 12, 10, 40, 27, 30, 19)
"""Together as wide as A4 on its side at nearly full size."""

_TITLE, _FILE, _OUTCOME, _NOTE, _HEAD, _FIRST = range(6)
_LAST = len(_HEADS) - 1
_LINE_HEIGHT = 15
_LONGEST_PLACE = 24


def write_summary(
    book: Any,
    page: Any,
    answered: Answered,
    *,
    links: Mapping[int, tuple[str, str]],
    texts: Texts,
    lang: Language,
    left_out: bool,
) -> None:
    """Write the sheet.

    Args:
        links: by number of the finding, the sheet and cell of this workbook where it is marked.
        left_out: whether parts of the file did not fit into the answer.
    """
    shapes = _shapes(book, lang)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    _write_top(page, answered, shapes, texts, lang, left_out=left_out)
    for column, head in enumerate(_HEADS):
        page.write_string(_HEAD, column, texts.text(f"annotated.head.{head}", lang), shapes["head"])
    page.set_row(_HEAD, 24)
    shown = answered.findings[:MOST_FINDINGS]
    for number, finding in enumerate(shown, start=1):
        said = _said(finding, _cause_of(finding, shown), texts, lang)
        _write_finding(page, _FIRST + number - 1, number, finding, said, links.get(number), shapes, texts, lang)
    _set_up(page, _FIRST + len(shown), texts, lang)


def _shapes(book: Any, lang: Language) -> dict[object, Any]:
    face, head = ("宋体", "黑体") if lang == "zh" else ("Calibri", "Calibri")
    base = {"font_name": face, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    bold = {"font_name": head, "bold": lang != "zh"}
    cell = {**base, "bottom": 4, "bottom_color": "#B8C0CA", "indent": 1}
    shapes: dict[object, Any] = {
        "title": book.add_format({**base, **bold, "font_size": 16}),
        "outcome": book.add_format({**base, **bold, "font_size": 12}),
        "plain": book.add_format(base),
        "plain.quoted": book.add_format({**base, "quote_prefix": True}),
        "note": book.add_format({**base, "font_color": "#555555", "valign": "top"}),
        "head": book.add_format({**base, **bold, "border": 1, "bg_color": "#E4E9F0", "align": "center"}),
        "cell": book.add_format(cell),
        "quoted": book.add_format({**cell, "quote_prefix": True}),
        "middle": book.add_format({**cell, "align": "center", "indent": 0}),
        "code": book.add_format(
            {**cell, "font_name": "Consolas", "font_size": 8, "font_color": "#555555", "indent": 0}
        ),
        "link": book.add_format({**cell, "font_color": "#1F4E9E", "underline": 1}),
    }
    for severity, colour in COLOURS.items():
        shapes[severity] = book.add_format({**cell, "align": "center", "indent": 0, "bg_color": colour})
    return shapes


def _write_top(
    page: Any, answered: Answered, shapes: Mapping[object, Any], texts: Texts, lang: Language, *, left_out: bool
) -> None:
    counts = Counter(finding.severity for finding in answered.findings)
    counted = texts.text("annotated.comma", lang).join(
        f"{texts.text(f'annotated.severity.{severity.name}', lang)} {counts[severity]}"
        for severity in sorted(counts, reverse=True)
    )
    outcome = texts.text(f"annotated.outcome.{answered.outcome.value}", lang)
    notes = [texts.text("annotated.how", lang)]
    if answered.not_copied is not None:
        said = texts.what(answered.not_copied.code, lang, answered.not_copied.facts)
        notes.append(texts.text("annotated.not_copied", lang, reason=said))
    if left_out:
        notes.append(texts.text("annotated.left_out", lang))
    if len(answered.findings) > MOST_FINDINGS:
        notes.append(texts.text("annotated.more", lang, count=len(answered.findings) - MOST_FINDINGS))
    lines = (
        (_TITLE, texts.text("annotated.title", lang), "title", 28),
        (_FILE, _file_line(answered, texts, lang), "plain", 20),
        (_OUTCOME, outcome + (f" ({counted})" if counted else ""), "outcome", 24),
        (_NOTE, " ".join(notes), "note", 32),
    )
    for row, text, shape, height in lines:
        page.merge_range(row, 0, row, _LAST, "", shapes[shape])
        write_text(page, row, 0, text, shapes[shape], shapes["plain.quoted"])
        page.set_row(row, height)


def _file_line(answered: Answered, texts: Texts, lang: Language) -> str:
    returns = texts.text("annotated.comma", lang).join(answered.returns[:_MOST_RETURNS]) or "—"
    if len(answered.returns) > _MOST_RETURNS:
        returns += texts.text("annotated.more_returns", lang, count=len(answered.returns))
    return texts.text("annotated.file", lang, file=answered.file, returns=returns)


def _cause_of(finding: Finding, shown: Sequence[Finding]) -> int:
    """The number of the finding that explains this one, that of the same sheet before any other; 0 for none."""
    if not finding.because:
        return 0
    alike = [number for number, one in enumerate(shown, start=1) if one.code == finding.because]
    near = [number for number in alike if shown[number - 1].place.sheet == finding.place.sheet]
    return next(iter(near or alike), 0)


def _said(finding: Finding, cause: int, texts: Texts, lang: Language) -> list[str]:
    """What, why and what to do; of a consequence only where its cause stands, so that nobody works through it twice."""
    what = texts.what(finding.code, lang, finding.facts)
    if cause:
        return [what, texts.text("annotated.follows", lang, number=cause), texts.text("annotated.see", lang)]
    return [what, texts.why(finding.code, lang, finding.facts), texts.hint(finding.code, lang, finding.facts)]


def _write_finding(
    page: Any,
    row: int,
    number: int,
    finding: Finding,
    said: Sequence[str],
    link: tuple[str, str] | None,
    shapes: Mapping[object, Any],
    texts: Texts,
    lang: Language,
) -> None:
    severity = texts.text(f"annotated.severity.{finding.severity.name}", lang)
    page.write_string(row, 0, str(number), shapes["middle"])
    page.write_string(row, 1, severity, shapes["middle" if finding.because else finding.severity])
    write_text(page, row, 2, finding.place.sheet, shapes["cell"], shapes["quoted"])
    _write_place(page, row, finding, link, shapes)
    for column, text in enumerate(said, start=4):
        write_text(page, row, column, text, shapes["cell"], shapes["quoted"])
    page.write_string(row, 7, finding.code, shapes["code"])
    heights = (_height(text, width) for text, width in zip(said, _WIDTHS[4:7], strict=True))
    narrow = ((finding.code, 7), (finding.place.cell[:_LONGEST_PLACE], 3), (finding.place.sheet, 2))
    page.set_row(row, max(*heights, *(_height(text, _WIDTHS[column]) for text, column in narrow)))


def _write_place(
    page: Any, row: int, finding: Finding, link: tuple[str, str] | None, shapes: Mapping[object, Any]
) -> None:
    """The cell as a link inside this workbook, where it is there to be seen."""
    place = finding.place
    line = place.row or place.line
    shown = plain_text(place.cell or (str(line) if line else place.clause))
    if len(shown) > _LONGEST_PLACE:
        shown = shown[:_LONGEST_PLACE].rsplit(",", 1)[0] + "…"
    if link is None:
        write_text(page, row, 3, shown or place.field, shapes["cell"], shapes["quoted"])
        return
    sheet, cell = link
    target = f"internal:'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"
    if page.write_url(row, 3, target, shapes["link"], string=shown or cell) < 0:
        page.write_string(row, 3, shown or cell, shapes["cell"])


def _height(text: str, width: int) -> float:
    """Room for a text in a column, with some air; words of letters do not break, so their lines end earlier."""
    wide = sum(2 if ord(letter) > 0x2E7F else 1.06 for letter in text)
    return min(400.0, _LINE_HEIGHT * max(1, -(-wide // (width - 2))) + 6)


def _set_up(page: Any, rows: int, texts: Texts, lang: Language) -> None:
    page.freeze_panes(_FIRST, 0)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.print_area(0, 0, max(rows - 1, _HEAD), _LAST)
    page.set_footer(f"&C&9{texts.text('template.form.page', lang)}")
