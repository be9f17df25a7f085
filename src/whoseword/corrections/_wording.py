"""From words that a person gives to a span of the text: where they stand near the old place, if there is one such place.

Words are looked for as a page shows them: a control or direction mark may be given as its code (`<202E>`), and any blank stands
for any other. Nothing is guessed: words that stand in several places are no place.
"""

import re
from collections.abc import Sequence

from whoseword.errors import InputError
from whoseword.markup import visible

_SHOWN = 60  # code points of the words in a message
_BLANK = re.compile(r"\s+")

Offsets = tuple[int, int]


def spans_of_words(text: str, given: Sequence[str], old: Sequence[Offsets]) -> list[Offsets]:
    """Where each of some words stands, in the order of the text; empty ones are passed over.

    The n-th is looked for at the n-th old place first: words that are unchanged keep it, and others are taken where they stand once in
    reach of it (touching it), else where they stand once in the text. Raises InputError where they stand nowhere, or in
    several places of which none is the one meant.
    """
    places = _Places(text)
    found = []
    for number, words in enumerate(given):
        if words.strip():
            found.append(places.find(words, old[number] if number < len(old) else None))
    return sorted(found)


class _Places:
    """A text as it is shown, on one line, with the offset of each of its characters."""

    def __init__(self, text: str) -> None:
        shown: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for at, sign in enumerate(text):
            if sign.isspace() and visible(sign) == sign:
                if shown and shown[-1] == " ":
                    self.ends[-1] = at + 1
                    continue
                sign = " "  # noqa: PLW2901 - any blank is one
            for part in visible(sign):
                shown.append(part)
                self.starts.append(at)
                self.ends.append(at + 1)
        self.text = text
        self.shown = "".join(shown)

    def find(self, words: str, old: Offsets | None) -> Offsets:
        wanted = _line(words)
        if old is not None and wanted == _line(self.text[slice(*old)]):
            return old
        places = self.every(wanted)
        near = [one for one in places if old is not None and one[0] < old[1] and old[0] < one[1]]
        for some in (near, places):
            if len(some) == 1:
                return some[0]
            if some:
                raise InputError(
                    f"the words “{_short(wanted)}” stand in {len(some)} places there: give more of the words around them"
                )
        raise InputError(f"the words “{_short(wanted)}” are not in the text: give them as the text has them")

    def every(self, wanted: str) -> list[Offsets]:
        """Each place of the words, overlapping ones too, that begins and ends with a whole character of the text."""
        found = []
        at = self.shown.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            whole = (at == 0 or self.starts[at - 1] != self.starts[at]) and (
                last + 1 == len(self.starts) or self.starts[last + 1] != self.starts[last]
            )
            if whole:
                found.append((self.starts[at], self.ends[last]))
            at = self.shown.find(wanted, at + 1)
        return found


def _line(words: str) -> str:
    """Words as a page shows them, on one line; a form ends its lines as telegraphs did."""
    return _BLANK.sub(" ", visible(words.replace("\r\n", "\n"))).strip()


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
