"""Words for the codes that stand in facts of reasons and findings: bounds, what fills a month, commodities."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from zhibiao.terms.text import Text

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "floor.base": Text("基数下限", "the floor of the base"),
        "floor.made": Text("已生产量下限", "the floor of what was made"),
        "floor.tier": Text("分级下限", "the floor of its tier"),
        "ceiling.base": Text("基数上限", "the ceiling of the base"),
        "ceiling.capacity": Text("合规产能上限", "the ceiling of compliant capacity"),
        "ceiling.made": Text("已生产量上限", "the ceiling of what was made"),
        "ceiling.tier": Text("分级上限", "the ceiling of its tier"),
        "ceiling.claim": Text("申请额上限", "the ceiling of its claim"),
        "used": Text("已使用的指标", "quota already used"),
        "month_share": Text("月度幅度", "the month's limit"),
        "year_share": Text("年度幅度", "the year's limit"),
        "technical_minimum": Text("设备最低负荷", "the technical minimum"),
        "reach": Text("生产能力", "what it can make"),
        "cap": Text("总量", "the cap"),
        "group_share": Text("集团幅度", "the group's limit"),
        "district_share": Text("县区幅度", "the district's limit"),
        "members": Text("成员企业的界限", "its members' bounds"),
        "capacity": Text("合规产能", "compliant capacity"),
        "best_day": Text("最高日产", "its best day"),
        "outage": Text("停产检修", "an outage"),
        "orders": Text("订单", "orders"),
        "ore": Text("铁矿石", "ore"),
        "coke": Text("焦炭", "coke"),
        "scrap": Text("废钢", "scrap"),
        "electricity": Text("电力", "power"),
        "co2": Text("二氧化碳排放", "CO2"),
    }
)
_CODED = frozenset({"bound", "by", "kept", "gave", "commodity", "family", "families", "largest"})
_UNITS: Mapping[str, Text] = MappingProxyType({"electricity": Text("兆瓦时", "MWh")})
_TONNE = Text("吨", "t")
_UNKNOWN = "—"


def named(code: str, names: Mapping[str, Text] | None = None) -> Text:
    """A code in words: one of the given names, one of the plan's own, or the code itself."""
    return (names or {}).get(code) or NAMES.get(code) or Text(code)


def unit_named(commodity: str) -> Text:
    """The unit that a commodity is counted in.

    >>> unit_named("electricity").en, unit_named("coke").en
    ('MWh', 't')
    """
    return _UNITS.get(commodity, _TONNE)


def worded(facts: Mapping[str, object], names: Mapping[str, Text]) -> dict[str, object]:
    """Facts of a reason with words in the place of codes, as a catalogue fills them in.

    Args:
        facts: of a reason.
        names: of product families and enterprises.

    >>> found = worded({"bound": "month_share", "price": 3}, {})
    >>> found["bound"].en, found["gained"].en
    ("the month's limit", 'would be worth 3 yuan to the city')
    """
    said = {
        key: _listed(fact, names) if key in _CODED and isinstance(fact, str) else fact for key, fact in facts.items()
    }
    if "bound" in facts and "price" in facts:
        said["gained"] = gained(facts["price"])
    if "pull" in facts:
        pull = Decimal(str(facts["pull"]))
        said.update({"pulled": _pulled(pull), "pulling": _pulling(pull, facts.get("off_pct"))})
    if "commodity" in facts:
        unit = said["unit"] = unit_named(str(facts["commodity"]))
        said.update({key: _amount(str(facts[key]), unit) for key in ("supply", "stock", "lowest") if key in facts})
        said["cover"] = _cover(str(facts.get("cover_days", _UNKNOWN)))
    if "largest_need" in facts:
        said["users"] = _users(str(facts["largest"]), str(facts["largest_need"]), names)
    return said


def gained(price: object) -> Text:
    """What one tonne brings the city, or where its price is below zero what it loses.

    >>> gained("-574.15")
    Text(zh='少收益574.15元', en='would cost the city 574.15 yuan')
    """
    yuan = Decimal(str(price))
    if yuan < 0:
        return Text(f"少收益{-yuan}元", f"would cost the city {-yuan} yuan")
    return Text(f"多收益{yuan}元", f"would be worth {yuan} yuan to the city")


_UNCOUNTED = Text("不另计偏离权益的代价", "nothing counts for its distance from the entitlement")


def _pulled(pull: Decimal) -> Text:
    """What the distance from the entitlement counts for: a cost beyond it, the other way short of it."""
    if pull > 0:
        return Text(f"偏离权益的代价{pull}元", f"its distance from the entitlement costs {pull}")
    if pull < 0:
        return Text(f"靠近权益可抵{-pull}元", f"being short of its entitlement counts {-pull}")
    return _UNCOUNTED


def _pulling(pull: Decimal, off_pct: object) -> Text:
    """The same inside a sentence that compares with the cap's price, with how far off it lies where that is known."""
    off = "" if off_pct is None else f"{abs(Decimal(str(off_pct)))}"
    zh, en = (f"{off}%", f"{off} % ") if off else ("", "")
    if pull > 0:
        return Text(
            f"扣除高于年度权益{zh}的代价{pull}元后", f"less {pull} for lying {en}above its entitlement, that is"
        )
    if pull < 0:
        short = f"低于年度权益{zh}，" if off else ""
        return Text(
            f"{short}靠近权益可抵{-pull}元，计入后",
            f"being {en}short of its entitlement counts {-pull}, and with that it is",
        )
    return Text(f"{_UNCOUNTED.zh}，", f"{_UNCOUNTED.en}, and that is")


def _amount(figure: str, unit: Text) -> Text:
    """
    >>> _amount("267000", Text("吨", "t")).en
    '267,000 t'
    """
    if figure == _UNKNOWN:
        return Text("未列", "not listed")
    return Text(f"{int(figure):,}{unit.zh}", f"{int(figure):,} {unit.en}")


def _cover(days: str) -> Text:
    return Text("", "") if days == _UNKNOWN else Text(f"（可用{days}天）", f" ({days} days)")


def _users(codes: str, needs: str, names: Mapping[str, Text]) -> Text:
    """Who needs most, each with its amount."""
    each = [
        (named(code, names), f"{int(need):,}") for code, need in zip(codes.split("、"), needs.split("、"), strict=True)
    ]
    return Text(
        "、".join(f"{name.zh} {need}" for name, need in each),
        ", ".join(f"{name.en or name.zh} {need}" for name, need in each),
    )


def _listed(codes: str, names: Mapping[str, Text]) -> Text:
    found = [named(code, names) for code in codes.split("、")]
    return Text("、".join(one.zh for one in found), ", ".join(one.en or one.zh for one in found))
