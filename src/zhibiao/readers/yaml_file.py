"""YAML files read key by key: every value checked as it is taken, each mistake noted with its line, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from zhibiao.errors import InputRefused
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


@dataclass(slots=True)
class YamlFile:
    """One file being read: it gathers what is wrong and hands out the top block; `close()` refuses the file.

    The one mutable thing of a reading: it lives for one file only.
    """

    path: Path
    findings: list[Finding] = field(default_factory=list)

    def top(self) -> Block:
        """The top mapping; refuses at once a file that is absent, not UTF-8, not YAML, or no mapping."""
        node = self._parsed()
        if isinstance(node, Mapping):
            return Block(self, node, "")
        self.note("yaml.not_a_mapping", line=1, key="")
        self.close()
        raise AssertionError("unreachable: close() refuses")

    def note(self, code: str, *, line: int, key: str, **facts: object) -> None:
        """Gather a finding at a line and key of this file."""
        place = Place(file=self.path.name, line=line, field=key)
        facts = {"line": line, "key": key, **facts}
        self.findings.append(Finding(code=code, severity=Severity.REJECT, place=place, facts=facts))

    def close(self) -> None:
        """Refuse the file if anything was noted.

        Raises:
            InputRefused: `yaml.refused` with every finding, in the order of the file.
        """
        if self.findings:
            ordered = sorted(self.findings, key=lambda finding: finding.place.line)
            name, place = self.path.name, Place(file=self.path.name)
            raise InputRefused("yaml.refused", ordered, place=place, file=name, count=len(ordered))

    def _parsed(self) -> object:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            return YAML(typ="rt", pure=True).load(self.path.read_text(encoding="utf-8-sig"))
        except OSError:
            self.note("yaml.file_missing", line=0, key="", folder=self.path.parent.name)
        except UnicodeDecodeError as error:
            self.note("yaml.not_utf8", line=0, key="", offset=error.start)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            self.note("yaml.syntax", line=line, key="", reason=str(error.problem or error.context or ""))
        except (YAMLError, ValueError) as error:
            self.note("yaml.syntax", line=0, key="", reason=str(error).splitlines()[0])
        self.close()
        raise AssertionError("unreachable: close() refuses")


@dataclass(frozen=True, slots=True)
class Block:
    """One mapping of the file; each method takes the value of one key, and notes what is not as it should be.

    What cannot be read comes back as an empty value of its type, so that reading goes on to the next mistake.
    """

    file: YamlFile
    node: Mapping[str, Any]
    path: str

    def line(self, key: str = "") -> int:
        """The line of a key, or of the block itself."""
        position = getattr(self.node, "lc", None)
        if position is None:
            return 0
        if key in self.node and position.data and key in position.data:
            return int(position.data[key][0]) + 1
        return int(position.line or 0) + 1

    def note(self, code: str, key: str, **facts: object) -> None:
        """Gather a finding at one of this block's keys."""
        self.file.note(code, line=self.line(key), key=self._full(key), **facts)

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not among the known ones."""
        for key in self.node:
            if key not in known:
                self.note("yaml.key_unknown", str(key), known="、".join(known))

    def words(self, key: str, *, default: str | None = None, one_of: Collection[str] = ()) -> str:
        """A text; one of a closed list where one is given."""
        value = self._value(key, default)
        if value is None:
            return ""
        if not isinstance(value, str) or (value == "" and default is None):
            self._wrong(key, "text")
            return ""
        if one_of and value not in one_of:
            self.note("yaml.not_one_of", key, found=value, known="、".join(one_of))
        return str(value)

    def text(self, key: str) -> Text:
        """A text in both languages, written `{zh: …, en: …}`; Chinese is needed."""
        block = self.block(key)
        if not block.node:
            return Text("")
        block.only(("zh", "en"))
        return Text(zh=block.words("zh"), en=block.words("en", default=""))

    def whole(self, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number, no smaller than `least`."""
        value = self._value(key, default)
        if value is None:
            return least
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "whole number")
            return least
        if value < least:
            self.note("yaml.too_small", key, found=int(value), least=least)
        return int(value)

    def decimal(self, key: str) -> Decimal:
        """An exact number, written as a quoted text or a whole number: a bare 1.07 would pass through binary."""
        value = self._value(key, None)
        if isinstance(value, str | int) and not isinstance(value, bool):
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        if value is not None:
            self._wrong(key, "quoted exact number")
        return Decimal(0)

    def month(self, key: str) -> Month | None:
        """A month written YYYY-MM; None where the key is absent or cannot be read."""
        if key not in self.node:
            return None
        try:
            return Month.parse(str(self.node[key]))
        except ValueError:
            self._wrong(key, "month YYYY-MM")
            return None

    def block(self, key: str) -> Block:
        """A mapping under that key."""
        value = self._value(key, None)
        if value is not None and not isinstance(value, Mapping):
            self._wrong(key, "mapping")
            value = None
        return Block(self.file, value or {}, self._full(key))

    def blocks(self, key: str, *, optional: bool = False) -> Iterator[Block]:
        """The mappings of a list, in order."""
        for place, item in enumerate(self._sequence(key, optional=optional)):
            if isinstance(item, Mapping):
                yield Block(self.file, item, f"{self._full(key)}[{place}]")
            else:
                self._wrong(key, "list of mappings")

    def words_list(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        items = self._sequence(key, optional=optional)
        if not all(isinstance(item, str) for item in items):
            self._wrong(key, "list of texts")
        return tuple(str(item) for item in items)

    def whole_list(self, key: str, *, optional: bool = False) -> tuple[int, ...]:
        """A list of whole numbers."""
        items = self._sequence(key, optional=optional)
        if all(isinstance(item, int) and not isinstance(item, bool) for item in items):
            return tuple(int(item) for item in items)
        self._wrong(key, "list of whole numbers")
        return ()

    def _sequence(self, key: str, *, optional: bool) -> Sequence[Any]:
        value = self._value(key, () if optional else None)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            self._wrong(key, "list")
            return ()
        return value

    def _value(self, key: str, default: object) -> Any:
        if key not in self.node:
            if default is None:
                self.note("yaml.key_missing", key)
            return default
        value = self.node[key]
        if value is None and default is None:
            self.note("yaml.key_missing", key)
        return default if value is None else value

    def _wrong(self, key: str, wanted: str) -> None:
        self.note("yaml.wrong_type", key, wanted=wanted, found=str(self.node[key])[:60])

    def _full(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path + key
