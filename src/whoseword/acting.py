"""Who is acting: the person on whose behalf this thread or task writes to the ledger, so that the ledger can say who did what.

The desk and the command line say it (`acting`); the ledger writes it down in the transaction that does it. What nobody says stays
unsaid. This module knows neither people nor the ledger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 400  # code points of what it is about


@dataclass(slots=True)
class Acting:
    """Something that somebody does: who, in which role, by which way (desk, api, terminal), what, and to what.

    `noted` is set by the ledger once it has written it down: one deed is one line.
    """

    by: str
    role: str
    via: str
    what: str
    target: str = ""
    detail: str = ""
    noted: bool = False


_NOW: Final[ContextVar[Acting | None]] = ContextVar("acting", default=None)


@contextmanager
def acting(deed: Acting) -> Iterator[Acting]:
    """What is written in this context is this deed."""
    before = _NOW.set(deed)
    try:
        yield deed
    finally:
        _NOW.reset(before)


def deed() -> Acting | None:
    """What is being done in this context, None where nobody said."""
    return _NOW.get()


def about(detail: str) -> None:
    """Say what the deed of this context is about, in words, beside what was said of it before; once it is written down, nothing changes."""
    now = _NOW.get()
    if now is not None and not now.noted:
        now.detail = "; ".join(part for part in (now.detail, " ".join(detail.split())) if part)[:_LONGEST]
