"""Digits of either width and Chinese numerals as exact numbers."""

from __future__ import annotations

from decimal import Decimal

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_DASHES: dict[int, str] = dict.fromkeys(map(ord, "–—―−‐‑﹣─"), "-")
_OTHERS = {
    ord("∼"): "~",
    ord("∶"): ":",
    ord("︰"): ":",
    ord("〜"): "~",
    ord("〇"): "零",
    ord("○"): "零",
    ord("﹪"): "%",
    ord("\u3000"): " ",
    0xA0: " ",
}
_WIDTHS: dict[int, int | str] = {**_FULL, **_DASHES, **_OTHERS}

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 30
MYRIADS = {"万": 10**4, "亿": 10**8}


def half_width(text: str) -> str:
    """The text with digits, letters and marks in half width, dashes as `-`; every place stays. Full commas remain,
    because a comma in half width may part thousands.

    >>> half_width("２．５％～３万（吨），")
    '2.5%~3万(吨)，'
    """
    return text.translate(_WIDTHS)


def plain(digits: str) -> Decimal:
    """Digits with thousands parted or not as a number."""
    return Decimal(digits.replace(",", ""))


def chinese(numeral: str) -> Decimal | None:
    """A numeral such as 一千六百二十三万, 二零二五 or 六点七 as a number; None for what is none (三四, 万百).

    >>> [int(chinese(word)) for word in ("一千六百二十三万", "十二", "二零二五", "一亿二千万", "千")]
    [16230000, 12, 2025, 120000000, 1000]
    """
    if len(numeral) > _LONGEST:
        return None
    whole, point, part = numeral.partition("点")
    value = _positional(whole) if _is_positional(whole) else _grouped(whole)
    if value is None or (point and not all(char in DIGITS for char in part)):
        return None
    decimals = "".join(str(DIGITS[char]) for char in part)
    return Decimal(f"{value}.{decimals}") if decimals else Decimal(value)


def _is_positional(numeral: str) -> bool:
    return len(numeral) > 1 and all(char in DIGITS for char in numeral)


def _positional(numeral: str) -> int | None:
    # 三四家 means three or four: two digits side by side are no number, four are a year.
    return int("".join(str(DIGITS[char]) for char in numeral)) if len(numeral) > 2 else None


def _grouped(numeral: str) -> int | None:
    total, group, digit = 0, 0, None
    for char in numeral:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in PLACES:
            group += (1 if digit is None else digit) * PLACES[char]
            digit = None
        elif char in MYRIADS:
            group += digit or 0
            # 万亿: what stands so far, in myriads, times a hundred millions.
            total = (total + (group or (0 if total else 1))) * MYRIADS[char] if char == "亿" else _plus(total, group)
            group, digit = 0, None
        else:
            return None
    return total + group + (digit or 0) if numeral else None


def _plus(total: int, group: int) -> int:
    return total + (group or (0 if total else 1)) * MYRIADS["万"]
