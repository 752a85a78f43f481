"""The grammar of figures in cells: what is read as a number, how it was read, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhibiao.terms.finding import Severity

NONE_MARKS = frozenset({"-", "--", "---", "—", "——", "―", "–", "/", "\\", "…", "……", "...", "无"})
"""What forms print where there is nothing to report; not zero, and not a forgotten cell."""

_MOST_DIGITS = 18
_LONGEST_EXACT = 400
_EXCEL_DIGITS = 15  # a spreadsheet keeps fifteen; digits after them come from binary arithmetic

_FULLWIDTH = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"．": ".", "，": ",", "－": "-", "＋": "+", "（": "(", "）": ")", "％": "%"}
)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u3000]+")
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN = re.compile(r"(\d+)(?:\.(\d+))?")
_GROUPED = re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_SPACED = re.compile(r"(\d{1,3}(?: \d{3})+)(?:\.(\d+))?")
_NOT_FINITE = re.compile(r"[-+]?(nan|inf|infinity|∞)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_WITH_UNIT = re.compile(r"[\d,]+(?:\.\d+)?\s*[A-Za-z\u4e00-\u9fff/]+")
_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a cell said: a value, nothing (`value` None), or nothing on purpose (`is_none`), and what to remark.

    `remarks` are codes of findings with their severity, mildest first.
    """

    value: Decimal | None = None
    is_none: bool = False
    remarks: tuple[tuple[str, Severity], ...] = ()


_BLANK = Reading()
TYPED = (("num.text", Severity.NOTE),)


def read_number(cell: object) -> Reading:
    """Read one cell as a spreadsheet or a text file holds it.

    Numbers of a spreadsheet come as floats and are taken by their shortest decimal text, so that 12.3 stays 12.3.
    Texts go through the grammar below; nothing passes through `int()` or `float()`, which take `1_000` and ①.

    >>> read_number("１，２３４.５").value
    Decimal('1234.5')
    """
    if cell is None or cell == "":
        return _BLANK
    if isinstance(cell, bool):
        return _refused("num.bad_type")
    if isinstance(cell, float | int):
        return _from_float(cell)
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return _refused("num.bad_type")
    if isinstance(cell, str):
        return _from_text(cell)
    return _refused("num.bad_type")


def read_exact(text: str) -> Reading:
    """Read a number by the text that a program wrote, exponent and all, without passing through binary.

    >>> read_exact("2.45e1").value, read_exact("1e30").remarks[0][0]
    (Decimal('24.5'), 'num.out_of_range')
    """
    if len(text) > _LONGEST_EXACT:
        return _refused("num.out_of_range")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return _refused("num.out_of_range")
    return Reading(value=Decimal(0)) if value == 0 else _bounded(value, ())


def split_unit(text: str) -> tuple[str, str]:
    """The figure and the unit of a text that holds both, neither of them read.

    >>> split_unit("１２.5 万吨")
    ('12.5', '万吨')
    """
    folded = _SPACES.sub(" ", text.translate(_FULLWIDTH)).strip()
    figure = re.match(r"[\d,. ]*", folded.lstrip("-+"))
    cut = len(folded) - len(folded.lstrip("-+")) + (figure.end() if figure else 0)
    return folded[:cut].strip(), folded[cut:].strip()


def spelled_out(text: str) -> Decimal | None:
    """The number that a text in scientific notation may stand for, to be confirmed; None for any other text.

    >>> f"{spelled_out('1.2E5'):,f}", spelled_out("1E-900")
    ('120,000', None)
    """
    folded = text.translate(_FULLWIDTH).strip()
    value = read_exact(folded).value if _SCIENTIFIC.fullmatch(folded) else None
    return None if value is None or value.adjusted() < -_MOST_DIGITS else value


def _refused(code: str) -> Reading:
    return Reading(remarks=((code, Severity.QUARANTINE),))


def _from_float(cell: float) -> Reading:
    text = repr(cell)
    exact = Decimal(text)
    if len(text) <= _EXCEL_DIGITS and exact.is_finite() and "e" not in text:
        return Reading(value=exact)
    if not exact.is_finite():
        return _refused("num.not_finite")
    return _bounded(exact, ())


def _bounded(value: Decimal, remarks: tuple[tuple[str, Severity], ...]) -> Reading:
    """Round what binary arithmetic left behind the fifteenth digit; refuse what is beyond any real quantity."""
    if value.adjusted() >= _MOST_DIGITS:
        return _refused("num.out_of_range")
    if len(value.normalize().as_tuple().digits) > _EXCEL_DIGITS:
        step = Decimal(1).scaleb(value.adjusted() - _EXCEL_DIGITS + 1)
        return Reading(value=value.quantize(step).normalize(), remarks=(*remarks, ("num.float_tail", Severity.NOTE)))
    return Reading(value=value, remarks=remarks)


def _from_text(cell: str) -> Reading:
    if len(cell) < _EXCEL_DIGITS and cell.isascii() and _PLAIN.fullmatch(cell):
        return Reading(value=Decimal(cell), remarks=TYPED)
    seen = cell.strip(_NO_WIDTH)
    folded = seen.translate(_FULLWIDTH)
    text = _SPACES.sub(" ", folded).strip()
    if text == "":
        return _BLANK
    if text in NONE_MARKS:
        return Reading(is_none=True, remarks=(("num.none_mark", Severity.NOTE),))
    remarks = [("num.fullwidth", Severity.NOTE)] if folded != seen else []
    if seen != cell or (cell.strip(" ") != text and folded == cell and " " not in text):
        remarks.append(("text.trimmed", Severity.NOTE))
    value, code = _parse(text)
    if value is None:
        return _refused(code)
    return _bounded(value, (*remarks, (code, Severity.NOTE)))


def _parse(text: str) -> tuple[Decimal | None, str]:
    """The value and the code of how it was read, or None and the code of why it was not."""
    if text.upper() in _ERRORS:
        return None, "sheet.error_value"
    if _NOT_FINITE.fullmatch(text):
        return None, "num.not_finite"
    body, negative, odd_sign = _unsigned(text)
    value, code = _magnitude(body)
    if value is None:
        return None, code
    return (-value if negative else value), ("num.sign_mark" if odd_sign else code)


def _unsigned(text: str) -> tuple[str, bool, bool]:
    """Take off the sign: a minus, or the accountants' parentheses and triangles."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True, True
    if text[0] in "△▲":
        return text[1:].strip(), True, True
    if text[0] in "-−+":
        return text[1:].strip(), text[0] != "+", text[0] == "−"
    return text, False, False


def _magnitude(body: str) -> tuple[Decimal | None, str]:
    if body.endswith("%"):
        value, _ = _magnitude(body[:-1].strip())
        return (None, "num.bad_grammar") if value is None else (value / 100, "num.percent")
    for suffix, size in (("万", Decimal(10) ** 4), ("亿", Decimal(10) ** 8)):
        if body.endswith(suffix):
            value, _ = _magnitude(body[:-1].strip())
            return (None, "num.bad_grammar") if value is None else (value * size, "num.suffix")
    match = _PLAIN.fullmatch(body) or _GROUPED.fullmatch(body) or _SPACED.fullmatch(body)
    if match is None or not body.isascii():
        return None, "num.unit_in_cell" if _WITH_UNIT.fullmatch(body) and not _SCIENTIFIC.fullmatch(body) else (
            "num.bad_grammar"
        )
    whole = match[1].replace(",", "").replace(" ", "")
    return Decimal(f"{whole}.{match[2]}" if match[2] else whole), (
        "num.text" if match.re is _PLAIN else "num.thousands"
    )
