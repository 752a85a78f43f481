"""Changes to the parts and bytes of a container: other ways to write the same sheet, and broken ones."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from types import MappingProxyType

Parts = dict[str, bytes]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CELL = re.compile(r"<c ([^>]*?)(/>|>(.*?)</c>)", re.DOTALL)
_ROW = re.compile(r"<row .*?</row>|<row [^>]*/>", re.DOTALL)
_FIGURE = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><v>([^<]*)</v></c>')
_ITEM = re.compile(r"<si>.*?</si>|<si/>", re.DOTALL)


def unpacked(content: bytes) -> Parts:
    """The parts of a container by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A container of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _sheet(parts: Parts, random: Random) -> str:
    names = sorted(name for name in parts if name.startswith("xl/worksheets/sheet")) or [
        name for name in parts if name.endswith("content.xml")
    ]
    return random.choice(names[:3])


def _in_sheet(parts: Parts, random: Random, *, edit: Callable[[str, Random], str]) -> Parts:
    name = _sheet(parts, random)
    return {**parts, name: edit(parts[name].decode(), random).encode()}


def _in_all(parts: Parts, _: Random, *, edit: Callable[[str], str]) -> Parts:
    return {name: edit(part.decode()).encode() if _is_xml(name) else part for name, part in parts.items()}


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _one_figure(xml: str, random: Random, write: Callable[[str, str, str], str]) -> str:
    found = list(_FIGURE.finditer(xml))
    if not found:
        return xml
    match = random.choice(found)
    return xml[: match.start()] + write(match[1], match[2], match[3]) + xml[match.end() :]


def _dimension(xml: str, random: Random) -> str:
    last = max((int(row) for row in re.findall(r'<row r="(\d+)"', xml)), default=1)
    short = f"A1:G{max(1, last - random.randrange(1, 24))}"
    lie = random.choice((short, short, short, "A1", "A1:D12", "C9:D10", "A1:XFD1048576", "", "B5:A1", "rubbish"))
    if "<dimension" in xml:
        return re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{lie}"', xml)
    return re.sub(r"<sheetData", f'<dimension ref="{lie}"/><sheetData', xml, count=1)


def _rows_shuffled(xml: str, random: Random) -> str:
    rows = _ROW.findall(xml)
    if len(rows) < 2:
        return xml
    first, last = xml.index(rows[0]), xml.rindex(rows[-1]) + len(rows[-1])
    one, other = sorted(random.sample(range(len(rows)), 2))
    rows[one], rows[other] = rows[other], rows[one]
    return xml[:first] + "".join(rows) + xml[last:]


def _cells_shuffled(xml: str, random: Random) -> str:
    row = random.choice(_ROW.findall(xml) or [""])
    cells = [match[0] for match in _CELL.finditer(row)]
    if len(cells) < 2:
        return xml
    return xml.replace(row, row.replace("".join(cells), "".join(reversed(cells))), 1)


def _without_references(xml: str, random: Random) -> str:
    what = random.choice((r"<row ", r"<c ", r"<(?:c|row) "))
    return re.sub(rf'({what})r="[A-Z]*\d+"', r"\1", xml)


def _wrong_reference(xml: str, random: Random) -> str:
    other = random.choice(("A1", "D9", "ZZZ9", "D0", "9D", "", "D99999999", "d9", "$D$9", "D9:E9"))
    return _one_figure(xml, random, lambda _, style, value: f'<c r="{other}"{style}><v>{value}</v></c>')


def _inline(xml: str, random: Random) -> str:
    text = random.choice((r"\g<3>", "１２", "", "<t/>"))
    place = r'<c r="\g<1>" t="inlineStr"><is><t xml:space="preserve">' + text + r"</t></is></c>"
    return _one_figure(xml, random, lambda ref, _, value: _FIGURE.sub(place, f'<c r="{ref}"><v>{value}</v></c>'))


def _rich(xml: str, random: Random) -> str:
    """A figure as two runs of a rich text, and a reading aid that is no part of it."""

    def write(reference: str, _: str, value: str) -> str:
        half = len(value) // 2
        runs = f'<r><t>{value[:half]}</t></r><r><t>{value[half:]}</t></r><rPh sb="0" eb="1"><t>9</t></rPh>'
        return f'<c r="{reference}" t="inlineStr"><is>{runs}</is></c>'

    return _one_figure(xml, random, write)


def _typed(xml: str, random: Random) -> str:
    kind, value = random.choice(
        (
            ("str", None),
            ("d", "2025-03-01"),
            ("b", "1"),
            ("e", "#REF!"),
            ("n", None),
            ("s", "0"),
            ("s", "99999"),
            ("x", None),
        )
    )
    return _one_figure(xml, random, lambda ref, _, old: f'<c r="{ref}" t="{kind}"><v>{value or old}</v></c>')


def _value_text(xml: str, random: Random) -> str:
    forms = (
        " {} ",
        "+{}",
        "{}E0",
        "{}e-2",
        "00{}",
        "{}.",
        "NaN",
        "INF",
        "1,5",
        "",
        "0x1F",
        "１２",
        "{}\u200b",
        "-0",
        "1_000",
        "9" * 400,
    )
    form = random.choice(forms)
    return _one_figure(xml, random, lambda ref, style, old: f'<c r="{ref}"{style}><v>{form.format(old)}</v></c>')


def _escaped(xml: str, random: Random) -> str:
    text = random.choice(("_x0000_12", "1_x0032_", "_xD800_", "&#x0;", "&#55296;", "\ud7ff", "a\u0301", "\ufffe"))
    return _one_figure(xml, random, lambda ref, *_: f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>')


def _formula(xml: str, random: Random) -> str:
    def write(reference: str, style: str, value: str) -> str:
        letters = reference.rstrip("0123456789")
        row = int(reference[len(letters) :])
        formula = random.choice(
            (
                value,
                f"{letters}{max(1, row - 1)}+{letters}{row + 1}",
                f"SUM({letters}{row + 1}:{letters}{row + 3})",
                "SUM(",
                "'[1]x'!A1",
            )
        )
        kind = random.choice(("", ' t="shared" si="0" ref="D9:D12"', ' t="array" ref="D9"'))
        cached = random.choice((f"<v>{value}</v>", "<v>77777</v>", "<v/>", ""))
        return f'<c r="{reference}"{style}><f{kind}>{formula}</f>{cached}</c>'

    return _one_figure(xml, random, write)


def _inserted_xml(xml: str, random: Random) -> str:
    mark = random.choice(
        ("<!-- 12 -->", "<?php 1 ?>", "\n\n", "<extLst><ext uri='x'><v>9</v></ext></extLst>", "<x:y xmlns:x='u'/>")
    )
    places = [match.start() for match in re.finditer(r"<(?:row|c|v|/row|/sheetData)\b", xml)]
    place = random.choice(places) if places else 0
    return xml[:place] + mark + xml[place:]


def _cdata(xml: str, random: Random) -> str:
    return _one_figure(xml, random, lambda ref, style, old: f'<c r="{ref}"{style}><v><![CDATA[{old}]]></v></c>')


def _nested(xml: str, random: Random) -> str:
    depth = random.choice((50, 2_000, 60_000))
    return xml.replace("<sheetData", "<a>" * depth + "</a>" * depth + "<sheetData", 1)


def _prefixed(xml: str) -> str:
    if f'xmlns="{_MAIN}"' not in xml:
        return xml
    xml = xml.replace(f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"')
    return re.sub(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])", r"<\1x:\2", xml)


def _shared_strings(parts: Parts, random: Random, *, how: str) -> Parts:
    name = "xl/sharedStrings.xml"
    if name not in parts:
        return parts
    xml = parts[name].decode()
    items = _ITEM.findall(xml)
    if how == "dropped":
        return {key: part for key, part in parts.items() if key != name}
    if how == "short":
        return {**parts, name: xml.replace(items[-1], "", 1).encode()}
    order = list(range(len(items)))
    random.shuffle(order)
    head, tail = xml[: xml.index(items[0])], xml[xml.rindex(items[-1]) + len(items[-1]) :]
    mixed = {name: (head + "".join(items[place] for place in order) + tail).encode()}
    if how == "re-indexed":
        to = {old: new for new, old in enumerate(order)}
        for sheet in (key for key in parts if key.startswith("xl/worksheets/sheet")):
            mixed[sheet] = re.sub(
                r't="s"><v>(\d+)</v>', lambda match: f't="s"><v>{to[int(match[1])]}</v>', parts[sheet].decode()
            ).encode()
    return {**parts, **mixed}


def _targets(parts: Parts, random: Random) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    if name not in parts:
        return parts
    form = random.choice(("/xl/{}", "./{}", "../xl/{}", "{}", "\\\\{}", "../../{}", "http://x/{}", "{}?a"))
    xml = parts[name].decode().replace("/xl/", "")
    return {
        **parts,
        name: re.sub(r'Target="([^"]*)"', lambda match: f'Target="{form.format(match[1])}"', xml).encode(),
    }


def _epoch(parts: Parts, random: Random) -> Parts:
    """Days counted from 1904, with the period given as one of them."""
    name, sheet = "xl/workbook.xml", _sheet(parts, random)
    if name not in parts:
        return parts
    book = parts[name].decode()
    book = re.sub(r"<workbookPr[^>]*/>", "", book).replace("<bookViews", '<workbookPr date1904="1"/><bookViews', 1)
    xml = parts[sheet].decode()
    serial = random.choice((45_717, 44_255))
    xml = re.sub(r'<c r="A5"([^>]*?)t="s"([^>]*)><v>\d+</v></c>', rf'<c r="A5"\1\2><v>{serial}</v></c>', xml)
    return {**parts, name: book.encode(), sheet: xml.encode()}


def _hidden(xml: str, random: Random) -> str:
    row = random.choice(_ROW.findall(xml) or [""])
    return xml.replace(row, row.replace("<row ", '<row hidden="1" ', 1), 1) if row else xml


def _twice(xml: str, random: Random) -> str:
    """The same row, or the same cell with another value, once more."""
    row = random.choice(_ROW.findall(xml) or [""])
    if random.random() < 0.5:
        return xml.replace(row, row + row, 1) if row else xml
    return _one_figure(
        xml,
        random,
        lambda ref, style, old: f'<c r="{ref}"{style}><v>{old}</v></c><c r="{ref}"{style}><v>{old}1</v></c>',
    )


def _encoded(parts: Parts, random: Random) -> Parts:
    name = _sheet(parts, random)
    encoding = random.choice(("utf-16", "utf-8-sig", "gb18030", "latin-1"))
    xml = parts[name].decode()
    told = random.choice((encoding, "UTF-8")).replace("utf-8-sig", "UTF-8")
    xml = re.sub(r"<\?xml[^>]*\?>", f'<?xml version="1.0" encoding="{told}"?>', xml)
    return {**parts, name: xml.encode(encoding, errors="xmlcharrefreplace")}


def _doctype(parts: Parts, random: Random) -> Parts:
    name = random.choice([name for name in parts if _is_xml(name)])
    entity = '<!DOCTYPE x [<!ENTITY a "12"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    return {**parts, name: parts[name].replace(b"?>", f"?>{entity}".encode(), 1)}


def _part_dropped(parts: Parts, random: Random) -> Parts:
    dropped = random.choice(sorted(parts))
    return {name: part for name, part in parts.items() if name != dropped}


def _part_renamed(parts: Parts, random: Random) -> Parts:
    chosen = random.choice(sorted(parts))
    other = random.choice(
        (chosen.upper(), chosen + "x", chosen.replace("/", "\\"), "../" + chosen, "xl/é.xml", "x" * 300)
    )
    return {other if name == chosen else name: part for name, part in parts.items()}


def _part_added(parts: Parts, random: Random) -> Parts:
    name = random.choice(
        ("xl/vbaProject.bin", "xl/media/a.png", "xl/externalLinks/externalLink1.xml", "a" * 200, "[trash]/0.dat")
    )
    return {**parts, name: random.randbytes(200)}


def _part_flipped(parts: Parts, random: Random) -> Parts:
    name = random.choice([name for name in sorted(parts) if parts[name]])
    return {**parts, name: _flipped(parts[name], random)}


def _part_cut(parts: Parts, random: Random) -> Parts:
    name = random.choice(sorted(parts))
    return {**parts, name: parts[name][: random.randrange(len(parts[name]) + 1)]}


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20))):
        place = random.randrange(len(changed))
        changed[place] = random.choice((changed[place] ^ (1 << random.randrange(8)), random.randrange(256)))
    return bytes(changed)


def flip_bytes(content: bytes, random: Random) -> bytes:
    """Some bytes of the file changed."""
    return _flipped(content, random)


def cut(content: bytes, random: Random) -> bytes:
    """The file ends early."""
    return content[: random.randrange(len(content))]


def lengthened(content: bytes, random: Random) -> bytes:
    """Something before, behind or inside the file."""
    more, place = random.randbytes(random.randrange(1, 400)), random.choice((0, len(content), len(content) // 2))
    return content[:place] + more + content[place:]


SHEET_EDITS: Mapping[str, Callable[[str, Random], str]] = MappingProxyType(
    {
        "dimension": _dimension,
        "rows out of order": _rows_shuffled,
        "cells out of order": _cells_shuffled,
        "references left out": _without_references,
        "reference wrong": _wrong_reference,
        "inline text": _inline,
        "rich text": _rich,
        "type of cell": _typed,
        "text of value": _value_text,
        "escaped characters": _escaped,
        "formula with a result": _formula,
        "XML between": _inserted_xml,
        "CDATA": _cdata,
        "deep nesting": _nested,
        "row hidden in XML": _hidden,
        "row or cell twice": _twice,
    }
)

PART_EDITS: Mapping[str, Callable[[Parts, Random], Parts]] = MappingProxyType(
    {
        **{name: partial(_in_sheet, edit=edit) for name, edit in SHEET_EDITS.items()},
        **{
            f"shared strings {how}": partial(_shared_strings, how=how)
            for how in ("re-indexed", "mixed", "short", "dropped")
        },
        "prefixes": partial(_in_all, edit=_prefixed),
        "strict OOXML": partial(
            _in_all, edit=lambda xml: xml.replace(_MAIN, _STRICT).replace(_RELATIONS, _STRICT_RELATIONS)
        ),
        "targets": _targets,
        "1904": _epoch,
        "encoding of a part": _encoded,
        "document type": _doctype,
        "part dropped": _part_dropped,
        "part renamed": _part_renamed,
        "part added": _part_added,
        "bytes of a part": _part_flipped,
        "part cut": _part_cut,
    }
)

BYTE_EDITS: Mapping[str, Callable[[bytes, Random], bytes]] = MappingProxyType(
    {"bytes flipped": flip_bytes, "file cut": cut, "file lengthened": lengthened}
)
