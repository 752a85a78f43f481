"""A file of prices of any kind that is known: whose table it is, told from what stands in it, and its series."""

from __future__ import annotations

from zhibiao.errors import InputRefused
from zhibiao.market.goods import Goods
from zhibiao.market.price import PriceSeries
from zhibiao.market.price_file import PriceFile, PriceTableKind
from zhibiao.readers import price_csv, price_nbs, price_world_bank
from zhibiao.readers.price_cells import Sheet, read_sheets
from zhibiao.readers.price_gather import Gathered
from zhibiao.readers.remarks import Remarks
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity, ranked

_MOST_FINDINGS = 200


def read_price_file(content: bytes, *, name: str, goods: Goods) -> PriceFile:
    """Read a file of prices: text in any usual encoding, a spreadsheet, or a saved web page.

    A figure that cannot be a price is left out and found; the others stand. A blank one was not published.

    Raises:
        InputRefused: `price.refused`, no table that is known, no period, or no price at all.
    """
    remarks = Remarks(name)
    sheets = read_sheets(content, remarks)
    _close(remarks)
    gathered = Gathered(goods, remarks)
    kind, series = _read(sheets, gathered)
    _close(remarks)
    if not series:
        remarks.add("price.none_read", Severity.REJECT, Place(file=name))
        _close(remarks, also=True)
    return PriceFile(file=name, kind=kind, series=series, findings=ranked(remarks.gathered()))


def _read(sheets: tuple[Sheet, ...], gathered: Gathered) -> tuple[PriceTableKind, tuple[PriceSeries, ...]]:
    for sheet in sheets:
        gathered.remarks.sheet = sheet.name
        first = sheet.lines[0]
        header = [first.text(column) for column in range(len(first.cells))]
        if price_nbs.is_list(header):
            return PriceTableKind.NBS_LIST, price_nbs.read_list(sheet, gathered)
        if price_world_bank.is_list(header):
            return PriceTableKind.WORLD_BANK_LIST, price_world_bank.read_list(sheet, gathered)
        if (month := price_world_bank.first_month(sheet)) is not None:
            return PriceTableKind.WORLD_BANK_WORKBOOK, price_world_bank.read_workbook(sheet, month, gathered)
    tables = [(sheet, at) for sheet in sheets if (at := price_nbs.header_of(sheet)) is not None]
    if tables:
        return PriceTableKind.NBS_TABLE, price_nbs.read_published(tables, gathered)
    for sheet in sheets:
        gathered.remarks.sheet = sheet.name
        columns = price_csv.columns_of(sheet.lines[0])
        if not price_csv.missing(columns):
            return PriceTableKind.PLAIN, price_csv.read_plain(sheet, gathered, columns)
    _unknown(sheets, gathered.remarks)
    return PriceTableKind.PLAIN, ()


def _unknown(sheets: tuple[Sheet, ...], remarks: Remarks) -> None:
    """A file that is no table we know: which of the plain columns its first row lacks."""
    first = sheets[0].lines[0] if sheets else None
    lacks = "、".join(price_csv.missing(price_csv.columns_of(first)) if first else price_csv.NEEDED)
    found = "、".join(filter(None, (first.text(column) for column in range(len(first.cells))))) if first else ""
    remarks.add("price.table_unknown", Severity.REJECT, Place(file=remarks.file), lacks=lacks, found=found or "—")


def _close(remarks: Remarks, *, also: bool = False) -> None:
    """Refuse the file for what keeps it out whole; at the end with everything that was found on the way."""
    hard = [one for one in remarks.findings if one.severity is Severity.REJECT]
    if hard:
        shown = ranked(remarks.findings if also else hard)[:_MOST_FINDINGS]
        place = Place(file=remarks.file)
        raise InputRefused("price.refused", shown, place=place, file=remarks.file, count=len(hard))
