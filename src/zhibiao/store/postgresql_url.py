"""The address of a book in PostgreSQL: a URL with the schema it stands in, shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

from zhibiao.errors import UsageError

SCHEMES = ("postgresql://", "postgres://")
DEFAULT_SCHEMA = "public"

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What the driver is given, the schema of the book, and what may be shown of it."""

    conninfo: str = field(repr=False)
    schema: str
    shown: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read a URL; the parameter `schema` is ours, the others are the driver's.

        Raises:
            UsageError: `store.url_unreadable`; the URL itself is not repeated, it may hold a password.

        >>> Address.of("postgresql://wang:secret@db.example/city?schema=liaohe").shown
        'postgresql://db.example/city?schema=liaohe'
        """
        from psycopg import ProgrammingError, conninfo

        plain, _, query = url.partition("?")
        parameters = parse_qsl(query, keep_blank_values=True)
        schema = next((value for name, value in parameters if name == "schema"), DEFAULT_SCHEMA)
        rest = urlencode([(name, value) for name, value in parameters if name != "schema"], quote_via=quote)
        inner = f"{plain}?{rest}" if rest else plain
        try:
            parts = conninfo.conninfo_to_dict(inner)
        except ProgrammingError:
            raise UsageError("store.url_unreadable") from None
        host, name = str(parts.get("host") or parts.get("hostaddr") or ""), parts.get("dbname") or ""
        # A password with an @ in it that was not written as %40 would go on in the host, and be shown.
        is_readable = url.startswith(SCHEMES) and "@" not in host
        if not is_readable or not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
            raise UsageError("store.url_unreadable")
        shown = f"postgresql://{host}/{name}?schema={schema}"
        return cls(conninfo=inner, schema=schema, shown=shown, password=str(parts.get("password") or ""))

    def without_password(self, text: str) -> str:
        """A text of the driver with the password taken out."""
        return text.replace(self.password, "***") if self.password else text


def is_url(where: object) -> bool:
    """Whether that is the address of a book in PostgreSQL, and not a path."""
    return isinstance(where, str) and where.startswith(SCHEMES)
