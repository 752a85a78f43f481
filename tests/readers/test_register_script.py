"""The script of the city's register: steps by instant, rulings with their terms as text, rows of the lists."""

import datetime as dt
from pathlib import Path

import pytest

from zhibiao.readers.register_script import published_dates, read_register_script

ACTS = """
acts:
  - {at: "2025-03-01T02:00:00Z", by: lin, of: plan, items: plan}
  - {at: "2025-03-01T01:00:00Z", by: lin, take: plan.txt}
  - at: "2025-03-01T01:30:00Z"
    by: lin
    text: plan.txt
    accept: [{words: 项目30个, item: plan, is: {kind: capital, items: 30, value: 96.38}}]
    reject: [{words: 增强活力, reason: 口号}]
  - {at: "2025-03-02T01:00:00Z", by: wang, of: plan, block: {cause: funds, mover: 市财政局, since: "2025-03-02"}}
"""
ITEMS = "list,name,on,level,amount,spent,claim,evidence\nplan,甲项目,,,1000000,,not_started,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acts.yaml").write_text(ACTS, "utf-8")
    (tmp_path / "items.csv").write_text(ITEMS, "utf-8")
    return tmp_path


def test_steps_come_in_the_order_of_their_instants(folder: Path) -> None:
    taken, reviewed, named, blocked = read_register_script(folder)
    assert (dt.datetime(2025, 3, 1, 1, tzinfo=dt.UTC), True, "plan.txt") == (taken.at, taken.taken, taken.text)
    assert (False, "plan.txt") == (reviewed.taken, reviewed.text)
    assert ["甲项目"] == [row["name"] for row in named.named]
    assert ("wang", "plan", "block", "funds") == (blocked.person, blocked.item, blocked.deed, blocked.facts["cause"])


def test_terms_are_text_as_a_person_types_them(folder: Path) -> None:
    reviewed = read_register_script(folder)[1]
    (accepted,), (rejected,) = reviewed.accepted, reviewed.rejected
    assert {"kind": "capital", "items": "30", "value": "96.38"} == accepted.terms
    assert ("项目30个", "plan", "口号") == (accepted.words, accepted.item, rejected.reason)


def test_a_list_that_is_not_there_is_a_mistake(folder: Path) -> None:
    (folder / "items.csv").write_text(ITEMS.replace("plan,", "other,"), "utf-8")
    with pytest.raises(KeyError):
        read_register_script(folder)


def test_the_index_dates_its_pages(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text('{"doc": "a", "date": "2025-03-01"}\n', "utf-8")
    assert {"a": "2025-03-01"} == published_dates(tmp_path / "index.jsonl")
