"""Where and how a desk is to be served, and everything that speaks against it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from zhibiao.errors import InputRefused
from zhibiao.store.access.access_store import FILE as ACCESS
from zhibiao.store.book_folder import DATABASE, SETTINGS
from zhibiao.terms.access import DoorRules
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, kw_only=True)
class ServePlan:
    """One desk as it will be served.

    Args:
        root: the book's folder.
        host: the address to listen on; "localhost" has become 127.0.0.1.
        port: of it.
        tls: certificate and key, where the desk speaks TLS itself.
        rules: what is asked of a request first.
        address: what people type.
    """

    root: Path
    host: str
    port: int
    tls: tuple[Path, Path] | None
    rules: DoorRules
    address: str

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return ipaddress.ip_address(self.host).is_loopback and not self.rules.proxies


def plan_of(root: Path, settings: BookSettings, *, has_administrator: bool, now: dt.datetime) -> ServePlan:
    """The plan that the settings make, or every reason against it.

    A desk that others can reach needs TLS, of its own or of a named proxy, an administrator with an account, and
    secrets that only their keeper can read.

    Raises:
        InputRefused: `boot.insecure`, naming every setting that is missing or wrong.
    """
    judge = _Judge(root, settings, has_administrator=has_administrator, now=now)
    plan = judge.plan()
    if judge.findings:
        missing = "、".join(dict.fromkeys(one.place.field for one in judge.findings))
        raise InputRefused("boot.insecure", judge.findings, place=Place(file=SETTINGS), missing=missing)
    return plan


class _Judge:
    """Gathers what speaks against a plan."""

    def __init__(self, root: Path, settings: BookSettings, *, has_administrator: bool, now: dt.datetime) -> None:
        self.root, self.settings, self.desk = root, settings, settings.desk
        self.has_administrator, self.now = has_administrator, now
        self.findings: list[Finding] = []

    def plan(self) -> ServePlan:
        desk = self.desk
        host = self.host()
        tls = self.tls()
        proxies, names = self.proxies(), self.names(host, tls)
        is_local = ipaddress.ip_address(host).is_loopback and not desk.proxy and not desk.public_url
        if not is_local:
            self.exposed(is_covered=tls is not None or bool(proxies))
        shown = f"[{host}]" if ":" in host else host
        scheme = "https" if tls else "http"
        address = desk.public_url.rstrip("/") or f"{scheme}://{shown}:{desk.port}"
        rules = DoorRules(hosts=names, proxies=proxies, requests_per_minute=desk.requests_per_minute)
        return ServePlan(root=self.root, host=host, port=desk.port, tls=tls, rules=rules, address=address)

    def find(self, code: str, field: str, **facts: object) -> None:
        place = Place(file=SETTINGS, field=field)
        self.findings.append(Finding(code=code, severity=Severity.REJECT, place=place, facts=facts))

    def host(self) -> str:
        """An address as such; names would be looked up, and may come to mean another one."""
        text = "127.0.0.1" if self.desk.host == "localhost" else self.desk.host
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            self.find("boot.host", "desk.host", found=self.desk.host)
            return "127.0.0.1"

    def exposed(self, *, is_covered: bool) -> None:
        """What a desk needs that others reach."""
        if not is_covered:
            self.find("boot.no_tls", "desk.tls_cert")
        if not self.has_administrator:
            self.find("boot.no_administrator", "people")
        if urlsplit(self.settings.store_url).password:
            self.find("boot.secret_in_settings", "store.url")
        for name in (SETTINGS, ACCESS, DATABASE):
            path = self.root / name
            if path.exists() and path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
                self.find("boot.file_open", name, file=name, mode=f"{stat.S_IMODE(path.stat().st_mode):o}")

    def tls(self) -> tuple[Path, Path] | None:
        """Certificate and key, looked at as a browser and a thief would."""
        given = {"desk.tls_cert": self.desk.tls_cert, "desk.tls_key": self.desk.tls_key}
        if not any(given.values()):
            return None
        for field, text in given.items():
            if not text:
                self.find("boot.missing", field, key=field)
                return None
            path = self.root / text
            if not path.is_file() or not path.stat().st_size:
                self.find("boot.file_unusable", field, file=path.name)
                return None
        cert, key = (self.root / text for text in given.values())
        if key.stat().st_mode & _OTHERS:
            self.find("boot.file_open", "desk.tls_key", file=key.name, mode=f"{stat.S_IMODE(key.stat().st_mode):o}")
        return (cert, key) if self.fits(cert, key) else None

    def fits(self, cert: Path, key: Path) -> bool:
        """Whether the two belong together and the certificate holds today."""
        try:
            # An empty password, so that a locked key fails here and does not ask at a terminal that nobody watches.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
            held = x509.load_pem_x509_certificate(cert.read_bytes())
        except (OSError, ValueError):
            self.find("boot.file_unusable", "desk.tls_cert", file=f"{cert.name}, {key.name}")
            return False
        if not held.not_valid_before_utc <= self.now <= held.not_valid_after_utc:
            self.find("boot.certificate_over", "desk.tls_cert", file=cert.name, end=f"{held.not_valid_after_utc:%F}")
            return False
        return True

    def proxies(self) -> frozenset[str]:
        """The named proxy; it and the public address go together."""
        if not self.desk.proxy and not self.desk.public_url:
            return frozenset()
        self.public_url()
        try:
            address = ipaddress.ip_address(self.desk.proxy)
        except ValueError:
            self.find("boot.proxy", "desk.proxy", found=self.desk.proxy)
            return frozenset()
        if address.is_unspecified or address.is_multicast:
            self.find("boot.proxy", "desk.proxy", found=self.desk.proxy)
            return frozenset()
        return frozenset({str(address)})

    def public_url(self) -> None:
        try:
            parts = urlsplit(self.desk.public_url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
        host = parts.hostname or ""
        is_name = bool(host) and host not in LOOPBACK_NAMES and "*" not in host
        if parts.scheme != "https" or not is_bare or not is_name or port == 0:
            # What stands there is not repeated: it may hold a password.
            self.find("boot.public_url", "desk.public_url")

    def names(self, host: str, tls: tuple[Path, Path] | None) -> frozenset[str]:
        """The names that the desk answers to."""
        names: set[str] = set()
        if self.desk.public_url:
            names.add((urlsplit(self.desk.public_url).hostname or "").lower())
        if tls is not None:
            names |= _names_in(tls[0])
        address = ipaddress.ip_address(host)
        if address.is_loopback:
            names |= LOOPBACK_NAMES
        elif not address.is_unspecified:
            names.add(host)
        if not names - {""}:
            self.find("boot.no_name", "desk.public_url")
        return frozenset(names - {""})


def _names_in(cert: Path) -> set[str]:
    """Host names and addresses that a certificate is for; one with a star names nothing that could be compared."""
    held = x509.load_pem_x509_certificate(cert.read_bytes())
    try:
        given = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    names = {name.lower() for name in given.get_values_for_type(x509.DNSName) if "*" not in name}
    return names | {str(address) for address in given.get_values_for_type(x509.IPAddress)}
