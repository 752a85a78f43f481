"""Laws of cleaning: dirt put in comes out again, clean stays clean, every character stands where it says."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.clean.simplify import simplified
from zhibiao.texts.clean.traced import Traced
from zhibiao.texts.lexicon import Lexicon

TITLE = "青岭市上半年工业经济运行平稳"
SENTENCES = (
    "上半年,全市规模以上工业增加值增长6.5%,高于全省1.2个百分点。",
    "粗钢产量512.4万吨,同比下降3.1%;钢材产量488.9万吨,增长0.7%。",
    "菱镁行业退出反射窑36座,压减镁砂产能42万吨,产值仍增长4.6%。",
    "下半年,将推进冷轧二期项目建设,年底前完成设备安装。",
    "全市工业投资完成86.3亿元,其中技术改造投资增长18.4%。",
    "各县区要按月调度重点企业,及时协调解决用地和审批问题。",
)
SPAM = ("开云体育app官网", "(更多资讯请关注某某公众号)", "www.gangtie88.com", "时时彩平台注册", "\u200b\u2060")
READINGS = {"产": "chǎn", "钢": "gang", "项": "xiàng", "业": "yè"}
TOP = ("首页 > 新闻 > 正文\n", "2024-07-19 10:11 来源:青岭日报 浏览:23次\n", "设为首页 | 加入收藏\n")
END = (
    "\n责任编辑:小林",
    "\n相关阅读\n某地油价上调",
    "\n上一篇:某某通知\n下一篇:没有了",
    "\n版权所有 青岭日报社 电话:000-1234567",
)


@cache
def lexicon() -> Lexicon:
    return read_lexicon()


def dirty(article: str, dice: random.Random) -> str:
    """The article with dirt of every kind at random."""
    text = list(article)
    for at in range(len(text) - 1, 1, -1):
        before, after = article[at - 1], article[at]
        if before in READINGS and dice.random() < 0.3:
            text.insert(at, f"({READINGS[before]})")
        elif min(before, after) > "\u4e00" and dice.random() < 0.02 and before not in "。,;" and after not in "。,;":
            text.insert(at, dice.choice(SPAM))
        elif after == "." and before.isdigit() and dice.random() < 0.5:
            text[at] = dice.choice((" . ", "﹒", " ."))
    whole = "".join(text)
    if dice.random() < 0.3:
        whole += "\n" + whole
    return "".join(dice.sample(TOP, dice.randrange(3))) + whole + "".join(dice.sample(END, dice.randrange(3)))


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 2**32), st.permutations(SENTENCES), st.integers(2, len(SENTENCES)))
def test_dirt_put_in_comes_out_again(seed: int, sentences: list[str], count: int) -> None:
    article = "\n".join([TITLE, *sentences[:count]])
    assert article == clean(dirty(article, random.Random(seed)), lexicon()).text
    assert article == clean(article, lexicon()).text


def test_the_harness_sees_dirt_that_stays() -> None:
    article = "\n".join([TITLE, *SENTENCES])
    assert any(article != dirty(article, random.Random(seed)) for seed in range(3))


@settings(max_examples=examples(60), deadline=None)
@given(st.text("产量鋼鐵增长百分点。,;:\n　 \t|()（）0123456789.%a-zA&;#xnbsp\r\u200b\ufffd□?", max_size=300))
def test_every_character_stands_where_it_says(raw: str) -> None:
    one = clean(raw, lexicon())
    assert len(one.origin) == len(one.text)
    assert all(before <= after for before, after in zip(one.origin, list(one.origin)[1:], strict=False))
    for char, place in zip(one.text, one.origin, strict=True):
        there = raw[place]
        is_put_in = char in "\n | ." or there in "&\ufffd□?"
        assert is_put_in or char == there or char == simplified(Traced.of(there)).text
