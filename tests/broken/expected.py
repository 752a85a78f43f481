"""What the catalogue of bad inputs expects, read from itself, and where we answer otherwise on purpose."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

AREAS = {
    "FC": "files",
    "TX": "text",
    "SH": "shape",
    "NU": "numbers",
    "UN": "units",
    "PE": "periods",
    "ID": "identity",
    "RV": "revisions",
    "ED": "edits",
    "AP": "documents",
    "LW": "ledger",
    "IN": "injection",
    "AU": "authorisation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The class of the answer, the code among its findings ("" for none), and what the finding must name."""

    outcome: str
    code: str
    locate: tuple[str, ...] = ()
    title: str = ""


DIFFERENCES: Mapping[str, Expected] = {
    # The catalogue leaves it open: "or parsed by a separate reader with equal checks". It is.
    "FC-017": Expected(outcome="NORMALISE", code="file.legacy_xls", locate=("file",), title="true BIFF8 .xls"),
    # An .ods is read by its own reader too; what WPS or Excel alone can open stands for the refusal (twin FC-026 et).
    "FC-026": Expected(outcome="NORMALISE", code="file.open_document", locate=("file",), title="ODF .ods"),
}

WITH_THE_DESK = {
    "LW-020": "appeals, which are filed there",
    "AP-010": "the body of a request",
    "AP-011": "the header of a request",
    "AP-013": "the path of a request",
    "AP-014": "the query of a request",
    "AP-015": "the query of a request",
    "IN-004": "pages",
    "IN-006": "pages",
    "IN-007": "the log of a service",
    "AU-001": "the path of a request",
    "AU-003": "what a page explains to one enterprise",
    "AU-005": "routes that write",
    "AU-006": "the query of a request",
    "AU-008": "a form posted from elsewhere",
    "AU-011": "the start of a service",
    "RV-013": "a page on which somebody could type",
}
"""Cases that need the service or its pages; they close with issue H."""


def read_expected(catalogue: Path) -> dict[str, Expected]:
    """Every case of the catalogue by its id."""
    with catalogue.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["id"]: Expected(
            outcome=row["expected_outcome"],
            code=row["code_hint"],
            locate=tuple(word.strip() for word in row["message_must_locate"].split(";") if word.strip()),
            title=row["title"],
        )
        for row in rows
    } | dict(DIFFERENCES)
