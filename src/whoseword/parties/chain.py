"""Through whose hands it came: the sources between the reader and the one who said it, outermost first."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from whoseword.nesting import enclosing
from whoseword.parties.passages import Passage, find_passages
from whoseword.parties.setting import Scene, anchor, is_first_person, kind_of_name, party, set_scene
from whoseword.records import Attribution, Party, Span, Speaker

# Cues under which the words of another are not passed on but fought: the inner source is no link of a chain.
_OPPOSING: Final = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|rebut\w*|refut\w*|disput\w*|oppos\w*|criticis\w*|criticiz\w*|condemn\w*|pleaded|attack\w*|mock\w*)\b"
)
# Each word costs exactly one space, and a name ends after ten: nothing here can run away on hostile text.
_NAMED: Final = r"(?<![\w.&’'-])(?:[Tt]he )?[A-Z][\w.&’'-]{0,40}(?: (?:(?:of|and|the) )?[A-Z][\w.&’'-]{0,40}){0,9}"
_MEDIUM: Final = r"(?:[a-z]{1,20} )?(?:radio|television|TV|news agency|news service|newspaper|daily|weekly)"
_OUTLET: Final = rf"{_NAMED}(?: {_MEDIUM}(?:(?:,| and) {_NAMED} {_MEDIUM}){{0,2}})?"
_ONLY_A_MEDIUM: Final = re.compile(
    r"(?i)(?:the )?(?:newspaper|paper|network|news agency|agency|magazine|station|broadcaster|daily|outlet)"
)
# A name that a sentence opens with may be no name at all.
_BARE: Final = frozenset({"The", "A", "An", "In", "On", "At", "But", "And", "It", "He", "She", "They", "This", "That"})
# How far (code points) a relative clause may stand from what it belongs to, and how far back a nameless source is looked for.
# And among how many attributions around one those of its sentence are.
_NEXT, _FAR, _AROUND = 3, 1500, 12
_SOME: Final = rf"(?:{_NAMED}|(?:an?|the|two|three|several|some|unnamed|anonymous|unidentified)(?: [\w’'-]+){{1,5}}?)"


def chains(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker], outlet: str | None = None
) -> tuple[tuple[Party, ...], ...]:
    """The sources that each attribution came through, from the outermost to the one who speaks.

    Empty where the article has it from the speaker itself. The article's own `outlet`, where known, stands
    first in every chain that is not empty. Order is that of `attributions`; `speakers` go with them.
    """
    scene = set_scene(text, attributions, speakers)
    parents, passages = enclosing(attributions), find_passages(text)
    found: dict[int, tuple[Party, ...]] = {}
    for i in sorted(range(len(attributions)), key=lambda i: (_depth(parents, i), i)):
        parent = parents[i]
        if parent is not None:
            found[i] = _nested(scene, i, parent, found.get(parent, ()))
        else:
            found[i] = _explicit(scene, i) or _taken_over(scene, i, passages) or _again(scene, i, found)
    return tuple(_under(outlet, found[i]) for i in range(len(attributions)))


def _depth(parents: Sequence[int | None], index: int) -> int:
    depth, parent = 0, parents[index]
    while parent is not None:
        depth, parent = depth + 1, parents[parent]
    return depth


def _under(outlet: str | None, chain: tuple[Party, ...]) -> tuple[Party, ...]:
    if not chain or not outlet or chain[0].name.casefold() == outlet.casefold():
        return chain
    return (Party(outlet, "media"), *chain)


def _nested(scene: Scene, index: int, parent: int, through: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parent's chain and this one's speaker, unless it is the same voice, or an opponent's."""
    source = _text(scene.attributions[index].source)
    speaker, outer = _link(scene, index), through[-1] if through else _link(scene, parent)
    if (
        scene.voices[index] == scene.voices[parent]
        or is_first_person(source)
        or (not scene.attributions[index].source and speaker is None)
    ):
        return through
    if speaker is None or outer is None or _same(scene, index, parent):
        return through
    if _OPPOSING.search(_text(scene.attributions[parent].cue)):
        return ()
    return (*(through or (outer,)), speaker)


def _same(scene: Scene, index: int, parent: int) -> bool:
    """Whether the inner speaker is only the state that the outer one speaks for, or the outer one again."""
    if max(index, parent) >= len(scene.speakers):
        return False
    inner, outer = scene.speakers[index], scene.speakers[parent]
    if inner.name and outer.name and inner.name.casefold() == outer.name.casefold():
        return True
    return inner.type == "state" and inner.country is not None and inner.country == outer.country


def _link(scene: Scene, index: int) -> Party | None:
    spans = scene.attributions[index].source
    speaker = scene.speakers[index] if index < len(scene.speakers) else None
    span = spans[0] if spans else None
    if speaker is not None and speaker.name:
        return Party(speaker.name, speaker.type, span)
    if span is None or re.fullmatch(r"(?i)(?:he|she|it|they|who|which|that|i|we|his|her|their|its|our|my)", span.text.strip()):
        return None
    return Party(span.text, kind_of_name(span.text), span)


def _explicit(scene: Scene, index: int) -> tuple[Party, ...]:
    attribution = scene.attributions[index]
    for source in attribution.source:
        if match := _cited_by().search(source.text):
            inner, outer = match.span("inner"), match.span("outer")
            return _part(scene, source.start, outer), _typed(scene, index, _part(scene, source.start, inner))
    return _quoting(scene, index) or _brought_in(scene, index) or _reported(scene, index)


def _brought_in(scene: Scene, index: int) -> tuple[Party, ...]:
    """`The Herald quoted critics such as Sol, with Sol stating …`, `cited a book by Sol, who wrote …`: in one sentence."""
    attribution, speaker = scene.attributions[index], _link(scene, index)
    if not attribution.source or speaker is None:
        return ()
    source = attribution.source[0]
    start, _ = scene.sentence(source.start)
    for k in range(max(0, index - _AROUND), min(len(scene.attributions), index + _AROUND)):
        other = scene.attributions[k]
        cue, content, outer = _text(other.cue), _text(other.content), _link(scene, k)
        near = k != index and outer is not None and other.content and start <= other.content[0].start < source.start
        if not near or not re.search(r"(?i)\b(?:quot(?:ed|es)|cit(?:ed|es)|interview(?:ed|s))\b", cue):
            continue
        follows = re.fullmatch(r"(?i)who|which|that", source.text) and 0 <= source.start - other.content[-1].end <= _NEXT
        if outer is not None and (follows or re.search(rf"\b{re.escape(speaker.name.split()[-1])}\b", content)):
            return outer, speaker
    return ()


def _taken_over(scene: Scene, index: int, passages: Sequence[Passage]) -> tuple[Party, ...]:
    """Who speaks inside a passage speaks through the one it was taken from."""
    where, speaker = anchor(scene.attributions[index]), _link(scene, index)
    if where is None or speaker is None:
        return ()
    for passage in passages:
        outer = party(scene, passage.whose)
        if passage.start < where.start < passage.end and outer.name.casefold() != speaker.name.casefold():
            return outer, speaker
    return ()


def _again(scene: Scene, index: int, found: Mapping[int, tuple[Party, ...]]) -> tuple[Party, ...]:
    """`The source added …`: someone without a name, known only through another's hands, still comes through them."""
    attribution = scene.attributions[index]
    speaker = scene.speakers[index] if index < len(scene.speakers) else None
    if speaker is None or speaker.type not in ("anonymous", "document") or not _definite(_text(attribution.source)):
        return ()
    where, here = anchor(attribution), _link(scene, index)
    head = re.escape(_text(attribution.source).split()[-1])
    brought = re.compile(rf"(?i)\b(?:an?|another|one|two|several|some|new) (?:[\w-]+ ){{0,3}}{head}\b")
    for k in range(index - 1, -1, -1):
        before = anchor(scene.attributions[k])
        if where is None or before is None or here is None or where.start - before.start > _FAR:
            return ()
        other, chain = scene.speakers[k], found.get(k, ())
        if other.name is not None and other.name == speaker.name:
            return (*chain[:-1], here) if chain and chain[-1].name.casefold() == other.name.casefold() else ()
        outer = _link(scene, k)
        if other.type == "media" and outer is not None and brought.search(scene.text[slice(*scene.sentence(before.start))]):
            return outer, here
    return ()


def _definite(source: str) -> bool:
    return re.match(r"(?i)(?:the|this|that|these|those|he|she|it|they)\b", source) is not None


def _text(spans: Sequence[Span]) -> str:
    return " ".join(span.text for span in spans)


def _typed(scene: Scene, index: int, inner: Party) -> Party:
    """The innermost party is whoever speaks, and so of the speaker's type where its own words do not say."""
    speaker = scene.speakers[index] if index < len(scene.speakers) else None
    return replace(inner, type=speaker.type) if speaker is not None and inner.type == "unresolved" else inner


def _quoting(scene: Scene, index: int) -> tuple[Party, ...]:
    """`Y, quoting X`: the cue is quoting or citing, X its source after it, Y before it."""
    attribution = scene.attributions[index]
    speaker = _link(scene, index)
    for cue in attribution.cue:
        if (
            speaker is None
            or not attribution.source
            or attribution.source[0].start < cue.start
            or not re.search(r"(?i)\b(?:quoting|citing)\b", cue.text)
        ):
            continue
        start, _ = scene.sentence(cue.start)
        outer = _subject(scene, index, start, cue.start)
        if outer is not None:
            return outer, speaker
    return ()


def _subject(scene: Scene, index: int, start: int, end: int) -> Party | None:
    """Who speaks in the sentence before it quotes: another attribution's speaker, else the first name."""
    for k in range(max(0, index - _AROUND), min(len(scene.attributions), index + _AROUND)):
        source = scene.attributions[k].source
        if k != index and source and start <= source[0].start < end and (found := _link(scene, k)):
            return found
    for match in _name().finditer(scene.text, start, end):
        if match.group() not in _BARE:
            return _part(scene, 0, match.span())
    return None


def _reported(scene: Scene, index: int) -> tuple[Party, ...]:
    """`X said …, Y reported` or `as reported by Y` in the same sentence, outside content, source and cue."""
    attribution, where, speaker = scene.attributions[index], anchor(scene.attributions[index]), _link(scene, index)
    if where is None or speaker is None:
        return ()
    start, end = scene.sentence(where.start)
    end = max([end, *(scene.sentence(s.end - 1)[1] for s in attribution.content if s.end - 1 >= end > s.start)])
    own = (*attribution.source, *attribution.cue, *attribution.content)
    for match in _reporting().finditer(scene.text, start, end):
        outer = match.span("who") if match.group("who") else match.span("by")
        free = not any(s.start < match.end() and match.start() < s.end for s in own)
        if free and kind_of_name(scene.text[slice(*outer)]) in ("media", "anonymous"):
            return _part(scene, 0, outer), speaker
    return ()


def _part(scene: Scene, base: int, bounds: tuple[int, int]) -> Party:
    start, end = base + bounds[0], base + bounds[1]
    while end > start and scene.text[end - 1] in " ,.’'":
        end -= 1
    span = Span.cut(scene.text, start, end)
    if _ONLY_A_MEDIUM.fullmatch(span.text) and (known := _last_medium(scene, start)) is not None:
        return replace(known, span=span)
    for speaker in scene.speakers:
        if speaker.name and speaker.type == "media" and speaker.name.casefold() in span.text.casefold():
            return Party(speaker.name, speaker.type, span)
    return Party(re.sub(r"^(?i:the|an?) ", "", span.text), kind_of_name(span.text), span)


def _last_medium(scene: Scene, before: int) -> Party | None:
    """The outlet that `the newspaper` is: the one that was named last."""
    spoken = [
        speaker
        for attribution, speaker in zip(scene.attributions, scene.speakers, strict=False)
        if speaker.type == "media" and speaker.name and min(attribution.source, default=Span(before, before, "")).start < before
    ]
    if spoken:
        return Party(spoken[-1].name or "", "media")
    named = [m.group() for m in _name().finditer(scene.text, 0, before) if kind_of_name(m.group()) == "media"]
    return Party(re.sub(r"^(?i:the|an?) ", "", named[-1]), "media") if named else None


@functools.cache
def _cited_by() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<inner>.+?),? (?:cited|quoted|seen|obtained|interviewed|reviewed|published|reported|broadcast|carried) by (?P<outer>{_SOME})(?=\W|$)",
        re.DOTALL,
    )


@functools.cache
def _name() -> re.Pattern[str]:
    return re.compile(_NAMED)


@functools.cache
def _reporting() -> re.Pattern[str]:
    verb = r"(?:(?:first |also |has |had |have )?(?:reported|reports|quoted|quotes))"
    return re.compile(
        rf"(?:\bas (?:first )?(?:reported|quoted|cited) (?:by|in) |\b[Aa]ccording to |\b(?:quoted|cited) by )(?P<by>{_OUTLET})|(?P<who>{_OUTLET}) {verb}\b"
    )
