"""The judgement on the desk under load can fail: by slow answers, and by an error."""

import pytest
from benchmarks.desk import Answered, missed, quantile


def _answers(*seconds: float, status: int = 200) -> list[Answered]:
    return [Answered(route="/", at=0.0, seconds=one, status=status, size=1) for one in seconds]


def test_so_many_of_a_hundred() -> None:
    assert (0.1, 2.0) == (quantile([0.1] * 95 + [2.0] * 5, 95), quantile([0.1] * 94 + [2.0] * 6, 95))


@pytest.mark.parametrize(("slow", "count"), [(5, 0), (6, 1)])
def test_one_answer_in_twenty_may_be_slow_and_no_more(slow: int, count: int) -> None:
    assert count == len(missed(_answers(*[0.1] * (100 - slow), *[0.6] * slow)))


@pytest.mark.parametrize("status", [0, 404, 500])
def test_no_answer_may_be_an_error(status: int) -> None:
    assert [f"1 errors: {status} /"] == missed([*_answers(*[0.1] * 99), *_answers(0.1, status=status)])
