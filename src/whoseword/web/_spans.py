"""The words of a statement in a form: as text to change, as what the page's script needs to mark them, and back to offsets.

Offsets are code points here and there: the script cuts the text into its code points first. Without the script each passage is a field
with its words, and they are looked for near where they stood.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from whoseword.corrections import spans_of_words
from whoseword.errors import InputError
from whoseword.markup import visible
from whoseword.records import Article, Span, Statement

ROLES: Final = ("content", "cue", "source")
TITLES: Final[Mapping[str, str]] = {"content": "what was said", "cue": "cue", "source": "source"}
# What a form of the desk holds (`_forms`): so many passages, and so much text in all, are given as fields.
_FIELDS: Final = 12
_LONGEST: Final = 6000  # code points
_AROUND: Final = 8000  # code points of the text on either side that the script shows


@dataclass(frozen=True, slots=True)
class Words:
    """The passages of one part of a statement as fields of a form; an empty one more is for another passage.

    `fields` is empty where they are too many or too long: then the script alone, or the command line, changes them.
    """

    role: str
    title: str
    fields: tuple[tuple[str, str], ...]


def words_of(statement: Statement | None, given: Mapping[str, str]) -> list[Words]:
    """The fields for every part of a statement, with what was typed into them before."""
    spans = {role: tuple(getattr(statement, role)) if statement else () for role in ROLES}
    every = [span for some in spans.values() for span in some]
    fits = len(every) <= _FIELDS and sum(len(span.text) for span in every) <= _LONGEST
    return [Words(role, TITLES[role], _fields(role, spans[role], given) if fits else ()) for role in ROLES]


def place_of(article: Article, statement: Statement | None, given: Mapping[str, str], *, at: int = 0) -> dict[str, Any]:
    """What the script needs: the text around a statement, which of its code points are shown as codes, and the spans.

    `given` are the offsets that a form gave before. Where there is no span yet, `at` is where one begins to look for it.
    """
    marked = {role: _offsets(role, statement, given, len(article.text)) for role in ROLES}
    edges = [edge for some in marked.values() for pair in some for edge in pair] or [min(at, len(article.text))]
    start, end = max(0, min(edges) - _AROUND), min(len(article.text), max(edges) + _AROUND)
    text = article.text[start:end]
    return {
        "start": start,
        "text": text,
        "codes": [[start + number, visible(sign)] for number, sign in enumerate(text) if visible(sign) != sign],
        "at": edges[0],
        "kind": statement.kind if statement else "indirect",
        **marked,
    }


def spans_given(text: str, statement: Statement | None, form: Mapping[str, str]) -> dict[str, list[list[int]]]:
    """The offsets that a form gives to each part that it changes; InputError where its words have no one place in the text.

    The script sends offsets (`content_at`, as 120:139,150:160) in place of words (`content_1`, `content_2`, …).
    """
    found = {}
    for role in ROLES:
        old: tuple[Span, ...] = getattr(statement, role) if statement else ()
        was = [[span.start, span.end] for span in old]
        if f"{role}_at" in form:
            now = offsets_of(form[f"{role}_at"])
        elif any(_is_field(name, role) for name in form):
            typed = [form.get(f"{role}_{number}", "") for number in range(1, _FIELDS + 2)]
            now = [list(one) for one in spans_of_words(text, typed, [(span.start, span.end) for span in old])]
        else:
            continue
        if now != was:
            found[role] = now
    return found


def offsets_of(given: str) -> list[list[int]]:
    """Offsets such as 120:139,150:160 as pairs; none where nothing is given."""
    pairs = [part.split(":") for part in given.split(",")] if given.strip() else []
    if any(len(pair) != 2 or not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in pair) for pair in pairs):
        raise InputError(f"{given[:80]!r} are no offsets: they are as in 120:139,150:160")
    return [[int(one) for one in pair] for pair in pairs]


def _offsets(role: str, statement: Statement | None, given: Mapping[str, str], size: int) -> list[list[int]]:
    """The spans of a part as a form gave them where that can be, else as the statement has them."""
    if f"{role}_at" in given:
        with suppress(InputError):
            found = offsets_of(given[f"{role}_at"])
            if all(start < end <= size for start, end in found):
                return found
    return [[span.start, span.end] for span in (getattr(statement, role) if statement else ())]


def _fields(role: str, spans: Iterable[Span], given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    now = [span.text for span in spans]
    names = [f"{role}_{number}" for number in range(1, len(now) + 2)]
    return tuple((name, given.get(name, words)) for name, words in zip(names, [*now, ""], strict=True))


def _is_field(name: str, role: str) -> bool:
    return name.removeprefix(f"{role}_").isdecimal() and name.startswith(f"{role}_")
