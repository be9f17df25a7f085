"""Quotation marks: which characters stand inside, for every style that newspapers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.quotes import find_quotations

MARKS = "\"“”„«»‘’'`\n "


def inside(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        'He said "we agree" today.',
        "He said “we agree” today.",
        "He said „we agree“ today.",
        "He said «we agree» today.",
        "He said »we agree« today.",
        "He said ``we agree'' today.",
        "He said ‘we agree’ today.",
        "He said 'we agree' today.",
        'He said “we agree" today.',
        'He said "we agree” today.',
    ],
)
def test_every_style_of_marks_is_read(text: str) -> None:
    assert inside(text) == ["we agree"]


def test_two_quotations_in_a_sentence_stay_two() -> None:
    assert inside('"We agree," he said, "but not today."') == ["We agree,", "but not today."]


def test_an_apostrophe_opens_nothing() -> None:
    assert inside("It's the voters’ choice, isn't it, in the '90s?") == []


def test_single_marks_inside_double_ones_do_not_split_them() -> None:
    assert inside("“They said ‘never’ to us,” he said.") == ["They said ‘never’ to us,"]


def test_an_unclosed_quotation_runs_to_the_end_of_its_paragraph() -> None:
    text = "“We agree. We will sign."
    (found,) = find_quotations(text, 0, len(text))
    assert (text[found.start : found.end], found.is_closed) == ("We agree. We will sign.", False)


@given(st.text(alphabet=st.sampled_from(list("ab .,") + list(MARKS)), max_size=60))
def test_any_mix_of_marks_gives_ordered_quotations_within_the_text(text: str) -> None:
    last = 0
    for q in find_quotations(text, 0, len(text)):
        assert last <= q.opened < q.start <= q.end <= q.closed <= len(text)
        last = q.closed
