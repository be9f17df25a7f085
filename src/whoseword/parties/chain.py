"""Through whose hands it came: the sources between the reader and the one who said it, outermost first."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from whoseword.nesting import enclosing
from whoseword.parties.setting import Scene, anchor, is_first_person, kind_of_name, set_scene
from whoseword.records import Attribution, Party, Span, Speaker

# Cues under which the words of another are not passed on but fought: the inner source is no link of a chain.
_OPPOSING: Final = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|rebut\w*|refut\w*|disput\w*|oppos\w*|criticis\w*|criticiz\w*|condemn\w*|pleaded|attack\w*|mock\w*)\b"
)
# Each word costs exactly one space, and a name ends after ten: nothing here can run away on hostile text.
_NAMED: Final = r"(?<![\w.&’'-])(?:[Tt]he )?[A-Z][\w.&’'-]{0,40}(?: (?:(?:of|and|the) )?[A-Z][\w.&’'-]{0,40}){0,9}"
_SOME: Final = rf"(?:{_NAMED}|(?:an?|the|two|three|several|some|unnamed|anonymous|unidentified)(?: [\w’'-]+){{1,5}}?)"


def chains(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker], outlet: str | None = None
) -> tuple[tuple[Party, ...], ...]:
    """The sources that each attribution came through, from the outermost to the one who speaks.

    Empty where the article has it from the speaker itself. The article's own `outlet`, where known, stands
    first in every chain that is not empty. Order is that of `attributions`; `speakers` go with them.
    """
    scene = set_scene(text, attributions, speakers)
    parents = enclosing(attributions)
    found: dict[int, tuple[Party, ...]] = {}
    for i in sorted(range(len(attributions)), key=lambda i: _depth(parents, i)):
        parent = parents[i]
        through = found.get(parent, ()) if parent is not None else ()
        found[i] = _nested(scene, i, parent, through) if parent is not None else _explicit(scene, i)
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
    source = " ".join(s.text for s in scene.attributions[index].source)
    speaker, outer = _link(scene, index), through[-1] if through else _link(scene, parent)
    if (
        scene.voices[index] == scene.voices[parent]
        or is_first_person(source)
        or (not scene.attributions[index].source and speaker is None)
    ):
        return through
    if speaker is None or outer is None or _same(scene, index, parent):
        return through
    cue = " ".join(s.text for s in scene.attributions[parent].cue)
    if _OPPOSING.search(cue):
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
    return _quoting(scene, index) or _reported(scene, index)


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
        before = [m for m in _name().finditer(scene.text, start, cue.start) if m.group().strip()]
        if before:
            return _part(scene, 0, before[0].span()), speaker
    return ()


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
    for speaker in scene.speakers:
        if speaker.name and speaker.type == "media" and speaker.name.casefold() in span.text.casefold():
            return Party(speaker.name, speaker.type, span)
    return Party(re.sub(r"^(?i:the|an?) ", "", span.text), kind_of_name(span.text), span)


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
        rf"(?:\bas (?:first )?(?:reported|quoted|cited) (?:by|in) |\b[Aa]ccording to |\b(?:quoted|cited) by )(?P<by>{_NAMED})|(?P<who>{_NAMED}) {verb}\b"
    )
