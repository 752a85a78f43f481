"""What verbs say to a person: nothing that papers had to do without is kept back."""

from pathlib import Path

import pytest

from procedures.test_assess import Memory, _assess, _quarter, _years
from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.assemble.papers import font_findings
from zhibiao.cli.answer import show_findings
from zhibiao.cli.tell import assessed, published
from zhibiao.procedures.publish import Publication
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language
from zhibiao.writers import canvas

_NO_RETURNS = {"month": "2025-04", "sector": "steel", "last": "2025-03"}
NOWHERE = Marks(
    decision_id="", decision_sha256="", rulebook_id="", rulebook_sha256="", ledger_head="", code_version="test"
)


@pytest.mark.parametrize(("lang", "said"), [("zh", "本机没有中文字体"), ("en", "No Chinese font is installed")])
def test_a_machine_without_chinese_fonts_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: Language, said: str
) -> None:
    monkeypatch.setattr(canvas, "chinese_font", lambda: None)
    publication = Publication(folder="steel-2025-03", files={"bulletin.docx": b""}, is_issued=True, marks=NOWHERE)
    published(publication, Path("out"), font_findings(), lang)
    assert said in capsys.readouterr().out


def test_findings_with_the_same_advice_say_it_once_after_the_last_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    facts = dict.fromkeys(("quota", "made", "low", "high", "gap", "right"), "1") | {"gap_pct": "5.0"}

    def overrun(name: str) -> Finding:
        place = Place(file=f"{name}/2025-03")
        return Finding(code="warn.quota_overrun", severity=Severity.QUERY, place=place, facts={**facts, "name": name})

    other = Finding(code="assess.no_returns", severity=Severity.QUERY, place=Place(), facts=_NO_RETURNS)
    show_findings([overrun("T-1"), overrun("T-2"), other, overrun("T-3")], "en")
    lines = capsys.readouterr().out.splitlines()
    marks = [line[:1] + str("Ask for the plan" in line) for line in lines if line[0] == "?" or "Ask for" in line]
    assert ["?False", "?False", " True", "?False", "?False", " True"] == marks


def test_no_findings_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([], "en")
    assert "" == capsys.readouterr().out


def test_a_sector_without_quota_is_told_in_money_and_not_in_dashes(capsys: pytest.CaptureFixture[str]) -> None:
    assessed(_assess(Memory([*_years(), *_quarter()]), sector="mine"), "en")
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "M " in line and "+10.0 %" in line]
    assert "—" not in row


def test_a_total_with_an_estimate_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    returns = [item for item in (*_years(), *_quarter()) if (item.enterprise, str(item.period)) != ("B", "2025-03")]
    assessed(_assess(Memory(returns)), "en")
    assert "The total carries an estimate of 50.0 kt for B" in capsys.readouterr().out
