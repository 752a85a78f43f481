"""Plain rows of a sheet read by a pattern, all else by the parser: most rows of large sheets are plain.

A row is plain when each cell bears its own reference and holds a number, a text or a truth value and no formula, and
nothing in it could be written in two ways: no entity, comment or other encoding. Such a row means to a parser exactly
what the pattern takes out of it. All other bytes of the sheet go to the parser, which sees a sheet without those rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from zhibiao.readers.grids.guarded_xml import Unreadable, feed, unreadable

_CHUNK = 1 << 18
_LONGEST_HEAD = 1 << 20
_ROW_END = b"</row>"
_NUMBER = r"-?\d{1,20}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?"
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]{0,32767}"
_STYLE = r'(?: s="(?P<style>\d{1,6})")?'
_NAMED = (
    rf'<c r="(?P<letters>[A-Z]{{1,2}})(?P=row)"{_STYLE}'
    rf'(?:/>|(?: t="n")?><v>(?P<number>{_NUMBER})</v></c>| t="s"><v>(?P<shared>\d{{1,9}})</v></c>'
    rf'| t="str"><v>(?P<text>{_TEXT})</v></c>| t="b"><v>(?P<truth>[01])</v></c>'
    rf'| t="inlineStr"><is><t(?: xml:space="preserve")?>(?P<inline>{_TEXT})</t></is></c>|></c>)'
)
_PLAIN = re.sub(r"\?P<\w+>", "?:", _NAMED)
_ATTRIBUTE = r' (?:spans|ht|customHeight|hidden|s|customFormat|outlineLevel|collapsed|(?:x14ac:)?dyDescent)="[^"<&]*"'
_ROW = re.compile(
    rf'\s*<row r="(?P<row>[1-9]\d{{0,6}})"(?P<said>(?:{_ATTRIBUTE})*+)>(?P<cells>(?:{_PLAIN})*+)</row>\s*', re.ASCII
)
_CELL = re.compile(_NAMED.replace("(?P=row)", r"\d+"), re.ASCII)
_SAID = re.compile(r'(\w+)="([^"]*)"')
_BARE = '"></row><row r="'
_BARE_RUN = re.compile(r'(?:<row r="[1-9]\d{0,6}"></row>){3,}+', re.ASCII)
_DATA, _DATA_END = b"<sheetData>", b"</sheetData"
# A head in UTF-8, which is the default, without comments, instructions or entities declared.
_PLAIN_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>?])*(?:encoding=["']utf-8["'][^>?]*)?\?>)?(?:[^<]|<[^!?])*+""",
    re.IGNORECASE,
)

PlainCell = tuple[str, str, str, str, str, str, str]
"""Letters of the column, style, number, index of a shared text, own text, truth value, inline text; "" for none."""

TakeRow = Callable[[dict[str, str], list[PlainCell]], bool]
"""Takes a row by its attributes and its cells; False leaves the row to the parser."""


def feed_sheet(stream: IO[bytes], made: expat.XMLParserType, take: TakeRow) -> None:
    """Read the whole sheet: plain rows go to `take`, everything else to the parser.

    Raises:
        Unreadable: the sheet is not well-formed.
    """
    try:
        rest = _after_head(stream, made)
        if rest is not None:
            _feed_rows(rest, stream, made, take)
    except expat.ExpatError as error:
        raise unreadable(error) from error
    feed(stream, made)


def _after_head(stream: IO[bytes], made: expat.XMLParserType) -> bytes | None:
    """Parse what stands before the rows; what follows it, or None where the sheet is the parser's alone."""
    head = stream.read(_CHUNK)
    while _DATA not in head and len(head) < _LONGEST_HEAD and (piece := stream.read(_CHUNK)):
        head += piece
    before, mark, after = head.partition(_DATA)
    if not mark or not _PLAIN_HEAD.fullmatch(before):
        made.Parse(head, False)
        return None
    made.Parse(before + mark, False)
    return after


def _feed_rows(rest: bytes, stream: IO[bytes], made: expat.XMLParserType, take: TakeRow) -> None:
    """Whole rows at a time; from the first comment, marked section or end of the rows on, all is the parser's.

    Within a comment the end of a row is none, so nothing behind one is cut at the ends of rows.
    """
    while True:
        end = rest.find(_DATA_END)
        cut = rest.rfind(_ROW_END, 0, end if end >= 0 else len(rest)) + len(_ROW_END)
        if _is_doubtful(rest) or (cut < len(_ROW_END) and len(rest) > _LONGEST_HEAD):
            break
        if cut >= len(_ROW_END):
            _feed_block(rest[:cut], made, take)
            rest = rest[cut:]
        piece = b"" if end >= 0 else stream.read(_CHUNK)
        if not piece:
            break
        rest += piece
    made.Parse(rest, False)


def _is_doubtful(rows: bytes) -> bool:
    """Whether a comment, a marked section or an instruction begins there, in which tags are none."""
    return b"<!" in rows or b"<?" in rows


def _feed_block(block: bytes, made: expat.XMLParserType, take: TakeRow) -> None:
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"UTF-8: {error.reason}") from error
    text = _BARE_RUN.sub(_ends, text) if _BARE in text else text
    place = 0
    while place < len(text):
        match = _ROW.match(text, place)
        if match is not None:
            said = dict(_SAID.findall(match["said"]))
            said["r"] = match["row"]
            if take(said, _CELL.findall(match["cells"])):
                place = match.end()
                continue
        end = text.index("</row>", place) + len("</row>")
        made.Parse(text[place:end].encode("utf-8"), False)
        place = end


def _ends(run: re.Match[str]) -> str:
    """The first and last of rows that hold nothing and follow one another: those between them say nothing.

    Some writers put a million of them above a cell far down.
    """
    rows = [int(row) for row in re.findall(r"\d+", run[0])]
    if rows != list(range(rows[0], rows[0] + len(rows))):
        return run[0]
    return f'<row r="{rows[0]}"></row><row r="{rows[-1]}"></row>'
