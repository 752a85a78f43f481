"""The tree of RFC 6962: roots worked out by hand, and every leaf led to its root."""

from __future__ import annotations

import hashlib

import pytest

from zhibiao.ledger.merkle import audit_path, leaf_hash, node_hash, root_hash


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


A, B, C, D, E = (_sha(b"\x00" + letter) for letter in (b"a", b"b", b"c", b"d", b"e"))
AB, CD = _sha(b"\x01" + A + B), _sha(b"\x01" + C + D)
LEAVES = [leaf_hash(letter) for letter in (b"a", b"b", b"c", b"d", b"e")]


@pytest.mark.parametrize(
    ("count", "root"),
    [
        (0, _sha(b"")),
        (1, A),
        (2, AB),
        (3, _sha(b"\x01" + AB + C)),
        (4, _sha(b"\x01" + AB + CD)),
        (5, _sha(b"\x01" + _sha(b"\x01" + AB + CD) + E)),
    ],
)
def test_roots_worked_out_by_hand(count: int, root: bytes) -> None:
    assert root == root_hash(LEAVES[:count])


def test_published_vectors() -> None:
    """The eight leaves that logs of certificates test with (RFC 6962 has none of its own)."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(text)) for text in inputs]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    assert roots == {count: root_hash(leaves[:count]).hex() for count in roots}


def test_paths_worked_out_by_hand() -> None:
    assert [B, CD, E] == audit_path(LEAVES, 0)
    assert [C, AB, E] == audit_path(LEAVES, 3)
    assert [_sha(b"\x01" + AB + CD)] == audit_path(LEAVES, 4)
    assert [] == audit_path(LEAVES[:1], 0)
    for index in (-1, 5):
        with pytest.raises(IndexError):
            audit_path(LEAVES, index)


def test_a_leaf_is_no_node_and_the_last_one_counts_once() -> None:
    assert leaf_hash(A + B) != node_hash(A, B)
    assert root_hash(LEAVES[:3]) != root_hash([*LEAVES[:3], LEAVES[2]])
