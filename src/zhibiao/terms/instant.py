"""Instants as text: UTC, ISO 8601, ending in `Z`."""

from __future__ import annotations

import datetime as dt

# China keeps one time, wherever the program runs.
LOCAL = dt.timezone(dt.timedelta(hours=8))


def instant_text(instant: dt.datetime) -> str:
    """Write an instant in UTC; ValueError when it says no time zone.

    >>> instant_text(dt.datetime(2025, 4, 6, 8, 30, tzinfo=dt.UTC))
    '2025-04-06T08:30:00Z'
    """
    if instant.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {instant.isoformat()}")
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def instant_of(text: str) -> dt.datetime:
    """Read what `instant_text` wrote; ValueError on anything else."""
    if not text.endswith("Z"):
        raise ValueError(f"an instant ends in Z: {text!r}")
    return dt.datetime.fromisoformat(text[:-1] + "+00:00")


def local_text(text: str) -> str:
    """An instant as people in China read it, to the second; ValueError where `instant_of` raises it.

    >>> local_text("2025-04-07T10:00:00Z")
    '2025-04-07 18:00:00 (UTC+8)'
    """
    return instant_of(text).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S (UTC+8)")
