"""The sentence around an attribution, who speaks in it, and what is near enough to be the same speech."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.records import ActorType, Attribution, Party, Span, Speaker

_END: Final = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’']))\s+(?=[\"“‘'`(\[]*[A-Z0-9])|\n+")
_ABBREVIATED: Final = re.compile(r"\b(?:Mr|Ms|Dr|Mrs|Sen|Rep|Gov|Gen|St|Jr|vs|[A-Z])\.$")
_PRONOUN = re.compile(r"(?i)^(?:he|she|they|it|who|which|that|him|her|them|his|their|its)$")
_FIRST_PERSON = re.compile(r"(?i)^(?:i|we|me|us|my|our|ours|mine)$")
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[A-Za-z]\b")
_MEDIA = re.compile(
    r"(?i)\b(?:news|times|post|cnn|bbc|abc|nbc|cbs|msnbc|fox|npr|pbs|reuters|associated press|journal|tribune|herald|guardian|"
    r"magazine|newspaper|daily|today|observer|courier|chronicle|telegraph|gazette|wire|politico|bloomberg|radio|television|tv|agency|tass|interfax|kcna|yonhap|buzzfeed|axios)\b"
)
_GROUP = re.compile(
    r"(?i)\b(?:reporters|journalists|supporters|crowd|audience|voters|followers|people|members|lawmakers|officials|aides|"
    r"delegates|leaders|attendees|students|citizens|colleagues|allies|those|everyone|viewers|readers|donors|workers|fans)\b"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's sentences and the attributions in it, each with a key of who speaks (None: not known)."""

    text: str
    attributions: Sequence[Attribution]
    speakers: Sequence[Speaker]
    starts: tuple[int, ...]
    voices: tuple[str | None, ...]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The bounds of the sentence that holds `offset`."""
        index = max(0, bisect.bisect_right(self.starts, offset) - 1)
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.starts[index], end

    def paragraph(self, offset: int) -> int:
        """Where the line that holds `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1


def set_scene(text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> Scene:
    """The scene of one article; `speakers` stand in the order of `attributions`, and may be fewer."""
    starts = [0, *(m.end() for m in _END.finditer(text) if m.end() < len(text) and _ends(text, m))]
    return Scene(text, attributions, speakers, tuple(starts), _voices(attributions, speakers))


def anchor(attribution: Attribution) -> Span | None:
    """The span where the attribution is made: its cue, else its source, else its content."""
    spans = attribution.cue or attribution.source or attribution.content
    return spans[0] if spans else None


def is_first_person(source: str) -> bool:
    """Whether the source is a pronoun of the one who is already speaking."""
    return bool(_FIRST_PERSON.match(source.strip()))


def party(scene: Scene, span: Span) -> Party:
    """The span as a party: under the name that a speaker of the article has for it, where one shares it."""
    wanted = set(_NAME.findall(span.text))
    for speaker in scene.speakers:
        if speaker.name and wanted and wanted <= set(_NAME.findall(speaker.name)):
            return Party(speaker.name, speaker.type, span)
    bare = re.sub(r"^(?i:the|a|an)\s+", "", span.text.strip(" \t\n“”\"'`‘’"))
    return Party(bare or span.text, kind_of_name(span.text), span)


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
        if names:
            voices.append(re.sub(r"['’]s?$", "", names[-1]).casefold())
        elif (not source or _PRONOUN.match(source)) and i and not name:
            voices.append(voices[-1])
        else:
            voices.append((name or source).casefold() or None)
    return tuple(voices)
