"""What a worker answers is taken as values: no forged answer gets anything done in this process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import returns_sample as sample
from zhibiao.assemble.reading_answer import answered
from zhibiao.assemble.reading_worker import MEMORY, Failed
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.returns.return_file import read_returns


def _calling(module: str, name: str, words: list[str]) -> bytes:
    """The pickle that calls `module.name` with one list of words."""
    texts = b"".join(b"X" + len(word).to_bytes(4, "little") + word.encode() for word in words)
    return b"\x80\x04c" + f"{module}\n{name}\n".encode() + b"(](" + texts + b"etR."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("subprocess", "Popen"),
        ("zhibiao.assemble.reading_room", "subprocess.Popen"),
        ("zhibiao.assemble.reading_room", "ReadingRoom"),
        ("zhibiao.terms.finding", "Enum.__call__"),
        ("zhibiao.monthly.filed", "Decimal"),
        ("builtins", "eval"),
        ("builtins", "bytearray"),
    ],
)
def test_nothing_is_called_that_is_no_value_of_the_domain(module: str, name: str) -> None:
    assert "answer" == answered(_calling(module, name, ["1"]), object)


def test_the_forged_answer_would_have_acted(tmp_path: Path) -> None:
    """The harness proves that it can fail: a plain unpickler runs what this one does not."""
    note = tmp_path / "note"
    message = _calling("zhibiao.assemble.reading_room", "subprocess.Popen", ["touch", str(note)])
    assert "answer" == answered(message, object)
    pickle.loads(message).wait()
    assert note.exists()


def test_a_value_of_another_type_is_no_answer() -> None:
    assert "answer" == answered(pickle.dumps(1), FileRead)
    assert MEMORY == answered(pickle.dumps(Failed(MEMORY)), FileRead)
    assert "answer" == answered(b"", FileRead)


def test_every_part_of_a_file_passes() -> None:
    read = read_returns(sample.good(), name="a.xlsx", dictionary=sample.DICTIONARY, city=sample.CITY)
    assert read == answered(pickle.dumps(read), FileRead)
