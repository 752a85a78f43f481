"""Number formats of spreadsheets: which show a date, which a length of time, which a percentage; and day numbers."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum


class Shown(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"


_BUILT_IN = {
    **dict.fromkeys((9, 10), Shown.PERCENT),
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shown.DATE),
    46: Shown.DURATION,
}
BUILT_IN_CODES = {
    **{"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00"},
    **{"12": "# ?/?", "13": "# ??/??", "14": "yyyy-mm-dd", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy"},
    **{"18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss", "22": "yyyy-mm-dd h:mm"},
    **{"37": "#,##0 ;(#,##0)", "38": "#,##0 ;[Red](#,##0)", "39": "#,##0.00;(#,##0.00)"},
    **{"40": "#,##0.00;[Red](#,##0.00)", "45": "mm:ss", "46": "[h]:mm:ss", "47": "mmss.0", "48": "##0.0E+0"},
    **{"49": "@", "57": 'yyyy"年"m"月"', "31": 'yyyy"年"m"月"d"日"'},
}
"""Codes of the formats that have a number, as far as all offices agree on them (ECMA-376 part 1, 18.8.30)."""

_LONGEST_CODE = 120
_SIGN = re.compile(
    r"""
    "[^"]*" | \\. | _. | \*. | General | AM/PM | A/P | E[+-]
    | \[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color[ ]?\d{1,2}|h{1,2}|m{1,2}|s{1,2}|DBNum[1-4])\]
    | \[\$[^\[\]"<>&]{0,8}(?:-[0-9A-Fa-f]{1,8})?\] | \[(?:[<>]=?|=|<>)-?\d{1,12}(?:\.\d{1,6})?\]
    | [ymdhs#0?.,%/;:@+()$¥￥!年月日时分秒 -]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LAST_DAY = 2_958_466
_DAY_1900 = dt.datetime.fromisoformat("1899-12-30")
_DAY_1904 = dt.datetime.fromisoformat("1904-01-01")
_MILLISECONDS = 86_400_000


def shown_by_id(number: int) -> Shown:
    """What a format that has a number but no code shows (ECMA-376 part 1, 18.8.30)."""
    return _BUILT_IN.get(number, Shown.NUMBER)


def shown_by(code: str) -> Shown:
    """What a format code shows, by its first section.

    >>> shown_by('0.0%'), shown_by('yyyy"年"m"月"'), shown_by('[h]:mm'), shown_by('#,##0"吨"')
    (<Shown.PERCENT: 'percent'>, <Shown.DATE: 'date'>, <Shown.DURATION: 'duration'>, <Shown.NUMBER: 'number'>)
    """
    signs = _UNSHOWN.sub("", code).split(";")[0]
    if _ELAPSED.search(signs):
        return Shown.DURATION
    if "%" in signs:
        return Shown.PERCENT
    return Shown.DATE if re.search("[ymdhs]", signs.replace("General", ""), re.IGNORECASE) else Shown.NUMBER


def is_sound(code: str) -> bool:
    """Whether a format code is made of signs that are known, is not long, and shows what the cell holds.

    >>> [is_sound(code) for code in ('#,##0.00"吨"', "[$-804]yyyy/m/d", ";;;", '"', "[<100]0;=HYPERLINK(1)")]
    [True, True, False, False, False]
    """
    if not code.isprintable() or len(code) > _LONGEST_CODE or code.count(";") > 3:
        return False
    rest = _SIGN.sub("", code)
    return rest == "" and all(re.search("[0#?@ymdhsG]", part, re.I) for part in _UNSHOWN.sub("", code).split(";")[:1])


def instant_of(serial: float, *, is_1904: bool = False) -> dt.date | dt.time | None:
    """The date, date with time, or time of day that a spreadsheet's number stands for; None outside its calendar.

    Day 60 of the older calendar, 29 February 1900, never was; days before it are counted as they are shown.

    >>> instant_of(45717), instant_of(45717.5), instant_of(0.25)
    (datetime.date(2025, 3, 1), datetime.datetime(2025, 3, 1, 12, 0), datetime.time(6, 0))
    """
    if not 0 <= serial < _LAST_DAY - (1462 if is_1904 else 0):
        return None
    days, part = divmod(serial, 1)
    milliseconds = round(part * _MILLISECONDS)
    if not is_1904 and 0 < days < 60:
        days += 1
    moment = (_DAY_1904 if is_1904 else _DAY_1900) + dt.timedelta(days=days, milliseconds=milliseconds)
    if serial < 1 and milliseconds < _MILLISECONDS and not (is_1904 and serial == 0):
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment


def duration_of(serial: float) -> dt.timedelta | None:
    """The length of time of so many days; None beyond what can be counted."""
    return dt.timedelta(milliseconds=round(serial * _MILLISECONDS)) if abs(serial) < _LAST_DAY else None
