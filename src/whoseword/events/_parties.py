"""The parties that a sentence names: persons, states and their bodies, organisations, and groups by description.

A party is whom the article's actors, the names of the tagger or the table of states give; a description ("Sudrian border
guards", "the rebels") is a party by its head noun, with the country that its adjective gives, or none.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from whoseword.actors import ActorTable, State, fold
from whoseword.events._sectors import armed, heads, of_office, of_organisation
from whoseword.events._triggers import verbs, word_set
from whoseword.records import Actor, Name, Sector, Span

Sort = Literal["person", "organisation", "state", "body", "place", "nobody"]

_WORD: Final = r"(?:[A-Z]\.){2,}|[^\W_](?:[\w.’'-]*[^\W_])?"
# Words that may stand between an adjective or a possessive and the head of a description.
_MOST_MODIFIERS: Final = 3
_LONGEST_NAME: Final = 3  # words of a state or an armed group
_LONGEST_GROUP: Final = 5  # words; a longer description says more than whom it names
_NO_MODIFIERS: Final = word_set("""the a an and or but of in on at to by with from for as that which who is are was were be been has have had will would its
    their his her not after before over against into under about said says than""")
_DETERMINERS: Final = word_set(
    "the a an some several many two three four five six seven eight nine ten dozens hundreds thousands all"
)
_OWNERS: Final = word_set("its their his her our my your")
# Nouns that need no article to name a party; others do ("several suspects", "the army").
_BARE: Final = word_set(
    "police rebels militants protesters demonstrators insurgents gunmen troops soldiers separatists lawmakers prosecutors refugees"
)
# Nouns that go back to somebody whom the text names elsewhere: these stand for nobody here.
_BACK: Final = word_set("""president presidents premier minister ministers chancellor leader leaders ambassador envoy king queen prince emir sultan governor mayor
    secretary spokesman spokeswoman official commander general colonel judge senator editor prosecutor lawmaker professor bishop cleric
    imam members national agents man woman boy""")


@dataclass(frozen=True, slots=True)
class Party:
    """One whom a sentence names: by what name, with what country and sector, and where."""

    start: int
    end: int
    name: str
    state: State | None
    sector: Sector
    sort: Sort
    country: str | None = None  # of one whose state is not known by name

    @property
    def key(self) -> tuple[str, str | None]:
        """The same for the same party."""
        return (fold(self.name), self.state.iso3 if self.state else self.country)

    @property
    def nowhere(self) -> bool:
        """A place that stands for no state, or a noun that goes back to somebody: neither is a side of an event."""
        return self.sort == "nobody" or (self.sort == "place" and self.state is None)

    def is_of(self, other: "Party") -> bool:
        """Whether it is the other, or one of them is the state that the other belongs to."""
        same = self.state is not None and other.state is not None and self.state.iso3 == other.state.iso3
        return self.key == other.key or (same and "state" in (self.sort, other.sort))

    @property
    def political(self) -> bool:
        """Whether it is known to be of a state or of a sector."""
        return self.state is not None or self.sector != "UNK"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, in lower case, and where it stands."""

    start: int
    end: int
    text: str


class Parties:
    """Finds the parties of the sentences of one article."""

    def __init__(self, text: str, actors: Sequence[Actor], names: Sequence[Name], table: ActorTable) -> None:
        self._text = text
        self._table = table
        homes = {actor.id: self._home(actor) for actor in actors}
        known = sorted(((span, actor) for actor in actors for span in actor.mentions), key=lambda one: one[0])
        self._mentions = [
            (span.start, span.end, self._of_actor(span, actor, homes[actor.id]))
            for span, actor in known
            if actor.type != "document"
        ]
        self._names = [(name.span.start, name.span.end, self._of_name(name)) for name in names]
        self._starts = [[start for start, _, _ in found] for found in (self._mentions, self._names)]

    def find(self, start: int, end: int) -> list[Party]:
        """The parties named between two offsets, in order, apart from each other."""
        described = list(self._described(start, end))
        taken: list[Party] = []
        found = [self._within(self._mentions, 0, start, end), described, self._within(self._names, 1, start, end)]
        for group in found:
            for party in group:
                over = [t for t in taken if t.start < party.end and party.start < t.end]
                if not over:
                    taken.append(party)
        whole = [self._with_head(party, end) for party in sorted(taken, key=lambda party: party.start)]
        return [self._named(party, after) for party, after in zip(whole, [*whole, None][1:], strict=True)]

    def _named(self, party: Party, after: Party | None) -> Party:
        """An office with the person whom the words right behind it name: "Sudria's foreign minister, |Ana Sol|"."""
        if party.sort not in ("body", "nobody") or after is None or after.sort != "person":
            return party
        office = self._text[party.start : party.end].split()[-1].casefold()
        if office not in _BACK or self._text[party.end : after.start] not in (", ", " "):
            return party
        return replace(party, name=after.name, state=after.state or party.state, sort="person", country=after.country)

    def _with_head(self, party: Party, end: int) -> Party:
        """A named body with the noun behind it that says what of it is meant: "NATO |troops|"."""
        if party.sort in ("person", "body", "nobody"):
            return party
        after = re.match(r" ([a-z-]+)(?: ([a-z-]+))?", self._text[party.end : min(end, party.end + 40)])
        sectors = [heads().get(word) if word else None for word in after.groups()] if after else [None]
        if sectors[0] is None or after is None:
            return party
        last = 2 if len(sectors) > 1 and sectors[1] is not None else 1
        words = self._text[party.start : party.end + after.end(last)]
        return replace(party, end=party.end + after.end(last), name=words, sector=sectors[last - 1] or "UNK", sort="body")

    def _within(self, found: Sequence[tuple[int, int, Party | None]], which: int, start: int, end: int) -> list[Party]:
        at = bisect_left(self._starts[which], start)
        out = []
        while at < len(found) and found[at][0] < end:
            party = found[at][2]
            if party is not None and party.end <= end:
                out.append(party)
            at += 1
        return out

    def _home(self, actor: Actor) -> State | None:
        """The state whose code, or whose name or adjective, goes with an actor: "Sudrian Foreign Minister Ana Sol"."""
        if actor.type == "state":
            return self._of_country(actor.country) or self._table.state(actor.name)
        state = self._of_country(actor.country) or self._in_words(actor.role or "") or self._in_words(actor.name)
        return state or next(filter(None, (self._in_words(span.text) for span in actor.mentions)), None)

    def _of_actor(self, span: Span, actor: Actor, state: State | None) -> Party | None:
        if actor.type in ("unresolved", "anonymous") or not actor.name:
            return None
        head = heads().get(span.text.split()[-1].casefold())
        match actor.type:
            case "person":
                office = actor.role or span.text.replace(actor.name, "")
                return Party(span.start, span.end, actor.name, state, of_office(office), "person", actor.country)
            case "state" if head in (None, "GOV"):
                return Party(span.start, span.end, actor.name, state, "GOV", "state", actor.country)
            case "state":
                return Party(span.start, span.end, _without_article(span.text), state, head or "UNK", "body", actor.country)
            case "group" if len(span.text.split()) > _LONGEST_GROUP:
                return None
            case "group":
                return Party(span.start, span.end, actor.name, state, head or "UNK", "body", actor.country)
        sector = of_organisation(actor.name, actor.type)
        if sector == "UNK" and head is not None:
            sector = head
        return Party(span.start, span.end, actor.name, state, sector, "organisation", actor.country)

    def _of_name(self, name: Name) -> Party | None:
        span = name.span
        state = self._table.state(span.text)
        if state is not None and state.by != "adjective":
            return Party(span.start, span.end, state.name, state, "GOV", "state" if state.by == "name" else "place")
        if name.type == "organisation":
            known = self._table.organisation(span.text)
            called, kind = known or (span.text, None)
            return Party(span.start, span.end, called, self._in_words(called), of_organisation(called, kind), "organisation")
        if name.type == "person":
            known_as = self._table.known_as(span.text)
            country = self._table.country_of(span.text)
            state = self._of_country(country)
            return Party(span.start, span.end, known_as or span.text, state, "GOV" if known_as else "UNK", "person", country)
        return Party(span.start, span.end, span.text, None, "UNK", "place")

    def _of_country(self, country: str | None) -> State | None:
        called = self._table.name_of(country) if country else None
        return State(country, called, "name") if country and called else None

    def _in_words(self, words: str) -> State | None:
        """The state whose name or adjective a role or an organisation's name begins with: "Sudrian Foreign Minister"."""
        parts = words.removeprefix("the ").removeprefix("The ").split()
        if len(parts) < 2 or not parts[0][:1].isupper():
            return None
        state = self._table.state(" ".join(parts[:2])) or self._table.state(_not_owning(parts[0]))
        return state if state is not None and state.by in ("name", "adjective") else None

    def _described(self, start: int, end: int) -> Iterator[Party]:
        """Descriptions by a state and a noun, states by name, and bare groups."""
        words = words_of(self._text, start, end)
        at = 0
        while at < len(words):
            step, party = self._at(words, at)
            if party is not None:
                yield party
            at += step

    def _at(self, words: Sequence[Word], at: int) -> tuple[int, Party | None]:
        """How many words further to look on, and the party that begins at a word, if one does."""
        if self._text[words[at].start].isupper():
            for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
                called = _not_owning(self._text[words[at].start : words[at + length - 1].end])
                if called.casefold() in armed():
                    start = words[at].start
                    return length, Party(start, start + len(called), called, None, "REB", "organisation")
                state = self._table.state(called) if length == 1 or called.split()[-1][0].isupper() else None
                if state is not None:
                    return self._of_state(words, at, length, state)
            if at:
                return 1, None
        return 1, self._bare(words, at)

    def _bare(self, words: Sequence[Word], at: int) -> Party | None:
        """Somebody described by a noun alone, with an article or a number before it: "the rebels", "12 foreign journalists"."""
        word = words[at]
        sector = heads().get(word.text)
        compound = at + 1 < len(words) and words[at + 1].text in heads() and not self._broken(word, words[at + 1])
        if sector is None or compound:
            return None
        first = at
        while first and at - first < _MOST_MODIFIERS and words[first - 1].text not in _NO_MODIFIERS | _DETERMINERS:
            if self._broken(words[first - 1], words[first]) or self._text[words[first - 1].start].isupper():
                break
            if words[first - 1].text in verbs() or words[first].text[0].isdigit():
                break
            first -= 1
        before = words[first - 1].text if first and not self._broken(words[first - 1], words[first]) else ""
        if before in _OWNERS or (word.text in _BACK and (before == "the" or not word.text.endswith("s"))):
            return Party(word.start, word.end, word.text, None, sector, "nobody")
        if before not in _DETERMINERS and not self._text[words[first].start].isdigit():
            opens = at == 0 and word.text.endswith("s")  # "Farmers marched": nothing stands before it that could say whose
            if word.text not in _BARE and not opens:
                return None
            first = at
        return Party(words[first].start, word.end, self._text[words[first].start : word.end], None, sector, "body")

    def _of_state(self, words: Sequence[Word], at: int, length: int, state: State) -> tuple[int, Party | None]:
        first, last = words[at], words[at + length - 1]
        raw = self._text[first.start : last.end]
        possessive = re.search(r"[’']s?\Z", raw)
        owns = state.by == "adjective" or possessive is not None or raw.replace(".", "").isupper()
        for reach in range(1, _MOST_MODIFIERS + 2 if owns else 2):
            place = at + length + reach - 1
            if place >= len(words) or self._broken(words[place - 1], words[place]):
                break
            sector = heads().get(words[place].text)
            noun = sector is not None and state.by == "adjective"  # "Sudrian strikes", and not "Sudria strikes"
            if words[place].text in _NO_MODIFIERS or (words[place].text in verbs() and not noun):
                break
            if sector is None:
                continue
            further = (
                place + 1 < len(words) and words[place + 1].text in heads() and not self._broken(words[place], words[place + 1])
            )
            if further:
                place, sector = place + 1, heads()[words[place + 1].text]
            return place - at + 1, self._body(first, words[place], state, sector)
        if state.by == "adjective":
            return length, None
        end = last.end - len(possessive[0]) if possessive else last.end
        sort: Sort = "state" if state.by == "name" else "place"
        return length, Party(first.start, end, state.name, state, "GOV", sort)

    def _body(self, first: Word, last: Word, state: State, sector: Sector) -> Party:
        government = {"government", "administration", "authorities", "officials", "regime", "leadership", "cabinet"}
        whole = self._text[first.start : last.end]
        named = state.name if last.text in government else whole
        return Party(first.start, last.end, named, state, sector, "state" if last.text in government else "body")

    def _broken(self, first: Word, second: Word) -> bool:
        return any(sign in self._text[first.end : second.start] for sign in ",;:()\n–—")


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_WORD)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words between two offsets."""
    return [Word(m.start(), m.end(), m[0].casefold().replace("’", "'")) for m in _pattern().finditer(text, start, end)]


def _not_owning(words: str) -> str:
    return re.sub(r"[’']s?\Z", "", words)


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.casefold() in _DETERMINERS else words
