"""Early warnings in the bulletin: one sentence each, one for all where many show the same."""

from types import SimpleNamespace

import pytest

from zhibiao.assemble.resources import catalogue
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text
from zhibiao.writers.warning_words import warning_sentences
from zhibiao.writers.wording import Words


def _fell(number: int) -> Finding:
    facts = {
        "enterprise": f"T-{number}",
        "name": Text(f"甲{number}", f"Firm {number}"),
        "month": "2025-03",
        "made": Text("1.00万吨", "10.0 kt"),
        "expected": Text("2.00万吨", "20.0 kt"),
        "short_pct": "50.0",
        "usual_pct": "2.0",
        "power": Text("用电量未报", "electricity was not filed"),
        "right": Text("回测10次中9次说中", "right in 9 of 10 cases in backtest"),
    }
    return Finding(code="warn.output_fell", severity=Severity.QUERY, place=Place(file=f"T-{number}"), facts=facts)


def _sentences(count: int, lang: str) -> list[str]:
    other = Finding(code="assess.no_interval", severity=Severity.NOTE, place=Place())
    assessment = SimpleNamespace(findings=(other, *(_fell(number) for number in range(count))), enterprises=())
    words = Words(catalogue(), lang)  # type: ignore[arg-type]
    return warning_sentences(assessment, words)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_few_are_told_one_by_one_and_other_findings_not_at_all(lang: str) -> None:
    assert [] == _sentences(0, lang)
    assert 2 == len(_sentences(2, lang))


def test_many_of_a_kind_are_one_sentence_with_names_and_base_rate() -> None:
    (sentence,) = _sentences(3, "en")
    for part in ("at 3 enterprises", "Firm 0", "Firm 2", "right in 9 of 10 cases"):
        assert part in sentence
    (sentence,) = _sentences(3, "zh")
    assert "甲0、甲1、甲2" in sentence


@pytest.mark.parametrize(
    ("colour", "said"), [(Colour.RED, "An overrun of the quota"), (Colour.GREEN, "10.0 kt (5.0%)")]
)
def test_what_a_verdict_has_said_with_figures_is_not_said_with_figures_again(colour: Colour, said: str) -> None:
    amounts = dict.fromkeys(("quota", "made", "low", "high", "gap"), Text("1.00万吨", "10.0 kt"))
    facts = {**_fell(1).facts, **amounts, "gap_pct": "5.0"}
    finding = Finding(code="warn.quota_overrun", severity=Severity.QUERY, place=Place(), facts=facts)
    verdict = SimpleNamespace(cap_colour=colour, code="verdict.overrun_likely")
    firms = (SimpleNamespace(enterprise="T-1", verdict=verdict),)
    assessment = SimpleNamespace(findings=(finding,), enterprises=firms)
    (sentence,) = warning_sentences(assessment, Words(catalogue(), "en"))  # type: ignore[arg-type]
    assert said in sentence
    assert (colour is Colour.GREEN) == ("10.0 kt" in sentence)
