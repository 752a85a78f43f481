"""A table of monthly prices as a file that `zhibiao market` reads again: one row per good and month."""

from __future__ import annotations

import csv
import io

from zhibiao.market.goods import Goods
from zhibiao.market.price_table import PriceTable
from zhibiao.terms.exact import plain_decimal
from zhibiao.writers.safe_cell import csv_row

COLUMNS = ("good", "period", "price", "unit", "vat", "source")


def price_table_csv(table: PriceTable, goods: Goods) -> bytes:
    """Yuan without tax, goods in the order of the list, UTF-8 with its mark; a month that is not there has no row."""
    order = {code: place for place, code in enumerate(goods.by_code)}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for good, month in sorted(table.prices, key=lambda key: (order[key[0]], key[1])):
        price = plain_decimal(table.prices[good, month])
        source = table.sources.get(good, "")
        writer.writerow(csv_row([good, str(month), price, f"yuan/{goods[good].per}", "without", source]))
    return buffer.getvalue().encode("utf-8-sig")


def is_price_table(content: bytes) -> bool:
    """Whether bytes are those of such a file.

    >>> is_price_table(b"good,period,price,unit,vat,source")
    False
    """
    return content.startswith((",".join(COLUMNS) + "\r\n").encode("utf-8-sig"))
