"""One broken file per mistake, built when needed; under its id where the catalogue of bad inputs has the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import returns_sample as sample
from breaking import (
    csv,
    delete_column,
    error_value,
    figures,
    filter_rows,
    firm_twice,
    hand,
    hide_row,
    merge_figures,
    meta,
    ods,
    old_template,
    ole2,
    put,
    repeat_row,
    replaced,
    same_again,
    set_line,
    two_months,
    zipped,
)

SHEET = "TT-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file, and what it must get: the outcome of the file, and a finding of that code at that cell or row."""

    id: str
    build: Callable[[], bytes]
    outcome: str
    code: str
    cell: str = ""
    row: int = 0
    name: str = "return.xlsx"
    sheet: str | None = None

    def __str__(self) -> str:
        return self.id


CASES = (
    # the container
    Case(
        id="FC-001 bomb",
        build=lambda: zipped(("xl/x.xml", bytes(16 << 20))),
        outcome="REJECT_FILE",
        code="file.uncompressed_too_large",
        sheet="",
    ),
    Case(
        id="FC-003 parts",
        build=lambda: zipped(*((f"p/{n}", b"") for n in range(5000))),
        outcome="REJECT_FILE",
        code="file.too_many_parts",
        sheet="",
    ),
    Case(
        id="FC-006 traversal",
        build=lambda: zipped(("../../etc/cron.d/x", b"x")),
        outcome="REJECT_FILE",
        code="file.bad_part_name",
        sheet="",
    ),
    Case(
        id="FC-007 path in name",
        build=sample.good,
        name="../../../data/app.xlsx",
        outcome="NORMALISE",
        code="file.name_sanitised",
        sheet="",
    ),
    Case(
        id="FC-009 long name",
        build=sample.good,
        name="表" * 5000 + "😀.xlsx",
        outcome="NORMALISE",
        code="file.name_sanitised",
        sheet="",
    ),
    Case(
        id="FC-010 doctype",
        outcome="REJECT_FILE",
        code="file.dtd_forbidden",
        sheet="",
        build=lambda: replaced("xl/workbook.xml", b"<workbook", b'<!DOCTYPE w [<!ENTITY e "x">]><workbook'),
    ),
    Case(
        id="FC-012 outer entity",
        outcome="REJECT_FILE",
        code="file.dtd_forbidden",
        sheet="",
        build=lambda: replaced(
            "xl/sharedStrings.xml", b"<sst", b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]><sst'
        ),
    ),
    Case(
        id="FC-014 macros",
        build=lambda: zipped(("xl/vbaProject.bin", b"x")),
        name="a.xlsm",
        outcome="REJECT_FILE",
        code="file.macros",
        sheet="",
    ),
    Case(
        id="FC-015 macros renamed",
        build=lambda: zipped(("xl/vbaProject.bin", b"x")),
        outcome="REJECT_FILE",
        code="file.macros",
        sheet="",
    ),
    Case(
        id="FC-016 encrypted",
        build=lambda: ole2("EncryptedPackage"),
        outcome="REJECT_FILE",
        code="file.encrypted",
        sheet="",
    ),
    Case(
        id="FC-017 xls",
        build=lambda: ole2("Workbook"),
        name="a.xls",
        outcome="REJECT_FILE",
        code="file.legacy_xls",
        sheet="",
    ),
    Case(id="FC-019 text named xlsx", build=csv(), outcome="REJECT_FILE", code="file.type_mismatch", sheet=""),
    Case(id="FC-022 empty", build=lambda: b"", outcome="REJECT_FILE", code="file.empty", sheet=""),
    Case(id="FC-026 ods", build=ods, name="a.ods", outcome="REJECT_FILE", code="file.type_unsupported", sheet=""),
    Case(id="cut short", build=lambda: sample.good()[:-400], outcome="REJECT_FILE", code="file.damaged", sheet=""),
    # text
    Case(
        id="TX-001 gbk",
        build=csv(lambda t: t.replace("crude_steel_t", "粗钢产量"), "gb18030"),
        name="a.csv",
        outcome="NORMALISE",
        code="text.decoded_gb18030",
    ),
    Case(id="utf-16", build=csv(encoding="utf-16"), name="a.csv", outcome="NORMALISE", code="text.decoded_utf16"),
    Case(
        id="TX-007 mixed",
        name="a.csv",
        outcome="REJECT_FILE",
        code="text.encoding_mixed",
        row=3,
        build=lambda: csv(lambda t: t.replace("gross_output_yuan", "工业总产值"))()[:-1].replace(
            b"sales_revenue_yuan", "营业收入".encode("gb18030")
        ),
    ),
    Case(
        id="TX-009 replacement",
        build=put(A4="填报单位(盖章)：试验长流程\ufffd铁有限公司"),
        outcome="QUARANTINE",
        code="text.replacement_char",
        cell="A4",
    ),
    Case(
        id="TX-008 mojibake",
        outcome="QUARANTINE",
        code="text.mojibake",
        cell="A4",
        build=put(A4="填报单位(盖章)：" + "钢铁公司".encode().decode("latin-1")),
    ),
    Case(
        id="TX-010 full-width", build=put(D8="９８０００．００"), outcome="NORMALISE", code="num.fullwidth", cell="D8"
    ),
    Case(
        id="TX-011 full-width minus",
        build=put(D24="－１，２３４"),
        outcome="QUARANTINE",
        code="num.fullwidth",
        cell="D24",
    ),
    Case(id="TX-012 padding", build=put(D8="\u300098000\u3000"), outcome="NORMALISE", code="text.trimmed", cell="D8"),
    Case(
        id="TX-018 name",
        build=put(A4="填报单位(盖章)：試驗長流程鋼鐵有限公司"),
        outcome="QUERY",
        code="id.name_differs",
        cell="A4",
    ),
    Case(
        id="TX-023 semicolon",
        build=csv(lambda t: t.replace(",", ";")),
        name="a.csv",
        outcome="NORMALISE",
        code="csv.delimiter",
        row=1,
    ),
    Case(
        id="TX-024 decimal comma",
        name="a.csv",
        outcome="QUARANTINE",
        code="num.bad_grammar",
        row=2,
        build=csv(set_line(2, 'TT-1,2025-03,gross_output_yuan,yuan,"1.234,56",3020000000')),
    ),
    Case(
        id="csv short row",
        build=csv(set_line(5, "TT-1,2025-03,taxes_yuan,yuan,1")),
        name="a.csv",
        outcome="QUARANTINE",
        code="csv.row_short",
        row=5,
    ),
    Case(
        id="csv column missing",
        build=csv(set_line(1, "enterprise,period,field,unit,value,sum")),
        name="a.csv",
        outcome="REJECT_FILE",
        code="sheet.header_missing",
        row=1,
    ),
    Case(
        id="text of another kind",
        build=lambda: "关于报送月报的通知\n各有关企业：\n".encode(),
        name="a.txt",
        outcome="REJECT_FILE",
        code="sheet.no_return",
    ),
    Case(
        id="csv quotes broken",
        build=csv(set_line(3, 'TT-1,2025-03,"sales_revenue_yuan"x,yuan,1,2')),
        name="a.csv",
        outcome="REJECT_FILE",
        code="csv.broken",
        row=3,
    ),
    Case(
        id="csv unknown firm",
        build=csv(set_line(3, "TT-9,2025-03,sales_revenue_yuan,yuan,1,2")),
        name="a.csv",
        outcome="QUARANTINE",
        code="id.unknown",
        row=3,
    ),
    # the sheet
    Case(
        id="SH-002 far cell", build=put(XFD1048576=" "), outcome="QUARANTINE", code="sheet.far_cell", cell="XFD1048576"
    ),
    Case(
        id="SH-007 heading twice",
        build=put(F6="本月"),
        outcome="REJECT_FILE",
        code="sheet.header_duplicate",
        cell="D6,F6",
    ),
    Case(id="SH-011 column deleted", build=delete_column(6), outcome="REJECT_FILE", code="sheet.header_missing", row=6),
    Case(
        id="SH-012 merged figures",
        build=hand(merge_figures),
        outcome="QUARANTINE",
        code="sheet.merged_filled",
        cell="D28",
    ),
    Case(id="SH-014 hidden row", build=hand(hide_row), outcome="QUERY", code="sheet.hidden_data", row=24),
    Case(id="SH-017 filter", build=hand(filter_rows), outcome="QUERY", code="sheet.filtered_rows", cell="A6:G40"),
    Case(id="SH-018 two months", build=two_months, outcome="REJECT_FILE", code="sheet.ambiguous", sheet=""),
    Case(
        id="SH-019 sheet name",
        outcome="NORMALISE",
        code="sheet.name_trimmed",
        sheet=" 月报 ",
        build=hand(lambda sheet: setattr(sheet, "title", " 月报 ")),
    ),
    Case(id="SH-020 total row", build=put(A28="合计", D28=26), outcome="NORMALISE", code="sheet.total_row", cell="A28"),
    Case(
        id="SH-025 formula",
        build=lambda: replaced("xl/worksheets/sheet1.xml", b"<v>24.5</v>", b"<f>D27+D31</f><v>24.5</v>"),
        outcome="NORMALISE",
        code="sheet.formula_value",
        cell="D17",
    ),
    Case(
        id="SH-027 stale formula",
        build=lambda: replaced("xl/worksheets/sheet1.xml", b"<v>24.5</v>", b"<f>D27+D31+D22</f><v>24.5</v>"),
        outcome="QUERY",
        code="sheet.formula_stale",
        cell="D17",
    ),
    Case(
        id="formula without value",
        build=put(D26="=D27+D31"),
        outcome="QUARANTINE",
        code="sheet.formula_without_value",
        cell="D26",
    ),
    Case(
        id="SH-028 error value",
        outcome="QUARANTINE",
        code="sheet.error_value",
        cell="D26",
        build=lambda: error_value("D26", "#REF!"),
    ),
    Case(
        id="SH-032 old template",
        build=old_template,
        outcome="REJECT_FILE",
        code="sheet.template_version",
        row=6,
    ),
    Case(
        id="SH-032 old version by its machine sheet",
        build=meta(B2="0"),
        outcome="REJECT_FILE",
        code="sheet.template_version",
        sheet="",
    ),
    Case(
        id="no form",
        build=hand(lambda sheet: sheet.delete_rows(6, 1)),
        outcome="REJECT_FILE",
        code="sheet.no_return",
        sheet="",
    ),
    Case(id="heading unknown", build=put(H6="备用栏"), outcome="NORMALISE", code="sheet.heading_unknown", cell="H6"),
    Case(id="row unknown", build=put(A31="其中：热轧板"), outcome="QUERY", code="sheet.field_unknown", cell="A31"),
    Case(
        id="row code of another", build=put(C24="24"), outcome="QUARANTINE", code="sheet.row_code_conflict", cell="A24"
    ),
    # numbers
    Case(id="NU-001 text", build=put(D8="98000"), outcome="NORMALISE", code="num.text", cell="D8"),
    Case(id="NU-004 scientific", build=put(D8="9.8E4"), outcome="QUARANTINE", code="num.bad_grammar", cell="D8"),
    Case(id="NU-006 underscore", build=put(D8="98_000"), outcome="QUARANTINE", code="num.bad_grammar", cell="D8"),
    Case(id="NU-007 nan", build=put(D8="nan"), outcome="QUARANTINE", code="num.not_finite", cell="D8"),
    Case(id="NU-008 circled", build=put(D8="①"), outcome="QUARANTINE", code="num.bad_grammar", cell="D8"),
    Case(
        id="NU-011 unit in cell", build=put(D24="26.06万吨"), outcome="QUARANTINE", code="num.unit_in_cell", cell="D24"
    ),
    Case(id="NU-013 blank", build=put(D8=None), outcome="QUARANTINE", code="edit.required_missing", cell="D8"),
    Case(
        id="NU-015 negative",
        build=figures(crude_steel_t=lambda v: -v),
        outcome="QUARANTINE",
        code="edit.negative",
        cell="D24",
    ),
    Case(
        id="NU-018 float tail",
        build=lambda: replaced("xl/worksheets/sheet1.xml", b"<v>24.5</v>", b"<v>24.500000000000004</v>"),
        outcome="NORMALISE",
        code="num.float_tail",
        cell="D17",
    ),
    Case(id="NU-024 boolean", build=put(D8=True), outcome="QUARANTINE", code="num.bad_type", cell="D8"),
    Case(
        id="NU-027 too large", build=put(D24="1" + "0" * 30), outcome="QUARANTINE", code="num.out_of_range", cell="D24"
    ),
    Case(id="dash", build=put(D13="—"), outcome="NORMALISE", code="num.none_mark", cell="D13"),
    Case(id="thousands", build=put(D8="98,000"), outcome="NORMALISE", code="num.thousands", cell="D8"),
    Case(id="magnitude twice", build=put(D24="26.06万"), outcome="QUARANTINE", code="num.unit_in_cell", cell="D24"),
    # units
    Case(
        id="UN-001 tonnes in 10kt",
        build=figures(crude_steel_t=lambda v: v * 10_000),
        outcome="QUARANTINE",
        code="unit.factor_1e4_suspected",
        cell="D24",
    ),
    Case(
        id="UN-006 yuan in 10kyuan",
        build=figures(sales_revenue_yuan=lambda v: v * 1_000),
        outcome="QUARANTINE",
        code="unit.factor_1e3_suspected",
        cell="D9",
    ),
    Case(
        id="decimal point",
        build=figures(crude_steel_t=lambda v: v // 10),
        outcome="QUARANTINE",
        code="unit.factor_10_suspected",
        cell="D24",
    ),
    Case(id="UN-003 unit changed", build=put(B24="吨"), outcome="QUARANTINE", code="unit.header_mismatch", cell="D24"),
    Case(
        id="unit of another kind", build=put(B24="万元"), outcome="QUARANTINE", code="unit.header_mismatch", cell="B24"
    ),
    Case(id="unit unknown", build=put(B24="万斤"), outcome="QUARANTINE", code="unit.unknown", cell="B24"),
    Case(id="unit blank", build=put(B24=None), outcome="QUARANTINE", code="unit.missing", cell="B24"),
    Case(
        id="filed in tonnes, said so",
        build=put(B24="吨", D24=260600, E24=803200, F24=271300, G24=808500),
        outcome="NORMALISE",
        code="unit.converted",
        cell="B24",
    ),
    # periods
    Case(
        id="PE-001 total in month",
        build=figures(crude_steel_t=lambda _: 803_200),
        outcome="QUARANTINE",
        code="edit.month_equals_cumulative",
        cell="D24,E24",
    ),
    Case(
        id="PE-002 month in total",
        build=put(E24=26.06),
        outcome="QUARANTINE",
        code="edit.cumulative_identity",
        cell="D24,E24",
    ),
    Case(id="PE-003 total falls", build=put(E24=50), outcome="QUERY", code="edit.cumulative_falls", cell="E24"),
    Case(id="PE-009 serial", build=put(A5=45717), outcome="NORMALISE", code="period.parsed", cell="A5"),
    Case(id="PE-012 ambiguous", build=put(A5="03/04/2025"), outcome="QUARANTINE", code="period.ambiguous", cell="A5"),
    Case(id="PE-015 1925", build=put(A5="1925年3月"), outcome="QUARANTINE", code="period.invalid", cell="A5"),
    Case(id="PE-017 two periods", build=put(D5="2025年4月"), outcome="QUARANTINE", code="period.mixed", cell="A5,D5"),
    Case(id="PE-018 last month again", build=same_again, outcome="QUERY", code="dup.same_values"),
    Case(id="quarter", build=put(A5="2025年1—3月"), outcome="QUARANTINE", code="period.not_a_month", cell="A5"),
    Case(id="no period", build=put(A5=None), outcome="QUARANTINE", code="period.missing", row=6),
    Case(id="future", build=lambda: sample.good(period="2025-09"), outcome="QUARANTINE", code="period.future"),
    # identity
    Case(
        id="ID-001 check digit",
        outcome="QUARANTINE",
        code="id.check_digit",
        cell="D4",
        build=put(D4=f"统一社会信用代码：{sample.STEEL.credit_code[:-1]}Y"),
    ),
    Case(
        id="ID-003 lower case",
        outcome="NORMALISE",
        code="id.upper",
        cell="D4",
        build=put(D4=f"统一社会信用代码：{sample.STEEL.credit_code.lower()}"),
    ),
    Case(
        id="ID-005 unknown",
        outcome="QUARANTINE",
        code="id.unknown",
        cell="D4",
        build=put(D4=f"统一社会信用代码：{sample.stranger()}"),
    ),
    Case(id="no code", build=put(D4="统一社会信用代码："), outcome="QUARANTINE", code="id.code_missing", cell="D4"),
    Case(id="ID-010 row twice", build=hand(repeat_row(11)), outcome="QUARANTINE", code="dup.row", cell="A27,A28"),
    Case(
        id="ID-011 row twice, equal", build=hand(repeat_row(0)), outcome="QUERY", code="dup.row_equal", cell="A27,A28"
    ),
    Case(id="firm twice", build=firm_twice(5), outcome="QUARANTINE", code="dup.row"),
    Case(id="firm twice, equal", build=firm_twice(0), outcome="QUERY", code="dup.row_equal"),
    # edits
    Case(
        id="ED-001 parts exceed",
        build=figures(rebar_t=lambda v: v + 9_000),
        outcome="QUARANTINE",
        code="edit.parts_exceed_total",
        cell="D26,D27,D31",
    ),
    Case(
        id="ED-003 capacity",
        build=figures(crude_steel_t=lambda _: 400_000),
        outcome="QUERY",
        code="edit.above_capacity",
        cell="D24",
    ),
    Case(
        id="ED-004 no power",
        build=figures(electricity_kwh=lambda _: 0),
        outcome="QUERY",
        code="edit.energy_missing",
        cell="D16,D26",
    ),
    Case(
        id="products exceed steel",
        build=figures(crude_steel_t=lambda _: 200_000),
        outcome="QUERY",
        code="edit.products_exceed_steel",
        cell="D26,D24",
    ),
    Case(
        id="metal balance",
        build=figures(pig_iron_t=lambda _: 190_000),
        outcome="QUERY",
        code="edit.metal_balance",
        cell="D24,D23,D22",
    ),
    Case(
        id="stock",
        build=figures(stock_t=lambda _: 150_000),
        outcome="QUERY",
        code="edit.stock_balance",
        cell="D18,D26,D17",
    ),
    Case(id="last year", build=put(F8=50_000), outcome="QUERY", code="edit.last_year_differs", cell="F8"),
    Case(id="total blank", build=put(E24=None), outcome="QUERY", code="edit.to_date_missing", cell="D24"),
)
