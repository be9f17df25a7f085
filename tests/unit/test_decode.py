"""Decoding is held against brute force: every labelling of a short article, scored one by one."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.tag.decode import decode
from whoseword.tag.encoder import OVERLAP, WINDOW, cut_windows
from whoseword.tag.links import GAPS, STEPS, gap_bucket, step_bucket

BARRIER = np.array([[0, 0, -1e4], [0, 0, 0], [0, 0, 0]], dtype=float)


def labellings(scores: np.ndarray, moves: np.ndarray) -> dict[tuple[int, ...], float]:
    """Weight of every labelling of one track; an article ends in O, as its windows did in training."""
    out = {}
    for labels in itertools.product(range(3), repeat=len(scores)):
        total = sum(scores[i, y] for i, y in enumerate(labels)) + sum(moves[a, b] for a, b in itertools.pairwise((*labels, 0)))
        out[labels] = 0.0 if labels[0] == 2 else float(np.exp(total))
    return out


def spans(labels: tuple[int, ...]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i, y in enumerate(labels):
        if y == 1:
            found.append((i, i))
        elif y == 2:
            found[-1] = (found[-1][0], i)
    return found


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_the_best_labelling_and_the_posterior_of_its_spans_are_those_of_brute_force(seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    scores, moves = chance.normal(0, 2, (size, 1, 3)), chance.normal(0, 1, (1, 3, 3)) + BARRIER
    other = chance.normal(0, 2, (9, 1, 3))  # a longer article beside it must change nothing
    weights = labellings(scores[:, 0], moves[0])
    total = sum(weights.values())
    best = max(weights, key=weights.__getitem__)
    (found,), _ = decode([scores, other], moves)
    assert [(s.first, s.last) for s in found] == spans(best)
    for s in found:
        wanted = sum(w for y, w in weights.items() if w and (s.first, s.last) in spans(y)) / total
        assert s.confidence == pytest.approx(wanted, abs=1e-6)


def test_nothing_decodes_to_nothing() -> None:
    assert decode([], np.zeros((6, 3, 3))) == []
    assert decode([np.zeros((0, 6, 3))], np.zeros((6, 3, 3))) == [[[]] * 6]


def paragraphs_of(size: int, length: int) -> npt.NDArray[np.int64]:
    return np.arange(size) // length


@given(st.integers(0, 5000), st.integers(1, 900))
def test_windows_tile_the_article_and_never_grow_too_long(size: int, length: int) -> None:
    at = 0
    for w in cut_windows(paragraphs_of(size, length)):
        assert w.first == at
        assert w.start <= w.first < w.last <= w.end <= size
        assert w.end - w.start <= WINDOW
        at = w.last
    assert at == size


@given(st.integers(1, 5000), st.integers(1, 900))
def test_windows_overlap_and_are_of_one_length(size: int, length: int) -> None:
    windows = list(cut_windows(paragraphs_of(size, length)))
    assert len({w.end - w.start for w in windows}) == 1
    assert windows[-1].end == size
    assert all(before.end - w.start >= OVERLAP for before, w in itertools.pairwise(windows))


def test_windows_change_hands_where_a_paragraph_opens() -> None:
    windows = list(cut_windows(paragraphs_of(1000, 40)))
    assert len(windows) > 2
    assert all(w.first % 40 == 0 for w in windows)


def test_no_window_is_longer_than_it_must_be() -> None:
    size = 2 * WINDOW - OVERLAP + 1  # one piece too many for two
    assert sum(w.end - w.start for w in cut_windows(paragraphs_of(size, 40))) <= size + 2 * OVERLAP + 2


@given(st.integers(0, 2000), st.integers(0, 40), st.integers(0, 2000), st.integers(0, 40))
def test_distances_fall_into_a_bucket_by_side(a: int, long: int, b: int, wide: int) -> None:
    bucket = gap_bucket((a, a + long), (b, b + wide))
    assert 0 <= bucket < GAPS
    assert (bucket >= GAPS // 2) == (b >= a)
    assert 0 <= step_bucket(a, b) < STEPS
