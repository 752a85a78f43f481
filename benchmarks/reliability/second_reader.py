"""A second reader, written apart from the product's: what stands in a cell, and what an answer to it must match.

It shares no code with the readers under test: workbooks through openpyxl and xlrd, text through the csv module, names
from the dictionary's own file, a number grammar of its own. What it cannot read must have been asked about.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity

_DICTIONARY = Path(__file__).parents[2] / "src" / "zhibiao" / "data" / "dictionary" / "return.csv"
_SIZES: Mapping[str, str] = {
    **{"吨": "1", "t": "1", "万吨": "1e4", "10kt": "1e4", "千吨": "1e3", "kt": "1e3", "百万吨": "1e6", "mt": "1e6"},
    **{"公斤": "1e-3", "千克": "1e-3", "kg": "1e-3", "元": "1", "yuan": "1", "千元": "1e3", "kyuan": "1e3"},
    **{"万元": "1e4", "10kyuan": "1e4", "亿元": "1e8", "100myuan": "1e8", "吨标准煤": "1", "吨标煤": "1", "tce": "1"},
    **{"万吨标准煤": "1e4", "万吨标煤": "1e4", "10ktce": "1e4", "kwh": "1", "千瓦时": "1", "度": "1", "万kwh": "1e4"},
    **{"万千瓦时": "1e4", "万度": "1e4", "10mwh": "1e4", "人": "1", "person": "1", "%": "1e-2", "天": "1", "日": "1"},
    **{"day": "1", "m3": "1", "立方米": "1", "万m3": "1e4", "万立方米": "1e4", "10km3": "1e4", "1": "1"},
}
_FIGURE = re.compile(r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?")
_WIDE = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict(zip(map(ord, "．，－＋（）％−"), ".,-+()%-", strict=True)),
}
_BLANKS = re.compile("[ \t\r\n\u00a0\u2007\u2009\u202f\u3000\ufeff]+")
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"
_BEFORE_NAME = re.compile(r"(?:其中[::]?|[#*·•-]|\(?\d{1,2}[.)、]|\(?[一二三四五六七八九十]{1,3}[)、.])")
_TOTAL = re.compile(r"累计|year_to_date|1[-—–~至]本?月")
_LAST = re.compile(r"上年|去年|同期")
_SPAN = re.compile(r"1[-—–~至]2月")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})(?:月?[-—–~至](\d{1,2}))?月")
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
_NEAR = Decimal("1e-13")
_MOST_ROWS, _MOST_COLUMNS = 6_000, 220


@dataclass(slots=True)
class Page:
    """One table: values by (row, column) from 1, number formats where there are any, merged cells by their first."""

    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Any:
        value = self.cells.get((row, column))
        if value in (None, "") and (row, column) in self.merged:
            return self.cells.get(self.merged[row, column])
        return value

    def row(self, row: int) -> list[tuple[int, Any]]:
        columns = range(1, min(self.width, _MOST_COLUMNS) + 1)
        return [(column, value) for column in columns if (value := self.at(row, column)) not in (None, "")]

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((column for _, column in self.cells), default=0)


def opened(content: bytes, suffix: str) -> list[dict[str, Page]]:
    """The tables of the file by name, "" for a text table; nothing where this reader cannot open it.

    Where line ends are doubled the lines of a text table can be counted in two ways, and each gives a reading.
    """
    readers = {"xlsx": (_xlsx,), "xls": (_xls,), "ods": (_ods,), "csv": (_csv, _csv_by_every_mark)}[suffix]
    try:
        return [pages for reader in readers if (pages := reader(content))]
    except Exception:  # noqa: BLE001 — a library may fail in any way; that it did is counted
        return []


def _xlsx(content: bytes) -> dict[str, Page]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(_transitional(content)), data_only=True)
    pages = {}
    for sheet in book.worksheets:
        page = Page()
        for place, cell in sheet._cells.items():  # far cells would make iter_rows endless
            if cell.value is not None:
                page.cells[place] = _unescaped(cell.value)
                page.formats[place] = cell.number_format
        for area in sheet.merged_cells.ranges:
            _cover(page, area.min_row, area.max_row, area.min_col, area.max_col)
        pages[sheet.title] = page
    _refuse_unseen_sheets(content, len(book.sheetnames))
    return pages


def _refuse_unseen_sheets(content: bytes, seen: int) -> None:
    """A sheet that openpyxl passes over, as one whose relation bears a broken name, leaves the file unchecked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = re.findall(rb"<(?:\w+:)?sheet\s", archive.read("xl/workbook.xml"))
    if len(told) != seen:
        raise ValueError(f"{len(told)} sheets told, {seen} opened")


def _unescaped(value: Any) -> Any:
    """A text as an office shows it: _x0032_ stands for the character 2 (ECMA-376, ST_Xstring)."""
    if not isinstance(value, str):
        return value
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), value)


def _transitional(content: bytes) -> bytes:
    """Strict OOXML under the names that openpyxl knows; sheets too, whose names it takes to the letter."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = {name: name.lower() for name in archive.namelist() if name.lower().startswith("xl/worksheets/")}
        is_strict = b"purl.oclc.org" in archive.read("xl/workbook.xml")
        if not is_strict and all(name == plain for name, plain in sheets.items()):
            return content
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as other:
            for name in archive.namelist():
                part = archive.read(name)
                for strict, transitional in _STRICT.items():
                    part = part.replace(strict, transitional)
                other.writestr(sheets.get(name, name), part)
    return buffer.getvalue()


def _xls(content: bytes) -> dict[str, Page]:
    import xlrd

    book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    pages = {}
    for sheet in book.sheets():
        page = Page()
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                cell = sheet.cell(row, column)
                if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    page.cells[row + 1, column + 1] = _of_xls(cell, book.datemode)
                    style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
                    page.formats[row + 1, column + 1] = style.format_str if style else ""
        for top, bottom, left, right in sheet.merged_cells:
            _cover(page, top + 1, bottom, left + 1, right)
        pages[sheet.name] = page
    return pages


def _of_xls(cell: Any, datemode: int) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    return cell.value


def _ods(content: bytes) -> dict[str, Page]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    pages = {}
    for table in (node for node in root.iter() if node.tag.endswith("}table")):
        page = Page()
        for row, line in enumerate((node for node in table.iter() if node.tag.endswith("}table-row")), start=1):
            for column, cell in enumerate((node for node in line if node.tag.endswith("table-cell")), start=1):
                own = {key.rsplit("}", 1)[-1]: value for key, value in cell.attrib.items()}
                text = "\n".join("".join(part.itertext()) for part in cell)
                kind = own.get("value-type")
                value: Any = float(own["value"]) if kind == "float" else kind == "true" if kind == "boolean" else text
                if value not in ("", None):
                    page.cells[row, column] = value
                down, right = (int(own.get(f"number-{what}-spanned", 1)) for what in ("rows", "columns"))
                _cover(page, row, row + down - 1, column, column + right - 1)
        name = next((value for key, value in table.attrib.items() if key.endswith("}name")), "")
        pages[name] = page
    return pages


def _cover(page: Page, top: int, bottom: int, left: int, right: int) -> None:
    if (top, left) != (bottom, right) and (bottom - top + 1) * (right - left + 1) <= _MOST_ROWS:
        for row in range(top, bottom + 1):
            page.merged |= {(row, column): (top, left) for column in range(left, right + 1)}


def _csv(content: bytes) -> dict[str, Page]:
    return _text_table(re.sub("\r*\n|\r", "\n", _decoded(content)))


def _csv_by_every_mark(content: bytes) -> dict[str, Page]:
    return _text_table(_decoded(content))


def _text_table(text: str) -> dict[str, Page]:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    page = Page()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        page.cells |= {(reader.line_num, column): cell for column, cell in enumerate(cells, start=1) if cell}
    return {"": page}


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    if len(content) % 2 == 0 and b"\x00" in content:
        for encoding in ("utf-16-le", "utf-16-be"):  # no mark: the order in which line ends and commas are themselves
            text = content.decode(encoding, "replace")
            if "\n" in text and "," in text:
                return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def number(raw: Any) -> Decimal | None:
    """What a cell says, or None where it says no number.

    >>> number("（１，２３４.５）"), number("1_000"), number("12.5%"), number("1.2万")
    (Decimal('-1234.5'), None, Decimal('0.125'), Decimal('12000.0'))
    """
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        value = Decimal(repr(raw)) if len(repr(raw)) < 400 else Decimal("NaN")
        return value if value.is_finite() else None
    if not isinstance(raw, str):
        return None
    text = _BLANKS.sub(" ", raw.translate(_WIDE)).strip(" " + _UNSEEN)
    sign = 1
    if text[:1] == "(" and text[-1:] == ")":
        text, sign = text[1:-1].strip(), -1
    elif text[:1] in ("△", "▲", "-", "+"):
        text, sign = text[1:].strip(), 1 if text[0] == "+" else -1
    return _sized(text, sign)


def _sized(text: str, sign: int) -> Decimal | None:
    for mark, size in (("%", "0.01"), ("万", "10000"), ("亿", "100000000")):
        if text.endswith(mark):
            inner = _sized(text[:-1].strip(), sign)
            return None if inner is None else inner * Decimal(size)
    if not text.isascii() or len(text) > 400 or not _FIGURE.fullmatch(text):
        return None
    return sign * Decimal(text.replace(",", "").replace(" ", ""))


def _folded(text: str) -> str:
    return re.sub(f"[\\s{_UNSEEN}]+", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def names() -> Mapping[str, str]:
    """Field codes by every name under which the dictionary's own file knows them."""
    known: dict[str, str] = {}
    with _DICTIONARY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["code"], row["name_zh"], row["name_en"], *row["synonyms"].split(";")):
                if name:
                    known[_folded(name)] = row["code"]
    return known


def field_of(value: Any) -> str:
    """The field that a cell names, or ""."""
    if not isinstance(value, str) or len(value) > 60:
        return ""
    text = _folded(value)
    while True:
        for candidate in (text, re.sub(r"\([^()]*\)$", "", text)):
            if candidate in names():
                return names()[candidate]
        match = _BEFORE_NAME.match(text)
        if match is None or match.end() == len(text):
            return ""
        text = text[match.end() :]


def size_of(value: Any) -> Decimal | None:
    """The size of a unit written alone in a cell, or in the brackets behind a name."""
    if not isinstance(value, str):
        return None
    text = _folded(value)
    brackets = re.search(r"\((?!\d+\))([^()]*)\)$", text)
    for word in (text, brackets[1] if brackets else "", text.partition("计量单位:")[2]):
        if word in _SIZES:
            return Decimal(_SIZES[word])
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An answer held against the second reading: how many figures were compared, and what disagrees."""

    compared: int
    wrong: tuple[str, ...]


def hold(
    pages: Mapping[str, Page],
    returns: tuple[Return, ...],
    findings: tuple[Finding, ...],
    firms: Mapping[str, Enterprise],
    sighted: frozenset[str],
) -> Held:
    """Every figure taken in stands in its cell, and every figure that stands there was taken in or spoken of.

    `sighted` are the firms of which a return was seen, whatever became of it.
    """
    wrong: list[str] = []
    compared = 0
    for one in returns:
        wrong += _identity(pages, one, findings, firms[one.enterprise])
        for fact in one.facts:
            compared += 1
            complaint = _figure(pages, fact, findings)
            if complaint:
                wrong.append(f"{fact.place.sheet}!{fact.place.cell or fact.place.row} {fact.field}: {complaint}")
    wrong += _left_out(pages, returns, findings, firms)
    wrong += _firms_left_out(pages, findings, firms, sighted)
    return Held(compared=compared, wrong=tuple(wrong))


def _figure(pages: Mapping[str, Page], fact: Fact, findings: tuple[Finding, ...]) -> str:
    page = pages.get(fact.place.sheet)
    if page is None:
        return "no such table"
    place = _place(page, fact)
    if place is None:
        return "no such cell"
    row, column = place
    if _asked(findings, fact, row, column):
        return ""
    sides = [value for other, value in page.row(row) if other != column and not _is_of_codes(page, other)]
    sizes = {size_of(value) for value in sides if isinstance(value, str) and _folded(value) != "1"}
    if len(sizes - {None}) > 1:
        return f"two units stand beside it: {sides}"
    above = [page.at(higher, column) for higher in range(row - 1, 0, -1) if not _asked(findings, fact, higher, column)]
    named = [code for value in sides if (code := field_of(value))] or [
        code for value in above if (code := field_of(value))
    ]
    if fact.field not in named:
        return f"the cell is named {named or 'nothing'}"
    raw = page.at(row, column)
    said = number(raw)
    if said is None:
        return f"taken as {fact.value} from {raw!r}"
    size = _unit(page, sides, above, row)
    if size is None:
        return "its unit is not told"
    if not any(abs(expected - fact.value) <= abs(expected) * _NEAR for expected in _sayings(page, place, said, size)):
        return f"taken as {fact.value}, {raw!r} in units of {size} says {said * size}"
    away, heading = next(
        ((away, value) for away, value in enumerate(above, start=1) if isinstance(value, str) and _is_heading(value)),
        (0, ""),
    )
    if heading and not _fits(heading, fact.scope) and not _asked(findings, fact, row - away, column):
        return f"taken as {fact.scope.value} below {heading!r}"
    return ""


def _is_of_codes(page: Page, column: int) -> bool:
    """Whether the column holds row codes, among which a word that strayed there is no unit."""
    words = [value for (_, other), value in page.cells.items() if other == column and isinstance(value, str)]
    return len(words) < 2 * sum(re.fullmatch(r"\d{2}", word) is not None for word in words)


def _sayings(page: Page, place: tuple[int, int], said: Decimal, size: Decimal) -> Iterator[Decimal]:
    """A share kept under a percent format may be the share itself, whatever the unit beside it."""
    yield said * size
    if "%" in page.formats.get(place, "") and size == Decimal("0.01"):
        yield said


def _unit(page: Page, sides: list[Any], above: list[Any], row: int) -> Decimal | None:
    """The unit of the row's own cell, else in the brackets of a name, else above the figure, else in the head."""
    del row
    for values in (sides, above):
        for value in values:
            size = size_of(value)
            if size is not None:
                return size
    heads = (value for _, value in sorted(page.cells.items()) if isinstance(value, str) and "计量单位" in value)
    return next((size for value in heads if (size := size_of(value)) is not None), None)


def hold_json(content: bytes, returns: tuple[Return, ...], findings: tuple[Finding, ...]) -> Held | None:
    """The same for a JSON document; None where this reader cannot open it."""
    try:
        document = json.loads(_decoded(content), parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError, ArithmeticError):
        return None
    wrong: list[str] = []
    for one in returns:
        for fact in one.facts:
            path = fact.place.clause
            asked = (found.place.clause for found in findings if found.severity >= Severity.QUERY)
            complaint = "" if any(_leads_to(path, other) for other in asked) else _leaf(document, path, fact, one)
            if complaint:
                wrong.append(f"{path} {fact.field}: {complaint}")
    return Held(compared=sum(len(one.facts) for one in returns), wrong=tuple(wrong))


def _leads_to(path: str, other: str) -> bool:
    """Whether a question about another path is one about the same figure."""
    return bool(other) and path.rpartition(".")[0].startswith(other.rpartition(".")[0])


def _leaf(document: Any, path: str, fact: Fact, one: Return) -> str:
    above = [document]
    for key, place in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        try:
            above.append(above[-1][key or int(place)])
        except (LookupError, TypeError):
            return "no such path"
    raw, figure, whole = above[-1], above[-2], above[-4] if len(above) > 3 else document
    value = raw if isinstance(raw, Decimal) else number(raw)
    size = size_of(figure.get("unit"))
    if field_of(figure.get("field")) != fact.field:
        return f"the figure is named {figure.get('field')!r}"
    if value is None or size is None or abs(value * size - fact.value) > abs(fact.value) * _NEAR:
        return f"taken as {fact.value}, {raw!r} in units of {figure.get('unit')!r}"
    if (path.endswith(".year_to_date")) != (fact.scope is Scope.YEAR_TO_DATE):
        return f"taken as {fact.scope.value}"
    named = str(whole.get("enterprise", "")).strip() if isinstance(whole, dict) else ""
    return "" if named in (one.enterprise,) or len(named) == 18 else f"taken for {one.enterprise}, named {named!r}"


def _place(page: Page, fact: Fact) -> tuple[int, int] | None:
    match = _ADDRESS.fullmatch(fact.place.cell)
    if match:
        return int(match[2]), _column(match[1])
    first = min((row for row, _ in page.cells), default=0)
    for head in range(first, min(first + 5, page.height) + 1):
        for column, value in page.row(head):
            if isinstance(value, str) and _is_heading(value) and _fits(value, fact.scope):
                return fact.place.row, column
    return None


def _column(word: str) -> int:
    column = 0
    for letter in word:
        column = column * 26 + ord(letter) - 64
    return column


def _is_heading(value: str) -> bool:
    text = _folded(value)
    words = ("本月", "当月", "本期", "累计", "数值", "上年", "去年", "1-2月", "完成")
    return text in ("value", "year_to_date") or (len(text) < 20 and any(word in text for word in words))


def _fits(heading: str, scope: Scope) -> bool:
    text = _folded(heading)
    if _LAST.search(text):
        return False
    if _SPAN.search(text) and "累计" not in text:
        return True
    return bool(_TOTAL.search(text)) == (scope is Scope.YEAR_TO_DATE)


def _asked(findings: tuple[Finding, ...], fact: Fact, row: int, column: int, least: Severity = Severity.QUERY) -> bool:
    return any(
        finding.severity >= least and finding.place.sheet in ("", fact.place.sheet) and _covers(finding, row, column)
        for finding in findings
    )


def _covers(finding: Finding, row: int, column: int) -> bool:
    """Whether a finding names the cell, or its row."""
    del column
    words = f"{finding.place.cell},{finding.facts.get('cell', '')},{finding.facts.get('rows', '')}"
    ranges = re.findall(r"[A-Z]+(\d+):[A-Z]+(\d+)", words)
    if any(int(first) <= row <= int(last) for first, last in ranges):
        return True
    rows = {int(match[2]) for match in _ADDRESS.finditer(words)} | {
        int(word) for word in re.findall(r"(?<![A-Z\d])\d+", words)
    }
    goes_on = "…" in words and rows and row > max(rows)
    return bool(row == finding.place.row or row in rows or goes_on)


def _names(finding: Finding, row: int, column: int) -> bool:
    """Whether a finding of any weight has the cell as its place."""
    match = _ADDRESS.fullmatch(finding.place.cell)
    return match is not None and (int(match[2]), _column(match[1])) == (row, column)


def _identity(pages: Mapping[str, Page], one: Return, findings: tuple[Finding, ...], firm: Enterprise) -> Iterator[str]:
    asked = {finding.code for finding in findings if finding.severity >= Severity.QUERY}
    page = pages.get(one.facts[0].place.sheet) if one.facts else None
    if page is None:
        return
    texts = [unicodedata.normalize("NFKC", value) for value in page.cells.values() if isinstance(value, str)]
    codes = {code for text in texts for code in _CODE.findall(text.upper())}
    own = {firm.id, firm.credit_code, firm.name.zh}
    if not any(code.startswith(("id.", "firm.")) for code in asked):
        if codes and firm.credit_code not in codes and firm.id not in texts:
            yield f"taken for {firm.id}, the codes are {sorted(codes)}"
        if not any(word in text for text in texts for word in own):
            yield f"taken for {firm.id}, which the table does not name"
    if not any(code.startswith("period.") for code in asked):
        told = set(_periods(page))
        last = (one.period.last.year, one.period.last.month)
        if told and last not in told:
            yield f"taken for {one.period}, the table says {sorted(told)}"


def _periods(page: Page) -> Iterator[tuple[int, int]]:
    for _, value in sorted(page.cells.items(), key=lambda item: item[0])[:4_000]:
        if isinstance(value, dt.date):
            yield value.year, value.month
        elif isinstance(value, str) and not re.search("有效|备案|报出|文号|批准", value):
            text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
            yield from ((int(match[1]), int(match[3] or match[2])) for match in _MONTHS.finditer(text))
            yield from (
                (int(match[1]), int(match[3] or match[2]))
                for match in re.finditer(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:\.\.(\d{2}))?(?!\d)", text)
            )


def _left_out(
    pages: Mapping[str, Page],
    returns: tuple[Return, ...],
    findings: tuple[Finding, ...],
    firms: Mapping[str, Enterprise],
) -> Iterator[str]:
    """Figures among those of a return that was taken in, of which neither a fact nor a finding came."""
    taken = [(one.enterprise, fact) for one in returns for fact in one.facts if fact.place.cell]
    for sheet in {fact.place.sheet for _, fact in taken}:
        page, facts = pages.get(sheet), [fact for _, fact in taken if fact.place.sheet == sheet]
        if page is None:
            continue
        own = {firm for firm, fact in taken if fact.place.sheet == sheet}
        places = {
            (int(match[2]), _column(match[1])) for fact in facts if (match := _ADDRESS.fullmatch(fact.place.cell))
        }
        columns = {column for _, column in places}
        first = min(row for row, _ in places)
        if len({fact.field for fact in facts}) < 3 or len(columns) > 2:
            continue
        for (row, column), value in sorted(page.cells.items()):
            if column not in columns or row < first - 2 or (row, column) in places or number(value) is None:
                continue
            sides = [side for other, side in page.row(row) if other != column]
            code = next((code for side in sides if (code := field_of(side))), "")
            if {"甲", "乙", "丙"} & set(sides):  # the line that numbers the columns
                continue
            if code and _belongs(sides, own, firms) and not _asked(findings, facts[0], row, column, Severity.NOTE):
                yield f"{sheet}!row {row} {code}: {value!r} was left out"


def _belongs(sides: list[Any], own: set[str], firms: Mapping[str, Enterprise]) -> bool:
    """Whether a row is of a firm whose return was taken in; one that names no firm is, where there is only one."""
    words = {value.strip() for value in sides if isinstance(value, str)}
    named = {firm.id for firm in firms.values() if words & {firm.id, firm.credit_code, firm.name.zh}}
    return named <= own if named else len(own) == 1


def _firms_left_out(
    pages: Mapping[str, Page],
    findings: tuple[Finding, ...],
    firms: Mapping[str, Enterprise],
    sighted: frozenset[str],
) -> Iterator[str]:
    """A firm whose code stands in a table came out of it, or something was asked about the table."""
    for name, page in pages.items():
        asked = [
            finding for finding in findings if finding.place.sheet in ("", name) and finding.severity >= Severity.QUERY
        ]
        if name == "_meta" or any(not finding.place.cell and not finding.place.row for finding in asked):
            continue
        for (row, column), value in sorted(page.cells.items()):
            word = value.strip() if isinstance(value, str) else ""
            for firm in (firm for firm in firms.values() if firm.id not in sighted):
                is_told = any(_names(finding, row, column) for finding in findings)
                is_asked = is_told or any(_covers(finding, row, column) for finding in asked)
                if word in (firm.id, firm.credit_code) and not is_asked:
                    yield f"{name}: {firm.id} stands in row {row} and was left out"
