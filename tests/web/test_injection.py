"""Whatever strangers write stays words: on every page, in every file, in every line of a log."""

from __future__ import annotations

import io
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import openpyxl
import pytest
import structlog
from fastapi.routing import APIRoute
from jinja2 import ChoiceLoader, DictLoader
from starlette.testclient import TestClient

from web.conftest import Sign
from web.injection import (
    EVERY,
    FAMILIES,
    HARMLESS,
    formulas_in,
    is_json,
    on_the_wire,
    packed,
    parts_of,
    rows_in,
    skeleton,
    wired,
)
from web.pages.appeals.test_appeals import OPEN, WORDS, form
from web.pages.intake_sample import with_cells
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.logs import set_up_logs
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.ports import DecisionState
from zhibiao.web.api.every import API_ROUTERS
from zhibiao.web.doors import problems, watch
from zhibiao.web.frame import render
from zhibiao.web.pages.every import ROUTERS

IS_LONG = "ZHIBIAO_SOAK" in os.environ
PACKS = tuple(packed())
"""Every string, in as few texts as long fields take."""

_URLENCODED = {"content-type": "application/x-www-form-urlencoded"}
_SHORT = 56  # what fits the fields for names

Show = Callable[[], str]
Feed = Callable[[str], object]


def some(seed: str, count: int, *, most: int = 10_000) -> Sequence[str]:
    """One string of every family and more up to a count; all of them in a long run."""
    fitting = {name: [one for one in family if len(one) <= most] for name, family in FAMILIES.items()}
    if IS_LONG:
        return [one for family in fitting.values() for one in family]
    drawn = random.Random(seed)
    first = [drawn.choice(family) for family in fitting.values() if family]
    return [*first, *drawn.sample([one for one in EVERY if len(one) <= most], max(0, count - len(first)))]


def packs(seed: str, count: int) -> Sequence[str]:
    """Some of the packed texts, or all of them in a long run."""
    return PACKS if IS_LONG else random.Random(seed).sample(PACKS, count)


def sent(client: TestClient, path: str, *fields: tuple[str, str]) -> Any:
    """The answer to a form; one that was no accident of ours."""
    answer = client.post(path, content=on_the_wire(fields), headers=_URLENCODED)
    assert answer.status_code < 500, (path, answer.text[:300])
    return answer


def taken(client: TestClient, path: str, *fields: tuple[str, str]) -> None:
    """Hand in a form that is taken: what is refused would be shown nowhere, and prove nothing."""
    answer = sent(client, path, *fields)
    assert answer.status_code in (200, 303), (path, re.findall(r'class="refused".*?</div>', answer.text, re.DOTALL))


def stay_words(show: Show, feed: Feed, words: Sequence[str]) -> None:
    """Each of the words changes the page as a harmless one does: as many elements of each kind come and go."""
    feed(HARMLESS)  # the first may bring a list with it
    before = Counter(skeleton(show()))
    feed(HARMLESS)
    after = Counter(skeleton(show()))
    come, gone = after - before, before - after
    for word in words:
        before = after
        feed(word)
        after = Counter(skeleton(show()))
        assert (come, gone) == (after - before, before - after), word[:300]


def test_there_are_five_hundred_strings_of_every_family() -> None:
    assert len(EVERY) >= 500
    assert all(len(family) >= 10 for family in FAMILIES.values())
    told = "".join(PACKS)
    assert all(one[:1000] in told for one in EVERY)


# What is written down and shown to others.


@pytest.fixture(scope="module")
def appeal(sign: Sign, desk: Desk, clock: SetClock) -> Iterator[str]:
    """An appeal that was filed in time, while its window is open."""
    before, clock.instant = clock.instant, OPEN
    with desk.book() as opened:
        known = opened.store.decisions(sector="steel", plan_year=2025)
    decision = next(one.id for one in known if one.state is DecisionState.ISSUED)
    answer = sign("officer-s04").post("/appeals", data=form(decision, "LH-S04", statement=WORDS))
    assert 303 == answer.status_code
    yield f"/appeals/{decision}-LH-S04"
    clock.instant = before


def test_statements_of_an_appeal(sign: Sign, appeal: str) -> None:
    officer, lin = sign("officer-s04"), sign("lin")
    stay_words(
        lambda: lin.get(appeal).text, lambda word: taken(officer, f"{appeal}/add", ("statement", word)), packs("add", 4)
    )
    tables = [lin.get(f"{appeal}?as={form}&table=acts").content for form in ("csv", "xlsx")]
    assert [[], []] == [formulas_in(one) for one in tables]
    assert 1 == len(set(rows_in(tables[0])))
    assert parts_of(tables[1])


def test_first_letters_of_a_statement(sign: Sign, appeal: str) -> None:
    """Where a cell begins counts in a table: each stands at the beginning of one."""
    officer, zhao = sign("officer-s04"), sign("zhao")
    for word in (*FAMILIES["formulas"], *FAMILIES["breakers of tables"]):
        taken(officer, f"{appeal}/add", ("statement", f"{word} 请核实这一情况"))
    for kind in ("csv", "xlsx"):
        assert [] == formulas_in(zhao.get(f"{appeal}?as={kind}&table=acts").content)
    assert 1 == len(set(rows_in(zhao.get(f"{appeal}?as=csv&table=acts").content)))
    assert is_json(zhao.get(f"/api/v1{appeal}").text)
    assert [] == formulas_in(zhao.get("/api/v1/appeals.csv").content)


def test_names_of_documents(sign: Sign, appeal: str) -> None:
    officer, lin = sign("officer-s04"), sign("lin")

    def hand_in(name: str) -> None:
        kept = name.encode("utf-8", "replace").decode()
        files = {"evidence": (kept or "x", b"%PDF-1.4 " + kept.encode())}
        answer = officer.post(f"{appeal}/add", data={"statement": WORDS}, files=files)
        assert 303 == answer.status_code or 400 <= answer.status_code < 500

    stay_words(lambda: lin.get(appeal).text, hand_in, some("documents", 24, most=200))
    for address in re.findall(rf'href="({re.escape(appeal)}/evidence/\w+)"', lin.get(appeal).text):
        answer = lin.get(address)
        told = answer.headers["content-disposition"]
        assert re.fullmatch(r"attachment; filename=\"[^\"\r\n]*\"; filename\*=UTF-8''[^\s\"']*", told), told


def test_words_of_the_bureau(sign: Sign, appeal: str) -> None:
    officer, lin = sign("officer-s04"), sign("lin")
    sent(lin, f"{appeal}/accept")
    for act, field, more in (
        ("ask", "question", ("by", "2025-02-20")),
        ("hear", "record", ("on", "2025-02-05")),
    ):
        stay_words(
            lambda: officer.get(appeal).text,
            lambda word, act=act, field=field, more=more: taken(lin, f"{appeal}/{act}", (field, word), more),  # type: ignore[misc]
            packs(act, 2),
        )


def test_reasons_of_a_withdrawal(sign: Sign, desk: Desk) -> None:
    lin, wang = sign("lin"), sign("wang")
    pages: list[Counter[tuple[str, ...]]] = []
    for word in (HARMLESS, *packs("withdrawals", 2)):
        drafted = sent(lin, "/decisions", ("sector", "steel"), ("year", "2025"), ("as_of", "2025-03"))
        path = str(drafted.headers["location"]).partition("?")[0]
        assert 303 == sent(wang, f"{path}/withdraw", ("reason", word)).status_code
        pages.append(Counter(skeleton(wang.get(path).text)))
    assert [pages[0]] * len(pages) == pages


def test_answers_to_queries(sign: Sign) -> None:
    """They stand on the page of the file that was asked about."""
    lin, known = sign("lin"), set[tuple[str, ...]]()
    for number, word in enumerate((HARMLESS, *packs("queries", 3))):
        asked = re.search(r'name="submission" value="(\d+)".*?name="finding" value="(\d+)"', _queries(lin), re.DOTALL)
        if asked is None:
            assert number > 1, "there was no query left to answer with more than a harmless word"
            return
        fields = (("submission", asked[1]), ("finding", asked[2]), ("reason", word), ("back", "file"))
        sent(lin, "/queries", *fields)
        found = set(skeleton(lin.get(f"/intake/{asked[1]}").text)) | set(skeleton(_queries(lin)))
        known = known or found
        assert _kinds(found) <= _kinds(known) | _kinds(set(skeleton(_queries(lin)))), word[:200]


def _queries(client: TestClient) -> str:
    return client.get("/queries").text


def _kinds(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Elements with their attributes, wherever they lead within the desk."""
    return {tuple(re.sub(r"=::/.*", "=", part) for part in one) for one in found}


def test_names_of_people(sign: Sign) -> None:
    admin, person = sign("admin"), "/settings/people/planner-g01"
    known: list[Counter[tuple[str, ...]]] = []
    for word in (HARMLESS, *some("names", 24, most=_SHORT)):
        sent(admin, person, ("name", word), ("roles", "planner"), ("group", "LH-G01"))
        pages = [Counter(skeleton(admin.get(show).text)) for show in (person, "/settings")]
        known = known or pages
        assert known == pages, word
        taken = [admin.get(f"/settings?as={kind}&table=people").content for kind in ("csv", "xlsx")]
        assert [[], []] == [formulas_in(one) for one in taken], word
        assert 1 == len(set(rows_in(taken[0]))), word


def test_names_of_tokens(sign: Sign) -> None:
    lin = sign("lin")
    names = [one for one in some("tokens", 30, most=_SHORT) if one.isprintable() and one.strip()][:15]
    stay_words(
        lambda: lin.get("/account").text,
        lambda word: taken(
            lin, "/account/tokens", ("name", word.strip() or HARMLESS), ("days", "9"), ("scopes", "read")
        ),
        [one for one in names if one.isprintable() and one.strip()],
    )


# What is handed in as files.


def _handed_in(client: TestClient, name: str, content: bytes) -> Any:
    answer = client.post(
        "/intake", data={"key": f"k{hash((name, content))}", "act": "file"}, files={"files": (name, content)}
    )
    assert answer.status_code < 500
    return answer


def test_names_of_files(sign: Sign) -> None:
    """Each with other bytes and no type that is read: refused, kept under its name, listed."""
    lin, known = sign("lin"), set[tuple[str, ...]]()
    for number, word in enumerate((HARMLESS, "甲/乙", "../甲", *some("files", 30, most=200))):
        name = word.encode("utf-8", "replace").decode() + ".xlsx"
        answer = _handed_in(lin, name, b"\x89PNG\r\n\x1a\n" + name.encode())
        found = set(skeleton(answer.text)) | set(skeleton(lin.get("/intake").text))
        known |= found if number < 3 else set()
        assert _kinds(found) <= _kinds(known), word
    for kind in ("csv", "xlsx"):
        assert [] == formulas_in(lin.get(f"/intake?as={kind}&table=recent").content)
    assert 1 == len(set(rows_in(lin.get("/intake?as=csv&table=recent").content)))
    assert is_json(lin.get("/api/v1/submissions?limit=100").text)


def test_words_in_cells_and_names_of_sheets(sign: Sign, clock: SetClock) -> None:
    """Words stand where figures belong, so that findings quote them, and the marked copy shows them."""
    officer, before = sign("officer-s04"), clock.instant
    form = officer.get("/intake/template?enterprise=LH-S04&month=2025-03").content
    known: Counter[tuple[str, ...]] = Counter()
    for number, word in enumerate((HARMLESS, *some("cells", 16, most=2000))):
        plain = "".join(sign for sign in word if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign < "\ufffe")
        if not plain.strip():
            continue
        book = openpyxl.load_workbook(io.BytesIO(with_cells(form, {})))
        for cell in ("D8", "D9", "A12"):
            book.worksheets[0][cell].value = plain
            book.worksheets[0][cell].data_type = "s"
        book.worksheets[0].title = re.sub(r"[\\/*?:\[\]]", "", plain).strip("'")[:25] or "x"
        out = io.BytesIO()
        book.save(out)
        answer = _handed_in(officer, f"{number}.xlsx", out.getvalue())
        page = officer.get(answer.headers["location"]) if answer.status_code == 303 else answer
        found = Counter(skeleton(page.text))
        known = known or found
        assert _kinds(set(found)) <= _kinds(set(known)) | {("span", "class"), ("b",)}, word
        if answer.status_code == 303:
            marked = officer.get(answer.headers["location"].partition("?")[0] + "/annotated")
            if marked.status_code == 200:
                parts_of(marked.content)
                assert {plain} & set(formulas_in(marked.content)) == set()
    clock.instant = before


# What is repeated at once: every field of every address and of every form.


def _routes(method: str) -> list[APIRoute]:
    every = (route for router in (*ROUTERS, *API_ROUTERS) for route in router.routes)
    found = [one for one in every if isinstance(one, APIRoute) and method in one.methods]
    return sorted(found, key=lambda one: one.path_format)


_WHO = {"/settings": "admin", "/metrics": "admin", "/appeals/new": "officer-s04"}
_NAMED = {
    "enterprise": "LH-S04",
    "reference": "LH-S04/2025-03/v1",
    "submission": "58",
    "person": "lin",
}
_LEFT_OUT = {"/sign-out", "/api/v1/openapi.json"}


def _caller(sign: Sign, path: str) -> TestClient:
    return sign(next((who for begin, who in _WHO.items() if path.startswith(begin)), "lin"))


def _filled(path: str, decision: str, blank: str = "", word: str = "") -> str:
    """The address with one blank filled by a word and the others by what is there."""
    named = _NAMED | {"decision": decision}
    return re.sub(r"{(\w+)}", lambda found: wired(word) if found[1] == blank else named.get(found[1], "1"), path)


def _answers(client: TestClient, method: str, address: str, fields: Sequence[tuple[str, str]] = ()) -> Any:
    if method == "GET":
        query = on_the_wire(fields).decode()
        return client.get(f"{address}?{query}" if query else address)
    return client.post(address, content=on_the_wire(fields), headers=_URLENCODED)


def _check(answer: Any, known: set[tuple[str, ...]], told: object) -> None:
    kind = answer.headers.get("content-type", "")
    assert answer.status_code < 500, (told, answer.text[:300])
    assert "live" not in answer.headers.get("set-cookie", ""), told
    assert "evil.invalid" not in answer.headers.get("location", "").partition("?")[0], told
    if "json" in kind:
        assert is_json(answer.text), told
    elif "html" in kind:
        more = _kinds(set(skeleton(answer.text))) - known
        assert set() == more, told
    else:
        assert "javascript" not in kind, told


def _echoes(sign: Sign, method: str) -> Iterator[tuple[TestClient, str, str, str]]:
    """Every field of every route: who asks, the address, the name of the field, and whether it stands in the path."""
    for route in _routes(method):
        if route.path_format in _LEFT_OUT or (method == "POST" and route.path_format.startswith("/api/")):
            continue
        client, given = _caller(sign, route.path_format), route.dependant
        for one in given.query_params if method == "GET" else given.body_params:
            yield client, route.path_format, one.alias, ""
        for one in given.path_params:
            yield client, route.path_format, one.alias, "path"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_asked_is_not_obeyed(sign: Sign, decision: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer to a word is one of the answers to harmless ones; the log has a line for each, and no more."""
    log = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", log)
        set_up_logs(is_watched=False)
    for module in (watch, problems):
        monkeypatch.setattr(module, "_log", structlog.get_logger("zhibiao.web"))
    asked = 0
    try:
        known: dict[str, set[tuple[str, ...]]] = {}
        for client, path, field, where in _echoes(sign, method):
            for number, word in enumerate(("", HARMLESS, "1", *packs(path + field, 2))):
                if where == "path" and number == 0:
                    continue
                if where == "path":
                    answer = _answers(client, method, _filled(path, decision, field, word[:900]))
                else:
                    answer = _answers(client, method, _filled(path, decision), [(field, word)])
                asked += 1
                assert answer.status_code < 500, (path, field, word[:200])
                found = known.setdefault(path, set())
                if number < 3:
                    found |= _kinds(set(skeleton(answer.text)))
                    continue
                _check(answer, found | _errors(sign), (path, field, word[:200]))
    finally:
        structlog.reset_defaults()
    lines = [one for one in log.getvalue().split("\n") if one]
    assert asked >= 60
    requests = [one for one in map(json.loads, lines) if one["event"] == "request"]
    assert asked <= len(requests)
    assert all(one.isprintable() for one in lines)


_ERRORS: set[tuple[str, ...]] = set()


def _errors(sign: Sign) -> set[tuple[str, ...]]:
    """What pages of refusals are made of, to people and to the public."""
    if not _ERRORS:
        for person in ("lin", "admin", "officer-s04", ""):
            for address in ("/nothing", "/?month=x", "/settings/people/x", "/decisions/x", "/?sector=x"):
                _ERRORS.update(_kinds(set(skeleton(sign(person).get(address).text))))
    return _ERRORS


def test_what_was_refused_is_one_line_of_the_log(sign: Sign) -> None:
    officer, admin = sign("officer-s01"), sign("admin")
    kinds = _kinds(set(skeleton(admin.get("/settings/log").text)))
    for word in some("log", 40, most=150):
        answer = officer.get(f"/settings/people/{wired(word) or 'x'}")
        assert 400 <= answer.status_code < 500, word
    assert _kinds(set(skeleton(admin.get("/settings/log").text))) <= kinds | {("span", "class"), ("i", "aria-hidden")}
    for kind in ("csv", "xlsx"):
        assert [] == formulas_in(admin.get(f"/settings/log?as={kind}&table=log").content)
    assert 1 == len(set(rows_in(admin.get("/settings/log?as=csv&table=log").content)))


# The harness can fail.


def test_a_template_that_trusts_is_caught(sign: Sign, appeal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeded: the page of an appeal takes what was said for markup."""
    env = render.environment().overlay(cache_size=0)
    assert env.loader is not None
    source, _, _ = env.loader.get_source(env, "macros.html")
    trusting = source.replace("{{ text | quoted(t) if quoted else text }}", "{{ text | safe }}")
    assert source != trusting
    env.loader = ChoiceLoader([DictLoader({"macros.html": trusting}), env.loader])
    monkeypatch.setattr(render, "environment", lambda: env)
    officer, lin = sign("officer-s01"), sign("lin")
    decision = appeal.removeprefix("/appeals/").removesuffix("-LH-S04")
    path = officer.post("/appeals", data=form(decision, "LH-S01")).headers["location"].partition("?")[0]
    with pytest.raises(AssertionError, match="onerror"):
        stay_words(
            lambda: lin.get(path).text,
            lambda word: taken(officer, f"{path}/add", ("statement", word)),
            [f"请看 {FAMILIES['tags'][0]}"],
        )


@pytest.mark.parametrize(
    ("page", "is_live"),
    [
        ("<p>&lt;b&gt;</p>", False),
        ("<p><b></p>", True),
        ("<p hx-get=/>", True),
        ("<p><!--</p>", True),
        ("<p></p><p></p>", True),
    ],
)
def test_a_skeleton_tells_what_lives(page: str, is_live: bool) -> None:
    assert is_live is (skeleton("<p>x</p>") != skeleton(page))


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", " @SUM(A1)", "-cmd", "\ufeff=1"])
def test_a_table_tells_what_runs(cell: str) -> None:
    marked = "'" + cell
    assert [cell] == formulas_in(f"\ufeffa,{cell}\r\n".encode())
    assert [] == formulas_in(f"a,{marked}\r\n,-500,−3.2%,—".encode())
