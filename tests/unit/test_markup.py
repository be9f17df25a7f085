"""Marked text: cutting at borders, and nothing of the article escaping into the page or the terminal."""

import html.parser
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword import markup
from whoseword.markup import Mark

texts = st.text(st.characters(), max_size=40)
marks = st.lists(
    st.builds(Mark, st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(["content", "cue", "source"]), st.integers(1, 9)),
    max_size=8,
)


@given(texts, marks)
def test_the_pieces_joined_are_the_text_and_each_knows_its_marks(text, held):
    at = 0
    for piece in markup.cut(text, held):
        assert piece.text or not text
        for offset in range(at, at + len(piece.text)):
            assert set(piece.marks) == {m for m in held if m.start <= offset < m.end}
        at += len(piece.text)
    assert at == len(text)


def test_the_longest_mark_comes_first():
    outer, inner = Mark(0, 9, "content", 1), Mark(2, 4, "cue", 2)
    assert [piece.marks for piece in markup.cut("abcdefghi", [inner, outer])] == [(outer,), (outer, inner), (outer,)]


class Balanced(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.tags = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "li" not in self.open and "sup" not in self.open and "strong" not in self.open:
            self.text.append(data)


@given(texts, marks, texts)
def test_html_is_balanced_and_shows_the_text_and_only_our_tags(text, held, note):
    parser = Balanced()
    parser.feed(markup.html(note, text, held, [note]))
    parser.close()
    assert not parser.open
    assert parser.tags <= {"div", "strong", "span", "sup", "ol", "li"}
    shown = markup.visible(text)
    assert re.sub(r"\s", "", "".join(parser.text)) == re.sub(r"\s", "", shown)


def test_hostile_text_is_escaped_in_html():
    page = markup.html("<script>", "<img onerror=x>\u202e", [Mark(0, 15, "content", 1)], ["<b>"])
    assert not re.search(r"<(script|img|b)\b", page)
    assert "&lt;202E&gt;" in page


def test_a_statement_is_numbered_once_after_its_last_fragment():
    page = markup.html(None, "ab cd", [Mark(0, 2, "content", 1), Mark(3, 5, "content", 1)], ["Ann"])
    assert page.count("<sup>1</sup>") == 1
    assert page.index("<sup>1</sup>") > page.index("cd")


@pytest.mark.parametrize("hidden", ["\x1b", "\x9b", "\x07", "\r", "\u202e", "\u2066", "\u200f", "\u2028", "\udc80", "\x7f"])
def test_what_could_move_the_cursor_or_turn_the_line_is_shown_as_its_code(hidden):
    assert markup.visible(f"a{hidden}b") == f"a<{ord(hidden):02X}>b"


def test_ordinary_text_of_any_script_is_left_alone():
    text = "“Да”, сказал он.\n\tقال نعم 是 👩‍👩‍👧 naïve"
    assert markup.visible(text) == text
