"""The verbs that write a whole book away and make it again: `backup`, `restore` and `export book`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao import __version__
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.book import export_
from zhibiao.cli.heads import export_own_
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.store.snapshot.manifest import Manifest

__all__ = ["backup_", "export_", "restore_"]

export_.add_command(export_own_)


@click.command("backup", epilog="Example: zhibiao backup --book liaohe --to 2025-04-06.zip --as zhao")
@options.book
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE.zip", help="The zip.")
@options.acting
@verb
def backup_(*, book: Path, target: Path, person: str) -> Answer:
    """Write the whole book into one zip while others work on it. 备份"""
    from zhibiao.assemble.backup import back_up

    manifest = back_up(book, target, person=person)
    return _told("written", target, manifest, size=target.stat().st_size)


@export_.command("book", epilog="Example: zhibiao export book --book liaohe --to liaohe-2025 --as zhao")
@options.book
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder.")
@options.acting
@verb
def export_book_(*, book: Path, target: Path, person: str) -> Answer:
    """The whole book as a folder of plain files that outlives this program. 导出整本台账"""
    from zhibiao.assemble.backup import export_book

    return _told("exported", target, export_book(book, target, person=person))


@click.command("restore", epilog="Example: zhibiao restore 2025-04-06.zip --to liaohe-again")
@click.argument("snapshot", type=click.Path(path_type=Path, exists=True))
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder.")
@click.option(
    "--store",
    "store_url",
    default="",
    metavar="URL",
    help="Keep it in PostgreSQL, in a schema without tables: postgresql://user@host/database?schema=name. A password "
    "belongs into PGPASSWORD or .pgpass. Without it the book is a file of the folder.",
)
@click.option("--head", default="", metavar="HASH", help="The head of the chain as kept elsewhere.")
@verb
def restore_(*, snapshot: Path, target: Path, store_url: str, head: str) -> Answer:
    """Make a new book of a backup or an exported folder. 恢复"""
    from zhibiao.assemble.backup import restore
    from zhibiao.assemble.bundled import checked_url

    return _told("restored", target, restore(snapshot, target, store_url=checked_url(store_url), head=head))


def _told(key: str, path: Path, manifest: Manifest, *, size: int | None = None) -> Answer:
    from zhibiao.assemble.backup import manifest_plain

    stated = manifest_plain(manifest)
    file: dict[str, object] = {"file": str(path)} | ({} if size is None else {"bytes": size})

    def show(lang: Language) -> None:
        from zhibiao.assemble.resources import catalogue
        from zhibiao.cli.show import line
        from zhibiao.terms.instant import local_text

        def say(label: str, **facts: object) -> None:
            line(catalogue().text(f"cli.snapshot.{label}", lang, **facts))

        say(key, **file, **(stated | {"recorded_at": local_text(manifest.recorded_at)}))
        say("head", head=manifest.head)
        if manifest.left_out:
            say("left_out", names="、".join(manifest.left_out))

    marks = {"code_version": __version__, "ledger_head": manifest.head}
    return Answer(result=file | stated, show=show, marks=marks)
