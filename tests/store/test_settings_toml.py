"""Settings as TOML: read(write(x)) == x, and every mistake named with its place."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.errors import InputRefused
from zhibiao.store.settings_toml import read_settings, settings_text
from zhibiao.terms.authority import BookSettings, Person, Role

GOOD: dict[str, Any] = {
    "city": "liaohe",
    "language": "zh",
    "people": [{"id": "wang", "name": "王", "roles": ["analyst"]}, {"id": "li", "name": "李", "roles": ["approver"]}],
}

words = st.text(min_size=1).filter(str.strip)
people = st.lists(
    st.builds(Person, id=words, name=words, roles=st.lists(st.sampled_from(Role), min_size=1, unique=True).map(tuple)),
    unique_by=lambda person: person.id,
    max_size=4,
).map(tuple)


urls = st.just("") | words.map(lambda text: f"postgresql://{text}")


@given(st.builds(BookSettings, city=words, language=st.sampled_from(["zh", "en"]), people=people, store_url=urls))
def test_read_write(settings: BookSettings) -> None:
    assert settings == read_settings(tomllib.loads(settings_text(settings)), file="zhibiao.toml")


def test_person_by_id() -> None:
    settings = read_settings(GOOD, file="zhibiao.toml")
    assert "李" == settings.person("li").name
    with pytest.raises(KeyError):
        settings.person("nobody")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"city": ""}, [("settings.bad_value", "city")]),
        ({"city": 5}, [("settings.bad_value", "city")]),
        ({"language": "fr"}, [("settings.bad_value", "language")]),
        ({"langauge": "zh"}, [("settings.unknown_key", "langauge")]),
        ({"store": "postgresql://h/d"}, [("settings.bad_value", "store.url")]),
        ({"store": {}}, [("settings.bad_value", "store.url")]),
        ({"store": {"url": "mysql://h/d"}}, [("settings.bad_value", "store.url")]),
        ({"store": {"url": "postgresql://h/d", "uri": ""}}, [("settings.unknown_key", "store.uri")]),
        ({"people": "wang"}, [("settings.bad_value", "people")]),
        ({"people": ["wang"]}, [("settings.bad_value", "people[1]")]),
        ({"people": [{"id": "a", "name": "b"}]}, [("settings.bad_value", "people[1].roles")]),
        ({"people": [{"id": "a", "name": "b", "roles": []}]}, [("settings.bad_value", "people[1].roles")]),
        ({"people": [{"id": "a", "name": "b", "roles": ["king"]}]}, [("settings.bad_value", "people[1].roles")]),
        ({"people": [{"id": "a", "name": "b", "roles": [["analyst"]]}]}, [("settings.bad_value", "people[1].roles")]),
        (
            {"people": [{"name": "b", "roles": ["analyst"], "rank": 1}]},
            [("settings.unknown_key", "people[1].rank"), ("settings.missing", "people[1].id")],
        ),
        ({"people": [GOOD["people"][0], GOOD["people"][0]]}, [("settings.person_twice", "people")]),
        ({"city": " ", "language": ""}, [("settings.bad_value", "city"), ("settings.bad_value", "language")]),
    ],
)
def test_mistakes_are_named_all_at_once(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(InputRefused, match=r"settings\.refused") as refused:
        read_settings(GOOD | change, file="zhibiao.toml")
    assert expected == [(one.code, one.place.field) for one in refused.value.findings]
    assert {"zhibiao.toml"} == {one.place.file for one in refused.value.findings}


def test_missing_keys() -> None:
    with pytest.raises(InputRefused) as refused:
        read_settings({}, file="zhibiao.toml")
    assert ["city", "language"] == [one.place.field for one in refused.value.findings]
