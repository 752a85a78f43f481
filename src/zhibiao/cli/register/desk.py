"""The register that a verb works on, and fields as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.cli import options
from zhibiao.errors import UsageError

if TYPE_CHECKING:
    from zhibiao.assemble.register.desk import RegisterOf


def desk(book: Path, person: str = "") -> RegisterOf:
    """The register of the book that a verb works on."""
    from zhibiao.assemble.register.desk import RegisterOf as Opened

    return Opened(options.open_book(book), person)


def settings_of(given: Sequence[str]) -> dict[str, str]:
    """FIELD=VALUE of a verb; UsageError `register.setting_unreadable`."""
    settings = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals or not field.strip():
            raise UsageError("register.setting_unreadable", text=one)
        settings[field.strip()] = value
    return settings
