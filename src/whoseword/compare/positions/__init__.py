"""Issues and positions: what each party demands, offers, accepts, refuses or denies on an issue, and when that changed.

An issue is given by words or examples (`whoseword.records.Issue`), or proposed from what is said (`proposals`); `positions` reads statements into a table
of parties by date. Everything is pure and does not depend on the order of the statements; `whoseword.issues` asks a ledger.
"""

from whoseword.compare.positions._issue import stems
from whoseword.compare.positions._parties import By
from whoseword.compare.positions._proposed import Proposal, proposals
from whoseword.compare.positions._stance import Bearing, Stance
from whoseword.compare.positions._table import Change, Dated, Position, PositionTable, Said, positions

__all__ = [
    "Bearing",
    "By",
    "Change",
    "Dated",
    "Position",
    "PositionTable",
    "Proposal",
    "Said",
    "Stance",
    "positions",
    "proposals",
    "stems",
]
