"""From an invitation to a verified book: everybody's part of a decision, done in browsers by what the screens say."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from web.browser.conftest import watch
from web.browser.hands import Hands, within_minutes
from web.conftest import NOW
from web.pages.intake_sample import filled, with_slips
from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.access.first_administrator import open_setup

MORNING = dt.datetime(2025, 5, 12, 1, tzinfo=dt.UTC)
MINUTES = 3
"""What a task of an officer, of an approver or of an auditor may take."""

FIRM, FIRM_NAME = "LH-S04", "辽河氐宿钢铁有限公司"
PEOPLE = {
    "officer-s04": "江报",
    "lin": "林岚",
    "wang": "王越",
    "zhao": "赵衡",
    "sun": "孙复",
}


@dataclass(slots=True)
class Stage:
    """Who is there, with which passwords, and where files of theirs lie."""

    desk: Desk
    clock: SetClock
    at: str
    folder: Path
    enter: Callable[[str], Hands]
    passwords: dict[str, str] = field(default_factory=dict)
    decision: str = ""

    def person(self, who: str) -> Hands:
        """Somebody at a browser of their own, signed in by the form."""
        hands = self.enter(PEOPLE[who])
        hands.signs_in(who, self.passwords[who])
        return hands


@pytest.fixture
def stage(
    browser: Browser, served: str, desk: Desk, clock: SetClock, tmp_path: Path, troubles: list[str]
) -> Iterator[Stage]:
    contexts = []

    def enter(name: str) -> Hands:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN"))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        watch(page, served, troubles)
        return Hands(page=page, at=served, name=name)

    clock.instant = MORNING
    yield Stage(desk=desk, clock=clock, at=served, folder=tmp_path, enter=enter)
    clock.instant = NOW
    for one in contexts:
        one.close()


def test_the_whole_way(stage: Stage, troubles: list[str]) -> None:
    everybody_is_invited(stage)
    with within_minutes(MINUTES):
        an_officer_files_again(stage)
    an_analyst_compares_and_drafts(stage)
    with within_minutes(MINUTES):
        another_person_approves(stage)
    it_is_issued_after_the_wait(stage)
    the_officer_reads_and_appeals(stage)
    a_third_person_decides(stage)
    the_officer_reads_the_outcome(stage)
    with within_minutes(MINUTES):
        the_auditor_verifies(stage)
    everybody_may_read_what_is_public(stage)
    assert [] == troubles


def everybody_is_invited(stage: Stage) -> None:
    """The first administrator comes by the console's word, writes down a third person and invites everybody."""
    code = open_setup(door_of(stage.desk, address=""))
    admin = stage.enter("管敏")
    admin.opens(f"/setup?code={code}")
    admin.keeps_picture("01-setup")
    admin.fills("账号", "guan")
    admin.fills("姓名", "管敏")
    admin.fills("密码", password_of("guan"))
    admin.presses("设立并登录")
    admin.turns_to("设置")
    admin.keeps_picture("02-settings")
    admin.follows("增加人员")
    admin.fills("账号", "sun")
    admin.fills("姓名", PEOPLE["sun"])
    admin.ticks("审批人员")
    admin.presses("保存")
    admin.reads("已增加，可以发邀请码了。")
    for person, name in PEOPLE.items():
        admin.turns_to("设置")
        admin.follows(name)
        admin.presses("生成邀请码")
        link = re.search(r"http://\S+/join\?code=[\w-]+", admin.reads(f"给{name}的邀请链接"))
        assert link is not None
        if person == "sun":
            admin.keeps_picture("03-invitation")
        accept(stage, person, link[0])


def accept(stage: Stage, person: str, link: str) -> None:
    """Somebody opens the link that was handed over, sets a password and is at the desk."""
    hands = stage.enter(PEOPLE[person])
    hands.opens(link)
    hands.reads(f"{PEOPLE[person]}，请为自己的账号设置密码")
    if person == "officer-s04":
        hands.keeps_picture("04-join")
    stage.passwords[person] = password_of(person)
    hands.fills("新密码", stage.passwords[person])
    hands.presses("设置并登录")
    expect(hands.page.get_by_role("link", name=PEOPLE[person], exact=True)).to_be_visible()


def password_of(person: str) -> str:
    """Long, and another one for each."""
    return f"风筝 蓝莓 {person[::-1]} 河湾 tumble"


def an_officer_files_again(stage: Stage) -> None:
    """The form is taken, filed with slips, its named error read, and filed again without them."""
    officer = stage.person("officer-s04")
    officer.turns_to("收报")
    officer.keeps_picture("05-intake")
    name, form = officer.takes("下载 .xlsx")
    assert f"{FIRM}-2025-04.xlsx" == name
    with stage.desk.book() as opened:
        good = filled(form, opened, FIRM, "2025-04")
    bad, steel, _ = with_slips(good)
    path = stage.folder / name
    path.write_bytes(bad)
    officer.hands_in("选择文件", path)
    officer.presses("报送")
    officer.reads("未采用，须改正后重报", f"工作表 {FIRM} {steel}", "unit.factor_1e4_suspected")
    officer.keeps_picture("06-bad-workbook")
    assert officer.takes("下载标注件")[1].startswith(b"PK")

    path.write_bytes(good)
    officer.turns_to("收报")
    officer.hands_in("选择文件", path)
    officer.presses("报送")
    officer.reads("已受理")
    officer.reads_not("未采用，须改正后重报", "unit.factor_1e4_suspected")
    officer.keeps_picture("07-filed-again")


def an_analyst_compares_and_drafts(stage: Stage) -> None:
    """Rules side by side and sliders; what the sliders gave becomes the rulebook, and the draft follows it."""
    lin = stage.person("lin")
    lin.keeps_picture("08-this-month")
    lin.turns_to("方案")
    lin.keeps_picture("09-decisions")
    lin.follows("测算与起草")
    lin.chooses("已完成产量计至", "2025年3月")
    lin.reads("总量始终不变", "规则比选")
    lin.keeps_picture("10-compare")
    tried = lin.page.get_by_role("region", name="试算结果")
    for slider, to in (("倾斜系数", "0.5"), ("上浮幅度", "0.1")):
        lin.page.get_by_role("slider", name=re.compile(slider)).fill(to)
        expect(tried).to_contain_text(f'"{to}"')
    expect(tried).to_contain_text("移动 164,939 吨")
    lines = re.findall(r"^\s*(\w+): (\{.*\})$", tried.inner_text(), flags=re.MULTILINE)
    lin.keeps_picture("11-sliders")
    new_rulebook(stage, dict(lines))

    lin.turns_to("方案")
    lin.follows("测算与起草")
    lin.chooses("已完成产量计至", "2025年3月")
    lin.reads("与现行办法相同")
    lin.presses("起草再分配方案")
    lin.reads("已提出，等另一人审批。", "由另一名审批人员审批：")
    found = re.search(r"/decisions/(steel-2025-03-[0-9a-f]{8})", lin.page.url)
    assert found is not None
    stage.decision = found[1]
    assert 0 == lin.button("审批").count()
    lin.keeps_picture("12-drafted")


def new_rulebook(stage: Stage, parameters: Mapping[str, str]) -> None:
    """Another rulebook comes into force: the old one with the lines that the desk wrote."""
    assert {"tilt_beta", "ceiling_delta"} == set(parameters)
    with stage.desk.book() as opened:
        path = opened.rulebooks["steel", 2025]
    text = path.read_text(encoding="utf-8")
    for code, value in parameters.items():
        text, count = re.subn(rf"^(\s*{code}:).*$", rf"\1 {value}", text, flags=re.MULTILINE)
        assert 1 == count
    path.write_text(text, encoding="utf-8")


def another_person_approves(stage: Stage) -> None:
    """Found in what waits, read, approved; and it cannot be issued yet."""
    wang = stage.person("wang")
    wang.turns_to("方案")
    wang.follows(stage.decision)
    wang.reads("审批的就是本页所列内容")
    wang.keeps_picture("13-to-approve")
    wang.presses("审批")
    wang.reads("已审批。", "之后才能下达")
    assert 0 == wang.button("下达").count()
    wang.keeps_picture("14-waiting")


def it_is_issued_after_the_wait(stage: Stage) -> None:
    """A day and more later the same approver signs in again and issues it."""
    stage.clock.instant = MORNING + dt.timedelta(hours=26)
    wang = stage.person("wang")
    wang.turns_to("方案")
    wang.follows(stage.decision)
    wang.presses("下达")
    wang.reads("已下达，指标已入账。", "已经入账，没有待办。")
    wang.keeps_picture("15-issued")


def the_officer_reads_and_appeals(stage: Stage) -> None:
    """The notice, what would change it, and an appeal with a figure and a document."""
    officer = stage.person("officer-s04")
    officer.turns_to("企业")
    officer.keeps_picture("16-own-enterprises")
    officer.follows(FIRM_NAME)
    officer.keeps_picture("17-enterprise")
    name, notice = officer.takes("下载通知书")
    assert name.endswith(".docx")
    with zipfile.ZipFile(io.BytesIO(notice)) as archive:
        assert stage.decision in archive.read("word/document.xml").decode()
    officer.page.get_by_role("spinbutton").first.fill("10")
    officer.presses("重新计算")
    officer.reads("指标约为")
    officer.keeps_picture("18-what-would-change")

    officer.turns_to("申诉")
    officer.keeps_picture("19-appeals")
    officer.page.get_by_role("listitem").filter(has_text=stage.decision).get_by_role("link", name="提出申诉").click()
    officer.page.wait_for_load_state()
    officer.keeps_picture("20-appeal-form")
    officer.page.get_by_label(re.compile("^主张的.*研发")).first.fill("9.5")
    officer.page.get_by_label(re.compile("研发.*单位")).first.select_option(value="100Myuan")
    officer.page.get_by_role("checkbox").filter(visible=True).first.check()
    officer.fills("陈述", "研发费用漏报一个月，审计已更正，请按更正后的数字重新核定。")
    paper = stage.folder / "审计报告.pdf"
    paper.write_bytes(b"%PDF-1.4 audited")
    officer.hands_in("佐证材料", paper)
    officer.presses("提交申诉")
    officer.reads("已提交申诉。", "审计报告.pdf", "漏报一个月")
    officer.keeps_picture("21-appeal-filed")


def a_third_person_decides(stage: Stage) -> None:
    """Who had a hand in the decision may not decide; a third approver does."""
    stage.clock.instant = MORNING + dt.timedelta(hours=50)
    wang = stage.person("wang")
    wang.turns_to("申诉")
    wang.follows(FIRM_NAME)
    wang.presses("受理")
    wang.reads("您参与过这个方案", "须由其他审批人员处理")
    assert 0 == wang.button("作出处理").count()
    wang.keeps_picture("22-recused")

    sun = stage.person("sun")
    sun.turns_to("申诉")
    sun.follows(FIRM_NAME)
    sun.keeps_picture("23-to-decide")
    sun.ticks("驳回")
    sun.fills("理由", "更正的研发费用不在本方案采用的年度之内，指标不变。")
    sun.presses("作出处理")
    sun.reads("已作出处理。", "不在本方案采用的年度之内")
    sun.keeps_picture("24-decided")


def the_officer_reads_the_outcome(stage: Stage) -> None:
    """The reasons stand where the appeal was filed, with a paper to take away."""
    officer = stage.person("officer-s04")
    officer.turns_to("申诉")
    officer.follows(FIRM_NAME)
    officer.reads("驳回", "不在本方案采用的年度之内")
    assert officer.takes("下载处理决定书")[1].startswith(b"PK")


def the_auditor_verifies(stage: Stage) -> None:
    """The decision is re-derived from its export by code of its own, and who did what stands in the log."""
    zhao = stage.person("zhao")
    zhao.turns_to("方案")
    zhao.follows(stage.decision)
    name, content = zhao.takes("全部依据")
    folder = stage.folder / name
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    script = next(folder.rglob("verify.py"))
    ran = subprocess.run(
        [sys.executable, "-I", script.name], cwd=script.parent, capture_output=True, text=True, check=False
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr

    zhao.turns_to("设置")
    zhao.follows("登录和权限日志")
    zhao.reads("guan", "wang", "officer-s04")
    zhao.keeps_picture("26-log")


def everybody_may_read_what_is_public(stage: Stage) -> None:
    """Without an account: published papers, and no firm's."""
    public = stage.enter("")
    public.opens("/papers")
    public.reads("只载总量、规则、户数")
    public.keeps_picture("27-papers")
