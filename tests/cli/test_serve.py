"""`zhibiao serve`: thirty ways to start a desk unsafely, none of which opens it to others; and one safe way."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from main_job import ZHIBIAO
from zhibiao.assemble.bundled import new_book_from
from zhibiao.assemble.desk.access import serve_plan
from zhibiao.assemble.resources import SetClock
from zhibiao.assemble.serve import ready
from zhibiao.cli.main import zhibiao
from zhibiao.errors import ZhibiaoError
from zhibiao.store.access.access_store import AccessStore

NOW = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)
TLS = {"tls_cert": "cert.pem", "tls_key": "key.pem"}
PROXY = {"proxy": "10.0.0.2", "public_url": "https://desk.example"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One way to start: what `[desk]` says, what the command line says, and how the folder lies there."""

    code: str
    desk: Mapping[str, object] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    has_administrator: bool = True
    is_demo: bool = False
    store_url: str = ""


OPEN = {"host": "0.0.0.0"}
UNSAFE = {
    "every address, nothing else": Start(code="boot.no_tls", options=OPEN, has_administrator=False),
    "every address": Start(code="boot.no_tls", options=OPEN),
    "every address by the settings": Start(code="boot.no_tls", desk=OPEN),
    "every address of IPv6": Start(code="boot.no_tls", options={"host": "::"}),
    "every address, written as one of IPv6": Start(code="boot.no_tls", options={"host": "::ffff:0.0.0.0"}),
    "an address of the office": Start(code="boot.no_tls", options={"host": "192.168.1.5"}),
    "no address": Start(code="boot.host", options={"host": ""}),
    "a star": Start(code="boot.host", options={"host": "*"}),
    "a nought": Start(code="boot.host", options={"host": "0"}),
    "a name that looks like loopback": Start(code="boot.host", options={"host": "127.0.0.1.evil.example"}),
    "a name": Start(code="boot.host", options={"host": "desk.example"}),
    "TLS but no administrator": Start(code="boot.no_administrator", options=OPEN | TLS, has_administrator=False),
    "a certificate without its key": Start(code="boot.missing", options=OPEN | {"tls_cert": "cert.pem"}),
    "a key without its certificate": Start(code="boot.missing", options=OPEN | {"tls_key": "key.pem"}),
    "a key that is not there": Start(code="boot.file_unusable", options=OPEN | TLS | {"tls_key": "gone.pem"}),
    "an empty key": Start(code="boot.file_unusable", options=OPEN | TLS | {"tls_key": "empty.pem"}),
    "another certificate's key": Start(code="boot.file_unusable", options=OPEN | TLS | {"tls_key": "other.pem"}),
    "a key under a passphrase": Start(code="boot.file_unusable", options=OPEN | TLS | {"tls_key": "locked.pem"}),
    "a key that everyone reads": Start(code="boot.file_open", options=OPEN | TLS, modes={"key.pem": 0o644}),
    "a key that a group reads": Start(code="boot.file_open", options=OPEN | TLS, modes={"key.pem": 0o640}),
    "a certificate that ran out": Start(code="boot.certificate_over", options=OPEN | TLS | {"tls_cert": "over.pem"}),
    "a certificate of next year": Start(code="boot.certificate_over", options=OPEN | TLS | {"tls_cert": "next.pem"}),
    "a certificate for any name": Start(code="boot.no_name", options=OPEN | TLS | {"tls_cert": "star.pem"}),
    "a proxy without a public address": Start(code="boot.public_url", options=OPEN | {"proxy": "10.0.0.2"}),
    "a public address without a proxy": Start(code="boot.proxy", options=OPEN | {"public_url": "https://desk.example"}),
    "any proxy": Start(code="boot.proxy", options=OPEN | PROXY | {"proxy": "*"}),
    "every proxy": Start(code="boot.proxy", options=OPEN | PROXY | {"proxy": "0.0.0.0"}),
    "a network of proxies": Start(code="boot.proxy", options=OPEN | PROXY | {"proxy": "10.0.0.0/8"}),
    "a public address without TLS": Start(
        code="boot.public_url", options=PROXY | {"public_url": "http://desk.example"}
    ),
    "a password in it": Start(code="boot.public_url", options=PROXY | {"public_url": "https://u:p@desk.example"}),
    "a proxy before a desk nobody keeps": Start(code="boot.no_administrator", options=PROXY, has_administrator=False),
    "settings that everyone reads": Start(code="boot.file_open", options=OPEN | TLS, modes={"zhibiao.toml": 0o644}),
    "accounts that everyone reads": Start(code="boot.file_open", options=OPEN | TLS, modes={"access.sqlite": 0o644}),
    "a book that everyone reads": Start(code="boot.file_open", options=OPEN | TLS, modes={"book.sqlite": 0o666}),
    "the demo": Start(code="boot.demo_stays_here", options=OPEN | TLS, is_demo=True),
    "a setting that is not known": Start(code="settings.refused", desk=OPEN | {"tls": True}),
    "a setting of another kind": Start(code="settings.refused", desk={"host": 0}),
    "an empty setting": Start(code="settings.refused", desk={"host": ""}),
    "a port that is none": Start(code="settings.refused", desk={"port": 70_000}),
    "without a limit": Start(code="settings.refused", desk={"requests_per_minute": 0}),
}


def make_cert(
    folder: Path, name: str, *, names: list[str], begins: dt.datetime, key: ec.EllipticCurvePrivateKey
) -> None:
    """A certificate signed with its own key."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / name).write_bytes(made.public_bytes(serialization.Encoding.PEM))


def write_key(path: Path, key: ec.EllipticCurvePrivateKey, lock: serialization.KeySerializationEncryption) -> None:
    """A key as PEM, for its keeper alone."""
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with certificates beside it, and an administrator who can sign in."""
    root = tmp_path_factory.mktemp("serve") / "book"
    new_book_from(root)
    key = ec.generate_private_key(ec.SECP256R1())
    write_key(root / "key.pem", key, serialization.NoEncryption())
    write_key(root / "locked.pem", key, serialization.BestAvailableEncryption(b"secret"))
    write_key(root / "other.pem", ec.generate_private_key(ec.SECP256R1()), serialization.NoEncryption())
    (root / "empty.pem").touch(mode=0o600)
    for name, names, days in (
        ("cert", "desk.example", -10),
        ("star", "*.example", -10),
        ("over", "desk.example", -200),
    ):
        make_cert(root, f"{name}.pem", names=[names], begins=NOW + dt.timedelta(days=days), key=key)
    make_cert(root, "next.pem", names=["desk.example"], begins=NOW + dt.timedelta(days=30), key=key)
    (root / "zhibiao.base").write_bytes((root / "zhibiao.toml").read_bytes())
    return root


def open_as(book: Path, start: Start) -> serve_plan.ServePlan:
    """Start it that way up to the moment when it would listen."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in start.desk.items()]
    base = (book / "zhibiao.base").read_text(encoding="utf-8")
    (book / "zhibiao.toml").write_text(base + "\n".join(["", "[desk]", *lines]), encoding="utf-8")
    access = AccessStore.open(book)
    access.accounts.set_password("admin", "$argon2id$", at=NOW)
    access.accounts.set_disabled("admin", None if start.has_administrator else NOW)
    access.close()
    for name in ("zhibiao.toml", "access.sqlite", "book.sqlite", "key.pem"):
        (book / name).chmod(start.modes.get(name, 0o600))
    with ready(book, asked=lambda desk: replace(desk, **start.options), is_demo=start.is_demo, clock=SetClock(NOW)) as (
        _,
        served,
    ):
        return served.plan


def is_safe(book: Path, start: Start) -> bool:
    """Whether it was refused, or stays on this machine."""
    try:
        return open_as(book, start).is_local
    except ZhibiaoError:
        return True


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_start_is_refused_and_says_why(book: Path, name: str) -> None:
    start = UNSAFE[name]
    with pytest.raises(ZhibiaoError) as refused:
        open_as(book, start)
    codes = {refused.value.code, *(one.code for one in getattr(refused.value, "findings", ()))}
    assert start.code in codes


def test_there_are_at_least_thirty_and_none_opens_the_desk(book: Path) -> None:
    assert len(UNSAFE) >= 30
    assert [] == [name for name, start in UNSAFE.items() if not is_safe(book, start)]


def test_the_table_would_notice(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve_plan._Judge, "exposed", lambda *_, **__: None)
    caught = [name for name, start in UNSAFE.items() if not is_safe(book, start)]
    assert "TLS but no administrator" in caught
    assert "accounts that everyone reads" in caught


def test_with_everything_there_others_may_come(book: Path) -> None:
    own = open_as(book, Start(code="", options=OPEN | TLS))
    assert ("0.0.0.0", False, frozenset({"desk.example"})) == (own.host, own.is_local, own.rules.hosts)
    behind = open_as(book, Start(code="", options=PROXY))
    assert (False, frozenset({"10.0.0.2"}), "https://desk.example") == (
        behind.is_local,
        behind.rules.proxies,
        behind.address,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_needs_nothing(book: Path, host: str) -> None:
    plan = open_as(book, Start(code="", options={"host": host}, has_administrator=False, modes={"zhibiao.toml": 0o644}))
    assert plan.is_local
    assert ipaddress.ip_address(plan.host).is_loopback
    assert "evil.example" not in plan.rules.hosts


def test_the_command_names_what_is_missing(book: Path) -> None:
    open_as(book, Start(code=""))
    done = CliRunner().invoke(zhibiao, ["serve", "--book", str(book), "--host", "0.0.0.0", "--json"])
    answer = json.loads(done.stdout)
    assert (3, "boot.insecure", "REFUSE") == (done.exit_code, answer["error"]["code"], answer["error"]["answer"])
    assert "desk.tls_cert" in answer["error"]["message"]


def test_without_its_libraries_it_says_what_to_install(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.assemble.serve.find_spec", lambda name: None if name == "uvicorn" else object())
    done = CliRunner().invoke(zhibiao, ["serve", "--book", str(book), "--lang", "en"])
    assert 2 == done.exit_code
    assert "pip install 'zhibiao[web]'" in done.stderr


@pytest.mark.usefixtures("_interruptible")
def test_it_answers_and_stops_at_an_interrupt(book: Path) -> None:
    open_as(book, Start(code="", has_administrator=False))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(ZHIBIAO), "serve", "--book", str(book), "--port", str(port), "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        assert f"The desk is open: http://127.0.0.1:{port}" in served.stderr.readline()
        assert f"http://127.0.0.1:{port}/setup?code=" in served.stderr.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=20) as page:
            assert (200, None) == (page.status, page.headers["server"])
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=20)
    assert 130 == served.returncode
