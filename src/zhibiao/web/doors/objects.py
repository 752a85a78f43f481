"""Whose a thing is that an address names: the enterprises whose figures it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.appeals import owners_of_appeal
from zhibiao.assemble.desk.decisions.decisions import owners_of_decision
from zhibiao.assemble.desk.firms.filed import owners_of_raw, return_of
from zhibiao.assemble.desk.intake.intake_answer import owners_of_file
from zhibiao.assemble.desk.papers import notice_of

Owners = Callable[[OpenBook, Mapping[str, Any]], frozenset[str] | None]


def _enterprise(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    enterprise = str(named["enterprise"])
    return frozenset({enterprise}) if enterprise in opened.city.enterprises else None


def _submission(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    return owners_of_file(opened, int(named["submission"]))


def _return(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    found = return_of(opened, str(named["reference"]))
    return None if found is None else frozenset({found.enterprise})


def _return_file(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    found = return_of(opened, str(named["reference"]))
    return None if found is None else owners_of_raw(opened, found.file_sha256)


def _decision(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    return owners_of_decision(opened, str(named["decision"]))


def _appeal(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    return owners_of_appeal(opened, str(named["appeal"]))


def _paper(opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    found = notice_of(opened, str(named["folder"]), str(named["name"]))
    return None if found is None else frozenset({found.enterprise})


OBJECTS: dict[str, Owners] = {
    "appeal": _appeal,
    "decision": _decision,
    "enterprise": _enterprise,
    "paper": _paper,
    "return": _return,
    "return_file": _return_file,
    "submission": _submission,
}
"""A finder for each kind of thing in the table of rights; None where the thing is not there."""


def owners_of(kind: str, opened: OpenBook, named: Mapping[str, Any]) -> frozenset[str] | None:
    """The owners of the thing that the path's blanks name."""
    return OBJECTS[kind](opened, named)
