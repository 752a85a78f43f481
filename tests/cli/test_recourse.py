"""`zhibiao recourse` as typed: every indicator of every enterprise, verified tonnes, the change since last time."""

from pathlib import Path

import pytest

from main_job import answer, run

pytestmark = pytest.mark.xdist_group("main_job")


def decision_of(book: Path) -> str:
    return next(path.stem for path in (book / "out").glob("steel-2025-*.zip"))


def test_every_indicator_of_every_enterprise(demo_book: Path) -> None:
    decision = decision_of(demo_book)
    document = answer("recourse", decision, "--book", str(demo_book))
    firms = document["result"]["enterprises"]
    assert (decision, 10) == (document["marks"]["decision"], len(firms))
    for firm in firms:
        steps = {step["indicator"]: step for step in firm["indicators"]}
        assert 6 == len(steps)
        assert [code for code, step in steps.items() if not step["is_actionable"]] == ["capability"]
        for step in steps.values():
            assert (step["change"] is None) == bool(step["obstacle"])
            assert step["quota_t"] == firm["quota_t"] if step["change"] is None else step["quota_t"] > firm["quota_t"]


def test_the_change_since_the_last_decision_is_the_sum_of_its_parts(demo_book: Path) -> None:
    firms = answer("recourse", decision_of(demo_book), "--book", str(demo_book))["result"]["enterprises"]
    for firm in firms:
        since = firm["since_last"]
        assert since["last"].startswith("steel-2024-09-")
        assert firm["quota_t"] == since["after_t"] == since["before_t"] + since["change_t"]
        assert since["change_t"] == sum(since["parts"].values())


@pytest.mark.parametrize(("lang", "said"), [("zh", "改善1%多得"), ("en", "For one more tonne")])
def test_one_enterprise_in_both_languages(demo_book: Path, lang: str, said: str) -> None:
    done = run("recourse", decision_of(demo_book), "--book", str(demo_book), "--enterprise", "LH-S02", "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert said in done.stdout
    assert "LH-S02" in done.stdout
    assert "LH-S01" not in done.stdout


def test_who_or_what_is_not_there_is_named(demo_book: Path) -> None:
    assert "recourse.not_covered" == _error(demo_book, decision_of(demo_book), "--enterprise", "LH-S99")
    assert "decision.not_found" == _error(demo_book, "steel-2025-00000000")


def _error(book: Path, *arguments: str) -> str:
    return str(answer("recourse", *arguments, "--book", str(book), code=1)["error"]["code"])
