"""`zhibiao template`: the form for a firm to fill in, one sheet for collecting, the text table, or paper templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line
from zhibiao.errors import UsageError
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language


class PeriodArgument(click.ParamType[Period]):
    """A month written YYYY-MM, or January with February as YYYY-01..02."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Parse, or fail as click does."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a period: write 2025-03 or 2025-01..02 (期间写作 2025-03)", param, ctx)


@click.command(
    "template", epilog="Example: zhibiao template --enterprise LH-S01 --period 2025-04 --out LH-S01-2025-04.xlsx"
)
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZHIBIAO_BOOK",
    help="The book folder; the bundled city without one.",
)
@click.option("--enterprise", metavar="ID", default="", help="Whose form, by id.")
@click.option("--all", "is_all", is_flag=True, help="One form per enterprise, into the folder --out.")
@click.option("--collected", is_flag=True, help="One sheet for the bureau: firms down, fields across.")
@click.option("--csv", "is_text", is_flag=True, help="The plain text table with the same codes.")
@click.option("--sector", default="", help="Of which sector: steel, magnesia, mine, scrap, deep; all without it.")
@click.option("--period", type=PeriodArgument(), help="YYYY-MM, or YYYY-01..02 for both months.")
@click.option("--papers", is_flag=True, help="Word base and brief of the papers, to be made one's own; into --out.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The file, or with --all or --papers the folder."
)
@verb
def template_(
    *,
    book: Path | None,
    enterprise: str,
    is_all: bool,
    collected: bool,
    is_text: bool,
    sector: str,
    period: Period | None,
    papers: bool,
    out: Path,
) -> Answer:
    """Write the form that a firm fills in and can check itself. 填报模板"""
    from zhibiao.assemble.template import Asked, desk_at, write_templates

    if papers:
        return _papers(out)
    if period is None:
        raise UsageError("template.period")
    if is_all == bool(enterprise) and not (collected and not enterprise and not is_all):
        raise UsageError("template.whose")
    # A form is a paper in Chinese, whatever the machine speaks, unless the other language is asked for.
    lang: Language = click.get_current_context().params.get("lang") or "zh"
    asked = Asked(
        enterprise=enterprise, sector=sector, period=period, lang=lang, is_collected=collected, is_text=is_text
    )
    written = write_templates(desk_at(book), asked, out)

    return _written(written, period=str(period))


def _papers(out: Path) -> Answer:
    """The templates of papers."""
    from zhibiao.assemble.papers import write_paper_templates

    return _written(write_paper_templates(out))


def _written(written: Sequence[Path], **more: str) -> Answer:
    def show(lang: Language) -> None:
        from zhibiao.assemble.template import words_in

        words = words_in(lang)
        for path in written[:_MOST_SHOWN]:
            line(words("written", file=path))
        if len(written) > _MOST_SHOWN:
            line(words("written_more", count=len(written) - _MOST_SHOWN))

    return Answer(result={"files": [str(path) for path in written], **more}, show=show)


_MOST_SHOWN = 10
