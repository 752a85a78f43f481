"""The parts of an .xlsx around its sheets: their list, shared texts, and number formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zhibiao.readers.grids.container_zip import main_part
from zhibiao.readers.grids.grid_values import MOST_CELLS
from zhibiao.readers.grids.guarded_xml import Unreadable, feed, local, parser
from zhibiao.readers.grids.number_formats import Shown, shown_by, shown_by_id

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
_MOST_SHEETS = 1000
_LONGEST_TEXT = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A tab of the workbook; `part` is "" for a sheet without cells."""

    name: str
    is_visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


class Package:
    """An open .xlsx; what the sheets have in common is read once, when the first of them asks."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self._book = main_part(archive)
        if not self._book:
            raise Unreadable("xl/workbook.xml")
        self._relations = self._read_relations()
        self._by_index: dict[str, str] = {}
        self.is_1904 = False
        self.sheets = self._read_book()

    @cached_property
    def styles(self) -> Mapping[str, Shown]:
        """What the cells of each style show, by the style's index; styles of plain numbers are left out."""
        part = self.related("styles")
        return _read_styles(self.archive, part) if part else {}

    @cached_property
    def _texts(self) -> list[str]:
        part = self.related("sharedStrings")
        return _read_shared_texts(self.archive, part) if part else []

    def shared_text(self, index: str) -> str:
        """The text that cells share under that index."""
        known = self._by_index.get(index)
        if known is not None:
            return known
        if not (index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(self._texts)):
            raise Unreadable(f"sharedStrings {index[:20]}")
        text = self._by_index[index] = self._texts[int(index)]
        return text

    def related(self, kind: str) -> str:
        """The part that the workbook names as its one of that kind, such as "styles"; "" where it names none."""
        return next((one.target for one in self._relations.values() if one.kind == kind), "")

    def _read_relations(self) -> dict[str, _Relation]:
        folder, file = posixpath.split(self._book)
        part = self._names.get(f"{folder}/_rels/{file}.rels".lower().lstrip("/"), "")
        found: dict[str, _Relation] = {}

        def start(tag: str, said: dict[str, str]) -> None:
            if local(tag) == "Relationship" and said.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, said.get("Target", ""))).lstrip("/")
                kind = said.get("Type", "").rsplit("/", 1)[-1]
                found[said.get("Id", "")] = _Relation(kind, self._names.get(path.lower(), ""))

        if part:
            with self.archive.open(part) as stream:
                feed(stream, parser(start=start))
        return found

    def _read_book(self) -> tuple[SheetPart, ...]:
        sheets: list[SheetPart] = []

        def start(tag: str, said: dict[str, str]) -> None:
            if local(tag) == "sheet":
                sheets.append(self._sheet(said))
            elif local(tag) == "workbookPr":
                self.is_1904 = said.get("date1904") in ("1", "true")
            if len(sheets) > _MOST_SHEETS:
                raise Unreadable(f"> {_MOST_SHEETS:,} sheets")

        with self.archive.open(self._book) as stream:
            feed(stream, parser(start=start))
        return tuple(sheets)

    def _sheet(self, said: dict[str, str]) -> SheetPart:
        name = said.get("name", "")
        identity = next((value for key, value in said.items() if key.endswith(":id")), "")
        relation = self._relations.get(identity)
        if relation is None or (not relation.target and relation.kind not in _WITHOUT_CELLS):
            raise Unreadable(f"sheet {name[:40]}")
        part = "" if relation.kind in _WITHOUT_CELLS else relation.target
        return SheetPart(name=name, is_visible=said.get("state", "visible") == "visible", part=part)


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_ in a workbook; those that may stand in a text come back.

    >>> unescaped("a_x000A_b_x005F_x")
    'a\\nb_x'
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else match[0]


def _read_shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """All shared texts in order: the runs of a rich one joined, its readings left out."""
    texts: list[str] = []
    pieces: list[str] = []
    collects = phonetic = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal collects, phonetic
        name = local(tag)
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            phonetic = True
        collects = name == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal collects, phonetic
        name = local(tag)
        if name == "si":
            text = unescaped("".join(pieces))
            if len(text) > _LONGEST_TEXT or len(texts) >= MOST_CELLS:
                raise Unreadable("sharedStrings")
            texts.append(text)
        elif name == "rPh":
            phonetic = False
        collects = False

    def characters(data: str) -> None:
        if collects:
            pieces.append(data)

    made = parser(start=start)
    made.EndElementHandler = end
    made.CharacterDataHandler = characters
    with archive.open(part) as stream:
        feed(stream, made)
    return texts


def _read_styles(archive: zipfile.ZipFile, part: str) -> dict[str, Shown]:
    codes: dict[str, Shown] = {}
    styles: list[str] = []
    is_cells = False

    def start(tag: str, said: dict[str, str]) -> None:
        nonlocal is_cells
        name = local(tag)
        if name == "numFmt":
            codes[said.get("numFmtId", "")] = shown_by(said.get("formatCode", ""))
        elif name == "cellXfs":
            is_cells = True
        elif name == "xf" and is_cells:
            styles.append(said.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal is_cells
        if local(tag) == "cellXfs":
            is_cells = False

    made = parser(start=start)
    made.EndElementHandler = end
    with archive.open(part) as stream:
        feed(stream, made)
    shown = (codes.get(number) or (shown_by_id(int(number)) if number.isdigit() else Shown.NUMBER) for number in styles)
    return {str(index): kind for index, kind in enumerate(shown) if kind is not Shown.NUMBER}
