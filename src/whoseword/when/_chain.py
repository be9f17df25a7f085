"""When each statement of an article was said, as one chain: what the statement itself shows, and what links it to the one before.

Every statement has one of the dates around it or none. Clues speak for each of these readings, and other clues for going on
from the statement before with the same date, with another, or with none; each has a weight (log odds). The weights make
some readings of the whole article likelier than others, and a statement takes a date where the likely readings agree
on it. It is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), with few states for each statement.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Literal

from whoseword.errors import ModelError
from whoseword.records import TimeExpression, digest

Move = Literal["stays undated", "starts", "stops", "goes on", "changes"]
MOVES: Final[tuple[Move, ...]] = ("stays undated", "starts", "stops", "goes on", "changes")


@dataclass(frozen=True, slots=True)
class Reading:
    """One date that a statement may have, or none: its value, where the text has it, and the clues that speak for it or against it."""

    value: str | None
    found: TimeExpression | None
    clues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A statement with its possible readings, none first, and the clues to whether it goes on from the one before.

    Where a date of its own sentence goes with its cue, that is its only reading.
    """

    readings: tuple[Reading, ...]
    link: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each clue adds (log odds), and how likely a date must be to be given."""

    dates: Mapping[str, float]
    moves: Mapping[Move, Mapping[str, float]]
    enough: float

    def of_reading(self, reading: Reading) -> float:
        return _sum(self.dates, reading.clues)

    def of_moves(self, step: Step) -> tuple[float, ...]:
        """What the link to the statement before adds to each of `MOVES`."""
        return tuple(_sum(self.moves[move], step.link) for move in MOVES)


def _sum(weights: Mapping[str, float], clues: Iterable[str]) -> float:
    """In a fixed order, so that the same clues always add up to the same number; a clue without a weight adds nothing."""
    return sum(weights.get(clue, 0.0) for clue in sorted(clues))


@functools.cache
def shipped_weights() -> Weights:
    return unpack(json.loads(resources.files("whoseword.when").joinpath("said_on.json").read_text(encoding="utf8")))


def unpack(packed: Mapping[str, Any]) -> Weights:
    """The weights that `training/said_on.py` packed; ModelError where they are not what it wrote."""
    dates, moves = packed["dates"], packed["moves"]
    if checksum(dates, moves) != packed["checksum"]:
        message = f"when/said_on.json does not have the checksum {packed['checksum']} that it states: install whoseword again"
        raise ModelError(message)
    return Weights(dates, moves, packed["enough"])


def checksum(dates: Mapping[str, float], moves: Mapping[str, Mapping[str, float]]) -> str:
    return digest(json.dumps([dates, moves], sort_keys=True))


def likeliest(steps: Sequence[Step], weights: Weights) -> list[tuple[Reading, float] | None]:
    """For each statement the date that is likeliest over all readings of the article, and how likely; None without any.

    Takes time in proportion to all readings of all statements. Ties go to the reading that comes first.
    """
    best = []
    for step, chances in zip(steps, _chances(steps, weights), strict=True):
        dated = [(reading, chance) for reading, chance in zip(step.readings, chances, strict=True) if reading.value is not None]
        best.append(max(dated, key=lambda pair: pair[1], default=None))
    return best


def _chances(steps: Sequence[Step], weights: Weights) -> list[list[float]]:
    """The probability of each reading of each statement: forward and backward over the chain (Rabiner 1989)."""
    scores = [[weights.of_reading(reading) for reading in step.readings] for step in steps]
    moves = [weights.of_moves(step) for step in steps]
    values = [[reading.value for reading in step.readings] for step in steps]
    forward: list[list[float]] = []
    for at, own in enumerate(scores):
        came = [0.0] * len(own) if at == 0 else _message(forward[-1], values[at - 1], values[at], moves[at])
        forward.append([score + message for score, message in zip(own, came, strict=True)])
    backward = [[0.0] * len(own) for own in scores]
    for at in range(len(steps) - 1, 0, -1):
        ahead = [score + message for score, message in zip(scores[at], backward[at], strict=True)]
        stays, starts, stops, goes_on, changes = moves[at]
        backward[at - 1] = _message(ahead, values[at], values[at - 1], (stays, stops, starts, goes_on, changes))
    return [_normal([a + b for a, b in zip(*both, strict=True)]) for both in zip(forward, backward, strict=True)]


def _message(
    scores: Sequence[float], given: Sequence[str | None], values: Sequence[str | None], moves: Sequence[float]
) -> list[float]:
    """The log of the sum over all readings of one statement, for each value of its neighbour."""
    stays, starts, stops, goes_on, changes = moves
    top = max(scores)
    mass = {value: math.exp(score - top) for value, score in zip(given, scores, strict=True)}
    undated = mass.pop(None, 0.0)
    dated = sum(mass.values())
    sums = []
    for value in values:
        if value is None:
            total = undated * math.exp(stays) + dated * math.exp(stops)
        else:
            same = mass.get(value, 0.0)
            others = sum(amount for other, amount in mass.items() if other != value) if same else dated
            total = undated * math.exp(starts) + same * math.exp(goes_on) + others * math.exp(changes)
        sums.append(top + math.log(total) if total > 0 else -math.inf)
    return sums


def _normal(logs: Sequence[float]) -> list[float]:
    top = max(logs)
    shares = [math.exp(log - top) for log in logs]
    return [share / sum(shares) for share in shares]
