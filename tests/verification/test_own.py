"""An enterprise's own package against a forger: whatever is edited, swapped, cut or moved, the verifier refuses it."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forging import canonical, leaves, nudged, sha256
from ledger_sample import ANALYST, APPROVER, HandClock
from sealed_book import CITY, SECRET, sealed_book, signing_key
from zhibiao.ledger.merkle import audit_path, leaf_hash, root_hash
from zhibiao.ledger.statement import book_id, statements_of
from zhibiao.procedures.heads import hand_out_head
from zhibiao.procedures.own_proof import export_own, last_head
from zhibiao.store.book_store import BookStore
from zhibiao.verification import verify as verifier

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookStore]:
    made = sealed_book(tmp_path_factory.mktemp("own") / "book.sqlite")
    hand_out_head(made, HandClock(), city=CITY, signer=signing_key(), person=APPROVER)
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(book: BookStore) -> Files:
    return _package(book, "A")


def _package(book: BookStore, enterprise: str) -> Files:
    own = export_own(book, enterprise=enterprise, head=last_head(book), reader=ANALYST, companions={})
    return verifier.unpack(own.content)


def _codes(files: Files, *, head: str = "") -> list[str]:
    return [difference.code for difference in verifier.verify_own(files, head=head).differences]


def _changed(files: Files, name: str, **values: Any) -> Files:
    return {**files, name: canonical(json.loads(files[name]) | values)}


@pytest.mark.parametrize("enterprise", ["A", "B", "C"])
def test_what_was_exported_holds(book: BookStore, enterprise: str) -> None:
    files = _package(book, enterprise)
    report = verifier.verify_own(files, head=sha256(files["head.json"]))
    assert [] == report.differences
    assert set() == set(report.counts) - set(verifier.WORDS)
    assert {"own", "balance", "proof", "signed"} <= set(report.counts)


def test_an_auditor_with_the_book_makes_the_same_root(book: BookStore, files: Files) -> None:
    statements = statements_of(book.entries(), book=book_id(SECRET))
    assert statements.root(SECRET) == json.loads(files["head.json"])["statements"]["root"]


@pytest.mark.parametrize("name", ["statement.json", "proof.json", "head.json"])
def test_every_single_edit_is_refused(files: Files, name: str) -> None:
    """Without the signature, which alone would find whatever is done to the head."""
    unsigned = {key: data for key, data in files.items() if key not in ("head.sig", "head.pem")}
    value = json.loads(files[name])
    tried = 0
    for path, leaf in leaves(value):
        changed = copy.deepcopy(value)
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = nudged(leaf)
        found = _codes({**unsigned, name: canonical(changed)})
        # Of a head only what the statement stands under is seen without a signature; all of it with one.
        is_under = name != "head.json" or path[0] in ("book", "entries", "statements", "format")
        assert found or not is_under, (name, path)
        assert _codes({**files, name: canonical(changed)}), (name, path)
        tried += 1
    assert tried > 4


@pytest.mark.parametrize("name", ["statement.json", "proof.json", "head.json", "head.sig", "head.pem"])
def test_every_flipped_bit_and_every_missing_file_is_refused(files: Files, name: str) -> None:
    data = files[name].rstrip()
    for place in range(0, len(data), max(1, len(data) // 40)):
        assert _codes({**files, name: _flipped(data, place)}), place
    assert _codes({key: kept for key, kept in files.items() if key != name})
    if name == "head.pem":
        assert not [place for place in range(len(data)) if not _codes({**files, name: _flipped(data, place)})]


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _statement(files: Files) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files["statement.json"])
    return read


def test_entries_left_out_added_moved_or_doubled_are_refused(files: Files) -> None:
    entries = _statement(files)["entries"]
    others = (entries[:-1], entries[1:], [*entries, entries[-1]], entries[::-1], [*entries[:1], *entries])
    for other in others:
        assert _codes(_changed(files, "statement.json", entries=other))
        assert _codes(_changed(files, "statement.json", entries=other, count=len(other)))


def test_a_statement_that_fits_itself_but_not_the_head_is_refused(files: Files) -> None:
    """A forger who makes balances and count fit again is stopped by the root alone."""
    statement = _statement(files)
    statement["entries"][0]["postings"][0][1] += 1
    statement["balances"][0][3] += 1
    assert ["verify.proof"] == _codes({**files, "statement.json": canonical(statement)})


def test_figures_that_do_not_sum_are_refused_under_any_root(files: Files) -> None:
    """An authority that makes a root over wrong balances is found by the enterprise itself."""
    statement = _statement(files)
    statement["balances"][0][3] += 1
    assert "verify.own" in _codes(_rooted({**files, "statement.json": canonical(statement)}))
    foreign = _statement(files)
    foreign["entries"][0]["postings"].append(["available:B", 5])
    foreign["entries"][0]["postings"].append(["available:C", 5])
    assert "verify.own" in _codes(_rooted({**files, "statement.json": canonical(foreign)}))
    overdrawn = _statement(files)
    overdrawn["entries"][0]["postings"][0][1] = 1
    overdrawn["balances"][0][3] -= 399
    assert "verify.own" in _codes(_rooted({**files, "statement.json": canonical(overdrawn)}))


def _rooted(files: Files) -> Files:
    """A tree of this one statement, and a head over it, unsigned."""
    proof = json.loads(files["proof.json"]) | {"index": 0, "count": 1, "path": []}
    digest = hashlib.sha256(files["statement.json"]).digest()
    root = leaf_hash(bytes.fromhex(proof["salt"]) + digest).hex()
    made = _changed(files, "head.json", statements={"count": 1, "root": root})
    made["proof.json"] = canonical(proof)
    return {name: data for name, data in made.items() if name not in ("head.sig", "head.pem")}


def test_the_rooted_forgery_is_sound_but_for_what_is_forged(files: Files) -> None:
    assert [] == _codes(_rooted(files))


def test_paths_of_another_length_are_refused(files: Files) -> None:
    path = json.loads(files["proof.json"])["path"]
    others = ([], path[:-1], [*path, path[-1]], [path[0], *path], path[::-1], [*path, "0" * 64])
    for other in others:
        assert "verify.proof" in _codes(_changed(files, "proof.json", path=other))


@pytest.mark.parametrize(("field", "values"), [("index", (0, 2, 3, 4, -1, 5)), ("count", (1, 2, 3, 5, 8, 0))])
def test_another_place_in_the_tree_is_refused(files: Files, field: str, values: tuple[int, ...]) -> None:
    for value in values:
        assert "verify.proof" in _codes(_changed(files, "proof.json", **{field: value}))


def test_a_node_is_not_taken_for_a_leaf(book: BookStore, files: Files) -> None:
    """The hash above two leaves, offered as a statement of a tree half as large."""
    statements = statements_of(book.entries(), book=book_id(SECRET))
    made = [statement.leaf(SECRET) for statement in statements.of.values()]
    pair = made[0] + made[1]
    forged = {"salt": pair[:32].hex(), "index": 0, "count": 2, "path": [root_hash(made[2:]).hex()]}
    assert "verify.proof" in _codes(_changed(files, "proof.json", **forged))


def test_a_doubled_last_leaf_is_refused(files: Files) -> None:
    """Trees that fill up with copies of the last leaf let one statement stand in two places; this one does not."""
    made = [leaf_hash(bytes([number])) for number in range(3)]
    salt = bytes(32)
    made[2] = leaf_hash(salt + hashlib.sha256(files["statement.json"]).digest())
    head = _changed(files, "head.json", statements={"count": 3, "root": root_hash(made).hex()})
    unsigned = {name: data for name, data in head.items() if name not in ("head.sig", "head.pem")}
    place: dict[str, Any] = {"salt": salt.hex(), "count": 3}
    sound = {"index": 2, "path": [node.hex() for node in audit_path(made, 2)]}
    assert [] == _codes(_changed(unsigned, "proof.json", **place, **sound))
    doubled = [*made, made[2]]
    for count in (3, 4):
        for index in (2, 3):
            path = [node.hex() for node in audit_path(doubled, index)]
            forged = _changed(unsigned, "proof.json", **(place | {"index": index, "count": count, "path": path}))
            assert "verify.proof" in _codes(forged)


def test_the_package_of_another_is_not_mine(book: BookStore, files: Files) -> None:
    other = _package(book, "B")
    for name in ("statement.json", "proof.json"):
        assert "verify.own" in _codes({**files, name: other[name]})
        assert "verify.proof" in _codes({**files, name: other[name]})


def test_the_head_of_another_book_is_refused(files: Files, tmp_path: Path) -> None:
    other = sealed_book(tmp_path / "other.sqlite", secret="5b" * 32)
    hand_out_head(other, HandClock(), city=CITY, signer=signing_key(), person=APPROVER)
    foreign = _package(other, "A")
    other.close()
    swapped = {**files, **{name: foreign[name] for name in ("head.json", "head.sig", "head.pem")}}
    assert {"verify.own", "verify.proof"} <= set(_codes(swapped))
    assert ["verify.head"] == _codes(foreign, head=sha256(files["head.json"]))


def test_another_key_is_another_signature(files: Files) -> None:
    other = signing_key(2)
    signed = {**files, "head.sig": other.sign(files["head.json"])}
    assert ["verify.signed"] == _codes(signed)
    assert [] == _codes({**signed, "head.pem": other.public_key.encode()})


def test_the_form_is_strict(files: Files) -> None:
    for name in ("statement.json", "proof.json", "head.json"):
        assert "verify.shape" in _codes({**files, name: files[name] + b"\n"})
        assert "verify.shape" in _codes(_changed(files, name, more=1))
        for data in (b"", b"[]", b"{", b"[" * 9000, b'{"a":1,"a":1}', b"1.5"):
            assert _codes({**files, name: data})


# Source: RFC 8032, 7.1, tests 1 to 3.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "content", "signature"), VECTORS)
def test_published_signatures(key: str, content: str, signature: str) -> None:
    pem = _pem(bytes.fromhex(key))
    good = bytes.fromhex(signature)
    assert verifier.is_signed(bytes.fromhex(content), good, pem)
    assert not verifier.is_signed(bytes.fromhex(content) + b"x", good, pem)
    # The same signature with the group's order added to its second half: refused, or each would have a twin.
    twin = int.from_bytes(good[32:], "little") + verifier.ORDER
    assert not verifier.is_signed(bytes.fromhex(content), good[:32] + twin.to_bytes(32, "little"), pem)


def _pem(key: bytes) -> bytes:
    import base64

    body = base64.b64encode(verifier.KEY_PREFIX + key)
    return b"-----BEGIN PUBLIC KEY-----\n" + body + b"\n-----END PUBLIC KEY-----\n"


@pytest.mark.parametrize("key", [b"\xff" * 32, (2).to_bytes(32, "little"), b"\x01" + bytes(30) + b"\x80"])
def test_what_is_no_key_signs_nothing(key: bytes) -> None:
    assert not verifier.is_signed(b"x", bytes(64), _pem(key))


def test_both_programs_agree_on_signatures() -> None:
    from zhibiao.assemble.signing_key import is_signed

    for seed in range(1, 6):
        key = signing_key(seed)
        content = bytes(range(seed * 20))
        signature, pem = key.sign(content), key.public_key.encode()
        for changed in (
            signature,
            signature[:10] + b"\x00" + signature[11:],
            signature[:40] + b"\x00" + signature[41:],
        ):
            assert is_signed(content, changed, pem) is verifier.is_signed(content, changed, pem)


def test_the_package_checks_itself_without_this_program(book: BookStore, tmp_path: Path) -> None:
    source = Path(verifier.__file__).read_bytes()
    own = export_own(
        book, enterprise="A", head=last_head(book), reader=ANALYST, companions={"verify.py": source, "README.md": b""}
    )
    (tmp_path / "own.zip").write_bytes(own.content)
    with zipfile.ZipFile(io.BytesIO(own.content)) as archive:
        archive.extractall(tmp_path / "own")
    command = [sys.executable, "-I", str(tmp_path / "own" / "verify.py")]
    for place in ([], [str(tmp_path / "own.zip")]):
        done = subprocess.run([*command, *place, "--lang", "en"], capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)
        assert "A (4/" in done.stdout
        assert sha256((tmp_path / "own" / "head.json").read_bytes()) in done.stdout
    statement = tmp_path / "own" / "statement.json"
    statement.write_bytes(statement.read_bytes().replace(b"400", b"401"))
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert 5 == done.returncode
    assert "verify.own" == json.loads(done.stdout)["error"]["code"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")
def test_openssl_checks_the_signature(files: Files, tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "head.pem", "-rawin"]
    command += ["-in", "head.json", "-sigfile", "head.sig"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    (tmp_path / "head.json").write_bytes(files["head.json"] + b" ")
    assert 0 != subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode
