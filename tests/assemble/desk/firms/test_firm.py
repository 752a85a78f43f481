"""One enterprise's view: the notice's own figures, for whoever may see them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.conftest import NOW, PEOPLE, desk_folder
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firm import FirmView, firm_view
from zhibiao.assemble.desk.firms.own_head import head_for
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import NotFound, NotYours
from zhibiao.procedures.viewing import viewer_of
from zhibiao.terms.access import Viewer
from zhibiao.terms.period import Month


@pytest.fixture(scope="module")
def desk(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(desk_folder(demo_book, tmp_path_factory.mktemp("firm") / "book"), clock=SetClock(NOW))
    yield made
    made.close()


def _viewer(desk: Desk, person: str) -> Viewer:
    with desk.book() as opened:
        return viewer_of(next(one for one in PEOPLE if one.id == person), opened.city)


def _view(desk: Desk, enterprise: str, person: str, month: Month | None = None) -> FirmView:
    with desk.book() as opened:
        return firm_view(desk, opened, enterprise, viewer=_viewer(desk, person), month=month)


def test_parts_sum_to_the_quota_and_the_ledger_holds_as_much(desk: Desk) -> None:
    view = _view(desk, "LH-S04", "officer-s04").plain()
    quota = view["quota"]
    assert quota["quota_t"] == sum(part["tonnes"] for part in quota["parts"])
    assert quota["quota_t"] == view["entries"][-1]["holding_t"]
    assert quota["quota_t"] == view["standing"]["standing"]["quota_t"]


def test_it_is_plain_json_and_the_same_for_bureau_and_officer(desk: Desk) -> None:
    officer, analyst = (_view(desk, "LH-S04", person).plain() for person in ("officer-s04", "lin"))
    assert json.dumps(officer) == json.dumps(analyst)


def test_nothing_is_told_of_anothers_and_of_none(desk: Desk) -> None:
    with pytest.raises(NotYours) as another:
        _view(desk, "LH-S01", "officer-s04")
    with pytest.raises(NotFound) as none:
        _view(desk, "LH-S99", "officer-s04")
    assert (404, 404) == (another.value.http_status, none.value.http_status)
    assert another.value.code == none.value.code


def test_a_reroller_without_quota_has_a_line_and_no_notice(desk: Desk) -> None:
    view = _view(desk, "LH-S11", "lin")
    assert ("none", None) == (view.why_none, view.notice)
    assert view.line is not None
    assert view.line.standing is None


def test_a_month_of_the_past_shows_the_decision_of_that_year(desk: Desk) -> None:
    view = _view(desk, "LH-S04", "officer-s04", Month(2024, 6))
    assert view.notice is not None
    assert 2024 == view.notice.view.plan_year


def test_the_ledger_head_is_for_the_bureau_and_stands_behind_its_salt_for_others(desk: Desk) -> None:
    with desk.book() as opened:
        head = opened.store.head()
        assert head == head_for(opened, _viewer(desk, "lin"))
        blinded = head_for(opened, _viewer(desk, "officer-s04"))
    assert (64, True) == (len(blinded), blinded != head)
