"""Who acts on whom in a sentence: pairs of parties that a political verb or noun links, by the order of words.

There is no parser here: a pair is proposed only where nothing but small words stands between subject and verb, and nothing
that opens a clause between verb and object. What may, might or should happen, what stands under "if" and what is asked proposes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from whoseword.events import _triggers as t
from whoseword.events._parties import Party, Word, words_of
from whoseword.records import Root

Mood = Literal["done", "planned", "denied"]

LONGEST: Final = 700  # code points; what is longer is no sentence
_MOST_AFTER: Final = 7  # words between a verb and its object
_MOST_APPOSED: Final = 14  # words of what stands between commas after a subject
_BREAKS: Final = t.word_set(
    "that who which whom whose if whether when while because although though after before as since until where than but"
)
_PLACED: Final = t.word_set("in at near inside outside across around throughout")
_ARRIVING: Final = t.word_set("fly travel arrive visit")
_SOURCE_BY: Final = 6
_KIN: Final = t.word_set(
    "brother sister father mother son daughter wife husband widow family lawyer lawyers relatives cousin uncle nephew friend"
)
_JOINING: Final = t.word_set("and but")
_CLAUSES: Final = t.word_set("while whereas although though")
_PRONOUNS: Final = t.word_set("it he she they")
_SAYING: Final = t.word_set("said says told tells added announced announces stated insisted argued claimed noted declared")


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that the words link, by the verb or noun at `at`, with the roots that it can have.

    `clause` is where the verb group begins and the clause ends; the subject may stand before it.
    """

    source: Party
    target: Party
    at: int
    roots: frozenset[Root]
    mood: Mood
    trigger: str
    clause: tuple[int, int]


def find_pairs(text: str, start: int, end: int, parties: Sequence[Party]) -> list[Found]:
    """The pairs of one sentence, in the order of their verbs; each verb gives at most one."""
    sentence = text[start:end].rstrip()
    if sentence.endswith(("?", "?”", '?"')) or len(parties) < 2:
        return []
    words = words_of(text, start, end)
    reader = _Sentence(text, words, parties)
    return [*reader.by_verbs(), *reader.by_nouns()]


class _Sentence:
    """One sentence, its words numbered, and by those numbers its parties."""

    def __init__(self, text: str, words: Sequence[Word], parties: Sequence[Party]) -> None:
        self.text = text
        self.words = words
        self.parties = parties
        self.owner: list[int | None] = [
            next((k for k, party in enumerate(parties) if party.start <= word.start < party.end), None) for word in words
        ]
        self.subject: tuple[Party, ...] = ()

    def by_verbs(self) -> Iterator[Found]:
        for at, word in enumerate(self.words):
            if self.owner[at] is None and word.text in _SAYING:
                self.subject = self._subjects(self._chain(at)) or self.subject
            elif self.owner[at] is None and word.text in t.verbs():
                trigger = self._trigger(at)
                if trigger is not None:
                    yield from self._of_verb(at, trigger)

    def by_nouns(self) -> Iterator[Found]:
        """Pairs by a noun: "Norland's attack on Sudria", "an attack by Norland on Sudria", "talks between Norland and Sudria"."""
        for at, word in enumerate(self.words):
            roots = t.nouns().get(word.text)
            if roots is None or self.owner[at] is not None or self._hedged(0, at):
                continue
            pair = self._between(at) if word.text in t.BETWEEN else None
            pair = pair or self._owned(at)
            if pair is not None and (pair[0].political or pair[1].political):
                yield Found(*pair, word.start, frozenset(roots), "done", word.text, (self.words[0].start, self.words[-1].end))

    def _trigger(self, at: int) -> t.Trigger | None:
        """What the verb at a place says here, if anything; of several, the one that needs most to be there."""
        fitting = [one for one in t.verbs()[self.words[at].text] if self._fits(one, at)]
        if not fitting:
            return None
        best = max(fitting, key=lambda one: (one.nouns is not None, one.after is not None))
        roots = tuple(root for one in fitting for root in one.roots)
        return replace(best, roots=roots)

    def _fits(self, one: t.Trigger, at: int) -> bool:
        near = self.words[at + 1 : at + 1 + _MOST_AFTER]
        if one.after is not None:
            return bool(near) and near[0].text == one.after
        if one.nouns is None:
            return True
        if self._is_passive(at):
            return any(word.text in one.nouns for word in self.words[max(0, at - 6) : at])
        for place in range(at + 1, min(at + 6, len(self.words))):
            number = self.owner[place]
            if self.words[place].text in one.nouns and (number is None or self.parties[number].state is None):
                return True
            if self.words[place].text in _BREAKS or self._sign(place - 1, place):
                return False
        return False

    def _of_verb(self, at: int, trigger: t.Trigger) -> Iterator[Found]:
        first = self._chain(at)
        chain = [word.text for word in self.words[first:at]]
        mood = _mood(chain)
        going = self.words[at].text.endswith("ing") and t.BE.isdisjoint(chain)
        if mood is None or going or self._hedged(first, at):
            return
        passive = self._is_passive(at)
        subjects = self._subjects(first)
        roots = frozenset(trigger.roots) | _roots_of_chain(chain)
        start = self.words[at].start
        if passive:
            agent = self._agent(at)
            pairs = [(agent, subject) for subject in subjects[-1:]] if agent is not None else []
        else:
            objects = self._objects(at, trigger, subjects)
            pairs = [(subject, one) for subject in subjects for one in objects]
            if not pairs and len(subjects) > 1 and t.together(trigger.lemma):
                pairs = [(subjects[0], subjects[1])]
        if subjects:
            self.subject = subjects
        for source, target in pairs:
            if not source.is_of(target) and (source.political or target.political):
                yield Found(source, target, start, roots, mood, trigger.lemma, (self.words[first].start, self._clause_end(at)))

    def _clause_end(self, at: int) -> int:
        """Where another clause begins behind the verb at a place: at "; and", ", while" or an "and" with a verb."""
        for place in range(at + 1, len(self.words)):
            if self._sign(place - 1, place) == ";":
                return self.words[place - 1].end
            joins = self.words[place].text in _JOINING and (self._sign(place - 1, place) == "," or self._turns(place))
            if joins or self.words[place].text in _CLAUSES:
                return self.words[place - 1].end
        return self.words[-1].end

    def _chain(self, at: int) -> int:
        """Where the verb group begins that ends with the verb at a place: "has not agreed to |release|"."""
        first = at
        while first > 0 and self.owner[first - 1] is None and not self._sign(first - 1, first):
            word = self.words[first - 1].text
            small = (
                word
                in t.BE | t.DO | t.HAVE | t.WILL | t.UNSURE | t.NEGATIONS | t.ADVERBS | t.ATTEMPTS | t.FAILED | t.INTENTIONS
            )
            if not (small or word == "to" or word.endswith(("n't", "ly"))):
                break
            first -= 1
        return first

    def _is_passive(self, at: int) -> bool:
        for place in range(at - 1, max(-1, at - 4), -1):
            word = self.words[place].text
            if word in t.BE:
                return not self.words[at].text.endswith("ing")
            if word not in t.ADVERBS and word not in t.NEGATIONS and not word.endswith("ly"):
                return False
        return False

    def _subjects(self, first: int) -> tuple[Party, ...]:
        """Whoever stands right before a verb group; after "and" the subject of the verb before."""
        if first == 0:
            return ()
        before = self.words[first - 1].text
        if self.owner[first - 1] is None:
            if (
                before in _PRONOUNS
                and first > 1
                and (self.words[first - 2].text in _SAYING or self.words[first - 2].text == "that")
            ):
                return self.subject
            if before in {"and", "then"} or (before == "but" and self.subject):
                return self.subject
            apposed = self._over_apposition(first)
            return self._with_others(apposed) if apposed is not None else ()
        if self._sign(first - 1, first) not in ("", ","):
            return ()
        return self._with_others(self.owner[first - 1])

    def _is_told(self, place: int) -> bool:
        """Whether a pronoun at a place opens what somebody says: "Norland said on Friday |it| …"."""
        while place > 0 and self.words[place - 1].text in t.ADVERBS | {"that"}:
            place -= 1
        return place > 0 and self.words[place - 1].text in _SAYING

    def _over_apposition(self, first: int) -> int | None:
        """The party before what stands between two commas, the second of which is right before the verb group."""
        if self._sign(first - 1, first) != ",":
            return None
        for place in range(first - 1, max(0, first - 1 - _MOST_APPOSED), -1):
            if self._sign(place - 1, place) == ",":
                return self.owner[place - 1]
        return None

    def _with_others(self, number: int | None) -> tuple[Party, ...]:
        """A party with the one joined to it by "and"; alone where it stands behind a preposition or as an owner."""
        if number is None:
            return ()
        party = self.parties[number]
        if party.nowhere:
            return ()
        places = [k for k, owner in enumerate(self.owner) if owner == number]
        opens = self._opening(places[0])
        if self.text[party.end : party.end + 2] in ("’s", "'s"):
            return ()
        before = self.words[opens - 1].text if opens else ""
        if before == "and" and opens > 1 and self.owner[opens - 2] is not None:
            other = self._with_others(self.owner[opens - 2])
            return (*other[-1:], party)
        if before in {"of", "in", "from", "at", "near"} and opens > 1 and self.owner[opens - 2] is not None:
            return self._with_others(self.owner[opens - 2])
        if before in {
            "of",
            "in",
            "with",
            "to",
            "from",
            "by",
            "for",
            "on",
            "at",
            "against",
            "between",
            "over",
            "near",
            "about",
            "than",
            "around",
        }:
            return ()
        return (party,)

    def _opening(self, place: int) -> int:
        """Where the description around a party begins: its article, title and adjectives."""
        while place > 0 and not self._sign(place - 1, place) and self.owner[place - 1] is None:
            word = self.words[place - 1]
            raw = self.text[word.start : word.end]
            if word.text not in {"the", "a", "an", "foreign", "prime", "minister", "president", "leader", "former"} and not (
                raw[:1].isupper() and word.text not in t.ADVERBS and word.text not in {"in", "on", "at"}
            ):
                break
            place -= 1
        return place

    def _objects(self, at: int, trigger: t.Trigger, subjects: Sequence[Party]) -> list[Party]:
        """The first party after a verb, unless a clause or a place opens before it; with the one joined to it by "and"."""
        for place in range(at + 1, min(len(self.words), at + 2 + _MOST_AFTER)):
            if self._sign(place - 1, place) not in ("", "“", '"'):
                return []
            number = self.owner[place]
            word = self.words[place].text
            if number is None:
                if word in _BREAKS or word.endswith("ing") or self._turns(place):
                    return []
                continue
            gap = [one.text for one in self.words[at + 1 : place]]
            placed = _PLACED - {"at"} if "ASSAULT" in trigger.roots else _PLACED
            if trigger.lemma not in _ARRIVING and not placed.isdisjoint(gap):
                return []
            if trigger.nouns and not _leads(gap, trigger):
                return []
            party = self.parties[number]
            if party.state is None and party.sort in ("body", "nobody") and t.moves(trigger.lemma, self._last(party)):
                continue
            if any(party.is_of(subject) for subject in subjects):
                continue
            return [] if party.nowhere or self._is_kin(party) else [party, *self._joined(number)]
        return []

    def _joined(self, number: int) -> list[Party]:
        """The party joined to one by "and" right behind it."""
        after = next((k for k, word in enumerate(self.words) if word.start >= self.parties[number].end), len(self.words))
        if after >= len(self.words) or self.words[after].text != "and" or self._sign(after - 1, after):
            return []
        other = self._next_party(after + 1)
        return [other] if other is not None and not other.nowhere and not self._owns_verb(other) else []

    def _owns_verb(self, party: Party) -> bool:
        """Whether a verb stands right behind a party, so that it is the subject of another clause."""
        after = next((word.text for word in self.words if word.start >= party.end), "")
        return after in t.verbs() or after in _SAYING or after in t.BE | t.HAVE | t.WILL | t.UNSURE | t.DO

    def _last(self, party: Party) -> str:
        return self.text[party.start : party.end].split()[-1].casefold()

    def _is_kin(self, party: Party) -> bool:
        """Whether what follows as the party's own is another person: "Dorvek's brother"."""
        owned = re.match(r"[’']s?\s+(?:own\s+|former\s+)?([\w-]+)", self.text[party.end : party.end + 40])
        return owned is not None and owned[1].casefold() in _KIN

    def _turns(self, place: int) -> bool:
        """Whether a verb follows the "to" or "and" at a place."""
        after = self.words[place + 1].text if place + 1 < len(self.words) else ""
        return self.words[place].text in {"to", "and", "but", "or"} and (after in t.verbs() or after in _SAYING)

    def _agent(self, at: int) -> Party | None:
        """Whoever stands behind "by" after a passive verb."""
        for place in range(at + 1, min(len(self.words) - 1, at + 1 + _SOURCE_BY)):
            if self._sign(place - 1, place) or self.words[place].text in _BREAKS:
                return None
            if self.words[place].text == "by":
                return self._next_party(place + 1)
        return None

    def _next_party(self, place: int) -> Party | None:
        """The party that begins at a place, an article or title before it."""
        for further in range(place, min(len(self.words), place + 4)):
            if further > place and self._sign(further - 1, further):
                return None
            number = self.owner[further]
            if number is not None:
                return self.parties[number]
            raw = self.text[self.words[further].start : self.words[further].end]
            if (
                self.words[further].text not in {"the", "a", "an", "its"}
                and not raw[:1].isupper()
                and self.words[further].text
                not in {
                    "government",
                    "foreign",
                    "prime",
                    "minister",
                    "president",
                    "leader",
                    "local",
                    "armed",
                    "riot",
                }
            ):
                return None
        return None

    def _between(self, at: int) -> tuple[Party, Party] | None:
        if at + 2 >= len(self.words) or self.words[at + 1].text != "between":
            return None
        first = self._next_party(at + 2)
        if first is None:
            return None
        after = next((k for k, word in enumerate(self.words) if word.start >= first.end), len(self.words))
        if after >= len(self.words) or self.words[after].text != "and":
            return None
        second = self._next_party(after + 1)
        return (first, second) if second is not None and not second.is_of(first) else None

    def _owned(self, at: int) -> tuple[Party, Party] | None:
        """The owner of a noun, or who stands behind "by", and who stands behind "on", "against", "to" or "with"."""
        owner = self._owner(at)
        target = agent = None
        for place in range(at + 1, min(len(self.words) - 1, at + 9)):
            word = self.words[place].text
            if self._sign(place - 1, place) or word in _BREAKS:
                break
            if word == "by" and agent is None:
                agent = self._next_party(place + 1)
            if word in {"on", "against", "to", "with"} and target is None:
                target = self._next_party(place + 1)
        source = owner or agent
        if source is None or target is None or source.is_of(target) or source.nowhere or target.nowhere:
            return None
        return source, target

    def _owner(self, at: int) -> Party | None:
        """Whoever stands right before a noun as its owner: "Norland's attack", "Norland's new attack"."""
        for place in range(at - 1, max(-1, at - 4), -1):
            if self._sign(place, place + 1):
                return None
            number = self.owner[place]
            if number is not None:
                party = self.parties[number]
                return party if self.text[party.end : party.end + 2] in ("’s", "'s") else None
        return None

    def _hedged(self, first: int, at: int) -> bool:
        """Whether what the verb says is only supposed: under "if", "unless", "whether", or after "may", "could"."""
        low = max(0, first - 25)
        return any(word.text in t.CONDITIONS for word in self.words[low:at])

    def _sign(self, first: int, second: int) -> str:
        """The first sign that is no space or quotation mark between two neighbouring words; "" where there is none."""
        between = self.text[self.words[first].end : self.words[second].start] if first >= 0 else ""
        found = re.search(r"[^\s\w’'“”\".]", between)
        return found[0] if found else ""


def _leads(gap: Sequence[str], trigger: t.Trigger) -> bool:
    """Whether the words between a verb with its noun and a party lead to whom it is done, not to what it is about."""
    if trigger.roots[0] == "ACCUSE":
        return not {"against", "into"}.isdisjoint(gap) or {"protest", "with"} <= set(gap)
    about = {"on", "about", "over"} & set(gap)
    return not about or trigger.roots[0] in ("COERCE", "YIELD", "ASSAULT", "SANCTION", "THREATEN")


def _mood(chain: Sequence[str]) -> Mood | None:
    """What the words of a verb group say of its verb; None where it does not say that it happened, will or did not."""
    if any(word in t.UNSURE for word in chain):
        return None
    to = "to" in chain
    willing = any(word in t.INTENTIONS for word in chain)
    if to and not (willing or any(word in t.ATTEMPTS | t.FAILED for word in chain) or any(word in t.BE for word in chain)):
        return None
    negated = any(word in t.NEGATIONS or word.endswith("n't") for word in chain)
    if negated or any(word in t.FAILED for word in chain):
        return "denied"
    if willing or any(word in t.WILL for word in chain) or (to and any(word in t.BE for word in chain)):
        return "planned"
    return "done"


def _roots_of_chain(chain: Sequence[str]) -> frozenset[Root]:
    """The roots that a verb group gives to its whole: a promise agrees, a threat threatens, a refusal rejects."""
    roots: set[Root] = set()
    for word in chain:
        if word.startswith("threat"):
            roots.add("THREATEN")
        if word.startswith(("refus", "declin")):
            roots.add("REJECT")
        if word in t.INTENTIONS or word in t.WILL:
            roots |= {"AGREE", "THREATEN"}
    return frozenset(roots)
