"""The schema of a book: numbered migrations, applied in order and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from zhibiao.errors import ActRefused
from zhibiao.store.database import Database
from zhibiao.terms.canonical import sha256_hex

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered step of the schema, with the part that only one kind of database understands behind it."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the step as written."""
        return sha256_hex(self.sql.encode())


def migrations(kind: str) -> tuple[Migration, ...]:
    """All steps this program knows for a kind of database, in order."""
    folder = files("zhibiao") / "data" / "migrations"
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".sql")}
    own = tuple(f".{one}.sql" for one in KINDS)
    stems = sorted(name.removesuffix(".sql") for name in texts if not name.endswith(own))
    return tuple(
        Migration(
            number=int(stem.partition("_")[0]),
            name=stem,
            sql=texts[f"{stem}.sql"] + texts.get(f"{stem}.{kind}.sql", ""),
        )
        for stem in stems
    )


def pending(database: Database) -> tuple[Migration, ...]:
    """The steps a book still lacks, in order.

    Raises:
        ActRefused: `store.schema_newer` when the book was written by a later program, `store.schema_differs` when a
            recorded step is not the one this program knows under that number.
    """
    applied = _applied(database)
    known = {step.number: step for step in migrations(database.kind)}
    newest = max(applied, default=0)
    if newest > max(known):
        raise ActRefused("store.schema_newer", found=newest, known=max(known))
    for number, sha256 in applied.items():
        if known[number].sha256 != sha256:
            raise ActRefused("store.schema_differs", number=number)
    return tuple(known[number] for number in sorted(known.keys() - applied.keys()))


def upgrade(database: Database, *, recorded_at: str, through: int | None = None) -> None:
    """Apply what is missing, inside the caller's transaction, and record each step; raises what `pending` raises.

    `through` is the last step to apply, for rows that were written under an earlier schema; without it all are.
    """
    for step in pending(database):
        if through is not None and step.number > through:
            return
        database.define(step.sql)
        database.write(
            "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)",
            step.number,
            step.name,
            step.sha256,
            recorded_at,
        )


def applied_through(database: Database) -> int:
    """The number of the last step that was applied; 0 in a database without any."""
    return max(_applied(database), default=0)


def _applied(database: Database) -> dict[int, str]:
    if not database.has_table("migrations"):
        return {}
    return {int(number): str(sha256) for number, sha256 in database.all("SELECT number, sha256 FROM migrations")}
