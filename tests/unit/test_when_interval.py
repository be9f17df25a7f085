"""Intervals of values, and the calendar beneath them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.when import interval, precision
from whoseword.when._calendar import easter, shift, week


@pytest.mark.parametrize(
    ("value", "exact", "first", "last"),
    [
        ("2025-01-20", "day", "2025-01-20", "2025-01-20"),
        ("2025-01-20T14:30", "time", "2025-01-20", "2025-01-20"),
        ("2025-01-20TNI", "time", "2025-01-20", "2025-01-20"),
        ("2016-W38", "week", "2016-09-19", "2016-09-25"),
        ("2016-W38-WE", "weekend", "2016-09-24", "2016-09-25"),
        ("2016-W38-3", "day", "2016-09-21", "2016-09-21"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("1998-Q4", "quarter", "1998-10-01", "1998-12-31"),
        ("1998-H2", "half", "1998-07-01", "1998-12-31"),
        ("1998-SU", "season", "1998-06-01", "1998-08-31"),
        ("1998-WI", "season", "1998-12-01", "1999-02-28"),
        ("2024", "year", "2024-01-01", "2024-12-31"),
        ("198", "decade", "1980-01-01", "1989-12-31"),
        ("198X", "decade", "1980-01-01", "1989-12-31"),
        ("19", "century", "1900-01-01", "1999-12-31"),
    ],
)
def test_a_value_covers_its_first_to_its_last_day(value, exact, first, last):
    assert interval(value) == (date.fromisoformat(first), date.fromisoformat(last))
    assert precision(value) == exact


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2025-02-30",
        "2025-13",
        "2021-W53",
        "P1D",
        "PRESENT_REF",
        "XXXX-WXX-2",
        "XXXX",
        "0000",
        "20250",
        "2025-W38-8",
        "٢٠٢٥",
    ],
)
def test_what_is_no_interval_of_the_calendar_is_none(value):
    assert interval(value) is None
    assert precision(value) is None


@given(st.dates())
def test_a_day_lies_in_its_week_month_and_year(day):
    for value in (week(day), day.isoformat()[:7], day.isoformat()[:4]):
        ends = interval(value)
        # the last week of the year 9999 ends in the year 10,000, which the calendar does not have
        assert ends is None if value == "9999-W52" else ends[0] <= day <= ends[1]


@given(st.text(max_size=20))
def test_any_text_is_an_interval_or_none(value):
    ends = interval(value)
    assert ends is None or ends[0] <= ends[1]


@given(
    st.dates(),
    st.integers(-20000, 20000),
    st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]),
)
def test_a_shifted_value_is_an_interval_or_outside_of_the_calendar(day, count, unit):
    value = shift(day, count, unit)
    assert value is None or interval(value) is not None or value[:4] in ("9999", "0000", "000", "00")


@pytest.mark.parametrize(("year", "day"), [(1998, "04-12"), (2000, "04-23"), (2016, "03-27"), (2025, "04-20")])
def test_easter_falls_where_the_church_says(year, day):
    assert easter(year).isoformat() == f"{year}-{day}"
