"""A small register of an agreement, tasks and a target, told act by act; and registers drawn at random."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    BlockCause,
    Blocked,
    Claim,
    Deed,
    Evidence,
    Moved,
    Noted,
    Released,
    Reported,
)
from zhibiao.register.progress.progress import progress_of_all
from zhibiao.register.progress.values import Progress
from zhibiao.register.register import Register, register_of
from zhibiao.texts.statement import Change, Comparator, Figure

PAPER = (Evidence(sha256="f" * 64, name="验收单.pdf"),)
CITY, GROUP = "辽河市人民政府", "辽河角宿钢铁集团有限公司"
LAND, MILL, WORKS = "市自然资源局", "河西有限公司", "市工业和信息化局"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def acts_of(dated: Iterable[tuple[str, Deed]]) -> tuple[Act, ...]:
    """Acts numbered in order, each done on its day at eight in the morning in China."""
    return tuple(
        Act(number=number, at=f"{on}T00:00:00Z", person="lin", deed=deed)
        for number, (on, deed) in enumerate(dated, start=1)
    )


def accepted(item: int, title: str, /, **terms: object) -> Accepted:
    kind = terms.pop("kind", CommitmentKind.TASK)
    return Accepted(commitment=f"C{item:04d}", terms=Terms(kind=kind, title=title, **terms))  # type: ignore[arg-type]


def reported(number: int, as_of: str, claim: Claim, **more: object) -> Reported:
    return Reported(commitment=f"C{number:04d}", as_of=day(as_of), claim=claim, **more)  # type: ignore[arg-type]


def told(acts: Sequence[Act], on: str) -> tuple[Register, dict[str, Progress]]:
    register = register_of(acts)
    return register, progress_of_all(register, on=day(on), figures={})


def sample_acts() -> tuple[Act, ...]:
    """An agreement with obligations of both sides, tasks in every state, a target and a result."""
    owed = {"kind": CommitmentKind.OBLIGATION, "agreement": "C0001"}
    share = Figure(value=Decimal(20), unit="%", change=Change.SHARE, comparator=Comparator.AT_LEAST)
    return acts_of(
        [
            ("2025-02-28", accepted(1, "2025年合作协议", kind=CommitmentKind.AGREEMENT, parties=(CITY, GROUP))),
            ("2025-02-28", accepted(2, "供地", lead=LAND, parties=(CITY,), due=day("2025-06-30"), **owed)),
            ("2025-02-28", accepted(3, "建成智能工厂", lead=MILL, parties=(GROUP,), due=day("2025-04-30"), **owed)),
            ("2025-03-01", accepted(4, "建立研判机制", lead=WORKS, due=day("2025-03-31"), number="1")),
            ("2025-03-01", accepted(5, "公开指标执行情况", lead=WORKS, due=day("2025-03-31"), number="2")),
            ("2025-03-01", accepted(6, "制定评价办法", lead="市工业和信息化局 ", due=day("2025-04-15"))),
            ("2025-03-01", accepted(7, "压减镁砂产能")),
            (
                "2025-03-01",
                accepted(8, "高端占比", kind=CommitmentKind.TARGET, figure=share, lead=WORKS, period="2025"),
            ),
            ("2025-03-01", accepted(9, "粗钢产量", kind=CommitmentKind.RESULT, figure=share)),
            (
                "2025-03-03",
                Blocked(commitment="C0002", since=day("2025-03-03"), cause=BlockCause.APPROVAL, mover="林草局"),
            ),
            ("2025-03-20", reported(4, "2025-03-20", Claim.DONE, evidence=PAPER)),
            ("2025-03-25", reported(5, "2025-03-25", Claim.DONE)),
            ("2025-04-01", Blocked(commitment="C0003", since=day("2025-04-01"), cause=BlockCause.LAND, mover=LAND)),
            ("2025-04-08", Moved(commitment="C0002", due=day("2025-09-30"), reason="用地未批", document="a" * 64)),
            (
                "2025-04-08",
                Noted(
                    commitment="C0002",
                    on=day("2025-04-08"),
                    meeting="4月会商会议",
                    conclusion="五月底前补齐材料",
                    mover="林草局",
                    due=day("2025-05-31"),
                ),
            ),
            ("2025-04-09", reported(6, "2025-04-09", Claim.UNDER_WAY)),
        ]
    )


_DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
_UNITS = st.sampled_from(["", "市商务局", "市 商务局", "市财政局", "集团设备部"])
_KINDS = st.sampled_from(
    [
        CommitmentKind.TASK,
        CommitmentKind.PROJECT,
        CommitmentKind.OBLIGATION,
        CommitmentKind.TARGET,
        CommitmentKind.RESULT,
    ]
)


@st.composite
def drawn_acts(draw: st.DrawFn) -> tuple[Act, ...]:
    """Acts of a register of up to eight items: all are accepted first, then told of in order of time."""
    count = draw(st.integers(1, 8))
    kinds = draw(st.lists(_KINDS, min_size=count, max_size=count))
    dated: list[tuple[str, Deed]] = [
        (
            "2025-01-01",
            accepted(number, f"事项{number}", kind=kind, lead=draw(_UNITS), due=draw(st.none() | _DAYS)),
        )
        for number, kind in enumerate(kinds, start=1)
    ]
    owed = [number for number, kind in enumerate(kinds, start=1) if kind is not CommitmentKind.RESULT]
    days = sorted(draw(st.lists(_DAYS, max_size=12))) if owed else []
    standing: list[tuple[int, int]] = []
    for on in days:
        number = draw(st.sampled_from(owed))
        deed = draw(st.sampled_from(["report", "report", "move", "block", "release"]))
        if deed == "report":
            claim, evidence = draw(st.sampled_from(Claim)), draw(st.sampled_from([(), PAPER]))
            dated.append((on.isoformat(), reported(number, on.isoformat(), claim, evidence=evidence)))
        elif deed == "move":
            document = draw(st.sampled_from(["", "a" * 64]))
            moved = Moved(commitment=f"C{number:04d}", due=draw(_DAYS), reason="用地", document=document)
            dated.append((on.isoformat(), moved))
        elif deed == "block" or not standing:
            mover = draw(st.sampled_from(["市商务局", "市财政局", "省厅"]))
            standing.append((number, len(dated) + 1))
            block = Blocked(commitment=f"C{number:04d}", since=on, cause=BlockCause.FUNDS, mover=mover)
            dated.append((on.isoformat(), block))
        else:
            number, block_number = standing.pop()
            dated.append((on.isoformat(), Released(commitment=f"C{number:04d}", block=block_number, on=on)))
    return acts_of(dated)
