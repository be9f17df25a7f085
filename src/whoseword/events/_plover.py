"""PLOVER's quad classes, and how far each root lies between conflict and cooperation.

The classes are PLOVER's (Open Event Data Alliance 2018): verbal cooperation 1, material cooperation 2, verbal conflict 3,
material conflict 4. The scale runs from -10, war, to +10, the closest friendship, as the conflict-cooperation scale of Joshua
Goldstein does ("A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36, 1992). PLOVER has
fewer roots than WEIS has types, so that each root has one value of our own: near the middle of the values that Goldstein's table
gives to the types of event that the root gathers, rounded to half a point. It ranks roots; it measures nothing of what an event weighed.
"""

from collections.abc import Mapping
from typing import Final, Literal

from whoseword.records import Root

Quad = Literal[1, 2, 3, 4]

QUADS: Final[Mapping[Root, Quad]] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "COOPERATE": 2, "AID": 2, "YIELD": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
SCALE: Final[Mapping[Root, float]] = {
    "AGREE": 4.5, "CONSULT": 2.0, "SUPPORT": 4.0, "COOPERATE": 6.5, "AID": 7.0, "YIELD": 5.0,
    "REQUEST": -1.0, "ACCUSE": -2.5, "REJECT": -4.0, "THREATEN": -5.5,
    "PROTEST": -6.0, "SANCTION": -5.0, "MOBILIZE": -7.0, "COERCE": -7.0, "ASSAULT": -9.5,
}  # fmt: skip
