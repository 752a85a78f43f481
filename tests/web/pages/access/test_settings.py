"""*Settings*: people, invitations, the end of an account, and what leaves a trace."""

import datetime as dt
import re
import stat

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.book_folder import settings_of
from zhibiao.terms.authority import Role
from zhibiao.web.app import make_app

PASSWORD = "三峡 大坝 风筝 蓝莓 tumble"


@pytest.fixture(scope="module", autouse=True)
def accounts(desk: Desk) -> None:
    """One password for those who act here."""
    hashed = door_of(desk, address="").passwords.make(PASSWORD)
    with desk.access() as access:
        for person in ("admin", "officer-s04"):
            access.accounts.set_password(person, hashed, at=desk.clock.now())


def people(desk: Desk):
    """The people as the file says."""
    return {one.id: one for one in settings_of(desk.root / "zhibiao.toml").people}


def new_browser(desk: Desk) -> TestClient:
    """Somebody's who was never here."""
    return TestClient(make_app(desk), raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_book_is_and_no_figure_of_anyone(sign: Sign, lang: str) -> None:
    answer = sign("admin").get(f"/settings?lang={lang}")
    assert 200 == answer.status_code
    assert "PostgreSQL" not in answer.text
    assert answer.text.count("<h1>") == 1


def test_a_person_is_written_down_invited_and_comes_in(sign: Sign, desk: Desk) -> None:
    admin = sign("admin")
    before = (desk.root / "zhibiao.toml").read_bytes()
    mode = stat.S_IMODE((desk.root / "zhibiao.toml").stat().st_mode)
    answer = admin.post(
        "/settings/people",
        data={"person": "officer-s06", "name": "白报", "roles": ["officer"], "enterprise": "LH-S06"},
    )
    assert "/settings/people/officer-s06?done=person_added" == answer.headers["location"]
    assert ("白报", (Role.OFFICER,), "LH-S06") == (
        people(desk)["officer-s06"].name,
        people(desk)["officer-s06"].roles,
        people(desk)["officer-s06"].enterprise,
    )
    assert mode == stat.S_IMODE((desk.root / "zhibiao.toml").stat().st_mode)
    kept = sorted(desk.root.glob("zhibiao.toml.*"))
    assert before == kept[-1].read_bytes()

    invited = admin.post("/settings/people/officer-s06/invite")
    code = re.search(r"/join\?code=([\w-]+)", invited.text)[1]
    browser = new_browser(desk)
    form = browser.get(f"/join?code={code}")
    word = re.search(r'name="csrf" value="([^"]+)"', form.text)[1]
    weak = browser.post("/join", data={"csrf": word, "code": code, "password": "officer-s06-2025"})
    assert 400 == weak.status_code
    joined = browser.post("/join", data={"csrf": word, "code": code, "password": PASSWORD})
    assert "/enterprises/LH-S06" == joined.headers["location"]
    # Once.
    assert 404 == new_browser(desk).get(f"/join?code={code}").status_code


def test_an_invitation_runs_out(sign: Sign, desk: Desk, clock: SetClock) -> None:
    code = re.search(r"/join\?code=([\w-]+)", sign("admin").post("/settings/people/zhao/invite").text)[1]
    now = clock.instant
    clock.instant = now + dt.timedelta(hours=72, seconds=1)
    assert 404 == new_browser(desk).get(f"/join?code={code}").status_code
    clock.instant = now


def test_a_role_taken_away_counts_at_the_next_request(sign: Sign, desk: Desk) -> None:
    lin = sign("lin")
    assert 200 == lin.get("/").status_code
    answer = sign("admin").post("/settings/people/lin", data={"name": "林岚", "roles": ["administrator"]})
    assert 303 == answer.status_code
    assert 200 != lin.get("/").status_code
    sign("admin").post("/settings/people/lin", data={"name": "林岚", "roles": ["analyst"]})
    assert 200 == lin.get("/").status_code


@pytest.mark.parametrize("act", ["", "/invite", "/disable", "/enable"])
def test_nobody_has_a_hand_on_their_own_rights(sign: Sign, desk: Desk, act: str) -> None:
    before = people(desk)
    answer = sign("admin").post(f"/settings/people/admin{act}", data={"name": "x", "roles": ["approver"]})
    assert (403, before) == (answer.status_code, people(desk))
    assert "auth.own_roles" in answer.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"person": "X"}, "auth.person_id"),
        ({"name": ""}, "auth.person_name"),
        ({"roles": []}, "auth.no_role"),
        ({"roles": ["officer", "approver"], "enterprise": "LH-S01"}, "auth.both_sides"),
        ({"roles": ["officer"]}, "auth.officer_of_nobody"),
        ({"roles": ["officer"], "enterprise": "LH-X99"}, "auth.officer_of_nobody"),
        ({"roles": ["planner"], "group": "LH-G99"}, "auth.planner_of_nobody"),
        ({"enterprise": "LH-S01"}, "auth.officer_of_nobody"),
        ({"person": "wang"}, "auth.person_exists"),
    ],
)
def test_somebody_who_could_not_act_is_refused(sign: Sign, desk: Desk, data: dict[str, object], code: str) -> None:
    from zhibiao.assemble.resources import catalogue

    before = people(desk)
    asked = {"person": "new", "name": "新人", "roles": ["analyst"]} | data
    answer = sign("admin").post("/settings/people?lang=en", data=asked)
    said = catalogue().messages[code].what.en.partition("{")[0]
    assert said in answer.text.replace("&#39;", "'")
    assert answer.status_code >= 400
    assert before == people(desk)


def test_a_disabled_account_is_shut_out_mid_session_with_its_tokens(sign: Sign, desk: Desk) -> None:
    officer = sign("officer-s04")
    made = officer.post("/account/tokens", data={"name": "脚本", "days": "5", "scopes": ["read", "write"]})
    word = re.search(r"zb_[\w-]+", made.text)[0]
    program = new_browser(desk)
    program.headers["authorization"] = f"Bearer {word}"
    assert 200 == officer.get("/account").status_code
    assert 403 == program.get("/settings").status_code
    assert 303 == sign("admin").post("/settings/people/officer-s04/disable").status_code
    assert (303, "/sign-in?next=%2Faccount") == (
        officer.get("/account").status_code,
        officer.get("/account").headers["location"],
    )
    assert 401 == program.get("/settings").status_code
    sign("admin").post("/settings/people/officer-s04/enable")
    assert 303 == officer.get("/account").status_code
    assert 401 == program.get("/settings").status_code


def test_grave_acts_ask_for_the_password_again(sign: Sign, desk: Desk, clock: SetClock) -> None:
    admin = sign("admin")
    now = clock.instant
    clock.instant = now + dt.timedelta(minutes=31)
    refused = admin.post("/settings/people/zhao", data={"name": "赵衡", "roles": ["auditor"]})
    assert 403 == refused.status_code
    assert "/confirm?next=" in refused.text
    again = admin.post("/confirm", data={"password": PASSWORD, "next": "/settings/people/zhao"})
    assert "/settings/people/zhao" == again.headers["location"]
    fresh = re.search(r'name="csrf" value="([^"]+)"', admin.get("/settings").text)[1]
    admin.headers["x-csrf-token"] = fresh
    done = admin.post("/settings/people/zhao", data={"name": "赵衡", "roles": ["auditor"]})
    assert "/settings/people/zhao?done=person_changed" == done.headers["location"]
    clock.instant = now


def test_the_log_tells_auditor_and_administrator_what_happened(sign: Sign, desk: Desk) -> None:
    sign("officer-s01").get("/settings")
    page = sign("zhao").get("/settings/log?lang=en&person=officer-s01")
    assert 200 == page.status_code
    assert "Refused request" in page.text
    assert "GET /settings" in page.text
    taken = sign("admin").get("/settings/log?lang=en&as=csv&table=log&act=person_added")
    assert "Person added" in taken.text
    assert "Refused request" not in taken.text
    assert [403, 403] == [sign(person).get("/settings/log").status_code for person in ("lin", "officer-s01")]


def test_a_line_of_the_log_cannot_pretend_to_be_another(sign: Sign, desk: Desk) -> None:
    with desk.access() as access:
        access.events.add("refused", at=desk.clock.now(), person="a\nb", about="\x1b[2J", address="", outcome="done")
        last = access.events.find(most=1)[0]
    assert ("a\\x0ab", "\\x1b[2J") == (last.person, last.about)


def test_the_log_leaves_no_blank_open(sign: Sign, desk: Desk) -> None:
    with desk.access() as access:
        access.events.add("refused", at=desk.clock.now(), person="lin", about="x", address="", outcome="auth.too_many")
    text = sign("admin").get("/settings/log?lang=en").text
    assert "Try again in … seconds." in text
    assert "{seconds}" not in text
