"""Two wordings as one line of a terminal: [-cut-], {+added+}, [-old-]{+new+}, and what moved in {~ ~}."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from whoseword.markup import visible

if TYPE_CHECKING:  # loaded late
    from whoseword.compare import Run

_CUT, _ADDED, _MOVED = "red", "green", "blue"


def differing(first: str, second: str, runs: "Sequence[Run]") -> Text:
    """The words of `second`, with what it cut, added, changed and moved of `first`; signs say it too, for who sees no colour."""
    shown, at = Text(), 0
    for run in runs:
        if run.second is None:
            shown.append(" " if shown else "")
        else:
            shown.append(_between(second, at, run.second[0]))
            at = run.second[1]
        old = visible(first[slice(*run.first)]) if run.first else ""
        new = visible(second[slice(*run.second)]) if run.second else ""
        if run.change == "equal":
            shown.append(new)
        elif run.change == "moved":
            shown.append(f"{{~{new}~}}", _MOVED)
        else:
            shown.append(f"[-{old}-]" if old else "", _CUT)
            shown.append(f"{{+{new}+}}" if new else "", _ADDED)
    shown.append(_between(second, at, len(second)).rstrip())
    return shown


def _between(text: str, start: int, end: int) -> str:
    """What stands between two runs where that is no word; else a space, since something moved."""
    gap = text[start:end] if start <= end else ""
    return visible(gap) if gap and not any(sign.isalnum() for sign in gap) else " " if start else ""
