"""`zhibiao cross-check`: which enterprises to look at first, from what they filed themselves."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import LANGUAGE, Answer, verb
from zhibiao.cli.options import MONTH
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.monthly.cross_checked import CrossCheck, Row
    from zhibiao.terms.period import Month


@click.command(
    "cross-check", epilog="Example: zhibiao cross-check 2025-03 --book liaohe --as lin --out cross-check.xlsx"
)
@click.argument("month", type=MONTH)
@options.book
@options.sector
@options.acting
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write ranking and reasons as .xlsx.")
@verb
def cross_check_(*, month: Month, book: Path, sector: str, person: str, out: Path | None) -> Answer:
    """Rank enterprises by where a look is worth most. 核对排序"""
    from zhibiao.assemble.cross_check import check, plain, workbook
    from zhibiao.assemble.out_file import write_out

    opened = options.open_book(book)
    checked = check(opened, month, sector, person=person)
    file: dict[str, object] = {}
    if out is not None:
        content = workbook(opened, checked, click.get_current_context().meta[LANGUAGE])
        write_out(out, content)
        file = {"file": str(out), "bytes": len(content)}
    return Answer(
        result=plain(checked) | file,
        show=lambda lang: _show(opened, checked, file, lang),
        marks=opened.marks(),
    )


def _show(opened: OpenBook, checked: CrossCheck, file: dict[str, object], lang: Language) -> None:
    from zhibiao.assemble.resources import catalogue, sector_of
    from zhibiao.cli.show import line, table, unit_of_mass
    from zhibiao.cli.tell import words

    unit = unit_of_mass(lang)
    keys = ("rank", "enterprise", "reported", "estimate", "interval", "gap", "deviations", "conflict", "points")
    title = words(
        "cross_check.title",
        lang,
        month=checked.month,
        sector=sector_of(checked.sector).name.in_(lang),
        count=len(checked.rows),
    )
    heads = [words(f"cross_check.head.{key}", lang, unit=unit) for key in keys]
    names = {row.enterprise: opened.city.name_of(row.enterprise).in_(lang) for row in checked.rows}
    table(title, heads, [_cells(row, names[row.enterprise], lang) for row in checked.rows], words=2)
    with_reasons = [row for row in checked.rows if row.reasons]
    for row in with_reasons:
        line("")
        line(f"{row.rank}. {names[row.enterprise]} ({row.enterprise})")
        _tell_reasons(row, lang)
    if not with_reasons:
        line(words("cross_check.nothing", lang))
    counted = checked.bunching
    facts = {"below": counted.below, "above": counted.above, "chance": f"{counted.chance:.2g}"}
    line("")
    line(words("cross_check.bunching", lang, **facts))
    line(catalogue().text("paper.cross_check.note", lang))
    if file:
        line(words("cross_check.written", lang, path=file["file"], bytes=file["bytes"]))


def _cells(row: Row, name: str, lang: Language) -> tuple[str, ...]:
    from zhibiao.cli.show import percent, ten_kt

    found, reported = row.combined, row.reported_t
    if found is None:
        return (str(row.rank), name, ten_kt(reported, lang), "—", "—", "—", "—", "—", f"{row.points:.1f}")
    low, high = (ten_kt(round(bound), lang) for bound in found.interval())
    gap = None if reported is None or not found.tonnes else Decimal((found.tonnes - float(reported)) / found.tonnes)
    return (
        str(row.rank),
        name,
        ten_kt(reported, lang),
        ten_kt(round(found.tonnes), lang),
        f"{low}–{high}",
        percent(gap),
        "—" if reported is None else f"{found.gap(reported):+.1f}",
        "—" if not found.freedom else f"{found.conflict:.2g}",
        f"{row.points:.1f}",
    )


def _tell_reasons(row: Row, lang: Language) -> None:
    from zhibiao.assemble.cross_check import said
    from zhibiao.cli.show import line
    from zhibiao.cli.tell import words

    for reason in row.reasons:
        what = said("what", reason, lang)
        if reason.base_rate is not None:
            what += words("cross_check.base_rate", lang, share=f"{reason.base_rate:.0%}")
        line(f"  · {what}")
        line(f"    {said('why', reason, lang)}")
        line(words("cross_check.settles", lang, text=said("hint", reason, lang)))
