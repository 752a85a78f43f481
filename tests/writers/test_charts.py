"""Charts beside the glide path, and how a picture is put into a page."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.charts import draw_compact_glide_path, draw_high_end, draw_high_end_png
from zhibiao.writers.inline_svg import inline_svg
from zhibiao.writers.wording import Words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_waterfall_shows_levels_and_terms_that_add_up(
    dossier: Dossier, catalogue: Catalogue, lang: Language
) -> None:
    words = Words(catalogue, lang)
    account = dossier.assessment.high_end[0]
    drawn = draw_high_end(account, words, source="x")
    text = drawn.decode()
    for label in ("9.60%", "16.30%", "+4.00", "+1.30", "+1.40"):
        assert label in text
    assert drawn == draw_high_end(account, words, source="x")


def test_a_falling_term_keeps_its_sign(dossier: Dossier, catalogue: Catalogue) -> None:
    account = replace(
        dossier.assessment.high_end[0],
        after=Fraction(90, 1000),
        upgrading=Fraction(-20, 1000),
        reallocation=Fraction(0),
        catalogue=Fraction(14, 1000),
    )
    assert "−2.00" in draw_high_end(account, Words(catalogue, "en"), source="x").decode()
    assert draw_high_end_png(account, Words(catalogue, "en"), source="x").content.startswith(b"\x89PNG")


def test_a_picture_in_a_page_has_no_prolog_size_or_foreign_ids(dossier: Dossier, catalogue: Catalogue) -> None:
    total = dossier.assessment.total
    assert total is not None
    assert total.glide is not None
    drawn = draw_compact_glide_path(total.glide, Words(catalogue, "zh"))
    text = inline_svg(drawn, name='a "name" & more', prefix="p")
    assert text.startswith('<svg role="img" aria-label="a &quot;name&quot; &amp; more"')
    head = text[: text.index(">")]
    assert "viewBox" in head
    assert not re.search(r'\s(?:width|height)="', head)
    assert "<metadata" not in text
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    assert ids
    assert all(name.startswith("p-") for name in ids)
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', text)) <= ids
