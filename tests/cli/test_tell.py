"""What verbs say to a person: nothing that papers had to do without is kept back."""

from pathlib import Path

import pytest

from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.assemble.papers import font_findings
from zhibiao.cli.tell import published
from zhibiao.procedures.publish import Publication
from zhibiao.terms.text import Language
from zhibiao.writers import canvas

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
