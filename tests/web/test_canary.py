"""Nobody meets a figure or a name that belongs to another enterprise alone, wherever the desk's links lead."""

from __future__ import annotations

import re

import pytest

from web.canary import Foreign, Walk, foreign_to, readable, walk
from web.conftest import PEOPLE, Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.procedures.viewing import viewer_of
from zhibiao.terms.access import Viewer
from zhibiao.web.doors.guard import rights

_BLANKS = {
    "enterprise": ("LH-S04", "LH-S01", "LH-M01"),
    "reference": ("LH-S04/2025-03/v1", "LH-S01/2025-03/v1", "LH-S05/2025-03/v1"),
    "submission": ("58",),
    **{"sector": ("steel",), "month": ("2025-03",), "year": ("2025",), "period": ("2025-03",), "version": ("1",)},
}


def _viewer(desk: Desk, person: str) -> Viewer:
    with desk.book() as opened:
        return viewer_of(next((one for one in PEOPLE if one.id == person), None), opened.city)


def _foreign(desk: Desk, viewer: Viewer) -> Foreign:
    with desk.book() as opened:
        return foreign_to(opened, viewer)


def _starts(decision: str) -> list[str]:
    """Every address of the table of rights, with its blanks filled by what is one's own and what is not."""
    paths = [path for method, path in rights() if method == "GET" and path not in _PACKAGED]
    found = [one for path in paths for one in _filled(path, decision)]
    return [*found, *_MORE]


_MORE = (
    *("/enterprises?lang=en", "/enterprises/LH-S04?lang=en", "/enterprises/LH-S01?lang=en&month=2024-06"),
    *("/enterprises/LH-S04?try.value_added_per_t=7", "/enterprises/LH-S01?try.energy_per_t=-9&try.taxes_per_t=x"),
    *(f"/api/v1/enterprises/{one}/entries?year=2025" for one in ("LH-S04", "LH-S01")),
    *("/nothing", "/enterprises?sector=magnesia", "/enterprises?month=2099-13"),
)


# Their examples come with the package, written of the bundled city, and are the same whatever book is open.
_PACKAGED = frozenset({"/api/v1/openapi.json", "/api/v1/docs"})


def _filled(path: str, decision: str) -> list[str]:
    paths = [path.replace("{decision}", decision)]
    for blank, values in _BLANKS.items():
        paths = [one.replace("{" + blank + "}", value) for one in paths for value in values] if blank in path else paths
    return [re.sub(r"{[^}]*}", "1", one) for one in dict.fromkeys(paths)]


def _walked(desk: Desk, sign: Sign, decision: str, person: str) -> Walk:
    return walk(sign(person), _starts(decision), _foreign(desk, _viewer(desk, person)))


@pytest.mark.parametrize("person", ["officer-s04", "planner-g01", ""])
def test_nothing_of_others_is_anywhere(desk: Desk, sign: Sign, decision: str, person: str) -> None:
    found = _walked(desk, sign, decision, person)
    assert [] == found.leaks
    assert [] == [address for address, status in found.seen.items() if status >= 500]
    if person:
        # The walk went through pages, downloads and refusals; one that opened nothing would find nothing either.
        opened = {address for address, status in found.seen.items() if status == 200}
        assert any(address.startswith("/returns/") for address in opened)
        assert any("notice.docx" in address for address in opened)
        assert any("as=csv" in address for address in opened)
        assert any("as=xlsx" in address for address in opened)
        assert 404 in found.seen.values()


def test_the_canary_sings_where_sight_is_not_checked(desk: Desk, sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeded: every enterprise is taken for visible, as if somebody had forgotten to ask."""
    client, foreign = sign("officer-s04"), _foreign(desk, _viewer(desk, "officer-s04"))
    monkeypatch.setattr(Viewer, "sees", lambda _self, _enterprise: True)
    taken = ("", "?as=csv&table=enterprises", "?as=xlsx&table=enterprises")
    found = walk(client, [f"/enterprises{one}" for one in taken], foreign, follows=False)
    told = {one for _, one in found.leaks}
    kinds = {"csv" if "as=csv" in one else "xlsx" if "as=xlsx" in one else "page" for one, _ in found.leaks}
    assert {"csv", "xlsx", "page"} == kinds
    assert "辽河角宿钢铁集团河东有限公司" in told
    assert told & foreign.numbers


def test_it_reads_a_notice_of_another(desk: Desk, sign: Sign) -> None:
    """What the bureau may take of a rival holds that rival's figures: the reader of Word files does find them."""
    foreign = _foreign(desk, _viewer(desk, "officer-s04"))
    answer = sign("lin").get("/enterprises/LH-S01/notice.docx")
    found = foreign.found_in(readable(answer.content, answer.headers["content-disposition"]))
    assert {"11178875", "辽河角宿钢铁集团河东有限公司"} <= found
