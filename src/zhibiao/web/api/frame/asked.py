"""What is asked for in an address: names that are not known are refused, as in bodies."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from zhibiao.terms.period import Month


class Asked(BaseModel):
    """Of every route: the language of words that come in one language only, such as the detail of an error."""

    model_config = ConfigDict(extra="forbid")

    lang: Literal["zh", "en"] = Field("zh", description="Language of an error's detail, of names and words in files.")


class ListAsked(Asked):
    """Of every list: which page of it, and which fields. A file (.csv, .xlsx) holds every row."""

    limit: int = Field(100, ge=1, le=500, description="Most items of a page.")
    cursor: str = Field("", max_length=1000, description="`next` of the page before.")
    fields: str = Field("", max_length=1000, description="Only these fields, with commas between; all of them without.")


class Body(BaseModel):
    """Of every act: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


Whole = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
"""A whole number, written as one."""

Year = Annotated[int, Field(ge=1990, le=2100)]
StrictYear = Annotated[int, Field(strict=True, ge=1990, le=2100)]


def _month(text: str) -> str:
    if text:
        Month.parse(text)
    return text


MonthText = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2025-03"]), AfterValidator(_month)]
"""A month, 2025-03."""

MaybeMonth = Annotated[
    str, Field(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$", examples=["2025-03"]), AfterValidator(_month)
]
"""A month, or nothing."""

Day = Annotated[dt.date, Field(ge=dt.date(1990, 1, 1), le=dt.date(2100, 12, 31), examples=["2025-04-20"])]
"""A day that a book can speak of."""

Name = Annotated[str, Field(min_length=1, max_length=120)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
MaybeWords = Annotated[str, Field(max_length=2000)]
