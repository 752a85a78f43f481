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

WITH_THE_DESK: Mapping[str, tuple[str, ...]] = {
    "LW-020": ("web/api/test_sight.py::test_lw_020_who_issued_does_not_decide_the_appeal",),
    "AP-010": ("web/api/test_strict.py::test_ap_010_nothing_packed_is_unpacked",),
    "AP-011": ("web/api/test_strict.py::test_ap_011_what_another_site_can_send_without_asking",),
    "AP-013": ("web/api/test_strict.py::test_ap_013_an_id_that_is_a_path",),
    "AP-014": ("web/api/test_strict.py::test_ap_014_a_page_of_no_size",),
    "AP-015": ("web/api/test_strict.py::test_ap_015_sorted_only_by_what_is_named",),
    "IN-004": (
        "web/test_injection.py::test_statements_of_an_appeal",
        "web/pages/intake/test_intake.py::test_markup_in_a_cell_stays_text",
    ),
    "IN-006": (
        "web/test_injection.py::test_words_in_cells_and_names_of_sheets",
        "web/test_injection.py::test_names_of_files",
        "web/test_injection.py::test_names_of_people",
    ),
    "IN-007": (
        "web/doors/test_watch.py::test_a_line_holds_no_query_and_nothing_that_acts",
        "web/test_injection.py::test_what_was_refused_is_one_line_of_the_log",
    ),
    "AU-001": ("web/api/test_sight.py::test_au_001_anothers_is_answered_as_what_is_not_there",),
    "AU-003": ("web/api/test_two_firms.py::test_au_003_a_mean_of_two_is_withheld_and_one_of_four_is_told",),
    "AU-005": ("web/api/test_acts.py::test_au_005_an_auditor_writes_nothing",),
    "AU-006": ("web/api/test_acts.py::test_au_006_a_token_in_the_address",),
    "AU-008": ("web/api/test_acts.py::test_au_008_a_form_of_another_site",),
    "AU-011": ("cli/test_serve.py::test_an_unsafe_start_is_refused_and_says_why",),
    "RV-013": ("web/pages/intake/test_intake.py::test_the_bureau_edits_no_figure",),
}
"""Cases that need the service or its pages, each with the tests that show it: path below tests, and function."""


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
