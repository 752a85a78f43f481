"""Cleaning as a whole, on the labelled pages and on pages of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon


@cache
def lexicon() -> Lexicon:
    return read_lexicon()


@pytest.mark.parametrize("name", ["000", "001", "002", "005", "012", "015", "021", "022", "036", "037"])
def test_labelled_pages_come_out_as_the_labellers_cleaned_them(shared_data: Path, name: str) -> None:
    folder = (
        shared_data.parent / "extraction" if not (shared_data / "extraction").is_dir() else shared_data / "extraction"
    )
    raw = (folder / "docs" / f"{name}.txt").read_text(encoding="utf-8")
    wanted = (folder / "clean" / f"{name}.txt").read_text(encoding="utf-8")
    assert bare(wanted) == bare(clean(raw, lexicon()).text)


def bare(text: str) -> str:
    return "".join(text.replace("|", "").split())


@pytest.mark.parametrize(
    ("dirty", "clean_"),
    [
        ("特钢指数加微信gangjia001与上周持平。", "特钢指数与上周持平。"),
        ("开【钢价早晚报免费领】工率81.5%,比上周高。", "开工率81.5%,比上周高。"),
        ("指数报收108. 36点,比上周高0.92点。", "指数报收108.36点,比上周高0.92点。"),
        ("全市粗钢产量下降2%。企业可加微信群申报。", "全市粗钢产量下降2%。企业可加微信群申报。"),
        ("【本报讯】今年粗钢产量下降2%,全年持平。", "【本报讯】今年粗钢产量下降2%,全年持平。"),
    ],
)
def test_who_asks_to_be_added_goes_and_what_looks_like_it_stays(dirty: str, clean_: str) -> None:
    assert clean_ == clean(dirty, lexicon()).text.strip()


@pytest.mark.parametrize(
    ("last", "stays"),
    [("澜东省工业和信息化厅", True), ("麦岭县安全生产委员会办公室", True), ("北方某某网络科技有限公司", False)],
)
def test_an_office_signs_without_a_date_and_the_owner_of_a_site_does_not(last: str, stays: bool) -> None:
    body = "关于开展钢铁产能核查的通知\n各市工信局:\n各企业须在9月底前完成自查,并报省厅备案。"
    page = f"{body}\n{last}\n【打印本页】 【关闭窗口】\n"
    assert stays == (last in clean(page, lexicon()).text)
