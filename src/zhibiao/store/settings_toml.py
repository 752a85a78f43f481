"""`zhibiao.toml` to settings and back: city, language and people with their roles; every mistake named at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from zhibiao.errors import InputRefused
from zhibiao.store.postgresql_url import SCHEMES, is_url
from zhibiao.terms.authority import MOST_HOURS, BookSettings, CoolingOff, DeskSettings, Person, Role
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language

KEYS = ("city", "language", "people", "cooling_off", "store", "desk")
STORE_KEYS = ("url",)
COOLING_KEYS = ("hours", "above_t")
DESK_TEXTS = ("host", "tls_cert", "tls_key", "proxy", "public_url")
DESK_WHOLES = {"port": 65_535, "requests_per_minute": 1_000_000}
DESK_KEYS = (*DESK_TEXTS, *DESK_WHOLES)
PERSON_KEYS = ("id", "name", "roles", "enterprise", "group")
LANGUAGES: tuple[Language, ...] = get_args(Language)


def settings_text(settings: BookSettings) -> str:
    """Settings as TOML.

    >>> print(settings_text(BookSettings(city="liaohe", language="zh", people=())), end="")
    # What this book is and who acts in it. Roles: analyst, approver, officer, planner, auditor, administrator.
    city = "liaohe"
    language = "zh"
    """
    lines = [
        f"# What this book is and who acts in it. Roles: {', '.join(Role)}.",
        f"city = {_quoted(settings.city)}",
        f"language = {_quoted(settings.language)}",
    ]
    if settings.cooling_off is not None:
        lines += [
            "",
            "# Changes of a holding by more than above_t tonnes wait so many hours, and can be withdrawn meanwhile.",
            "[cooling_off]",
            f"hours = {settings.cooling_off.hours}",
            f"above_t = {settings.cooling_off.above_t}",
        ]
    if settings.store_url:
        lines += ["", "# Where the book is kept.", "[store]", f"url = {_quoted(settings.store_url)}"]
    lines += _desk_lines(settings.desk)
    for person in settings.people:
        roles = ", ".join(_quoted(role) for role in person.roles)
        lines += [
            "",
            "[[people]]",
            f"id = {_quoted(person.id)}",
            f"name = {_quoted(person.name)}",
            f"roles = [{roles}]",
        ]
        if person.enterprise:
            lines.append(f"enterprise = {_quoted(person.enterprise)}")
        if person.group:
            lines.append(f"group = {_quoted(person.group)}")
    return "\n".join(lines) + "\n"


def read_settings(content: Mapping[str, Any], *, file: str) -> BookSettings:
    """Settings from parsed TOML.

    Raises:
        InputRefused: `settings.refused` with findings `settings.unknown_key`, `settings.missing`,
            `settings.bad_value`, `settings.person_twice`.
    """
    reader = _Reader(file)
    reader.check_keys(content, KEYS, where="")
    city = reader.text(content, "city", where="")
    language = reader.text(content, "language", where="", allowed=LANGUAGES)
    cooling_off = reader.cooling_off(content)
    store_url = reader.store_url(content)
    desk = reader.desk(content)
    people = tuple(reader.person(item, f"people[{number}]") for number, item in enumerate(reader.people(content), 1))
    for person_id, count in Counter(person.id for person in people).items():
        if count > 1 and person_id:
            reader.find("settings.person_twice", "people", person=person_id)
    if reader.findings:
        raise InputRefused("settings.refused", reader.findings, place=Place(file=file), count=len(reader.findings))
    return BookSettings(
        city=city,
        language="en" if language == "en" else "zh",
        people=people,
        cooling_off=cooling_off,
        store_url=store_url,
        desk=desk,
    )


def _desk_lines(desk: DeskSettings) -> list[str]:
    """What of the desk is not as it is by itself."""
    said = [(one.name, getattr(desk, one.name)) for one in fields(desk) if getattr(desk, one.name) != one.default]
    lines = [f"{name} = {value if isinstance(value, int) else _quoted(value)}" for name, value in said]
    return ["", "# Where the desk is served.", "[desk]", *lines] if lines else []


class _Reader:
    """Reads values one by one and gathers what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def find(self, code: str, field: str, **facts: object) -> None:
        self.findings.append(
            Finding(code=code, severity=Severity.REJECT, place=Place(file=self.file, field=field), facts=facts)
        )

    def check_keys(self, content: Mapping[str, Any], known: tuple[str, ...], *, where: str) -> None:
        for key in content:
            if key not in known:
                self.find("settings.unknown_key", f"{where}{key}", key=key, known="、".join(known))

    def text(self, content: Mapping[str, Any], key: str, *, where: str, allowed: tuple[str, ...] = ()) -> str:
        if key not in content:
            self.find("settings.missing", f"{where}{key}", key=key)
            return ""
        value = content[key]
        if not isinstance(value, str) or not value.strip() or (allowed and value not in allowed):
            self.find("settings.bad_value", f"{where}{key}", key=key, found=value, allowed="、".join(allowed) or "…")
            return ""
        return value

    def store_url(self, content: Mapping[str, Any]) -> str:
        table = content.get("store")
        if table is None:
            return ""
        url = table.get("url") if isinstance(table, dict) else None
        if isinstance(table, dict):
            self.check_keys(table, STORE_KEYS, where="store.")
        if not is_url(url):
            # What was found is not repeated: it may hold a password.
            self.find("settings.bad_value", "store.url", key="url", found="…", allowed=" ".join(SCHEMES))
            return ""
        return str(url)

    def cooling_off(self, content: Mapping[str, Any]) -> CoolingOff | None:
        table = content.get("cooling_off")
        if table is None:
            return None
        if not isinstance(table, dict):
            self.find("settings.bad_value", "cooling_off", key="cooling_off", found=table, allowed="[cooling_off]")
            return None
        self.check_keys(table, COOLING_KEYS, where="cooling_off.")
        hours = self.whole(table, "hours", where="cooling_off.", least=1, most=MOST_HOURS)
        above_t = self.whole(table, "above_t", where="cooling_off.", least=0)
        return CoolingOff(hours=hours, above_t=above_t)

    def desk(self, content: Mapping[str, Any]) -> DeskSettings:
        table = content.get("desk", {})
        if not isinstance(table, dict):
            self.find("settings.bad_value", "desk", key="desk", found=table, allowed="[desk]")
            return DeskSettings()
        self.check_keys(table, DESK_KEYS, where="desk.")
        given: dict[str, Any] = {key: self.text(table, key, where="desk.") for key in DESK_TEXTS if key in table}
        for key, most in DESK_WHOLES.items():
            if key in table:
                given[key] = self.whole(table, key, where="desk.", least=1, most=most)
        return DeskSettings(**given)

    def whole(self, table: Mapping[str, Any], key: str, *, where: str, least: int, most: int | None = None) -> int:
        where = f"{where}{key}"
        if key not in table:
            self.find("settings.missing", where, key=key)
            return least
        value = table[key]
        if type(value) is not int or value < least or (most is not None and value > most):
            allowed = f"{least}..{'' if most is None else most}"
            self.find("settings.bad_value", where, key=key, found=value, allowed=allowed)
            return least
        return value

    def people(self, content: Mapping[str, Any]) -> list[Any]:
        people = content.get("people", [])
        if isinstance(people, list):
            return people
        self.find("settings.bad_value", "people", key="people", found=people, allowed="[[people]]")
        return []

    def person(self, item: Any, where: str) -> Person:
        if not isinstance(item, dict):
            self.find("settings.bad_value", where, key="people", found=item, allowed="[[people]]")
            return Person(id="", name="", roles=())
        self.check_keys(item, PERSON_KEYS, where=f"{where}.")
        person_id = self.text(item, "id", where=f"{where}.")
        name = self.text(item, "name", where=f"{where}.")
        enterprise = self.text(item, "enterprise", where=f"{where}.") if "enterprise" in item else ""
        group = self.text(item, "group", where=f"{where}.") if "group" in item else ""
        roles = self.roles(item, f"{where}.roles")
        return Person(id=person_id, name=name, roles=roles, enterprise=enterprise, group=group)

    def roles(self, item: Mapping[str, Any], where: str) -> tuple[Role, ...]:
        named = item.get("roles")
        known = {role.value: role for role in Role}
        if (
            not isinstance(named, list)
            or not named
            or any(not isinstance(role, str) or role not in known for role in named)
        ):
            self.find("settings.bad_value", where, key="roles", found=named, allowed="、".join(known))
            return ()
        return tuple(known[role] for role in named)


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(character) for character in escaped) + '"'


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x20 or ord(character) == 0x7F else character
