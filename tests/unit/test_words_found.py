"""From words that a person gives to the place in the text that is meant, or to no place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword.corrections import spans_of_words
from whoseword.errors import InputError

TEXT = "The dam is safe. The dam\nwas 👩‍👩‍👧 checked. \u202eשלום עולם\u202c said the dam keeper."


def words(*given, old=()):
    return [TEXT[start:end] for start, end in spans_of_words(TEXT, given, old)]


def test_words_that_stand_once_are_found():
    assert words("was 👩‍👩‍👧 checked") == ["was 👩‍👩‍👧 checked"]
    assert words("שלום עולם") == ["שלום עולם"]


def test_any_blank_stands_for_any_other_and_a_mark_for_its_code():
    assert words("The dam was") == ["The dam\nwas"]
    assert words("  The dam\r\nwas ") == ["The dam\nwas"]
    assert words("<202E>שלום עולם<202C> said") == words("\u202eשלום עולם\u202c said") == ["\u202eשלום עולם\u202c said"]


def test_words_in_several_places_are_those_that_touch_the_old_place():
    second = TEXT.index("The dam\nwas")
    assert spans_of_words(TEXT, ["The dam"], [(second, second + 15)]) == [(second, second + 7)]


def test_unchanged_words_keep_their_place():
    second = TEXT.index("dam\nwas")
    assert spans_of_words(TEXT, ["dam"], [(second, second + 3)]) == [(second, second + 3)]


def test_words_in_several_places_are_no_place():
    with pytest.raises(InputError, match="2 places"):
        words("The dam")
    with pytest.raises(InputError, match="3 places"):
        words("dam", old=[(0, len(TEXT))])


def test_words_that_are_not_there_are_named():
    with pytest.raises(InputError, match="“the bridge” are not in the text"):
        words("the bridge")


def test_a_part_of_a_code_is_no_place():
    with pytest.raises(InputError, match="not in the text"):
        words("2E>שלום")


def test_several_are_given_in_the_order_of_the_text_and_empty_ones_are_left_out():
    assert words("checked", "", "safe") == ["safe", "checked"]


@given(st.text(min_size=1), st.data())
def test_any_words_of_any_text_are_found_at_their_place_or_told_of(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        found = spans_of_words(text, [text[start:end]], [(start, end)])
    except InputError:
        return
    assert found in ([], [(start, end)])
