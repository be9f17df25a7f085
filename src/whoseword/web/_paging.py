"""Pages of a long list, by number in the address."""

from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from whoseword.errors import ConfigError

# Offsets cost the ledger a walk; who is this far down should narrow the search.
_MOST_PAGES: Final = 400


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` (from 1) of a list with `size` entries a page."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries stand before it."""
        return (self.number - 1) * self.size

    @property
    def limit(self) -> int:
        """How many entries to ask for: one more than are shown tells whether there is a next page."""
        return self.size + 1


def page_of(parameters: QueryParams, size: int) -> Page:
    """The page that an address names, the first by default; ConfigError for what is no number of a page."""
    given = parameters.get("page") or "1"
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and 1 <= int(given) <= _MOST_PAGES):
        raise ConfigError(f"page is {given!r}: it is a number from 1 to {_MOST_PAGES}; to see more, narrow the search")
    return Page(int(given), size)
