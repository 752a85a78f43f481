"""The files of a comparison of rules: a workbook and a chart, in one language, put where they were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhibiao.allocation.comparison.compared import Compared
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import UsageError
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Language
from zhibiao.writers.comparison_chart import draw_comparison, draw_comparison_png
from zhibiao.writers.comparison_workbook import write_comparison_workbook
from zhibiao.writers.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, and what had to be different: a picture without a Chinese font is English."""

    files: tuple[Path, ...]
    notes: tuple[Finding, ...]


def write_comparison(found: Compared, folder: Path, *, lang: Language) -> Written:
    """Write `comparison.xlsx`, `comparison.svg` and `comparison.png` into a folder, made where there is none.

    Raises:
        UsageError: `comparison.folder_unusable`.
    """
    words = Words(catalogue(), lang)
    picture = draw_comparison_png(found, words)
    contents = {
        "comparison.xlsx": write_comparison_workbook(found, words),
        "comparison.svg": draw_comparison(found, words),
        "comparison.png": picture.content,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError("comparison.folder_unusable", folder=str(folder), reason=error.strerror) from error
    return Written(files=tuple(folder / name for name in contents), notes=picture.findings)
