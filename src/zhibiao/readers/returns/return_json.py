"""Returns as a JSON document: read strictly, since a program wrote it; figures by the same grammar as everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.monthly.filed import FileRead, Sighted
from zhibiao.monthly.returns import Fact
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.figures import counted_in, in_inner_unit, is_refused, noted_share, tell
from zhibiao.readers.returns.head import Said
from zhibiao.readers.returns.headings import SCOPES, Column
from zhibiao.readers.returns.identity import identify_by_key, refuse_closed
from zhibiao.readers.returns.numbers import Reading, read_exact, read_number
from zhibiao.readers.returns.return_sheets import Lists, refuse_doubles
from zhibiao.readers.returns.row_facts import Taken, unit_of
from zhibiao.readers.wording import composed, nearest, span_of_cell
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary, Field
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

MOST_DEPTH = 32
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_WORDS: Mapping[type, str] = {str: "string", list: "list"}
_KINDS = {
    "value": Column.VALUE,
    "year_to_date": Column.TO_DATE,
    "last_year": Column.LAST_YEAR,
    "last_year_to_date": Column.LAST_TO_DATE,
}
_MISSING = Text("缺少这一项", "no such key")
_MOST_DEEP = Text(f"不超过 {MOST_DEPTH} 层括号", f"no more than {MOST_DEPTH} brackets deep")
_DEEPER = Text("更深的嵌套", "deeper nesting")
_FIGURE_KEYS = ("field", "unit", *_KINDS, "grounds")


class _Number(str):
    """A number by its text; neither binary nor bounded."""

    __slots__ = ()


class _NotFinite(str):
    """NaN or Infinity, which no JSON knows and some programs write."""

    __slots__ = ()


class _Object(dict[str, Any]):
    """An object that remembers the keys it was given twice."""

    doubled: tuple[str, ...] = ()


def read_json(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
    """Read all returns of a JSON document: one object, a list of them, or `{"returns": [...]}`.

    A return is `{"enterprise", "period", "figures": [{"field", "unit", "value", "year_to_date", "last_year",
    "last_year_to_date", "grounds"}], "grounds"}`, of which last year's figures and grounds may be left out. Faults of
    form (a key unknown or given twice, a wrong type, NaN) refuse the document: whoever's program wrote it meant
    something else. Numbers count by their text; texts go through the grammar of figures. `place.clause` is the path.
    """
    remarks = Remarks(name, is_text=True)
    text = decode(content, remarks)
    document = None if text is None else _document(text, content, remarks)
    if any(finding.severity is Severity.REJECT for finding in remarks.findings):
        return FileRead(name=name, findings=remarks.gathered(), returns=())
    reader = _Reader(lists=Lists.of(dictionary, city), remarks=remarks)
    _refuse_not_finite(document, "$", reader)
    items = _items(document, reader)
    sighted = [one for path, item in items if (one := reader.sight(item, path)) is not None]
    if not items and not remarks.findings:
        remarks.reject("sheet.no_return")
    return FileRead(name=name, findings=remarks.gathered(), returns=tuple(refuse_doubles(sighted)))


def _document(text: str, content: bytes, remarks: Remarks) -> Any:
    try:
        if _depth(text) > MOST_DEPTH:
            remarks.reject("api.schema", path="$", wanted=_MOST_DEEP, found=_DEEPER)
            return None
        return json.loads(
            text,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_NotFinite,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        mark = 3 if content.startswith(b"\xef\xbb\xbf") else 0
        offset = mark + len(text[: error.pos].encode("utf-8", "surrogatepass"))
        place = Place(file=remarks.file, line=error.lineno, row=error.lineno)
        remarks.reject("api.bad_json", place, offset=offset, line=error.lineno, column=error.colno, reason=error.msg)
        return None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        made.doubled = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return made


def _depth(text: str) -> int:
    """How deep brackets nest, words in quotes left out; counting ends beyond what is allowed."""
    depth = most = 0
    for bracket in _BRACKETS.findall(text):
        depth += 1 if bracket in "[{" else -1 if bracket in "]}" else 0
        most = max(most, depth)
        if most > MOST_DEPTH:
            break
    return most


def _refuse_not_finite(value: Any, path: str, reader: _Reader) -> None:
    """Refuse every NaN and Infinity, wherever it stands."""
    if isinstance(value, _NotFinite):
        place = Place(file=reader.remarks.file, clause=path, field=path.rsplit(".", 1)[-1])
        reader.remarks.reject("num.not_finite", place, name=path, column="", text=str(value))
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_not_finite(item, f"{path}.{key}", reader)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _refuse_not_finite(item, f"{path}[{number}]", reader)


def _items(document: Any, reader: _Reader) -> list[tuple[str, Any]]:
    """Each return with its path."""
    path = "$"
    if isinstance(document, _Object) and "returns" in document:
        reader.check_keys(document, ("returns",), path)
        document, path = document["returns"], "$.returns"
    if isinstance(document, list):
        return [(f"{path}[{place}]", item) for place, item in enumerate(document)]
    if path == "$":
        return [(path, document)]
    reader.refuse_type(path, "list", document)
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads the returns of one document; faults of form go to the document, doubts about figures to their return."""

    lists: Lists
    remarks: Remarks

    def sight(self, item: Any, path: str) -> Sighted | None:
        """One return, or None where its form is wrong."""
        if not isinstance(item, _Object):
            self.refuse_type(path, "object", item)
            return None
        key = "credit_code" if "credit_code" in item and "enterprise" not in item else "enterprise"
        wanted = {key: str, "period": str, "figures": list}
        if not self._is_well_formed(item, wanted, (*wanted, "name", "grounds"), path):
            return None
        own = Remarks(self.remarks.file, is_text=True, path=path)
        name = Said(text=composed(item.get("name", "")) if isinstance(item.get("name", ""), str) else "")
        said = Said(text=item[key].strip(), cell=(0, 0))
        firm = identify_by_key(self.lists.register, key=said, name=name, remarks=own)
        period = self._period(item["period"], f"{path}.period", own)
        if firm and period is not None:
            refuse_closed(self.lists.register, firm, period, self._place(f"{path}.{key}", key), own)
        taken = Taken()
        self._state(item, "", path, taken, own)
        seen: dict[str, tuple[int, Any]] = {}
        for place, figure in enumerate(item["figures"]):
            self._take(figure, f"{path}.figures[{place}]", place, taken, seen, own)
        place_of = Place(file=own.file, clause=path)
        told = self._place(f"{path}.period", "period")
        filed = taken.filed(firm, period, place_of, told) if firm and period is not None else None
        return Sighted(place=place_of, filed=filed, findings=own.gathered(), enterprise=firm)

    def check_keys(self, item: _Object, known: tuple[str, ...], path: str) -> bool:
        """Refuse keys given twice and keys that mean nothing here."""
        for key in item.doubled:
            self.remarks.reject("api.duplicate_key", self._place(f"{path}.{key}", key), key=key, path=path)
        unknown = [key for key in item if key not in known]
        for key in unknown:
            near = nearest(key, known) or "—"
            self.remarks.reject(
                "api.unknown_field", self._place(f"{path}.{key}", key), key=key, path=path, nearest=near
            )
        return not item.doubled and not unknown

    def refuse_type(self, path: str, wanted: str, found: object) -> None:
        """Refuse a value of another type than is asked for; NaN and Infinity were refused before."""
        if isinstance(found, _NotFinite):
            return
        place = self._place(path, path.rsplit(".", 1)[-1])
        self.remarks.reject("api.schema", place, path=path, wanted=wanted, found=_shown(found))

    def _is_well_formed(self, item: _Object, wanted: Mapping[str, type], known: tuple[str, ...], path: str) -> bool:
        is_sound = self.check_keys(item, known, path)
        for key, kind in wanted.items():
            value = item.get(key)
            if type(value) is not kind:
                self.refuse_type(f"{path}.{key}", _WORDS[kind], value if key in item else _MISSING)
                is_sound = False
        return is_sound

    def _period(self, text: str, path: str, own: Remarks) -> Period | None:
        span = span_of_cell(text)
        if span.period is None:
            own.quarantine(span.code, self._place(path, "period"), text=span.text)
        elif span.code:
            own.note(span.code, self._place(path, "period"), text=span.text, period=str(span.period))
        return span.period

    def _take(
        self, item: Any, path: str, number: int, taken: Taken, seen: dict[str, tuple[int, Any]], own: Remarks
    ) -> None:
        if not isinstance(item, _Object):
            self.refuse_type(path, "object", item)
            return
        if not self._is_well_formed(item, {"field": str}, _FIGURE_KEYS, path):
            return
        found, _ = self.lists.names.any_field(item["field"])
        place = self._place(f"{path}.field", item["field"])
        if found is None:
            own.query("sheet.field_unknown", place, name=item["field"], nearest=self.lists.names.nearest(item["field"]))
            return
        if found.code in seen:
            first, before = seen[found.code]
            is_same = {**before, "field": ""} == {**item, "field": ""}
            remark = own.query if is_same else own.quarantine
            remark("dup.row_equal" if is_same else "dup.row", place, name=found.name, first=first + 1)
            return
        seen[found.code] = number, item
        self._state(item, found.code, path, taken, own)
        self._take_figures(item, found, path, taken, own)

    def _take_figures(self, item: _Object, found: Field, path: str, taken: Taken, own: Remarks) -> None:
        taken.places[found.code] = self._place(f"{path}.value", found.code)
        readings = {kind: self._read(item.get(key), found, f"{path}.{key}", kind, own) for key, kind in _KINDS.items()}
        if readings[Column.VALUE].is_none:
            taken.declared_none.add(found.code)
        if is_refused(readings[Column.VALUE]):
            taken.unread.add(found.code)
        if all(reading.value is None for reading in readings.values()):
            return
        declared = item.get("unit", "")
        if not isinstance(declared, str):
            self.refuse_type(f"{path}.unit", "string", declared)
            return
        unit = unit_of(declared.strip(), found, self._place(f"{path}.unit", found.code), self.lists.names, own)
        if unit is None:
            taken.unread.add(found.code)
            return
        if unit not in (found.unit, found.form_unit):
            facts: dict[str, Any] = {"name": found.name, "unit": declared, "form_unit": unit_words(found.form_unit)}
            own.note("unit.converted", self._place(f"{path}.unit", found.code), **facts)
        taken.units[found.code] = unit
        for (key, kind), reading in zip(_KINDS.items(), readings.values(), strict=True):
            if reading.value is not None:
                place = self._place(f"{path}.{key}", found.code)
                counted = counted_in(reading, unit, found, kind, place, str(item[key]), own)
                value = in_inner_unit(reading.value, counted, found)
                fact = Fact(field=found.code, scope=SCOPES[kind], value=value, place=place)
                (taken.facts if kind in (Column.VALUE, Column.TO_DATE) else taken.last_year).append(fact)

    def _read(self, raw: Any, found: Field, path: str, kind: Column, own: Remarks) -> Reading:
        """The figure of one key: a number by its text, a text by the grammar, null for nothing."""
        place = self._place(path, found.code)
        if raw is None:
            return Reading()
        if isinstance(raw, bool):
            tell(read_number(raw), str(raw).lower(), place, found, kind, own)
            return Reading(remarks=read_number(raw).remarks)
        if isinstance(raw, _NotFinite) or not isinstance(raw, str):
            self.refuse_type(path, "number", raw)
            return Reading()
        reading = noted_share(read_exact(raw) if isinstance(raw, _Number) else read_number(raw), found)
        tell(reading, raw, place, found, kind, own)
        return reading

    def _state(self, item: _Object, code: str, path: str, taken: Taken, own: Remarks) -> None:
        stated = item.get("grounds")
        place = self._place(f"{path}.grounds", code or "grounds")
        for one in stated if isinstance(stated, list) else [] if stated is None else [stated]:
            if isinstance(one, _Number) or not isinstance(one, str):
                self.refuse_type(f"{path}.grounds", "string", one)
            else:
                taken.state(one, code, place, own)

    def _place(self, path: str, of: str) -> Place:
        return Place(file=self.remarks.file, clause=path, field=of)


def _shown(found: object) -> str | Text:
    if isinstance(found, Text):
        return found
    if isinstance(found, dict | list):
        return "{…}" if isinstance(found, dict) else "[…]"
    return json.dumps(found, ensure_ascii=False)[:40]
