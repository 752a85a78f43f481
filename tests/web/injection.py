"""Strings that try to be more than words, by families, and what tells whether a page, a table or a line obeyed one."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import product
from urllib.parse import quote_plus, urlsplit
from xml.etree import ElementTree as ET

import openpyxl

LIVE = "window.__live=1"
HARMLESS = "一段无害的话，供核对之用"

_EVENTS = ("onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onbegin")
_TAGS = ("img src=x", "svg", "body", "details open", "input autofocus", "video src=x", "iframe", "marquee")
_FORMULA_BODIES = ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://127.0.0.1:9","x")', "IMPORTXML(A1,A2)", "SUM(A1:A9)")
_BREAKS = ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")


def _html() -> Iterator[str]:
    yield from (f"<{tag} {event}={LIVE}>" for tag, event in product(_TAGS, _EVENTS))
    for end in ("", "</title>", "</textarea>", "</script>", "</style>", "</option></select>", "</table>", "-->", "]]>"):
        yield f"{end}<script>{LIVE}</script>"
        yield f"{end}<img src=x onerror={LIVE}>"
        yield f"'\">{end}<svg/onload={LIVE}>"
    for name in ("b", "form action=/sign-out method=post", "base href=//evil.invalid/", "meta http-equiv=refresh"):
        yield f"<{name}>"
    yield from (f"<link rel=stylesheet href=//evil.invalid/{one}>" for one in range(3))
    yield from (f"<object data=//evil.invalid/{one}>" for one in ("a.swf", "b.html"))
    yield from ("<!--", "<![CDATA[", "<?xml?>", "<", ">", "&lt;script&gt;", "&#60;script&#62;", "<scr<script>ipt>")
    yield from (f"<ScRiPt{blank}>{LIVE}</sCrIpT>" for blank in (" ", "\t", "\n", "/", "\x0c", "\x00"))


def _attributes() -> Iterator[str]:
    for quote, event in product(('"', "'", "`", "", "&quot;", "&#39;"), _EVENTS):
        yield f"x{quote} {event}={quote}{LIVE}{quote} y={quote}"
    yield from (f'" style="{one}' for one in ("position:fixed;inset:0", "background:url(//evil.invalid)", "x:y"))
    yield from (f'" {one}="x' for one in ("srcdoc", "formaction", "autofocus", "accesskey", "contenteditable"))


def _pictures() -> Iterator[str]:
    yield from (f"<svg><{one} {event}={LIVE}>" for one in ("animate", "set", "a") for event in ("onbegin", "onload"))
    yield f"<svg><script>{LIVE}</script></svg>"
    yield f"<svg><foreignObject><iframe onload={LIVE}></foreignObject></svg>"
    yield f"<svg><use href=\"data:image/svg+xml,<svg id='x' onload='{LIVE}'/>#x\"></svg>"
    yield f"<math><mtext><table><mglyph><style><img src=x onerror={LIVE}>"
    yield f"<math><maction actiontype=statusline xlink:href=javascript:{LIVE}>x</maction></math>"
    yield f"<noscript><p title='</noscript><img src=x onerror={LIVE}>'>"
    yield f"<template><img src=x onerror={LIVE}></template>"


def _addresses() -> Iterator[str]:
    for scheme in ("javascript:", "JaVaScRiPt:", "java\tscript:", "\x01javascript:", "vbscript:", "data:text/html,"):
        yield f"{scheme}{LIVE}"
        yield f"{scheme}<script>{LIVE}</script>"
        yield f"<a href='{scheme}{LIVE}'>x</a>"
    yield from ("//evil.invalid/x", "/\\evil.invalid", "https:evil.invalid", "http://127.0.0.1:9/", "///evil.invalid")
    yield from ("/%2e%2e/", "/sign-in?next=//evil.invalid", "\\\\evil.invalid\\share", "file:///etc/passwd")


def _templates() -> Iterator[str]:
    for left, right in (("{{", "}}"), ("{%", "%}"), ("${", "}"), ("#{", "}"), ("<%=", "%>"), ("{#", "#}"), ("{", "}")):
        yield from (f"{left}{body}{right}" for body in ("7*7", "request", "config.__class__.__mro__", " raise ", "0"))
    yield from ("%s%n%x", "%(code)s", "{0.__class__}", "$(id)", "`id`", "|id", ";id", "&&id", "{code!r:>99999999}")


def _formulas() -> Iterator[str]:
    yield from (lead + body for lead, body in product(("=", "+", "-", "@", "\t=", "\r=", " =", "＝"), _FORMULA_BODIES))
    yield from ('","=1+1', '"\r\n=1+1,', "';=1+1", "\ufeff=1+1", "\u200b=1+1", "'=1+1", "''=1+1", "|=1+1", "\t@SUM(A1)")


def _tables() -> Iterator[str]:
    yield from (
        'a"b',
        'a""b',
        "a,b",
        "a;b",
        "a\tb",
        '"',
        '","',
        "a\nb",
        'a"\r\n"b',
        "a\x00b",
        "\ufeffa",
        '"=1"',
        ",,,,",
    )


def _controls() -> Iterator[str]:
    yield from (f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0)))
    bidi = (0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x061C)
    yield from (f"月报{chr(code)}xslx.exe" for code in bidi)
    yield from (f"a{chr(code)}b" for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, 0xFFFD, 0x1FFFF))
    yield from ("\ud800", "a\udfff", "\udc80x", "\U000e0001tag", "e" + "\u0301" * 300)


def _terminal() -> Iterator[str]:
    yield from (
        f"\x1b{rest}x" for rest in ("[31m", "[2J", "]0;t\x07", "]8;;http://127.0.0.1\x1b\\", "c", "[1;1H", "Pq")
    )
    yield from ("\x9b31mx", "\x07", "a\x08\x08b", "\x1b[200~id\n\x1b[201~")


def _lines() -> Iterator[str]:
    for end in _BREAKS:
        yield f"a{end}Set-Cookie: live=1"
        yield f'a{end}{{"event": "forged"}}'
        yield f"a{end}2025-04-20 [info] request path=/forged person=admin"
    yield from ("a%0d%0aSet-Cookie:%20live=1", "a%00b", "%0a", "\r\n\r\n<html>")


def _queries() -> Iterator[str]:
    yield from ("' OR '1'='1", "'; DROP TABLE entries; --", '" OR ""="', "1; SELECT 1", "1 UNION SELECT 1", "\\'; --")
    yield from ("%' --", "_", "%", "')) --", "/*", "0x27", "$where", "null", "NULL", "None", "undefined", "NaN", "true")
    yield from ("-1", "1e999", "99999999999999999999", "0x10", "١٢", "½", "-0", "Infinity", "1_000", "0")


def _paths() -> Iterator[str]:
    for up in ("../", "..\\", "%2e%2e/", "..%2f", "....//", "..%c0%af", "..%252f"):
        yield up * 6 + "etc/passwd"
        yield up * 3 + "zhibiao.toml"
    yield from ("/etc/passwd", "C:\\x", "CON", "nul.xlsx", ".htaccess", "~root", "a/b", "a\\b", ".", "..", "...", " ")


def _documents() -> Iterator[str]:
    yield '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    yield '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    yield from (
        "&e;",
        "&amp;",
        "&#x3c;",
        "&#0;",
        "%e;",
        "<w:p/>",
        "]]></w:t>",
        "<xi:include href='file:///etc/passwd'/>",
    )
    yield from (
        '"',
        '\\"',
        '"}',
        '","admin":true,"x":"',
        "\\u0022",
        "\\",
        "\\u0000",
        "</script><script>",
        "}]}",
        "[[[[",
    )
    yield from ("__proto__", "constructor", "toString", "_echarts_instance_", '{"$ref": "#"}')


def _pages() -> Iterator[str]:
    for name in ("hx-get", "hx-post", "hx-on:load", "hx-on::load", "hx-vals", "data-hx-get", "hx-trigger", "hx-boost"):
        yield f"<p {name}='js:{LIVE}'>"
        yield f"\" {name}='/sign-out' hx-trigger=load x=\""
    yield from ("</p><p data-upload>", "<form data-filters>", "<figure data-chart>", "<input name=csrf value=x>")


def _looks() -> Iterator[str]:
    yield from (
        "аdmin",
        "ｌｉｎ",
        "lin\u200b",
        "①②③",
        "ﬁle",
        "K",
        "ſcript",
        "＜script＞",
        "﹤img onerror=x﹥",
        "‹script›",
    )
    yield from ("Ω" * 50, "👩‍👩‍👧‍👧", "𝖑𝖎𝖛𝖊", "İ", "ẞ", "﷽" * 20, "ก็" * 40, "A" * 1900, "<" * 900, "&" * 900, '"' * 900)


FAMILIES: Mapping[str, tuple[str, ...]] = {
    "tags": tuple(_html()),
    "attributes": tuple(_attributes()),
    "SVG and MathML": tuple(_pictures()),
    "addresses": tuple(_addresses()),
    "templates": tuple(_templates()),
    "formulas": tuple(_formulas()),
    "breakers of tables": tuple(_tables()),
    "controls and direction": tuple(_controls()),
    "terminals": tuple(_terminal()),
    "breaks of lines": tuple(_lines()),
    "questions to a database": tuple(_queries()),
    "paths": tuple(_paths()),
    "XML and JSON": tuple(_documents()),
    "what scripts of the page obey": tuple(_pages()),
    "what looks like something else": tuple(_looks()),
}
"""Made by these lines alone; each that would run anything sets `window.__live`."""

EVERY: tuple[str, ...] = tuple(dict.fromkeys(one for family in FAMILIES.values() for one in family))


def packed(most: int = 1800) -> Iterator[str]:
    """All of them in as few texts as a field allows; one that opened a tag would show among others too."""
    text = ""
    for one in EVERY:
        if len(text) + len(one) > most:
            yield text
            text = ""
        text += one[:most] + " "
    yield text


def on_the_wire(fields: Iterable[tuple[str, str]]) -> bytes:
    """A form as a browser or a worse program sends it; halves of characters go as the bytes they would be."""
    return "&".join(f"{quote_plus(name)}={wired(value)}" for name, value in fields).encode()


def wired(text: str) -> str:
    """One value of an address or a form."""
    return quote_plus(text.encode("utf-8", "surrogatepass"))


_LINKS = frozenset(
    {"href", "src", "action", "formaction", "hx-get", "hx-post", "data", "srcset", "poster", "xlink:href"}
)
_CHANGING = re.compile(r"[0-9a-f]{8,}|\d+")


class _Skeleton(HTMLParser):
    """Every element in order with its attributes and where it leads; what stands in texts and values is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *sorted(_told(name, value or "") for name, value in attrs)))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))


def _told(name: str, value: str) -> str:
    if name not in _LINKS:
        return name
    parts = urlsplit(value)
    return f"{name}={parts.scheme}:{parts.netloc}:{_CHANGING.sub('0', parts.path)}"


def skeleton(page: str) -> list[tuple[str, ...]]:
    """What lives in a page."""
    parser = _Skeleton()
    parser.feed(page)
    parser.close()
    # A comment that nobody ends would swallow what follows; our pages hold none.
    return parser.found + [("comment or instruction",)] * len(re.findall(r"<(?:!--|!\[|\?)", page))


def formulas_in(content: bytes) -> list[str]:
    """Cells of a .csv or an .xlsx that a spreadsheet would run."""
    if content[:2] == b"PK":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if _runs(cell)]


_SIGNED = re.compile(r"[-+−]?[\d,]*\.?\d+%?|[-−—]")


def _runs(cell: str) -> bool:
    bare = cell.lstrip(" \x00\ufeff\u200b")
    return bare[:1] in ("=", "+", "-", "@", "\t", "\r", "＝") and not _SIGNED.fullmatch(bare)


def rows_in(content: bytes) -> list[int]:
    """How many cells each row of a .csv has: a cell that broke out would make another number."""
    return [len(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def parts_of(office: bytes) -> dict[str, list[str]]:
    """The tags of every XML part of a Word or Excel file in order; the parser refuses what is no XML."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        return {
            name: [one.tag for one in ET.fromstring(archive.read(name)).iter()]
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def is_json(text: str) -> bool:
    """Whether a program can read it, and a page that shows it raw cannot be opened by it."""
    json.loads(text)
    return True
