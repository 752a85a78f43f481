"""`zhibiao serve`: the desk, on this machine alone unless everything is there that others' access needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli.answer import Answer, progress, verb
from zhibiao.cli.show import line
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.serve import Served
    from zhibiao.terms.authority import DeskSettings


@click.command("serve", epilog="Example: zhibiao serve --book liaohe   or   zhibiao serve --demo --port 8321")
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZHIBIAO_BOOK",
    show_default="the current folder, with --demo demo",
    help="The book folder.",
)
@click.option("--demo", "is_demo", is_flag=True, help="The demo's book, made where there is none, with its people.")
@click.option("--host", metavar="ADDRESS", help="The address to listen on; 127.0.0.1 unless the settings say another.")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port; 8321 unless the settings say another.")
@click.option("--tls-cert", type=click.Path(path_type=Path), metavar="FILE", help="The certificate, in PEM.")
@click.option("--tls-key", type=click.Path(path_type=Path), metavar="FILE", help="Its key, for its keeper's eyes only.")
@click.option("--behind-proxy", "proxy", metavar="ADDRESS", help="The one proxy that speaks TLS for the desk.")
@click.option("--public-url", metavar="https://…", help="What people type, where a proxy stands in front.")
@verb
def serve_(*, book: Path | None, is_demo: bool, **given: Any) -> Answer:
    """Open the desk in the browser: pages and interface, until Ctrl-C. 打开工作台"""
    from zhibiao.assemble.serve import check_libraries

    check_libraries()
    from zhibiao.assemble.serve import serve
    from zhibiao.cli.demo import worded
    from zhibiao.cli.tell import words

    def asked(settings: DeskSettings) -> DeskSettings:
        texts = {key: value for key, value in given.items() if value is not None}
        texts |= {key: str(texts[key].resolve()) for key in ("tls_cert", "tls_key") if key in texts}
        return replace(settings, **texts)

    def say(key: str, facts: dict[str, Any]) -> None:
        progress(lambda lang: words(f"demo.{key}", lang, **worded(facts, lang)))

    root = book or Path("demo" if is_demo else ".")
    plan = serve(root, asked=asked, is_demo=is_demo, tell=_tell, say=say)
    result = {"book": str(root), "address": plan.address}
    return Answer(result=result, show=lambda lang: line(_words("serve.stopped", lang)))


def _tell(served: Served) -> None:
    """What whoever started it needs, on standard error: links and passwords are in no answer that is kept."""
    address = served.plan.address
    progress(lambda lang: _words("serve.open", lang, address=address))
    if served.setup:
        progress(lambda lang: _words("serve.setup", lang, link=f"{address}/setup?code={served.setup}"))
    if served.guests:
        progress(lambda lang: _words("serve.guests", lang))
    for guest in served.guests:
        progress(lambda lang, guest=guest: _guest(guest, address, lang))  # type: ignore[misc]
    progress(lambda lang: _words("serve.stop", lang))


def _guest(guest: Any, address: str, lang: Language) -> str:
    roles = ", ".join(_words(f"desk.role.{role.value}", lang) for role in guest.person.roles)
    who = f"{guest.person.id} {guest.person.name} · {roles}"
    password = _words("serve.password", lang, password=guest.password) if guest.password else ""
    return f"  {who}{password}\n    {address}/link?code={guest.link}"


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(key, lang, **facts)
