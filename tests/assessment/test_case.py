"""What an assessment reads: who is at work, whose return is due, cap and quotas from book or rulebook."""

from zhibiao.assessment.case import gone_from, is_expected, sector_name
from zhibiao.terms.enterprise import Enterprise, Facility
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def _enterprise(*spans: tuple[Month, Month | None]) -> Enterprise:
    facilities = tuple(
        Facility(id=f"F{row}", kind="kiln", counts_for="magnesia_sand_t", capacity_t=1, since=since, until=until)
        for row, (since, until) in enumerate(spans)
    )
    return Enterprise(
        id="A",
        credit_code="",
        name=Text("甲"),
        sector="magnesia",
        group="",
        zone="",
        route="",
        tier="",
        grade="",
        facilities=facilities,
    )


def test_an_enterprise_is_gone_when_its_last_facility_left_the_register() -> None:
    start = Month(2010, 1)
    assert Month(2024, 7) == gone_from(_enterprise((start, Month(2022, 1)), (start, Month(2024, 7))))
    assert gone_from(_enterprise((start, Month(2022, 1)), (start, None))) is None
    assert gone_from(_enterprise()) is None


def test_a_return_is_due_while_a_facility_runs() -> None:
    kiln = _enterprise((Month(2023, 5), Month(2024, 7)))
    assert [False, True, True, False] == [
        is_expected(kiln, month) for month in (Month(2023, 4), Month(2023, 5), Month(2024, 6), Month(2024, 7))
    ]
    assert is_expected(_enterprise(), Month(1999, 1))


def test_links_without_a_file_have_names_too() -> None:
    assert Text("铁矿", "Iron mines") == sector_name({}, "mine")
    assert Text("paper", "paper") == sector_name({}, "paper")
