"""A sector's capacity accounts in plain dictionaries, by the tables of docs/ and none of the ledger's functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from benchmarks.reliability.plain_book import AGAIN, TAKEN, are_whole, is_named, is_same, moment, waits_wrongly
from zhibiao.ledger.entry import Draft

STATES = ("running", "sealed", "dismantled")
HELD = (*STATES, "project", "cut")
BELOW_ZERO = ("opened", "pledges", "bars")
# Kind: the roles that give and those that take, in every way it may go.
WAYS: Mapping[str, tuple[tuple[set[str], set[str]], ...]] = {
    "capacity_open": (({"opened"}, {"running"}),),
    "seal": (({"running"}, {"sealed"}),),
    "restart": (({"sealed"}, {"running"}),),
    "dismantle": (({"running"}, {"dismantled"}), ({"sealed"}, {"dismantled"})),
    "reduce": tuple(({role}, {"cut"}) for role in (*STATES, "project")),
    "swap_pledge": (({"pledges"}, {"pledged"}),),
    "swap_out": (({"dismantled", "pledged"}, {"project", "pledges"}),),
    "build": (({"project"}, {"running", "cut"}), ({"project"}, {"running"})),
    "bar": (({"bars"}, {"barred"}),),
    "hand_over": tuple(({role}, {role}) for role in STATES),
}
GIVES = ("restart", "swap_pledge", "build", "hand_over", "correct")
STEPS = ("propose", "issue", "withdraw")


@dataclass(frozen=True, slots=True)
class Name:
    """An account's name taken apart: the furnace and the project as the text that stands for them."""

    role: str
    quantity: str
    furnace: str = ""
    owner: str = ""
    project: str = ""

    @property
    def facility(self) -> str:
        """The furnace's own id."""
        return self.furnace.rpartition("/")[2]


@cache
def parted(text: str) -> Name | None:
    """Take a name apart; None when there is no such account."""
    part, ratio = r"([^/:]+)", r"([1-9]\d{0,8}-[1-9]\d{0,8})"
    if found := re.fullmatch(rf"(opened|cut|pledges|bars)/{part}", text):
        return Name(found[1], found[2])
    if found := re.fullmatch(rf"(running|sealed|dismantled|barred)/({part}/{part}/{part}):(.+)", text):
        return Name(found[1], found[3], found[2], found[6])
    if found := re.fullmatch(rf"project/{part}/{ratio}/{part}:(.+)", text):
        return Name("project", found[1], project=text) if _is_ratio(found[2]) else None
    if found := re.fullmatch(rf"pledged/({part}/{part}/{part})/{ratio}/{part}/{part}:(.+)", text):
        project = f"project/{found[2]}/{found[5]}/{found[6]}:{found[7]}"
        return Name("pledged", found[2], found[1], found[8], project) if _is_ratio(found[5]) else None
    return None


def _is_ratio(text: str) -> bool:
    above, below = (int(one) for one in text.split("-"))
    return above >= below and f"{Fraction(above, below).numerator}-{Fraction(above, below).denominator}" == text


@dataclass(slots=True)
class PlainPlan:
    """A plan put forward, and its end."""

    draft: Draft
    ended: str = ""
    ended_at: str = ""
    ended_by: str = ""


@dataclass(slots=True)
class PlainCapacity:
    """One sector's capacity; `predict` says what has to become of a draft, `take` counts one that was taken."""

    sector: str
    year: int = 0
    balances: dict[str, int] = field(default_factory=dict)
    taken: dict[str, Draft] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)
    months: dict[str, str] = field(default_factory=dict)
    plans: dict[str, PlainPlan] = field(default_factory=dict)
    opened_at: str = ""
    last_seq: int = 0

    def of(self, name: str) -> int:
        """What stands on an account."""
        return self.balances.get(name, 0)

    def predict(self, draft: Draft, *, seq: int, at: str) -> str:
        """`taken`, `again`, or the first refusal in order of precedence."""
        known = self.taken.get(draft.id)
        if known is not None:
            return AGAIN if is_same(known, draft) else "entry.id_reused"
        if (draft.sector, draft.plan_year) != (self.sector, 0):
            return "ledger.other_book"
        if seq <= self.last_seq:
            return "ledger.out_of_order"
        return _shape(draft) or self._plan(draft, at) or self._correction(draft) or self._follows(draft) or TAKEN

    def take(self, draft: Draft, *, seq: int, at: str) -> None:
        """Count a draft that was predicted to be taken."""
        kind, names = str(draft.kind), _names(draft)
        self.taken[draft.id], self.last_seq = draft, seq
        self.balances = self._after(draft)
        if kind == "propose":
            self.plans[draft.id] = PlainPlan(draft)
        elif kind in STEPS:
            plan = self.plans[draft.proposal]
            plan.ended, plan.ended_at, plan.ended_by = kind, at, draft.actor
        for key in _keys(names):
            self.months[key] = draft.month
        cited = self.taken.get(draft.corrects)
        furnaces = _furnaces(draft)
        if kind == "capacity_open":
            self.opened_at = self.opened_at or at
        if kind in ("capacity_open", "build", "hand_over") or (cited is not None and cited.kind == "hand_over"):
            self.owners[_facility(furnaces[-1])] = furnaces[-1]
        elif cited is not None and cited.kind in ("capacity_open", "build"):
            del self.owners[_facility(furnaces[0])]
        if cited is not None:
            self.reversed.add(cited.id)

    def rule_broken(self, balances: Mapping[str, int]) -> str:
        """The rule on balances that does not hold of these; empty when all hold."""
        one = PlainCapacity(self.sector, balances=dict(balances))
        if any(tonnes < 0 and name.partition("/")[0] not in BELOW_ZERO for name, tonnes in balances.items()):
            return "ledger.insufficient"
        promised: dict[str, int] = {}
        for text, tonnes in balances.items():
            if (name := parted(text)) and name.role == "pledged":
                promised[name.facility] = promised.get(name.facility, 0) + tonnes
        if any(promised.get(_facility(at), 0) > sum(one.standing(at).values()) for at in self.owners.values()):
            return "capacity.pledged"
        return "" if one.sums_hold() else "capacity.sum_broken"

    def promised(self, facility: str, role: str = "pledged") -> int:
        """Tonnes of a furnace promised to projects, or barred from them."""
        names = ((name, tonnes) for text, tonnes in self.balances.items() if (name := parted(text)))
        return sum(tonnes for name, tonnes in names if name.role == role and name.facility == facility)

    def standing(self, furnace: tuple[str, str]) -> dict[str, int]:
        """What a furnace has by state."""
        return {role: self.of(f"{role}/{furnace[0]}:{furnace[1]}") for role in STATES}

    def _plan(self, draft: Draft, at: str) -> str:
        kind = str(draft.kind)
        is_first = self.opened_at in ("", at) and not draft.proposal
        needs = kind in ("issue", "withdraw", *GIVES) or (kind == "capacity_open" and not is_first)
        if not needs:
            return "ledger.proposal_unknown" if draft.proposal else ""
        plan = self.plans.get(draft.proposal)
        if plan is None:
            return "ledger.proposal_unknown"
        if kind in STEPS:
            if plan.ended:
                return "ledger.proposal_ended"
            if kind == "issue" and draft.actor == plan.draft.actor:
                return "ledger.one_person"
            if kind == "issue" and plan.draft.not_before and moment(at) < moment(plan.draft.not_before):
                return "ledger.cooling_off"
        elif (plan.ended, plan.ended_at, plan.ended_by) != ("issue", at, draft.actor):
            return "ledger.not_issued"
        return "capacity.other_basis" if kind != "withdraw" and draft.basis != plan.draft.basis else ""

    def _correction(self, draft: Draft) -> str:
        if draft.kind != "correct":
            return "ledger.correction_unknown" if draft.corrects else ""
        cited = self.taken.get(draft.corrects)
        if cited is None:
            return "ledger.correction_unknown"
        if cited.kind in (*STEPS, "correct"):
            return "ledger.not_turned_back"
        if cited.id in self.reversed:
            return "ledger.already_reversed"
        opposite = sorted((one.account, -one.tonnes) for one in cited.postings)
        is_opposite = opposite == sorted((one.account, one.tonnes) for one in draft.postings)
        return "" if is_opposite else "ledger.correction_not_opposite"

    def _follows(self, draft: Draft) -> str:
        names = _names(draft)
        if any(draft.month < self.months.get(key, "") for key in _keys(names)):
            return "capacity.month_before_last"
        refused = self._furnace(draft) if draft.kind != "correct" else ""
        return refused or self._left(draft)

    def _furnace(self, draft: Draft) -> str:
        kind, furnaces = str(draft.kind), _furnaces(draft)
        if kind in ("capacity_open", "build"):
            return "capacity.facility_known" if _facility(furnaces[-1]) in self.owners else ""
        if furnaces and self.owners.get(_facility(furnaces[0])) != furnaces[0]:
            return "capacity.facility_unknown"
        if kind in ("seal", "restart", "dismantle", "hand_over"):
            given = min(draft.postings, key=lambda one: one.tonnes)
            if -given.tonnes != self.of(given.account):
                return "capacity.not_whole"
        if kind == "swap_pledge":
            facility, tonnes = _facility(furnaces[0]), max(one.tonnes for one in draft.postings)
            barred = self.promised(facility, "barred")
            free = sum(self.standing(furnaces[0]).values()) - self.promised(facility) - barred
            if barred and tonnes > max(free, 0):
                return "capacity.barred"
        return ""

    def _left(self, draft: Draft) -> str:
        """What has to hold of the balances afterwards, over all accounts."""
        after = PlainCapacity(self.sector, balances=self._after(draft))
        if any(tonnes < 0 and name.partition("/")[0] not in BELOW_ZERO for name, tonnes in after.balances.items()):
            return "ledger.insufficient"
        furnaces = _furnaces(draft)
        for facility in dict.fromkeys(_facility(one) for one in furnaces):
            owners = {one for one in (*furnaces, self.owners.get(facility)) if one and _facility(one) == facility}
            standing = [tonnes for one in owners for tonnes in after.standing(one).values() if tonnes > 0]
            if len(standing) > 1:
                return "capacity.two_states"
        for one in furnaces:
            if after.promised(_facility(one)) > sum(after.standing(one).values()):
                return "capacity.pledged"
        return "" if after.sums_hold() else "capacity.sum_broken"

    def sums_hold(self) -> bool:
        """Whether what was opened runs, is sealed, dismantled, in a project or cut, class by class."""
        sums: dict[str, int] = {}
        for text, tonnes in self.balances.items():
            name = parted(text)
            if name and name.role in (*HELD, "opened"):
                sums[name.quantity] = sums.get(name.quantity, 0) + tonnes
        return not any(sums.values())

    def _after(self, draft: Draft) -> dict[str, int]:
        after = dict(self.balances)
        for one in draft.postings:
            after[one.account] = after.get(one.account, 0) + one.tonnes
        return after


def _names(draft: Draft) -> list[tuple[Name, int]]:
    return [(name, one.tonnes) for one in draft.postings if (name := parted(one.account))]


def _furnaces(draft: Draft) -> list[tuple[str, str]]:
    """The furnaces with their owners, each once, the giving side first."""
    names = sorted(_names(draft), key=lambda one: one[1] > 0)
    return list(dict.fromkeys((name.furnace, name.owner) for name, _ in names if name.furnace))


def _facility(furnace: tuple[str, str]) -> str:
    return furnace[0].rpartition("/")[2]


def _keys(names: list[tuple[Name, int]]) -> set[str]:
    return {key for name, _ in names for key in (name.facility, name.project) if key}


def _shape(draft: Draft) -> str:
    kind = str(draft.kind)
    if kind not in WAYS and kind not in (*STEPS, "correct"):
        return "capacity.kind_unknown"
    if not is_named(draft):
        return "ledger.unnamed"
    if not are_whole(draft):
        return "ledger.not_whole_tonnes"
    if waits_wrongly(draft):
        return "ledger.instant_unknown"
    is_month = bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", draft.month)) and not draft.month.startswith("0000")
    if not is_month and not (kind in STEPS and not draft.month):
        return "capacity.month_unknown"
    if not draft.basis:
        return "capacity.no_document"
    if kind in STEPS:
        return "capacity.account_not_of_kind" if draft.postings else ""
    if not draft.postings:
        return "ledger.no_postings"
    if any(one.tonnes == 0 for one in draft.postings):
        return "ledger.amount_zero"
    if sum(one.tonnes for one in draft.postings):
        return "ledger.unbalanced_postings"
    names = _names(draft)
    if len(names) != len(draft.postings):
        return "capacity.account_not_of_kind"
    if len({name.quantity for name, _ in names}) > 1:
        return "capacity.classes_mixed"
    return "" if kind == "correct" else _way(kind, draft, names)


def _way(kind: str, draft: Draft, names: list[tuple[Name, int]]) -> str:
    gives = [name.role for name, tonnes in names if tonnes < 0]
    takes = [name.role for name, tonnes in names if tonnes > 0]
    furnaces, projects = _furnaces(draft), {name.project for name, _ in names if name.project}
    fits = (set(gives), set(takes)) in WAYS[kind] and len(gives) == len(set(gives)) and len(takes) == len(set(takes))
    fits = fits and len(projects) <= 1 and (kind == "hand_over" or len(furnaces) <= 1)
    if fits and kind == "hand_over":
        fits = len(furnaces) == 2 and furnaces[0][0] == furnaces[1][0]
    if fits and kind == "swap_out":
        fits = len({abs(tonnes) for _, tonnes in names}) == 1
    if fits and kind == "build":
        fits = projects.pop().rpartition(":")[2] == furnaces[0][1]
    if not fits:
        return "capacity.account_not_of_kind"
    if kind == "build":
        tonnes = {name.role: (name, moved) for name, moved in names}
        ratio = Fraction(tonnes["project"][0].project.split("/")[2].replace("-", "/"))
        if -tonnes["project"][1] < ratio * tonnes["running"][1]:
            return "capacity.ratio_broken"
    return ""
