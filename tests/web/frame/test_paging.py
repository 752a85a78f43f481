"""Long tables by the hundred: every row on one page and one only, the sum on each, files whole."""

from starlette.requests import Request

from zhibiao.web.frame.paging import MOST_ROWS, part_of
from zhibiao.web.frame.tables import Column, Table


def _table(rows: int, *, total: bool = False) -> Table:
    sums = (("sum", rows),) if total else ()
    columns = (Column(head="a"), Column(head="n", kind="count"))
    cells = tuple((f"row {number}", number) for number in range(1, rows + 1))
    return Table(name="firms", title="t", columns=columns, rows=(*cells, *sums), total=total)


def _request(query: str) -> Request:
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": query.encode(), "headers": []}
    return Request({**scope, "server": ("desk", 80), "scheme": "http"})


def test_a_short_table_is_shown_whole() -> None:
    table = _table(MOST_ROWS, total=True)
    assert (table, None) == part_of(table, _request(""))


def test_every_row_stands_on_one_page_and_the_sum_on_each() -> None:
    table, seen, query = _table(230, total=True), [], "sort=made"
    while True:
        shown, part = part_of(table, _request(query))
        assert part is not None
        assert ("sum", 230) == shown.rows[-1]
        assert (part.first, part.last, 230) == (shown.rows[0][1], shown.rows[-2][1], part.count)
        seen += shown.rows[:-1]
        if not part.after:
            break
        assert "sort=made" in part.after
        assert part.after.endswith("#table-firms")
        query = part.after.partition("?")[2].partition("#")[0]
    assert list(table.rows[:-1]) == seen
    assert "page-firms=2" in part.before


def test_a_page_that_is_not_there_is_the_nearest_one() -> None:
    table = _table(150)
    for query, first in (("page-firms=0", 1), ("page-firms=-1", 1), ("page-firms=x", 1), ("page-firms=99", 101)):
        _, part = part_of(table, _request(query))
        assert part is not None
        assert first == part.first
