"""The pages there are."""

from __future__ import annotations

from fastapi import APIRouter

from zhibiao.web.pages import health, papers
from zhibiao.web.pages.access import access_log, account, join, people, settings, sign_in
from zhibiao.web.pages.appeals import appeal, appeals
from zhibiao.web.pages.audit import audit, audit_cross_check, audit_restatements, audit_verify
from zhibiao.web.pages.decisions import (
    bases,
    compare,
    decision,
    decision_months,
    decision_transfers,
    decisions,
    regulation,
)
from zhibiao.web.pages.enterprises import enterprise, enterprise_returns, enterprises
from zhibiao.web.pages.intake import intake, intake_answer, intake_template, queries
from zhibiao.web.pages.ledger import book, book_capacity, book_entries, book_heads
from zhibiao.web.pages.market import commodities
from zhibiao.web.pages.month import high_end, this_month
from zhibiao.web.pages.register import register, register_acts, register_candidates, register_follow_up, register_item

ROUTERS: tuple[APIRouter, ...] = (
    appeals.router,
    appeal.router,
    enterprises.router,
    enterprise.router,
    enterprise_returns.router,
    bases.router,
    decisions.router,
    compare.router,
    decision_months.router,
    decision.router,
    decision_transfers.router,
    regulation.router,
    register.router,
    register_item.router,
    register_acts.router,
    register_candidates.router,
    register_follow_up.router,
    this_month.router,
    commodities.router,
    high_end.router,
    book.router,
    book_entries.router,
    book_capacity.router,
    book_heads.router,
    audit.router,
    audit_cross_check.router,
    audit_restatements.router,
    audit_verify.router,
    sign_in.router,
    join.router,
    papers.router,
    account.router,
    settings.router,
    access_log.router,
    people.router,
    intake.router,
    intake_template.router,
    intake_answer.router,
    queries.router,
    health.router,
)
