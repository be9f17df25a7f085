"""Political events: who did what to whom, after PLOVER, and how two parties' relations move.

`find_events` reads one article; the root of an event comes from a classifier behind a Protocol (`RootReader`; the network is
`whoseword.tag.Roots`), all else from rules. `relations` makes a series of the events of two parties, with its evidence.
Nothing is invented: without a political verb that links two parties there is no event. English only.
"""

from whoseword.events._find import Clues, RootReader, find_events
from whoseword.events._plover import QUADS, SCALE, Quad
from whoseword.events._relations import Relations, Told, Week, involves, is_between, monday_of, relations, series, surest
from whoseword.events._reports import COLUMNS, POLECAT_COLUMNS, Report, Reported, gather, polecat_row, row

__all__ = [
    "COLUMNS",
    "POLECAT_COLUMNS",
    "QUADS",
    "SCALE",
    "Clues",
    "Quad",
    "Relations",
    "Report",
    "Reported",
    "RootReader",
    "Told",
    "Week",
    "find_events",
    "gather",
    "involves",
    "is_between",
    "monday_of",
    "polecat_row",
    "relations",
    "row",
    "series",
    "surest",
]
