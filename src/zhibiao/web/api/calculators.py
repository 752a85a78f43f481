"""What needs no book: dividing a cap by any rule, the rules themselves, forecasts of a table, reading a text."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.calculated import calculation_plain
from zhibiao.assemble.calculated import marks as calculation_marks
from zhibiao.assemble.calculator import Question, calculate
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.forecast import forecast
from zhibiao.assemble.forecast import marks as forecast_marks
from zhibiao.assemble.page_list import documents
from zhibiao.assemble.pages import read_pages
from zhibiao.assemble.rule_list import rule_list
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Found, Plain, answer
from zhibiao.web.api.frame.asked import Asked, Body, Day, MaybeWords, MonthText, Name, Whole
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("calculators")

Table = Annotated[str, Field(min_length=1, max_length=400_000)]
_MOST_SEED = 2**31 - 1


class Split(Body):
    """A cap to divide among the claimants of a table."""

    table: Table = Field(
        description="CSV with columns id,claim and others by rule.", examples=["id,claim\nA,60\nB,80\n"]
    )
    cap: Annotated[str, Field(min_length=1, max_length=40)] = Field(examples=["100"])
    rule: Name = Field("proportional", examples=["talmud"])
    rounding: Name = "largest_remainder"
    unit: Annotated[str, Field(max_length=40)] | None = None
    unit_floor: Annotated[Whole, Field(ge=0, le=10**9)] = 0
    settings: dict[Name, Annotated[str, Field(max_length=60)]] = Field(default_factory=dict, max_length=30)
    groups: Table | None = Field(None, description="CSV with columns group,within,floor,ceiling.")
    seed: Annotated[Whole, Field(ge=0, le=_MOST_SEED)] = 0


class Divided(Plain):
    """Quotas in the order of the table, amounts in what it counts in; as `zhibiao split --json` prints them."""

    rule: str
    cap: int | float
    rounding: str
    rows: list[Plain]
    sum: int | float


class Rules(Plain):
    """The rules of allocation: what each reads, computes, keeps and breaks."""

    rules: list[Plain]


class Forecast(Body):
    """A table of series to forecast."""

    table: Table = Field(
        description="CSV with columns series,month,ytd: totals since January.",
        examples=["series,month,ytd\nA,2024-02,100\nA,2024-12,640\nA,2025-02,96\n"],
    )
    as_of: MonthText = Field(examples=["2025-02"])
    caps: Table | None = Field(None, description="CSV with columns scope,year,rule,value,known_from.")
    known: Table | None = Field(None, description="CSV with columns series,month,kind,value,known_from.")


class Forecasts(Plain):
    """Year-end outlooks; as `zhibiao forecast --json` prints them."""

    as_of: str
    year: int
    rows: list[Plain]
    refused: list[str]
    findings: list[Found]


class Page(Body):
    """A published page to read."""

    name: Name = Field(examples=["report.html"])
    text: Annotated[str, Field(min_length=1, max_length=1_000_000)] = Field(
        description="The page as HTML or plain text.", examples=["2025年，全市粗钢产量同比增长3.2%。"]
    )
    date: Day | None = Field(None, description="The day it was published, where the page does not say.")


class PageRead(Plain):
    """What a page says: records with their places, and its cleaned text."""

    doc: str
    published: str | None
    language: str
    text: str | None
    records: list[Plain]
    findings: list[Found]


class RuleAsked(Asked):
    """Of the rules."""

    kind: Literal["", "claims", "weights"] = ""


@subject.acts("/split", Divided, is_writing=False, is_keyed=False)
def split(body: Split) -> Response:
    """Divide a cap among claimants by any rule, in whole units."""
    question = Question(
        content=body.table.encode(),
        name="table.csv",
        cap=body.cap,
        rule=body.rule,
        rounding=body.rounding,
        unit=body.unit,
        unit_floor=body.unit_floor,
        settings=[f"{name}={value}" for name, value in body.settings.items()],
        groups=(body.groups.encode(), "groups.csv") if body.groups else None,
        seed=body.seed,
    )
    return answer(calculation_plain(calculate(question)), calculation_marks(question))


@subject.reads("/rules", Rules)
def list_rules(request: Request, asked: Annotated[RuleAsked, Query()]) -> Response:
    """Every rule of allocation, with rounding methods, rules of the base and of regulation."""
    found = rule_list()
    rules = [one for one in found["rules"] if asked.kind in ("", one["kind"])]
    with book_of(request) as opened:
        return answer({**found, "rules": rules}, marks_of(request, opened))


@subject.reads("/rules/{rule}", Rules)
def show_rule(request: Request, rule: Annotated[str, Path(max_length=60, examples=["talmud"])]) -> Response:
    """One rule in full."""
    found = rule_list(rule)
    with book_of(request) as opened:
        return answer(found, marks_of(request, opened))


@subject.acts("/forecasts", Forecasts, is_writing=False, is_keyed=False)
def make_forecast(body: Forecast) -> Response:
    """Forecast where each series of a table and their total end the year."""
    content = body.table.encode()
    beside = [(name, text.encode()) for name in ("caps", "known") if (text := getattr(body, name)) is not None]
    with uploads.as_files([(f"{name}.csv", text) for name, text in beside]) as paths:
        files = dict(zip((name for name, _ in beside), paths, strict=True))
        caps, known = files.get("caps"), files.get("known")
        made = forecast(content, name="table.csv", as_of=Month.parse(body.as_of), caps=caps, known=known)
        marks = forecast_marks(content, [caps, known])
    findings = [finding_plain(one) for one in made.findings]
    return answer(made.plain() | {"findings": findings}, marks, ok=made.is_whole)


@subject.acts("/texts", PageRead, is_writing=False, is_keyed=False)
def read_text(request: Request, body: Page) -> Response:
    """Read a page into records: results, targets, tasks, projects, agreements."""
    name: MaybeWords = uploads.plain_name(body.name)
    with uploads.as_files([(name if "." in name else f"{name}.html", body.text.encode())]) as paths:
        (told,) = read_pages(documents(paths, index=None, date=body.date), lexicons=(), workers=1)
    result = {
        "doc": told.doc,
        "published": told.published,
        "language": told.language,
        "text": told.text,
        "records": [json.loads(line) for line in told.lines.splitlines()],
        "findings": [finding_plain(one) for one in told.findings],
    }
    is_ok = all(one.severity < Severity.QUARANTINE for one in told.findings)
    with book_of(request) as opened:
        return answer(result, {"code_version": opened.marks()["code_version"]}, ok=is_ok)
