"""Two wordings side by side: every word of both is shown once, verbatim, and house style is no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.compare import differences
from whoseword.compare._wording import wording

TEXTS = st.lists(
    st.sampled_from(
        ["we", "We", "won't", "will", "not", "never", "three", "3", "twenty five", "per cent", "%", "U.S.", "treaty", "[the council]",
         "…", ",", ".", "“river”", "Liske", "Berg’s", "cannot", "cancelled", "é", "—"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


def shown(first, second):
    return [
        (run.change, first[slice(*run.first)] if run.first else None, second[slice(*run.second)] if run.second else None)
        for run in differences(first, second)
    ]


def places(text):
    return sorted({(word.start, word.end) for word in wording(text)})


@given(TEXTS, TEXTS, st.integers(1, 3))
def test_runs_hold_every_word_of_both_sides_once(first, second, least):
    """What lies within the runs of one side is all its words, and no two runs of a side overlap."""
    runs = differences(first, second, least=least)
    for text, sides in ((first, [r.first for r in runs if r.first]), (second, [r.second for r in runs if r.second])):
        covered = [place for start, end in sorted(sides) for place in places(text) if start <= place[0] and place[1] <= end]
        assert covered == places(text)
        assert all(one[1] <= other[0] for one, other in zip(sorted(sides), sorted(sides)[1:], strict=False))


@given(TEXTS, TEXTS)
def test_the_first_side_is_in_order(first, second):
    starts = [run.first[0] for run in differences(first, second) if run.first]
    assert starts == sorted(starts)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {run.change for run in differences(text, text)} <= {"equal"}


@given(TEXTS, TEXTS)
def test_what_is_equal_or_moved_has_the_same_words(first, second):
    for change, one, other in shown(first, second):
        if change in {"equal", "moved"}:
            assert [w.norm for w in wording(one)] == [w.norm for w in wording(other)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We will not favour it", "we won't favor it!"),
        ("Twenty-five of 2 million", "25 of two million"),
        ("3 per cent of the U.S.", "Three percent of the United States"),
        ("It's organised, he cannot", "it is organized – he can not"),
        ("the first of 1,200", "the 1st of 1200"),
    ],
)
def test_house_style_is_no_difference(first, second):
    assert {run.change for run in differences(first, second)} == {"equal"}


def test_each_kind_of_change():
    assert shown("We will not sign it", "We will sign it now") == [
        ("equal", "We will", "We will"), ("cut", "not", None), ("equal", "sign it", "sign it"), ("added", None, "now"),
    ]  # fmt: skip
    assert shown("open three gates", "open four gates")[1] == ("changed", "three", "four")


def test_a_contraction_is_never_parted():
    assert shown("We will sign", "We won't sign")[1] == ("changed", "will", "won't")


def test_what_changed_its_place_moved():
    changed = shown("After the snow melts, we will open the gates", "We will open the gates after the snow melts")
    assert ("moved", "After the snow melts", "after the snow melts") in changed
    assert {change for change, *_ in changed} == {"equal", "moved"}
