"""The glide path as a picture: same bytes, nothing overlaps or is cut off, words in both languages, small firms too."""

import warnings
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text as DrawnText
from matplotlib.transforms import Bbox

import zhibiao
from zhibiao.assessment.overview import AgainstLastYear, Overview
from zhibiao.assessment.pace.glide_path import GlidePath, glide_path
from zhibiao.assessment.pace.pacing import pace
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.procedures.replay_outcome import glide_path_of
from zhibiao.procedures.replay_provinces import cap_rules, replay_provinces
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Language, Text
from zhibiao.writers import canvas
from zhibiao.writers.charts import draw_compact_glide_path_png
from zhibiao.writers.glide_path import draw_glide_path, glide_path_figure
from zhibiao.writers.wording import Words
from zhibiao.writers.year_overview import draw_year_overview, year_overview_figure

TEXTS = read_catalogue(Path(zhibiao.__file__).parent / "data")
STEEL = Text("粗钢", "Crude steel")
QUANTILES = {"p05": 0.93, "p10": 0.95, "p25": 0.98, "p50": 1.02, "p75": 1.05, "p90": 1.08, "p95": 1.10}


def _profile(year: int, total_t: int, *, until: int = 12) -> YearProfile:
    days = [(m.last_day.timetuple().tm_yday) for m in months_of(year)]
    made = [total_t * day // days[-1] if 1 < m <= until else None for m, day in enumerate(days, start=1)]
    return YearProfile(year=year, made_t=tuple(made))


def _path(
    *, month: int, rate: float = 1.0, cap: float = 1.0, total_t: int = 100_000_000, known: bool = True
) -> GlidePath:
    last, this = _profile(2020, total_t), _profile(2021, int(total_t * rate))
    season = [_profile(year, total_t) for year in (2018, 2019, 2020)]
    seen = pace(this, month=month, cap_t=int(total_t * cap), last_year=last, earlier=season)
    return glide_path(
        this,
        pace=seen,
        last_year=last,
        earlier=season,
        label=Text("辽河示例钢铁集团有限公司", "Liaohe Example Iron and Steel Group"),
        product=STEEL,
        source=Text("示例数据", "example figures"),
        cap_known=known,
        year_end={name: max(seen.made_t, total_t * rate * share) for name, share in QUANTILES.items()},
        happened=_profile(2021, int(total_t * 0.97)) if rate > 1 else None,
    )


def _overview() -> Overview:
    changes = [(12, -25.0), (3, -4), (47, -0.01), (8, 0), (30, 9)]
    names = tuple(
        AgainstLastYear(
            label=Text(f"甲{number}", f"Province {number}"),
            half_t=int(5_000_000 * (1 + half / 100)),
            half_last_year_t=5_000_000,
            whole_t=int(10_000_000 * (1 + whole / 100)),
            whole_last_year_t=10_000_000,
        )
        for number, (half, whole) in enumerate(changes)
    )
    return Overview(year=2021, middle=Month(2021, 6), names=names, source=Text("示例", "example"))


def _words(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text of a figure with the box it covers."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    texts = [text for text in figure.findobj(DrawnText) if text.get_visible() and text.get_text().strip()]
    for axes in figure.axes:  # matplotlib keeps labels of ticks beyond the axis, which it does not draw
        bottom, top = sorted(axes.get_ylim())
        beyond = [tick.label1 for tick in axes.yaxis.get_major_ticks() if not bottom <= tick.get_loc() <= top]
        texts = [text for text in texts if text not in beyond]
    return [(text.get_text(), DrawnText.get_window_extent(text, renderer)) for text in texts]


def _faults(figure: Figure) -> list[tuple[str, ...]]:
    """Texts that are cut off by the sheet, and pairs that cover each other."""
    words = _words(figure)
    whole = figure.bbox
    cut = [(text,) for text, box in words if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1]
    shrunk = [(text, box.padded(-1.0)) for text, box in words]
    return cut + [(one, other) for (one, a), (other, b) in combinations(shrunk, 2) if a.overlaps(b)]


CASES = [
    {"month": 2},
    {"month": 4, "rate": 1.12},
    {"month": 6, "rate": 1.1},
    {"month": 6, "rate": 0.9},
    {"month": 6, "rate": 1.0, "cap": 0.95},
    {"month": 9, "rate": 1.4, "cap": 0.9},
    {"month": 11, "rate": 1.02, "known": False},
    {"month": 12, "rate": 0.98},
    {"month": 6, "rate": 1.05, "total_t": 400_000},
    {"month": 8, "rate": 1.05, "total_t": 1_050_000_000},
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_overlaps_or_is_cut_off(case: dict[str, float], lang: Language) -> None:
    if lang == "zh" and not canvas.chinese_font():
        pytest.skip("no Chinese font is installed here")
    with canvas.drawing():
        assert [] == _faults(glide_path_figure(_path(**case), lang=lang, texts=TEXTS))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "cap", "name", "month"),
    [
        (2021, "last-year", "Hebei", 11),  # close under the cap, far below the pace of the year before
        (2021, "last-year", "Ningxia", 9),  # beyond the cap with a wide fan
        (2022, "-5%", "Anhui", 8),  # three lines of advice, three names close together
        (2022, "-5%", "Gansu", 8),
        (2016, "last-year", "Ningxia", 3),  # near zero, over a steep spring
    ],
)
def test_nothing_overlaps_on_published_output(shared_data: Path, year: int, cap: str, name: str, month: int) -> None:
    rules = cap_rules(cap, year=year)
    assert rules is not None
    replay = replay_provinces(read_provinces(shared_data / "nbs_province_steel_monthly"), year=year, rules=rules)
    with canvas.drawing():
        path = glide_path_of(replay, name, month=month, product=STEEL)
        assert [] == _faults(glide_path_figure(path, lang="en", texts=TEXTS))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_overlaps_in_the_year_at_a_glance(lang: Language) -> None:
    if lang == "zh" and not canvas.chinese_font():
        pytest.skip("no Chinese font is installed here")
    with canvas.drawing():
        assert [] == _faults(year_overview_figure(_overview(), product=STEEL, lang=lang, texts=TEXTS))


def test_the_same_path_gives_the_same_bytes() -> None:
    one, other = (draw_glide_path(_path(month=6), lang="zh", texts=TEXTS) for _ in range(2))
    assert one == other
    first, second = (draw_year_overview(_overview(), product=STEEL, lang="zh", texts=TEXTS) for _ in range(2))
    assert first == second


def test_an_svg_keeps_its_text_and_names_the_fonts() -> None:
    svg = draw_glide_path(_path(month=6, rate=1.1), lang="zh", texts=TEXTS).decode()
    root = ET.fromstring(svg)
    words = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("日均最多" in word for word in words)
    assert "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif" in svg
    assert "dc:date" not in svg
    assert svg.count("font-family") == svg.count(canvas.FONT_STACK)


def test_a_png_is_in_the_language_asked_for_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "chinese_font", lambda: None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = draw_compact_glide_path_png(_path(month=6), Words(TEXTS, "zh"))
        draw_glide_path(_path(month=6), lang="zh", texts=TEXTS)
    assert ("en", ["chart.no_chinese_font"]) == (picture.lang, [finding.code for finding in picture.findings])
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"month": 6, "rate": 1.1}, "would pass the cap"),
        ({"month": 6, "rate": 0.9}, "fall short of last year"),
        ({"month": 10, "rate": 1.4}, "passed the cap"),
        ({"month": 12, "rate": 1.1}, "ended 2021 above the cap"),
        ({"month": 12, "rate": 0.9}, "ended 2021 below the cap"),
        ({"month": 6, "rate": 1 / 1.02}, "on its path"),
        ({"month": 6, "rate": 1.1, "known": False}, "last year's level"),
        # A cap of a tenth less: the year below last year is what was decided.
        ({"month": 6, "rate": 0.86, "cap": 0.9}, "would stay below the cap"),
    ],
)
def test_the_title_states_the_finding(case: dict[str, float], words: str) -> None:
    with canvas.drawing():
        figure = glide_path_figure(_path(**case), lang="en", texts=TEXTS)  # type: ignore[arg-type]
    assert words in figure.texts[0].get_text().replace("\n", " ")


def test_the_required_rate_is_the_pace_s_own() -> None:
    path = _path(month=6, rate=1.1, total_t=36_500_000)
    required = path.pace.required_t_per_day
    assert required is not None
    with canvas.drawing():
        figure = glide_path_figure(path, lang="zh", texts=TEXTS)
        texts = " ".join(text for text, _ in _words(figure))
    assert f"{float(required / 10_000):.2f}万吨" in texts


def test_labels_are_moved_apart_no_further_than_needed() -> None:
    assert [0.5, 1.5, 5.0] == canvas.spread([1.0, 1.0, 5.0], gap=1.0, low=0.0, high=10.0)
    assert [9.0, 8.0, 10.0] == canvas.spread([9.9, 9.8, 10.0], gap=1.0, low=0.0, high=10.0)
    assert [0.0, 1.0] == canvas.spread([-3.0, -3.0], gap=1.0, low=0.0, high=10.0)


def test_required_rate_of_a_spent_quota_is_not_printed() -> None:
    path = _path(month=9, rate=1.4, cap=0.9)
    assert path.pace.required_t_per_day is not None
    assert path.pace.required_t_per_day < Fraction(0)
    with canvas.drawing():
        texts = " ".join(text for text, _ in _words(glide_path_figure(path, lang="en", texts=TEXTS)))
    assert "The quota is spent" in texts
    assert "at most" not in texts


@pytest.mark.parametrize(
    ("rate", "cap", "said", "level"),
    [(1.1, 1.0, "less", False), (0.9, 1.0, "more", False), (1.0, 0.95, "less", False), (0.9, 1.05, "more", True)],
)
def test_advice_agrees_with_the_forecast_and_names_last_year_s_level_only_under_the_cap(
    rate: float, cap: float, said: str, level: bool
) -> None:
    path = _path(month=3, rate=rate, cap=cap)
    # A slow winter: the last months alone would leave the whole spring free.
    path = replace(path, pace=replace(path.pace, run_t_per_day=Fraction(1)))
    with canvas.drawing():
        texts = " ".join(text for text, _ in _words(glide_path_figure(path, lang="en", texts=TEXTS)))
    assert f"% {said}" in texts
    assert level == ("last year's level needs" in texts)
