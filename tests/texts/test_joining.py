"""What several readers found made one list."""

from decimal import Decimal

from zhibiao.texts.joining import REPEATED, joined
from zhibiao.texts.laying import lay_out
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Change, Comparator, Figure, Statement, StatementKind

TEXT = """高端占比提升到16.3% 总投资超千亿元
高端产品占比由9.6%提升到16.3%,总投资额1083.36亿元。
今后建设甲基地。甲方与乙方签订建设甲基地协议。
高端产品占比由9.6%提升到16.3%。"""
LAYOUT = lay_out(TEXT, Lexicon({}))


def _figure(words: str, subject: str, value: str, unit: str, *, after: int = 0, comparator: str = "=") -> Statement:
    start = TEXT.index(words, after)
    return Statement(
        kind=StatementKind.RESULT,
        subject=subject,
        figure=Figure(value=Decimal(value), unit=unit, change=Change.LEVEL, comparator=Comparator(comparator)),
        start=start,
        end=start + len(words),
    )


def _plain(kind: StatementKind, words: str, *, after: int = 0) -> Statement:
    start = TEXT.index(words, after)
    return Statement(kind=kind, subject=words, start=start, end=start + len(words))


def _joined(*figures: Statement, **others: list[Statement]) -> tuple[Statement, ...]:
    parts: dict[str, list[Statement]] = {"tasks": [], "projects": [], "agreements": []}
    return joined(LAYOUT, figures=figures, **(parts | others))


HEAD = _figure("提升到16.3%", "高端占比", "16.3", "%")
BODY = _figure("提升到16.3%", "高端产品占比", "16.3", "%", after=20)
AGAIN = _figure("提升到16.3%", "高端产品占比", "16.3", "%", after=TEXT.rindex("高端"))


def test_headline_and_body_make_one_statement_at_the_body() -> None:
    (found,) = _joined(HEAD, BODY)
    assert (BODY.start, ((HEAD.start, HEAD.end),), True) == (found.start, found.repeats, REPEATED in found.because)


def test_another_paragraph_that_repeats_it_is_no_second_statement() -> None:
    (found,) = _joined(BODY, AGAIN)
    assert ((AGAIN.start, AGAIN.end),) == found.repeats


def test_neighbours_with_equal_numbers_both_count() -> None:
    left = _figure("总投资额1083.36亿元", "生铁利用率", "80", "%")
    right = _figure("总投资额1083.36亿元", "粗钢利用率", "80", "%")
    assert 2 == len(_joined(left, right))


def test_a_rounded_headline_is_dropped() -> None:
    head = _figure("总投资超千亿元", "总投资", "1000", "亿元", comparator=">=")
    body = _figure("总投资额1083.36亿元", "总投资额", "1083.36", "亿元")
    assert (body,) == _joined(head, body)
    other = _figure("总投资额1083.36亿元", "总投资额", "8", "亿元")
    assert (head, other) == _joined(head, other)


def test_an_agreement_wins_over_a_task_in_its_clause() -> None:
    signing = _plain(StatementKind.AGREEMENT, "甲方与乙方签订建设甲基地协议")
    inside = _plain(StatementKind.TASK, "建设甲基地", after=signing.start)
    before = _plain(StatementKind.TASK, "建设甲基地")
    assert (before, signing) == _joined(tasks=[before, inside], agreements=[signing])


def test_a_project_wins_over_a_task_of_the_same_words() -> None:
    task = _plain(StatementKind.TASK, "建设甲基地")
    project = _plain(StatementKind.PROJECT, "今后建设甲基地")
    assert (project,) == _joined(tasks=[task], projects=[project])
