"""A book of three firms of one group whose holdings no capacity bounds, for a desk in this process or another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ledger_sample import APPROVER, RULEBOOK, START, HandClock, keep_decision, make_decision
from zhibiao.procedures.approve import approve
from zhibiao.procedures.issue import issue
from zhibiao.store.book_folder import create_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import BookSettings, Person, Role
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.kept import StoredDecision

NOW = dt.datetime(2024, 6, 20, 2, tzinfo=dt.UTC)
HELD_T = {"A": 600, "B": 300, "C": 100}
PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
)
_CODES = ("91219900LH5000012F", "91219900LH5000020A", "91219900LH50000397", "91219900LH50000472")
_FIRM = """  - id: {id}
    credit_code: "{code}"
    name: {{zh: "{id} 厂（虚构）", en: "{id} Works (fictional)"}}
    sector: steel
    group: G
    zone: east
    route: bf-bof
    tier: normative
    grade: A
    veto_years: []
    facilities:
      - {{id: "{id}-1", kind: converter, counts_for: crude_steel_t, capacity_t: 1000, since: "2009-10"}}
"""
_CITY = """city: small
name: {zh: "小城（虚构）", en: "Small city (fictional)"}
authority: {zh: "小城工信局（虚构）", en: "Small bureau (fictional)"}
note: {zh: "虚构", en: "Fictional"}
enterprises:
"""


def make_folder(root: Path, *, store_url: str = "") -> BookStore:
    """An empty book of the three, in a file of its folder or on a server; its store is handed over open."""
    settings = BookSettings(city="small", language="zh", people=PEOPLE, store_url=store_url)
    city = city_of(HELD_T).encode()
    return create_book_folder(root, settings=settings, city=city, rulebooks={}, at=START).store(at=START)


def city_of(names: Iterable[str]) -> str:
    """The list of some enterprises of one group, at most four, as a book's folder keeps it."""
    return _CITY + "".join(_FIRM.format(id=name, code=code) for name, code in zip(names, _CODES, strict=False))


def put_forward(store: BookStore, quotas_t: Mapping[str, int] = HELD_T, *, cap_t: int = 1000) -> StoredDecision:
    """A draft of the analyst under a rulebook that bounds by the base alone."""
    plain = make_decision(quotas_t, cap_t=cap_t, head=store.head(), drafted_by="lin")
    rulebook = {**plain.body["rulebook"], "bounds": {"rule": "base_only", "clause": "5"}}
    body: dict[str, Any] = {**plain.body, "rulebook": rulebook}
    sha256 = content_hash(body)
    name = f"steel-2024-{sha256[:8]}"
    signed = (replace(plain.signatures[0], decision=name),)
    decision = replace(plain, id=name, sha256=sha256, body=body, signatures=signed)
    keep_decision(store, decision)
    return decision


def give_out(store: BookStore) -> None:
    """The three hold what they hold."""
    decision = put_forward(store)
    approve(store, HandClock(), decision.id, APPROVER)
    issue(store, HandClock(), decision.id, APPROVER, rulebook_sha256=RULEBOOK)
