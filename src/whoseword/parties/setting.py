"""What is around the attributions of an article: their sentences, who speaks in them, and whom its words mean by a name."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whoseword.records import Actor, ActorType, Attribution, Party, Span, Speaker

_END: Final = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’']))\s+(?=[\"“‘'`(\[]*[A-Z0-9])|\n+")
_ABBREVIATED: Final = re.compile(r"\b(?:Mr|Ms|Dr|Mrs|Sen|Rep|Gov|Gen|St|Jr|vs|[A-Z])\.$")
_PRONOUN = re.compile(r"(?i)^(?:he|she|they|it|who|which|that|him|her|them|his|their|its)$")
_FIRST_PERSON = re.compile(r"(?i)^(?:i|we|me|us|my|our|ours|mine)$")
_LOOK_BACK: Final = 500  # code points from a pronoun back to whom it stands for
_SMALL: Final = "the|of|to|and|with|by|for|in|on|at|from|among|as|who|that|than|a|an|his|her|their|its|was|were|is|are"
_PLURAL = re.compile(
    rf"(?<![\w-])(?:(?!(?:{_SMALL})\b)[\w’'-]+ ){{0,2}}?(?:[a-z]+(?:ers|ors|ents|ists|ees|ants|mates|kids|friends|fans|officials|leaders)|people|men|women|children|"
    r"(?:[A-Z][a-z]+-)?[A-Z][a-z]+(?:ans|ats|ers|ists|ese))\b"
)
_DETERMINER: Final = re.compile(r"^(?i:the|a|an|his|her|their|its)\s+")
_SOME_OUTLET: Final = re.compile(
    r"(?i)the (?:newspaper|paper|network|show|channel|magazine|outlet|station|broadcaster|news agency|website|program|programme|site|publication|news outlet|host|hosts)"
)
_OUTLET: Final = re.compile(r"\b[A-Z][\w.’'&-]*(?: (?:(?:of|and|the) )?[\"“'’]*[A-Z][\w.’'&-]*){0,5}")
# Where a phrase ends in a name: "host Anna Berg", "CNN's Anna Berg", but not "the Nordic envoy".
_PROPER = re.compile(
    r"(?:(?<=[’']s )|(?<=^)|(?<=[a-z] ))[\"“]?(?:[A-Z][\w’'.&-]*|of|and|the|for)(?: (?:[A-Z][\w’'.&-]*|of|and|the|for|\d+))*[\"”,.]*$"
)
_TITLES = re.compile(
    r"(?:President|Senator|Sen|Rep|Gov|Governor|Secretary|Mr|Mrs|Ms|Dr|Prime|Minister|Chairman|Representative|Congressman|Judge|General|Justice|The)$"
)
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[A-Za-z]\b")
_MEDIA = re.compile(
    r"(?i)\b(?:news|times|post|cnn|bbc|abc|nbc|cbs|msnbc|fox|npr|pbs|reuters|associated press|journal|tribune|herald|guardian|"
    r"magazine|newspaper|daily|today|observer|courier|chronicle|telegraph|gazette|wire|politico|bloomberg|radio|television|tv|agency|tass|interfax|kcna|yonhap|buzzfeed|axios)\b"
)
_GROUP = re.compile(
    r"(?i)\b(?:reporters|journalists|supporters|crowd|audience|voters|followers|people|members|lawmakers|officials|aides|"
    r"delegates|leaders|attendees|students|citizens|colleagues|allies|those|everyone|viewers|readers|donors|workers|fans)\b"
)


@dataclass(frozen=True)
class Scene:
    """An article's sentences and the attributions in it, each with a key of who speaks (None: not known)."""

    text: str
    attributions: Sequence[Attribution]
    speakers: Sequence[Speaker]
    starts: tuple[int, ...]
    voices: tuple[str | None, ...]
    plain: str  # the text, its hard spaces made soft
    beside: str  # the same without what anyone says, offsets kept
    people: tuple[tuple[int, str], ...]

    @cached_property
    def sources(self) -> dict[str, Speaker]:
        """Whom the words of each source stand for, determiners apart; no pronouns."""
        pairs = [(a.source[0].text, s) for a, s in zip(self.attributions, self.speakers, strict=False) if a.source and s.name]
        return {
            _DETERMINER.sub("", words).casefold(): s
            for words, s in reversed(pairs)
            if not _PRONOUN.match(words) and s.type in ("state", "organisation", "person")
        }

    @cached_property
    def outlets(self) -> list[tuple[int, str]]:
        """Where the article's own sentences name outlets, in the order of the text."""
        found = ((m.start(), m[0]) for m in _OUTLET.finditer(self.beside) if _MEDIA.search(m[0]))
        return [(at, re.sub(r"[’']s?$", "", name.strip("\"“”’' "))) for at, name in found]

    @cached_property
    def known(self) -> list[tuple[list[str], str, ActorType]]:
        """The words, names and types of those who speak in the article, and of its other people; no documents."""
        names = {s.name: s.type for s in self.speakers if s.name and s.type not in ("document", "group", "anonymous")}
        names |= {name: names.get(name, "person") for _, name in self.people}
        return [(_NAME.findall(name), name, kind) for name, kind in names.items()]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The bounds of the sentence that holds `offset`."""
        index = max(0, bisect.bisect_right(self.starts, offset) - 1)
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.starts[index], end

    def paragraph(self, offset: int) -> int:
        """Where the line that holds `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def meant(self, pronoun: str, at: int, index: int | None) -> Iterator[Party]:
        """Whom a pronoun that is told may stand for: the writer, the person named last, the people named last."""
        speaking = self.speakers[index].name if index is not None and index < len(self.speakers) else None
        if pronoun in ("me", "us"):
            writers = (s.name for a, s in zip(self.attributions, self.speakers, strict=False) if self._is_writer(a) and s.name)
            yield from (Party(name, "person") for name in list(dict.fromkeys(writers))[:1])
        elif pronoun == "them":
            found = list(_PLURAL.finditer(self.text, max(0, at - _LOOK_BACK), at))
            if found:
                yield Party(found[-1][0], "group", Span.cut(self.text, *found[-1].span()))
        elif pronoun in ("him", "her"):
            last = bisect.bisect_left(self.people, (at, ""))
            for place, name in reversed(self.people[:last]):
                if name != speaking:
                    if at - place < _LOOK_BACK:
                        yield Party(name, "person")
                    return

    def _is_writer(self, attribution: Attribution) -> bool:
        """Whether the source is "I" or "we" of the article itself, not of somebody quoted."""
        spans = attribution.source
        return bool(spans) and is_first_person(spans[0].text) and bool(self.beside[spans[0].start : spans[0].end].strip())


def set_scene(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker], actors: Sequence[Actor] = ()
) -> Scene:
    """The scene of one article; `speakers` stand in the order of `attributions`, and may be fewer."""
    starts = [0, *(m.end() for m in _END.finditer(text) if m.end() < len(text) and _ends(text, m))]
    people = {(m.start, actor.name) for actor in actors if actor.type == "person" for m in actor.mentions}
    people |= {
        (s.start, v.name)
        for a, v in zip(attributions, speakers, strict=False)
        if v.type == "person" and v.name
        for s in a.source[:1]
    }
    voices = _voices(attributions, speakers)
    plain = text.replace("\xa0", " ")
    return Scene(
        text, attributions, speakers, tuple(starts), voices, plain, _beside(plain, attributions), tuple(sorted(people))
    )


def _beside(text: str, attributions: Sequence[Attribution]) -> str:
    """The text with what anyone says turned into empty lines, offsets kept."""
    letters = list(text)
    for span in (span for attribution in attributions for span in attribution.content):
        letters[span.start : span.end] = "\n" * (span.end - span.start)
    return "".join(letters)


def anchor(attribution: Attribution) -> Span | None:
    """The span where the attribution is made: its cue, else its source, else its content."""
    spans = attribution.cue or attribution.source or attribution.content
    return spans[0] if spans else None


def is_first_person(source: str) -> bool:
    """Whether the source is a pronoun of the one who is already speaking."""
    return bool(_FIRST_PERSON.match(source.strip()))


def party(scene: Scene, span: Span) -> Party:
    """The span as a party: under the name that the article has for it, where one shares its words.

    "CNN's Anna Berg" and "host Anna Berg" are Anna Berg; "the Republican nominee" is nobody's name.
    """
    bare = _DETERMINER.sub("", span.text.strip(" \t\n“”\"'`‘’"))
    if (same := scene.sources.get(bare.casefold())) is not None:
        return Party(same.name or bare, same.type, span)
    before = bisect.bisect_left(scene.outlets, (span.start, "")) if _SOME_OUTLET.fullmatch(span.text.strip()) else 0
    if before:
        return Party(scene.outlets[before - 1][1], "media", span)
    if (whole := _written_out(scene.plain, bare)) is not None:
        return Party(whole, kind_of_name(whole), span)
    named = _PROPER.search(bare)
    wanted = [w for w in _NAME.findall(re.sub(r"[’']s\b", "", named[0])) if not _TITLES.match(w)] if named else []
    if not wanted:
        return Party(bare or span.text, kind_of_name(span.text), span)
    likest = max(scene.known, default=None, key=lambda known: _likeness(wanted, known[0]))
    if likest is not None and _likeness(wanted, likest[0]):
        return Party(likest[1], likest[2], span)
    return Party(bare or span.text, kind_of_name(span.text), span)


def _written_out(text: str, name: str) -> str | None:
    """The name that an acronym stands for, where the article gives both: "the Norvian Wire Agency" for "NWA"."""
    if not _ACRONYM.fullmatch(name):
        return None
    words = r"(?: (?:of|for|the|and|on))* ".join(rf"{letter}[\w’'-]+" for letter in name)
    found = re.search(rf"(?<=[Tt]he ){words}(?![\w’']| [A-Z])|\b{words}(?= \({name}\))", text)
    return found[0] if found else None


def _likeness(wanted: Sequence[str], words: Sequence[str]) -> int:
    """How well words fit those of a known name: all of them, its initials, its last word, its first, or not (0)."""
    if words == list(wanted):
        return 5
    initials = "".join(word[0] for word in words)
    if len(words) > 1 and (words == list(wanted[-len(words) :]) or wanted == [initials]):
        return 4
    if not words or not set(wanted) <= set(words):
        return 0
    return 3 if words[-1] == wanted[-1] else 2 if words[0] == wanted[0] else 0


def kind_of_name(name: str) -> ActorType:
    """What the words of a name say that it names; unresolved where they do not."""
    if _MEDIA.search(name) and _NAME.search(name):
        return "media"
    if re.search(r"(?i)\b(?:unnamed|anonymous|sources?|familiar with|spoke on condition)\b", name):
        return "anonymous"
    if re.search(
        r"(?i)\b(?:poll|survey|report|letter|memo|document|statement|study|email|filing|excerpts?|transcript)\b", name
    ):
        return "document"
    return "group" if _GROUP.search(name) else "unresolved"


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a stop followed by a space and a capital ends the sentence, and not only an abbreviation."""
    return "\n" in match.group() or not _ABBREVIATED.search(text, max(0, match.start() - 6), match.start())


def _voices(attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> tuple[str | None, ...]:
    voices: list[str | None] = []
    for i, attribution in enumerate(attributions):
        name = speakers[i].name if i < len(speakers) else None
        source = " ".join(s.text for s in attribution.source).strip()
        names = _NAME.findall(name or source)
        if name and i < len(speakers) and speakers[i].type in ("group", "anonymous", "document"):
            voices.append(name.casefold())
        elif names:
            voices.append(re.sub(r"['’]s?$", "", names[-1]).casefold())
        elif (not source or _PRONOUN.match(source)) and i and not name:
            voices.append(voices[-1])
        else:
            voices.append((name or source).casefold() or None)
    return tuple(voices)
