"""What a plan was made from is held against what had been received by then: a cheat is found out."""

from zhibiao.regulation.certificate import Certificate
from zhibiao.regulation.rolling import Peek, Receipt, Step, peeks
from zhibiao.terms.period import Month

MARCH, APRIL, MAY = (Month(2024, number) for number in (3, 4, 5))
HELD = Certificate(primal_violation=0.0, violations={}, objective=1.0, dual_bound=1.0, gap=0.0)
RECEIVED = {("A", MARCH): Receipt(tonnes=30, known_from=APRIL), ("A", APRIL): Receipt(tonnes=40, known_from=MAY)}


def _step(month: Month, seen: dict[tuple[str, Month], int]) -> Step:
    return Step(
        month=month,
        seen_t=seen,
        decided_t={"A": 40},
        made_t={"A": 40},
        target_t=360,
        planned_t=360,
        course_t=400,
        certificate=HELD,
        solver="none",
    )


def test_what_had_come_in_is_no_peek() -> None:
    assert () == peeks([_step(APRIL, {("A", MARCH): 30}), _step(MAY, {("A", MARCH): 30, ("A", APRIL): 40})], RECEIVED)


def test_a_figure_of_the_month_itself_is_one() -> None:
    found = peeks([_step(APRIL, {("A", MARCH): 30, ("A", APRIL): 40})], RECEIVED)
    assert (Peek(planned=APRIL, name="A", month=APRIL, seen_t=40, received_t=40),) == found


def test_another_figure_than_was_received_is_one() -> None:
    found = peeks([_step(APRIL, {("A", MARCH): 31})], RECEIVED)
    assert (Peek(planned=APRIL, name="A", month=MARCH, seen_t=31, received_t=30),) == found


def test_a_figure_that_never_came_is_one() -> None:
    found = peeks([_step(MAY, {("B", MARCH): 31})], RECEIVED)
    assert (Peek(planned=MAY, name="B", month=MARCH, seen_t=31, received_t=None),) == found
