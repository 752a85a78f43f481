"""Returns in a workbook: every sheet that carries the form, wherever it stands and whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from zhibiao.monthly.filed import Filed, FileRead, Sighted
from zhibiao.monthly.form import TEMPLATE, TEMPLATE_VERSION
from zhibiao.readers.form import Form, find_form
from zhibiao.readers.form_rows import Names, read_rows
from zhibiao.readers.grid import Grid, read_grids
from zhibiao.readers.identity import Register, identify
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import fold
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

_SHEET_FAULTS = frozenset({"sheet.header_missing", "sheet.header_duplicate", "sheet.template_version"})
_META = "_meta"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    names: Names
    register: Register


def read_workbook(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    """Read all returns of an inspected .xlsx.

    A fault of a sheet's header keeps that sheet out; where it is the file's only return, the whole file. The
    machine sheet `_meta` is not needed and tells only an old version of the form: what a person sees decides.
    """
    lists = _Lists(names=Names.of(dictionary), register=Register.of(city))
    remarks = Remarks(name)
    sighted = []
    try:
        for grid in read_grids(content):
            found = _sight(grid, name, lists, remarks)
            if found is not None:
                sighted.append(found)
    except (ElementTree.ParseError, KeyError, ValueError, OSError, _calamine_error()) as error:
        remarks.reject("file.damaged", reason=str(error))
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    if not sighted:
        remarks.reject("sheet.no_return")
    if len(sighted) == 1:
        sighted = [_hardened(sighted[0])]
    _refuse_two_months(sighted, remarks)
    return FileRead(name=name, findings=remarks.gathered(), returns=tuple(_refuse_doubles(sighted)))


def _calamine_error() -> type[Exception]:
    from python_calamine import CalamineError

    return CalamineError


def _sight(grid: Grid, file: str, lists: _Lists, remarks: Remarks) -> Sighted | None:
    """The return on one sheet, or None where it carries none."""
    if grid.name == _META:
        _refuse_old_version(grid, remarks)
        return None
    if not grid.rows:
        return None
    own = Remarks(file, grid.name)
    form = find_form(grid, own)
    if form is None:
        if grid.is_visible:
            remarks.add("sheet.not_a_return", Severity.NOTE, own.place(), sheet=grid.name)
        return None
    _note_sheet(grid, own)
    enterprise = identify(
        lists.register,
        code=form.credit_code.text,
        name=form.name.text,
        code_cell=form.credit_code.cell,
        name_cell=form.name.cell,
        remarks=own,
    )
    period = _period(form, own)
    filed = None
    if not any(finding.code in _SHEET_FAULTS for finding in own.findings):
        filed = _filed(form, enterprise, period, lists.names, own)
    return Sighted(place=own.place(), filed=filed, findings=own.gathered())


def _refuse_old_version(grid: Grid, remarks: Remarks) -> None:
    """The machine sheet of another version of the form: its fields may mean something else."""
    said = {fold(str(row[0])): str(row[1]) for row in grid.rows if len(row) > 1}
    if "version" in said and (said.get("template"), said["version"]) != (TEMPLATE, TEMPLATE_VERSION):
        found = f"{said.get('template', '')} {said['version']}".strip()
        remarks.reject("sheet.template_version", found=found, expected=f"{TEMPLATE} {TEMPLATE_VERSION}")


def _filed(form: Form, enterprise: str, period: Period | None, names: Names, own: Remarks) -> Filed | None:
    """The figures; read even where firm or period are unknown, so that all findings come at once."""
    rows = read_rows(form, names, own)
    if rows.conflicts * 2 > len(rows.seen):
        own.findings = [finding for finding in own.findings if finding.code != "sheet.row_code_conflict"]
        found = Text(zh=f"{rows.conflicts}行代码不同", en=f"{rows.conflicts} other row codes")
        expected = f"{TEMPLATE} {TEMPLATE_VERSION}"
        own.quarantine("sheet.template_version", row=form.header + 1, of="row_code", found=found, expected=expected)
        return None
    if not enterprise or period is None:
        return None
    return Filed(
        enterprise=enterprise,
        period=period,
        place=own.place(row=form.header + 1),
        facts=tuple(rows.facts),
        last_year=tuple(rows.last_year),
        declared_none=frozenset(rows.declared_none),
        filed_units=rows.units,
        places=rows.places,
    )


def _note_sheet(grid: Grid, own: Remarks) -> None:
    if grid.structure.far_cell:
        own.quarantine("sheet.far_cell", grid.structure.far_cell)
    if grid.structure.is_out_of_order:
        own.note("sheet.row_order")
    if grid.name != grid.name.strip():
        own.note("sheet.name_trimmed", name=grid.name)
    if not grid.is_visible:
        own.query("sheet.hidden_data", rows="—")


def _period(form: Form, own: Remarks) -> Period | None:
    """The one period that the head names; several different ones, or none, are not guessed at."""
    periods = {span.period for span, _ in form.spans if span.period is not None}
    for span, cell in form.spans:
        if span.code == "period.parsed" and len(periods) == 1:
            own.note("period.parsed", cell, text=span.text, period=str(span.period))
        elif span.period is None:
            own.quarantine(span.code, cell, text=span.text)
    if len(periods) > 1:
        cells = ",".join(cell for _, cell in form.spans)
        own.quarantine("period.mixed", cells, periods="、".join(sorted(map(str, periods))))
    if not form.spans:
        own.quarantine("period.missing", row=form.header + 1)
    usable = len(periods) == 1 and all(span.period is not None for span, _ in form.spans)
    return next(iter(periods)) if usable else None


def _hardened(one: Sighted) -> Sighted:
    """The only return of a file: a fault of its header refuses the file."""
    findings = tuple(
        replace(finding, severity=Severity.REJECT) if finding.code in _SHEET_FAULTS else finding
        for finding in one.findings
    )
    return replace(one, findings=findings)


def _refuse_two_months(sighted: list[Sighted], remarks: Remarks) -> None:
    """One firm's own file holds one period; which of two was meant is not guessed."""
    filed = [one.filed for one in sighted if one.filed is not None]
    periods = {one.period for one in filed}
    if len({one.enterprise for one in filed}) == 1 and len(periods) > 1 and len(filed) == len(sighted):
        sheets = "、".join(one.place.sheet for one in filed)
        remarks.reject("sheet.ambiguous", sheets=sheets, periods="、".join(map(str, sorted(periods))))


def _refuse_doubles(sighted: list[Sighted]) -> Iterable[Sighted]:
    """A firm that stands twice for one period: equal figures count once, different ones not at all."""
    groups: dict[tuple[str, Period], list[Sighted]] = {}
    for one in sighted:
        if one.filed is not None:
            groups.setdefault((one.filed.enterprise, one.filed.period), []).append(one)
    for one in sighted:
        group = groups.get((one.filed.enterprise, one.filed.period), [one]) if one.filed else [one]
        if len(group) == 1:
            yield one
        elif len({_figures(member) for member in group}) > 1:
            yield replace(one, findings=(*one.findings, _double("dup.row", Severity.QUARANTINE, one, group)))
        elif one is group[0]:
            yield replace(one, findings=(*one.findings, _double("dup.row_equal", Severity.QUERY, one, group)))


def _figures(one: Sighted) -> frozenset[tuple[str, str, str]]:
    assert one.filed is not None
    return frozenset((fact.field, fact.scope.value, str(fact.value.normalize())) for fact in one.filed.facts)


def _double(code: str, severity: Severity, one: Sighted, group: list[Sighted]) -> Finding:
    sheets = "、".join(member.place.sheet or f"{member.place.row}" for member in group)
    name = one.filed.enterprise if one.filed else ""
    return Finding(code=code, severity=severity, place=one.place, facts={"cell": sheets, "name": name})
