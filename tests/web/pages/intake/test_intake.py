"""*Intake* as an officer and the bureau meet it: who is late, files handed in, what the answer says, what changed."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from web.conftest import NOW, Sign
from web.pages.intake_sample import CRUDE_STEEL, XLSX, filled, row_of, value_at, with_cells, with_slips
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role
from zhibiao.web.doors.guard import rights

MAY = dt.datetime(2025, 5, 12, 2, tzinfo=dt.UTC)
OWN, OTHER = "LH-S04", "LH-S01"


@pytest.fixture(autouse=True)
def in_may(clock: SetClock) -> Iterator[None]:
    """Four days after April's returns were due."""
    clock.instant = MAY
    yield
    clock.instant = NOW


@pytest.fixture(scope="module")
def april(sign: Sign, desk: Desk, clock: SetClock) -> bytes:
    """April's form of one enterprise, downloaded from the page and filled in."""
    clock.instant = MAY
    form = sign("officer-s04").get("/intake/template", params={"enterprise": OWN, "month": "2025-04"})
    with desk.book() as opened:
        return filled(form.content, opened, OWN, "2025-04")


def file(client: TestClient, content: bytes, *, name: str = "4月.xlsx", key: str = "", act: str = "file") -> Response:
    """Post a file as the form of the page does, with a key of its own unless one is given."""
    key = key or hidden(client.get("/intake").text, "key")
    return client.post("/intake", data={"key": key, "act": act}, files={"files": (name, content, XLSX)})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def text_of(answer: Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


def test_the_bureau_sees_who_is_late_and_by_how_many_days(sign: Sign) -> None:
    answer = sign("lin").get("/intake?lang=en")
    assert 200 == answer.status_code
    assert "0 of 12 enterprises have filed (due by 8 May 2025); 12 have not, up to 4 days late." in text_of(answer)


def test_a_month_that_was_filed_in_time_is_late_for_nobody(sign: Sign) -> None:
    said = text_of(sign("wang").get("/intake?month=2025-03&lang=en"))
    assert "12 of 12 enterprises have filed (due by 8 April 2025); 1 have to answer or file again." in said


def test_a_filing_that_came_late_keeps_its_days(sign: Sign) -> None:
    table = sign("zhao").get("/intake?sector=magnesia&month=2025-03&as=csv&table=filings").text
    days = [line.split(",")[3] for line in table.splitlines()[1:]]
    assert (["2"], 9) == ([one for one in days if one], days.count(""))


def test_filters_stand_in_the_address(sign: Sign) -> None:
    client = sign("lin")
    asked = client.get("/intake?month=2025-03&state=asked&as=csv&table=filings").text.splitlines()
    assert 2 == len(asked)
    assert 404 == client.get("/intake?state=lost").status_code
    assert 400 == client.get("/intake?month=March").status_code


def test_an_officer_sees_the_own_enterprise_alone(sign: Sign, desk: Desk) -> None:
    answer = sign("officer-s04").get("/intake?month=2025-03")
    with desk.book() as opened:
        others = [one.name.zh for one in opened.city if one.id != OWN]
        own = opened.city[OWN].name.zh
    assert own in answer.text
    assert [] == [name for name in others if name in answer.text]
    assert 404 == sign("officer-s04").get("/intake?sector=magnesia").status_code


def test_a_planner_sees_the_group(sign: Sign) -> None:
    table = sign("planner-g01").get("/intake?as=csv&table=filings").text.splitlines()
    assert 3 == len(table)  # the head, and two enterprises of the group in this sector


@pytest.mark.parametrize("person", ["zhao", "planner-g01", "admin"])
def test_whoever_only_reads_hands_in_nothing(sign: Sign, april: bytes, person: str) -> None:
    client = sign(person)
    answer = client.post("/intake", data={"key": "k", "act": "file"}, files={"files": ("a.xlsx", april, XLSX)})
    assert 403 == answer.status_code


def test_a_check_keeps_nothing(sign: Sign, desk: Desk, april: bytes) -> None:
    bad, steel, _ = with_slips(april)
    with desk.book() as opened:
        before = opened.store.extent()
    answer = file(sign("officer-s04"), bad, act="check")
    with desk.book() as opened:
        assert before == opened.store.extent()
    assert 200 == answer.status_code
    assert "没有留存任何内容" in answer.text
    assert steel in answer.text


def test_a_slip_is_named_by_its_cell_and_what_follows_is_folded_under_it(sign: Sign, april: bytes) -> None:
    bad, steel, value = with_slips(april)
    client = sign("officer-s04")
    filed = file(client, bad)
    assert 303 == filed.status_code
    answer = client.get(filed.headers["location"])
    assert 200 == answer.status_code
    said = text_of(answer)
    assert "未采用，须改正后重报" in said
    assert f"工作表 {OWN} {value} num.bad_grammar" in said
    assert f"工作表 {OWN} {steel} unit.factor_1e4_suspected" in said
    assert said.index("num.bad_grammar") < said.index("unit.factor_1e4_suspected")
    folded = answer.text.index("由此引起的 8 项")
    assert answer.text.index("unit.factor_1e4_suspected") < folded < answer.text.index("edit.above_capacity")
    marked = re.findall(r'<td class="[^"]*marked">(?:<span[^>]*>[^<]*</span>)?([^<]*)', answer.text)
    assert ["约七亿", f"{value_at(bad, steel):.15g}"] == marked


def test_markup_in_a_cell_stays_text(sign: Sign, april: bytes) -> None:
    _, _, value = with_slips(april)
    answer = file(sign("officer-s04"), with_cells(april, {value: "<script>alert(1)</script>"}), act="check")
    assert "<script>alert(1)" not in answer.text
    assert 2 <= answer.text.count("&lt;script&gt;alert(1)")


def test_the_annotated_copy_and_the_file_as_it_came(sign: Sign, april: bytes) -> None:
    bad, steel, _ = with_slips(april)
    client = sign("officer-s04")
    number = file(client, bad).headers["location"].split("?")[0]
    assert bad == client.get(f"{number}/raw").content
    copy = client.get(f"{number}/annotated?lang=en")
    assert XLSX == copy.headers["content-type"]
    book = openpyxl.load_workbook(io.BytesIO(copy.content))
    said = " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "unit.factor_1e4_suspected" in said
    assert steel in said


def test_filed_again_it_is_version_two_and_says_what_changed(sign: Sign, april: bytes) -> None:
    client = sign("officer-s04")
    first = client.get(file(client, april).headers["location"])
    assert "已受理" in first.text
    orders = f"D{row_of(april, '12')}"
    again = with_cells(april, {orders: value_at(april, orders) + 1.25})
    answer = client.get(file(client, again).headers["location"])
    said = text_of(answer)
    assert "第 2 版替代第 1 版，1 个数字不同" in said
    old, new = value_at(april, orders), value_at(again, orders)
    assert f"期末在手订单 本期 {old:g}万吨 {new:g}万吨" in said
    table = client.get("/intake?as=csv&table=filings").text.splitlines()[1]
    assert ("2025年4月", "已采用", "2") == (table.split(",")[0], table.split(",")[1], table.split(",")[4])


def test_the_same_key_gives_the_first_answer(sign: Sign, desk: Desk, april: bytes) -> None:
    client = sign("officer-s04")
    steel = f"D{row_of(april, CRUDE_STEEL)}"
    other = with_cells(april, {steel: value_at(april, steel) - 0.01})
    first = file(client, april, key="a-key-of-its-own")
    with desk.book() as opened:
        before = opened.store.extent()
    again = file(client, april, key="a-key-of-its-own")
    assert first.headers["location"] == again.headers["location"]
    clash = file(client, other, key="a-key-of-its-own")
    assert 422 == clash.status_code
    assert "dup.key_reused" in clash.text
    with desk.book() as opened:
        assert before == opened.store.extent()


def test_an_officer_files_for_the_own_enterprise_alone(sign: Sign, desk: Desk, april: bytes) -> None:
    with desk.book() as opened:
        before = len(opened.store.returns())
    answer = file(sign("officer-s01"), april)
    assert 403 == answer.status_code
    assert "auth.not_own_firm" in answer.text
    with desk.book() as opened:
        assert before == len(opened.store.returns())
        assert opened.city[OWN].name.zh not in answer.text
        assert opened.city[OWN].credit_code not in answer.text


def test_an_answer_is_its_enterprises_and_the_bureaus(sign: Sign, april: bytes) -> None:
    number = file(sign("officer-s04"), with_slips(april)[0]).headers["location"].split("?")[0]
    for tail in ("", "/raw", "/annotated"):
        assert 200 == sign("zhao").get(number + tail).status_code
        for person in ("officer-s01", "planner-g01"):
            assert 404 == sign(person).get(number + tail).status_code
        missing = sign("officer-s01").get(f"/intake/999999{tail}")
        assert 404 == missing.status_code
        assert 404 == sign("lin").get(f"/intake/{10**30}{tail}").status_code
    theirs, none = (sign("officer-s01").get(path).text for path in (number, "/intake/999999"))
    assert re.search("<main.*</main>", theirs, re.DOTALL)[0] == re.search("<main.*</main>", none, re.DOTALL)[0]  # type: ignore[index]


def test_a_collected_file_of_the_bureau_is_nobody_elses(sign: Sign) -> None:
    assert 200 == sign("lin").get("/intake/58").status_code
    assert 404 == sign("officer-s01").get("/intake/58").status_code
    assert 404 == sign("officer-s01").get("/intake/58/raw").status_code


def test_what_was_denied_goes_back_to_whoever_brought_it_alone(sign: Sign, april: bytes) -> None:
    """A planner of the group may see that it was denied, and never the figures of another group in it."""
    file(sign("officer-s01"), april, name="theirs.xlsx")
    recent = sign("planner-g01").get("/intake?as=csv&table=recent").text
    number = next(line.split(",")[0] for line in recent.splitlines() if ",theirs.xlsx," in line)
    assert 200 == sign("planner-g01").get(f"/intake/{number}").status_code
    assert 404 == sign("planner-g01").get(f"/intake/{number}/raw").status_code
    assert 404 == sign("planner-g01").get(f"/intake/{number}/annotated").status_code
    assert april == sign("officer-s01").get(f"/intake/{number}/raw").content


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("person", ["lin", "wang"])
def test_the_bureau_edits_no_figure(sign: Sign, method: str, person: str) -> None:
    answer = sign(person).request(method, "/intake/58", json={"crude_steel_t": "1"})
    assert 403 == answer.status_code
    assert "auth.bureau_may_not_edit" in answer.text
    assert "重报" in answer.text


def test_no_route_that_replaces_or_removes_touches_a_return(sign: Sign, desk: Desk) -> None:
    """Whatever the application offers beside reading and posting, a return stays as it was filed."""
    paths = {
        (method, re.sub(r"\{[^}]*\}", "58", path)) for method, path in rights() if method in ("PUT", "PATCH", "DELETE")
    }
    assert ("PATCH", "/intake/58") in paths
    with desk.book() as opened:
        before = opened.store.returns()
    for method, path in paths:
        for person in ("lin", "wang"):
            sign(person).request(method, path, json={"crude_steel_t": "1"})
    with desk.book() as opened:
        assert before == opened.store.returns()


def test_several_files_are_answered_line_by_line(sign: Sign, april: bytes) -> None:
    client = sign("lin")
    files = [("files", ("good.xlsx", april, XLSX)), ("files", ("empty.xlsx", b"", XLSX))]
    answer = client.post("/intake", data={"key": "two", "act": "file"}, files=files)
    assert 200 == answer.status_code
    assert ["good.xlsx", "empty.xlsx"] == re.findall(r">(good\.xlsx|empty\.xlsx)<", answer.text)


def test_five_enterprises_from_one_address_are_flagged_to_the_bureau_alone(sign: Sign, desk: Desk) -> None:
    firms = ("LH-S05", "LH-S06", "LH-S07", "LH-S08", "LH-S09")
    path = desk.root / "zhibiao.toml"
    officers = tuple(Person(id=f"o-{firm}", name="报", roles=(Role.OFFICER,), enterprise=firm) for firm in firms)
    settings = settings_of(path)
    path.write_text(settings_text(replace(settings, people=(*settings.people, *officers))), encoding="utf-8")
    for firm in firms:
        client = sign(f"o-{firm}")
        form = client.get("/intake/template", params={"enterprise": firm, "month": "2025-04"}).content
        with desk.book() as opened:
            content = filled(form, opened, firm, "2025-04")
        filed = file(client, content)
        assert 303 == filed.status_code
    assert "qual.one_address_many_firms" in client.get(filed.headers["location"]).text
    said = text_of(sign("lin").get("/intake?lang=en"))
    assert re.search(r"Returns of \d+ enterprises came from one address, testclient", said)
    assert "来自同一地址" not in sign("officer-s04").get("/intake").text


def test_a_collected_file_of_the_bureau_raises_no_flag(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        kept = opened.store.submissions.find(58)
        assert kept
        content = opened.store.file_content(kept.file_sha256)
    answer = file(sign("lin"), content, act="check")
    assert "逐份月报" in answer.text
    assert "qual.one_address_many_firms" not in answer.text


def test_nothing_chosen_too_many_and_too_large_are_refused_in_words(sign: Sign) -> None:
    client = sign("lin")
    assert "intake.none_chosen" in client.post("/intake", data={"key": "k"}).text
    many = [("files", (f"{number}.csv", b"x", "text/csv")) for number in range(21)]
    answer = client.post("/intake", data={"key": "k"}, files=many)
    assert (400, True) == (answer.status_code, "intake.too_many_files" in answer.text)
    large = client.post("/intake", data={"key": "k"}, files={"files": ("a.xlsx", bytes((20 << 20) + 1), XLSX)})
    assert (422, True) == (large.status_code, "file.too_large" in large.text)
    assert 400 == client.post("/intake", data={"key": "k" * 200}, files={"files": ("a", b"x", XLSX)}).status_code


def test_the_form_is_filled_with_the_own_enterprise(sign: Sign, desk: Desk, april: bytes) -> None:
    client = sign("officer-s04")
    sheet = openpyxl.load_workbook(io.BytesIO(april)).worksheets[0]
    with desk.book() as opened:
        assert opened.city[OWN].name.zh in str(sheet["A4"].value)
        assert opened.city[OWN].credit_code in str(sheet["D4"].value)
    for firm, due in ((OTHER, 404), ("NOBODY", 404), (OWN, 200)):
        got = client.get("/intake/template", params={"enterprise": firm, "month": "2025-05"})
        assert (firm, due) == (firm, got.status_code)
    assert 400 == client.get("/intake/template", params={"enterprise": OWN, "month": "9999-12"}).status_code
    assert 404 == sign("lin").get("/intake/template", params={"enterprise": "NOBODY", "month": "2025-05"}).status_code
