"""Keys in files: made once, closed to others, never in a book folder, and what is no key is said."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from zhibiao.assemble.signing_key import is_signed, make_key, read_key
from zhibiao.errors import ActRefused, UsageError


def test_a_key_is_made_and_signs(tmp_path: Path) -> None:
    public = make_key(tmp_path / "safe" / "key.pem")
    assert tmp_path / "safe" / "key.pub.pem" == public
    assert 0o600 == stat.S_IMODE((tmp_path / "safe" / "key.pem").stat().st_mode)
    key = read_key(tmp_path / "safe" / "key.pem")
    assert public.read_text(encoding="ascii") == key.public_key
    signature = key.sign(b"head")
    assert is_signed(b"head", signature, public.read_bytes())
    assert not is_signed(b"Head", signature, public.read_bytes())
    assert not is_signed(b"head", b"short", public.read_bytes())


def test_a_key_is_never_overwritten_and_never_in_a_book(tmp_path: Path) -> None:
    make_key(tmp_path / "key.pem")
    before = (tmp_path / "key.pem").read_bytes()
    with pytest.raises(ActRefused, match=r"head\.key_exists"):
        make_key(tmp_path / "key.pem")
    assert before == (tmp_path / "key.pem").read_bytes()
    book = tmp_path / "book"
    (book / "out").mkdir(parents=True)
    (book / "zhibiao.toml").touch()
    for place in (book / "key.pem", book / "out" / "deep" / "key.pem"):
        with pytest.raises(ActRefused, match=r"head\.key_in_book"):
            make_key(place)
        assert not place.exists()
    with pytest.raises(UsageError, match=r"file\.not_written"):
        make_key(tmp_path / "key.pem" / "below.pem")


def test_a_key_that_others_may_read_signs_nothing(tmp_path: Path) -> None:
    make_key(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(0o640)
    with pytest.raises(ActRefused, match=r"head\.key_open"):
        read_key(tmp_path / "key.pem")


def test_what_is_no_key_is_said(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    other = generate_private_key(SECP256R1())
    contents = [b"", b"words", other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())]
    for place, content in enumerate(contents):
        path = tmp_path / f"{place}.pem"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(UsageError, match=r"head\.key_unreadable"):
            read_key(path)
    for content in (b"words", other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)):
        with pytest.raises(UsageError, match=r"head\.key_unreadable"):
            is_signed(b"", bytes(64), content)
