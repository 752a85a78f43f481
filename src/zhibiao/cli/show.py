"""Words, numbers and tables on a terminal; plain text when the output is not one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rich.console import Console
from rich.table import Table

from zhibiao.terms.exact import printed
from zhibiao.terms.text import Language
from zhibiao.terms.visible import visible


def console() -> Console:
    """Standard output; a pipe or file gets room for whole lines and no colour."""
    # Names of strangers are no mark-up: "[/x]" would end in a trace, "[red]" would be gone.
    plain = Console(highlight=False, soft_wrap=False, markup=False, emoji=False)
    return plain if plain.is_terminal else Console(highlight=False, width=150, markup=False, emoji=False)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], *, words: int | None = None) -> None:
    """A table; numbers stand right, words left: the first `words` columns, or judged by the first row."""
    drawn = Table(
        title=visible(title, keeps="\n"),
        title_justify="left",
        title_style="bold",
        header_style="",
        box=None,
        pad_edge=False,
    )
    first = rows[0] if rows else [""] * len(heads)
    for column, (head, cell) in enumerate(zip(heads, first, strict=True)):
        is_left = _is_words(cell) if words is None else column < words
        drawn.add_column(head, justify="left" if is_left else "right", overflow="fold")
    for row in rows:
        drawn.add_row(*(visible(str(cell), keeps="\n") for cell in row))
    console().print(drawn)


def line(text: str) -> None:
    """One line, printed as it is but for characters that would act on the terminal."""
    console().print(visible(text, keeps="\n\t"))


def ten_kt(tonnes: int | Fraction | Decimal | None, lang: Language) -> str:
    """Tonnes for people: 万吨 with two decimals in Chinese, kt with one in English; a dash for none."""
    if tonnes is None:
        return "—"
    exact = Fraction(tonnes)
    return f"{printed(exact / 10_000, 2):,}" if lang == "zh" else f"{printed(exact / 1_000, 1):,}"


def unit_of_mass(lang: Language) -> str:
    """The unit that `ten_kt` prints in."""
    return "万吨" if lang == "zh" else "kt"


def percent(ratio: Fraction | Decimal | None, *, signed: bool = True) -> str:
    """A ratio as percent with one decimal; a dash for none."""
    if ratio is None:
        return "—"
    rounded = printed(Fraction(ratio) * 100, 1)
    return f"{rounded:+} %" if signed else f"{rounded} %"


def _is_words(cell: object) -> bool:
    text = str(cell).strip().rstrip("%").replace(",", "").replace("—", "0").strip()
    try:
        float(text)
    except ValueError:
        return True
    return False
