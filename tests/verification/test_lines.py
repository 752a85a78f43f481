"""Lines of the chain, taken apart where they stand or leaf by leaf: both ways read, hash and refuse the same."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest

from effort import examples
from forging import canonical, sha256
from hand_made_chain import lines, two_years
from zhibiao.verification import verify as verifier
from zhibiao.verification.verify import BrokenError, read_entry, read_other, verify_ledger, verify_lines

LINES = [line.rstrip(b"\n") for line in lines(two_years())]


def _read(line: bytes, how: Any) -> Any:
    try:
        return how(line, 1)
    except BrokenError as broken:
        return broken.difference.code


def test_both_ways_of_reading_agree_on_every_line() -> None:
    for line in LINES:
        assert verifier._PLAIN.fullmatch(line.decode())
        assert read_other(line, 1) == read_entry(line, 1)
        body = {key: value for key, value in json.loads(line).items() if key != "hash"}
        assert sha256(canonical(body)) == read_entry(line, 1)[1]


def test_both_ways_agree_on_damaged_lines() -> None:
    chance, refused = random.Random(5), 0
    signs = [
        '"',
        "\\",
        "\\u5428",
        "é",
        "吨",
        "0",
        "-",
        "1.5",
        ",",
        "]",
        "}",
        " ",
        "\x1f",
        "null",
        '"hash":"',
        ':""',
        "01",
    ]
    for _ in range(examples(1500)):
        text = chance.choice(LINES).decode()
        place = chance.randrange(len(text))
        damaged = (text[:place] + chance.choice(signs) + text[place + chance.randrange(3) :]).encode()
        assert _read(damaged, read_other) == _read(damaged, read_entry), damaged
        refused += isinstance(_read(damaged, read_entry), str)
    assert 100 < refused


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"reason":"by hand"', '"reason":"by \\"hash\\":\\"x\\""'),
        lambda text: text.replace("by hand", unicodedata.normalize("NFD", "é吨")),
        lambda text: text.replace('"month":""', '"month":null'),
        lambda text: text.replace('","basis"', '", "basis"'),
    ],
)
def test_what_is_written_otherwise_is_read_leaf_by_leaf(change: Any) -> None:
    line = change(LINES[-1].decode()).encode()
    assert verifier._PLAIN.fullmatch(line.decode()) is None or not unicodedata.is_normalized("NFC", line.decode())
    entry, own = read_entry(line, 1)
    plain = {key: value for key, value in json.loads(line).items() if key != "hash"}
    normal = json.loads(unicodedata.normalize("NFC", json.dumps(plain, ensure_ascii=False)))
    assert (entry["id"], sha256(canonical(normal))) == (plain["id"], own)


def test_fields_of_another_version_are_refused() -> None:
    old, new = (json.loads(LINES[place]) for place in (0, -1))
    for one in ({**old, "proposal": "", "not_before": ""}, {**new, "version": 1}):
        assert "verify.shape" == _read(canonical(one), read_entry)
    del new["not_before"]
    assert "verify.shape" == _read(canonical(new), read_entry)


def test_a_chain_may_come_as_a_file_or_line_by_line_with_or_without_a_last_line_end() -> None:
    head = json.loads(LINES[-1])["hash"]
    for content in (b"\n".join(LINES), b"\n".join(LINES) + b"\n"):
        report = verify_ledger({"entries.jsonl": content}, head=head)
        assert (head, []) == (report.head, list(report.differences))
    assert verify_lines(iter(LINES), head=head) == verify_ledger({"entries.jsonl": b"\n".join(LINES)}, head=head)


def test_the_first_bad_line_is_named_and_the_chain_before_it() -> None:
    broken = [*LINES[:6], LINES[6].replace(b"by hand", b"by Hand"), *LINES[7:10], b"{}", *LINES[11:]]
    report = verify_lines(broken)
    assert [("verify.chain", "[7].hash"), ("verify.shape", "[11]")] == [
        (one.code, one.where) for one in report.differences
    ]
    assert "" == report.head
