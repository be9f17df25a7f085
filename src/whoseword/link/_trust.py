"""How far a speaker's name can be trusted: the chance that it is right, by how it was found and what it names.

The rules grade their answers by hand, which only ranks them; here the grade becomes a probability. `training/trust.py` fits the
weights and measures the error: paste what it prints. Only the weights are here; nobody is resolved.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from whoseword.link._scene import Answer

# Log odds that the name is right, and what each sign adds to them. Fitted by training/trust.py on the names of speakers/train and of
# 216 further PolNeAR train articles read by hand on the same day, on most of which no rule was tuned (5,893 names), 2026-11-27:
# expected calibration error 0.005 there over five folds, 0.041 on speakers/dev, 0.049 on world/dev (both surer than they say).
# Watched by tests/unit/test_link_shared.py.
BIAS = -0.04
WEIGHTS: Mapping[str, float] = MappingProxyType({
    "grade": 1.35,
    "how name": -0.56, "how alias": 0.66, "how pronoun": -0.44, "how role": -0.37, "how metonymy": -0.14, "how carried": 0.85,
    "type person": 0.44, "type state": -0.22, "type organisation": -0.05, "type media": 0.35, "type group": 0.14,
    "type anonymous": -0.27, "type document": -0.4,
})  # fmt: skip
# A body without a name ("a super PAC", "the panel") is given with no less of a chance than this: with less 21 of 29 were wrong, counted on 216
# PolNeAR train articles, 100 of speakers/train and both lots of international articles, 2026-12-01. A wrong name costs more than none.
LEAST_UNNAMED_BODY = 0.65


def is_sure_enough(answer: Answer) -> bool:
    """Whether a name is right often enough, by its sort, to be given at all."""
    unnamed = answer.how == "name" and answer.type == "organisation" and answer.name is not None and answer.name.islower()
    return not unnamed or trust(answer) >= LEAST_UNNAMED_BODY


def signs(answer: Answer) -> dict[str, float]:
    """What the chance is judged by: the way, the type, and the log odds of the rule's own grade."""
    grade = min(max(answer.confidence, 0.05), 0.99)
    odds = math.log(grade / (1 - grade))
    return {f"how {answer.how}": 1.0, f"type {answer.type}": 1.0, "grade": odds}


def trust(answer: Answer) -> float:
    """The chance that a name is right; 0 where there is none."""
    if answer.name is None:
        return 0.0
    odds = BIAS + sum(WEIGHTS.get(sign, 0.0) * value for sign, value in signs(answer).items())
    return round(1 / (1 + math.exp(-odds)), 3)
