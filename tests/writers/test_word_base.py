"""A bureau's own Word base: styles by name whatever their ids, everything wrong told at once, no text kept."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.shared import Mm, Pt

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.notice import write_notice
from zhibiao.writers.word_base import read_base
from zhibiao.writers.word_style import base_document, style_names
from zhibiao.writers.wording import Words


def _changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """The document with a text of one part replaced; fails where it is not there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = re.sub(re.escape(old).encode(), new.encode(), text)
            target.writestr(name, text)
    return out.getvalue()


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_base_that_comes_along_passes_and_gives_the_same_paper(
    dossier: Dossier, catalogue: Catalogue, lang: Language
) -> None:
    base, findings = read_base(base_document(lang), file="paper.docx")
    assert () == findings
    assert base is not None
    plain = Document(io.BytesIO(write_notice(dossier.notice("LH-S02"), Words(catalogue, lang))))
    own = Document(io.BytesIO(write_notice(dossier.notice("LH-S02"), Words(catalogue, lang), base=base)))
    assert [(one.text, one.style.name) for one in plain.paragraphs] == [
        (one.text, one.style.name) for one in own.paragraphs
    ]
    assert base_document(lang) == base_document(lang)


def test_a_changed_style_and_a_header_of_ones_own_are_kept(dossier: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(base_document("zh")))
    document.styles["Title"].font.size = Pt(26)
    document.sections[0].header.paragraphs[0].text = "本局文头"
    document.add_paragraph("样板里的说明文字")
    base, findings = read_base(_saved(document), file="paper.docx")
    assert () == findings
    own = Document(io.BytesIO(write_notice(dossier.notice("LH-S02"), Words(catalogue, "zh"), base=base)))
    assert Pt(26) == own.styles["Title"].font.size
    assert "本局文头" == own.sections[0].header.paragraphs[0].text
    assert "样板里的说明文字" not in "\n".join(line.text for line in own.paragraphs)


def test_styles_are_found_by_name_whatever_ids_another_program_gave_them(
    dossier: Dossier, catalogue: Catalogue
) -> None:
    renamed = _changed(base_document("zh"), "word/styles.xml", 'w:styleId="Paragraph"', 'w:styleId="17"')
    base, findings = read_base(renamed, file="paper.docx")
    assert () == findings
    own = Document(io.BytesIO(write_notice(dossier.notice("LH-S02"), Words(catalogue, "zh"), base=base)))
    assert "Paragraph" in {line.style.name for line in own.paragraphs}


def test_every_missing_style_is_named() -> None:
    document = Document(io.BytesIO(base_document("zh")))
    for name in ("Title", "Small Figure"):
        document.styles[name].delete()
    base, findings = read_base(_saved(document), file="paper.docx")
    assert base is None
    assert [("paper_template.style_missing", "Title"), ("paper_template.style_missing", "Small Figure")] == [
        (one.code, one.facts["style"]) for one in findings
    ]
    assert len(style_names()) == len(read_base(_saved(Document()), file="paper.docx")[1]) + 3  # Title, Heading 1, 2


def test_a_page_too_narrow_and_links_to_elsewhere_are_refused() -> None:
    document = Document(io.BytesIO(base_document("zh")))
    document.sections[0].left_margin = Mm(60)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.relate_to("http://192.0.2.1/x.dotm", kind, is_external=True)
    _, findings = read_base(_saved(document), file="paper.docx")
    assert ["paper_template.page_narrow", "paper_template.links_out"] == [one.code for one in findings]


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04"], ids=["empty", "text", "stub"])
def test_what_is_no_document_is_a_finding(content: bytes) -> None:
    base, findings = read_base(content, file="paper.docx")
    assert (None, ["paper_template.unreadable"]) == (base, [one.code for one in findings])


def test_broken_xml_and_a_bomb_are_findings() -> None:
    broken = _changed(base_document("zh"), "word/document.xml", "<w:body>", "<w:body")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 70_000_000)
    for content in (broken, bomb.getvalue()):
        assert ["paper_template.unreadable"] == [one.code for one in read_base(content, file="paper.docx")[1]]
