"""The lists that go with a simulated city: the manifest of arrivals and the list of planted blemishes, as CSV text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibiao.simulation.arrivals import Arrival

_MANIFEST = ("file", "received_at", "uploader", "note_zh", "note_en")
_BLEMISHES = (
    *("file", "sheet", "cell", "enterprise", "kind", "description_zh", "description_en"),
    *("expected_outcome", "finding_code", "resolved_by"),
)


def manifest_csv(arrivals: Sequence[Arrival]) -> str:
    """The files in the order in which they arrived, with instant (UTC) and uploader; copies are left out."""
    rows = [
        (
            arrival.path,
            arrival.received_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            arrival.uploader,
            arrival.note.zh,
            arrival.note.en,
        )
        for arrival in arrivals
        if arrival.received_at is not None
    ]
    return csv_text(_MANIFEST, rows)


def blemishes_csv(arrivals: Sequence[Arrival]) -> str:
    """Every planted blemish with its place, what intake is expected to say, and the file that puts it right."""
    rows = [
        (
            *(item.file, item.sheet, item.cells, item.enterprise, item.kind.code),
            *(item.kind.description.zh, item.kind.description.en),
            *(item.kind.outcome, item.kind.finding, item.resolved_by),
        )
        for arrival in arrivals
        for item in arrival.blemishes
    ]
    return csv_text(_BLEMISHES, rows)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under their heading, quoted only where a cell needs it."""
    return "".join(",".join(_quoted(value) for value in row) + "\n" for row in (head, *rows))


def _quoted(value: str) -> str:
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if set(value) & set(',"\n') else value
