"""The chain of statements: what it computes is what counting all readings of an article would give."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ModelError
from whoseword.records import TimeExpression
from whoseword.when._chain import MOVES, Reading, Step, Weights, checksum, likeliest, shipped_weights, unpack

DAYS = ("2020-05-04", "2020-05-05", "2020-05")
CLUES = ("near", "far", "same voice")


def found(value):
    return TimeExpression(0, 1, "x", "DATE", value)


def readings(dated):
    return tuple(Reading(value, None if value is None else found(value), clues) for value, clues in dated)


clues = st.frozensets(st.sampled_from(CLUES))
numbers = st.floats(-4, 4)
undecided = st.dictionaries(st.sampled_from(DAYS), clues, max_size=3).map(
    lambda held: readings([(None, frozenset()), *held.items()])
)
decided = st.sampled_from(DAYS).map(lambda value: readings([(value, frozenset())]))
steps = st.lists(st.builds(Step, undecided | decided, clues), min_size=1, max_size=4)
weights = st.builds(
    Weights,
    st.fixed_dictionaries(dict.fromkeys(CLUES, numbers)),
    st.fixed_dictionaries({move: st.fixed_dictionaries(dict.fromkeys(CLUES, numbers)) for move in MOVES}),
    st.just(0.7),
)


def move(before, here):
    if before is None:
        return "stays undated" if here is None else "starts"
    return "stops" if here is None else "goes on" if before == here else "changes"


def by_counting(chain, weighing):
    """For each statement and value its share in all readings of the chain."""
    shares = [{} for _ in chain]
    whole = 0.0
    for path in itertools.product(*(step.readings for step in chain)):
        score = sum(weighing.dates[clue] for reading in path for clue in reading.clues)
        for (before, here), step in zip(itertools.pairwise(path), chain[1:], strict=True):
            score += sum(weighing.moves[move(before.value, here.value)][clue] for clue in step.link)
        whole += math.exp(score)
        for share, reading in zip(shares, path, strict=True):
            share[reading.value] = share.get(reading.value, 0.0) + math.exp(score)
    return [{value: amount / whole for value, amount in share.items()} for share in shares]


@settings(deadline=None)
@given(steps, weights)
def test_how_likely_a_date_is_is_its_share_in_all_readings_of_the_article(chain, weighing):
    for best, shares in zip(likeliest(chain, weighing), by_counting(chain, weighing), strict=True):
        dated = {value: share for value, share in shares.items() if value is not None}
        if best is None:
            assert not dated
        else:
            reading, chance = best
            assert chance == pytest.approx(max(dated.values()))
            assert dated[reading.value] == pytest.approx(chance)


def test_a_date_of_its_own_sentence_is_certain():
    step = Step(readings([("2020-05-04", frozenset())]), frozenset())
    ((reading, chance),) = likeliest([step], shipped_weights())
    assert (reading.value, chance) == ("2020-05-04", 1.0)


def test_no_statements_have_no_dates():
    assert likeliest([], shipped_weights()) == []


def test_weights_of_another_checksum_are_not_used():
    dates, moves = {"near": 1.0}, {move: {"near": 0.5} for move in MOVES}
    packed = {"enough": 0.7, "dates": dates, "moves": moves, "checksum": checksum(dates, moves)}
    assert unpack(packed).dates == dates
    with pytest.raises(ModelError, match="install whoseword again"):
        unpack({**packed, "dates": {"near": 2.0}})


def test_weights_are_shipped_for_every_move():
    assert set(shipped_weights().moves) == set(MOVES)
    assert 0.5 < shipped_weights().enough < 1
