"""The provinces of 2021 as a book, from the published figures; skipped in one line where these are not here."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhibiao.assemble.audit import verify_opened
from zhibiao.assemble.book import open_book
from zhibiao.assemble.papers import publish
from zhibiao.assemble.real import replay
from zhibiao.assemble.real_book import FOLDER, SHARED, RealBook, find_data, make_real_book
from zhibiao.cli.main import zhibiao
from zhibiao.errors import UsageError
from zhibiao.procedures.area_book import area_id
from zhibiao.procedures.replay_outcome import summary
from zhibiao.procedures.replay_provinces import Replay
from zhibiao.terms.period import Month

CAP_T = 1_057_486_800


@pytest.fixture(scope="module")
def data(shared_data: Path) -> Path:
    return shared_data / FOLDER


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> RealBook:
    return make_real_book(tmp_path_factory.mktemp("real") / "demo", data)


@pytest.fixture(scope="module")
def replayed(data: Path) -> Replay:
    return replay(data, year=2021, cap="last-year")


def test_each_quota_is_the_output_of_2020_to_the_tonne(made: RealBook, replayed: Replay) -> None:
    opened = open_book(made.book)
    with closing(opened.store):
        (decision,) = opened.store.decisions()
    quotas = {share["enterprise"]: share["quota_t"] for share in decision.body["shares"]}
    assert {area_id(one.name): one.total_t(2020) for one in replayed.series} == quotas
    assert (28, CAP_T, CAP_T) == (len(quotas), sum(quotas.values()), made.cap_t)


def test_june_is_as_the_replay_has_it(made: RealBook, replayed: Replay) -> None:
    june = replayed.at(6)
    assert 26 == len(made.above_last_year)
    assert [area_id(name) for name in june.above_last_year] == list(made.above_last_year)
    assert round(summary(replayed)["to_lose_10kt"] * 10_000) == made.plain()["june"]["to_lose_t"]
    standings = {one.enterprise: one.standing for one in made.june.enterprises}
    for one in june.provinces:
        standing = standings[area_id(one.name)]
        assert standing is not None
        assert (one.pace.made_t, one.cap.tonnes) == (standing.to_date.now, standing.quota_t)


def test_the_year_is_booked_as_it_came(made: RealBook, replayed: Replay) -> None:
    """Whoever made more in 2021 than in 2020 owes exactly that; the months are all closed."""
    more = {area_id(one.name): (one.total_t(2021) or 0) - (one.total_t(2020) or 0) for one in replayed.series}
    assert {name: tonnes for name, tonnes in more.items() if tonnes > 0} == made.debts_t
    assert (12, "") == (made.months_closed, made.open_month)
    opened = open_book(made.book)
    with closing(opened.store):
        book = opened.store.book(sector="steel", plan_year=2021)
        made_t = sum(book.used(name) + book.debt(name) for name in book.enterprises)
    assert replayed.total_t(2021) == made_t


def test_revised_months_of_guizhou_are_joined(made: RealBook) -> None:
    joined = {finding.facts["period"] for finding in made.findings if finding.code == "published.joined"}
    assert {"2021-07..08", "2021-11..12"} <= joined


def test_it_is_verified_by_separate_code_and_keeps_the_file(made: RealBook, data: Path) -> None:
    opened = open_book(made.book)
    with closing(opened.store):
        verified = verify_opened(opened)
        (file,) = opened.store.files()
        assert (data / "province_output_monthly.csv").read_bytes() == opened.store.file_content(file.sha256)
        assert {"published_statistics"} == {item.provenance for item in opened.store.returns()}
    assert made.verified.plain() == verified.plain()
    assert 1 == verified.raw_files


def test_the_papers_of_june_are_written_without_notices(made: RealBook) -> None:
    opened = open_book(made.book)
    with closing(opened.store):
        publication = publish(opened, Month(2021, 6), "steel", assessment=made.june)
    assert {
        *("annex.xlsx", "brief.en.html", "brief.html", "brief.public.en.html", "brief.public.html"),
        *("bulletin.docx", "marks.json", "meeting.docx", "meeting.en.docx"),
    } == set(publication.files)
    assert "非任何机关的决定" in publication.files["brief.html"].decode()


def test_made_again_it_is_the_same_book(made: RealBook, data: Path) -> None:
    again = make_real_book(made.book, data)
    assert json.dumps(made.plain(), default=str) == json.dumps(again.plain(), default=str)


def test_another_year_can_be_opened_too(data: Path, tmp_path: Path) -> None:
    found = make_real_book(tmp_path / "demo", data, year=2019)
    assert 2019 == found.june.plan_year
    assert 12 == found.months_closed


def test_the_verb_answers_with_the_book_and_what_was_noticed(data: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(zhibiao, ["demo", "--real", "--data", str(data), "--dir", str(tmp_path / "d"), "--json"])
    answer = json.loads(run.stdout)
    assert (0, True, 28, 26) == (
        run.exit_code,
        answer["ok"],
        answer["result"]["areas"],
        len(answer["result"]["june"]["above_last_year"]),
    )
    assert "replay.final_vintages" in {finding["code"] for finding in answer["result"]["findings"]}
    told = CliRunner().invoke(zhibiao, ["verify", "--book", str(tmp_path / "d"), "--json"])
    assert answer["marks"]["ledger_head"] == json.loads(told.stdout)["marks"]["ledger_head"]


def test_without_data_it_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(SHARED, raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        find_data()
    assert "demo.data_needed" == refused.value.code


def test_data_is_found_where_the_environment_points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / FOLDER / "province_output_monthly.csv"
    file.parent.mkdir()
    file.touch()
    monkeypatch.setenv(SHARED, str(tmp_path))
    assert file.parent == find_data()
