"""Which clauses speak of what is to be done, and which of what is over or merely so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.texts.actions.phrase import will_before_action
from zhibiao.texts.layout import Clause, Line, Role
from zhibiao.texts.page import Page


class Mode(StrEnum):
    """How a clause stands to the time of its page."""

    AHEAD = "ahead"
    OVER = "over"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The mode of one clause; `is_own` where its own words say so, else it is taken over from what stands before."""

    mode: Mode
    is_own: bool


_PLAN_TITLE = re.compile(
    r"(?:方案|通知|意见|计划|规划|要点|措施|办法|细则|条例|分工|任务分解|任务清单|工作安排|责任清单|重点任务|责任分解|任务分解表|分解表|一览表|决定|倡议书?|公告|规定|纲要)"
    r"(?:\s*[(（][^()（）]*[)）])?$"
)
_NEWS_TITLE = re.compile(r"[:：]|印发|发布|出台|公布|召开|签|获|达|增长|下降|同比|解读|回顾|总投资")
_HEADING_AHEAD = re.compile(
    r"下一?步|下阶段|工作安排|年安排|打算|重点任务|主要任务|工作任务|任务分解|工作重点|工作要求|重点工作|目标任务|保障措施|工作举措|重点举措|政策措施|工作部署|有关要求|实施步骤"
    r"|组织实施|重点工程|今后|展望|总体要求|基本原则|工作目标|主要目标|发展目标|工作计划|对策|建议|工作思路|总体思路|主要措施|具体措施|任务措施|工作措施|责任分工|职责分工"
)
_HEADING_OVER = re.compile(
    r"回顾|成效|成绩|现状|进展|完成情况|执行情况|运行情况|开展情况|落实情况|基本情况|工作情况|发展基础|亮点|以来|存在.{0,6}问题|运行特点|主要特点|形势|背景|经验|做法|评优|总结"
)
_WISH = re.compile(r"指导思想")
_AHEAD = re.compile(
    r"下一?步|下阶段|接下来|今后|未来|明年|后续|(?:预期|主要|奋斗|发展|工作)目标(?:是|为)|下半年(?!以来)|(?<!不)力争|争取|(?<!有效)(?<!强力)(?<!有力)(?<!切实)确保|一律(?=拆除|关停|关闭|停产|退出|取缔|停止|不予)|计划(?=于|在|到|用|今|明|年|将|建|投|[0-9])"
    r"|(?<![模虚比])拟(?!定)|准备(?=在|于|将)|严禁|不得(?!不)|禁止|必须|务必|应当|(?<!不)(?<!无)须(?=[^臾])|(?:根据|按照|依据)[^,，。]{0,16}(?:协议|合同|约定|方案|规划)(?=[,，]|$)|同意(?=[将由]|设立|建设|实施|投资)|建议(?![书稿])|责成|敦促|(?:^|[,，是])请(?![示教问客假求])|(?:强调|指出|要求|提出|明确|表示|部署|号召|倡议|决定|议定|商定|约定|建议|希望|透露|介绍说?|称)(?=[,，:：、]|$)"
    r"|今年.{0,8}将|(?:重点|着力|主要)?(?:抓好|做好|落实好|实施好)以下|我们将|(?<![一二三四五六七八九十\d万亿])年底前|(?:前|之前|以前|前要|内)(?:全部|完成|建成|实现|达到|形成|建立|出台|制定|竣工|投产)|打算|\d月(?:底|末|份)?前|月\d{1,2}日前|(?:^|[市县区委局厅门团司业会们方地者位])(?:还|也|就|均|都)?要(?![闻点素求件职领害道塞么])"
)
_OVER = re.compile(
    r"(?<![此从自])以来|(?:去年|上年)(?!同期|水平|末|底|基础)|前年|往年|(?<![而不])已(?!知|有之)|(?<![为除罢末得不])了(?![解然结却])"
    r"|曾经?|截至|同比|环比|累计|完成率|获评|荣获|被评|一直以来|一年来|[三五两几]年来|过去|出席|主持|参加会议|陪同"
)
_OVER_UNLESS_AHEAD = re.compile(
    r"近日|日前|近年|(?<!项)目前|当前|先后|成功(?!率)|获批|获得|获授|有力(?:推动|促进|保障)|得到|得益于|有所|取得|呈现|(?<!将)显示(?!器|屏|面板)"
    r"|圆满|正在|正式|召开|调研|发言|传达|汇报|一季度(?!内|前|底|末前)|前三季度|1至\d月|1-\d月"
)
_RUNS_ON = re.compile(
    r"\s*(?:其次|再次|再者|最后|此外|同时|另外|与此同时|第[二三四五六七八九十][,，]|[二三四五六七八九十]是|[(（][二三四五六七八九十\d]+[)）]|[2-9][.、．]|[●•·■]|还要|并|[\u4e00-\u9fff]{2,4}(?:上|方面)[,，])"
)
_AIM = re.compile(r"(?:力争|确保|争取)(?!了)")
_FIRST = re.compile(r"\s*(?:首先|一是|第一[,，]|一要|[(（]一[)）])")
_ASKS_AHEAD = re.compile(
    r"准备|打算|下一?步|接下来|今后|未来|(?:计划|将|要)(?:如何|怎[样么]|从哪|采取|做|推出)|怎么(?:干|做)|如何(?:打好|推进|谋划|部署|安排|落实)|有(?:哪些|什么|何)(?:打算|计划|考虑|安排|举措|部署|目标)"
)
_OPENS_LIST = re.compile(r"[:：]\s*$|(?:以下|如下|下列)[^,，。]{0,14}[。:：]?\s*$")
_NUMBERED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）.、．]|第?一[是,，]|首先|[●•·■◆])")


def modes(page: Page) -> tuple[Told, ...]:
    """The mode of every clause of the page, in the order of its clauses.

    The words of the clause tell first; else what the sentence, the paragraph, a paragraph that it runs on from, the
    nearest heading, or the kind of document (a plan, a notice) says.
    """
    return _Teller(page).tell()


def is_plan(page: Page) -> bool:
    """Whether the whole document lays down what is to be done: a notice, plan, scheme or table of tasks."""
    lines = page.layout.lines
    for line in lines[:8]:
        words = page.text[line.start : line.end]
        if line.role is Role.TITLE and _PLAN_TITLE.search(words) and not _is_news(words):
            return True
        if line.role is Role.MARGIN and re.search(r"[〔\[(（](?:19|20)\d\d[〕\])）]\s*\d+\s*号", words):
            return True
    return False


def _is_news(title: str) -> bool:
    named = re.sub(r"《[^》]*》|关于印发", "", title)
    return bool(_NEWS_TITLE.search(named))


class _Teller:
    """Walks the clauses once, remembering what was last said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.willed = will_before_action(page.lexicon)
        self.default = Mode.AHEAD if is_plan(page) else Mode.UNSAID
        self.state = self.default
        self.line = self.sentence = -1
        self.opens_list = self.asked = False

    def tell(self) -> tuple[Told, ...]:
        told = [self._of(clause) for clause in self.page.layout.clauses]
        return tuple(self._before_aim(number, told) for number in range(len(told)))

    def _before_aim(self, number: int, told: Sequence[Told]) -> Told:
        """`建立调度机制,确保产值增长6%`: what stands before an aim in its sentence is the means to it, so ahead."""
        clauses = self.page.layout.clauses
        if told[number].mode is not Mode.UNSAID or number + 1 == len(told):
            return told[number]
        following = clauses[number + 1]
        is_aim = following.sentence == clauses[number].sentence and _AIM.match(self.page.text, following.start)
        return told[number + 1] if is_aim and told[number + 1].mode is Mode.AHEAD else told[number]

    def _of(self, clause: Clause) -> Told:
        line = self.page.layout.lines[clause.line]
        words = self.page.text[clause.start : clause.end]
        if clause.line != self.line:
            self._enter(clause.line, line)
        if clause.sentence != self.sentence:
            self.sentence = clause.sentence
            if self.state is Mode.OVER and self._section(line) is Mode.AHEAD:
                self.state = Mode.AHEAD
        if line.role in {Role.TITLE, Role.HEADING, Role.MARGIN} and not self.opens_list:
            return Told(mode=Mode.UNSAID, is_own=False)
        return self._said(words)

    def _said(self, words: str) -> Told:
        ahead = _AHEAD.search(words) or self.willed.search(words)
        over = _OVER.search(words)
        if not over and not ahead and self.state is not Mode.AHEAD:
            over = _OVER_UNLESS_AHEAD.search(words)
        if over and not (ahead and ahead.start() > over.start()):
            self.state = Mode.OVER
            return Told(mode=Mode.OVER, is_own=True)
        if ahead:
            self.state = Mode.AHEAD
            return Told(mode=Mode.AHEAD, is_own=True)
        return Told(mode=self.state, is_own=False)

    def _enter(self, number: int, line: Line) -> None:
        start = self.page.text[line.start : line.end]
        goes_on = self.opens_list and (line.role is Role.ITEM or bool(_NUMBERED.match(start)))
        runs_on = _RUNS_ON.match(start) or (self.state is Mode.AHEAD and _FIRST.match(start))
        if (not goes_on and not runs_on) or self._section(line) is not Mode.UNSAID:
            self.state = self._section(line)
        self._ask(line)
        self.opens_list = bool(_OPENS_LIST.search(start)) or goes_on
        self.line = number

    def _ask(self, line: Line) -> None:
        """A question about what is planned has an answer that lies ahead."""
        turn = self.page.layout.turn_at(line.start)
        if turn is None or turn.start != line.start:
            return
        if turn.is_question:
            self.asked = bool(_ASKS_AHEAD.search(self.page.text, turn.end, turn.until))
        elif self.asked and self.state is Mode.UNSAID:
            self.state = Mode.AHEAD

    def _section(self, line: Line) -> Mode:
        """What the nearest heading that says anything says of a line under it, else the kind of document."""
        for number in reversed(line.under):
            heading = self.page.layout.lines[number]
            words = self.page.text[heading.start : heading.end]
            if _WISH.search(words):
                return Mode.UNSAID
            if _HEADING_OVER.search(words) and not _HEADING_AHEAD.search(words):
                return Mode.OVER
            if _HEADING_AHEAD.search(words):
                return Mode.AHEAD
        return self.default
