"""Ed25519 keys in files: made once, read by their owner alone, never in a book folder."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.errors import ActRefused, UsageError
from zhibiao.store.book_folder import SETTINGS

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; its file is read when it signs."""

    _key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The public key as PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes, 64 bytes."""
        return self._key.sign(content)


def make_key(path: Path) -> Path:
    """Make a key: the private one at `path`, readable by its owner alone, and the public one beside it.

    Returns:
        Where the public key is.

    Raises:
        ActRefused: `head.key_in_book`, `head.key_exists`.
        UsageError: `file.not_written`.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if any((folder / SETTINGS).exists() for folder in path.resolve().parents):
        raise ActRefused("head.key_in_book", file=str(path))
    public = path.with_name(f"{path.stem}.pub{path.suffix}")
    key = Ed25519PrivateKey.generate()
    _write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
    _write_new(public, SigningKey(key).public_key.encode(), mode=0o644)
    return public


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    if path.exists():
        raise ActRefused("head.key_exists", file=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made anew or not at all, and with its mode from the start: at no instant can others read it.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError("file.not_written", file=str(path), reason=error.strerror or str(error)) from error


def read_key(path: Path) -> SigningKey:
    """Read a private key.

    Raises:
        ActRefused: `head.key_open` when others than its owner may read the file.
        UsageError: `head.key_unreadable`.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ActRefused("head.key_open", file=str(path))
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("head.key_unreadable", file=str(path), reason=str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("head.key_unreadable", file=str(path), reason=type(key).__name__)
    return SigningKey(key)


def is_signed(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature of these bytes fits a public key as PEM; UsageError `head.key_unreadable` on another."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError("head.key_unreadable", file="PEM", reason=str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("head.key_unreadable", file="PEM", reason=type(key).__name__)
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
