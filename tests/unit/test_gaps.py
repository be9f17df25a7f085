"""The second look: sources and contents that the first passed over, asked for only where one is wanted."""

import numpy as np
import pytest

from whoseword.tag.decode import PieceSpan
from whoseword.tag.gaps import SURE_CUE, Found, link_twice
from whoseword.tag.links import GAPS, STEPS, Linker, Pointer
from whoseword.tag.pieces import Pieces

SIZE = 40


def span(first: int, last: int, confidence: float = 0.9) -> PieceSpan:
    return PieceSpan(first, last, confidence)


def linker(*, none: float = 0.0) -> Linker:
    """Any cue takes any source and any content any cue of its paragraph: each pair scores 4, none as given."""
    pointer = Pointer(np.zeros(GAPS), np.zeros(STEPS), none, 1.0)
    starts = np.arange(SIZE) * 2
    pieces = Pieces(
        np.zeros(SIZE, dtype=np.int64), starts, starts + 1, np.zeros((SIZE, 3), dtype=np.int64), np.zeros(SIZE, dtype=np.int64)
    )
    return Linker(np.ones((SIZE, 4, 4)), pieces, (pointer, pointer))


def test_a_source_only_just_passed_over_goes_to_the_cue_that_has_none() -> None:
    found = Found([], [span(2, 2)], [span(3, 9)], [span(0, 1, 0.4)], [span(3, 9)])
    (attribution,) = link_twice(found, linker())
    assert attribution.source == (span(0, 1, 0.4),)


def test_a_source_that_was_found_stays() -> None:
    found = Found([span(0, 1)], [span(2, 2)], [span(3, 9)], [span(0, 1), span(11, 12)], [span(3, 9)])
    (attribution,) = link_twice(found, linker())
    assert attribution.source == (span(0, 1),)


def test_an_eager_source_inside_the_content_is_not_taken() -> None:
    found = Found([], [span(2, 2)], [span(3, 9)], [span(5, 6)], [span(3, 9)])
    (attribution,) = link_twice(found, linker())
    assert attribution.source == ()


@pytest.mark.parametrize(("confidence", "count"), [(SURE_CUE, 1), (SURE_CUE - 0.1, 0)])
def test_only_a_sure_cue_without_content_is_given_one(confidence: float, count: int) -> None:
    found = Found([span(0, 1)], [span(2, 2, confidence)], [], [span(0, 1)], [span(3, 9, 0.3)])
    given = link_twice(found, linker())
    assert [a.content for a in given] == [(span(3, 9, 0.3),)] * count


def test_an_eager_content_that_touches_what_is_taken_is_no_candidate() -> None:
    found = Found([], [span(2, 2), span(20, 20)], [span(3, 9)], [], [span(3, 9), span(8, 12), span(19, 22)])
    # The sure second cue is free, but every eager content lies over the first statement or over the cue itself.
    assert [a.cue for a in link_twice(found, linker()) if a.content != (span(3, 9),)] == []


def test_a_content_over_its_own_cue_is_cut_in_two() -> None:
    found = Found([span(0, 0)], [span(5, 6)], [span(3, 9)], [], [])
    (attribution,) = link_twice(found, linker())
    assert [(s.first, s.last) for s in attribution.content] == [(3, 4), (7, 9)]


def test_a_content_that_is_all_cue_is_left_as_it_is() -> None:
    found = Found([span(0, 0)], [span(3, 9)], [span(3, 9)], [], [])
    (attribution,) = link_twice(found, linker())
    assert attribution.content == (span(3, 9),)


def test_attributions_come_in_the_order_of_their_cues() -> None:
    found = Found([], [span(2, 2), span(12, 12)], [span(13, 19)], [], [span(3, 9), span(13, 19)])
    given = link_twice(found, linker())
    assert [a.cue[0].first for a in given] == [2, 12]
