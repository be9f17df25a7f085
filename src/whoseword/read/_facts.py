"""What a page says of itself (title, outlet, byline, dates, language), each with where it says so.

The first to say something is believed; nothing here asks whether it is true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from whoseword.read._dates import read_date, tidy_iso

_LONGEST = 500  # a longer "title" or "author" is a mistake of the page
_MARKS = re.compile(r"[\W_]+")
_DATES = ("published", "modified", "captured")


@dataclass(frozen=True, slots=True)
class Facts:
    """Values by field, and the origin of each; a fact once there is never replaced."""

    values: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str | None, origin: str) -> None:
        """Note `value` for the field `name` unless it is None, blank, absurd, or the field is known already."""
        tidy = _tidy(name, value) if value else None
        if tidy and name not in self.values:
            self.values[name] = tidy
            self.origins[name] = origin

    def update(self, later: "Facts") -> None:
        """Take from `later` what is not known yet."""
        for name, value in later.values.items():
            self.add(name, value, later.origins[name])

    def get(self, name: str) -> str | None:
        """The value of the field `name`, or None."""
        return self.values.get(name)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        return ((name, value, self.origins[name]) for name, value in self.values.items())


def fold(line: str) -> str:
    """`line` for comparing: its letters and digits, case folded, with single spaces between."""
    return _MARKS.sub(" ", line).strip().casefold()


def squeeze(text: str) -> str:
    """The letters and digits of a text."""
    return _MARKS.sub("", text)


def _tidy(name: str, value: str) -> str | None:
    flat = " ".join(value.split())
    if len(flat) > _LONGEST:
        return None
    if name in _DATES:
        return tidy_iso(flat) or read_date(flat)
    return flat
