"""A bureau's own brief: in a sandbox, refused with its line, and never with a trace."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.errors import InputRefused
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.writers.brief import write_brief, write_public_brief
from zhibiao.writers.brief_template import brief_findings, shipped_brief
from zhibiao.writers.word_style import style_names
from zhibiao.writers.wording import Words


def test_the_template_that_comes_along_gives_the_same_page(dossier: Dossier, catalogue: Catalogue) -> None:
    words = Words(catalogue, "zh")
    assert write_brief(dossier, words) == write_brief(dossier, words, template=shipped_brief())


def test_ones_own_is_used(dossier: Dossier, catalogue: Catalogue) -> None:
    page = write_brief(dossier, Words(catalogue, "zh"), template="<h1>{{ title }}</h1>").decode()
    assert "<h1>辽河市钢铁产量调控简报（2025年3月）</h1>" == page


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("<p>\n{{ nobody }}</p>", 2, "nobody"),
        ("\n\n{{ title.__class__.__mro__ }}", 3, "unsafe"),
        ("{{ 1 / 0 }}", 1, "division"),
        ("{% for a in range(100001) %}{% endfor %}", 1, "Range"),
        ("{{ lines.append(1) }}", 1, "unsafe"),
    ],
)
def test_a_template_that_does_not_render_is_refused_with_its_line(
    dossier: Dossier, catalogue: Catalogue, source: str, line: int, said: str
) -> None:
    with pytest.raises(InputRefused, match=r"paper_template\.refused") as refused:
        write_brief(dossier, Words(catalogue, "zh"), template=source)
    (finding,) = refused.value.findings
    assert ("paper_template.brief_broken", line) == (finding.code, finding.facts["line"])
    assert said in str(finding.facts["reason"])


def test_what_is_no_template_is_found_before_anything_is_written() -> None:
    assert () == brief_findings(shipped_brief().encode(), file="brief.html")
    for source in (b"\n{% if %}", b"\xff\xfe", b" " * 1_000_001):
        assert ["paper_template.brief_broken"] == [one.code for one in brief_findings(source, file="brief.html")]
    assert 2 == brief_findings(b"\n{% if %}", file="brief.html")[0].facts["line"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_public_page_names_no_enterprise_and_prints_none_of_its_figures(
    dossier: Dossier, catalogue: Catalogue, lang: str
) -> None:
    words = Words(catalogue, "en" if lang == "en" else "zh")
    public, whole = (write(dossier, words).decode() for write in (write_public_brief, write_brief))
    assert words.mass(990_000) in public
    for item in dossier.assessment.enterprises:
        made = item.standing.to_date.now if item.standing else None
        assert made is not None
        assert words.name(item.name) in whole
        for secret in (item.enterprise, item.name.zh, item.name.en, words.bulk(made)):
            assert not re.search(rf"(?<![\d,.]){re.escape(secret)}(?![\d])", public), secret


def test_the_guide_names_every_value_and_every_style() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")
    used = meta.find_undeclared_variables(Environment().parse(shipped_brief())) - {"w"}
    assert [] == [name for name in sorted(used) if f"`{name}`" not in guide]
    words = " ".join(guide.split())
    assert [] == [name for name in style_names() if name not in words]
