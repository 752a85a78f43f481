"""`zhibiao head`: small signed documents that pin a book down for others to keep; and an enterprise's own proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.heads import HandedOut
    from zhibiao.procedures.heads import HeadChecked, HeadShown

_PERIOD = click.argument("period", metavar="[YYYY-MM|YYYY]", default="")
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("head")
def head_() -> None:
    """Hand out signed heads of a book, and hold kept ones against it. 首页存证"""


@head_.command("show", epilog="Example: zhibiao head show 2025-03 --book liaohe")
@_PERIOD
@options.book
@verb
def show_(*, period: str, book: Path) -> Answer:
    """The head of the book as it stands, or at the last close of a period; nothing is kept. 查看存证"""
    from zhibiao.assemble.heads import show

    opened = options.open_book(book)
    shown = show(opened, period)
    return Answer(
        result={"head": dict(shown.document), "opening": dict(shown.opening)},
        show=lambda lang: _shown(shown, lang),
        marks=opened.marks(),
    )


@head_.command("sign", epilog="Example: zhibiao head sign 2025-03 --book liaohe --key key.pem --as wang --out heads")
@_PERIOD
@options.book
@options.acting
@click.option("--key", type=_FILE, required=True, help="The private key; see zhibiao head key.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Where the files go.")
@verb
def sign_(*, period: str, book: Path, person: str, key: Path, out: Path) -> Answer:
    """Sign a head, keep it in the book, and write it with signature and public key. 签发存证"""
    from zhibiao.assemble.heads import hand_out

    opened = options.open_book(book)
    handed = hand_out(opened, period, key=key, person=person, out=out)
    return Answer(
        result={
            "number": handed.head.number,
            "sha256": handed.head.sha256,
            "files": [str(path) for path in handed.files],
        },
        show=lambda lang: _signed(handed, person, lang),
        marks=opened.marks(),
    )


@head_.command("check", epilog="Example: zhibiao head check head-2025-03.json --book liaohe")
@click.argument("file", type=_FILE)
@options.book
@click.option("--key", type=_FILE, help="The public key one trusts; else the one beside the file.")
@verb
def check_(*, file: Path, book: Path, key: Path | None) -> Answer:
    """Whether the book still holds all that a kept head says; the first difference is named. 核对存证"""
    from zhibiao.assemble.heads import check

    opened = options.open_book(book)
    checked, is_signed = check(opened, file, public_key=key)
    return Answer(
        result=checked.plain() | {"is_signed": is_signed},
        show=lambda lang: _checked(checked, is_signed, lang),
        marks=opened.marks(),
    )


@head_.command("key", epilog="Example: zhibiao head key --out /safe/key.pem")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The private key's file.")
@verb
def key_(*, out: Path) -> Answer:
    """Make an Ed25519 key to sign heads with; never inside a book folder. 生成签发密钥"""
    from zhibiao.assemble.signing_key import make_key

    public = make_key(out)
    return Answer(
        result={"file": str(out), "public_key": str(public)},
        show=lambda lang: _line("head.key_made", lang, file=out, public=public),
    )


@click.command("own", epilog="Example: zhibiao export own --enterprise LH-S01 --book liaohe --as lin")
@click.option("--enterprise", required=True, help="Whose entries, by id.")
@options.book
@options.acting
@click.option("--head", type=_FILE, help="A head as handed out; else the last one.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The zip; default own-ENTERPRISE.zip.")
@verb
def export_own_(*, enterprise: str, book: Path, person: str, head: Path | None, out: Path | None) -> Answer:
    """One enterprise's entries and balances, with a proof that needs only Python. 导出企业对账单"""
    from zhibiao.assemble.heads import export_own
    from zhibiao.assemble.out_file import write_out

    opened = options.open_book(book)
    own = export_own(opened, enterprise, person=person, head=head)
    path = out or Path(f"own-{enterprise}.zip")
    write_out(path, own.content)
    facts = {"enterprise": enterprise, "entries": own.entries, "head": own.head, "bytes": len(own.content)}
    return Answer(
        result={"file": str(path), "period": own.period, **facts},
        show=lambda lang: _line("own.written", lang, file=path, **facts),
        marks=opened.marks(),
    )


def _shown(shown: HeadShown, lang: Language) -> None:
    from zhibiao.cli.show import table
    from zhibiao.cli.tell import words

    document, opening = shown.document, shown.opening
    period = document["period"] or words("head.now", lang)
    _line("head.title", lang, number=document["number"], period=period, entries=document["entries"])
    _line("head.value", lang, name=words("head.chain", lang), value=opening["chain"]["hash"])
    statements = document["statements"]
    _line("head.value", lang, name=words("head.root", lang, count=statements["count"]), value=statements["root"])
    table(
        "",
        [words(f"head.{name}", lang) for name in ("table", "rows", "digest")],
        [(name, f"{table['rows']:,}", table["digest"]) for name, table in opening["tables"].items()],
    )
    _line("head.only_shown", lang)


def _signed(handed: HandedOut, person: str, lang: Language) -> None:
    _line("head.signed", lang, number=handed.head.number, person=person, sha256=handed.head.sha256)
    document, signature, public_key = handed.files
    for path in handed.files:
        click.echo(f"  {path}")
    check = f"openssl pkeyutl -verify -pubin -inkey {public_key} -rawin -in {document} -sigfile {signature}"
    _line("head.openssl", lang, command=check)


def _checked(checked: HeadChecked, is_signed: bool, lang: Language) -> None:
    facts = {name: getattr(checked, name) for name in ("number", "entries", "tables", "later_entries")}
    _line("head.holds", lang, **facts)
    _line("head.signature_fits" if is_signed else "head.no_signature", lang)
    if not checked.is_kept:
        _line("head.not_kept", lang)


def _line(key: str, lang: Language, **facts: object) -> None:
    from zhibiao.cli.tell import words

    click.echo(words(key, lang, **facts))
