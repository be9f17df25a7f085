"""Readings that bring news: a position and its turn, a contested claim, and one who takes the other side of it."""

from dataclasses import replace

from store_readings import reading, statement

from whoseword.across import catch_up
from whoseword.records import Issue, Reading, SaidOn, Span, Speaker, Statement
from whoseword.store import Store

APRIL = "Tarvonia will not let inspectors in, Mara Stelik said. Rui Castane demanded inspectors at once."
MAY = "Tarvonia will let inspectors in, Mara Stelik said."
LEAK_TEXT = "Ann Low said the mill of Orm had leaked oil. The mill of Orm is old."
DRY_TEXT = "Bo Ray said the mill of Orm had not leaked oil. The mill of Orm is new."
TURNED_TEXT = "On Friday Ann Low said the mill of Orm had not leaked oil. The mill of Orm is closed."
INSPECTORS = Issue("inspectors", "inspector*")


def _said(text: str, content: str, cue: str, name: str, on: str | None = None, **more) -> Statement:
    def at(words: str) -> tuple[Span, ...]:
        start = text.index(words)
        return (Span.cut(text, start, start + len(words)),)

    role = "Tarvonian Foreign Minister" if name == "Mara Stelik" else None
    made = statement(text, content, name, cue=at(cue), source=at(name), confidence=0.9, **more)
    speaker = Speaker(name, "person", None, role, how="name", confidence=0.9)
    return replace(made, speaker=speaker, said_on=SaidOn(on, "day", None, "text") if on else None)


REFUSED = _said(APRIL, "Tarvonia will not let inspectors in", "said", "Mara Stelik", "2026-04-17")
DEMANDED = _said(APRIL, "inspectors at once", "demanded", "Rui Castane", "2026-04-17", act="demand")
LET_IN = _said(MAY, "Tarvonia will let inspectors in", "said", "Mara Stelik", "2026-05-01")
LEAKED = _said(LEAK_TEXT, "the mill of Orm had leaked oil", "said", "Ann Low")
DRY = _said(DRY_TEXT, "the mill of Orm had not leaked oil", "said", "Bo Ray")
DRY_AFTER_ALL = _said(TURNED_TEXT, "the mill of Orm had not leaked oil", "said", "Ann Low")


def april() -> Reading:
    """One refuses, one demands."""
    return reading(APRIL, REFUSED, DEMANDED, source="april.txt", outlet="Daily", published="2026-04-17", title="No inspectors")


def may() -> Reading:
    """Who refused accepts."""
    return reading(MAY, LET_IN, source="may.txt", outlet="Daily", published="2026-05-01", title="Inspectors after all")


def leaked() -> Reading:
    """One claims."""
    return reading(LEAK_TEXT, LEAKED, source="leaked.txt", outlet="Daily", published="2026-04-20", title="The mill")


def dry() -> Reading:
    """Another claims the opposite."""
    return reading(DRY_TEXT, DRY, source="dry.txt", outlet="Post", published="2026-04-21", title="No oil")


def turned() -> Reading:
    """The first claims the opposite, too."""
    return reading(TURNED_TEXT, DRY_AFTER_ALL, source="turned.txt", outlet="Post", published="2026-04-25", title="Low, again")


def add(store: Store, *found: Reading) -> None:
    """Read these into the ledger, and compare."""
    for one in found:
        store.add(one)
    for _ in catch_up(store):
        pass


def dispute_of(store: Store) -> str:
    """The id of the one dispute that there is."""
    (group,) = store.groups("claim", relation="against")
    return group.id
