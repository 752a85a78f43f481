"""Words for the codes in facts."""

from string import Formatter

import pytest

from city_plan_sample import drawn, two
from zhibiao.assemble.resources import DATA
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.regulation.city.plan import city_plan
from zhibiao.regulation.city.reasons import Reason
from zhibiao.regulation.city.words import named, worded
from zhibiao.terms.text import Text

CATALOGUE = read_catalogue(DATA)


@pytest.mark.parametrize("seed", [None, *range(12)])
def test_every_reason_of_a_plan_has_all_its_facts_and_words(seed: int | None) -> None:
    plan = city_plan(two() if seed is None else drawn(seed))
    reasons: list[Reason] = [one for row in plan.enterprises for one in (*row.more, *row.less)]
    reasons += [one for move in plan.moves for one in move.reasons]
    assert reasons
    for reason in reasons:
        message, facts = CATALOGUE.messages[reason.code], worded(reason.facts, {})
        for text in (message.what, message.why, message.hint):
            blanks = {name for _, name, _, _ in Formatter().parse(text.zh) if name}
            assert blanks <= set(facts), (reason.code, blanks - set(facts))
        assert "{" not in CATALOGUE.what(reason.code, "zh", facts)
        assert "{" not in CATALOGUE.what(reason.code, "en", facts)
    for finding in plan.findings:
        assert "{" not in CATALOGUE.what(finding.code, "en", finding.facts)


def test_a_given_name_goes_before_the_code_itself() -> None:
    assert Text("螺纹钢", "rebar") == named("rebar_t", {"rebar_t": Text("螺纹钢", "rebar")})
    assert Text("rebar_t") == named("rebar_t")


def test_lists_of_codes_are_named_one_by_one() -> None:
    found = worded({"families": "a_t、b_t", "price": 2}, {"a_t": Text("甲", "a"), "b_t": Text("乙", "b")})
    assert {"families": Text("甲、乙", "a, b"), "price": 2} == found


def test_a_note_bears_units_and_its_users_their_amounts() -> None:
    facts = {"commodity": "electricity", "supply": "1234567", "stock": "—", "cover_days": "—"}
    found = worded({**facts, "largest": "A、B", "largest_need": "5000、86"}, {"A": Text("甲", "a")})
    assert Text("1,234,567兆瓦时", "1,234,567 MWh") == found["supply"]
    assert Text("未列", "not listed") == found["stock"]
    assert Text("", "") == found["cover"]
    assert Text("甲 5,000、B 86", "a 5,000, B 86") == found["users"]
