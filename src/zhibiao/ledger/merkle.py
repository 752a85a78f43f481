"""A Merkle tree of the shape of RFC 6962: one root over many leaves, and a short proof for each that it is there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

# A leaf is never taken for a node: they are hashed behind different bytes.
_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves in order; of no leaves the hash of nothing. Source: RFC 6962, 2.1.

    >>> root_hash([]).hex()[:16], root_hash([leaf_hash(b"")]).hex()[:16]
    ('e3b0c44298fc1c14', '6e340b9cffb37a98')
    """
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _largest_power_below(len(leaves))
    return node_hash(root_hash(leaves[:half]), root_hash(leaves[half:]))


def audit_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root, from below; IndexError beyond the end. Source: RFC 6962, 2.1.1."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = _largest_power_below(len(leaves))
    if index < half:
        return [*audit_path(leaves[:half], index), root_hash(leaves[half:])]
    return [*audit_path(leaves[half:], index - half), root_hash(leaves[:half])]


def _largest_power_below(count: int) -> int:
    """The largest power of two smaller than `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)
