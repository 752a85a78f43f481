"""Views beside a month's plan: told as never put forward, in both languages, as JSON, and refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from regulated_book import LABELS, build_regulated_book, copy_of, regulate
from small_book import SmallBook
from zhibiao.cli.main import zhibiao
from zhibiao.cli.regulate_views import what_is_asked
from zhibiao.cli.tell_regulate_options import views_told
from zhibiao.errors import NoSolution, UsageError
from zhibiao.procedures.regulation.options import Asked, Views, views
from zhibiao.procedures.regulation.regulate import Regulated
from zhibiao.regulation.city import furnaces_of
from zhibiao.regulation.city.furnaces_of import FurnaceTerms
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.text import Language

_NOTHING: dict[str, Any] = dict.fromkeys(("least_load", "least_run", "least_stop", "start_cost"))
_WITH_FURNACES = 3
NONE = {"fair": None, "furnaces": False, "cap_t": None, **_NOTHING}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """The small city until April 2025."""
    built = build_regulated_book(tmp_path_factory.mktemp("views") / "book.sqlite")
    yield built
    built.store.close()


@pytest.fixture(scope="module")
def drafted(made: SmallBook) -> Regulated:
    """Its April as a dry run."""
    return regulate(copy_of(made), keeps=False)


@pytest.fixture(scope="module")
def register(made: SmallBook) -> City:
    """The small city with two arc furnaces in the place of the converter of three of its enterprises."""
    firms: dict[str, Enterprise] = {}
    for one in made.city:
        (furnace,) = one.facilities
        if len(firms) >= _WITH_FURNACES:
            firms[one.id] = one
            continue
        half = replace(furnace, kind="electric_arc_furnace", capacity_t=furnace.capacity_t // 2)
        firms[one.id] = replace(one, facilities=(half, replace(half, id=f"{one.id}-F2")))
    return replace(made.city, enterprises=firms)


def _seen(drafted: Regulated, register: City, **asked: Any) -> Views:
    return views(drafted.plan, register, Asked(**asked), names={}, labels=LABELS)


def test_fairness_of_the_year_costs_value_and_is_proved(drafted: Regulated, register: City) -> None:
    plain = _seen(drafted, register, fair="lexicographic").plain()
    fair = plain["fair"]
    assert (False, drafted.plan.inputs.cap_t) == (plain["is_put_forward"], plain["cap_t"])
    assert [one.enterprise for one in drafted.plan.city.planned] == fair["enterprises"]
    assert all(abs(level["bound"] - level["fulfilment"]) <= 1e-6 for level in fair["levels"])
    assert min(fair["fulfilment"]) == pytest.approx(fair["levels"][0]["fulfilment"], abs=1e-6)
    assert fair["cost"] > 0
    json.dumps(plain, allow_nan=False)


def test_furnaces_stop_where_they_may_not_run_low(
    drafted: Regulated, register: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(furnaces_of, "SECONDS", 1.0)
    inputs = drafted.plan.inputs
    idle = _seen(drafted, register, furnaces=FurnaceTerms()).plain()["furnaces"]
    assert all(all(one["on"]) for one in idle["furnaces"])
    assert (True, 2 * _WITH_FURNACES) == (idle["is_proved_best"], len(idle["furnaces"]))
    terms = FurnaceTerms(least_load=Decimal("0.9"), start_yuan=1000)
    less = _seen(drafted, register, furnaces=terms, cap_t=round(inputs.cap_t * 0.97)).plain()
    assert round(inputs.cap_t * 0.97) == less["cap_t"]
    assert not all(all(one["on"]) for one in less["furnaces"]["furnaces"])
    assert less["furnaces"]["objective"] < less["furnaces"]["value_without_yuan"]
    assert less["furnaces"]["objective"] <= less["furnaces"]["bound"]


def test_a_cap_that_nobody_can_meet_is_refused_with_the_sums(drafted: Regulated, register: City) -> None:
    with pytest.raises(NoSolution, match=r"city_plan\.cap_out_of_reach"):
        _seen(drafted, register, fair="max_min", cap_t=drafted.plan.inputs.cap_t * 3)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("不提请审批", "按全年总量", "公平的代价", "炉窑启停", "本程序的缺省值", "不分炉窑的计划")),
        ("en", ("never put forward", "Worked out for", "The price of fairness", "Furnaces on or off", "program's own")),
    ],
)
def test_people_are_told_what_would_be(
    drafted: Regulated, register: City, capsys: pytest.CaptureFixture[str], lang: Language, said: tuple[str, ...]
) -> None:
    cap = drafted.plan.inputs.cap_t - 1000
    views_told(_seen(drafted, register, fair="max_min", furnaces=FurnaceTerms(), cap_t=cap), register, lang)
    shown = " ".join(capsys.readouterr().out.split())
    assert not [words for words in said if words not in shown], shown


class _Opened:
    def __init__(self, city: City) -> None:
        self.city = city

    def marks(self, **more: Any) -> dict[str, Any]:
        return more


def test_as_typed(drafted: Regulated, register: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.cli.options.open_book", lambda _: _Opened(register))
    monkeypatch.setattr("zhibiao.assemble.regulate.regulate", lambda *_, **__: drafted)
    typed = ["regulate", "2025-04", "--as", "lin", "--dry-run", "--json"]

    def answered(*more: str) -> dict[str, Any]:
        done = CliRunner().invoke(zhibiao, [*typed, *more], standalone_mode=False)
        document: dict[str, Any] = json.loads(done.stdout, parse_constant=pytest.fail)
        return document

    assert "what_if" not in answered()["result"]
    seen = answered("--fair", "max_min", "--furnaces", "--least-load", "0.6", "--least-run", "2")["result"]["what_if"]
    assert ("max_min", {2}) == (seen["fair"]["rule"], {one["least_run"] for one in seen["furnaces"]["furnaces"]})
    assert "regulate_options.figure_wrong" == answered("--furnaces", "--least-load", "2")["error"]["code"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"fair": "max_min", "dry_run": False}, "regulate_options.dry_run_only"),
        ({"cap_t": 5}, "regulate_options.needs"),
        ({"least_run": 2, "fair": "max_min"}, "regulate_options.needs"),
        ({"furnaces": True, "least_load": "x"}, "regulate_options.figure_wrong"),
        ({"furnaces": True, "least_load": "NaN"}, "regulate_options.figure_wrong"),
    ],
)
def test_what_does_not_go_together_is_said(given: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        what_is_asked(**{"dry_run": True, **NONE, **given})
    assert code == refused.value.code


@pytest.mark.parametrize(
    "asked",
    [
        {"fair": "max_min", "cap_t": 0},
        {"furnaces": FurnaceTerms(least_load=Decimal("1.1"))},
        {"furnaces": FurnaceTerms(least_run=0)},
        {"furnaces": FurnaceTerms(least_stop=0)},
        {"furnaces": FurnaceTerms(start_yuan=-1)},
    ],
)
def test_figures_that_cannot_be_are_refused(drafted: Regulated, register: City, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"regulate_options\.figure_wrong"):
        _seen(drafted, register, **asked)


def test_nothing_asked_is_nothing() -> None:
    assert what_is_asked(dry_run=False, **NONE) is None
