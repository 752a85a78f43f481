"""`simulate city`: the same bytes from any process, and the bundled folder is what the program makes today."""

import subprocess
import sys
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from city_sample import BUNDLED, city, dictionary, materials, sectors
from zhibiao.policy.review import names_of
from zhibiao.procedures.simulate_city import BUNDLED_SEED, simulate_city, write_city
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.period import months_of
from zhibiao.writers.return_form import return_workbook

RENDERED = ("2022年3月", "2024年8月", "2025年")
_ONE_HASH = f"""
import hashlib
from city_sample import materials
from zhibiao.procedures.simulate_city import simulate_city
from zhibiao.writers.return_form import return_workbook

def write(sheets, *, dictionary, title):
    if any(month in title for month in {RENDERED!r}):
        return return_workbook(sheets, dictionary=dictionary, title=title)
    return repr(sheets).encode()

found = hashlib.sha256()
for path, content in simulate_city(materials(), seed=2024, write_workbook=write).items():
    found.update(path.encode() + content)
print(found.hexdigest())
"""


def _some_months(sheets: object, *, dictionary: object, title: str) -> bytes:
    """Workbooks of a few months only: writing all of them takes several seconds."""
    if any(month in title for month in RENDERED):
        return return_workbook(sheets, dictionary=dictionary, title=title)  # type: ignore[arg-type]
    return b""


@cache
def made() -> dict[str, bytes]:
    return simulate_city(materials(), seed=BUNDLED_SEED, write_workbook=_some_months)


def test_two_processes_with_different_hash_seeds_make_the_same_bytes() -> None:
    tests = str(Path(__file__).parents[1])
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _ONE_HASH],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": tests, "TZ": zone},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    first, second = (child.communicate(timeout=120)[0] for child in children)
    assert 65 == len(first)
    assert first == second


def test_the_bundled_folder_holds_exactly_what_is_made() -> None:
    bundled = {path.relative_to(BUNDLED).as_posix() for path in BUNDLED.rglob("*") if path.is_file()}
    assert set(made()) == bundled


@pytest.mark.parametrize("ending", [".csv", ".yaml", ".md", ".txt", ".html", ".jsonl"])
def test_bundled_texts_are_what_is_made_today(ending: str) -> None:
    found = [path for path in made() if path.endswith(ending)]
    assert found
    for path in found:
        assert made()[path] == (BUNDLED / path).read_bytes(), path


def test_bundled_workbooks_hold_what_is_made_today() -> None:
    compared = 0
    for path, content in made().items():
        if path.endswith(".xlsx") and content:
            assert _parts(content) == _parts((BUNDLED / path).read_bytes()), path
            compared += 1
    assert compared > 70


def _parts(content: bytes) -> dict[str, bytes]:
    """What is inside, whichever compression library wrote it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_caps_are_last_years_totals_to_the_tonne(tmp_path: Path) -> None:
    register = tmp_path / "city.yaml"
    register.write_bytes(made()["city.yaml"])
    names = names_of(read_city(register))
    quantity = {sector.id: sector.quantity for sector in sectors()}
    for sector, factor in (("steel", 100), ("magnesia", 98)):
        for year in (2023, 2024, 2025):
            path = tmp_path / f"liaohe-{sector}-{year}.yaml"
            path.write_bytes(made()[f"rulebooks/{path.name}"])
            rulebook = read_rulebook(path, dictionary=dictionary(), names=names)
            before_t = city().total(quantity[sector], months_of(year - 1), sector=sector)
            assert before_t * factor // 100 == rulebook.number("cap_t", rulebook.effective)
            assert year == rulebook.plan_year


def test_the_readme_says_fictional_and_prints_every_tuned_figure() -> None:
    readme = made()["README.md"].decode()
    assert "全部内容均为虚构" in readme
    assert "Everything in this folder is fictional" in readme
    for figure in ("| 9.6 | 9.6 |", "| 16.3 | 16.3 |", "| 25.0 | 25.0 |", "| 48.1 | 48.1 |"):
        assert figure in readme


def test_files_go_out_through_the_writer_that_was_given() -> None:
    written: dict[str, bytes] = {}
    answer = write_city(
        materials(),
        seed=BUNDLED_SEED,
        write_workbook=lambda sheets, *, dictionary, title: f"{title} {len(sheets)} {len(dictionary.fields)}".encode(),
        write=written.__setitem__,
    )
    assert set(made()) == set(written)
    assert (BUNDLED_SEED, len(made())) == (answer.seed, answer.files)
    assert sum(map(len, written.values())) == answer.size
    assert ("16.3", "16.3") == answer.tuned["steel: high-end share 2024"]


def test_the_csv_return_is_in_gb18030() -> None:
    text = made()["returns/2022-09_LH-M06.csv"].decode("gb18030")
    assert text.startswith("enterprise,period,field,unit,value,year_to_date\r\n")
    assert "LH-M06,2022-09,magnesia_sand_t,万吨," in text


def test_the_returns_are_small_enough_to_bundle() -> None:
    assert sum(path.stat().st_size for path in (BUNDLED / "returns").rglob("*.*")) < 6_000_000
