"""The register: invented names and codes, right check digits, and a text that reads back."""

from pathlib import Path

from city_sample import city, specification
from zhibiao.readers.city_yaml import read_city
from zhibiao.simulation.register import credit_code_of, register_yaml
from zhibiao.terms.credit_code import has_right_check
from zhibiao.terms.period import Month

REAL_NAMES = ("鞍钢", "本钢", "凌钢", "宝得", "后英", "西洋", "宝武", "河钢", "沙钢", "抚顺", "营口", "海城", "大石桥")


def test_every_code_is_in_the_unassigned_division_with_right_check_digits() -> None:
    for enterprise in city().register:
        assert "91219900" == enterprise.credit_code[:8]
        assert has_right_check(enterprise.credit_code), enterprise.id


def test_the_check_digit_of_the_body_follows_its_own_standard() -> None:
    # LHM00001: L=21 H=17 M=22, then 0 0 0 0 1; 21*3 + 17*7 + 22*9 + 1*2 = 382, 382 mod 11 = 8, 11 - 8 = 3.
    assert "LHM000013" == credit_code_of("LH-M01", area_code="219900")[8:17]


def test_names_are_nobodys() -> None:
    names = [enterprise.name for enterprise in city().register]
    assert len(names) == len({name.zh for name in names}) == len({name.en for name in names})
    for name in names:
        assert name.zh.startswith("辽河")
        assert name.en.endswith("(fictional)")
        assert not any(real in name.zh for real in REAL_NAMES)


def test_the_text_reads_back_to_the_same_register(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(register_yaml(city().register), encoding="utf-8")
    assert city().register == read_city(path)


def test_the_city_has_the_firms_that_it_is_described_with() -> None:
    register = city().register
    assert [12, 10, 4, 4, 4] == [
        len(register.of_sector(name)) for name in ("steel", "magnesia", "mine", "scrap", "deep")
    ]
    routes = [enterprise.route for enterprise in register.of_sector("steel")]
    assert {"bf-bof": 7, "eaf": 3, "rerolling": 2} == {route: routes.count(route) for route in set(routes)}
    month = Month(2024, 1)
    giant = sum(register[name].capacity_t("crude_steel_t", month) for name in ("LH-S01", "LH-S02"))
    whole = sum(enterprise.capacity_t("crude_steel_t", month) for enterprise in register)
    assert 0.55 <= giant / whole <= 0.60
    assert register["LH-S01"].group == register["LH-S02"].group


def test_kilns_are_sealed_over_the_years() -> None:
    register = city().register
    capacity = [
        sum(firm.capacity_t("magnesia_sand_t", Month(year, 12)) for firm in register) for year in (2022, 2023, 2024)
    ]
    assert sorted(capacity, reverse=True) == capacity
    assert 3 == len(set(capacity))
    assert specification().id == register.id
