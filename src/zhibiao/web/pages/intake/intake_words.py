"""How states and outcomes of files are coloured; the words beside the colours say the same."""

from __future__ import annotations

from zhibiao.assemble.desk.intake.intake_filings import FilingState
from zhibiao.procedures.filing.fates import Fate
from zhibiao.terms.finding import Outcome

STATE_COLOURS = {
    FilingState.TAKEN: "green",
    FilingState.ASKED: "orange",
    FilingState.HELD: "orange",
    FilingState.UNUSABLE: "red",
    FilingState.DUE: "blue",
    FilingState.LATE: "red",
}
OUTCOME_COLOURS = {
    Outcome.ACCEPT: "green",
    Outcome.NORMALISE: "green",
    Outcome.QUERY: "orange",
    Outcome.QUARANTINE: "red",
    Outcome.REJECT_FILE: "red",
    Outcome.REFUSE: "red",
    Outcome.DENY: "red",
    Outcome.CONFLICT: "red",
}
FATE_COLOURS = {
    Fate.TAKEN: "green",
    Fate.SUPERSEDES: "green",
    Fate.UNCHANGED: "green",
    Fate.HELD: "orange",
    Fate.QUARANTINED: "red",
    Fate.REFUSED: "red",
}
