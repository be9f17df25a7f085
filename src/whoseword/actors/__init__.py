"""Facts about actors: countries, who held which office when, organisations, media, given names; and how names are compared.

Load the table once with `ActorTable.load()` and pass it on. It ships with whoseword; a user's own actors, read from a plain
file, come on top (`read_own`, `ActorTable.with_own`). Nothing here reads an article; `whoseword.link` does.
"""

from whoseword.actors._offices import Gender, Holder, Offices
from whoseword.actors._own import OwnActor, read_own
from whoseword.actors._spelling import fold, loose, skeleton
from whoseword.actors._table import ActorTable, State

__all__ = ["ActorTable", "Gender", "Holder", "Offices", "OwnActor", "State", "fold", "loose", "read_own", "skeleton"]
