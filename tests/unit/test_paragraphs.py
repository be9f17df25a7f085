"""What the encoder reads: paragraphs of a length that newspapers print, front matter far from all else."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from whoseword.records import Block
from whoseword.tag.paragraphs import LONGEST, cut_paragraphs

SENTENCE = "The river fell by a hand’s breadth on Monday, said the minister. "


def test_paragraphs_follow_each_other_and_front_matter_stands_apart() -> None:
    text = "Title\nBody one.\nBody two.\nCaption\nBody three."
    kinds = ("title", "paragraph", "paragraph", "caption", "paragraph")
    starts = [0, 6, 16, 26, 34]
    blocks = [Block(kind, a, b - 1) for kind, a, b in zip(kinds, starts, [*starts[1:], len(text) + 1], strict=True)]  # type: ignore[arg-type]
    _, places = cut_paragraphs(text, blocks)
    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert gaps[1] == 1
    assert min(gaps[0], gaps[2], gaps[3]) >= 10


def test_furniture_is_not_read() -> None:
    assert cut_paragraphs("Share", [Block("furniture", 0, 5)]) == ([], [])


def test_a_text_without_line_breaks_is_cut_at_ends_of_sentences() -> None:
    text = SENTENCE * 60
    spans, places = cut_paragraphs(text, [Block("paragraph", 0, len(text) - 1)])
    assert len(spans) > 3
    assert all(text[end - 1] == "." and end - start < LONGEST for start, end in spans)
    assert places == sorted(set(places))


def test_no_quotation_is_cut() -> None:
    text = SENTENCE * 12 + "“" + "We wait. We hope. " * 60 + "We go.” " + SENTENCE * 12
    spans, _ = cut_paragraphs(text, [Block("paragraph", 0, len(text) - 1)])
    opened, closed = text.index("“"), text.index("”")
    assert any(start <= opened and closed < end for start, end in spans)


@given(st.text(alphabet="aB. “”\"!'", max_size=60), st.integers(1, 80))
def test_the_parts_lie_in_order_within_the_block(piece: str, times: int) -> None:
    text = piece * times
    spans, places = cut_paragraphs(text, [Block("paragraph", 0, len(text))])
    assert len(spans) == len(places)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert not spans or (spans[0][0] == 0 and spans[-1][1] == len(text))
