"""Contributions worked out by hand: entries and exits apart, groups, and who pulled and who held back."""

from fractions import Fraction

from zhibiao.assessment.growth.contributions import contributions, growth_points, held_back, pulled
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.same_scope import Presence, Reported, same_scope


def _firm(name: str, now: int | None, before: int | None, presence: Presence = Presence.BOTH) -> Reported:
    return Reported(enterprise=name, presence=presence, figures=Comparison(now=now, before=before))


# 240 before, 249 now: +9 of 240 is 3.75 %
FIRMS = (
    _firm("A", 120, 100),  # +20 of 240
    _firm("B", 95, 110),  # −15
    _firm("C", 34, 0, Presence.ENTERED),  # +34
    _firm("D", 0, 30, Presence.LEFT),  # −30
    _firm("E", None, 50, Presence.NOT_NOW),  # in no term
)


def test_by_enterprise_in_order_of_what_they_pulled() -> None:
    scope = same_scope(FIRMS)
    terms = contributions(FIRMS, scope)
    assert [("C", Fraction(85, 6)), ("A", Fraction(25, 3)), ("B", Fraction(-25, 4)), ("D", Fraction(-25, 2))] == [
        (item.name, item.points) for item in terms
    ]
    assert Fraction(15, 4) == growth_points(scope) == sum(item.points for item in terms)
    assert ["C"] == [item.name for item in pulled(terms, most=1)]
    assert ["D", "B"] == [item.name for item in held_back(terms, most=5)]


def test_by_group_entries_and_exits_stay_terms_of_their_own() -> None:
    terms = contributions(FIRMS, same_scope(FIRMS), by=lambda name: "G" if name in "ABCD" else name)
    assert [
        ("G", Presence.ENTERED, Fraction(85, 6), 1),
        ("G", Presence.BOTH, Fraction(25, 12), 2),
        ("G", Presence.LEFT, Fraction(-25, 2), 1),
    ] == [(item.name, item.presence, item.points, item.enterprises) for item in terms]


def test_no_terms_where_there_is_no_rate() -> None:
    losses = (_firm("A", 5, -3), _firm("B", 1, 2))
    assert ((), None) == (contributions(losses, same_scope(losses)), growth_points(same_scope(losses)))
    assert () == contributions((), same_scope(()))
