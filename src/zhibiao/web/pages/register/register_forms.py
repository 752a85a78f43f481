"""What forms of the register bring back, and the fields they show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import FormData

from zhibiao.assemble.desk.register.register_fields import CHOICES, NEEDED, texts_of_terms
from zhibiao.assemble.resources import indicators
from zhibiao.errors import UsageError
from zhibiao.procedures.ports import Person
from zhibiao.procedures.rights import KEEPS_BOOKS
from zhibiao.register.commitment import Terms
from zhibiao.register.setting import FIELDS
from zhibiao.web.api.frame.uploads import plain_name
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeals import files_in, text_of

T = TypeVar("T", bound=StrEnum)


def may_act(person: Person | None) -> bool:
    """Whether the forms are shown; the acts check the right again."""
    return person is not None and bool(KEEPS_BOOKS & set(person.roles))


def choice_of(form: FormData, name: str, words: type[T]) -> T:
    """One of a few words; UsageError `desk.choice_unreadable`."""
    text = text_of(form, name)
    try:
        return words(text)
    except ValueError:
        raise UsageError("desk.choice_unreadable", field=name, text=text[:40], known="、".join(words)) from None


def day_in(form: FormData, name: str) -> dt.date | None:
    """A day, None where nothing was typed; UsageError `desk.day_unreadable`."""
    text = text_of(form, name)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("desk.day_unreadable", text=text[:20]) from None


def documents_in(form: FormData) -> list[tuple[str, bytes]]:
    """The documents that came along, by plain name and bytes."""
    return [(plain_name(name), content) for name, content in files_in(form)]


def typed_fields(form: FormData) -> dict[str, str]:
    """The fields of terms that the form brought back."""
    return {name: text_of(form, name) for name in FIELDS if name in form}


def shown_fields(terms: Terms, words: DeskWords, *, without: Collection[str] = ()) -> list[dict[str, object]]:
    """The fields of terms with what stands in each, and what may be chosen."""
    return [
        {
            "name": name,
            "label": words(f"register.field.{name}"),
            "value": value,
            "options": options_of(name, words),
            "is_needed": name in NEEDED,
        }
        for name, value in texts_of_terms(terms).items()
        if name not in without
    ]


def options_of(name: str, words: DeskWords) -> list[tuple[str, str]]:
    """What may be chosen for a field, none where it is written freely."""
    empty = [] if name in NEEDED else [("", "")]
    if name == "indicator":
        return [*empty, *((one.code, words.name(one.name)) for one in indicators())]
    if name not in CHOICES:
        return []
    return [*empty, *((one.value, choice_name(name, one.value, words)) for one in CHOICES[name])]


def choice_name(field: str, value: str, words: DeskWords) -> str:
    """What one of a field's words means."""
    if field == "kind":
        return words.label(f"cli.register.kind_{value}")
    return words(f"register.choice.{field}.{_CODES.get(value, value)}")


_CODES: Mapping[str, str] = {"=": "equal", ">=": "least", "<=": "most"}
"""Signs that cannot stand in the key of a label."""
