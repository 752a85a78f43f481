"""The routes of the interface."""

from __future__ import annotations

from fastapi import APIRouter

from zhibiao.web.api import (
    appeals,
    assessments,
    bases,
    book,
    calculators,
    decisions,
    enterprises,
    ledger,
    market,
    papers,
    queries,
    register,
    regulation,
    returns,
    transfers,
    verifications,
)
from zhibiao.web.api.frame import docs
from zhibiao.web.api.frame.subject import Subject

SUBJECTS: tuple[Subject, ...] = tuple(
    one.subject
    for one in (
        book,
        assessments,
        enterprises,
        returns,
        queries,
        bases,
        decisions,
        regulation,
        transfers,
        ledger,
        verifications,
        market,
        register,
        calculators,
        papers,
        appeals,
    )
)

API_ROUTERS: tuple[APIRouter, ...] = (docs.router, *(subject.router for subject in SUBJECTS))
