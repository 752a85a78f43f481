"""`zhibiao audit` as typed: ranked, written as a workbook, for those who may see it, and in no public paper."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from main_job import answer, copy_of, run

pytestmark = pytest.mark.xdist_group("main_job")
WORDS = ("敏感度", "核查排序", "how far quotas depend")


def decision_of(book: Path) -> str:
    return next(path.stem for path in (book / "out").glob("steel-2025-*.zip"))


def test_the_ranking_and_its_workbook(demo_book: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.xlsx"
    asked = ("audit", decision_of(demo_book), "--book", str(demo_book), "--as", "zhao", "--out", str(file))
    result = answer(*asked, "--percent", "1", "--percent", "2.5", "--lang", "zh")["result"]
    assert (["0.01", "0.025"], file.stat().st_size) == (result["sizes"], result["bytes"])
    gains = [[gain["tonnes"] for gain in row["gains"]] for row in result["rows"]]
    assert gains == sorted(gains, reverse=True)
    assert gains[0][0] > 0
    sheet = load_workbook(file).worksheets[0]
    heads = [str(cell.value).replace("\n", "") for cell in sheet[3]]
    assert ["差1%时多得（吨）", "方向", "差2.5%时多得（吨）", "方向"] == heads[-4:]
    assert [result["rows"][0]["enterprise"], gains[0][0]] == [sheet["B4"].value, sheet["H4"].value]
    assert len(result["rows"]) == sheet.max_row - 3
    assert "不说明该数有误" in str(sheet["A2"].value)


@pytest.mark.parametrize(("lang", "said"), [("zh", "不说明该数有误"), ("en", "a flag is not a proof")])
def test_people_are_told_what_it_does_not_mean(demo_book: Path, lang: str, said: str) -> None:
    done = run("audit", decision_of(demo_book), "--book", str(demo_book), "--as", "lin", "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert said in done.stdout.replace("\n", " ")


def test_an_officer_is_refused(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    settings = book / "zhibiao.toml"
    officer = '\n[[people]]\nid = "zhou"\nname = "周"\nroles = ["officer"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + officer, encoding="utf-8")
    refused = answer("audit", decision_of(book), "--book", str(book), "--as", "zhou", code=1)
    assert "audit.not_for_reader" == refused["error"]["code"]


@pytest.mark.parametrize(("percent", "code"), [("0", "audit.size_out_of_range"), ("many", "usage.invalid")])
def test_a_size_that_means_nothing_is_a_usage_error(demo_book: Path, percent: str, code: str) -> None:
    asked = ("audit", decision_of(demo_book), "--book", str(demo_book), "--as", "lin", "--percent", percent)
    assert code == answer(*asked, code=2)["error"]["code"]


def test_no_paper_and_no_export_holds_it(demo_book: Path) -> None:
    papers = [path for path in (demo_book / "out").rglob("*") if path.is_file()]
    texts = [text for path in papers for text in _texts(path.read_bytes())]
    assert len(papers) > 40
    assert any("贡献" in text for text in texts)
    assert [] == [word for word in WORDS for text in texts if word in text]


def _texts(content: bytes) -> list[str]:
    """The text of a file, or of every member of an archive (docx and xlsx are archives)."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return [content.decode("utf-8", "replace")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
