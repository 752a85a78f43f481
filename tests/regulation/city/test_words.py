"""Words for the codes in facts."""

from dataclasses import replace
from decimal import Decimal
from string import Formatter

import pytest

from city_plan_sample import LIMITS, drawn, two
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


def _said(code: str, **facts: object) -> tuple[str, str]:
    found = worded(facts, {})
    return CATALOGUE.what(code, "zh", found), CATALOGUE.what(code, "en", found)


@pytest.mark.parametrize(
    ("pull", "off", "zh", "en"),
    [
        (
            "3.38",
            "0.85",
            "扣除高于年度权益0.85%的代价3.38元后不低于",
            "less 3.38 for lying 0.85 % above its entitlement",
        ),
        (
            "-6.00",
            "-1.50",
            "低于年度权益1.50%，靠近权益可抵6.00元，计入后不低于",
            "1.50 % short of its entitlement counts 6.00",
        ),
        ("0", "1.50", "不另计偏离权益的代价，不低于", "nothing counts for its distance from the entitlement"),
    ],
)
def test_being_short_of_the_entitlement_counts_and_is_no_negative_cost(pull: str, off: str, zh: str, en: str) -> None:
    said = _said("city_plan.less.worth_more", worth="341.28", cap="342.91", pull=pull, off_pct=off)
    assert zh in said[0]
    assert en in said[1]
    moved = _said("city_plan.move.gives", worth="341.28", cap="342.91", pull=pull)
    assert not [text for text in (*said, *moved) if "-" in text]


def test_a_tonne_that_costs_is_not_told_as_a_gain() -> None:
    facts = {"bound": "month_share", "limit_t": 5, "clause": "12", "month_share": Decimal("0.015")}
    for price, zh, en in (
        ("64.30", "每少1吨，全市多收益64.30元。", "one tonne less would be worth 64.30 yuan to the city."),
        ("-64.30", "每少1吨，全市少收益64.30元。", "one tonne less would cost the city 64.30 yuan."),
    ):
        said = _said("city_plan.less.month", price=price, **facts)
        assert said[0].endswith(zh)
        assert said[1].endswith(en)


def test_one_holding_that_cannot_move_gains_one_way_and_loses_the_other() -> None:
    still = replace(two(), limits=replace(LIMITS, month_share=Decimal(0)))
    for row in city_plan(still).enterprises:
        (more,), (less,) = row.more[:1], row.less[:1]
        assert "bound" in more.facts
        assert "bound" in less.facts
        up, down = (Decimal(str(one.facts["price"])) for one in (more, less))
        assert 0 != up
        assert 0 == up + down


def test_names_in_findings_keep_their_language() -> None:
    facts = {"name": Text("甲厂", "A"), "kept": named("technical_minimum"), "gave": named("ceiling.base")}
    said = CATALOGUE.what("city_plan.bound_gave_way", "en", worded(facts, {}))
    assert "the technical minimum goes first" in said


def test_every_sentence_of_the_plan_ends_with_a_stop() -> None:
    for code, message in CATALOGUE.messages.items():
        if code.startswith(("city_plan.", "diagnosis.")):
            for text in (message.what, message.why, message.hint):
                assert text.zh[-1:] in ("", "。"), code
                assert text.en[-1:] in ("", "."), code
