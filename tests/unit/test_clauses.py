"""Statements that a verb with its clause makes inside what another says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.records import Attribution, Span
from whoseword.tag.clauses import read_clauses


def cut(text: str, part: str) -> tuple[Span, ...]:
    return (Span.cut(text, text.index(part), text.index(part) + len(part)),)


def found(content: str) -> list[tuple[str | None, str, str, int]]:
    """What is read in what Bo said."""
    text = f"Bo said {content}."
    held = Attribution(cut(text, "Bo"), cut(text, "said"), cut(text, content), confidence=0.9)
    return [
        (a.source[0].text if a.source else None, a.cue[0].text, a.content[0].text, a.depth) for a in read_clauses(text, [held])
    ]


@pytest.mark.parametrize(
    ("content", "want"),
    [
        ("the guild has informed the crew that the dam leaks", ("the guild", "has informed", "that the dam leaks", 1)),
        ("that one of his sons lamented that it rained", ("one of his sons", "lamented", "that it rained", 1)),
        ("the boy promised he would return", ("the boy", "promised", "he would return", 1)),
        ("the boy was ready to sail", ("the boy", "was ready", "to sail", 1)),
        ("she didn't want to go", ("she", "didn't want", "to go", 1)),
        ("that even the guild had stated as much", ("the guild", "had stated", "as much", 1)),
        ("the guild accused Rui of planning to blow up the dam", ("Rui", "planning", "to blow up the dam", 1)),
        ("the guild voiced its concern about the dam", ("the guild", "voiced", "its concern about the dam", 1)),
        ("he was told that the dam broke", (None, "was told", "that the dam broke", 1)),
        (
            "the guild denied that it rained, prompting a long search",
            ("the guild", "denied", "that it rained", 1),
        ),
    ],
)
def test_a_verb_with_its_subject_and_its_clause_is_a_statement(content: str, want: tuple[str | None, str, str, int]) -> None:
    assert found(content) == [want]


@pytest.mark.parametrize(
    "content",
    [
        "they know the way home",  # a thing known, no clause
        "the guild agreed to a meeting",  # a thing agreed to
        "the dam that the guild claims that is lost",  # a relative clause
        "it rained all day",
    ],
)
def test_a_verb_without_a_clause_of_its_own_is_none(content: str) -> None:
    assert found(content) == []


def test_what_was_found_already_is_not_found_again() -> None:
    text = "Bo said the boy promised he would return."
    held = Attribution(cut(text, "Bo"), cut(text, "said"), cut(text, "the boy promised he would return"))
    inner = Attribution(cut(text, "the boy"), cut(text, "promised"), cut(text, "he would return"), depth=1)
    assert read_clauses(text, [held, inner]) == []


def test_nothing_is_read_outside_of_what_someone_says() -> None:
    text = "The boy promised he would return. Bo said it rained."
    assert read_clauses(text, [Attribution(cut(text, "Bo"), cut(text, "said"), cut(text, "it rained"))]) == []


@given(
    st.lists(
        st.sampled_from(["the boy ", "said ", "that ", "he ", "wants to go ", "was told ", ", ", ". ", "\n", "“", "É "]),
        max_size=30,
    ).map("".join),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_any_text_is_read_and_spans_are_their_text(text: str, one: int, other: int) -> None:
    start, end = min(one, other, len(text)), min(max(one, other), len(text))
    if start < end:
        for made in read_clauses(text, [Attribution((), (), (Span.cut(text, start, end),))]):
            for span in (*made.source, *made.cue, *made.content):
                assert text[span.start : span.end] == span.text != ""


@pytest.mark.parametrize("unit", ["has not never ", "the boy ", "told a b c d ", "was told ", "that, "])
def test_a_text_made_to_backtrack_is_read_to_its_end(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert isinstance(read_clauses(text, [Attribution((), (), (Span.cut(text, 0, len(text)),))]), list)
