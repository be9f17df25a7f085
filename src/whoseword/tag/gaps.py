"""A second look at what linking leaves open: attributions without a source, sure cues without a content.

The spans of a first decoding are the likeliest; among those of a more eager one there are sources and contents that
were only just passed over. They are asked for where one is wanted, and nowhere else. And no content covers its own cue or
source: in PolNeAR train none of 22,501 does the first, and one the second (counted 2026-11-23).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whoseword.tag.decode import PieceSpan
from whoseword.tag.links import EVIDENCE, Linker, PieceAttribution

# Added to the scores of a span's beginning for the second look, and how sure a cue must be of itself to be given a content.
# Chosen on PolNeAR dev, 2026-11-23; training/README.md has what each brings.
EAGER_SOURCE, EAGER_CONTENT = 1.0, 2.0
SURE_CUE = 0.8
_SOURCE, _SOURCE_LINK = EVIDENCE.index("source"), EVIDENCE.index("source link")


@dataclass(frozen=True, slots=True)
class Found:
    """The spans of one level: those of the first look, and the sources and contents of the eager one."""

    sources: Sequence[PieceSpan]
    cues: Sequence[PieceSpan]
    contents: Sequence[PieceSpan]
    eager_sources: Sequence[PieceSpan]
    eager_contents: Sequence[PieceSpan]


def link_twice(found: Found, linker: Linker) -> list[PieceAttribution]:
    """The attributions of one level, in the order of their cues."""
    first = linker.link(found.sources, found.cues, found.contents)
    both = [*first, *_for_sure_cues(first, found, linker)]
    sourced = _with_sources(both, found.eager_sources, linker)
    return sorted((_apart(a) for a in sourced), key=lambda a: a.cue[0].first)


def _for_sure_cues(linked: Sequence[PieceAttribution], found: Found, linker: Linker) -> list[PieceAttribution]:
    """Attributions for the sure cues that have none, with contents of the second look that touch nothing taken."""
    having = {cue for a in linked for cue in a.cue}
    lacking = [cue for cue in found.cues if cue.confidence >= SURE_CUE and cue not in having]
    taken = [*lacking, *(span for a in linked for span in _all(a))]
    free = [content for content in found.eager_contents if not _touches(content, taken)]
    return linker.link(found.sources, lacking, free) if lacking and free else []


def _with_sources(
    linked: Sequence[PieceAttribution], sources: Sequence[PieceSpan], linker: Linker
) -> Iterator[PieceAttribution]:
    """The attributions, those without a source with the one that the second look has for their cue, if any."""
    lacking = [a for a in linked if not a.source]
    chosen, chances = linker.sources_of([a.cue[0] for a in lacking], sources)
    better = {
        a.cue[0]: (sources[place], chance)
        for a, place, chance in zip(lacking, chosen, chances, strict=True)
        if place >= 0 and not _touches(sources[place], _all(a))
    }
    for a in linked:
        yield a if a.source or a.cue[0] not in better else _given(a, *better[a.cue[0]])


def _given(attribution: PieceAttribution, source: PieceSpan, chance: float) -> PieceAttribution:
    evidence = list(attribution.evidence)
    evidence[_SOURCE], evidence[_SOURCE_LINK] = math.log(max(source.confidence, 1e-4)), math.log(max(chance, 1e-4))
    return replace(attribution, source=(source,), evidence=tuple(evidence))


def _apart(attribution: PieceAttribution) -> PieceAttribution:
    """The attribution with its cue and source cut out of its content, unless nothing were left."""
    others = (*attribution.cue, *attribution.source)
    if not any(_touches(content, others) for content in attribution.content):
        return attribution
    taken = {piece for span in others for piece in range(span.first, span.last + 1)}
    parts = tuple(part for content in attribution.content for part in _parts(content, taken))
    return replace(attribution, content=parts) if parts else attribution


def _parts(span: PieceSpan, taken: set[int]) -> Iterator[PieceSpan]:
    """What is left of a span: its runs of pieces that are not taken."""
    free = [piece for piece in range(span.first, span.last + 1) if piece not in taken]
    for piece in free:
        if piece - 1 in taken or piece == span.first:
            first = piece
        if piece + 1 in taken or piece == span.last:
            yield PieceSpan(first, piece, span.confidence)


def _all(attribution: PieceAttribution) -> tuple[PieceSpan, ...]:
    return (*attribution.source, *attribution.cue, *attribution.content)


def _touches(span: PieceSpan, others: Sequence[PieceSpan]) -> bool:
    return any(span.first <= other.last and other.first <= span.last for other in others)
