"""Two texts side by side: a place that is given has the very same characters, and words stay together or have no place."""

from hypothesis import given
from hypothesis import strategies as st

from whoseword.revised import Revised

WORDS = st.lists(
    st.sampled_from(["the", "dam", "will", "not", "hold", "Sol", "said", ".", "\n\n", "“", "”", "x²"]), max_size=60
)


@given(WORDS, WORDS, st.data())
def test_a_place_has_the_same_characters(old, new, data):
    one, other = " ".join(old), " ".join(new)
    start = data.draw(st.integers(0, len(one)))
    end = data.draw(st.integers(start, len(one)))
    found = Revised(one, other).place(start, end)
    assert found is None or other[slice(*found)] == one[start:end]


@given(WORDS)
def test_of_equal_texts_every_place_is_its_own(words):
    text = " ".join(words)
    whole = Revised(text, text)
    for start in range(0, len(text), 5):
        assert whole.place(start, len(text)) == (start, len(text))


def place(old, new, words):
    start = old.index(words)
    found = Revised(old, new).place(start, start + len(words))
    return None if found is None else new[slice(*found)]


def test_a_sentence_after_one_that_was_put_in_keeps_its_words():
    old = "One.\n\nSol said the dam will hold.\n\nRay left."
    new = "One.\n\nA paragraph that is new.\n\nSol said the dam will hold.\n\nRay left."
    assert place(old, new, "the dam will hold") == "the dam will hold"


def test_words_that_were_altered_have_no_place():
    assert place("Sol said it will not hold.", "Sol said it will hold.", "it will not hold") is None


def test_of_two_equal_sentences_the_one_at_its_old_place_is_taken():
    old = "It holds.\n\nSol spoke.\n\nIt holds."
    assert Revised(old, "New. " + old).place(len(old) - 9, len(old)) == (len(old) - 4, len(old) + 5)


def test_a_paragraph_that_moved_is_found_where_its_words_stand_once():
    old = "Sol said the dam will hold.\n\nRay left the town at noon.\n\nThe council met."
    new = "Ray left the town at noon.\n\nThe council met.\n\nSol said the dam will hold."
    assert place(old, new, "Sol said the dam will hold.") == "Sol said the dam will hold."
    assert place(old, new, "the") is None, "it stands there more than once"


def test_texts_that_are_wholly_other_do_not_take_for_ever():
    """Within a paragraph of 20,000 words against another of as many only what is equal at both ends is found."""
    old = "begin " + " ".join(f"a{n}" for n in range(20_000)) + " end"
    new = "begin " + " ".join(f"b{n}" for n in range(20_000)) + " end"
    assert place(old, new, "begin") == "begin"
    assert place(old, new, "a7 a8") is None
