"""A spreadsheet program opens the template and works its checks out as this program does; needs LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from returns_sample import STEEL, figures
from writers.test_template_workbook import MARCH, desk
from zhibiao.assemble.template import companions, template_for
from zhibiao.monthly.form import Filing
from zhibiao.monthly.relations import Mark, judge
from zhibiao.monthly.template import COLUMN_OF, Template
from zhibiao.writers.template_workbook import template_workbook

PLANTED = {
    "rebar_t": (200_000, 200_000, None, None),
    "value_added_yuan": (9_000_000_000, 9_000_000_000, None, None),
    "stock_t": (900_000, None, None, None),
    "pig_iron_t": (400_000, 400_000, None, None),
}


def _template(changed: dict[str, tuple[int | None, int | None, int | None, int | None]]) -> Template:
    given = Filing(
        enterprise=STEEL.id,
        name=STEEL.name,
        credit_code=STEEL.credit_code,
        sector=STEEL.sector,
        authority=desk().city.authority,
        period=MARCH,
        signed_on=None,
        figures={**figures(STEEL, MARCH), **changed},
    )
    return template_for(desk(), STEEL, MARCH, "zh", filing=given)


def _typed_in(template: Template, folder: Path) -> Path:
    """The figures typed into an empty form by another program, which keeps no results of formulas."""
    blank = template_workbook(template_for(desk(), STEEL, MARCH, "zh"), companions(STEEL, "zh"))
    book = openpyxl.load_workbook(BytesIO(blank))
    for ref, value in template.figures.items():
        book.worksheets[0].cell(template.rows[ref.field] + 1, COLUMN_OF[ref.scope] + 1).value = float(value)
    path = folder / "typed.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("changed", [{}, PLANTED], ids=["good", "planted"])
def test_marks_in_the_office_are_those_worked_out_here(
    changed: dict[str, tuple[int | None, int | None, int | None, int | None]], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not here")
    template = _template(changed)
    path = _typed_in(template, tmp_path)
    command = [
        office,
        f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=120
    )
    page = openpyxl.load_workbook(tmp_path / "out" / "typed.xlsx", data_only=True)["审核"]
    shown = [page.cell(row, 9).value for row in range(5, 6 + len(template.relations))]
    judged = [judge(one, template.figures) for one in template.relations]
    assert ["✓", *(one.mark.value for one in judged)] == shown
    assert (Mark.FAILS in {one.mark for one in judged}) == bool(changed)
    for row, one in enumerate(judged, start=6):
        if one.difference is not None and one.tolerance is not None:
            assert float(one.difference) == pytest.approx(page.cell(row, 7).value, abs=1e-6)
            assert float(one.tolerance) == pytest.approx(page.cell(row, 8).value, abs=1e-6)
