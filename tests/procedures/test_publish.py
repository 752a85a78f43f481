"""Publishing a month: which decision, which papers, all or none, and the same bytes again."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from ledger_sample import chained, opening
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.dossier import Dossier, NoticeFacts
from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.head import blinded_chain
from zhibiao.monthly.returns import Return
from zhibiao.procedures import publish
from zhibiao.procedures.publish import PaperMakers, Publication, collect_dossier, publish_month
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision, StoredFile
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

MONTH = Month(2025, 3)
RULES = "ab" * 32
RULEBOOK: Any = SimpleNamespace(id="rules", source_sha256=RULES, indicators=())
ASSESSMENT: Any = SimpleNamespace(sector="steel", plan_year=2025, month=MONTH)
SECTOR: Any = SimpleNamespace(id="steel")
MAKERS = PaperMakers(
    city={"bulletin.docx": lambda dossier: f"bulletin {dossier.number} {dossier.is_issued}".encode()},
    notices={".docx": lambda facts: f"notice {facts.enterprise} {facts.view.share.quota_t} {facts.recourse}".encode()},
)


@dataclass
class Shelf:
    """Remembers what was put."""

    kept: dict[str, Mapping[str, bytes]] = field(default_factory=dict)

    def put(self, folder: str, files: Mapping[str, bytes]) -> None:
        self.kept[folder] = dict(files)


@dataclass
class Memory:
    """A store that holds what a test puts in."""

    kept: list[StoredDecision] = field(default_factory=list)
    filed: list[Return] = field(default_factory=list)
    booked: Sequence[Entry] = ()
    proofs: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(secret=lambda: "5e" * 32))

    def decision(self, decision_id: str) -> StoredDecision | None:
        return next((one for one in self.kept if one.id == decision_id), None)

    def decisions(self, *, sector: str = "", plan_year: int = 0) -> Sequence[StoredDecision]:
        of = [one for one in self.kept if (one.body["sector"], one.body["plan_year"]) == (sector, plan_year)]
        return of if sector else self.kept

    def returns(self) -> Sequence[Return]:
        return self.filed

    def files(self) -> Sequence[StoredFile]:
        return [StoredFile(sha256="12" * 32, name="a.xlsx", received_at="", uploader="", outcome="QUERY")]

    def entries(self, **which: object) -> Sequence[Entry]:
        assert {"sector": "steel", "plan_year": 2025} == which
        return self.booked


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deciding again needs a whole rulebook; tests of `allocation.recourse` have one."""
    monkeypatch.setattr(publish, "recourse_behind", lambda _, __, names: {name: (f"step of {name}",) for name in names})


def _city() -> City:
    def firm(name: str) -> Enterprise:
        return Enterprise(
            id=name, credit_code="", name=Text(name), sector="steel", group="", zone="", route="", tier="", grade=""
        )

    firms = {name: firm(name) for name in ("A", "B")}
    return City(id="c", name=Text("辽河市"), authority=Text("局"), note=Text("虚构"), enterprises=firms)


def _stored(number: int, state: DecisionState, *, as_of: str = "", at: str = "", **changed: Any) -> StoredDecision:
    """A decision with two quotas, told apart by its cap."""
    share = {
        "enterprise": "A",
        "base_t": 1,
        "indicators": [],
        "multiplier": "1",
        "score": "1",
        "tilt": "1",
        "floor_t": 0,
        "floor_reason": "",
        "ceiling_t": 9,
        "ceiling_reason": "",
        "quota_t": number,
        "binding": "",
        "parts": [{"code": "base", "tonnes": number}],
    }
    claimant = {
        "enterprise": "A",
        "history_t": {"2024": 1},
        "capacity_t": 1,
        "made_t": 0,
        "tier": "",
        "grade": "",
        "is_vetoed": False,
        "measures": [],
        "sources": [],
    }
    body = dict.fromkeys(Decision.__dataclass_fields__, "") | {
        "sector": "steel",
        "plan_year": 2025,
        "as_of": as_of,
        "cap_t": number,
        "reserve_t": 0,
        "rulebook": {},
        "rulebook_sha256": RULES,
        "drafted_by": "li",
        "mean_score": "1",
        "claimants": [claimant, claimant | {"enterprise": "B"}],
        "shares": [share, share | {"enterprise": "B"}],
        **changed,
    }
    signatures = tuple(
        Signature(decision=str(number), act=act, person=person, at=at)
        for act, person in (("approve", "wang"), ("issue", "zhao"))
        if at
    )
    return StoredDecision(id=f"d{number}", sha256=f"{number:064x}", body=body, state=state, signatures=signatures)


def _published(memory: Any, shelf: Shelf | None = None, **more: Any) -> Publication:
    return publish_month(
        memory,
        ASSESSMENT,
        city=_city(),
        sector=SECTOR,
        dictionary=SimpleNamespace(),  # type: ignore[arg-type]
        rulebook=RULEBOOK,
        people={"li": "李文"},
        makers=MAKERS,
        shelf=shelf or Shelf(),
        code_version="0.1.0",
        **more,
    )


def _dossier(memory: Any, **more: Any) -> Dossier:
    return collect_dossier(
        memory,
        ASSESSMENT,
        city=_city(),
        sector=SECTOR,
        dictionary=SimpleNamespace(),  # type: ignore[arg-type]
        rulebook=RULEBOOK,
        people={"li": "李文"},
        code_version="0.1.0",
        **more,
    )


def test_without_a_decision_the_city_has_papers_and_nobody_a_notice() -> None:
    publication = _published(Memory())
    assert ["bulletin.docx", "marks.json"] == list(publication.files)
    assert b"bulletin 0 False" == publication.files["bulletin.docx"]
    assert not publication.is_issued
    assert "2025-03-31" == str(_dossier(Memory()).dated)


def test_papers_bear_no_hash_that_a_competitors_tonnes_could_be_guessed_by() -> None:
    booked = chained(replace(one, plan_year=2025) for one in opening(1000, A=400, B=300))
    marks = _dossier(Memory(booked=booked)).marks
    assert blinded_chain("5e" * 32, len(booked), booked[-1].hash) == marks.ledger_head
    assert booked[-1].hash != marks.ledger_head


def test_papers_lie_together_with_the_hash_of_each() -> None:
    shelf = Shelf()
    memory = Memory([_stored(7, DecisionState.ISSUED, at="2025-04-10T18:30:00Z")])
    publication = _published(memory, shelf)
    assert {"steel-2025-03": publication.files} == shelf.kept
    assert ["bulletin.docx", "notices/A.docx", "notices/B.docx", "marks.json"] == list(publication.files)
    assert b"notice A 7 ('step of A',)" == publication.files["notices/A.docx"]
    assert b"notice B 7 ('step of B',)" == publication.files["notices/B.docx"]
    marks = json.loads(publication.files["marks.json"])
    assert {"decision_id": "d7", "rulebook_sha256": RULES} == {
        name: marks["marks"][name] for name in ("decision_id", "rulebook_sha256")
    }
    for name, content in publication.files.items():
        if name != "marks.json":
            assert sha256_hex(content) == marks["files"][name]


@pytest.mark.parametrize(
    ("kept", "expected", "is_issued", "number"),
    [
        ([_stored(1, DecisionState.DRAFT)], "d1", False, 0),
        ([_stored(1, DecisionState.DRAFT), _stored(2, DecisionState.APPROVED)], "d2", False, 0),
        ([_stored(1, DecisionState.ISSUED, at="2025-01-02T00:00:00Z"), _stored(2, DecisionState.DRAFT)], "d1", True, 1),
        (
            [
                _stored(2, DecisionState.ISSUED, as_of="2025-02", at="2025-03-02T00:00:00Z"),
                _stored(1, DecisionState.ISSUED, at="2025-01-02T00:00:00Z"),
            ],
            "d2",
            True,
            2,
        ),
        ([_stored(1, DecisionState.DRAFT), _stored(2, DecisionState.WITHDRAWN)], "d1", False, 0),
        ([_stored(1, DecisionState.DRAFT), _stored(2, DecisionState.DRAFT, as_of="2025-04")], "d1", False, 0),
        ([_stored(1, DecisionState.DRAFT), _stored(2, DecisionState.DRAFT, sector="magnesia")], "d1", False, 0),
        ([_stored(1, DecisionState.DRAFT), _stored(2, DecisionState.DRAFT, plan_year=2024)], "d1", False, 0),
        (
            [
                _stored(2, DecisionState.ISSUED, at="2025-01-02T00:00:00Z", sector="magnesia"),
                _stored(1, DecisionState.ISSUED, at="2025-01-03T00:00:00Z"),
            ],
            "d1",
            True,
            2,
        ),
    ],
    ids=["draft", "latest", "issued-first", "last-issued", "withdrawn", "later-month", "sector", "year", "numbered"],
)
def test_the_decision_in_force_is_published(
    kept: list[StoredDecision], expected: str, is_issued: bool, number: int
) -> None:
    dossier = _dossier(Memory(kept))
    assert (expected, is_issued, number) == (dossier.marks.decision_id, dossier.is_issued, dossier.number)


def test_a_named_decision_is_published_if_it_belongs_here() -> None:
    memory = Memory([_stored(1, DecisionState.ISSUED, at="2025-01-02T00:00:00Z"), _stored(2, DecisionState.DRAFT)])
    assert "d2" == _dossier(memory, decision_id="d2").marks.decision_id
    with pytest.raises(NotFound, match=r"decision\.not_found"):
        _dossier(memory, decision_id="d9")
    late = Memory([_stored(3, DecisionState.DRAFT, as_of="2025-04")])
    with pytest.raises(ActRefused, match=r"publish\.wrong_decision"):
        _dossier(late, decision_id="d3")


def test_a_decision_under_other_rules_is_not_explained_by_these() -> None:
    memory = Memory([_stored(1, DecisionState.DRAFT, rulebook_sha256="cd" * 32)])
    shelf = Shelf()
    with pytest.raises(ActRefused, match=r"publish\.other_rulebook"):
        _published(memory, shelf)
    assert {} == shelf.kept


def test_signatures_print_names_and_the_day_in_china() -> None:
    memory = Memory([_stored(1, DecisionState.ISSUED, at="2025-04-10T18:30:00Z")])
    dossier = _dossier(memory)
    shown = [(act.act, act.person, str(act.day)) for act in dossier.acts]
    assert [("draft", "李文", "None"), ("approve", "wang", "2025-04-11"), ("issue", "zhao", "2025-04-11")] == shown
    assert "2025-04-11" == str(dossier.dated) == str(dossier.issued_on)


def test_returns_of_the_year_so_far_are_cited_with_every_version() -> None:
    def filed(enterprise: str, period: str, version: int) -> Return:
        return Return(
            enterprise=enterprise,
            period=Period.parse(period),
            version=version,
            received_at=dt.datetime(2025, 4, version, tzinfo=dt.UTC),
            provenance="",
            file_sha256="12" * 32,
            facts=(),
        )

    memory = Memory(
        filed=[
            filed("B", "2025-03", 1),
            filed("A", "2025-03", 2),
            filed("A", "2025-03", 1),
            filed("A", "2025-01..02", 1),
            filed("A", "2025-04", 9),
            filed("A", "2024-12", 1),
            filed("other sector", "2025-03", 1),
        ]
    )
    dossier = _dossier(memory)
    expected = ["A/2025-01..02/v1", "A/2025-03/v1", "A/2025-03/v2", "B/2025-03/v1"]
    assert expected == [item.reference for item in dossier.filed]
    assert {"QUERY"} == {item.outcome for item in dossier.filed}
    assert "2025-04-02" == str(dossier.dated)


def test_the_same_month_published_again_is_the_same() -> None:
    memory = Memory([_stored(7, DecisionState.ISSUED, at="2025-04-10T18:30:00Z")])
    assert _published(memory) == _published(memory)


def test_nothing_is_put_when_a_writer_fails() -> None:
    def failing(facts: NoticeFacts) -> bytes:
        raise RuntimeError(facts.enterprise)

    shelf = Shelf()
    memory = Memory([_stored(7, DecisionState.DRAFT)])
    makers = replace(MAKERS, notices={".docx": failing})
    with pytest.raises(RuntimeError, match="A"):
        publish_month(
            memory,  # type: ignore[arg-type]
            ASSESSMENT,
            city=_city(),
            sector=SECTOR,
            dictionary=SimpleNamespace(),  # type: ignore[arg-type]
            rulebook=RULEBOOK,
            people={},
            makers=makers,
            shelf=shelf,
            code_version="0.1.0",
        )
    assert {} == shelf.kept
