"""Finding time expressions: one family of rules a test, and what holds for any text at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.when import find_dates, interval

WEDNESDAY = "2016-09-21"


def read(text, published=WEDNESDAY):
    return [(d.text, d.type, d.value) for d in find_dates(text, published)]


def only(text, published=WEDNESDAY):
    """The one expression of a text, as type and value."""
    found = find_dates(text, published)
    assert len(found) == 1, found
    return found[0].type, found[0].value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 12 January 2025 in Oslo", "2025-01-12"),
        ("on January 12, 2025, in Oslo", "2025-01-12"),
        ("on Jan. 12, 2025", "2025-01-12"),
        ("on the 3rd of March 2014", "2014-03-03"),
        ("on Tuesday, March eighth", "2016-03-08"),
        ("dated 2025-01-12", "2025-01-12"),
        ("on 1/20/2017", "2017-01-20"),
        ("in December 2024", "2024-12"),
        ("in 2024", "2024"),
        ("in nineteen ninety-six", "1996"),
        ("in the 1980s", "198"),
        ("in the '90s", "199"),
        ("in the 20th century", "19"),
        ("in the third quarter of 1998", "1998-Q3"),
        ("in the first half of 2015", "2015-H1"),
        ("in the winter of 1994", "1994-WI"),
        ("the 9/11 attacks", "2001-09-11"),
    ],
)
def test_an_absolute_date_is_its_iso_value(text, value):
    assert only(text) == ("DATE", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned today.", "2016-09-21"),
        ("He resigned yesterday.", "2016-09-20"),
        ("He leaves tomorrow.", "2016-09-22"),
        ("He resigned last week.", "2016-W37"),
        ("He resigned this month.", "2016-09"),
        ("He resigned last year.", "2015"),
        ("He leaves next month.", "2016-10"),
        ("He resigned two weeks ago.", "2016-W36"),
        ("He resigned ten days ago.", "2016-09-11"),
        ("He resigned five years ago.", "2011"),
        ("He resigned over the weekend.", "2016-W37-WE"),
        ("He resigned last fall.", "2015-FA"),
        ("He resigned last December.", "2015-12"),
        ("He resigned on Thanksgiving.", "2015-11-26"),
    ],
)
def test_a_relative_date_counts_from_publication(text, value):
    assert only(text) == ("DATE", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She spoke on Wednesday.", "2016-09-21"),
        ("She spoke on Thursday.", "2016-09-15"),
        ("The vote will be held Friday.", "2016-09-23"),
        ("The council is scheduled to meet on Monday.", "2016-09-26"),
        ("She met him last Wednesday.", "2016-09-14"),
        ("She comes next Wednesday.", "2016-09-28"),
        ("Friday's ruling was a blow.", "2016-09-16"),
    ],
)
def test_the_tense_of_the_sentence_says_which_weekday(text, value):
    assert only(text) == ("DATE", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("They met in June.", "2016-06"), ("They met in November.", "2015-11"), ("They will meet in March.", "2017-03")],
)
def test_the_tense_of_the_sentence_says_which_month(text, value):
    assert only(text) == ("DATE", value)


@pytest.mark.parametrize(("text", "value"), [("He died Jan. 14.", "2017-01-14"), ("He died Dec. 30.", "2016-12-30")])
def test_a_day_without_a_year_is_the_nearest(text, value):
    assert only(text, "2017-01-06") == ("DATE", value)


def test_a_far_day_in_a_sentence_about_the_past_is_that_of_last_year():
    assert only("He died Nov. 30.", "2016-09-21") == ("DATE", "2015-11-30")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("at 10:35 a.m. he left", "2016-09-21T10:35"),
        ("at 7 p.m. EDT Thursday he left", "2016-09-15T19:00"),
        ("at noon Saturday he left", "2016-09-17T12:00"),
        ("at midnight he left", "2016-09-21T24:00"),
        ("He left last night.", "2016-09-20TNI"),
        ("He left this morning.", "2016-09-21TMO"),
        ("He left Friday evening.", "2016-09-16TEV"),
        ("He left on Tuesday afternoon.", "2016-09-20TAF"),
    ],
)
def test_a_time_of_day_stands_behind_its_day(text, value):
    assert only(text) == ("TIME", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for two days", "P2D"),
        ("for 18 months", "P18M"),
        ("for five hours", "PT5H"),
        ("for 2 1/2 years", "P2Y6M"),
        ("for a decade", "P10Y"),
        ("for several years", "PXY"),
        ("for weeks", "PXW"),
        ("a three-year plan", "P3Y"),
        ("the past two months", "P2M"),
        ("the first nine months", "P9M"),
        ("in recent weeks", "PXW"),
        ("more than two thousand years", "P2000Y"),
    ],
)
def test_a_length_of_time_is_a_duration(text, value):
    assert only(text) == ("DURATION", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("every day", "P1D"),
        ("each Thursday", "XXXX-WXX-4"),
        ("each July", "XXXX-07"),
        ("every other week", "P2W"),
        ("paid monthly", "P1M"),
        ("on Tuesday nights", "XXXX-WXX-2TNI"),
    ],
)
def test_what_comes_again_is_a_set(text, value):
    assert only(text) == ("SET", value)


@pytest.mark.parametrize(
    ("text", "value"), [("until now", "PRESENT_REF"), ("recently", "PAST_REF"), ("in the near future", "FUTURE_REF")]
)
def test_a_vague_time_is_a_reference(text, value):
    assert only(text) == ("DATE", value)


@pytest.mark.parametrize(
    ("text", "phrase", "mod"),
    [
        ("peace talks in early 2022 failed", "early 2022", "START"),
        ("in late November 2014", "late November 2014", "END"),
        ("in mid-2014", "mid-2014", "MID"),
        ("by the end of 2014", "the end of 2014", "END"),
        ("for more than two years", "more than two years", "MORE_THAN"),
        ("for at least 30 days", "at least 30 days", "EQUAL_OR_MORE"),
        ("for no more than sixty days", "no more than sixty days", "EQUAL_OR_LESS"),
        ("for about two years", "about two years", "APPROX"),
    ],
)
def test_a_modifier_belongs_to_the_phrase(text, phrase, mod):
    (found,) = find_dates(text, WEDNESDAY)
    assert (found.text, found.mod) == (phrase, mod)


@pytest.mark.parametrize(
    "text",
    [
        "March on, he may say, and sun will follow.",
        "It cost $1990 and 2,014 people came.",
        "a 34-year-old man",
        "The index closed at 2014 points.",
        "He spoke to USA TODAY about it.",
        'She appeared on ABC\'s "This Week" with him.',
        "On June 31, it will happen.",
        "He had a second chance at it.",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text):
    assert read(text) == []


def test_that_day_is_the_day_the_text_spoke_of_last():
    assert [value for _, _, value in read("He died on May 3, 2014. Later that day, the town mourned.")] == [
        "2014-05-03",
        "2014-05-03",
    ]


def test_a_year_earlier_in_a_report_on_a_quarter_is_that_quarter():
    assert [value for _, _, value in read("Third-quarter net rose from $2 million a year earlier.")] == ["2016-Q3", "2015-Q3"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He spoke on Tuesday.", "XXXX-WXX-2"),
        ("He spoke on 12 January.", "XXXX-01-12"),
        ("He spoke in December.", "XXXX-12"),
        ("He spoke yesterday.", "XXXX-XX-XX"),
        ("He spoke last week.", "XXXX-WXX"),
        ("He spoke last year.", "XXXX"),
        ("He spoke two years ago.", "XXXX"),
        ("He spoke in the third quarter.", "XXXX-Q3"),
        ("He spoke last summer.", "XXXX-SU"),
    ],
)
@pytest.mark.parametrize("published", [None, "2016", "2016-13-41", "soon"])
def test_without_a_day_of_publication_a_relative_date_stays_underspecified(text, value, published):
    assert only(text, published) == ("DATE", value)


def test_a_time_of_publication_counts_as_its_day():
    assert only("He spoke yesterday.", "2016-09-21T08:00:00+02:00") == ("DATE", "2016-09-20")


WORDS = st.sampled_from(
    [
        "On",
        "the",
        "last",
        "this",
        "next",
        "of",
        "and",
        "Friday",
        "Sunday",
        "January",
        "May",
        "March",
        "12",
        "3rd",
        "2014",
        "1990s",
        "'80s",
        "early",
        "late",
        "end",
        "quarter",
        "third",
        "year",
        "week",
        "month",
        "ago",
        "two",
        "several",
        "a",
        "an",
        "past",
        "every",
        "each",
        "day",
        "night",
        "morning",
        "5",
        "p.m.",
        "noon",
        "EST",
        "Thursday,",
        "today",
        "yesterday",
        "now",
        "future",
        "weekend",
        "summer",
        "fall",
        "31",
        "31st",
        "half",
        "century",
        "twenty-one",
        "hundred",
        "thousand",
        "June",
        ".",
        ",",
        "-",
        "'",
        "\n",
        "’",
        "\xa0",
        "at",
        "about",
        "more",
        "than",
        "fiscal",
        "before",
        "later",
        "that",
        "same",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join))
DAYS = st.one_of(st.none(), st.dates().map(str), st.text(max_size=12))


@settings(max_examples=400, deadline=None)
@given(TEXTS, DAYS)
def test_any_text_gives_spans_that_hold_in_order_and_apart(text, published):
    at = 0
    for found in find_dates(text, published):
        assert at <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        at = found.end


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Friday", "last week", "12 January", "yesterday", "last month", "in May", "two years ago", "last fall"]
        ),
        max_size=8,
    )
)
def test_without_a_day_of_publication_no_value_pretends_to_know(phrases):
    for found in find_dates("He spoke " + ", ".join(phrases), None):
        assert interval(found.value) is None


@pytest.mark.parametrize(
    "unit", ["1 ", "a hundred ", "twenty-one ", "Friday ", "May 1, ", " ", "\n", "the past few ", "a.", "5 p.m. EST ", "'"]
)
def test_reading_takes_time_that_grows_with_the_text(unit):
    """Ten times the text may take some thirty times as long on a busy machine, once of three times, but never the hundred of a square."""

    def seconds(size):
        text = (unit * (size // len(unit) + 1))[:size]
        begin = time.process_time()
        find_dates(text, WEDNESDAY)
        return time.process_time() - begin

    seconds(1_000)
    assert any(seconds(60_000) < 30 * max(seconds(6_000), 0.01) for _ in range(3))
