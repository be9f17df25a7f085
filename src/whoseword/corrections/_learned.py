"""What corrections of speakers teach: other names of actors, as a file of the user's own actors (docs/actors.md).

Only words that stand for nobody else are learnt. "The minister", "Officials" and "she" mean someone else in the next article,
so only the name that a source ends with counts: each of its words begins with a capital, but for `of`, `the` and the like, and the
last of them is in the actor's name, or spelt nearly so, or they are its initials. A nickname is for the user to add by hand.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from whoseword.actors import OwnActor, skeleton
from whoseword.records import Statement

LearnedType = Literal["person", "state", "organisation", "media"]
_SMALL = frozenset(
    ("a", "al", "and", "bin", "da", "de", "del", "der", "di", "du", "el", "for", "la", "le", "of", "the", "van", "von")
)
_LONGEST = 100  # code points of another name
_MARKS = " \t\n,.;:!?()[]{}“”„\"‘’'«»"


@dataclass(frozen=True, slots=True)
class Learned:
    """One actor as corrections name it, and by which other names articles called it; `statements` are their ids."""

    name: str
    type: LearnedType
    country: str | None
    aliases: tuple[str, ...]
    statements: tuple[str, ...]


def learned(statements: Iterable[Statement]) -> tuple[Learned, ...]:
    """The actors whom corrections of the speakers of `statements` name, sorted by name, with their other names.

    A name that corrections give to several actors is nobody's alias. Types that no file of actors can hold are passed over.
    """
    types: dict[str, LearnedType] = {kind: kind for kind in get_args(LearnedType)}
    named: dict[tuple[str, LearnedType], list[Statement]] = defaultdict(list)
    for one in statements:
        if one.speaker.how == "corrected" and one.speaker.name and one.speaker.type in types:
            named[one.speaker.name, types[one.speaker.type]].append(one)
    called: dict[str, set[tuple[str, LearnedType]]] = defaultdict(set)
    for actor, ones in named.items():
        for alias in _aliases(actor[0], ones):
            called[alias.casefold()].add(actor)
    return tuple(
        _actor(actor, named[actor], {name for name, whose in called.items() if len(whose) > 1}) for actor in sorted(named)
    )


def actors_toml(actors: Sequence[Learned]) -> str:
    """The actors as a file that `whoseword read --actors` takes; a comment says from how many corrections each comes."""
    lines = ["# Written from corrections of speakers. Look through it, then: whoseword read --actors THIS-FILE"]
    for actor in actors:
        lines += ["", "[[actor]]", f"# corrected in {len(actor.statements)} statements: {', '.join(actor.statements[:5])}"]
        lines += [f"name = {_quoted(actor.name)}", f"type = {_quoted(actor.type)}"]
        if actor.aliases:
            lines.append(f"aliases = [{', '.join(map(_quoted, actor.aliases))}]")
        if actor.country:
            lines.append(f"country = {_quoted(actor.country)}")
    return "\n".join(lines) + "\n"


def own_actors(actors: Sequence[Learned], countries: Collection[str]) -> tuple[OwnActor, ...]:
    """The actors as those of a user's file are (`whoseword.actors.read_own`); a country that is none of `countries` is left out."""
    known = {actor.name: actor.country if actor.country in countries else None for actor in actors}
    return tuple(OwnActor(one.name, one.type, one.aliases, known[one.name]) for one in actors)


def _actor(actor: tuple[str, LearnedType], ones: Sequence[Statement], shared: set[str]) -> Learned:
    name, kind = actor
    countries = {one.speaker.country for one in ones if one.speaker.country}
    aliases = tuple(alias for alias in _aliases(name, ones) if alias.casefold() not in shared)
    return Learned(name, kind, min(countries) if len(countries) == 1 else None, aliases, tuple(one.id for one in ones))


def _aliases(name: str, ones: Iterable[Statement]) -> list[str]:
    found: dict[str, str] = {}
    for one in ones:
        if len(one.source) != 1:
            continue
        words = " ".join(one.source[0].text.strip(_MARKS).split()).removesuffix("’s").removesuffix("'s")
        words = _ending_name(words)
        if _is_name(words, name) and words.casefold() != name.casefold():
            found.setdefault(words.casefold(), words)
    return sorted(found.values())


def _ending_name(words: str) -> str:
    """The name that a source ends with: `Union leader Piet Brandt` is called Piet Brandt."""
    parts = words.split()
    start = len(parts)
    while start and (parts[start - 1][0].isupper() or parts[start - 1].casefold() in _SMALL):
        start -= 1
    while start < len(parts) and parts[start].casefold() in _SMALL:
        start += 1
    return " ".join(parts[start:])


def _is_name(words: str, name: str) -> bool:
    """Whether words are another form of a name."""
    large = [part for part in words.split() if part.casefold() not in _SMALL]
    if not large or len(words) > _LONGEST or not words.isprintable() or not all(part[0].isupper() for part in large):
        return False
    parts = [part for part in name.split() if part.casefold() not in _SMALL]
    initials = "".join(part[0] for part in parts).casefold()
    spelt = {skeleton(part) for part in parts if len(part) > 2}
    return words.replace(".", "").casefold() == initials or skeleton(large[-1].strip(_MARKS)) in spelt


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's basic strings are JSON's, but for DEL
