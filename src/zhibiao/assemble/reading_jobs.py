"""What workers of the reading room can be asked to do with a stranger's bytes: a closed list, each job by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from zhibiao.market.price_file import PriceFile
from zhibiao.monthly.filed import FileRead
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text
from zhibiao.writers.answered import CopiedSheet

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Job(Generic[Told]):
    """A job and the type of value that it is answered with; its function fits `procedures.intake.Read` but for that."""

    name: str
    answer: type[Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCopies:
    """The sheets of a file as far as they come back; none of one that is refused at the door."""

    sheets: tuple[CopiedSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFirm:
    """The firm that a template says it was made for; None for any other file."""

    enterprise: Enterprise | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesTold:
    """What a file of prices holds; None with the findings for one that is refused."""

    file: PriceFile | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTold:
    """What was read in a page: its records as JSON Lines, its cleaned text; no text (None) for one that is refused."""

    doc: str
    lines: str
    records: int
    text: str | None
    published: str | None
    language: str
    findings: tuple[Finding, ...] = ()


READ = Job("read", FileRead)
COPY = Job("copy", SheetCopies)
FIRM = Job("firm", TemplateFirm)
PRICES = Job("prices", PricesTold)
PAGE = Job("page", PageTold)

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        READ.name: "zhibiao.readers.returns.return_file:read_returns",
        COPY.name: "zhibiao.assemble.sheet_copies:copy_sheets",
        FIRM.name: "zhibiao.assemble.sheet_copies:tell_firm",
        PRICES.name: "zhibiao.assemble.market_prices:tell_prices",
        PAGE.name: "zhibiao.assemble.page_job:tell_page",
    }
)
"""Where the function of each job is, as "module:function"; a worker imports it when the first file asks for it."""

NO_CITY = City(id="", name=Text(""), authority=Text(""), note=Text(""), enterprises={})
"""For jobs that ask nothing of a list of enterprises."""
