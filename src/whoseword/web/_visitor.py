"""Who asks for the page that is being made, where the ledger has people: set by the door, read by pages and forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from whoseword.store import Person, Session


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person, by a session of a browser, or by a key: then there is no session."""

    person: Person
    session: Session | None


_NOW: Final[ContextVar[Visitor | None]] = ContextVar("visitor", default=None)


def visitor() -> Visitor | None:
    """Who asks; None where the ledger has no people, or nobody is logged in."""
    return _NOW.get()


@contextmanager
def visiting(who: Visitor | None) -> Iterator[None]:
    """What is done in this context is asked by this visitor."""
    before = _NOW.set(who)
    try:
        yield
    finally:
        _NOW.reset(before)
