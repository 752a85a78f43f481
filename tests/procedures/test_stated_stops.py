"""Stops stated as a ground: known from what intake kept of the standing return, and of that alone."""

import datetime as dt
from types import SimpleNamespace

from zhibiao.monthly.returns import Record, Return
from zhibiao.procedures.stated_stops import stated_stops
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.submission import KeptFinding

AUGUST = Period.parse("2025-08")


class Kept:
    """Submissions of one file, as far as they are asked for."""

    def __init__(self, **grounds: str) -> None:
        self._grounds = grounds

    def of_file(self, file_sha256: str, *, code: str) -> list[KeptFinding]:
        assert "edit.explained" == code
        ground = self._grounds.get(file_sha256)
        if ground is None:
            return []
        told = Finding(code=code, severity=Severity.NOTE, place=Place(), facts={"ground": ground})
        return [KeptFinding(position=1, enterprise="A", period="2025-08", finding=told)]


def _record(*, version: int = 1) -> Record:
    items = [
        Return(
            enterprise="A",
            period=AUGUST,
            version=number,
            received_at=dt.datetime(2025, 9, 8, tzinfo=dt.UTC),
            provenance="return",
            file_sha256=f"file{number}",
            facts=(),
        )
        for number in range(1, version + 1)
    ]
    return Record.of(items)


def _stated(kept: Kept, record: Record, enterprises: set[str] | None = None) -> frozenset[tuple[str, Period]]:
    store = SimpleNamespace(submissions=kept)
    return stated_stops(store, record, {"A"} if enterprises is None else enterprises)  # type: ignore[arg-type]


def test_maintenance_and_curtailment_are_stops_and_a_change_of_mix_is_none() -> None:
    for ground, stated in (("01", {("A", AUGUST)}), ("02", {("A", AUGUST)}), ("06", set())):
        assert stated == _stated(Kept(file1=ground), _record())


def test_a_ground_of_a_version_that_no_longer_stands_is_not_known() -> None:
    assert not _stated(Kept(file1="01"), _record(version=2))
    assert {("A", AUGUST)} == _stated(Kept(file2="01"), _record(version=2))


def test_enterprises_of_other_sectors_are_not_asked_for() -> None:
    assert not _stated(Kept(file1="01"), _record(), {"B"})
